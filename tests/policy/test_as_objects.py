"""A policy and what it gives are objects as Python has them: they are copied, sent to other
processes, used as keys and compared, before they were asked anything and after."""

import copy
import gc
import multiprocessing
import pickle
from datetime import date
from itertools import count

import pyarrow as pa
import pytest

import linkage_rules as lr
from linkage_rules.decisions import PolicyNotHereError
from linkage_rules.decisions.sent import Sent
from linkage_rules.model.known import known
from linkage_rules.policy.policy import Policy
from linkage_rules.records import read_records
from tests.policies import package_of

DAY = date(2023, 5, 1)
RECORD = {
    "id": "P-1",
    "operating": True,
    "funds": [{"type": "bridging_subsidy", "amount": "120万元"}],
    "mechanism_established": False,
}

SMALL = """\
policy {name} "小政策"
  in force 2023-01-01 to 2099-12-31
record R "记录"
  n "数": whole number at least 0
bearer county "县"
action enter "入库" of R permitted by default
fact many "很多" of R means n > 3
norm ban "禁令" for R
  when many
  county must not enter
"""


@pytest.fixture(scope="module")
def policy():
    return lr.load("xiangtan_2022")


@pytest.fixture(scope="module")
def decision(policy):
    return policy.evaluate(RECORD, as_of=DAY)


def small(name="small"):
    return Policy(package_of(SMALL.format(name=name)), f"digest of {name}")


def asked_nothing(policy):
    pass


def judged(policy):
    policy.evaluate(RECORD, as_of=DAY).explain("enter_library")


def by_reference(policy):
    policy.evaluate(RECORD, as_of=DAY, engine="reference").to_dict()


def over_a_table(policy):
    policy.evaluate_table(pa.table({"id": ["P-1"]}), as_of=DAY)


def compiled(policy):
    policy.compile(as_of=DAY)


@pytest.mark.parametrize("use", [asked_nothing, judged, by_reference, over_a_table, compiled])
def test_a_policy_is_sent_copied_and_hashed_whatever_it_was_asked(policy, use):
    use(policy)
    sent = pickle.loads(pickle.dumps(policy))
    assert sent is not policy
    assert (sent, hash(sent)) == (policy, hash(policy))
    assert {policy: "kept"}[sent] == "kept"
    assert copy.copy(policy) is policy
    assert copy.deepcopy({"a": policy})["a"] is policy
    found = sent.evaluate(RECORD, as_of=DAY)
    assert found == policy.evaluate(RECORD, as_of=DAY)


@pytest.mark.slow
def test_an_overlay_is_sent_with_what_it_changes():
    county = lr.load("example_county")
    before = county.evaluate(RECORD, as_of=DAY, outside="allow")
    sent = pickle.loads(pickle.dumps(county))
    assert sent == county
    assert sent.package.layers == county.package.layers
    assert sent.evaluate(RECORD, as_of=DAY, outside="allow") == before


def test_a_decision_is_sent_in_a_few_thousand_bytes(decision):
    data = pickle.dumps(decision)
    assert len(data) < 8_000
    again = pickle.loads(data)
    assert again == decision
    assert again.to_dict() == decision.to_dict()
    assert again.explain("enter_library") == decision.explain("enter_library")
    assert (again.missing, again.readings) == (decision.missing, decision.readings)
    assert len(pickle.dumps(again)) == len(data)
    assert copy.copy(decision) is copy.deepcopy(decision) is decision


NAMES = count()


@pytest.fixture
def far():
    """A decision of a policy that is not here any more."""
    policy = small(f"far_away_{next(NAMES)}")
    data = pickle.dumps(policy.evaluate({"n": 5}, as_of=DAY))
    name, digest = policy.name, policy.digest
    del policy
    gc.collect()
    assert known(digest, name) is None
    return pickle.loads(data)


