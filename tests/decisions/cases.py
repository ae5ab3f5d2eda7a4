"""Policies and records of the shapes that an explanation has to make plain."""

from datetime import date
from typing import Any

from attrs import frozen

from .judging import AS_OF

LINKAGE = """\
policy linkage "联农带农试行办法"
  in force 2022-12-07 to 2025-12-31
enum fund_type "资金种类"
  bridging "衔接资金"
  social "社会捐赠资金"
  credit "小额信贷"
  own "自筹资金"
record Fund "资金"
  type "种类": fund_type
  amount "金额": money at least 0元
record Exemption "例外情况"
  documented "有书面材料": yes/no
  approved "已获批准": yes/no
record Project "项目"
  id "项目编号": text required
  operating "经营性": yes/no
  funds "资金": list of Fund
  mechanism_established "已建立机制": yes/no
  effects_clear "成效明确": yes/no
  implemented "已实施": yes/no
  idle "资产闲置": yes/no
  rectified "已整改": yes/no
  exemption "例外情况": Exemption
bearer operator "项目经营主体"
bearer county_department "县级主管部门"
parameter assistance_funds "帮扶资金种类": list of fund_type
  = [bridging, social]
  cites 二.(三) "上述资金以下统称为“帮扶资金”"
parameter small_limit "小额上限": money
  = 200万元 from 2022-12-07
fact assistance_funded "使用帮扶资金" of Project
  means some f in funds has f.type in assistance_funds
  cites 二.(三) "上述资金以下统称为“帮扶资金”"
fact entry_ready "机制成效兼备" of Project
  means mechanism_established and effects_clear
  cites 三.3 "没有建立联农带农机制和明确成效的"
fact total "资金总额" of Project: money
  means sum(f.amount over f in funds where f.type != credit)
action establish "建立联农带农机制" of Project
  done when mechanism_established
action enter_library "纳入项目库" of Project
  permitted by default
action rectify "整改" of Project
  done when rectified
action report "报送备案" of Project
norm linkage_duty "应建立机制" for Project
  cites 二.(三) "原则上都要建立联农带农机制"
  when operating and assistance_funded
  unless exemption is known and exemption.documented and exemption.approved
  operator must in principle establish
norm no_entry "无机制不得入库" for Project
  cites 三.3 "没有建立联农带农机制和明确成效的，不得纳入项目库"
  when assistance_funded and operating and not entry_ready
  county_department must not enter_library
norm rectify_failing "履责不到位应整改" for Project
  cites 三.3 "要妥善整改"
  when implemented and (linkage_duty is violated or idle)
  operator must rectify
norm report_large "大额应报送" for Project
  when total > small_limit and every f in funds has f.type != own
  operator must report
"""

TRIALS = """\
policy trials "试点办法"
  in force 2022-12-07 to 2025-12-31
record Project "项目"
  id "项目编号": text required
  pilot "试点": yes/no
  remote "偏远": yes/no
  flooded "受灾": yes/no
  started "已开工": yes/no
bearer county "县级主管部门"
bearer township "乡镇"
action start "开工" of Project
  done when started
action publish "公示" of Project
action delay "延期" of Project
norm start_early "尽早开工" for Project
  cites 第三条 "原则上应当尽早开工"
  when pilot
  county must in principle start
norm no_start_in_flood "灾期不得开工" for Project
  cites 第四条 "灾情解除前不得开工"
  when flooded
  county must not start
norm encouraged_start "鼓励开工" for Project
  when remote
  county encouraged to start
norm must_publish "应当公示" for Project
  when pilot
  township must publish
norm remote_need_not "偏远项目可以不公示" for Project
  cites 第六条 "偏远地区的项目可以简化公示"
  when remote
  overrides must_publish
  township may publish
norm must_delay "受灾应延期" for Project
  when flooded
  county must delay
norm must_not_delay "试点不得延期" for Project
  when pilot
  county must not delay
"""


@frozen
class Case:
    """A record judged by a policy, and what of it is explained."""

    title: str
    policy: str
    data: dict[str, Any]
    asked: tuple[str, ...]
    as_of: date = AS_OF

    @property
    def name(self) -> str:
        return self.title.replace(" ", "_")


ASSISTED = {"id": "P-1", "operating": True, "funds": [{"type": "bridging", "amount": "120万元"}]}

CASES = (
    Case(
        "forbidden",
        LINKAGE,
        {**ASSISTED, "mechanism_established": False},
        ("enter_library", "no_entry"),
    ),
    Case(
        "undetermined with missing fields",
        LINKAGE,
        {"id": "P-1", "operating": True, "funds": [{"amount": "80万元"}, {"type": "credit"}]},
        ("enter_library", "linkage_duty", "total"),
    ),
    Case(
        "permitted by default",
        LINKAGE,
        {"id": "P-1", "operating": False},
        ("enter_library",),
    ),
    Case(
        "conflicting",
        TRIALS,
        {"id": "T-1", "pilot": True, "flooded": True},
        ("delay",),
    ),
    Case(
        "defeated obligation",
        TRIALS,
        {"id": "T-1", "pilot": True, "remote": True, "flooded": True, "started": False},
        ("start", "start_early"),
    ),
    Case(
        "override",
        TRIALS,
        {"id": "T-1", "pilot": True, "remote": True},
        ("publish", "must_publish"),
    ),
    Case(
        "contrary to duty",
        LINKAGE,
        {**ASSISTED, "mechanism_established": False, "implemented": True, "rectified": False},
        ("rectify", "rectify_failing"),
    ),
    Case(
        "lists",
        LINKAGE,
        {
            "id": "P-1",
            "funds": [
                {"type": "bridging", "amount": "150万元"},
                {"type": "credit", "amount": "900万元"},
                *({"type": "social", "amount": "10万元"} for _ in range(7)),
            ],
        },
        ("report", "total"),
    ),
    Case(
        "is known on the path",
        LINKAGE,
        {**ASSISTED, "mechanism_established": True},
        ("establish", "linkage_duty"),
    ),
    Case(
        "not in force",
        LINKAGE,
        {**ASSISTED, "mechanism_established": False},
        ("enter_library",),
        date(2026, 1, 1),
    ),
)
