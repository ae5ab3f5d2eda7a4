"""An explanation as plain data: a tree of sentences that text, HTML and JSON show alike."""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.norms import Citation
from linkage_rules.model.outcomes import Answer
from linkage_rules.model.types import Type
from linkage_rules.words.messages import Phrase


class Kind(StrEnum):
    """What a node speaks of."""

    VERDICT = "verdict"
    NORM = "norm"
    FACT = "fact"
    DONE = "done"
    CITATION = "citation"
    CONDITION = "condition"
    FIELD = "field"
    PARAMETER = "parameter"
    READING = "reading"
    NEEDS = "needs"
    NOTE = "note"


@frozen
class Node:
    """One sentence of an explanation and, below it, the sentences it rests on.

    ``name`` is the declared thing it speaks of, ``path`` the record field and ``citation`` the
    words of the source, where there is one. ``answer`` is what a status, a verdict or a value is;
    ``type`` is the type of a value, and a node with neither answers nothing.
    A node that is ``seen`` repeats one that is unfolded elsewhere in the same explanation.
    """

    kind: Kind
    sentence: Phrase
    parts: tuple["Node", ...] = ()
    name: str | None = None
    path: str | None = None
    answer: Answer = None
    type: Type | None = None
    citation: Citation | None = None
    seen: bool = False

    __repr__ = in_brief

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order.

        >>> leaf = Node(Kind.NOTE, Phrase("b", "乙"))
        >>> [node.sentence.en for node in Node(Kind.NOTE, Phrase("a", "甲"), (leaf,)).walk()]
        ['a', 'b']
        """
        yield self
        for part in self.parts:
            yield from part.walk()
