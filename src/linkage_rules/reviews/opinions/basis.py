"""Under which documents an opinion is given: the higher first, each with issuer and date."""

from collections.abc import Iterator

from linkage_rules.model.package import Layer, Package
from linkage_rules.reviews.opinions import document_words as said
from linkage_rules.reviews.opinions.spoken import day_of
from linkage_rules.reviews.review_words import Question
from linkage_rules.words.citing import document_called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.telling import days_in_words


def basis(question: Question) -> Phrase:
    """The sentence with which an opinion begins."""
    package = question.policy.package
    documents = [_document(layer, package) for layer in package.layers.values()]
    return said.BASIS.filled(documents=_and(documents))


def out_of_force(question: Question) -> Phrase:
    """That the documents are not in force on the day, and when they are."""
    package = question.policy.package
    documents = [_titled(layer) for layer in package.layers.values()]
    interval, day = days_in_words(package.periods), day_of(question.as_of)
    return said.OUT_OF_FORCE.filled(documents=_and(documents), interval=interval, day=day)


def _document(layer: Layer, package: Package) -> Phrase:
    particulars = tuple(_particulars(layer, package))
    if not particulars or layer.label is None:
        return _titled(layer)
    english = ", ".join(one.en for one in particulars)
    chinese = "，".join(one.zh for one in particulars)
    title = Phrase(layer.label, layer.label)
    in_brackets = Phrase(f" ({english})", f"（{chinese}）")
    return said.DOCUMENT.filled(title=title, particulars=in_brackets)


def _titled(layer: Layer) -> Phrase:
    if layer.label is None:
        return said.UNNAMED.filled(name=layer.name)
    return said.DOCUMENT.filled(title=layer.label, particulars="")


def _particulars(layer: Layer, package: Package) -> Iterator[Phrase]:
    """Who issued it and when, and what it is called from there on."""
    match layer.issuer, layer.issued:
        case str(issuer), None:
            yield said.ISSUED_BY_SOMEBODY.filled(issuer=issuer)
        case None, day if day is not None:
            yield said.ISSUED_SOME_DAY.filled(day=day_of(day))
        case str(issuer), day if day is not None:
            yield said.ISSUED_BY.filled(issuer=issuer, day=day_of(day))
    short = document_called(layer, package)
    if short is not None and short != f"《{layer.label}》":
        yield said.HEREAFTER.filled(short=short)


def _and(documents: list[Phrase]) -> Phrase:
    return Phrase(" and ".join(one.en for one in documents), "、".join(d.zh for d in documents))
