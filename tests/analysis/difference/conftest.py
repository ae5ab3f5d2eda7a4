"""Pairs of small policies to compare."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from linkage_rules.model.package import Package
from tests.policies import package_of

VOCABULARY = """
enum colour "颜色"
  red "红"
  blue "蓝"
  green
  grey
  black
  white
  pink
record Fund "资金来源"
  kind "种类": colour
  amount "金额": money at least 0元
record Project "项目"
  operating "经营性": yes/no
  poor "效果差": yes/no
  done "已完成": yes/no
  people "人数": whole number at least 0
  funds "资金": list of Fund
  colours "颜色种类": list of colour
bearer county "县"
bearer town "镇"
action enter "入库" of Project
action build "建设" of Project
  done when done
"""

Pair: TypeAlias = tuple[Package, Package]
PairOf: TypeAlias = Callable[[str, str], Pair]


@pytest.fixture
def pair_of() -> PairOf:
    """Two policies with one vocabulary, from what each declares besides."""

    def read(old: str, new: str) -> Pair:
        before, after = (package_of(f"policy p\n{VOCABULARY}\n{text}") for text in (old, new))
        return before, after

    return read
