"""What findings call the things they are about."""

from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase


def said(expression: Expression, package: Package) -> Phrase:
    """An expression as the policy language writes it, in both languages."""
    return Phrase(*(describe(expression, package, language) for language in LANGUAGES))
