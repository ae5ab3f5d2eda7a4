"""The likely fix of a mistake: in words, and as changes to the text that can be made at once."""

from collections.abc import Iterable

from attrs import frozen

from linkage_rules.model.spans import Span
from linkage_rules.words.messages import Phrase


@frozen
class Edit:
    """Put ``text`` in the place of the characters of a file that ``span`` covers.

    A span without characters is a place to write something at.
    """

    span: Span
    text: str


@frozen
class Fix:
    """What to do about a mistake; ``hint`` says it in words, or is None where the message always
    has the same words.

    ``edits`` make the change, after which the text has the meaning that was meant. They are empty
    where only the author can know that.
    """

    hint: Phrase | None
    edits: tuple[Edit, ...] = ()


def replacing(span: Span, text: str, hint: Phrase) -> Fix:
    """The fix that writes ``text`` where ``span`` is."""
    return Fix(hint, (Edit(span, text),))


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with changes made to it, whatever their order; they may not overlap.

    >>> edited("a = 3", [Edit(Span("a.pol", 4, 5, 1, 5), "3元")])
    'a = 3元'
    """
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
