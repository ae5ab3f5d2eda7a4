"""A policy that most tests of the language can start from."""

from linkage_rules.model.expressions import Expression
from tests.policies import package_of

PROJECT = """\
policy p "P"
enum kind "种类"
  red "红"
  blue "蓝"
enum other_kind "另类"
  red "赤"
  green "绿"
record Fund "资金来源"
  amount "金额": money
  share "比例": number
  type "资金类型": kind
  count_ "笔数": whole number
record Village "村"
  poor "脱贫村": yes/no
  projects "村内项目": list of Fund
record Project "项目"
  operating "经营性": yes/no
  idle "闲置": yes/no
  households "户数": whole number
  ratio "系数": number
  budget "预算": money
  start "开工日": date
  term "期限": period
  note "说明": text
  colour "颜色": kind
  shade "色调": other_kind
  main "主要资金": Fund
  funds "资金": list of Fund
  numbers "各年户数": list of whole number
  colours "各色": list of kind
  lists "表": list of list of money
bearer county "县"
action build "建设" of Project
  done when operating
action rectify "整改" of Project
action visit "走访" of Village
"""
"""Declarations that most tests can start from; it has no faults."""


def meaning(expression: str, type_name: str = "yes/no") -> Expression:
    """The checked expression of that type about a `PROJECT` project."""
    package = package_of(f"{PROJECT}\nfact x of Project: {type_name}\n  means {expression}\n")
    return package.facts["x"].means
