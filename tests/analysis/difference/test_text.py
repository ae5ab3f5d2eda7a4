"""A comparison as analysts and programs read it."""

import json
from datetime import date

import pytest
from attrs import evolve
from rich.cells import cell_len

from linkage_rules.analysis.difference import difference
from linkage_rules.model.norms import Interval
from tests.analysis.difference.conftest import VOCABULARY, PairOf
from tests.golden import Golden
from tests.policies import package_of

OLD = """
norm no_entry "无机制不得入库" for Project
  when operating and poor
  county must not enter

norm build_it "应当建设" for Project
  when some f in funds has f.amount >= 100元
  county must build

norm small "小额可以入库" for Project
  when people < 3
  county may enter
"""
NEW = """
norm no_entry_without "无机制不得入库" for Project
  when operating
  county must not enter

norm build_it "应当建设" for Project
  when some f in funds has f.amount > 100元
  county must in principle build

norm idle "鼓励建设" for Project
  when operating and not operating
  county encouraged to build
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_differences_are_told_with_the_records_that_show_them(
    pair_of: PairOf, golden: Golden, language
):
    found = difference(*pair_of(OLD, NEW)).to_text(language)
    golden(f"difference.{language}.txt", found + "\n")


def test_no_difference_is_told_in_two_lines(pair_of: PairOf):
    told = difference(*pair_of(OLD, OLD)).to_text("zh").split("\n")
    assert told[-2:] == [
        "没有差异：对任何记录，两者的说法相同。",
        "相同：结论2项，规范3条；已对所有记录证明。",
    ]


def test_days_outside_a_period_are_pointed_out(pair_of: PairOf):
    old, new = pair_of(OLD, NEW)
    limited = evolve(new, in_force=Interval(date(2023, 1, 1), date(2023, 12, 31)))
    day = Interval(date(2024, 1, 1), date(2024, 1, 1))
    told = difference(old, limited, days=day).to_text("zh")
    assert told.count("均不在施行期内") == 1
    assert "  新：注意，这些日子均不在施行期内（2023年1月1日至2023年12月31日），" in told


def test_a_narrow_terminal_gets_narrow_lines(pair_of: PairOf):
    told = difference(*pair_of(OLD, NEW)).to_text("zh", width=60).split("\n")
    assert max(map(cell_len, told)) <= 60


def test_what_is_shown_can_be_pasted_into_an_example(pair_of: PairOf):
    found = difference(*pair_of(OLD, NEW)).to_dict()
    shown = [
        answer
        for one in (*found["actions"], *found["norms"])
        for answer in (one["stricter"], one["looser"])
        if answer["answer"] == "shown"
    ]
    assert len(shown) >= 5
    for answer in shown:
        for language, about in (("en", "of Project"), ("zh", "关于 项目")):
            word = {"en": "example", "zh": "示例"}[language]
            day = {"en": f"as of {answer['as_of']}", "zh": f"截至 {answer['as_of']}"}[language]
            text = f'{word} "e" {about}\n{answer["given"][language]}\n  {day}\n'
            example = package_of(f"policy p\n{VOCABULARY}\n{text}  expect yes\n").examples[0]
            values = answer["record"]["value"]
            known = {name for name, value in values.items() if value["value"] is not None}
            assert {name for name, value in example.given.items() if value is not None} == known


def test_plain_data_is_the_same_each_time(pair_of: PairOf):
    texts = [difference(*pair_of(OLD, NEW)).to_json() for _ in range(2)]
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["format"] == "linkage-rules/difference"


CHOSEN = """
reading included "含本数": yes/no
  = yes because "民法典"
  or no because "从严"

reading gone "旧读法"
  = "甲" because "乙"
  throughout

norm no_entry "不得入库" for Project
  when people > 3 or included and people = 3
  county must not enter
"""


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            {'= yes because "民法典"': '= no because "从严"', "or no": "or yes"},
            ["含本数：读法有变"],
        ),
        ({'because "民法典"': 'because "新解释"'}, ["含本数：读法有变"]),
        ({'reading included "含本数"': 'reading included "含本数"'}, []),
        ({'or no because "从严"': 'or no because "另有理由"'}, ["含本数：读法有变"]),
        (
            {'reading gone "旧读法"': 'reading fresh "新读法"'},
            ["新读法（新的读法）", "旧读法（读法已删去）"],
        ),
    ],
)
def test_a_reading_chosen_or_reasoned_otherwise_is_a_difference(pair_of: PairOf, change, lines):
    new = CHOSEN
    for before, after in change.items():
        new = new.replace(before, after)
    found = difference(*pair_of(CHOSEN, new))
    assert bool(found) is bool(lines)
    told = [line.strip() for line in found.to_text("zh").split("\n")]
    assert [line for line in lines if line in told] == lines
    assert len(found.to_dict()["readings"]) == len(lines)


def test_both_choices_are_told_with_their_reasons(pair_of: PairOf):
    new = CHOSEN.replace('= yes because "民法典"', '= no because "从严"').replace("or no", "or yes")
    told = difference(*pair_of(CHOSEN, new)).to_text("zh")
    assert "原（任何一天）：是，因为民法典" in told
    assert "新（任何一天）：否，因为从严" in told
