"""A review as one JSON document, written while the records are read."""

import json
import shutil
from typing import IO, Any

from linkage_rules.decisions.filed import REVIEW_FORMAT, REVIEW_VERSION
from linkage_rules.records import CellNote, CellProblem, Problem, ReadingReport
from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Judged, Tally, Title, Unreadable
from linkage_rules.words.messages import Phrase


class JsonWriter:
    """Writes the document while the records pass; ``docs/command-line.md`` describes it.

    Decisions are written as they are made; records that could not be read wait in the file
    ``unreadable``. So a long file is never held in memory.
    """

    def __init__(self, out: IO[str], unreadable: IO[str], review: Review) -> None:
        self._out, self._unreadable, self._tally = out, unreadable, review.tally
        self._separator = self._comma = "\n"
        out.write("{\n")
        for key, value in _head(review.question).items():
            out.write(f"{_json(key)}: {_json(value)},\n")
        out.write('"decisions": [')

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the decision on a record."""
        self._out.write(self._separator + _json(_judged(one)))
        self._separator = ",\n"

    def unreadable(self, one: Unreadable) -> None:
        """Keep a record that could not be read for the list behind the decisions."""
        self._unreadable.write(self._comma + _json(_unreadable(one)))
        self._comma = ",\n"

    def finish(self) -> None:
        """Write what follows the decisions."""
        table, summary = _json(_table(self._tally.table)), _json(_summary(self._tally))
        self._out.write('\n],\n"unreadable": [')
        self._unreadable.seek(0)
        shutil.copyfileobj(self._unreadable, self._out)
        self._out.write("\n],\n")
        self._out.write(f'"table": {table},\n"summary": {summary}\n}}\n')


def _head(question: Question) -> dict[str, Any]:
    policy, record_type = question.policy, question.record_type
    return {
        "format": REVIEW_FORMAT,
        "format_version": REVIEW_VERSION,
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


def _words(words: Phrase) -> dict[str, str]:
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
