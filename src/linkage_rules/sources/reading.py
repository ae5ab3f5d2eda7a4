"""Reading the file of an official text: the text, or all problems of the file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from os import PathLike
from pathlib import Path

from linkage_rules.sources.checks import character_problems, numbering_problems, page_problems
from linkage_rules.sources.lines import line_starts
from linkage_rules.sources.problems import MOST_PROBLEMS, SourceError, SourceProblem
from linkage_rules.sources.text import Place, Source
from linkage_rules.sources.tree import ClauseTree
from linkage_rules.words.system_failures import why_failed

LARGEST_SOURCE = 5_000_000
"""The most bytes of a file; a larger one is refused before it is read."""

MOST_LINES = 50_000
"""The most lines of a text; a long statute has some thousands."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKED_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_source(path: str | PathLike[str] | Place) -> Source:
    """Read the UTF-8 file of an official text.

    Raises SourceError with every problem there is: a missing, unreadable, empty or too large file,
    another encoding, invisible or damaged characters, page numbers, page headers
    and footers, numbers of clauses that repeat, jump or go back. Nothing is read in part.
    """
    name = str(path)
    # A path of a kind of its own may lead to a text that is not on the disk, and stays what it is.
    file = path if not isinstance(path, str | PathLike) or isinstance(path, Path) else Path(path)
    try:
        if not file.exists():
            raise SourceError([SourceProblem("SRC-001", name, None)])
        if not file.is_file():
            raise SourceError([SourceProblem("SRC-002", name, None, file.name)])
        with file.open("rb") as stream:
            data = stream.read(LARGEST_SOURCE + 1)
    except OSError as error:
        problem = SourceProblem("SRC-002", name, None, why_failed(error))
        raise SourceError([problem]) from error
    return source_from_bytes(data, name)


def source_from_bytes(data: bytes, name: str) -> Source:
    """Make a source of the bytes of its file; ``name`` is what messages call it.

    Raises SourceError as `read_source` does.

    >>> source_from_bytes("一、要求。改善机制。".encode(), "source.txt").tree.clause("一").heading
    '要求。'
    """
    if len(data) > LARGEST_SOURCE:
        raise SourceError([SourceProblem("SRC-003", name, None, expected=str(LARGEST_SOURCE))])
    text, problems = _decode(data, name)
    if text is None:
        raise SourceError(problems)
    if len(line_starts(text)) > MOST_LINES:
        raise SourceError(
            [*problems, SourceProblem("SRC-005", name, None, expected=str(MOST_LINES))]
        )
    source = Source(name, text)
    problems += islice(_text_problems(source.tree, name), MOST_PROBLEMS + 1 - len(problems))
    if problems:
        raise SourceError(_listed(problems, name))
    return source


def _text_problems(tree: ClauseTree, name: str) -> Iterator[SourceProblem]:
    if not tree.text.strip():
        yield SourceProblem("SRC-004", name, 1)
    yield from character_problems(tree.text, name)
    yield from page_problems(tree.text, name)
    yield from numbering_problems(tree, name)


def _listed(problems: list[SourceProblem], name: str) -> list[SourceProblem]:
    listed = sorted(problems[:MOST_PROBLEMS], key=lambda problem: problem.line or 0)
    if len(problems) > MOST_PROBLEMS:
        listed.append(SourceProblem("SRC-901", name, None, str(MOST_PROBLEMS)))
    return listed


def _decode(data: bytes, name: str) -> tuple[str | None, list[SourceProblem]]:
    """The text, decoded as far as possible so that its other problems are found as well."""
    for mark, encoding in _MARKED_ENCODINGS:
        if data.startswith(mark):
            return None, [SourceProblem("SRC-101", name, 1, encoding)]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        start = error.start
    line = len(line_starts(data[:start].decode("utf-8")))
    guessed, likely = _guess(data)
    if likely:
        return guessed, [SourceProblem("SRC-101", name, line, likely)]
    return guessed, [SourceProblem("SRC-102", name, line, f"0x{data[start]:02X}")]


def _guess(data: bytes) -> tuple[str | None, str | None]:
    """The text that was probably meant by bytes that are not valid UTF-8, and its encoding.

    The encoding is None where most characters are valid UTF-8: then it is UTF-8 with some damage.
    """
    mended = data.decode("utf-8", errors="replace")
    if len(_HAN.findall(mended)) > 10 * mended.count("\ufffd"):
        return mended.replace("\ufffd", "□"), None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None, None
    return (text, "GB18030（GBK）") if _HAN.search(text) else (None, None)
