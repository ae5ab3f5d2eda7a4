"""A review written into files: what each is, its ending says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from linkage_rules.language.keywords import Language
from linkage_rules.records import Wording
from linkage_rules.tools.endings import RefusedError
from linkage_rules.tools.outputs.atomic import whole
from linkage_rules.tools.outputs.csv_rows import ENCODING, CsvWriter
from linkage_rules.tools.outputs.opinion import Opinion, opinion
from linkage_rules.tools.outputs.page import PageWriter
from linkage_rules.tools.outputs.review import Review
from linkage_rules.tools.outputs.workbook import WorkbookWriter
from linkage_rules.tools.review_json import JsonWriter
from linkage_rules.tools.reviews import Judged, Unreadable


class Writer(Protocol):
    """Takes the records one by one as they are judged."""

    def judged(self, one: Judged, told: Opinion) -> None: ...
    def unreadable(self, one: Unreadable) -> None: ...
    def finish(self) -> None: ...


Open: TypeAlias = Callable[[Path, Review, Language], AbstractContextManager[Writer]]


@contextmanager
def _csv(path: Path, review: Review, language: Language) -> Iterator[Writer]:
    with path.open("w", encoding=ENCODING, newline="") as file:
        yield CsvWriter(file, review, language)


@contextmanager
def _json(path: Path, review: Review, language: Language) -> Iterator[Writer]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield JsonWriter(file, review.question, review.tally)


@contextmanager
def _page(path: Path, review: Review, language: Language) -> Iterator[Writer]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield PageWriter(file, review, language)


@contextmanager
def _workbook(path: Path, review: Review, language: Language) -> Iterator[Writer]:
    yield WorkbookWriter(path, review, language)


_WRITERS: Final[Mapping[str, Open]] = {
    ".xlsx": _workbook,
    ".html": _page,
    ".csv": _csv,
    ".json": _json,
}

EXTENSIONS: Final = tuple(_WRITERS)
"""The endings of the files that can be written."""


def write_review(review: Review, paths: Sequence[Path], language: Language) -> None:
    """Judge the records and write each file, all in one pass.

    ``.xlsx`` is a workbook, ``.html`` the opinions to be printed, ``.csv`` a row for each record,
    ``.json`` all decisions. Each file is there as a whole or not at all: an error or an
    interruption leaves what was there before.

    Raises `RefusedError` before anything is read when a path has another ending, is named twice,
    is the file of records itself, or is a folder; `InputError` when the file cannot be read; and
    OSError when a file cannot be written.
    """
    for number, path in enumerate(paths):
        _check(path, review.records, paths[:number])
    with ExitStack() as files:
        writers = []
        for path in paths:
            place = files.enter_context(whole(path))
            open_ = _WRITERS[path.suffix.lower()]
            writers.append(files.enter_context(open_(place, review, language)))
        for one in review.reviewed:
            if isinstance(one, Unreadable):
                for writer in writers:
                    writer.unreadable(one)
            else:
                told = opinion(one)
                for writer in writers:
                    writer.judged(one, told)
        for writer in writers:
            writer.finish()


def _check(path: Path, records: Path, others: Sequence[Path]) -> None:
    if path.suffix.lower() not in _WRITERS:
        *first, last = EXTENSIONS
        raise RefusedError(
            Wording(
                f"{path}: the ending says what to write: {', '.join(first)} or {last}",
                f"{path}：请以扩展名写明文件类型：{'、'.join(EXTENSIONS)}",
            )
        )
    if any(_same(path, other) for other in others):
        raise RefusedError(Wording(f"{path} is named twice", f"{path} 写了两次"))
    if _same(path, records):
        raise RefusedError(
            Wording(
                f"{path} is the file of records; choose another name, so that it is not lost",
                f"{path} 就是记录文件；请换一个文件名，以免原文件被覆盖",
            )
        )
    if path.exists() and not path.is_file():
        raise RefusedError(Wording(f"{path} is not a file", f"{path} 不是文件"))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever name or link."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
