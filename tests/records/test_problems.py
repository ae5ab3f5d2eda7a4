"""Claims about the words of problems, held against files that a person can read."""

import copy
import pickle
from pathlib import Path

import pytest

from linkage_rules.records import InputError, Problem, RecordError, validate
from linkage_rules.records.limits import MAX_LISTED
from linkage_rules.records.problems import ProblemList
from linkage_rules.words.messages import Phrase

GOLDEN = Path(__file__).parent / "golden"


def nested(levels):
    data = {}
    for _ in range(levels - 1):
        data = {"funds": data}
    return data


BAD_RECORD = {
    "investmnt": "200万元",
    "受益农户数": 12,
    7: "seven",
    "项目名称": "油茶" * 5_000_000,
    "operating": 1,
    "households": "12",
    "dividend_share": 0.1,
    "investment": "-5万元",
    "总投资": "5万元",
    "approved_on": "2023-02-30",
    "term": float("inf"),
    "main_fund": {"amount": 12.5, "level": "central"},
    "funds": [
        {"type": "bridging", "amount": "12.345元"},
        {"type": "自筹资今", "amount": "120"},
        nested(50),
    ],
    "fund_types": "other",
    "yearly_income": [10**19, "1,200万元", True],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_problem_of_a_bad_record_reads_as_filed(language, project):
    with pytest.raises(RecordError) as caught:
        validate(BAD_RECORD, project)
    expected = (GOLDEN / f"bad_record.{language}.txt").read_text("utf-8")
    assert caught.value.render(language) + "\n" == expected


PROBLEM = Problem("funds[0]", "3", Phrase("no list", "不是列表"), Phrase("a list", "列表"))


def test_a_problem_alone_is_counted_as_one():
    assert str(RecordError((PROBLEM,))).splitlines()[0] == "The record has 1 problem:"


def test_a_problem_of_the_whole_record_says_so():
    whole = Problem("", "3", PROBLEM.why, PROBLEM.expected)
    assert str(whole).startswith("the record: no list\n")
    assert whole.render("zh").startswith("整条记录：不是列表\n")


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])
def test_an_error_can_be_handed_to_another_process(copied):
    error = copied(RecordError((PROBLEM,), 5))
    assert (error.problems, error.omitted) == ((PROBLEM,), 5)
    assert copied(InputError(PROBLEM)).problem == PROBLEM


def test_the_message_of_a_problem_beyond_the_bound_is_never_built():
    built = []

    def build(number):
        built.append(number)
        return PROBLEM

    found = ProblemList()
    for number in range(MAX_LISTED + 3):
        found.report(build, number)
    assert (len(built), len(found.problems), found.omitted) == (MAX_LISTED, MAX_LISTED, 3)
