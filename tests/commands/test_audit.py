"""The audit tells demand by demand what a policy makes of its text, and what to look at again."""

import re
from pathlib import Path

import pytest

from linkage_rules.commands.audit import audit_document
from linkage_rules.commands.effects import effects, without_effect
from linkage_rules.commands.scale import disagreements
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.presenting.cited_rules import rules_of

DOCUMENTS = Path(__file__).parents[2] / "docs" / "policies"

TEXT = (
    "一、要求。200万元以下的项目，可以由村集体承建；审批前要公示。鼓励吸纳脱贫户。谁审批谁负责。\n"
)
POLICY = """政策 small "小额项目办法"
  施行 2023年1月1日 至 2025年12月31日
  原文 "source.txt"

记录 Project "项目"
  id "编号"：文本 必填
  cost "造价"：金额
  shown "已公示"：是否
  approver "审批单位"：文本

主体 village "村集体"
主体 county "县级部门"

读法 included "限额含本数"：是否
  依据 一 "200万元以下"
  问 "“200万元以下”含不含200万元？"
  = 是 因为 "民法典第一千二百五十九条"
  或 否 因为 "从严"

读法 scale "规范用语"
  = "要、应即应当" 因为 "公文用语"
  全文适用

参数 limit "限额"：金额
  = 200万元
  依据 一 "200万元以下"

参数 idle "没有用到"：整数
  = 5
  依据 一 "脱贫户"

事实 small_one "小额" 关于 项目
  指 造价 < 限额 或 限额含本数 且 造价 = 限额
  依据 一 "200万元以下的项目"

事实 accountable "责任" 关于 项目：文本
  指 审批单位
  依据 一 "谁审批谁负责"

行为 build "由村集体承建" 关于 项目

行为 show_it "公示" 关于 项目
  完成于 已公示

规范 may_build "小额可由村集体承建" 对于 项目
  依据 一 "200万元以下的项目，可以由村集体承建"
  当 小额
  追责于 责任
  村集体 可以 由村集体承建

规范 must_show "应公示" 对于 项目
  依据 一 "审批前要公示"
  县级部门 应当 公示

规范 untried "没有例子" 对于 项目
  依据 一 "要公示"
  当 造价 < 0元
  县级部门 应当 公示

示例 "限额以内" 关于 项目
  给定 编号："P-1"，造价：200万元，审批单位："县局"，已公示：是
  截至 2023年5月1日
  期望 由村集体承建 被允许
"""


def loaded(tmp: Path, text: str = POLICY):
    folder = tmp / "small"
    folder.mkdir(exist_ok=True)
    (folder / "a.pol").write_text(text, "utf-8")
    (folder / "source.txt").write_text(TEXT, "utf-8")
    found = load_package(str(folder))
    assert not found.diagnostics, [d.render("zh") for d in found.diagnostics]
    return found


def test_what_is_quoted_and_decides_nothing_in_any_example_is_told(tmp_path):
    package = loaded(tmp_path).package
    found = [rule.key for rule in without_effect(rules_of(package), effects(package), package)]
    assert found == ["idle", "untried"]


def test_an_audit_says_words_who_what_when_toward_whom_readings_and_examples(tmp_path):
    found = loaded(tmp_path)
    told = audit_document(found.package, found.source.tree)
    start = told.index('<a id="may_build">')
    demand = told[start : told.index("- <a", start + 1)]
    for line in (
        "原话 / words: “200万元以下的项目，可以由村集体承建”",
        "谁 / who: 村集体",
        "要求 / what: 可以由村集体承建",
        "何时 / when: 2023年1月1日至2025年12月31日施行",
        "对象 / toward whom: 项目",
        "当 / where: `小额`",
        "责任单位 / answered for by: `责任`",
        "所用定义另依读法 / readings of what it uses: 限额含本数",
        "示例 / examples: 1，如 / such as “限额以内”",
    ):
        assert line in demand
    direct = POLICY.replace("  当 小额\n", "  当 造价 < 限额 或 限额含本数 且 造价 = 限额\n")
    found = loaded(tmp_path, direct)
    told = audit_document(found.package, found.source.tree)
    assert "读法 / reading: 限额含本数 `included`：是——民法典第一千二百五十九条" in told
    assert "全文适用的读法" in told
    assert "没有一个示例使它起作用" in told


