"""Paths into a record, such as ``funds[0].amount``: their order, and what a person calls them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from linkage_rules.model.kept import kept_beside
from linkage_rules.model.types import Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.words.messages import Phrase

_STEP: Final = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


# Kept, because most records lack the same fields.
@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[int | str, ...]:
    return tuple(int(position) if position else name for position, name in _STEP.findall(path))


def _walked(path: str, record_type: RecordType) -> Iterator[tuple[int | Field, Type]]:
    """Each step of a path, the place in a list or the field, with the type it leads to."""
    within: Type = record_type
    for step in _steps(path):
        found: int | Field
        if isinstance(step, int):
            assert isinstance(within, ListType)
            found, within = step, within.element
        else:
            assert isinstance(within, RecordType)
            found = within.by_spelling[step]
            within = found.type
        yield found, within


@kept_beside
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


def blank_at(path: str, record_type: RecordType) -> Value:
    """The value that the field at a path has where it is absent; None for unknown."""
    *_, (last, _) = _walked(path, record_type)
    return last.blank if isinstance(last, Field) else None


@kept_beside
def place(path: str, record_type: RecordType) -> Phrase:
    """The words for a path: in Chinese by labels, counting from one, in English the path itself.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
    >>> project = RecordType("Project", "项目", (Field("funds", "资金", ListType(fund)),))
    >>> place("funds[0].amount", project)
    Phrase(en='funds[0].amount', zh='资金第1项的金额')
    """
    written = ""
    for step, _ in _walked(path, record_type):
        if isinstance(step, int):
            written += f"第{step + 1}项"
        else:
            written += f"{'的' if written else ''}{step.label or step.name}"
    return Phrase(path, written)


@kept_beside
def asked(path: str, record_type: RecordType) -> Phrase:
    """The words by which to ask for a field that is not reported; for a yes or no, a question.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> plan = RecordType("Plan", "安排", (Field("lasting", "长期有效", Scalar.YES_NO),))
    >>> project = RecordType("Project", "项目", (
    ...     Field("plans", "安排", ListType(plan)), Field("clear", "成效明确", Scalar.YES_NO)))
    >>> asked("plans[1].lasting", project).zh, asked("clear", project).zh
    ('安排第2项：是否长期有效', '成效是否明确')
    """
    parts: list[str] = []
    for step, type_ in _walked(path, record_type):
        if isinstance(step, int):
            parts[-1] += f"第{step + 1}项"
        else:
            label = step.label or step.name
            parts.append(question(label) if type_ is Scalar.YES_NO else label)
    return Phrase(path, "：".join(parts))


@kept_beside
def to_supply(path: str, record_type: RecordType) -> Phrase:
    """The words for what is to be supplied: the field, or for a list each of its entries.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
    >>> project = RecordType("Project", "项目", (
    ...     Field("funds", "资金", ListType(fund)), Field("name", "名称", Scalar.TEXT)))
    >>> to_supply("funds", project).zh, to_supply("name", project).zh
    ('资金（逐项填报）', '名称')
    """
    wanted = asked(path, record_type)
    leads_to = [record_type, *(type_ for _, type_ in _walked(path, record_type))]
    listed = isinstance(leads_to[-1], ListType)
    return Phrase(f"{wanted.en} (each entry)", f"{wanted.zh}（逐项填报）") if listed else wanted


def question(label: str) -> str:
    """The label of a yes/no field as a question; 是否 is put in front of the predicate.

    >>> question("已建立机制"), question("受益农户已落实"), question("长期有效")
    ('是否已建立机制', '受益农户是否已落实', '是否长期有效')
    """
    if not label or not "\u4e00" <= label[0] <= "\u9fff" or _ASKS.match(label):
        return label
    said = _SAID.search(label)
    at = said.start() if said else 0
    return f"{label[:at]}是否{label[at:]}"


_ASKS: Final = re.compile(r"是否|有无|能否|可否")
_SAID: Final = re.compile(
    r"(?<=..)(?:已|具备|(?<![所拥国享没])有(?![效限关])|(?:明确|稳定|明显|完善|较好|到位|差)\Z)"
)
"""Where the predicate of a label begins, behind a subject of two characters or more."""
