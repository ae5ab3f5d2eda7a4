"""A review as one JSON document, written while the records are read."""

import shutil
from typing import IO, TYPE_CHECKING, Any

from linkage_rules.decisions.results import as_plain
from linkage_rules.plain.writing import FORMATS, chosen, on_one_line
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Judged, Tally, Unreadable

if TYPE_CHECKING:
    from linkage_rules.records import CellNote, CellProblem, LinkReport, Problem, ReadingReport


class JsonWriter:
    """Writes the document while the records are judged; ``docs/command-line.md`` describes it.

    Decisions are written as they are made; records that could not be read are kept in the file
    ``unreadable`` until the end. So no long file is held in memory.
    """

    def __init__(self, out: IO[str], unreadable: IO[str], review: Review) -> None:
        self._out, self._unreadable, self._tally = out, unreadable, review.tally
        self._separator = self._comma = "\n"
        out.write("{\n")
        for key, value in _head(review.question).items():
            out.write(f"{on_one_line(key)}: {on_one_line(value)},\n")
        out.write('"decisions": [')

    def judged_as_data(self, one: Judged) -> None:
        """Write the decision on a record."""
        self.write(self.said(one, None))

    def said(self, one: Judged, told: object) -> str:
        """The decision on a record as JSON text."""
        return on_one_line(_judged(one))

    def write(self, said: str) -> None:
        """Write the text of a decision."""
        self._out.write(self._separator + said)
        self._separator = ",\n"

    def unreadable(self, one: Unreadable) -> None:
        """Keep a record that could not be read for the list at the end."""
        self._unreadable.write(self._comma + on_one_line(_unreadable(one)))
        self._comma = ",\n"

    def finish(self) -> None:
        """Write what follows the decisions."""
        table, summary = on_one_line(_table(self._tally.table)), on_one_line(_summary(self._tally))
        self._out.write('\n],\n"unreadable": [')
        self._unreadable.seek(0)
        shutil.copyfileobj(self._unreadable, self._out)
        self._out.write("\n],\n")
        linked = on_one_line([_linked(one) for one in self._tally.links])
        repeated = on_one_line(repeated_of(self._tally))
        self._out.write(f'"table": {table},\n"linked": {linked},\n"repeated": {repeated},\n')
        self._out.write(f'"summary": {summary}\n}}\n')


def _head(question: Question) -> dict[str, Any]:
    policy, record_type = question.policy, question.record_type
    return {
        **FORMATS["review"].head,
        "policy": chosen(policy, "name", "label", "digest"),
        "record_type": chosen(record_type, "name", "label"),
        "as_of": question.as_of.isoformat(),
        "in_force": question.in_force,
    }


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "position": one.entry.position,
        **chosen(one.title, "id", "name"),
        "decision": one.decision.to_dict(),
    }


def _unreadable(one: Unreadable) -> dict[str, Any]:
    return {
        "position": one.entry.position,
        **chosen(one.title, "id", "name"),
        "problems": [_problem(problem) for problem in one.error.problems],
        "omitted": one.error.omitted,
    }


def _table(report: "ReadingReport | None") -> dict[str, Any] | None:
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
        "doubts": [{**_cell(one), **chosen(one, "why", "hint")} for one in report.doubts],
        "noted": report.noted,
        "notes": [{**_cell(one), **chosen(one, "what")} for one in report.notes],
    }


def _linked(report: "LinkReport") -> dict[str, Any]:
    return {
        **chosen(report, "path", "file", "rows", "linked"),
        "misfits": [
            {
                **chosen(one, "kind", "key", "places", "rows"),
                "problems": [_problem(p) for p in one.error.problems] if one.error else [],
            }
            for one in report.problems
        ],
        "omitted": report.omitted,
        "table": _table(report.table),
    }


def _problem(problem: "Problem") -> dict[str, Any]:
    return {"path": problem.where, **chosen(problem, "value", "why", "expected", "hint")}


def _cell(said: "CellProblem | CellNote") -> dict[str, Any]:
    place = chosen(said.place, "row", "column", "heading")
    return {**place, "path": said.where, "value": said.value}


def _summary(tally: Tally) -> dict[str, Any]:
    return {
        "read": tally.read,
        "unreadable": tally.unreadable,
        "complete": tally.cut_short is None,
        "verdicts": {status.value: count for status, count in tally.counts().items()},
        "violated": tally.violated,
        **results_of(tally),
    }


def repeated_of(tally: Tally) -> dict[str, Any]:
    """The ids that several records have."""
    found = tally.repeated
    return {
        "ids": [
            chosen(one, "id", "count", "positions", "places", "words")
            for one in [*found.listed.values()]
        ],
        "omitted": found.omitted,
    }


def results_of(tally: Tally) -> dict[str, Any]:
    """The totals of the results of a policy, if it has any."""
    if not tally.results:
        return {}
    # The review may still be running and add results meanwhile.
    found = [*tally.results.items()]
    return {"results": {name: as_plain(total) for name, total in found}}
