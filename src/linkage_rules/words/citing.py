"""How a citation is written: the short title of the document, the clause as the document prints it,
and the words in quotation marks."""

import re
from typing import Final

from attrs import frozen

from linkage_rules.model.clauses import printed_clause
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Citation
from linkage_rules.model.package import Layer, Package
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase
from linkage_rules.words.quoting import quoted

_KINDS: Final = (
    "意见",
    "方案",
    "细则",
    "办法",
    "规定",
    "条例",
    "通知",
    "决定",
    "规划",
    "规程",
    "标准",
)
_QUALIFIED: Final = re.compile(
    rf"(?:实施|指导|管理|暂行|工作|试行|若干|补充)?(?:{'|'.join(_KINDS)})\Z"
)
_IN_BRACKETS: Final = re.compile(r"（[^（）]*）\Z")


def short_title(title: str) -> str:
    """The short title by which a document is called after its full title: the kind of document it
    is.

    >>> short_title("关于进一步健全完善联农带农机制的实施意见"), short_title("某县实施细则（试行）")
    ('实施意见', '实施细则')
    >>> short_title("湖南省乡村振兴促进法")
    '湖南省乡村振兴促进法'
    """
    kind = _QUALIFIED.search(_IN_BRACKETS.sub("", title))
    return kind[0] if kind else title


def document_called(layer: Layer, package: Package) -> str | None:
    """The title to use for a layer: the short one, or in full where another layer has the same
    short title. None for a layer without a title.

    >>> document_called(Layer("p", "关于某事的意见"), Package(name="p", label="关于某事的意见"))
    '《意见》'
    """
    if layer.label is None:
        return None
    others = (one.label for one in package.layers.values() if one.name != layer.name)
    short = short_title(layer.label)
    unique = all(label is None or short_title(label) != short for label in others)
    return f"《{short if unique else layer.label}》"


@kept_beside
def clause_called(citation: Citation, package: Package) -> str:
    """The clause with the short title of its document: 《实施意见》三、3.

    >>> package = Package(name="p", label="关于某事的意见")
    >>> clause_called(Citation("二.(二).3", "不得入库", layer="p"), package)
    '《意见》二、（二）3.'
    """
    layer = package.layers.get(citation.layer or package.name)
    document = document_called(layer, package) if layer is not None else None
    return (document or "") + printed_clause(citation.clause)


@frozen
class Quotation:
    """A clause as it is looked up, and its words in quotation marks."""

    clause: str
    words: str


@kept_beside
def quotation(citation: Citation, package: Package) -> Quotation:
    """The citation as a reader sees it."""
    return Quotation(clause_called(citation, package), quoted(citation.quote))


def cited(citation: Citation, package: Package) -> Phrase:
    """A clause with the words it is cited for."""
    found = quotation(citation, package)
    return wording.CITATION.filled(clause=found.clause, quote=found.words)
