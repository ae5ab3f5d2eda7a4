"""Who bears a norm, to whom it is owed and who that is in a record: docs/language-parties.md."""

from datetime import date
from textwrap import dedent

import pytest

from linkage_rules.analysis import analyse
from linkage_rules.analysis.difference import Relation, difference
from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.fixes import edited
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Bearing, NamedBy, Norm
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.policy.loading import loads
from linkage_rules.presenting.plain_words import in_plain_words
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.parties import conduct
from tests.policies import package_of, read

VOCABULARY = """
policy p "P"
record Project "项目"
  operator_name "经营主体名称": text
  built "已建": yes/no
bearer operator "经营主体" is operator_name of Project
bearer owner "资产所有者"
bearer county "县级主管部门"
bearer household "农户"
action build "建设" of Project
  done when built
"""


def text_of(*duties: str) -> str:
    norms = (f"norm n{i} for Project\n  {duty}\n" for i, duty in enumerate(duties))
    return "".join((VOCABULARY, *norms))


def norm_of(duty: str) -> Norm:
    return package_of(text_of(duty)).norms["n0"]


SAID = [
    (
        "operator or owner must build to household",
        "经营主体 或 资产所有者 应当 向 农户 建设",
        "operator or owner must build to household",
        "经营主体或者资产所有者应当向农户建设",
    ),
    (
        "operator and county must build",
        "经营主体 与 县级主管部门 应当 建设",
        "operator and county must jointly build",
        "经营主体和县级主管部门应当共同建设",
    ),
    (
        "operator, owner and county must in principle build to household",
        "经营主体、资产所有者 和 县级主管部门 原则上应当 对 农户 建设",
        "operator, owner and county must in principle jointly build to household",
        "经营主体、资产所有者和县级主管部门原则上应当共同向农户建设",
    ),
    (
        "operator and owner must not build",
        "经营主体 和 资产所有者 不得 建设",
        "operator and owner must not build",
        "经营主体和资产所有者均不得建设",
    ),
    (
        "operator and owner must in principle not build to household",
        "经营主体 和 资产所有者 原则上不得 向 农户 建设",
        "operator and owner must in principle not build to household",
        "经营主体和资产所有者均原则上不得向农户建设",
    ),
    (
        "operator or owner encouraged to build",
        "经营主体 或者 资产所有者 受鼓励 建设",
        "operator or owner is encouraged to build",
        "鼓励经营主体或者资产所有者建设",
    ),
    (
        "operator and owner may build",
        "经营主体 和 资产所有者 可以 建设",
        "operator and owner may jointly build",
        "经营主体和资产所有者可以共同建设",
    ),
]


@pytest.mark.parametrize(("english", "chinese", "en", "zh"), SAID)
def test_a_line_of_duty_says_the_same_in_both_languages(english, chinese, en, zh):
    of_english, of_chinese = norm_of(english), norm_of(chinese)
    assert of_english == of_chinese
    said = conduct(of_english, package_of(text_of(english)))
    assert (said.en, said.zh) == (en, zh)


@pytest.mark.parametrize("english", [english for english, *_ in SAID])
def test_a_line_of_duty_is_printed_in_both_languages_as_it_is_read(english):
    file = SourceFile("a.pol", text_of(english))
    names = check([(file, parse(file)[0])]).references
    chinese = format_text(file, "zh", names)
    package = package_of(chinese)
    assert package.norms["n0"] == norm_of(english)
    assert package.bearers == package_of(text_of(english)).bearers
    again = SourceFile("a.pol", chinese)
    back = format_text(again, "en", check([(again, parse(again)[0])]).references)
    assert f"  {english}\n" in back


def test_bearers_may_be_joined_one_by_one():
    assert norm_of("operator or owner or county must build") == norm_of(
        "operator, owner or county must build"
    )
    assert norm_of("operator must build") == norm_of("经营主体 应当 建设")
    assert norm_of("operator must build").bearing is Bearing.ONE


def test_the_model_holds_all_parties_and_the_cache_keeps_them():
    package = package_of(text_of("operator or owner must build to household"))
    norm = package.norms["n0"]
    assert norm.bearer == "operator"
    assert norm.bearers == ("operator", "owner")
    assert (norm.bearing, norm.counterparty) == (Bearing.ANY, "household")
    assert package.bearers["operator"].named_by == (NamedBy("Project", "operator_name"),)
    assert from_rows(to_rows(package, ["a.pol"]), ["a.pol"]) == package


def test_words_that_join_parties_are_names_everywhere_else():
    text = dedent("""\
    policy p
    record Project
      与: yes/no
      对: yes/no
      即为: text
      is: text
    bearer 和 is 即为 of Project
    bearer 向 即为 is of Project
    action 建 of Project
    norm a for Project
      when 与 and 对
      「和」 和 「向」 must 建
    norm 对_ for Project
      「和」 must 建 to 「向」
    """)
    package = package_of(text)
    assert package.norms["a"].bearers == ("和", "向")
    assert package.norms["对_"].counterparty == "向"
    for language in LANGUAGES:
        assert package_of(format_text(SourceFile("a.pol", text), language)) == package


def only_problem(text: str) -> Diagnostic:
    (found,) = read(text).diagnostics
    return found


@pytest.mark.parametrize(
    "line",
    [
        "operator or owner must not build",
        "经营主体、资产所有者 或者 县级主管部门 原则上不得 建设",
        "operator or owner or county must not build to household",
    ],
)
def test_a_ban_on_one_or_another_is_mended_to_a_ban_on_each(line):
    text = text_of(line)
    problem = only_problem(text)
    assert problem.code == "POL-375"
    mended = package_of(edited(text, problem.edits))
    assert mended.norms["n0"].bearing is Bearing.ALL


