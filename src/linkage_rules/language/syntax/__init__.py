"""The syntax tree of a policy file: what was written, before names mean anything.

Two trees are equal when they say the same, wherever it stands: spans take no part in equality,
comments do. A tree is made of declarations, a declaration of clauses, a clause of expressions.
"""

from linkage_rules.language.syntax.clauses import *  # noqa: F403 - all that a tree is made of
from linkage_rules.language.syntax.declarations import *  # noqa: F403 - all that a tree is made of
from linkage_rules.language.syntax.expressions import *  # noqa: F403 - all that a tree is made of
from linkage_rules.language.syntax.nodes import *  # noqa: F403 - all that a tree is made of
