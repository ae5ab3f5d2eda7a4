"""What findings call the things they are about."""

from linkage_rules.language.keywords import LANGUAGES
from linkage_rules.language.messages import Phrase
from linkage_rules.language.unparse import describe
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package


def said(expression: Expression, package: Package) -> Phrase:
    """An expression as the policy language writes it, in both languages."""
    return Phrase(*(describe(expression, package, language) for language in LANGUAGES))
