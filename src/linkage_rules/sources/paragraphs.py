"""The paragraphs of a text, which of them are headings, and how each is numbered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from attrs import evolve, frozen

from linkage_rules.sources.folding import fold
from linkage_rules.sources.formalities import (
    attachment_name,
    closes_letter,
    is_addressee,
    is_date,
    is_title,
    lists_attachment,
    lists_attachments_only,
    opens_attachments,
)
from linkage_rules.sources.lines import Line, written_lines
from linkage_rules.sources.numbering import STATUTE_HEADINGS, Marker, Style, read_marker

LONGEST_HEADING = 40
"""The most characters of a heading; a longer line without a full stop begins a sentence."""

_UNFINISHED = "，,、；;（(“《〈「『【〔"
_FINISHED = re.compile(r"[。！？!?][”’」』）)\]】》〉]*$")
_HEADING_PROSE = re.compile(r"[。；：！？;:!?]")
_ENDED = ("。", "！", "？", "!", "?", ":", ";")
_RUN_IN_HEADING = re.compile(r"[^,;:。！？!?…]{2,30}。")
_NOT_IN_A_HEADING = re.compile("不得|不准|不予|应|须|可以|禁止|严禁|鼓励|原则上")
_NARROWEST_PAGE = 40
_FEWEST_FULL_LINES = 3
_LONGEST_STANDING_ALONE = 400


@frozen
class Paragraph:
    """A stretch of text that belongs together, with the number that opens it, if one does.

    ``attached`` is true from the line that begins the list of attachments on; ``annex`` is the name
    of the attachment that the paragraph is part of.
    """

    start: int
    end: int
    marker: Marker | None = None
    attached: bool = False
    annex: str = ""

    @property
    def words_start(self) -> int:
        """Where the words begin, after the number."""
        return self.marker.end if self.marker else self.start


@frozen
class _Layout:
    """How a whole text is laid out, which decides what a single line break means.

    ``page_width`` is the width that lines were wrapped to, None when they were not.
    ``blank_lines_part`` is true when headings are followed by a blank line, so that any other line
    break only wraps the text. ``headed`` are the styles of numbers that a heading may follow.
    """

    page_width: int | None
    blank_lines_part: bool
    headed: Collection[Style]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Divide a text into paragraphs, numbers being recognised at the beginning of lines only.

    >>> [(p.start, p.end) for p in paragraphs("一、目的\\n为了\\n促进增收。")]
    [(0, 4), (5, 13)]
    """
    lines = written_lines(text)
    opened = list(_opened(text, lines))
    layout = _layout(text, lines, opened)
    result: list[Paragraph] = []
    in_letter = True
    for index, (line, paragraph) in enumerate(zip(lines, opened, strict=True)):
        in_letter = in_letter and paragraph.marker is None
        if (
            result
            and result[-1].annex == paragraph.annex
            and not _breaks_before(text, lines[index - 1], line, paragraph)
            and not _below_annex_title(text, lines, opened, index)
            and _runs_on(text, lines[index - 1], line, result[-1], layout, in_letter)
        ):
            result[-1] = evolve(result[-1], end=line.end)
        else:
            result.append(paragraph)
    return tuple(result)


def _opened(text: str, lines: Sequence[Line]) -> Iterator[Paragraph]:
    """For each line the paragraph that it would open."""
    words = [fold(text[line.start : line.end]) for line in lines]
    numbered = attached = False
    annex = ""
    for index, line in enumerate(lines):
        if numbered and opens_attachments(words[index]):
            listed = lists_attachments_only(words[index:])
            attached, annex = listed, "" if listed else attachment_name(words[index])
        elif annex and closes_letter(words[index], "".join(words[index + 1 : index + 2])):
            attached, annex = True, ""
        opens = bool(annex) and opens_attachments(words[index])
        marker = None if attached or opens else read_marker(text, line.start, line.end)
        numbered = numbered or marker is not None
        yield Paragraph(line.start, line.end, marker, attached, annex)


