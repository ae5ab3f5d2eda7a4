"""A decision table is read row after row, and still says what each of its rows says."""

from datetime import date

import pytest

from tests.policies import policy_in

BASE = """
政策 base "市办法"
  施行 2023年1月1日

枚举 kind "类别"
  a "甲类"
  b "乙类"

记录 Project "项目"
  kind "类型"：类别
  size "规模"：整数
  area "面积"：整数

参数 standard "标准"：整数
  = 未知
  可调

主体 office "办公室"

行为 act "办理" 关于 项目

规范 must_act "应办理" 对于 项目
  当 标准 > 0
  办公室 应当 办理
"""
OVERLAY = """
政策 county "县办法"
  施行 2023年1月1日

修订 base

设定 标准 对于 项目 依照 类型、规模、面积
{rows}
"""
BY_SIZE = """  甲类，低于 50，任意：1
  甲类，不小于 50 低于 100，任意：2
  甲类，不小于 100，任意：3
  乙类，任意，低于 10：4
  否则：5
"""
CORNERS = """  任意，低于 50，低于 50：1
  任意，不小于 50，低于 50：2
  任意，低于 50，不小于 50：3
  任意，不小于 50，不小于 50：4
"""


def by_size(kind, size, area):
    if kind == "甲类":
        return 1 if size < 50 else 2 if size < 100 else 3
    return 4 if area < 10 else 5


def corners(kind, size, area):
    return 1 + (size >= 50) + 2 * (area >= 50)


@pytest.mark.parametrize(
    ("rows", "meant"), [(BY_SIZE, by_size), (CORNERS, corners)], ids=["by_size", "corners"]
)
def test_every_case_has_the_value_of_its_row(rows, meant, tmp_path):
    policy = policy_in(tmp_path, base=BASE, county=OVERLAY.format(rows=rows))
    for kind in ("甲类", "乙类"):
        for size in (0, 49, 50, 99, 100, 1000):
            for area in (0, 9, 10, 49, 50):
                record = {"类型": kind, "规模": size, "面积": area}
                for engine in ("reference", "compiled"):
                    decision = policy.evaluate(record, as_of=date(2023, 5, 1), engine=engine)
                    assert decision.facts["standard"] == meant(kind, size, area), record
