"""What commands that judge records share: choosing the record and the day."""

from collections.abc import Iterable
from typing import Final

import click

from linkage_rules.commands.commands import Option, UsageRefusedError
from linkage_rules.model.types import RecordType
from linkage_rules.policy.out_of_force import Outside
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.records import Entry
from linkage_rules.reviews.repeated import RepeatedIds
from linkage_rules.reviews.review_words import Question, not_in_force
from linkage_rules.reviews.reviews import title_of
from linkage_rules.words.messages import Phrase, enumerated

_MOST_LISTED: Final = 10


def require_in_force(question: Question, outside: Outside) -> None:
    """Raises `RefusedError` for a day on which the policy is not in force, if that is asked for."""
    if outside == "raise" and (said := not_in_force(question)) is not None:
        raise RefusedError(said)


def ending(question: Question, outside: Outside) -> ExitStatus:
    """The exit status of a command about a day: findings if the policy is not in force."""
    silent = outside == "warn" and not question.in_force
    return ExitStatus.FINDINGS if silent else ExitStatus.WELL


def choosing_options() -> list[Option]:
    """The options that choose one of several records: ``id_`` and ``at``."""
    return [
        Option(["--id", "id_"], metavar="ID", about=Phrase("id of the record", "记录编号")),
        Option(
            ["--at"],
            type=click.IntRange(min=1),
            metavar="N",
            about=Phrase(
                "place of the record: which one of an array, which line or row, as review tells it",
                "记录的位置：第几条记录或第几行，以 review 所示为准",
            ),
        ),
    ]


def chosen_record(
    entries: Iterable[Entry], shape: RecordType, id_: str | None, at: int | None
) -> Entry:
    """The record with that id or at that position, or the only one.

    Raises `UsageRefusedError` if both are given, and `RefusedError` when it is not clear which is
    meant, as where several records have the id.
    """
    if at is not None:
        if id_ is not None:
            raise UsageRefusedError(_EITHER)
        found_there = next((entry for entry in entries if entry.position == at), None)
        if found_there is None:
            raise RefusedError(_NOTHING_THERE.filled(at=at))
        return found_there
    known: list[str] = []
    first: Entry | None = None
    named: Entry | None = None
    repeated = RepeatedIds()
    several = False
    for entry in entries:
        found = title_of(entry, shape).id
        if id_ is not None and found == id_:
            if named is None:
                named = entry
            else:
                here = entry.position, entry.place
                repeated.again(id_, (named.position, named.place), here)
            continue
        several = first is not None
        first = first or entry
        known += [found] if found and len(known) <= _MOST_LISTED else []
        if several and id_ is None and len(known) > _MOST_LISTED:
            break
    for one in repeated.listed.values():
        written = (f"--at {position}" for position in one.positions)
        ways = enumerated((Phrase(way, way) for way in written), " or ", " 或 ")
        raise RefusedError(_SEVERAL.filled(repeated=one.words, at=ways))
    if named is not None:
        return named
    if id_ is None and first is not None and not several:
        return first
    raise RefusedError(_NO_RECORD if first is None else _not_chosen(id_, known))


_EITHER: Final = Phrase(
    "--id and --at both choose a record; give one of them", "--id 与 --at 都指明记录，请只用其一"
)
_SEVERAL: Final = Phrase(
    "{repeated}; choose one of them by its place: {at}", "{repeated}；请按位置指明一条：{at}"
)
_NOTHING_THERE: Final = Phrase(
    "--at {at}: there is no record at that place", "--at {at}：这个位置没有记录"
)
_NO_RECORD: Final = Phrase("there is no record in the file", "文件中没有记录")


def _not_chosen(id_: str | None, known: list[str]) -> Phrase:
    listed = known[:_MOST_LISTED]
    cut = len(known) > len(listed)
    en = ", ".join(listed) + (" …" if cut else "") or "none has one"
    zh = "、".join(listed) + ("……" if cut else "") or "记录都没有编号"
    if id_ is None:
        return Phrase(
            f"the file has more than one record; choose one with --id (ids: {en})",
            f"文件中不止一条记录，请用 --id 指明一条（编号：{zh}）",
        )
    return Phrase(
        f"no record has the id {id_} (ids: {en})", f"没有编号为 {id_} 的记录（编号：{zh}）"
    )
