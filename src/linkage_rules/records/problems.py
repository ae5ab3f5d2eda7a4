"""Problems of files, records and cells, with their places."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, ParamSpec

from attrs import Factory, define, evolve, frozen

from linkage_rules.errors import Error
from linkage_rules.model.briefly import in_brief
from linkage_rules.plain.reading import Entry, refuse
from linkage_rules.records.limits import MAX_LISTED
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, Reason
from linkage_rules.words.showing import marked, printable, steps

_FOUND: Final = Phrase("found", "读到")
_EXPECTED: Final = Phrase("expected", "应为")
_HINT: Final = Phrase("hint", "建议")
_MOST_RANGES: Final = 20
_UNKNOWN: Final = Phrase("the field is taken as unknown", "该字段按未知处理")


@frozen
class Place:
    """A cell: ``sheet`` (None in files without sheets), ``row`` from 1, ``column`` as letters;
    ``file`` where it is not the file of the records.

    ``heading`` is the heading above the cell. The words do not repeat the sheet: only one is read
    of a file, and the report names it once.

    >>> Place("项目库", 7, "L", "项目预算总投资（万元）").wording().zh
    '第7行L列“项目预算总投资（万元）”'
    """

    sheet: str | None
    row: int
    column: str
    heading: str
    file: str | None = None

    __repr__ = in_brief

    def wording(self) -> Phrase:
        """Where the cell is, in words."""
        return _in_rows(str(self.row), self)


def _in_rows(rows: str, place: Place) -> Phrase:
    heading = printable(place.heading)
    en, zh = f"row {rows}, column {place.column}", f"第{rows}行{place.column}列"
    if heading:
        en, zh = f'{en} "{heading}"', f"{zh}“{heading}”"
    file = printable(place.file) if place.file else None
    return Phrase(f"{file}, {en}", f"{file} {zh}") if file else Phrase(en, zh)


@frozen
class CellProblem:
    """A doubtful cell: its value cannot be used, so its field is unknown.

    ``where`` is the field the cell was meant for, such as ``funds[fiscal].amount``, or several with
    commas between, ``path`` the way to the first of them, and ``label`` its Chinese label;
    ``value`` is the content of the cell, shortened for display; ``expected`` says what would be
    right. ``code`` is stable.
    """

    place: Place
    where: str
    value: str
    why: Reason
    expected: Phrase
    hint: Phrase | None = None
    label: str | None = None

    __repr__ = in_brief

    @property
    def code(self) -> str:
        """The stable code, see ``docs/errors.md``."""
        return self.why.code

    @property
    def path(self) -> tuple[str | int, ...]:
        """The field that the cell is for, outermost first."""
        return steps(self.where.partition(", ")[0])

    def __str__(self) -> str:
        return self.render("en")

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain data, ready for JSON; ``place`` is the cell."""
        cell = self.place
        place = {
            "sheet": cell.sheet,
            "row": cell.row,
            "column": cell.column,
            "heading": cell.heading,
            "file": cell.file,
        }
        return {**_as_plain(self), "place": place}

    def render(self, language: Language) -> str:
        """The message in one language, on several lines."""
        colon = "：" if language == "zh" else ": "
        place = self.place.wording().render(language)
        field = _called(self.where, self.label, language)
        rows = [f"{place} → {field}{colon}{marked(self.why.render(language), language)}"]
        if self.value:
            rows.append(f"  {_FOUND.render(language)}{colon}{marked(self.value, language)}")
        rows.append(f"  {_EXPECTED.render(language)}{colon}{self.expected.render(language)}")
        if self.hint:
            rows.append(f"  {_HINT.render(language)}{colon}{self.hint.render(language)}")
        rows.append(f"  {_UNKNOWN.render(language)}")
        return "\n".join(rows)


