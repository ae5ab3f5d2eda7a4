"""What holds of every explanation, whatever the policy and the record."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkage_rules.decisions import Decision, Kind, Node
from linkage_rules.decisions.steps import MAX_DEPTH
from linkage_rules.decisions.text import WIDTH
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.wrapping import display_width
from tests.policies import DIGEST, package_of

from .judging import AS_OF, decide
from .policy_strategies import VOCABULARY, policies, records


@st.composite
def decisions(draw: st.DrawFn, is_known: bool = True) -> Decision:
    package = package_of(VOCABULARY, draw(policies(is_known)))
    project = package.record_types["Project"]
    record = draw(records(project))
    outcome = evaluate(package, project, record, AS_OF)
    return Decision(package, DIGEST, project, record, outcome)


def names(decision: Decision) -> list[str]:
    return [*decision.verdicts, *decision.norms, *decision.facts]


def depth(node: Node) -> int:
    return 1 + max(map(depth, node.parts), default=0)


@pytest.mark.slow
@settings(max_examples=50)
@given(decisions())
def test_everything_can_be_explained_in_lines_that_fit_a_terminal(decision: Decision) -> None:
    for language in LANGUAGES:
        for name in names(decision):
            for line in decision.explain(name, language).splitlines():
                indent = len(line) - len(line.lstrip(" -"))
                assert line.strip()
                assert display_width(line) <= max(WIDTH, indent + 40)


@pytest.mark.slow
@settings(max_examples=80)
@given(decisions(), st.data())
def test_an_undetermined_answer_is_explained_by_just_the_fields_it_needs(
    decision: Decision, data: st.DataObject
) -> None:
    open_ = {n: decision.needs.of_status(n) for n, o in decision.norms.items() if is_open(o.status)}
    open_ |= {
        n: decision.needs.of_verdict(n) for n, v in decision.verdicts.items() if is_open(v.status)
    }
    assume(open_)
    name = data.draw(st.sampled_from(sorted(open_)))
    nodes = list(decision.explanation(name).walk())
    unknown = {
        node.path for node in nodes if node.kind is Kind.FIELD and node.answer is None and node.path
    }
    assert open_[name] <= unknown
    asked = {node.path for node in nodes if "needed" in node.sentence.en and node.path}
    assert asked == open_[name]
    assert any(node.kind is Kind.NEEDS for node in nodes)


def is_open(status: Status | VerdictStatus) -> bool:
    return status in (Status.UNDETERMINED, VerdictStatus.UNDETERMINED)


@pytest.mark.slow
@settings(max_examples=50)
@given(decisions(is_known=False))
def test_a_settled_answer_asks_for_nothing_and_warns_of_nothing(decision: Decision) -> None:
    for name in names(decision):
        node = decision.explanation(name)
        if node.answer is None or is_open(node.answer):  # type: ignore[arg-type]
            continue
        assert not [n for n in node.walk() if n.kind is Kind.NEEDS or "needed" in n.sentence.en]
        assert not [n for n in node.walk() if n.sentence.en.startswith("Note:")]


@pytest.mark.slow
@settings(max_examples=50)
@given(decisions())
def test_what_is_declared_is_unfolded_once_in_an_explanation(decision: Decision) -> None:
    for name in names(decision):
        root, *below = decision.explanation(name).walk()
        unfolded = [(n.kind, n.name) for n in below if n.name and n.parts and not n.seen]
        assert len(set(unfolded)) == len(unfolded)
        assert (root.kind, root.name) not in unfolded


CHAIN = 2000


def test_a_long_chain_of_facts_is_explained_to_a_bounded_depth() -> None:
    facts = "".join(f"fact f{n} of Project means not f{n - 1}\n" for n in range(1, CHAIN))
    package = package_of(
        "policy chain\nrecord Project\n  a: yes/no\n  b: yes/no\nbearer county\n"
        "action enter of Project\nfact f0 of Project means a\n"
        f"{facts}norm last for Project\n  when f{CHAIN - 1} and b\n  county must enter\n"
    )
    decision = decide(package, {})
    assert decision.missing == ("a", "b")
    assert depth(decision.explanation("enter")) <= MAX_DEPTH + 2
    assert "f1990" in decision.explain("enter", "en")
    assert "f1900" not in decision.explain("enter", "en")
    assert decision.explain("f1", "en").splitlines()[0] == "f1: unknown"


def test_a_long_list_is_explained_by_a_few_of_its_elements() -> None:
    package = package_of(
        "policy list\nrecord Project\n  xs: list of whole number\nbearer county\n"
        "fact none of Project means every x in xs has x > 1\n"
        "fact most of Project: whole number\n  means max(x over x in xs)\n"
    )
    decision = decide(package, {"xs": list(range(5000))})
    for name in ("none", "most"):
        assert len(decision.explain(name, "en").splitlines()) < 20
    assert "4995 more" in decision.explain("most", "en")
