"""What the page asks of comparisons: two policies or two versions of one, in what they mean and in
what they come to for a file of records."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeVar

from linkage_rules.decisions.comparing import Answer, ChangedAnswer, ChangedResult
from linkage_rules.desk.checking import QUESTION, Counting, seconds_of
from linkage_rules.desk.decided import judged
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.dropped import Choices, Dropped, understand
from linkage_rules.desk.methods import (
    Asked,
    Job,
    Method,
    Task,
    content,
    day_if_any,
    table,
    text,
)
from linkage_rules.desk.record_forms import record_form, record_types
from linkage_rules.desk.spreadsheets import mappings_beside, named
from linkage_rules.desk.versions import NOW, SAVED, at_version, versions
from linkage_rules.desk.witnesses import record_shown
from linkage_rules.desk.workbench import BUNDLED
from linkage_rules.extras import required
from linkage_rules.model.deontic import STATUSES, VERDICTS
from linkage_rules.model.norms import Interval, Norm
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType, Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.policy.comparing import difference
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import Entry, Reading
from linkage_rules.records.reading import naming
from linkage_rules.records.tables.mapping import ColumnMapping, for_type
from linkage_rules.reviews.change_words import status_word, verdict, verdict_word
from linkage_rules.reviews.impact import Impact, Side, Touched, impact, types_to_read
from linkage_rules.reviews.impact_words import is_whole, not_judged, unchanged
from linkage_rules.reviews.outputs.csv_file import harmless, kept
from linkage_rules.reviews.reviews import Title
from linkage_rules.words.called import called
from linkage_rules.words.difference_words import (
    NORMS,
    RELATIONS,
    RESULT_RELATIONS,
    RESULTS,
)
from linkage_rules.words.difference_words import (
    VERDICTS as VERDICTS_CALLED,
)
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import not_in_force
from linkage_rules.words.told_values import in_words, printable

if TYPE_CHECKING:
    from linkage_rules.analysis.difference import (
        Comparison,
        Difference,
        Direction,
        ResultComparison,
        Shown,
    )

_S = TypeVar("_S", Status, VerdictStatus)

MOST_ROWS: Final = 20_000
"""The most records with a change that the page is told of one by one."""
_OFTEN: Final = 50
"""Records between two reports of progress."""

_COMPARED: Final = Phrase("{count} questions asked", "已提问{count}个")
_JUDGED: Final = Phrase("{count} records judged by both", "已用两者审核{count}条")
_NOW: Final = Phrase("as it is typed now", "当前文稿")
_SAVED: Final = Phrase("as it is saved", "已保存的文稿")
_BACKWARDS: Final = Phrase(
    "the first day, {first}, is later than the last, {last}",
    "起始日 {first} 晚于截止日 {last}",
)
_CUT: Final = Phrase(
    "More records have a change than the {most} that are listed; figures, totals and the file are "
    "of all.",
    "有变化的记录超过所列的{most}条；数字、合计和下载的文件包括全部记录。",
)
_HEADINGS: Final = (
    Phrase("record", "记录"),
    Phrase("name", "名称"),
    Phrase("place", "位置"),
    Phrase("of what", "事项类别"),
    Phrase("what", "事项"),
    Phrase("before", "原政策"),
    Phrase("after", "新政策"),
    Phrase("difference", "差额"),
)
_KINDS: Final = {
    "verdict": Phrase("verdict", "结论"),
    "norm": Phrase("norm", "规定"),
    "result": Phrase("result", "结果"),
}
_ABSENT: Final = Phrase("(no such result)", "（无此结果）")
_NO_TONE: Final = "plain"
_SUMMED: Final = frozenset({Scalar.MONEY, Scalar.NUMBER, Scalar.WHOLE})


# What can be compared


def listed(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """The versions of a policy, the youngest first."""
    policy = text(asked, "policy")
    found = versions(desk, policy)
    own = not policy.startswith(BUNDLED)
    return {
        "versions": [
            {"at": NOW, "words": _NOW.render(desk.language)},
            *([{"at": SAVED, "words": _SAVED.render(desk.language)}] if own else []),
            *(
                {
                    "at": one.hash,
                    "when": one.at.isoformat(),
                    "by": printable(one.by),
                    "words": printable(one.subject),
                }
                for one in found.versions
            ),
        ],
        "why_none": None if found.why_none is None else found.why_none.render(desk.language),
    }


def _sides(desk: Desk, asked: Asked) -> tuple[Policy, Policy]:
    """The two policies of a comparison, each by its name and its version."""
    old, new = (table(asked, side) for side in ("old", "new"))
    return _side(desk, old), _side(desk, new)


def _side(desk: Desk, asked: Asked) -> Policy:
    return at_version(desk, text(asked, "policy"), text(asked, "at", NOW))


# What they mean


def texts(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """In what two policies differ, each difference with the record that shows it; within
    ``seconds``, on the days from ``first`` to ``last`` or on all."""
    required("z3", "analysis")
    from linkage_rules.analysis.difference import end_of, head_of

    old, new = _sides(desk, asked)
    first, last = day_if_any(asked, "first"), day_if_any(asked, "last")
    if first is not None and last is not None and first > last:
        raise RefusedError(_BACKWARDS.filled(first=first.isoformat(), last=last.isoformat()))
    found = difference(
        old,
        new,
        days=Interval(first, last),
        time_limit=QUESTION,
        stop_after=seconds_of(asked),
        asking=Counting(task, _COMPARED),
        stop=lambda: task.stopped,
    )
    teller = _Teller(found, desk.language)
    return {
        "digests": {"old": old.digest, "new": new.digest},
        "stopped": task.stopped,
        "differs": bool(found),
        "head": [
            {"depth": line.depth, "words": teller.words(line.words)} for line in head_of(found)
        ],
        "end": [teller.words(words) for words in end_of(found)],
        "compared": [
            *(teller.compared(one) for one in (*found.actions, *found.norms)),
            *(teller.result(one) for one in found.results),
        ],
    }


_TONES: Final = {
    "same": "good",
    "stricter": "failing",
    "looser": "duty",
    "both": "conflict",
    "undecided": "open",
    "changed": "failing",
    "reassigned": "failing",
    "retyped": "failing",
    "added": "duty",
    "removed": "failing",
}


class _Teller:
    """Puts a difference into the words of the page."""

    def __init__(self, found: "Difference", language: Language) -> None:
        self.found = found
        self.language: Language = language

    def words(self, phrase: Phrase) -> str:
        """A phrase on one line."""
        return printable(say(phrase, self.language))

    def compared(self, one: "Comparison") -> dict[str, Any]:
        """An action or a norm in both policies."""
        from linkage_rules.analysis.difference import names_of

        section = NORMS if isinstance(one.declared, Norm) else VERDICTS_CALLED
        return {
            "section": self.words(section),
            "name": self.words(names_of(one)),
            "relation": one.relation.value,
            "tone": _TONES[one.relation.value],
            "words": self.words(RELATIONS[one.relation.value]),
            "remarks": [],
            "shown": [self._direction(one, way, each) for way, each in one.ways.items()],
        }

    def _direction(self, one: "Comparison", way: Any, direction: "Direction") -> dict[str, Any]:
        from linkage_rules.analysis.difference import direction_told, sides_of

        shown = direction.shown
        told: dict[str, Any] = {"words": self.words(direction_told(way, direction))}
        if shown is None:
            return told
        sides = sides_of(one, shown, (self.found.old, self.found.new))
        old, new = (
            {
                "words": self.words(sentence),
                "reasons": [self.words(reason) for reason in reasons],
            }
            for sentence, reasons in sides
        )
        return {**told, "witness": self._witness(shown), "old": old, "new": new}

    def result(self, one: "ResultComparison") -> dict[str, Any]:
        """A result in both policies."""
        from linkage_rules.analysis.difference import owed_otherwise, result_told

        shown = None if one.direction is None else one.direction.shown
        values: tuple[dict[str, Any], ...] = ()
        if shown is not None:
            old, new = (
                {"words": self.words(in_words(value, one.declared.type)), "reasons": []}
                for value in (one.before, one.after)
            )
            told = self.words(result_told(shown))
            values = ({"words": told, "witness": self._witness(shown), "old": old, "new": new},)
        relation = one.relation.value
        same = relation == "same"
        words = RELATIONS["same"] if same else RESULT_RELATIONS[relation]
        return {
            "section": self.words(RESULTS),
            "name": self.words(called(one.declared)),
            "relation": relation,
            "tone": _TONES[relation],
            "words": self.words(words),
            "remarks": [self.words(phrase) for phrase in owed_otherwise(one, self.found)],
            "shown": [*values],
        }

    def _witness(self, shown: "Shown") -> dict[str, Any]:
        one = shown.witness
        return record_shown(one.record, one.record_type, one.as_of, self.language)


# A record that shows a difference, in its form


def form(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """The form of a record type of one of the policies, in its version."""
    policy = _side(desk, asked)
    return record_form(policy.record_type(text(asked, "type")), desk.language)


def judge(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """What one of the policies decides of a record, in its version."""
    return judged(desk, _side(desk, asked), asked)


# What they come to


def types(desk: Desk, asked: Asked, task: Task) -> list[dict[str, str]]:
    """The types of records that the new policy judges by themselves."""
    return record_types(_side(desk, table(asked, "new")).package, desk.language)


def portfolio(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """What changes for the records of a file from one policy to the other: for whom, and what the
    results come to.

    ``content`` is the file in base 64, ``name`` what it is called; a table is read by a mapping
    that lies beside the policy where one fits, as a review reads it. ``as_of`` is the day by which
    both judge, today where it is left out. Raises `RefusedError`, and `InputError` for a file that
    cannot be read.
    """
    name, given = text(asked, "name"), content(asked, "content")
    old, new = _sides(desk, asked)
    shape = new.record_type(text(asked, "type", "") or None)
    as_of = day_if_any(asked, "as_of") or date.today()
    sheet = text(asked, "sheet", "") or None
    types = types_to_read(old, new, shape.name)
    saved, faults = _mappings(desk, asked, types)
    with TemporaryDirectory(prefix="linkage-rules-") as folder:
        file = Dropped.of(name, given, Path(folder))
        readings: list[Reading] = []
        # The new policy's type comes first: by it the sheet is found.
        for record_type in reversed(types) if file.sheets else (shape,):
            fitting = tuple(for_type(one, record_type) for one in saved)
            choices = Choices(record_type, sheet=sheet, saved=fitting)
            read = understand(file, choices, Path(folder) / f"entries-{len(readings)}", task)
            if read.unfitting is not None:
                with naming(file.path, file.called):
                    raise read.unfitting
            sheet = sheet or (read.sheet.name if read.sheet else None)
            readings.insert(0, read.records())
        readings[0].entries = _passing(readings[0].entries, task)
        found = impact(Side(old, as_of), Side(new, as_of), readings, shape.name)
    told = {
        "file": printable(file.called),
        "record_type": named(shape, desk.language),
        **_Weigher(found, shape, desk.language).told(),
    }
    digests = {"old": old.digest, "new": new.digest}
    return {**told, "digests": digests, "remarks": [*faults, *told["remarks"]]}


def _mappings(
    desk: Desk, asked: Asked, types: Sequence[RecordType]
) -> tuple[tuple[ColumnMapping, ...], list[str]]:
    """The mappings that the user has saved beside the new policy, and beside the old one, each by
    the type of its policy, and what is wrong with others."""
    found: list[ColumnMapping] = []
    faults: list[str] = []
    beside = {text(table(asked, "old"), "policy"): types[0]}
    beside = {text(table(asked, "new"), "policy"): types[-1]} | beside
    for policy, shape in beside.items():
        mappings, wrong = mappings_beside(desk, policy, shape)
        found += mappings
        faults += wrong
    return tuple(found), faults


def _passing(entries: Iterable[Entry], task: Task) -> Iterator[Entry]:
    for count, entry in enumerate(entries):
        if count % _OFTEN == 0:
            task.tell(count, 0, _JUDGED.filled(count=count))
        yield entry


class _Weigher:
    """Puts what changes for records into the words of the page."""

    def __init__(self, found: Impact, shape: RecordType, language: Language) -> None:
        self.found = found
        self.shape = shape
        self.language: Language = language

    def words(self, phrase: Phrase | str) -> str:
        """A phrase on one line."""
        return printable(say(phrase, self.language))

    def told(self) -> dict[str, Any]:
        """All of it. ``csv`` has a line for each change of each record."""
        found = self.found
        rows = [self._row(one) for one in found.touched]
        return {
            "read": found.read,
            "unreadable": found.unreadable,
            "touched": len(found.touched),
            "as_of": found.after.as_of.isoformat(),
            "whole": is_whole(found),
            "unchanged": None if found.touched else self.words(unchanged(found)),
            "remarks": [*self._remarks()],
            "faults": [
                {
                    "title": self._title(title),
                    "place": self.words(title.place),
                    "problems": [problem.render(self.language) for problem in error.problems],
                }
                for title, error in found.faults
            ],
            "groups": self._groups(),
            "totals": [*self._totals()],
            "rows": rows[:MOST_ROWS],
            "csv": self._csv(rows),
        }

    def _remarks(self) -> Iterator[str]:
        for side in (self.found.before, self.found.after):
            if not side.in_force:
                said = self.words(not_in_force(side.policy.package, side.as_of))
                yield f"{self.words(called(side.policy))}：{said}"
        yield from map(self.words, not_judged(self.found))
        if len(self.found.touched) > MOST_ROWS:
            yield _CUT.fill(self.language, {"most": MOST_ROWS})

    def _title(self, title: Title) -> str:
        return printable(title.id or self.words(title.place))

    def _row(self, one: Touched) -> dict[str, Any]:
        return {
            "title": self._title(one.title),
            "name": printable(one.title.name or ""),
            "place": self.words(one.title.place),
            "changes": [
                *(self._answer("verdict", change, verdict) for change in one.verdicts),
                *(self._answer("norm", change, status_word) for change in one.statuses),
                *(self._result(change) for change in one.results),
            ],
        }

    def _answer(
        self, kind: str, change: ChangedAnswer[_S], said: Callable[[Answer[_S] | None], Phrase]
    ) -> dict[str, Any]:
        return {
            "kind": kind,
            "name": self.words(Phrase(change.name, change.label or change.name)),
            "before": self.words(said(change.before)),
            "after": self.words(said(change.after)),
            "tones": [_tone(change.before), _tone(change.after)],
            "more": None,
        }

    def _result(self, change: ChangedResult) -> dict[str, Any]:
        sides = (change.before, change.after)
        before, after = (_ABSENT if one is None else one.words for one in sides)
        old, new = (None if one is None else one.value for one in sides)
        return {
            "kind": "result",
            "name": self.words(change.result.called(self.shape)),
            "before": self.words(before),
            "after": self.words(after),
            "tones": [_NO_TONE, _NO_TONE],
            "more": self._more(old, new, change.result.type),
        }

    def _more(self, before: Value, after: Value, type_: Type) -> dict[str, Any] | None:
        """By how much an amount changes, None where one of the two is no known amount."""
        if type_ not in _SUMMED or not (_is_amount(before) and _is_amount(after)):
            return None
        assert isinstance(before, int | Fraction)
        assert isinstance(after, int | Fraction)
        more = after - before
        amount = in_words(abs(more), type_).render(self.language)
        sign = "−" if more < 0 else "+" if more else "±"
        return {"words": f"{sign}{amount}", "way": (more > 0) - (more < 0)}

    def _groups(self) -> list[dict[str, Any]]:
        """How many records have the same change, the most frequent first."""
        counts: Counter[tuple[str, str, str, str, str, str]] = Counter()
        for one in self.found.touched:
            counts.update(self._group("verdict", one, verdict_word) for one in one.verdicts)
            counts.update(self._group("norm", one, status_word) for one in one.statuses)
        return [
            {
                "kind": kind,
                "name": name,
                "before": before,
                "after": after,
                "tones": tones,
                "count": count,
            }
            for (kind, name, before, after, *tones), count in counts.most_common()
        ]

    def _group(
        self, kind: str, change: ChangedAnswer[_S], word: Callable[[Answer[_S] | None], Phrase]
    ) -> tuple[str, str, str, str, str, str]:
        """What records that have the same change have in common."""
        name = self.words(Phrase(change.name, change.label or change.name))
        before, after = (self.words(word(one)) for one in (change.before, change.after))
        return kind, name, before, after, _tone(change.before), _tone(change.after)

    def _totals(self) -> Iterator[dict[str, Any]]:
        """What each result comes to by both policies."""
        before, after = self.found.totals
        for name in dict.fromkeys([*after, *before]):
            old, new = before.get(name), after.get(name)
            known = new or old
            assert known is not None
            if known.amount is None:
                continue
            whole = old is not None and new is not None and old.is_whole and new.is_whole
            yield {
                "name": self.words(called(known.fact)),
                "before": self.words(_ABSENT if old is None else old.words),
                "after": self.words(_ABSENT if new is None else new.words),
                "more": self._more(old.amount, new.amount, known.fact.type)
                if whole and old is not None and new is not None
                else None,
            }

    def _csv(self, rows: Iterable[dict[str, Any]]) -> str:
        """The changes as a file for spreadsheets, one a line."""
        file = StringIO(newline="")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(self.words(one) for one in _HEADINGS)
        for row in rows:
            for change in row["changes"]:
                more = change["more"]["words"] if change["more"] else ""
                kind = self.words(_KINDS[change["kind"]])
                cells = (row["title"], row["name"], row["place"], kind, change["name"])
                said = (change["before"], change["after"], more)
                writer.writerow([*map(kept, cells), *map(harmless, said)])
        return file.getvalue()


def _tone(answer: Answer[Any] | None) -> str:
    if answer is None:
        return _NO_TONE
    status = answer.status
    row = STATUSES[status] if isinstance(status, Status) else VERDICTS[status]
    return row.tone.value


def _is_amount(value: Value) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


METHODS: Final[Mapping[str, Method]] = {
    "desk/compare/versions": Job(listed),
    "desk/compare/types": Job(types),
    "desk/compare/texts": Job(texts),
    "desk/compare/form": Job(form),
    "desk/compare/judge": Job(judge),
    "desk/compare/portfolio": Job(portfolio),
}
"""What the page asks."""
