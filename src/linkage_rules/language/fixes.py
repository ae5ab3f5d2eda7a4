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
class Choice:
    """One way to put a mistake right: ``edits`` make it, and ``title`` says what they do.

    ``title`` is None where the hint of the message says it. ``is_sure`` where what was meant is
    certain, so that a tool may make the change unasked; every other is for the author to choose.
    """

    title: Phrase | None
    edits: tuple[Edit, ...]
    is_sure: bool = False


@frozen
class Fix:
    """What to do about a mistake; ``hint`` says it in words, or is None where the message always
    has the same words.

    ``choices`` are the changes that do it. They are empty where what is to be written is known to
    the author alone.
    """

    hint: Phrase | None
    choices: tuple[Choice, ...] = ()


def certain(hint: Phrase | None, *edits: Edit) -> Fix:
    """The fix after which the text has the meaning that was surely meant; words alone, where no
    edits are given."""
    return Fix(hint, (Choice(None, edits, is_sure=True),) if edits else ())


def replacing(span: Span, text: str, hint: Phrase) -> Fix:
    """The certain fix that writes ``text`` where ``span`` is."""
    return certain(hint, Edit(span, text))


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with changes made to it, whatever their order; they may not overlap.

    >>> edited("a = 3", [Edit(Span("a.pol", 4, 5, 1, 5), "3元")])
    'a = 3元'
    """
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
