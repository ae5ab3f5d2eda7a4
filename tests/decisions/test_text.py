"""A decision as text: conclusions first, then what is missing, then the reasons."""

import pytest

from linkage_rules.decisions.text import WIDTH
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.wrapping import display_width

from .cases import CASES, LINKAGE, Case
from .judging import judge


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_decision_fits_a_terminal(case: Case, language: Language) -> None:
    lines = judge(case.policy, case.data, case.as_of).to_text(language).splitlines()
    assert max(map(display_width, lines)) <= WIDTH


def test_a_reader_meets_conclusions_before_missing_fields_before_norms_before_reasons() -> None:
    text = judge(LINKAGE, {"id": "P-1", "operating": True}).to_text()
    headings = [
        "审核基准日：2023年5月1日",
        "\n结论\n",
        "\n须补报的信息\n",
        "\n规定\n",
        "\n理由\n",
    ]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_a_missing_field_is_named_with_its_path_and_what_it_concerns() -> None:
    data = {"id": "P-1", "operating": True, "implemented": False, "funds": [{"type": "bridging"}]}
    row = "已建立机制（mechanism_established）——涉及：纳入项目库、应建立机制、无机制不得入库"
    assert f"\n  {row}\n" in judge(LINKAGE, data).to_text()


def test_where_nothing_is_missing_the_text_says_so() -> None:
    settled = judge("policy p\nrecord Project\n  a: yes/no\nbearer b\n", {})
    assert "无，各项均已确定。" in settled.to_text("zh")
    assert "Nothing: every answer is settled." in settled.to_text("en")


def test_where_nothing_helps_the_text_says_so() -> None:
    policy = (
        "policy p\nrecord Project\n  a: yes/no\nbearer b\nparameter lost: whole number\n"
        "  = 1 from 2001-01-01 to 2001-12-31\naction act of Project\n"
        "norm duty for Project\n  when lost > 0\n  b must act\n"
    )
    decision = judge(policy, {})
    assert "补充记录字段也不能使其确定" in decision.to_text("zh")
    assert "No field of the record can settle it." in decision.explain("act", "en")
    assert "parameter lost has no value on 2023-05-01" in decision.explain("act", "en")


def test_unregulated_actions_and_norms_that_do_not_apply_are_only_listed() -> None:
    text = judge(
        LINKAGE, {"id": "P-1", "operating": False, "implemented": False, "funds": []}
    ).to_text()
    conclusions, reasons = text.split("\n理由\n")
    assert "无规定的行为：建立联农带农机制、整改、报送备案" in conclusions
    assert "不适用的规定：" in conclusions
    assert reasons.strip().splitlines()[0] == "未发现不得纳入项目库的情形"
    assert "规定“应建立机制”" not in reasons


def test_a_fact_is_unfolded_once_in_the_whole_text() -> None:
    data = {
        **{"id": "P-1", "operating": True, "funds": [{"type": "bridging", "amount": 1}]},
        "mechanism_established": False,
    }
    text = judge(LINKAGE, data).to_text()
    assert text.count("- 使用帮扶资金：是\n") == 1
    assert text.count("- 使用帮扶资金：是（理由见前）\n") >= 1


def test_nothing_in_a_record_or_policy_can_control_the_terminal() -> None:
    policy = (
        'policy p "标\x1b[2J题"\nrecord Project\n  id: text required\n  note "注\u202e记": text\n'
        'bearer b "主\u200f体"\naction act "行\x1b[31m为" of Project\n'
        'norm duty "规\u202e范" for Project\n  cites 一 "引\x07文"\n'
        '  when note = "x"\n  b must act\n'
    )
    decision = judge(policy, {"id": "a\x1b[2Jb\u202ec", "note": "x\x00"})
    for language in LANGUAGES:
        for line in decision.to_text(language).splitlines():
            assert line.isprintable()
        assert all(line.isprintable() for line in decision.explain("duty", language).splitlines())
