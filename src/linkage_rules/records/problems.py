"""What is wrong with a file, a record or a cell, and where."""

from collections.abc import Callable
from typing import Final, ParamSpec

from attrs import Factory, define, frozen

from linkage_rules.records.limits import MAX_LISTED
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable

_FOUND: Final = Phrase("found", "读到")
_EXPECTED: Final = Phrase("expected", "应为")
_HINT: Final = Phrase("hint", "建议")
_UNKNOWN: Final = Phrase("the field is taken as unknown", "该字段按未知处理")


@frozen
class Place:
    """A cell: ``sheet`` (None in files without sheets), ``row`` from 1, ``column`` as letters.

    ``heading`` is what stands above the cell.

    >>> Place("项目库", 7, "L", "项目预算总投资（万元）").wording().zh
    '工作表“项目库”第7行L列“项目预算总投资（万元）”'
    """

    sheet: str | None
    row: int
    column: str
    heading: str

    def wording(self) -> Phrase:
        heading = printable(self.heading)
        en, zh = f"row {self.row}, column {self.column}", f"第{self.row}行{self.column}列"
        if self.sheet is not None:
            sheet = printable(self.sheet)
            en, zh = f'sheet "{sheet}", {en}', f"工作表“{sheet}”{zh}"
        return Phrase(f'{en} "{heading}"', f"{zh}“{heading}”") if heading else Phrase(en, zh)


@frozen
class CellProblem:
    """A doubtful cell: what stands in it cannot be taken, so its field is unknown.

    ``path`` is the field the cell was meant for, such as ``funds[fiscal].amount``, or several with
    commas between; ``value`` is what stands in the cell, shortened for display; ``expected`` says
    what would be right.
    """

    place: Place
    path: str
    value: str
    why: Phrase
    expected: Phrase
    hint: Phrase | None = None

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The message in one language, on several lines."""
        colon = "：" if language == "zh" else ": "
        place = self.place.wording().render(language)
        rows = [f"{place} → {self.path}{colon}{self.why.render(language)}"]
        if self.value:
            rows.append(f"  {_FOUND.render(language)}{colon}{self.value}")
        rows.append(f"  {_EXPECTED.render(language)}{colon}{self.expected.render(language)}")
        if self.hint:
            rows.append(f"  {_HINT.render(language)}{colon}{self.hint.render(language)}")
        rows.append(f"  {_UNKNOWN.render(language)}")
        return "\n".join(rows)


@frozen
class CellNote:
    """A cell that was taken, in a way that its author should know of."""

    place: Place
    path: str
    value: str
    what: Phrase

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The message in one language, on one line."""
        colon = "：" if language == "zh" else ": "
        place = self.place.wording().render(language)
        return f"{place} → {self.path}{colon}{self.value} {self.what.render(language)}"


_P = ParamSpec("_P")

_WHOLE_RECORD: Final = Phrase("the record", "整条记录")


@frozen
class Problem:
    """One thing that is wrong.

    ``path`` says where: ASCII field names with positions in lists counted from 0, such as
    ``funds[0].amount``, and empty for the record itself; in a file that cannot be read, the file
    with line and column. ``value`` is what was found there, shortened for display, and empty when
    nothing was. ``why`` says what is wrong with it, ``expected`` what would be right, and ``hint``
    the likely fix where one can be guessed. ``label`` is the Chinese label of the field, if it has
    one, and stands beside the path in Chinese messages.

    >>> why = Phrase("not a whole number of fen", "不是整数分")
    >>> amount = Phrase("an amount", "金额")
    >>> print(Problem("funds[0].amount", '"12.345元"', why, amount, label="金额").render("zh"))
    funds[0].amount（金额）：不是整数分
      读到："12.345元"
      应为：金额
    """

    path: str
    value: str
    why: Phrase
    expected: Phrase
    hint: Phrase | None = None
    label: str | None = None

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The message in one language, on several lines."""
        colon = "：" if language == "zh" else ": "
        place = self.path or _WHOLE_RECORD.render(language)
        label = f"（{self.label}）" if self.label and language == "zh" else ""
        rows = [f"{place}{label}{colon}{self.why.render(language)}"]
        if self.value:
            rows.append(f"  {_FOUND.render(language)}{colon}{self.value}")
        rows.append(f"  {_EXPECTED.render(language)}{colon}{self.expected.render(language)}")
        if self.hint:
            rows.append(f"  {_HINT.render(language)}{colon}{self.hint.render(language)}")
        return "\n".join(rows)


class RecordError(Exception):
    """A record that cannot be used, with everything that is wrong with it.

    ``problems`` are described, in the order of the record; ``omitted`` counts those beyond the
    first thousand. ``str()`` gives the messages in English, `render` in either language.
    """

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


class InputError(Exception):
    """A file that cannot be read as records at all; ``problem`` says where and why.

    ``str()`` gives the message in English, `render` in either language.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        return self.problem.render(language)


@define
class ProblemList:
    """The problems of one record while they are being found."""

    problems: list[Problem] = Factory(list)
    omitted: int = 0

    def report(self, build: Callable[_P, Problem], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Add a problem; beyond the bound it is counted, and its message is never built."""
        if len(self.problems) < MAX_LISTED:
            self.problems.append(build(*args, **kwargs))
        else:
            self.omitted += 1


def _counted(count: int) -> Phrase:
    problems = "1 problem" if count == 1 else f"{count} problems"
    return Phrase(f"The record has {problems}:", f"这条记录有{count}个问题：")
