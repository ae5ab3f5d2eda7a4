"""Which rows of a table are no records, and what is said of each, in both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from linkage_rules.engines.tabular import TableError
from linkage_rules.engines.tabular.checks import check
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.values import read
from linkage_rules.model.types import RecordType
from tests.policies import package_of

TEXT = """policy p
enum kind "种类"
  red "红"
  blue
record Part "部件"
  id "部件号": text required
  size: whole number at least 1 at most 9
record Thing "事项"
  id "编号": text required
  kind "性质": kind
  n "个数": whole number at least 2 at most 5
  free: whole number
  cost "金额": money at least 1元 at most 3元
  share "份额": number at least 0.5 at most 1
  made "建成日": date at least 2023-01-01 at most 2023-12-31
  lasts "期限": period
  main "主要": Part
  parts "部件们": list of Part
  tables: list of list of whole number
  kinds "各类": list of kind
"""
PART = pa.struct([("id", pa.string()), ("size", pa.int64())])
SCHEMA = pa.schema(
    [
        ("编号", pa.string()),
        ("kind", pa.string()),
        ("n", pa.int64()),
        ("free", pa.decimal128(38, 0)),
        ("cost", pa.int64()),
        ("share", pa.struct([("numerator", pa.int64()), ("denominator", pa.int64())])),
        ("made", pa.date32()),
        ("lasts", pa.struct([("months", pa.int32()), ("days", pa.int32())])),
        ("main", PART),
        ("parts", pa.list_(PART)),
        ("tables", pa.list_(pa.list_(pa.int64()))),
        ("kinds", pa.list_(pa.string())),
    ]
)
DAYS = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
MOST = 10**18

# What differs from a row of which nothing else is known, and what is said of it.
FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "", ""),
    ({"编号": None}, "id: required, but missing", "编号：必填，但没有填写"),
    ({"编号": "x" * 100_000}, "", ""),
    ({"编号": "x" * 100_001}, "id: more than 100000 characters", "编号：超过100000个字符"),
    ({"kind": "red"}, "", ""),
    ({"kind": "红"}, "", ""),
    ({"kind": "green"}, "kind: not one of the listed values", "性质：不在所列值之中"),
    ({"n": 2}, "", ""),
    ({"n": 5}, "", ""),
    ({"n": 1}, "n: below 2", "个数：小于 2"),
    ({"n": 6}, "n: above 5", "个数：大于 5"),
    ({"free": MOST}, "", ""),
    ({"free": -MOST}, "", ""),
    ({"free": MOST + 1}, "free: beyond 10^18", "free：超出 10^18"),
    ({"free": -MOST - 1}, "free: beyond 10^18", "free：超出 10^18"),
    ({"cost": 100}, "", ""),
    ({"cost": 99}, "cost: below 100 fen", "金额：小于 100 分"),
    ({"cost": 300}, "", ""),
    ({"cost": 301}, "cost: above 300 fen", "金额：大于 300 分"),
    ({"share": (1, 2)}, "", ""),
    ({"share": (3, 3)}, "", ""),
    ({"share": (49, 100)}, "share: below 1/2", "份额：小于 1/2"),
    ({"share": (101, 100)}, "share: above 1", "份额：大于 1"),
    ({"share": (0, 0)}, "share: not a fraction", "份额：不是分数"),
    ({"share": (1, None)}, "share: not a fraction", "份额：不是分数"),
    ({"share": (None, 2)}, "share: not a fraction", "份额：不是分数"),
    ({"made": DAYS[1]}, "", ""),
    ({"made": DAYS[2]}, "", ""),
    ({"made": DAYS[0]}, "made: below 2023-01-01", "建成日：小于 2023-01-01"),
    ({"made": DAYS[3]}, "made: above 2023-12-31", "建成日：大于 2023-12-31"),
    ({"lasts": (0, 0)}, "", ""),
    ({"lasts": (-1, 0)}, "lasts: not a period of whole months and days",
     "期限：不是由整月、整日组成的时长"),
    ({"lasts": (0, -1)}, "lasts: not a period of whole months and days",
     "期限：不是由整月、整日组成的时长"),
    ({"lasts": (1, None)}, "lasts: not a period of whole months and days",
     "期限：不是由整月、整日组成的时长"),
    ({"lasts": (None, 1)}, "lasts: not a period of whole months and days",
     "期限：不是由整月、整日组成的时长"),
    ({"main": ("a", 9)}, "", ""),
    ({"main": (None, 9)}, "main.id: required, but missing", "主要.部件号：必填，但没有填写"),
    ({"main": ("a", 0)}, "main.size: below 1", "主要.size：小于 1"),
    ({"parts": []}, "", ""),
    ({"parts": [("a", 1), None]}, "", ""),
    ({"parts": [("a", 1), (None, 2)]}, "parts.id: required, but missing",
     "部件们.部件号：必填，但没有填写"),
    ({"parts": [("a", 1), ("b", 10)]}, "parts.size: above 9", "部件们.size：大于 9"),
    ({"tables": [[MOST], [None], None]}, "", ""),
    ({"tables": [[1], [2, -MOST - 1]]}, "tables: beyond 10^18", "tables：超出 10^18"),
    ({"kinds": ["red", "红", None]}, "", ""),
    ({"kinds": ["red", "green"]}, "kinds: not one of the listed values", "各类：不在所列值之中"),
    ({"编号": None, "n": 9, "kinds": ["?"]},
     "id: required, but missing|n: above 5|kinds: not one of the listed values",
     "编号：必填，但没有填写|个数：大于 5|各类：不在所列值之中"),
]  # fmt: skip


def row(number: int, given: dict[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {**dict.fromkeys(SCHEMA.names), "编号": "1", "row": number, **given}
    parts = {"share": ("numerator", "denominator"), "lasts": ("months", "days")}
    for name, names in (*parts.items(), ("main", ("id", "size"))):
        whole[name] = whole[name] and dict(zip(names, whole[name], strict=True))
    many = whole["parts"]
    if many is not None:
        whole["parts"] = [one and dict(zip(("id", "size"), one, strict=True)) for one in many]
    whole["free"] = None if whole["free"] is None else Decimal(whole["free"])
    return whole


@pytest.fixture(scope="module")
def shape() -> RecordType:
    return package_of(TEXT).record_types["Thing"]


@pytest.mark.parametrize(("language", "place"), [("en", 1), ("zh", 2)])
def test_every_row_is_good_or_told_what_is_wrong(
    shape: RecordType, language: str, place: int
) -> None:
    rows = [row(number, line[0]) for number, line in enumerate(FAULTS)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA.append(pa.field("row", pa.int64())))
    parted = check(shape, as_ibis(table), language)
    assert list(parted.good.columns) == [*SCHEMA.names, "row"]
    assert list(parted.bad.columns) == [*SCHEMA.names, "row", "problems"]
    said = {one["row"]: "|".join(one["problems"]) for one in parted.bad.to_pyarrow().to_pylist()}
    good = [one["row"] for one in parted.good.to_pyarrow().to_pylist()]
    assert said == {n: line[place] for n, line in enumerate(FAULTS) if line[place]}
    assert sorted(good) == [n for n, line in enumerate(FAULTS) if not line[place]]


# A field, a type that its column cannot have, and what is said of it after “the column holds …”.
UNFIT: list[tuple[str, str, str, str]] = [
    ("id", "int64", "text", "文本"),
    ("kind", "int64", "text", "文本"),
    ("n", "float64", "a whole number", "整数"),
    ("n", "string", "a whole number", "整数"),
    ("n", "decimal(10, 2)", "a whole number: decimal(…, 0)", "整数：decimal(…, 0)"),
    ("cost", "float64", "whole fen", "以分为单位的整数"),
    ("cost", "decimal(10, 2)", "a whole number: decimal(…, 0)", "整数：decimal(…, 0)"),
    ("share", "float64", "a decimal", "十进制小数（decimal）"),
    ("share", "struct<numerator: int64>", "a decimal", "十进制小数（decimal）"),
    ("share", "decimal(37, 1)", "a decimal(p, s) with p + s of at most 36",
     "decimal(p, s)，且 p + s 不超过 36"),
    ("share", "decimal(26, 11)", "a decimal(p, s) with p + s of at most 36",
     "decimal(p, s)，且 p + s 不超过 36"),
    ("made", "string", "a date", "日期"),
    ("lasts", "interval('D')", "a struct of months and days", "含 months、days 的结构"),
    ("lasts", "struct<months: int64>", "a struct of months and days", "含 months、days 的结构"),
    ("main", "string", "a struct", "结构（struct）"),
    ("parts", "string", "a list", "列表"),
    ("parts", "array<string>", "a struct", "结构（struct）"),
    ("kinds", "array<int64>", "text", "文本"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "en", "zh"), UNFIT)
def test_a_column_of_another_kind_is_refused(
    shape: RecordType, name: str, kind: str, en: str, zh: str
) -> None:
    table = ibis.table({"c": kind}, name="t")
    with pytest.raises(TableError) as refused:
        read(table.c, shape.by_spelling[name], "here")
    found = table.c.type()
    found = found.value_type if found.is_array() else found
    (fault,) = refused.value.problems
    assert (fault.code, fault.path) == ("TAB-202", ("here",))
    assert refused.value.en == (
        f"the column holds {found}; expected {en}. Cast the column; coerce_table reads frames in "
        "which such values are texts"
    )
    assert refused.value.zh == (
        f"该列类型为 {found}；应为{zh}。请先转换该列的类型；数据框中的此类文字可用 "
        "coerce_table 读取"
    )


# A field, and a type that its column may have as well.
FIT: list[tuple[str, str]] = [
    ("id", "null"),
    ("n", "int8"),
    ("n", "uint64"),
    ("n", "decimal(38, 0)"),
    ("share", "int16"),
    ("share", "decimal(36, 0)"),
    ("share", "decimal(25, 11)"),
    ("made", "timestamp"),
    ("lasts", "struct<days: int8, months: int8, more: string>"),
    ("parts", "array<struct<other: string>>"),
]


@pytest.mark.parametrize(("name", "kind"), FIT)
def test_a_column_may_be_wider_than_it_need_be(shape: RecordType, name: str, kind: str) -> None:
    read(ibis.table({"c": kind}, name="t").c, shape.by_spelling[name], "here")
