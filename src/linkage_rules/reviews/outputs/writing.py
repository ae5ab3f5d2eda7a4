"""Writing a review: to standard output, or into files whose form is told by their ending.

The module for a form is imported when it is first written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, TypeAlias, runtime_checkable

from attrs import evolve

from linkage_rules.extras import required
from linkage_rules.presenting.atomic import vacant, whole, whole_folder
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.presenting.terminal import console
from linkage_rules.records import Entry
from linkage_rules.reviews.outputs.review import Review, Sharing
from linkage_rules.reviews.repeated import SeenIds
from linkage_rules.reviews.reviews import (
    Counts,
    Judged,
    Reviewed,
    Unreadable,
    counts_of,
    title_of,
    with_same_id,
)
from linkage_rules.reviews.reviews import review as judged
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

if TYPE_CHECKING:
    from linkage_rules.records.databases import DatabaseUrl
    from linkage_rules.reviews.opinions import Opinion


class Form(Enum):
    """The forms of a review."""

    OVERVIEW = "overview"
    TABLE = "table"
    JSON = "json"
    HTML = "html"
    CSV = "csv"
    WORKBOOK = "xlsx"
    PARQUET = "parquet"


ENDINGS: Final[Mapping[str, Form]] = {
    ".xlsx": Form.WORKBOOK,
    ".html": Form.HTML,
    ".csv": Form.CSV,
    ".json": Form.JSON,
    ".txt": Form.TABLE,
    ".parquet": Form.PARQUET,
}
"""The form of a file by its ending."""

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}
"""The media types of the files of a review, by their endings."""

PRINTED: Final = (Form.OVERVIEW, Form.TABLE, Form.JSON, Form.HTML, Form.CSV)
"""The forms that can be written to standard output."""


_NO_OLDER_OPINIONS: Final = Phrase(
    "no opinion of another day is left among those of today", "以免混入以前出具的意见书"
)
_WORD: Final = Phrase(
    "each opinion becomes a Word document of its own; write --word --out opinions/",
    "每份意见书各成一个 Word 文档；请写 --word --out 审核意见书/",
)
_WAYS_OUT: Final[Mapping[str, Phrase]] = {
    ".pdf": Phrase(
        "PDF is printed from a page; write .html and print it to PDF in a browser",
        "不能直接写成 PDF；请写 .html，在浏览器中打印为 PDF",
    ),
    ".doc": _WORD,
    ".docx": _WORD,
    ".xls": Phrase("write .xlsx; Excel and WPS open it", "请写 .xlsx，Excel 和 WPS 都能打开"),
}
"""For file types that an office may ask for: what to write instead."""


class Writer(Protocol):
    """Takes the records one by one, each with its opinion."""

    def judged(self, one: Judged, told: "Opinion") -> None: ...
    def unreadable(self, one: Unreadable) -> None: ...
    def finish(self) -> None: ...


@runtime_checkable
class DataWriter(Protocol):
    """Takes the records one by one, for programs, without opinions."""

    def judged_as_data(self, one: Judged) -> None: ...
    def unreadable(self, one: Unreadable) -> None: ...
    def finish(self) -> None: ...


@runtime_checkable
class SharingWriter(Protocol):
    """A writer whose part for a record can be prepared in another process and sent to this one."""

    def said(self, one: Judged, told: Any) -> Any: ...
    def write(self, said: Any) -> None: ...


SHARING: Final = (Form.WORKBOOK, Form.CSV, Form.JSON)
"""The forms whose writers are a `SharingWriter`."""


AnyWriter: TypeAlias = Writer | DataWriter


def print_review(
    review: Review, form: Form, out: IO[str], language: Language, *, everything: bool
) -> None:
    """Judge the records and write one form to ``out``; ``everything`` is that of `lines`."""
    with _text_writer(review, form, out, language, everything=everything) as writer:
        _pass(review, [writer])


def write_review(
    review: Review,
    paths: Sequence[Path],
    language: Language,
    *,
    everything: bool,
    as_word: bool = False,
    tables: "Sequence[DatabaseUrl]" = (),
) -> None:
    """Judge the records and write each file, all in one pass.

    ``.xlsx`` is a workbook, ``.html`` the opinions to be printed, ``.csv`` a row for each record,
    ``.json`` all decisions, ``.txt`` the table of the terminal, ``.parquet`` the answers as columns
    for programs. A path without an ending is a folder: each opinion becomes a file of its own, a
    page or, ``as_word``, a Word document. ``tables`` are tables in databases, a row for each
    record. Each file, folder or table is there as a whole or not at all: an error or an
    interruption leaves what was there before.

    Raises `RefusedError` before anything is read when a path has another ending, is named twice, is
    the file of records itself, or cannot be a file, or is a folder that is not empty;
    `MissingExtraError` when a library is not installed; `InputError` when the records cannot be
    read; and OSError when a file cannot be written.
    """
    check_paths(paths, review.source)
    if as_word:
        required("docx", "word")
    with ExitStack() as files:
        opened = (
            _folder(path, review, language, as_word=as_word)
            if is_folder(path)
            else _opened(path, review, language, everything=everything)
            for path in paths
        )
        writers: list[AnyWriter] = [files.enter_context(file) for file in opened]
        if tables:
            from linkage_rules.reviews.outputs.database import database_writer

            filled = (database_writer(url, review, language) for url in tables)
            writers += (files.enter_context(table) for table in filled)
        _pass(review, writers)


def is_folder(path: Path) -> bool:
    """Whether a path is taken as a folder for opinions, one file each."""
    return not path.suffix


def check_paths(paths: Sequence[Path], source: Path) -> None:
    """Raise `RefusedError` for the first path that cannot be written to."""
    for number, path in enumerate(paths):
        _check(path, source, paths[:number])


def _pass(review: Review, writers: Sequence[AnyWriter]) -> None:
    if review.sharing is not None:
        _pass_on(review, review.sharing, writers)
        return
    speaking = [one for one in writers if not isinstance(one, DataWriter)]
    opinions = _opinions(review) if speaking else None
    for one in review.reviewed:
        if isinstance(one, Unreadable):
            for writer in writers:
                writer.unreadable(one)
            continue
        told = None if opinions is None else opinions(one)
        for writer in writers:
            if isinstance(writer, DataWriter):
                writer.judged_as_data(one)
            elif told is not None:
                writer.judged(one, told)
    for writer in writers:
        writer.finish()


_Asked: TypeAlias = tuple[Entry, Phrase | None]
"""An entry to be judged, and the place of an earlier record with its id."""


def _pass_on(review: Review, sharing: Sharing, writers: Sequence[AnyWriter]) -> None:
    """Write records that other processes judge and put into words."""
    from linkage_rules.reviews.sharing import shared

    question, tally = review.question, review.tally
    saying = [one for one in writers if isinstance(one, SharingWriter)]
    assert len(saying) == len(writers)
    in_words = any(not isinstance(one, DataWriter) for one in writers)
    opinions = _opinions(review) if in_words else None

    def read() -> Iterator[_Asked]:
        with closing(SeenIds()) as seen:
            for entry in sharing.entries:
                title = title_of(entry, question.record_type)
                yield entry, tally.compared(title, entry, seen)

    def judge(asked: _Asked) -> Reviewed:
        entry, first = asked
        (one,) = judged(question.policy, question.record_type, [entry], question.as_of)
        return with_same_id(one, first)

    def work(asked: _Asked) -> tuple[Counts, list[Any]] | None:
        one = judge(asked)
        if isinstance(one, Unreadable):
            return None
        told = None if opinions is None else opinions(one)
        return counts_of(one), [writer.said(one, told) for writer in saying]

    passing = tally.to_the_end(shared(read(), work, sharing.jobs))
    for asked, found in sharing.watched(passing):
        if found is None:
            tally.count(None)
            refused = judge(asked)
            assert isinstance(refused, Unreadable)
            for writer in writers:
                writer.unreadable(refused)
            continue
        counts, said = found
        tally.count(counts)
        for writer, what in zip(saying, said, strict=True):
            writer.write(what)
    for writer in writers:
        writer.finish()


def _opinions(review: Review) -> "Callable[[Judged], Opinion]":
    """A function that gives the opinion on each record in turn, with the next file number if there
    are any."""
    from linkage_rules.reviews.opinions import opinion

    if review.numbers is None:
        return opinion
    numbers = iter(review.numbers)

    def numbered(one: Judged) -> "Opinion":
        told = opinion(one)
        return evolve(told, number=next(numbers)) if told.concluded else told

    return numbered


@contextmanager
def _folder(path: Path, review: Review, language: Language, *, as_word: bool) -> Iterator[Writer]:
    from linkage_rules.reviews.outputs.folder import FolderWriter

    with whole_folder(path) as place:
        yield FolderWriter(place, review, language, as_word=as_word)


@contextmanager
def _opened(
    path: Path, review: Review, language: Language, *, everything: bool
) -> Iterator[AnyWriter]:
    form = ENDINGS[path.suffix.lower()]
    with whole(path) as place:
        if form is Form.WORKBOOK:
            from linkage_rules.reviews.outputs.workbook import WorkbookWriter

            with (
                TemporaryDirectory() as folder,
                closing(WorkbookWriter(place, Path(folder), review, language)) as writer,
            ):
                yield writer
            return
        if form is Form.PARQUET:
            from linkage_rules.reviews.outputs.parquet_file import ParquetWriter

            with closing(ParquetWriter(place, review, language)) as columns:
                yield columns
            return
        encoding, newline = "utf-8", "\n"
        if form is Form.CSV:
            from linkage_rules.reviews.outputs.csv_file import ENCODING

            # The CSV writer ends its lines itself.
            encoding, newline = ENCODING, ""
        with (
            place.open("w", encoding=encoding, newline=newline) as file,
            _text_writer(review, form, file, language, everything=everything) as writer,
        ):
            yield writer


@contextmanager
def _text_writer(
    review: Review, form: Form, out: IO[str], language: Language, *, everything: bool
) -> Iterator[AnyWriter]:
    if form is Form.CSV:
        from linkage_rules.reviews.outputs.csv_file import CsvWriter

        yield CsvWriter(out, review, language)
        return
    # What comes last in a form is kept in a file, so that it is never all in memory.
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        if form is Form.JSON:
            from linkage_rules.reviews.outputs.json_document import JsonWriter

            yield JsonWriter(out, waiting, review)
        elif form is Form.HTML:
            from linkage_rules.reviews.outputs.page import PageWriter

            yield PageWriter(out, waiting, review, language)
        elif form is Form.OVERVIEW:
            from linkage_rules.reviews.outputs.terminal import OverviewWriter

            yield OverviewWriter(console(out), waiting, review, language)
        else:
            from linkage_rules.reviews.outputs.terminal import TableWriter

            yield TableWriter(console(out), waiting, review, language, everything=everything)


def _check(path: Path, source: Path, others: Sequence[Path]) -> None:
    if (way := _WAYS_OUT.get(path.suffix.lower())) is not None:
        raise RefusedError(Phrase(f"{path}: {way.en}", f"{path}：{way.zh}"))
    if not is_folder(path) and path.suffix.lower() not in ENDINGS:
        *first, last = ENDINGS
        raise RefusedError(
            Phrase(
                f"{path}: the ending says what to write: {', '.join(first)} or {last}",
                f"{path}：请以扩展名写明文件类型：{'、'.join(ENDINGS)}",
            )
        )
    if any(_same(path, other) for other in others):
        raise RefusedError(Phrase(f"{path} is named twice", f"{path} 写了两次"))
    if _same(path, source):
        raise RefusedError(
            Phrase(
                f"{path} is the file of records; choose another name, so that it is not lost",
                f"{path} 就是记录文件；请换一个文件名，以免原文件被覆盖",
            )
        )
    if is_folder(path):
        vacant(path, _NO_OLDER_OPINIONS)
    elif path.exists() and not path.is_file():
        raise RefusedError(Phrase(f"{path} is not a file", f"{path} 不是文件"))
    if not path.parent.is_dir():
        raise RefusedError(Phrase(f"there is no folder {path.parent}", f"没有文件夹 {path.parent}"))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths name the same file, also through links."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
