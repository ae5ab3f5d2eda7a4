"""Declarations as one sentence of plain Chinese or English."""

import pytest

from linkage_rules.policy.loading.packages import load_package
from linkage_rules.presenting.cited_rules import rules_of
from linkage_rules.presenting.plain_words import Style, in_plain_words
from tests.places import SMALL_WORKS
from tests.policies import package_of

SHAPES = """
政策 small "小"
  施行 2023年1月1日 至 2025年12月31日
枚举 kind "种类"
  good "良好"
  bad "不良"
记录 PoorVillage "脱贫村"
  a "甲": 是否
  b "乙": 是否
  income "收入": 金额
主体 county_office "县级部门"
行为 build_base "建设基地" 关于 PoorVillage
"""


@pytest.fixture
def said(tmp_path):
    """What the last declaration of a policy means, in Chinese and in English."""

    def meaning(declaration: str) -> tuple[str, str]:
        place = tmp_path / "small.pol"
        place.write_text(SHAPES + declaration, "utf-8")
        loaded = load_package(place)
        assert not loaded.diagnostics, loaded.diagnostics[0].render("zh")
        rule = rules_of(loaded.package)[-1]
        zh, en = (in_plain_words(rule.declared, loaded.package, lang) for lang in ("zh", "en"))
        return zh, en

    return meaning


@pytest.mark.parametrize(
    ("duty", "zh", "en"),
    [
        ("应当", "县级部门应当建设基地", "must build base"),
        ("原则上应当", "县级部门原则上应当建设基地", "must, in principle, build base"),
        ("不得", "县级部门不得建设基地", "must not build base"),
        ("原则上不得", "县级部门原则上不得建设基地", "must, in principle, not build base"),
        ("受鼓励", "鼓励县级部门建设基地", "is encouraged to build base"),
        ("可以", "县级部门可以建设基地", "may build base"),
    ],
)
def test_every_modality_has_its_words(said, duty, zh, en):
    norm = f"规范 n 对于 脱贫村\n  当 甲\n  县级部门 {duty} 建设基地\n"
    assert said(norm) == (
        f"脱贫村符合“甲”的，{zh}。",
        f"For a poor village where “a”, the county office {en}.",
    )


def test_a_norm_without_a_condition_is_for_every_record(said):
    assert said("规范 n 对于 脱贫村\n  县级部门 应当 建设基地\n") == (
        "任何脱贫村，县级部门应当建设基地。",
        "For every poor village, the county office must build base.",
    )


def test_exceptions_overrides_and_days_of_its_own_are_told(said):
    norm = (
        "规范 m 对于 脱贫村\n  县级部门 不得 建设基地\n"
        '规范 n "乙可以" 对于 脱贫村\n  当 甲\n  除非 乙\n  优先于 m\n'
        "  施行 2023年6月1日 至 2023年12月31日\n  县级部门 可以 建设基地\n"
    )
    assert said(norm) == (
        "脱贫村符合“甲”的，县级部门可以建设基地；但“乙”的除外；与“m”不一致时适用本条；"
        "本条自2023年6月1日起至2023年12月31日施行。",
        "For a poor village where “a”, the county office may build base, unless “b”; where both "
        "apply, this takes precedence over “m”; in force from 2023-06-01 to 2023-12-31.",
    )


