"""What is said about single cells of a table: where, what stands there, and why it is said."""

from typing import Final

from attrs import frozen

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
