"""The files in which a review, its agenda and the opinion on one record are kept."""

import shutil
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from linkage_rules.desk.judged import Run
from linkage_rules.desk.methods import Answer, Asked, Job, Method, Task, number, text
from linkage_rules.desk.reviewing import NO_RECORD, page_of, run_of, until_of
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.reviews.opinions import opinion
from linkage_rules.reviews.opinions.document import document
from linkage_rules.reviews.opinions.file_numbers import FileNumbers
from linkage_rules.reviews.outputs import (
    ENDINGS,
    MEDIA_TYPES,
    agenda_forms,
    write_review,
)
from linkage_rules.reviews.outputs.folder import file_name
from linkage_rules.reviews.reviews import Judged
from linkage_rules.words.messages import Phrase, say

if TYPE_CHECKING:
    from linkage_rules.desk.desk import Desk

_PIECE: Final = 3_000_000
_NO_FORM: Final = Phrase("nothing is written as {form}", "不能写成 {form}")
_NO_NUMBER: Final = Phrase(
    "{written}: not a file number; write the code word of the office, such as 潭农审, or the "
    "number of the first opinion, such as 潭农审〔2023〕15号",
    "{written}：不是文号；请写发文机关代字，如 潭农审，或第一份意见书的文号，如 潭农审〔2023〕15号",
)


@frozen
class _Written:
    """A form in which a review is written: the ending of its file, its media type and how it is
    made."""

    ending: str
    media: str
    write: Callable[[Run, Path, Asked, Task], None]


def _as_review(made: Run, path: Path, asked: Asked, task: Task) -> None:
    review = made.again(task, _numbers(asked))
    write_review(review, [path], made.language, everything=False)


def _as_pages(made: Run, path: Path, asked: Asked, task: Task) -> None:
    _zipped(made, path, asked, task, as_word=False)


def _as_word(made: Run, path: Path, asked: Asked, task: Task) -> None:
    _zipped(made, path, asked, task, as_word=True)


def _zipped(made: Run, path: Path, asked: Asked, task: Task, *, as_word: bool) -> None:
    """Write a file for each opinion, packed into one."""
    folder = path.with_suffix("")
    review = made.again(task, _numbers(asked))
    write_review(review, [folder], made.language, everything=False, as_word=as_word)
    try:
        shutil.make_archive(str(folder), "zip", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_agenda(made: Run, path: Path, asked: Asked, task: Task) -> None:
    form = agenda_forms.ENDINGS[path.suffix]
    agenda_forms.write_agenda(made.agenda(until_of(made, asked), task), path, form, made.language)


def _one_word(made: Run, path: Path, asked: Asked, task: Task) -> None:
    from linkage_rules.reviews.outputs.word import write_word

    one = made.one(number(asked, "position"))
    if not isinstance(one, Judged):
        raise RefusedError(NO_RECORD)
    write_word(path, document(one, opinion(one), made.question), made.language)


def _one_page(made: Run, path: Path, asked: Asked, task: Task) -> None:
    one = made.one(number(asked, "position"))
    if not isinstance(one, Judged):
        raise RefusedError(NO_RECORD)
    path.write_text(page_of(made, one), "utf-8", newline="\n")


def _numbers(asked: Asked) -> FileNumbers | None:
    written = text(asked, "number", "").strip()
    if not written:
        return None
    numbers = FileNumbers.read(written)
    if numbers is None:
        raise RefusedError(_NO_NUMBER.filled(written=written))
    return numbers


_ZIP: Final = "application/zip"
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FORMS: Final[Mapping[str, _Written]] = {
    **{one[1:]: _Written(one, MEDIA_TYPES[one], _as_review) for one in ENDINGS},
    "pages": _Written(".zip", _ZIP, _as_pages),
    "word": _Written(".zip", _ZIP, _as_word),
    "opinion.html": _Written(".html", MEDIA_TYPES[".html"], _one_page),
    "opinion.docx": _Written(".docx", _DOCX, _one_word),
    **{
        f"agenda{one}": _Written(one, MEDIA_TYPES.get(one, "text/calendar"), _as_agenda)
        for one in agenda_forms.ENDINGS
    },
}
"""The forms in which a review, its agenda and the opinion on a record are written."""

_CALLED: Final = {
    "review": Phrase("review", "审核结果"),
    "opinions": Phrase("opinions", "审核意见书"),
    "agenda": Phrase("agenda", "待办台账"),
}


def write(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Write a review in a form; `piece` gives the file."""
    made = run_of(desk, asked)
    form = text(asked, "form")
    way = _FORMS.get(form)
    if way is None:
        raise RefusedError(_NO_FORM.filled(form=form))
    path = made.place / f"written-{form.replace('.', '-')}{way.ending}"
    desk.shelf.check_room()
    way.write(made, path, asked, task)
    return {
        "form": form,
        "name": _named_for(made, form, way, asked),
        "media": way.media,
        "size": path.stat().st_size,
    }


def _named_for(made: Run, form: str, way: _Written, asked: Asked) -> str:
    """What the file is called where it is saved."""
    if form.startswith("opinion."):
        one = made.one(number(asked, "position"))
        assert one is not None
        return file_name(one.entry.position, one.title) + way.ending
    what = "agenda" if form.startswith("agenda") else "review"
    what = "opinions" if form in ("pages", "word") else what
    return f"{made.read.file.path.stem}_{say(_CALLED[what], made.language)}{way.ending}"


def piece(desk: "Desk", asked: Asked) -> Any:
    """A piece of a file that was written, from a byte on; empty behind its end."""
    made = run_of(desk, asked)
    form = text(asked, "form")
    way = _FORMS.get(form)
    path = None if way is None else made.place / f"written-{form.replace('.', '-')}{way.ending}"
    if path is None or not path.is_file():
        raise RefusedError(_NO_FORM.filled(form=form))
    with path.open("rb") as file:
        file.seek(max(number(asked, "at"), 0))
        return {"content": b64encode(file.read(_PIECE)).decode("ascii")}


METHODS: Final[Mapping[str, Method]] = {
    "desk/review/write": Job(write),
    "desk/review/piece": Answer(piece),
}
"""What the page asks of files to be kept."""