@pytest.mark.parametrize(
    ("quote", "duty", "word"),
    [
        ("审批前要公示", "应当", None),
        ("审批前要公示", "原则上应当", "要"),
        ("审批前要公示", "受鼓励", "要"),
        ("鼓励吸纳脱贫户", "应当", "鼓励"),
        ("鼓励吸纳脱贫户", "受鼓励", None),
        ("可以由村集体承建", "应当", "可以"),
        ("可以由村集体承建；审批前要公示", "应当", None),
        ("谁审批谁负责", "应当", None),
    ],
)
def test_a_norm_is_as_strong_as_its_words_or_names_a_reading(quote, duty, word, tmp_path):
    changed = POLICY.replace('"审批前要公示"\n  县级部门 应当', f'"{quote}"\n  县级部门 {duty}')
    found = list(disagreements(loaded(tmp_path, changed).package))
    assert [one.name for one in found] == ([] if word is None else ["must_show"])
    assert word is None or f"“{word}”" in found[0].sentence.zh
    duty_line = f"县级部门 {duty} 公示\n\n规范 untried"
    named = changed.replace(duty_line, f"依读法 限额含本数\n  {duty_line}")
    assert not [*disagreements(loaded(tmp_path, named).package)]


@pytest.mark.parametrize(
    ("condition", "told"),
    [("造价 < 限额", True), ("造价 ≤ 限额", False), ("限额 > 造价", True), ("限额 ≥ 造价", False)],
)
def test_below_a_figure_includes_it_or_names_a_reading(condition, told, tmp_path):
    changed = POLICY.replace("造价 < 限额 或 限额含本数 且 造价 = 限额", condition).replace(
        "  完成于 已公示", "  完成于 已公示 且 限额含本数"
    )
    found = [one.name for one in disagreements(loaded(tmp_path, changed).package)]
    assert found == (["small_one"] if told else [])


@pytest.mark.slow
def test_the_audit_of_the_shipped_policy_is_up_to_date():
    """Otherwise: `linkage-rules audit xiangtan_2022 --out docs/policies/xiangtan_2022.audit.md`."""
    found = load_package("xiangtan_2022")
    told = audit_document(found.package, found.source.tree)
    assert (DOCUMENTS / "xiangtan_2022.audit.md").read_text("utf-8") == told


def test_a_norm_that_quotes_several_sentences_is_one_anchor():
    told = (DOCUMENTS / "xiangtan_2022.audit.md").read_text("utf-8")
    marks = re.findall(r'<a id="([^"]+)">', told)
    assert len(marks) == len(set(marks)) > 40


def test_the_command_writes_it_and_checks_that_it_is_up_to_date(tmp_path, run):
    loaded(tmp_path)
    out = tmp_path / "audit.md"
    assert run("audit", tmp_path / "small", "--out", out).exit_code == 0
    assert run("audit", tmp_path / "small", "--out", out, "--check").exit_code == 0
    out.write_text("stale", "utf-8")
    assert run("audit", tmp_path / "small", "--out", out, "--check").exit_code == 1
    assert run("audit", tmp_path / "small", "--check").exit_code == 2


def test_the_check_of_the_source_tells_both_too(tmp_path, run):
    changed = POLICY.replace(
        "县级部门 应当 公示\n\n规范 untried", "县级部门 受鼓励 公示\n\n规范 untried"
    )
    loaded(tmp_path, changed)
    told = run("source", tmp_path / "small", "--check").output
    assert "引用了原文而在各示例中都不起作用的条目" in told
    assert "参数 没有用到（idle）" in told
    assert "must_show  引文有“要”，通常读作“应当”，而规则是“鼓励”" in told