def test_a_bearer_may_be_tied_to_a_field_of_each_record_type():
    text = dedent("""\
    policy p
    record A
      x: text
    record B
      y: text
    bearer b is x of A, y of B
    """)
    bearer = package_of(text).bearers["b"]
    assert [bearer.field_naming_it(name) for name in "ABC"] == ["x", "y", None]


def test_a_norm_with_an_unknown_bearer_is_told_of_once_for_each():
    assert read(text_of("operater or ownr must build to houshold")).codes == ["POL-202"] * 3


# What a record says of them


@pytest.fixture(scope="module")
def policy():
    return loads(
        {
            "a.pol": text_of(
                "operator or owner must build to household", "operator and county must not build"
            )
        }
    )


@pytest.mark.parametrize(
    ("name", "called"),
    [("示例合作社", "经营主体（示例合作社）"), ("  ", "经营主体"), (None, "经营主体")],
)
def test_a_decision_names_the_unit_itself(policy, name, called):
    decision = policy.evaluate({"operator_name": name, "built": False}, as_of=date(2023, 5, 1))
    assert f"{called}或者资产所有者应当向农户建设" in decision.explain("n0")
    norms = decision.to_dict()["norms"]
    who = name.strip() or None if name else None
    assert norms["n0"]["bearers"] == [
        {"name": "operator", "label": "经营主体", "who": who},
        {"name": "owner", "label": "资产所有者", "who": None},
    ]
    assert norms["n0"]["bearer"] == {"name": "operator", "label": "经营主体"}
    assert norms["n0"]["bearing"] == "any"
    assert norms["n0"]["counterparty"] == {"name": "household", "label": "农户", "who": None}
    assert (norms["n1"]["bearing"], norms["n1"]["counterparty"]) == ("all", None)
    assert "operator_name" not in decision.missing


def test_every_bearer_of_a_norm_has_it_among_what_it_owes(policy):
    decision = policy.evaluate({"built": False}, as_of=date(2023, 5, 1))
    duties = decision.summary()["duties"]
    assert {name: owed["violated"] for name, owed in duties.items()} == {
        "operator": ["n0"],
        "owner": ["n0"],
    }
    assert duties["owner"]["shared"] == {"n0": "any"}


def test_a_result_names_the_unit_that_owes_it():
    fact = "fact share of Project: money\n  result for operator to household\n  means 100元\n"
    policy = loads({"a.pol": VOCABULARY + fact})
    decision = policy.evaluate({"operator_name": "示例合作社"}, as_of=date(2023, 5, 1))
    assert "经营主体（示例合作社）" in decision.to_text()
    (result,) = decision.to_dict()["results"].values()
    assert result["bearer"] == {"name": "operator", "label": "经营主体", "who": "示例合作社"}


@pytest.mark.parametrize(
    ("duty", "zh", "en"),
    [
        (
            "operator or owner must build to household",
            "任何项目，经营主体或者资产所有者应当向农户建设。",
            "For every project, the operator or the owner must build to the household.",
        ),
        (
            "operator and owner must not build",
            "任何项目，经营主体和资产所有者均不得建设。",
            "For every project, the operator and the owner must not build.",
        ),
        (
            "operator and owner must build",
            "任何项目，经营主体和资产所有者应当共同建设。",
            "For every project, the operator and the owner must jointly build.",
        ),
    ],
)
def test_plain_words_name_all_parties(duty, zh, en):
    package = package_of(text_of(duty))
    norm = package.norms["n0"]
    assert in_plain_words(norm, package, "zh") == zh
    assert in_plain_words(norm, package, "en") == en


# What analysis makes of them

SAME, STRICTER, LOOSER, BOTH = Relation.SAME, Relation.STRICTER, Relation.LOOSER, Relation.BOTH


@pytest.mark.parametrize(
    ("before", "after", "relation"),
    [
        ("operator must build", "operator or owner must build", BOTH),
        ("operator must build", "operator and owner must build", STRICTER),
        ("operator or owner must build", "operator and owner must build", STRICTER),
        ("operator and owner must build", "owner and operator must build", SAME),
        ("operator or owner must build", "owner must build", BOTH),
        ("operator must not build", "operator and owner must not build", STRICTER),
        ("operator may build", "operator or owner may build", LOOSER),
        ("operator or owner may build", "operator and owner may build", STRICTER),
        ("operator or owner must build", "operator must in principle build", LOOSER),
        ("operator must build", "operator must build to household", BOTH),
        ("operator must build to owner", "operator must build to household", BOTH),
    ],
)
def test_a_difference_is_told_for_each_bearer(before, after, relation):
    found = difference(package_of(text_of(before)), package_of(text_of(after)))
    assert {compared.relation for compared in found.norms} == {relation}


@pytest.mark.parametrize(
    ("first", "second", "implied"),
    [
        ("operator must build", "operator or owner must build", []),
        ("operator or owner must build", "owner or operator must build", ["n1"]),
        ("operator and owner must not build", "owner must not build", ["n1"]),
        ("owner must not build", "operator and owner must not build", ["n0"]),
        ("operator or owner may build", "owner may build", ["n1"]),
        ("operator and owner may build", "owner may build", []),
        ("operator must build to household", "operator must build to owner", []),
    ],
)
def test_a_norm_is_implied_by_one_that_says_as_much_of_as_many(first, second, implied):
    found = analyse(loads({"a.pol": text_of(first, second)}))
    names = [f.names[0] for f in found.findings if f.kind is FindingKind.IMPLIED_NORM]
    assert names == implied
