"""What holds of an operation that was entered in the table: `modulo`. See test_a_new_operation."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import linkage_rules as lr
from linkage_rules.engines.operations import LackingError
from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import dominant_language, format_text
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.operations import OPERATIONS
from linkage_rules.model.package import Package
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Record
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.testing.engines import (
    REFERENCE,
    PolicyRefusedError,
    differences,
    engines,
)
from linkage_rules.testing.generation import (
    aimed_records,
    checked,
    policy_texts,
    records,
)
from linkage_rules.testing.generation.expressions import ExpressionWriter, Scope
from linkage_rules.testing.mutation.mutants import mutants
from linkage_rules.testing.mutation.touched import pairs
from linkage_rules.testing.mutation.variants import variants
from linkage_rules.words.keywords import Language

DAY = date(2023, 5, 1)
HEAD = """\
policy p "P"
bearer county "县"
record Case "事项"
  id: text required
  number "数目": whole number
  group "除数": whole number
  amount "金额数": money
  share "份额": money
  started "开工日": date
action act "办理" of Case
"""
NORM = "norm duty for Case\n  when {condition}\n  county must act\n"


def package_of(condition: str) -> Package:
    return checked(HEAD + NORM.format(condition=condition))


def condition_of(condition: str) -> model.Expression:
    found = package_of(condition).norms["duty"].when
    assert found is not None
    return found


def problems(condition: str) -> list[Diagnostic]:
    source = SourceFile("a.pol", HEAD + NORM.format(condition=condition))
    tree, found = parse(source)
    return [*found, *check([(source, tree)]).diagnostics]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("number 除以 3 的余数 = 1", "number modulo 3 = 1"),
        ("「数目」 除以 「除数」 的余数 = 1", "number modulo group = 1"),
        ("number modulo 3 + 1 = 2", "(number modulo 3) + 1 = 2"),
        ("number * 2 modulo 3 = 2", "(number * 2) modulo 3 = 2"),
        ("number modulo 3 modulo 2 = 1", "(number modulo 3) modulo 2 = 1"),
        ("number modulo -group = -1", "number modulo (-group) = -1"),
    ],
)
def test_it_is_read_in_both_languages_and_binds_as_a_product_does(written: str, same: str) -> None:
    assert condition_of(written) == condition_of(same)


@pytest.mark.parametrize(
    ("language", "condition"),
    [
        ("en", "number modulo (group + 1) = 2"),
        ("zh", "数目 除以（除数 + 1）的余数 = 2"),
    ],
)
def test_it_is_printed_in_both_languages(language: Language, condition: str) -> None:
    package = package_of("number modulo (group + 1) = 2")
    found = package.norms["duty"].when
    assert found is not None
    assert describe(found, package, language) == condition
    text = format_text(SourceFile("a.pol", HEAD + NORM.format(condition=condition)), language)
    assert f"  {condition}\n" in text.replace("when ", " ").replace("当 ", " ")
    assert format_text(SourceFile("a.pol", text), language) == text


def test_its_keywords_are_words_of_the_language() -> None:
    assert dominant_language(SourceFile("a.pol", "x modulo y modulo z 除以")) == "en"
    assert problems("modulo = 1")[0].code == "POL-104"


@pytest.mark.parametrize(
    ("condition", "language", "message"),
    [
        ("amount modulo 3 = 1", "en", "“an amount of money modulo a whole number” cannot be"),
        ("amount modulo 3 = 1", "zh", "不能计算“金额 除以 整数 的余数”"),
        ("started modulo 3 = 1", "en", "expected: whole numbers, or two amounts of money"),
        ("amount modulo share = 3", "en", "cannot be compared"),
    ],
)
def test_units_that_do_not_go_together_are_told(
    condition: str, language: Language, message: str
) -> None:
    (problem,) = problems(condition)
    assert message in problem.render(language)


def test_an_operand_that_lacks_is_told() -> None:
    (problem,) = problems("number modulo = 1")
    assert problem.code == "POL-101"
    assert "expected: a value" in problem.render("en")


EMPTY: Record = dict.fromkeys(("id", "number", "group", "amount", "share", "started"))


@pytest.mark.parametrize(
    "condition",
    [
        "number 除于 3 的余数 = 1",
        "number 除以 3 = 1",
        "数目除以 3 的余数 = 1",
        "number modulo 3 的 = 1",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_misspelt_of_it_is_told(condition: str, language: Language) -> None:
    assert all(problem.render(language) for problem in problems(condition))
    assert problems(condition)


NUMBERS = (None, -7, -3, 0, 1, 5, 7, 10**6)


@pytest.mark.parametrize("name", engines())
def test_every_engine_says_what_its_meaning_is(name: str) -> None:
    answers = [*range(-3, 4), 7]
    some: list[Record] = [
        {"id": "1", "number": a, "group": b, "amount": a, "share": b, "started": None}
        for a in NUMBERS
        for b in (None, -3, 0, 2, 4)
    ]
    text = HEAD
    for place, wanted in enumerate(answers):
        text += f"action act_{place} of Case\nnorm whole_{place} for Case\n"
        text += f"  when number modulo group = {wanted}\n  county must act_{place}\n"
        text += f"norm money_{place} for Case\n  when amount modulo share = {wanted} * 0.01元\n"
        text += f"  county must act_{place}\n"
    package = checked(text)
    said = engines()[name](package, package.record_types["Case"], some, DAY)
    for answer, record in zip(said, some, strict=True):
        number, by = record["number"], record["group"]
        for place, wanted in enumerate(answers):
            expected = "undetermined"
            if isinstance(number, int) and isinstance(by, int) and by:
                expected = "due" if number % by == wanted else "not_applicable"
            for kind in ("whole", "money"):
                assert answer.statuses[f"{kind}_{place}"].replace(" ", "_") == expected, record


def decided(record: dict[str, object]) -> lr.Decision:
    policy = lr.Policy(package_of("number modulo group = 1"), "", None)
    return policy.evaluate({"id": "1", **record}, as_of=DAY, record_type="Case")


def test_nothing_is_missing_where_the_divisor_is_zero() -> None:
    assert decided({"group": 0}).missing == ()
    assert decided({"group": 2}).missing == ("number",)
    assert decided({"number": 7}).missing == ("group",)


def test_an_explanation_tells_it_in_words() -> None:
    told = decided({"number": 7, "group": 3}).explain("act", language="zh")
    assert "数目 除以 除数 的余数" in told
    assert "数目 除以 除数 的余数" in decided({"number": 7, "group": 0}).explain(
        "act", language="zh"
    )


def test_it_is_kept_in_the_cache() -> None:
    package = package_of("number 除以 3 的余数 = 1")
    assert from_rows(to_rows(package, ["generated.pol"]), ["generated.pol"]) == package


def test_a_policy_with_it_is_loaded_from_the_cache(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    text = HEAD + NORM.format(condition="number modulo 3 = 1")
    (tmp_path / "p" / "p.pol").write_text(text, "utf-8")
    assert lr.load(tmp_path / "p").package == lr.load(tmp_path / "p").package


FOUND = settings(
    max_examples=400, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)
)
"""The first that is drawn does: nothing is made smaller."""


def test_it_is_generated_in_policies() -> None:
    def has_it(text: str) -> bool:
        # Where it stands on values that have none, the policy is discarded.
        return " modulo " in text and bool(checked(text).record_types)

    text = find(policy_texts(), has_it, settings=FOUND)
    assert " modulo " in format_text(SourceFile("a.pol", text), "en")


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """Conditions about the numbers and amounts of one record: what is solved of them is solved soon
    in every engine, which of a policy with lists and periods in it is not so."""
    fields = (("number", "group", Scalar.WHOLE), ("amount", "share", Scalar.MONEY))
    values = [(name, type_) for *names, type_ in fields for name in names]
    return ExpressionWriter(draw, (), False).condition(Scope(tuple(values)), 2)


@settings(
    max_examples=8, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(data=st.data())
def test_all_engines_agree_on_what_is_generated(data: st.DataObject) -> None:
    package = package_of(data.draw(conditions().filter(lambda text: " modulo " in text)))
    shape = package.record_types["Case"]
    some = data.draw(st.lists(records(package, shape), min_size=4, max_size=4))
    expected = engines()[REFERENCE](package, shape, some, DAY)
    for engine in engines().values():
        try:
            found = engine(package, shape, some, DAY)
        except PolicyRefusedError:
            continue
        for wanted, got in zip(expected, found, strict=True):
            assert not [*differences(wanted, got)]


@pytest.mark.parametrize("applies", [True, False, None])
def test_records_are_brought_to_where_it_has_a_wanted_value(applies: bool | None) -> None:
    package = package_of("number modulo 977 = 512")
    shape, norm = package.record_types["Case"], package.norms["duty"]
    found = find(aimed_records(package, shape, norm, applies, DAY), lambda _: True, settings=FOUND)
    number = found["number"]
    assert applies is (None if number is None else int(str(number)) % 977 == 512)


def test_it_is_mutated() -> None:
    changed = [v.whole for v in variants(condition_of("number modulo 3 = 1"))]
    assert condition_of("number modulo 4 = 1") in changed
    assert condition_of("number modulo 3 = 2") in changed
    # A quotient is a number and no whole number, so nobody takes it for a remainder.
    assert condition_of("number * 3 = 1") in changed
    assert {variant.kind for variant in variants(condition_of("number modulo 3 = 1"))} == {
        *("comparison", "operator", "threshold"),
    }


@pytest.mark.parametrize("name", ["symbolic", "tabular"])
def test_an_engine_without_it_refuses_and_says_why(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name not in engines():
        pytest.skip("its libraries are not installed")
    package = package_of("number modulo group = 1")
    shape = package.record_types["Case"]
    column = import_module(f"linkage_rules.engines.{name}.operations").COLUMN
    monkeypatch.delitem(column.meanings, "modulo")
    with pytest.raises(PolicyRefusedError) as refused:
        engines()[name](package, shape, [EMPTY], DAY)
    assert "“… modulo …”" in refused.value.why.en
    assert "“… 除以 … 的余数”" in refused.value.why.zh


@pytest.mark.skipif("symbolic" not in engines(), reason="its libraries are not installed")
def test_what_nothing_can_be_proved_of_is_told_or_left_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from linkage_rules.engines.symbolic import Undecided
    from linkage_rules.engines.symbolic.operations import COLUMN
    from linkage_rules.testing.mutation.proving import distinguished

    package = package_of("number modulo group = 1")
    policy = lr.Policy(package, "", None)
    monkeypatch.delitem(COLUMN.meanings, "modulo")
    with pytest.raises(LackingError, match="records one by one"):
        lr.difference(policy, lr.Policy(package_of("number = 1"), "", None))
    because = "nothing can be proved of “… modulo …” yet; judge the records one by one"
    undecided = policy.analyse().undecided
    assert {str(one.because) for one in undecided if one.because} == {because}
    (pair,) = pairs(package, next(mutants(package)))
    for known in (True, False):
        found = distinguished(pair, 10, known=known)
        assert isinstance(found, Undecided)
        assert str(found.because) == because


def test_the_row_is_found_by_its_name() -> None:
    assert OPERATIONS["modulo"].arity == 2