def _below_annex_title(
    text: str, lines: Sequence[Line], opened: Sequence[Paragraph], index: int
) -> bool:
    """Whether a line stands below the number of an attachment, or below its title."""
    above = [fold(text[line.start : line.end]) for line in lines[max(0, index - 2) : index]]
    if not opened[index].annex:
        return False
    under_title = len(above) == 2 and opens_attachments(above[0]) and is_title(above[1])
    return opens_attachments(above[-1]) or under_title


def _layout(text: str, lines: Sequence[Line], opened: Sequence[Paragraph]) -> _Layout:
    widths = [_width(text, line) for line in lines]
    widest = max(widths, default=0)
    full = sum(width >= widest - 2 for width in widths)
    statute = any(line.marker and line.marker.style is Style.ARTICLE for line in opened)
    headed = STATUTE_HEADINGS if statute else tuple(Style)
    headings_apart = headings_joined = 0
    for (heading, following), below in zip(pairwise(opened), lines[1:], strict=True):
        if following.marker is None and _is_heading_line(text, heading, headed):
            headings_apart += below.after_blank
            headings_joined += not below.after_blank
    wrapped = widest >= _NARROWEST_PAGE and full >= _FEWEST_FULL_LINES and 4 * full >= len(widths)
    return _Layout(widest if wrapped else None, headings_apart > headings_joined, headed)


def _breaks_before(text: str, above: Line, line: Line, opened: Paragraph) -> bool:
    """Whether a line opens a paragraph whatever the text above it says."""
    if line.after_blank or opened.marker:
        return True
    words = fold(text[line.start : line.end])
    if is_date(words) or is_date(fold(text[above.start : above.end])):
        return True
    return opened.attached and (opens_attachments(words) or lists_attachment(words))


def _runs_on(
    text: str, above: Line, line: Line, paragraph: Paragraph, layout: _Layout, in_letter: bool
) -> bool:
    """Whether the paragraph that ends in the line above is unfinished and runs on in this line."""
    last = text[above.start : above.end]
    if last[-1] in _UNFINISHED:
        return True
    indented = line.indent > above.indent and not layout.blank_lines_part
    if in_letter and (indented or last[-1] in ":："):
        return False
    full = layout.page_width is not None and _width(text, above) >= layout.page_width - 2
    if _FINISHED.search(last):
        return full and line.indent <= above.indent
    if full or layout.blank_lines_part:
        return True
    if paragraph.end - paragraph.start > _LONGEST_STANDING_ALONE:
        return True
    if paragraph.marker:
        return not _is_heading_line(text, paragraph, layout.headed)
    folded = fold(text[paragraph.start : paragraph.end])
    return not (in_letter and (is_title(folded) or is_addressee(folded)))


def _is_heading_line(text: str, paragraph: Paragraph, headed: Collection[Style]) -> bool:
    words = text[paragraph.words_start : paragraph.end].strip()
    return (
        paragraph.marker is not None
        and paragraph.marker.style in headed
        and 0 < len(words) <= LONGEST_HEADING
        and not _HEADING_PROSE.search(words)
        and words[-1] not in _UNFINISHED
    )


def _width(text: str, line: Line) -> int:
    """The width of a line with its indentation, in columns of an ASCII character."""
    characters = text[line.start - line.indent : line.end]
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in characters)


def is_heading(sentence: str, in_article: bool) -> bool:
    """Whether the folded first sentence of a clause is its heading, given that more text follows.

    It is one if it has no full stop, or if it is short, undivided and without a normative word. In
    an article and its items a sentence with a full stop is never a heading.

    >>> is_heading("加强统筹协调。", in_article=False), is_heading("不得挪用。", in_article=False)
    (True, False)
    """
    if not sentence.endswith(_ENDED):
        return len(sentence) <= LONGEST_HEADING
    return (
        not in_article
        and _RUN_IN_HEADING.fullmatch(sentence) is not None
        and not _NOT_IN_A_HEADING.search(sentence)
    )