def test_where_the_policy_is_not_loaded_the_answers_are_there_all_the_same(far):
    assert repr(far) == f"<Decision of {far.policy} on a R, 2023-05-01>"
    assert (far.policy_digest, far.in_force) == (f"digest of {far.policy}", True)
    assert far.record == {"n": 5}
    assert far.verdicts["enter"] == "forbidden"
    assert far.verdicts["enter"].by == ("ban",)
    assert (far.norms["ban"].applies, far.norms["ban"]) == (True, "in_effect")
    assert "enter" in far._repr_html_()
    assert pickle.loads(pickle.dumps(far)).verdicts["enter"] == "forbidden"


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: d.explain("enter"),
        lambda d: d.to_dict(),
        lambda d: d.to_html(),
        lambda d: d.facts,
        lambda d: d.missing,
        lambda d: d.package,
        lambda d: d.record_type,
        lambda d: d.verdicts["enter"].action,
        lambda d: d.norms["ban"].norm,
    ],
)
def test_what_needs_the_policy_says_which_one_is_to_be_loaded(far, ask):
    with pytest.raises(PolicyNotHereError) as told:
        ask(far)
    assert isinstance(told.value, lr.Error)
    assert far.policy in told.value.render("zh")
    assert "lr.load" in told.value.render("en")
    assert pickle.loads(pickle.dumps(told.value)).to_dict() == told.value.to_dict()


def test_once_the_policy_is_loaded_everything_can_be_asked(far):
    loaded = small(far.policy)
    assert far.explain("enter").startswith("不得入库")
    assert far == loaded.evaluate({"n": 5}, as_of=DAY)
    assert far.verdicts["enter"].action is loaded.package.actions["enter"]
    del loaded
    gc.collect()
    # A decision that has found its policy keeps it, as every decision does.
    assert far.facts == {"many": True}


def test_another_policy_of_that_name_is_not_taken_for_it(far):
    other = Policy(package_of(SMALL.format(name=far.policy).replace("> 3", "> 9")), "another")
    with pytest.raises(PolicyNotHereError):
        far.explain("enter")
    assert other.package.name == far.policy


def _far_off(policy_and_records):
    """What a worker does that was started with nothing."""
    policy, records = policy_and_records
    return [policy.evaluate(record, as_of=DAY) for record in records]


@pytest.mark.slow
def test_a_process_that_starts_with_nothing_judges_and_sends_back(policy, decision):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (found,) = pool.map(_far_off, [(policy, [RECORD])])
    assert found == [decision]
    assert found[0].explain("enter_library") == decision.explain("enter_library")


def test_what_a_decision_is_made_of_can_be_sent(decision):
    for part in (
        decision.verdicts,
        decision.norms,
        decision.facts,
        decision.record,
        decision.outcome,
        decision.explanation("enter_library"),
        decision.derivation("enter_library"),
        decision.readings,
        decision.missing,
    ):
        assert pickle.loads(pickle.dumps(part)) == part


def test_what_a_policy_says_of_itself_can_be_sent():
    policy = small()
    analysis = policy.analyse()
    advice = policy.advise({"n": 5}, "enter is permitted", as_of=DAY)
    other = Policy(package_of(SMALL.format(name="small").replace("> 3", "> 9")), "another")
    difference = lr.difference(policy, other)
    for found in (policy.package, analysis, advice, difference):
        assert pickle.loads(pickle.dumps(found)) == found


def test_what_is_sent_holds_no_policy(decision):
    _, (kind, sent, given, record) = decision.__reduce__()
    assert (kind, type(sent)) == (type(decision), Sent)
    assert type(record) is dict
    assert all(type(part) is dict for part in given[1:])


# Names, labels and texts


def test_statuses_are_texts(decision):
    assert decision.verdicts["enter_library"].status == "forbidden"
    assert f"{decision.verdicts['enter_library'].status}" == "forbidden"
    assert isinstance(lr.Status.VIOLATED, str)
    assert lr.VerdictStatus("forbidden") is lr.VerdictStatus.FORBIDDEN


