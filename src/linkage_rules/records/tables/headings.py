"""Headings of columns: the words that count in them, and the unit they give."""

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import Final

from attrs import frozen

from linkage_rules.records.tables.grid import letters

MONEY_UNITS: Final = ("亿元", "万元", "元")
COUNTERS: Final = ("户", "人", "个", "名", "家", "亩")

_UNIT: Final = re.compile(r"[(/:,]([^()/:,]*?)(亿元|万元|元)(?:人民币)?\)?$|单位:?(亿元|万元|元)")
_COUNTER: Final = re.compile(rf"\(({'|'.join(COUNTERS)})\)$|({'|'.join(COUNTERS)})(?:口|口?数)?$")
_ASIDE: Final = re.compile(r"\([^()]*\)$|[/:,](?:单位:?)?(?:亿元|万元|元)$")
_NUMBER: Final = re.compile(r"^(?:[0-9]{1,2}[.、:,]|\([0-9]{1,2}\))(?![0-9])")
_LONGEST: Final = 200


@frozen(slots=False)
class Heading:
    """What stands above a column. ``parts`` are the headings one above the other, from the top,
    without those that repeat the one above; ``column`` counts from 0."""

    column: int
    parts: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The parts in one line, such as ``项目类别/二级项目类型``."""
        return "/".join(self.parts)

    @cached_property
    def letter(self) -> str:
        return letters(self.column)

    @property
    def keys(self) -> tuple[str, ...]:
        """What the heading is matched by, the fullest first: all parts, then without the upper
        ones, at last the last alone."""
        folded = tuple(folded_heading(part) for part in self.parts)
        return tuple("/".join(folded[start:]) for start in range(len(folded)))

    @property
    def money_unit(self) -> str | None:
        """The unit of money that the heading gives, in its last part if several do."""
        units = (money_unit(part) for part in reversed(self.parts))
        return next((unit for unit in units if unit), None)

    @property
    def counter(self) -> str | None:
        """What the column counts, such as 户, where the heading ends in （户）, 户数 or 户."""
        for part in reversed(self.parts):
            if match := _COUNTER.search(_plain(part)):
                return match[1] or match[2]
        return None


@lru_cache(maxsize=4096)
def folded_heading(text: str) -> str:
    """The words of a heading without what varies from table to table.

    Full-width letters become plain ones; spaces and line ends, a unit or remark in brackets at the
    end, 其中 and a number at the start, and a star for required columns are left out.

    >>> folded_heading("其中：\\n财政资金（万元）"), folded_heading("受益户数 (户)*")
    ('财政资金', '受益户数')
    """
    plain = _plain(text).strip("*")
    while (shorter := _ASIDE.sub("", plain).strip("*")) not in (plain, ""):
        plain = shorter
    short = _NUMBER.sub("", plain.removeprefix("其中").lstrip(":,"))
    return short or plain


def folded_path(text: str) -> str:
    """A heading of a mapping, whose parts are divided by ``/``.

    >>> folded_path("资金规模和筹资方式/其中：财政资金")
    '资金规模和筹资方式/财政资金'
    """
    return "/".join(folded_heading(part) for part in text.split("/"))


def money_unit(text: str) -> str | None:
    """The unit of money that a heading or a line above the table gives.

    >>> money_unit("项目预算总投资（万元）"), money_unit("单位：元"), money_unit("美元账户")
    ('万元', '元', None)
    """
    match = _UNIT.search(_plain(text))
    return (match[2] or match[3]) if match else None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    return "".join(folded.split())
