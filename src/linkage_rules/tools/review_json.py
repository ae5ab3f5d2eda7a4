"""A review as one JSON document, written while the records are read."""

import json
from collections.abc import Iterable
from typing import IO, Any, Final

from linkage_rules.records import CellNote, CellProblem, Problem, ReadingReport, Wording
from linkage_rules.tools.review_words import Question
from linkage_rules.tools.reviews import Judged, Reviewed, Tally, Title, Unreadable

FORMAT: Final = "linkage-rules/review"
FORMAT_VERSION: Final = 1
"""Goes up when a reader of the older version could misread the newer one."""


def write_json(
    reviewed: Iterable[Reviewed], tally: Tally, question: Question, out: IO[str]
) -> None:
    """Write the document; ``docs/command-line.md`` describes it.

    Decisions are written as they are made, so that a long file is never held in memory.
    """
    out.write("{\n")
    for key, value in _head(question).items():
        out.write(f"{_json(key)}: {_json(value)},\n")
    out.write('"decisions": [')
    unreadable: list[Unreadable] = []
    separator = "\n"
    for one in reviewed:
        if isinstance(one, Unreadable):
            unreadable.append(one)
        else:
            out.write(separator + _json(_judged(one)))
            separator = ",\n"
    listed = ",\n".join(_json(_unreadable(record)) for record in unreadable)
    out.write(f'\n],\n"unreadable": [\n{listed}\n],\n')
    out.write(f'"table": {_json(_table(tally.table))},\n"summary": {_json(_summary(tally))}\n}}\n')


def _head(question: Question) -> dict[str, Any]:
    policy, record_type = question.policy, question.record_type
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "policy": {"name": policy.name, "label": policy.label, "digest": policy.digest},
        "record_type": {"name": record_type.name, "label": record_type.label},
        "as_of": question.as_of.isoformat(),
        "in_force": question.in_force,
    }


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "position": one.entry.position,
        **_title(one.title),
        "decision": one.decision.to_dict(),
    }


def _unreadable(one: Unreadable) -> dict[str, Any]:
    return {
        "position": one.entry.position,
        **_title(one.title),
        "problems": [_problem(problem) for problem in one.error.problems],
        "omitted": one.error.omitted,
    }


def _title(title: Title) -> dict[str, str | None]:
    return {"id": title.id, "name": title.name}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "value": problem.value,
        "why": _words(problem.why),
        "expected": _words(problem.expected),
        "hint": None if problem.hint is None else _words(problem.hint),
    }


def _table(report: ReadingReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {
        "sheet": report.sheet,
        "mapping": report.mapping,
        "rows": report.rows,
        "skipped": {why.value: count for why, count in report.skipped.items()},
        "unused_columns": [heading.text for heading in report.unused],
        "other_sheets": list(report.other_sheets),
        "doubtful": report.doubtful,
        "doubts": [_doubt(doubt) for doubt in report.doubts],
        "noted": report.noted,
        "notes": [_note(note) for note in report.notes],
    }


def _doubt(doubt: CellProblem) -> dict[str, Any]:
    hint = None if doubt.hint is None else _words(doubt.hint)
    return {**_cell(doubt), "why": _words(doubt.why), "hint": hint}


def _note(note: CellNote) -> dict[str, Any]:
    return {**_cell(note), "what": _words(note.what)}


def _cell(said: CellProblem | CellNote) -> dict[str, Any]:
    place = said.place
    return {
        "row": place.row,
        "column": place.column,
        "heading": place.heading,
        "path": said.path,
        "value": said.value,
    }


def _words(words: Wording) -> dict[str, str]:
    return {"en": words.en, "zh": words.zh}


def _summary(tally: Tally) -> dict[str, Any]:
    return {
        "read": tally.read,
        "unreadable": tally.unreadable,
        "complete": tally.cut_short is None,
        "verdicts": {status.value: count for status, count in tally.counts().items()},
        "violated": tally.violated,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
