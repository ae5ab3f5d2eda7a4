"""What users say was renamed is the same thing; what cannot be so is told, with what to write."""

import re

import pytest

from linkage_rules import difference, loads
from linkage_rules.analysis.difference import IncompatibleError, RenameError
from tests.golden import Golden

OLD = """policy grants "补助办法"
  in force 2023-01-01 to 2025-12-31

enum kind "种类"
  public "公有"
  private "私有"

record Part "部分"
  size "规模": whole number
  worth "价值": money

record Case "事项"
  amount "金额": money at least 0元
  sort "类别": kind
  parts "各部分": list of Part

bearer office "县局"
bearer person "个人"

parameter limit "限额": money
  = 100万元

reading wide "从宽": yes/no
  asks "含不含界限"
  = yes because "从宽"
  or no because "从严"

fact large "大额" of Case
  means (amount > limit or wide and amount = limit) and sort = public

fact paid "补助额" of Case: money
  means sum(p.worth over p in parts)
  result for office to person

action report "报告" of Case

norm must_report "应当报告" for Case
  when large and some p in parts has p.size > 3
  office must report
"""

RENAMED = {
    "Part": "Piece",
    "kind": "type_of",
    "kind.public": "type_of.state",
    "Part.size": "Piece.extent",
    "amount": "total",
    "office": "bureau",
    "limit": "ceiling",
    "wide": "generous",
    "large": "great",
    "paid": "granted",
    "report": "announce",
    "must_report": "duty_to_announce",
}


def renamed(text: str) -> str:
    """The same policy with other names, and without the labels by which they might be found."""
    for old, new in RENAMED.items():
        old, new = (one.rpartition(".")[2] for one in (old, new))
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def without_labels(text: str) -> str:
    return re.sub(r'(?m)^(\w+ \w+|  (?!asks)\w+) "[^"]*"', r"\1", text)


def policy(text: str):
    return loads({"grants.pol": text})


@pytest.fixture(scope="module")
def sides():
    return policy(without_labels(OLD)), policy(renamed(without_labels(OLD)))


def test_what_is_renamed_throughout_is_no_difference(sides):
    old, new = sides
    with pytest.raises(IncompatibleError):
        difference(old, new)
    found = difference(old, new, rename=RENAMED)
    assert not found, found.to_text("en")
    assert {(one.kind.value, *one.names) for one in found.renamed} >= {
        ("field", "amount", "total"),
        ("value", "public", "state"),
        ("norm", "must_report", "duty_to_announce"),
        ("action", "report", "announce"),
        ("bearer", "office", "bureau"),
        ("fact", "paid", "granted"),
        ("parameter", "limit", "ceiling"),
        ("record", "Part", "Piece"),
    }


def test_a_difference_beside_a_new_name_is_found_and_shown_in_new_names(sides, golden: Golden):
    old, _ = sides
    new = policy(renamed(without_labels(OLD)).replace("100万元", "120万元"))
    found = difference(old, new, rename=list(RENAMED.items()))
    assert [c.relation.value for c in found.norms] == ["looser"]
    (norm,) = found.norms
    assert (norm.old.name, norm.new.name) == ("must_report", "duty_to_announce")
    record = next(d.shown for d in norm.ways.values() if d.shown).witness.record
    assert "total" in record
    assert "amount" not in record
    for language in ("zh", "en"):
        golden(f"renamed.{language}.txt", found.to_text(language) + "\n")
    data = found.to_dict()["renamed"]
    assert {"kind": "field", "of": "Case"}.items() <= data[4].items()
    assert data[4]["old"]["name"] == "amount"


def test_a_record_type_that_is_renamed_is_compared_under_either_name(sides):
    rename = {"Case": "Matter"}
    old = policy(OLD)
    new = policy(OLD.replace("Case", "Matter").replace("100万元", "120万元"))
    for name in ("Case", "Matter"):
        assert difference(old, new, rename=rename, record_type=name).norms


def test_a_date_that_governs_a_norm_and_a_field_of_a_bearer_are_renamed_too():
    text = (
        OLD.replace("  sort", '  day "日期": date\n  unit "单位": text\n  sort')
        .replace('bearer office "县局"', 'bearer office "县局" is unit of Case')
        .replace("  office must report", "  governed by day\n  office must report")
    )
    new = text.replace('day "日期"', 'when_ "时间"').replace("by day", "by when_")
    new = new.replace('unit "单位"', 'body "机构"').replace("is unit of", "is body of")
    assert difference(policy(text), policy(new))
    assert not difference(policy(text), policy(new), rename={"day": "when_", "unit": "body"})


def test_labels_say_it_too_and_a_field_may_be_named_alone(sides):
    old = policy(OLD)
    text = OLD.replace('amount "金额"', 'total "总额"').replace("amount ", "total ")
    for given in ({"金额": "总额"}, {"amount": "total"}, {"事项.金额": "事项.总额"}):
        assert not difference(old, policy(text), rename=given)
    assert difference(old, policy(text))


def test_two_things_may_exchange_their_names(sides):
    text = re.sub(r"\b(public|private)\b", lambda m: {"public": "private"}.get(m[0], "public"), OLD)
    old, new = policy(OLD), policy(text)
    assert difference(old, new)
    assert not difference(old, new, rename={"public": "private", "private": "public"})


@pytest.mark.parametrize(
    ("rename", "code", "en"),
    [
        ({"amout": "total"}, "ASK-303", "nothing in the old policy is called amout; did you mean"),
        ({"amount": "totl"}, "ASK-303", "nothing in the new policy is called totl; did you mean"),
        (
            {"amount": "announce"},
            "ASK-304",
            "amount names one thing (field), announce another",
        ),
        ({"sort": "sort"}, "ASK-306", "the name is the same in both policies; leave it out"),
        (
            [("large", "great"), ("large", "granted")],
            "ASK-307",
            "large of the old policy is renam",
        ),
        (
            {"large": "great", "paid": "great"},
            "ASK-308",
            "two things of the old policy would beco",
        ),
        ({"kind.public": "type_of.private"}, "ASK-310", "write also kind=type_of"),
        ({"Part.size": "worth"}, "ASK-310", "write also Part=Piece"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_write(sides, rename, code, en):
    with pytest.raises(RenameError) as raised:
        difference(*sides, rename=rename)
    (first, *_) = raised.value.problems
    assert first.code == code
    assert en in raised.value.render("en")
    assert "改名" in raised.value.render("zh")


def test_a_name_that_the_old_policy_has_besides_is_a_clash(sides):
    old = policy(without_labels(OLD))
    with pytest.raises(RenameError, match=r"has another enum value kind\.private"):
        difference(old, old, rename={"public": "private"})


def test_one_name_for_several_asks_which_is_meant():
    text = OLD.replace(
        '  size "规模": whole number', '  size "规模": whole number\n  amount "金额": money'
    )
    new = text.replace('amount "金额"', 'total "总额"').replace("amount ", "total ")
    with pytest.raises(RenameError, match=r"write one of: Part.amount=Part.total, Case.amount"):
        difference(policy(text), policy(new), rename={"amount": "total"})
    both = {"Part.amount": "Part.total", "Case.amount": "Case.total"}
    assert not difference(policy(text), policy(new), rename=both)