@pytest.mark.parametrize(
    ("declaration", "zh", "en"),
    [
        (
            '事实 ready_now "可以动工" 关于 脱贫村\n  指 甲 且 非 乙\n',
            "“可以动工”，是指脱贫村符合“甲 且 非 乙”。",
            "“ready now” means a poor village where “a and not b”.",
        ),
        (
            '事实 share "一成" 关于 脱贫村: 金额\n  指 收入 * 10%\n',
            "脱贫村的“一成”，是指“收入 × 10%”（金额）。",
            "“share” of a poor village means “income * 10%” (an amount of money).",
        ),
        (
            '事实 part "份额" 关于 脱贫村: 金额\n  给定 rate: 数, sort: 种类\n  指 收入 * rate\n',
            "脱贫村的“份额”，给定“rate”（数）、“sort”（“种类”的值），是指“收入 × rate”（金额）。",
            "“part” of a poor village, given “rate” (a number) and “sort” (a value of “kind”), "
            "means “income * rate” (an amount of money).",
        ),
        (
            '事实 richer "高于" 关于 脱贫村\n  给定 line: 金额\n  指 收入 > line\n',
            "“高于”，给定“line”（金额），是指脱贫村符合“收入 > line”。",
            "“richer”, given “line” (an amount of money), means a poor village where "
            "“income > line”.",
        ),
        (
            '事实 aid "补助" 关于 脱贫村: 金额 依照 sort\n'
            "  给定 sort: 种类\n  良好: 1元\n  不良: 2元\n",
            "脱贫村的“补助”，给定“sort”（“种类”的值），按下表："
            "“sort = 良好”的为“1元”；“sort = 不良”的为“2元”。",
            "“aid” of a poor village, given “sort” (a value of “kind”), goes by this table: "
            "where “sort = good”: “1 yuan”; where “sort = bad”: “2 yuan”.",
        ),
        (
            "行为 act 关于 脱贫村\n  完成于 甲\n  默认允许\n",
            "脱贫村符合“甲”的，视为已做到“act”；没有禁止规定的，不作限制。",
            "For a poor village where “a”, “act” counts as done; it is permitted where nothing is "
            "laid down.",
        ),
        (
            "行为 act 关于 脱贫村\n",
            "“act”：是否已做，脱贫村的记录不作反映。",
            "“act”: the record of a poor village does not show whether it is done.",
        ),
        (
            '参数 limit "限额": 金额\n  = 200万元 自 2022年12月7日\n  = 300万元 自 2024年1月1日\n',
            "“限额”自2022年12月7日起至2023年12月31日为“200万元”；自2024年1月1日起为“300万元”。",
            "“limit” is “2 million yuan” from 2022-12-07 to 2023-12-31; "
            "“3 million yuan” from 2024-01-01.",
        ),
        (
            '参数 kinds "种类表": 多个 种类\n  = [良好, 不良]\n',
            "“种类表”为“良好、不良”。",
            "“kinds” is “good, bad”.",
        ),
        (
            "参数 kinds: 多个 种类\n  = []\n",
            "“kinds”为“（空）”。",
            "“kinds” is “(none)”.",
        ),
        (
            "参数 share: 数\n  = 30%\n",
            "“share”为“30%”。",
            "“share” is “30%”.",
        ),
    ],
)
def test_definitions_actions_and_parameters_read_as_sentences(said, declaration, zh, en):
    assert said(declaration) == (zh, en)


def test_a_statement_gives_its_reason(said):
    assert said('陈述 一 "要求" 因为 "说明目的"\n') == (
        "不作规则处理，理由是“说明目的”。",
        "No rule is made of this; the reason is “说明目的”.",
    )


def test_everything_a_policy_names_goes_through_the_style():
    """What is not marked was written by us, so a style can escape for any format."""
    loaded = load_package(SMALL_WORKS)
    style = Style(name="<{}>".format, expression="<{}>".format)
    marked = {
        in_plain_words(rule.declared, loaded.package, "zh", style)
        for rule in rules_of(loaded.package)
    }
    assert "<项目>符合<具备入库条件>的，<镇办公室>原则上应当<入库>；但<已获豁免>的除外。" in marked
    assert "“<小型限额>”自2023年3月1日起为<50万元>。" in marked
    assert "不作规则处理，理由是“<说明目的>”。" in marked


READINGS = """政策 p "P"

记录 Village "脱贫村"
  ready "甲"：是否
  office "审批单位"：文本

主体 county "县级部门"

读法 included "含本数"：是否
  问 "含不含本数？"
  = 是 自 2023年1月1日 因为 "民法典。"
  或 否 因为 "从严"
  可调

读法 scope "贯穿全文的读法"
  = "都是应当" 因为 "公文用语"
  全文适用

行为 act "建设基地" 关于 脱贫村

规范 n "乙应当" 对于 脱贫村
  当 甲 且 含本数
  依读法 含本数
  追责于 审批单位
  县级部门 应当 建设基地
"""


def test_a_reading_says_what_is_asked_chosen_and_left_open_and_who_answers_is_named():
    package = package_of(READINGS)
    said = in_plain_words(package.parameters["included"], package, "zh")
    assert said == (
        "“含本数”：含不含本数？自2023年1月1日起读作“是”，因为民法典。"
        "也可读作“否”，因为从严。修订本政策的可以另作选择。"
    )
    said = in_plain_words(package.parameters["scope"], package, "en")
    assert said == (
        "“scope”: 贯穿全文的读法. It is read as “都是应当”, because 公文用语. "
        "The whole policy is read so."
    )
    said = in_plain_words(package.norms["n"], package, "zh")
    assert said.endswith("县级部门应当建设基地。依读法“含本数”。责任单位见“审批单位”。")


def test_how_a_field_is_read_that_is_left_blank_is_told_with_what_speaks_of_it():
    package = package_of("""\
policy p
record Case "案"
  accepted_on "受理日期": date
  paid_on "支付日期": date blank means never
  paid "已付": money blank means 0元
bearer county "县"
fact enough "付足" of Case
  means paid >= 5元 and accepted_on <= as_of
action pay "支付" of Case
  done on paid_on
norm paying "应支付" for Case
  within 15 days after accepted_on
  county must pay
""")
    said = in_plain_words(package.facts["enough"], package, "zh")
    assert said.endswith("。“已付”空白的，视为“0元”。")
    said = in_plain_words(package.actions["pay"], package, "en")
    assert said.endswith(" Where “paid on” is left blank, it is read as “never”.")
    assert "空白" not in in_plain_words(package.norms["paying"], package, "zh")
