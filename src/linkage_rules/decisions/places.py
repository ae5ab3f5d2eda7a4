"""Paths into a record, such as ``funds[0].amount``: their order, and what a person calls them."""

import re
from functools import lru_cache
from typing import Final

from linkage_rules.language.messages import Phrase
from linkage_rules.model.types import ListType, RecordType, Type

_STEP: Final = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


# Most records lack much the same.
@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[int | str, ...]:
    return tuple(int(position) if position else name for position, name in _STEP.findall(path))


def position(path: str, record_type: RecordType) -> tuple[int, ...]:
    """A key that sorts paths as the record type lists its fields, and elements by position.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
    >>> project = RecordType("Project", "项目", (
    ...     Field("name", "名称", Scalar.TEXT), Field("funds", "资金", ListType(fund))))
    >>> sorted(["funds[10].amount", "funds[9].amount", "name"], key=lambda p: position(p, project))
    ['name', 'funds[9].amount', 'funds[10].amount']
    """
    key: list[int] = []
    within: Type = record_type
    for step in _steps(path):
        if isinstance(step, int):
            assert isinstance(within, ListType)
            within = within.element
            key.append(step)
        else:
            assert isinstance(within, RecordType)
            field = within.by_spelling[step]
            key.append(within.order[field.name])
            within = field.type
    return tuple(key)


def place(path: str, record_type: RecordType) -> Phrase:
    """What a path is called: in Chinese by labels, counting from one, in English the path itself.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
    >>> project = RecordType("Project", "项目", (Field("funds", "资金", ListType(fund)),))
    >>> place("funds[0].amount", project)
    Phrase(en='funds[0].amount', zh='资金第1项的金额')
    """
    written = ""
    within: Type = record_type
    for step in _steps(path):
        if isinstance(step, int):
            assert isinstance(within, ListType)
            within = within.element
            written += f"第{step + 1}项"
        else:
            assert isinstance(within, RecordType)
            field = within.by_spelling[step]
            written += f"{'的' if written else ''}{field.label or field.name}"
            within = field.type
    return Phrase(path, written)