@frozen
class CellNote:
    """A cell that was read in a way that its author should know about; ``where`` is its field."""

    place: Place
    where: str
    value: str
    what: Phrase
    label: str | None = None

    __repr__ = in_brief

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The message in one language, on one line."""
        return _noted(self, self.place.wording(), language)


def told_together(notes: Iterable[CellNote], language: Language) -> Iterator[str]:
    """Notes, a line each; the same note on several cells of a column gives one line.

    >>> taken = Phrase("stands in a merged cell", "位于合并单元格")
    >>> places = (Place(None, row, "E", "乡镇") for row in (7, 8, 9))
    >>> notes = [CellNote(place, "township", "花石镇", taken) for place in places]
    >>> list(told_together(notes, "zh"))
    ['第7–9行E列“乡镇” → township：花石镇 位于合并单元格']
    """
    alike: dict[CellNote, list[CellNote]] = {}
    for note in notes:
        alike.setdefault(evolve(note, place=evolve(note.place, row=0)), []).append(note)
    for group in alike.values():
        rows = ranges([note.place.row for note in group])
        yield _noted(group[0], _in_rows(rows, group[0].place), language)


def _noted(note: CellNote, place: Phrase, language: Language) -> str:
    field = _called(note.where, note.label, language)
    colon = "：" if language == "zh" else ": "
    told = f"{note.value} {note.what.render(language)}"
    return f"{place.render(language)} → {field}{colon}{marked(told, language)}"


def _called(path: str, label: str | None, language: Language) -> str:
    return label if label and language == "zh" else path


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in ascending order as a text, with consecutive ones as a range.

    >>> ranges([3, 4, 5, 9])
    '3–5, 9'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in parts[:_MOST_RANGES]]
    return ", ".join(shown + ["…"] * (len(parts) > _MOST_RANGES))


_P = ParamSpec("_P")

_WHOLE_RECORD: Final = Phrase("the record", "整条记录")


@frozen
class Problem:
    """One thing that is wrong.

    ``where`` says where: ASCII field names with positions in lists counted from 0, such as
    ``funds[0].amount``, and empty for the record itself; ``path`` says the same as a tuple, such as
    ``("funds", 0, "amount")``. ``code`` stays the same even if the wording changes. ``value`` is
    what was found there, shortened for display, and empty when nothing was. ``why`` says what is
    wrong with it, ``expected`` what would be right, and ``hint`` the likely fix where one can be
    guessed. ``label`` is the Chinese label of the field, if it has one, and stands beside the path
    in Chinese messages.

    >>> why = Reason("not a whole number of fen", "不是整数分", "REC-218")
    >>> amount = Phrase("an amount", "金额")
    >>> problem = Problem("funds[0].amount", '"12.345元"', why, amount, label="金额")
    >>> print(problem.render("zh"))
    funds[0].amount（金额）：不是整数分
      读到："12.345元"
      应为：金额
    >>> problem.code, problem.path
    ('REC-218', ('funds', 0, 'amount'))
    """

    where: str
    value: str
    why: Reason
    expected: Phrase
    hint: Phrase | None = None
    label: str | None = None

    __repr__ = in_brief

    @property
    def code(self) -> str:
        """The stable code, see ``docs/errors.md``."""
        return self.why.code

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where in the record it is, outermost first: ``("funds", 0, "amount")``."""
        return steps(self.where)

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain data, ready for JSON, its words in both languages."""
        return _as_plain(self)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """`to_dict` entry by entry, so that ``dict()`` gives it, as it does of a model."""
        return iter(self.to_dict().items())

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The message in one language, on several lines."""
        colon = "：" if language == "zh" else ": "
        place = self.where or _WHOLE_RECORD.render(language)
        label = f"（{self.label}）" if self.label and language == "zh" else ""
        rows = [f"{place}{label}{colon}{self.why.render(language)}"]
        if self.value:
            rows.append(f"  {_FOUND.render(language)}{colon}{self.value}")
        rows.append(f"  {_EXPECTED.render(language)}{colon}{self.expected.render(language)}")
        if self.hint:
            rows.append(f"  {_HINT.render(language)}{colon}{self.hint.render(language)}")
        return "\n".join(rows)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> Any:
        from linkage_rules.plain.hooks import core_schema

        return core_schema(cls, Problem.to_dict, lambda found: _problem(Entry.of(found, "problem")))

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: object) -> dict[str, Any]:
        return dict(_PROBLEM_SCHEMA)


def _problem(found: Entry) -> Problem:
    """A problem from what `Problem.to_dict` gave. Raises `DocumentError` for anything else."""
    why = _both(found, "message")
    if why is None:
        refuse("a problem that says nothing", "没有说明内容的问题")
    hint, value = _both(found, "hint"), found.text_or_none("value")
    return Problem(
        found.text("where"),
        value or "",
        Reason(why.en, why.zh, found.text("code")),
        _both(found, "expected") or Phrase("", ""),
        hint,
        found.text_or_none("label"),
    )


def _both(found: Entry, key: str) -> Phrase | None:
    if found.get(key) is None:
        return None
    words = found.entry(key)
    return Phrase(words.text("en"), words.text("zh"))


_WORDS: Final = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}
_WORDS_OR_NONE: Final = {"anyOf": [_WORDS, {"type": "null"}]}
_TEXT_OR_NONE: Final = {"type": ["string", "null"]}
_PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "记录中的一个问题 / One thing that is wrong with a record",
    "type": "object",
    "properties": {
        "code": {"type": "string", "description": "docs/errors.md"},
        "path": {"type": "array", "items": {"type": ["string", "integer"]}},
        "where": {"type": "string", "description": "funds[0].amount"},
        "label": _TEXT_OR_NONE,
        "value": _TEXT_OR_NONE,
        "message": _WORDS,
        "expected": _WORDS_OR_NONE,
        "hint": _WORDS_OR_NONE,
    },
    "required": ["code", "path", "where", "label", "value", "message", "expected", "hint"],
}


