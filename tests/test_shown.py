"""Whatever a user holds shows itself in a line, and in a notebook as a short card."""

import inspect
from datetime import date
from html.parser import HTMLParser

import attrs
import ibis
import pyarrow as pa
import pytest

import linkage_rules as lr
from linkage_rules.model import expressions
from linkage_rules.policy.policy import Policy
from linkage_rules.records import read_records
from linkage_rules.testing import run_examples
from linkage_rules.testing.engines import Difference
from tests.places import ROOT
from tests.policies import package_of
from tests.policy.test_as_objects import SMALL

DAY = date(2023, 5, 1)
RECORD = {"id": "<b>P-1</b>", "operating": True, "mechanism_established": False}
LONGEST = 300


@pytest.fixture(scope="module")
def policy():
    return lr.load("xiangtan_2022")


@pytest.fixture(scope="module")
def decision(policy):
    return policy.evaluate(RECORD, as_of=DAY)


@pytest.fixture(scope="module")
def refused(policy):
    with pytest.raises(lr.RecordError) as raised:
        policy.evaluate({"<script>": 1, "funds": [{"amount": "<i>"}] * 50}, as_of=DAY)
    return raised.value


@pytest.fixture(scope="module")
def advice(policy):
    return policy.advise({"id": "P-1"}, "approve_project is permitted", as_of=DAY)


@pytest.fixture(scope="module")
def difference():
    texts = (SMALL.format(name="small"), SMALL.format(name="other").replace("> 3", "> 9"))
    return lr.difference(*(Policy(package_of(text), text[:20]) for text in texts))


@pytest.fixture(scope="module")
def analysis():
    text = (
        SMALL.format(name="small") + "norm idle for R\n  when n > 5 and n < 4\n  county may enter\n"
    )
    return Policy(package_of(text), "analysed").analyse()


def test_a_policy_says_what_it_is(policy):
    norms, digest = len(policy.package.norms), policy.digest[:8]
    days = "in force 2022-12-07 to 2025-12-31"
    assert repr(policy) == f"<Policy xiangtan_2022 {digest}: {norms} norms, {days}>"


def held(*roots):
    """Everything of this library that hangs on some objects, down to their attributes' parts."""
    waiting, seen = [*roots], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict | tuple | list | frozenset):
            waiting += [*one.values()] if isinstance(one, dict) else [*one]
            if type(one).__module__.startswith("linkage_rules"):
                yield one
        elif type(one).__module__.startswith("linkage_rules"):
            yield one
            if attrs.has(type(one)):
                waiting += [
                    getattr(one, field.name)
                    for field in attrs.fields(type(one))
                    if field.name[0] != "_"
                ]


def test_nothing_shows_itself_with_more_than_a_few_hundred_characters(
    policy, decision, refused, advice, difference, analysis
):
    entries = list(read_records(ROOT / "samples" / "projects.json"))
    parts = policy.check_table(pa.table({"id": ["P-1"]}))
    roots = (
        policy,
        policy.package,
        policy.source,
        policy.source.tree,
        policy.record_type(),
        decision,
        decision.verdicts,
        decision.norms,
        decision.facts,
        decision.record,
        decision.outcome,
        decision.readings,
        decision.explanation("enter_library"),
        decision.derivation("enter_library"),
        decision.evaluation,
        decision.needs,
        refused,
        refused.problems,
        advice,
        difference,
        analysis,
        parts,
        entries,
        run_examples(package_of(SMALL.format(name="small"))),
        Difference("status", "n", RECORD, list(range(10_000))),
    )
    kinds, longest = set(), {}
    for one in held(*roots):
        kinds.add(type(one).__name__)
        size = len(repr(one))
        longest[type(one).__name__] = max(size, longest.get(type(one).__name__, 0))
    assert {kind: size for kind, size in longest.items() if size > LONGEST} == {}
    assert {"Norm", "Verdict", "Node", "Problem", "Finding", "Comparison", "Entry"} <= kinds


def test_every_expression_shows_itself_in_short():
    for kind in vars(expressions).values():
        if inspect.isclass(kind) and attrs.has(kind) and kind.__module__ == expressions.__name__:
            assert kind.__repr__.__name__ == "in_brief" or kind is expressions.AsOf


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.open = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.open.append(tag)
        assert {name for name, _ in attrs} <= {"style"}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "what", ["policy", "decision", "refused", "advice", "difference", "analysis"]
)
def test_a_card_is_short_and_escaped_and_speaks_both_languages(what, request):
    shown = request.getfixturevalue(what)
    html = shown._repr_html_()
    assert len(html) < 10_000
    tags = Tags(html)
    assert tags.open == []
    assert tags.found <= {*("div", "b", "span", "table", "tr", "td", "pre", "details", "summary")}
    assert "<b>P-1" not in html
    assert any("一" <= character <= "鿿" for character in html)
    assert any(
        word in html
        for word in ("digest", "undetermined", "unknown", "English", "unanswered", "found")
    )


def test_a_card_of_a_decision_tells_the_gravest_first(policy):
    record = {**RECORD, "funds": [{"type": "bridging_subsidy", "amount": "120万元"}]}
    html = policy.evaluate(record, as_of=DAY)._repr_html_()
    assert "&lt;b&gt;P-1&lt;/b&gt;" in html
    assert html.index("被违反") < html.index("待补报") < html.index("不得")
    assert html.index("不得") < html.index("原则上应当") < html.index("鼓励")


LISTS = """\
policy lists "清单"
record Part "部分"
  kind "类别": text
record Whole "整体"
  id "编号": text required
  pieces "各部分": list of Part
bearer county "县"
action enter "入库" of Whole permitted by default
fact many "很多" of Whole means count(x in pieces where x.kind = "a") > 3
norm ban "禁令" for Whole
  when many
  county must not enter
"""


@pytest.mark.parametrize("interactive", [False, True])
@pytest.mark.parametrize("rows", [{"id": ["P-1"]}, {"id": ["P-1"], "pieces": [[{"kind": "a"}]]}])
def test_what_is_answered_of_a_table_can_be_shown(rows, interactive, monkeypatch):
    monkeypatch.setattr(ibis.options, "interactive", interactive)
    policy = Policy(package_of(LISTS), "lists")
    other = Policy(package_of(LISTS.replace("> 3", "> 0")), "other")
    table, asked = pa.table(rows), {"as_of": DAY, "record_type": "Whole"}
    parts = policy.check_table(table, record_type="Whole")
    for found in (
        policy.evaluate_table(table, **asked),
        policy.summarise(table, **asked),
        policy.impact(other, table, **asked),
        parts.good,
        parts.bad,
    ):
        assert repr(found)
        assert found.to_pyarrow().num_rows >= 0


def test_what_the_shipped_policy_answers_of_a_flat_table_can_be_shown(policy):
    found = policy.evaluate_table(pa.table({"id": ["P-1"]}), as_of=DAY)
    assert "verdict_enter_library" in repr(found)