def test_a_verdict_is_compared_with_the_name_of_its_status(decision):
    verdict, norm = decision.verdicts["enter_library"], decision.norms["linkage_duty"]
    assert verdict == "forbidden"
    assert verdict != "permitted"
    assert verdict in {"forbidden"}
    assert norm == "violated"
    assert hash(norm) == hash("violated")
    assert verdict == pickle.loads(pickle.dumps(verdict))
    assert verdict != norm


def test_answers_are_had_by_name_and_by_label(decision):
    assert decision.verdicts["纳入项目库"] is decision.verdicts["enter_library"]
    assert "纳入项目库" in decision.verdicts
    assert decision.verdicts.get("纳入项目库") is decision.verdicts["enter_library"]
    assert decision.verdicts.get("nothing", "none") == "none"
    assert decision.record["经营性"] is True
    assert decision.record["funds"][0]["金额"] == 120_000_000
    fact = next(f for f in decision.package.facts.values() if f.label and f.name in decision.facts)
    assert decision.facts[fact.label] == decision.facts[fact.name]
    by_reference = lr.load("xiangtan_2022").evaluate(RECORD, as_of=DAY, engine="reference")
    assert by_reference.verdicts["纳入项目库"] == "forbidden"


@pytest.mark.parametrize(
    ("mapping", "wrong", "meant", "kind"),
    [
        ("verdicts", "enter_libary", "enter_library", "行为"),
        ("verdicts", "纳入项日库", "纳入项目库", "行为"),
        ("norms", "linkage_dutty", "linkage_duty", "规定"),
        ("record", "operatng", "operating", "字段"),
        ("facts", "targetted", "targeted", "认定事项"),
    ],
)
def test_a_wrong_name_is_answered_with_the_one_that_was_meant(
    decision, mapping, wrong, meant, kind
):
    with pytest.raises(lr.UnknownNameError) as told:
        getattr(decision, mapping)[wrong]
    assert isinstance(told.value, KeyError)
    assert (told.value.name, told.value.near) == (wrong, meant)
    assert told.value.render("zh") == f"没有名为 {wrong} 的{kind}；是否想写“{meant}”？"


@pytest.mark.parametrize("kind", ["actions", "norms", "facts", "parameters", "bearers"])
def test_what_a_policy_declares_is_had_by_name_and_by_label(policy, kind):
    declared = getattr(policy, kind)
    assert dict(declared) == dict(getattr(policy.package, kind))
    one = next(one for one in declared.values() if one.label)
    assert declared[one.label] is declared[one.name] is one
    assert one.label in declared._ipython_key_completions_()
    with pytest.raises(lr.UnknownNameError) as told:
        declared[f"{one.name}_"]
    assert told.value.near is not None
    assert len(repr(declared)) < 300


def test_what_belongs_to_a_process_says_what_to_send_instead(tmp_path):
    (tmp_path / "a.json").write_text("[]", "utf-8")
    (tmp_path / "a.pol").write_text(SMALL.format(name="watched"), "utf-8")
    for held in (read_records(tmp_path / "a.json"), lr.watch(tmp_path / "a.pol")):
        for send in (pickle.dumps, copy.copy):
            with pytest.raises(lr.ArgumentError, match="send its"):
                send(held)


@pytest.mark.parametrize("mapping", ["verdicts", "norms", "facts", "record"])
def test_names_are_completed_and_nothing_can_be_changed(decision, mapping):
    found = getattr(decision, mapping)
    completed = found._ipython_key_completions_()
    assert set(found) < set(completed)
    assert all(found[name] is not None or name in found for name in completed)
    before = dict(found)
    name = next(iter(found))
    for change in (
        lambda: found.__setitem__(name, None),
        lambda: found.__delitem__(name),
        lambda: found.update({name: 1}),
        lambda: found.pop(name),
        lambda: found.popitem(),
        lambda: found.setdefault("new", 1),
        lambda: found.clear(),
        lambda: found.__ior__({name: 1}),
    ):
        with pytest.raises(TypeError, match="不可更改"):
            change()
    assert dict(found) == before
    assert copy.deepcopy(found) is found