_IN_FILE: Final = re.compile(
    r"(.*?)(?: \[(.*)\])?(?:!([0-9]+))?(?::([0-9]+))?(?::([0-9]+))?(?:: (.*))?", re.DOTALL
)


@frozen
class FileProblem(Problem):
    """What is wrong with a file: ``where`` is the file, with the line and column, the sheet and row
    or the key of a mapping where they are known.

    >>> why = Reason("not JSON", "不是有效的 JSON", "REC-112")
    >>> FileProblem("a.json:2:11", "", why, Phrase("JSON", "JSON")).path
    ('a.json', 2, 11)
    """

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where in the file it is: its name, the line and the column, as far as they are known."""
        match = _IN_FILE.fullmatch(self.where)
        parts = match.groups() if match else (self.where,)
        return tuple(int(part) if part.isdecimal() else part for part in parts if part)


def _as_plain(problem: Problem | CellProblem) -> dict[str, Any]:
    def both(words: Phrase | None) -> dict[str, str] | None:
        return None if words is None else {"zh": words.zh, "en": words.en}

    return {
        "code": problem.code,
        "path": list(problem.path),
        "where": problem.where,
        "label": problem.label,
        "value": problem.value or None,
        "message": both(problem.why),
        "expected": both(problem.expected),
        "hint": both(problem.hint),
    }


class RecordError(Error):
    """A record that cannot be used, with everything that is wrong with it.

    ``problems`` are described, in the order of the record; ``omitted`` counts those beyond the
    first thousand. ``str()`` gives the messages in English, `render` in either language.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: tuple[Problem, ...], omitted: int = 0) -> None:
        super().__init__(problems, omitted)
        self.problems = problems
        self.omitted = omitted

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """All messages, one below the other."""
        rows = [_counted(len(self.problems) + self.omitted).render(language)]
        rows += [problem.render(language) for problem in self.problems]
        if self.omitted:
            more = Phrase(f"… and {self.omitted} more", f"……另有{self.omitted}个问题")
            rows.append(more.render(language))
        return "\n".join(rows)

    def _repr_html_(self) -> str:
        from linkage_rules.words.card import card

        rows = (
            (Phrase(problem.where or _WHOLE_RECORD.en, problem.label or problem.where), problem.why)
            for problem in self.problems
        )
        return card(_counted(len(self.problems) + self.omitted), rows)

    def to_dict(self) -> dict[str, Any]:
        """The error as plain data, ready for JSON; ``omitted`` counts what is not listed."""
        return {**super().to_dict(), "omitted": self.omitted}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """`to_dict` entry by entry, so that ``dict()`` gives it, as it does of a model."""
        return iter(self.to_dict().items())

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> Any:
        from linkage_rules.plain.hooks import core_schema

        return core_schema(cls, RecordError.to_dict, _record_error)

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: object) -> dict[str, Any]:
        return {
            "title": "RecordError",
            "description": "不能使用的记录及其全部问题 / A record that cannot be used, and why",
            "type": "object",
            "properties": {
                "error": {"const": "RecordError"},
                "code": {"type": "string", "description": "docs/errors.md"},
                "problems": {"type": "array", "items": dict(_PROBLEM_SCHEMA), "minItems": 1},
                "omitted": {"type": "integer", "minimum": 0},
            },
            "required": ["error", "code", "problems", "omitted"],
        }


def _record_error(found: object) -> RecordError:
    """The error from what `RecordError.to_dict` gave. Raises `DocumentError` for anything else."""
    whole = Entry.of(found, "error")
    problems = [_problem(Entry.of(one, "problems")) for one in whole.list("problems")]
    omitted = whole.get("omitted")
    if not problems or not isinstance(omitted, int) or isinstance(omitted, bool) or omitted < 0:
        refuse("an error without its problems", "没有列出问题的错误")
    return RecordError(tuple(problems), omitted)


class InputError(Error):
    """A file that cannot be read as records at all; ``problem`` says where and why.

    ``str()`` gives the message in English, `render` in either language.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problems = (problem,)

    def __str__(self) -> str:
        return self.render("en")


@define
class ProblemList:
    """Collects the problems of one record."""

    problems: list[Problem] = Factory(list)
    omitted: int = 0

    def report(self, build: Callable[_P, Problem], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Add a problem made by ``build``; above the limit it is only counted, and ``build`` is not
        called."""
        if len(self.problems) < MAX_LISTED:
            self.problems.append(build(*args, **kwargs))
        else:
            self.omitted += 1


def _counted(count: int) -> Phrase:
    problems = "1 problem" if count == 1 else f"{count} problems"
    return Phrase(f"The record has {problems}:", f"这条记录有{count}个问题：")
