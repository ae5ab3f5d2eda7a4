"""A service says of a record what the library says of it, and refuses what the library refuses."""

import json
from datetime import date

import pytest

from linkage_rules.policy.loading import load
from linkage_rules.service.problems import CATALOGUE
from tests.places import DOCS
from tests.service.conftest import DAY, PROJECT, Client

RECORD = {
    "id": "P-1",
    "operating": True,
    "funds": [{"type": "bridging_subsidy", "amount": "120万元"}],
    "mechanism_established": False,
}


@pytest.fixture(scope="module")
def decision():
    return load("xiangtan_2022").evaluate(RECORD, as_of=date(2023, 5, 1))


def test_a_decision_in_full_is_the_document_of_the_library(ask: Client, decision):
    answer = ask("POST", f"{PROJECT}/evaluate?{DAY}&form=full", RECORD)
    assert answer.status == 200
    assert answer.json() == json.loads(decision.to_json())


def test_a_summary_has_the_verdicts_and_fits_into_a_few_kilobytes(ask: Client, decision):
    answer = ask("POST", f"{PROJECT}/evaluate?{DAY}", RECORD)
    assert answer.json()["verdicts"].keys() == decision.verdicts.keys()
    assert answer.json() == decision.summary()


def test_the_verdicts_alone_need_nothing_but_the_engine(ask: Client, decision, monkeypatch):
    from linkage_rules.decisions.judgement import Judgement

    monkeypatch.setattr(Judgement, "evaluation", None)
    answer = ask("POST", f"{PROJECT}/evaluate?{DAY}&form=verdicts", RECORD)
    verdicts = {name: verdict.status.value for name, verdict in decision.verdicts.items()}
    assert answer.json()["verdicts"] == verdicts


@pytest.mark.parametrize(("spoken", "language"), [("zh-CN", "zh"), ("en-GB, zh;q=0.5", "en")])
def test_an_explanation_is_in_the_language_that_is_asked_for(
    ask: Client, decision, spoken: str, language
):
    address = f"{PROJECT}/explain?{DAY}&name=enter_library"
    answer = ask("POST", address, RECORD, accept_language=spoken)
    assert answer.json()["text"] == decision.explain("enter_library", language)
    assert answer.json()["explanation"]["kind"] == "verdict"
    assert answer.headers["content-language"] == language


def test_a_name_may_be_a_label(ask: Client):
    answer = ask("POST", f"{PROJECT}/explain?{DAY}&name=纳入项目库", RECORD)
    assert answer.json()["name"] == "enter_library"


def test_what_is_missing_is_listed_with_what_it_could_change(ask: Client):
    answer = ask("POST", f"{PROJECT}/missing?{DAY}", {"id": "P-1"})
    decision = load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
    missing = answer.json()["missing"]
    assert [one["path"] for one in missing] == list(decision.missing)
    assert all(one["actions"] or one["norms"] for one in missing)


def test_advice_reaches_a_verdict_that_is_named(ask: Client):
    address = f"{PROJECT}/advise?{DAY}&action=approve_project&verdict=permitted&alternatives=1"
    answer = ask("POST", address, {"id": "P-1", "mechanism_established": False})
    (alternative,) = answer.json()["alternatives"]
    assert [change["path"] for change in alternative["changes"]] == ["mechanism_established"]


def test_policies_are_listed_with_digests_and_days_in_force(ask: Client):
    (told,) = ask("GET", "/policies").json()["policies"]
    policy = load("xiangtan_2022")
    assert (told["name"], told["digest"]) == (policy.name, policy.digest)
    assert told["periods"] == [{"from": "2022-12-07", "to": "2025-12-31"}]
    assert ask("GET", "/policies/xiangtan_2022").json() == told


def test_the_schema_is_that_of_the_library(ask: Client):
    answer = ask("GET", f"{PROJECT}/schema")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == load("xiangtan_2022").json_schema("Project")


@pytest.mark.parametrize("ready", ["live", "ready"])
def test_it_says_that_it_is_well(ask: Client, ready: str):
    assert ask("GET", f"/health/{ready}").json() == {"status": ready}


REFUSED = {
    "not JSON": ("evaluate", "{", 422),
    "not UTF-8": ("evaluate", b"\xff", 422),
    "a list": ("evaluate", "[]", 422),
    "two records": ("evaluate", "{} {}", 422),
    "a field twice": ("evaluate", '{"id": "a", "id": "b"}', 422),
    "half a character": ("evaluate", '{"id": "\\ud83d"}', 422),
    "too deep": ("evaluate", "[" * 100_000, 422),
    "an unknown field": ("evaluate", '{"id": "a", "operatng": true}', 422),
    "a wrong value": ("missing", '{"id": "a", "operating": "maybe"}', 422),
    "an unknown name": ("explain", '{"id": "a"}', 404),
}


@pytest.mark.parametrize(("question", "sent", "status"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_judged_is_told_as_problem_details(
    ask: Client, question: str, sent: str, status: int, language: str
):
    name = "&name=nowhere" if question == "explain" else ""
    address = f"{PROJECT}/{question}?{DAY}{name}"
    answer = ask("POST", address, sent, content_type="application/json", accept_language=language)
    problem = answer.json()
    assert (answer.status, problem["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "detail", "code"} <= problem.keys()
    assert problem["title"].isascii() == (language == "en")


PARAMETERS = {
    "two days": ("as_of=2023-05-01&as_of=2022-12-31", "as_of", "重复填写"),
    "a form twice": ("as_of=2023-05-01&form=full&form=full", "form", "重复填写"),
    "no day": ("", "as_of", "未填写"),
    "a misspelt parameter": ("as_of=2023-05-01&outsid=raise", "outsid", "没有这个参数"),
    "a day of another form": ("as_of=2023/05/01", "as_of", "无法识别"),
    "seconds": ("as_of=1683000000", "as_of", "无法识别"),
    "no such day": ("as_of=2023-02-30", "as_of", "无法识别"),
    "digits of another script": ("as_of=２０２３-05-01", "as_of", "无法识别"),
    "another form": ("as_of=2023-05-01&form=brief", "form", "无法识别"),
}


@pytest.mark.parametrize(("query", "name", "why"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_wrong_parameter_is_told_and_never_left_out(ask: Client, query, name, why):
    answer = ask("POST", f"{PROJECT}/evaluate?{query}", RECORD)
    problem = answer.json()
    assert (answer.status, problem["code"]) == (422, "SRV-108")
    told = {one["path"][0]: one for one in problem["problems"]}
    assert told[name]["message"]["zh"] == why


def test_the_mark_of_utf_8_may_stand_before_a_record(ask: Client):
    marked = b"\xef\xbb\xbf" + json.dumps(RECORD).encode()
    one = ask("POST", f"{PROJECT}/evaluate?{DAY}", marked, content_type="application/json")
    assert one.status == 200
    lines = f"{PROJECT}/evaluate-many?{DAY}&form=verdicts"
    many = ask("POST", lines, marked + b"\n" + marked, content_type="application/x-ndjson").lines()
    assert ["answer" in line for line in many[:2]] == [True, False]


def test_the_headers_alone_are_those_of_the_whole_answer(ask: Client):
    for address in ("/health/ready", "/policies", "/policies/nowhere"):
        whole, heads = ask("GET", address), ask("HEAD", address)
        assert (heads.status, heads.body) == (whole.status, b"")
        assert heads.headers["content-length"] == whole.headers["content-length"]
    assert ask("HEAD", f"{PROJECT}/evaluate").status == 405


def test_an_address_is_written_in_one_way(ask: Client):
    assert ask("GET", "/policies/").status == 404


def test_a_policy_or_a_type_that_is_not_there_is_told_with_the_near_name(ask: Client):
    policy = ask("POST", f"/policies/xiangtan_2020/Project/evaluate?{DAY}", RECORD)
    assert (policy.status, policy.json()["code"]) == (404, "SRV-109")
    assert "xiangtan_2022" in policy.json()["detail"]
    shape = ask("POST", f"/policies/xiangtan_2022/Fund/evaluate?{DAY}", RECORD)
    assert (shape.status, shape.json()["code"]) == (404, "SRV-110")


def test_a_day_out_of_force_is_answered_as_such_or_refused(ask: Client):
    address = f"{PROJECT}/evaluate?as_of=2020-01-01"
    assert ask("POST", address, RECORD).json()["in_force"] is False
    refused = ask("POST", f"{address}&outside=raise", RECORD)
    assert refused.status == 409


def test_a_goal_is_a_text_in_the_policy_language_and_is_not_read_unless_allowed(
    ask: Client, service
):
    address = f"{PROJECT}/advise?{DAY}&goal=approve_project is permitted"
    refused = ask("POST", address, {"id": "P-1"})
    assert (refused.status, refused.json()["code"]) == (403, "SRV-120")
    allowing = service(allow_policies=True)
    assert allowing("POST", address, {"id": "P-1"}).json()["alternatives"]
    wrong = allowing("POST", f"{PROJECT}/advise?{DAY}&goal=1 +", {"id": "P-1"})
    assert wrong.status == 422


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "SRV-126"),
        ("&action=approve_project", "SRV-126"),
        ("&action=approve_projct&verdict=permitted", "SRV-125"),
    ],
)
def test_advice_needs_something_to_reach(ask: Client, query: str, code: str):
    answer = ask("POST", f"{PROJECT}/advise?{DAY}{query}", {"id": "P-1"})
    assert (answer.status, answer.json()["code"]) == (422, code)


def test_no_page_of_documentation_loads_scripts_from_elsewhere(ask: Client):
    assert [ask("GET", path).status for path in ("/docs", "/redoc")] == [404, 404]


WELLS = """policy wells "Wells"
record Well
  clean: yes/no
bearer owner
action draw of Well
norm no_dirty_water for Well
  when not clean
  owner must not draw
"""


@pytest.fixture(scope="module")
def allowing(service):
    return service(allow_policies=True)


def test_a_policy_may_come_with_a_request_where_that_is_allowed(allowing):
    sent = {"policy": {"wells.pol": WELLS}, "record": {"clean": False}}
    answer = allowing("POST", f"/texts/evaluate?{DAY}&form=full", sent)
    assert answer.json()["verdicts"]["draw"]["status"] == "forbidden"
    checked = allowing("POST", "/texts/check", {"policy": {"wells.pol": WELLS}})
    assert (checked.json()["name"], checked.json()["norms"]) == ("wells", 1)


WRONG_TEXTS = {
    "a fault": ({"policy": {"a.pol": WELLS.replace("not clean", "not claen")}}, 422),
    "no text": ({"policy": {"a.pol": 7}}, 422),
    "no policy": ({"record": {}}, 422),
    "more than that": ({"policy": {"a.pol": WELLS}, "more": 1}, 422),
    "a policy of the disk": ({"policy": {"a.pol": "policy a\nuse ../../etc/passwd"}}, 422),
    "too much": ({"policy": {"a.pol": "-- " + "x" * 600_000}}, 413),
}


@pytest.mark.parametrize(("sent", "status"), WRONG_TEXTS.values(), ids=WRONG_TEXTS)
def test_a_policy_text_that_cannot_be_used_is_refused(allowing, sent, status):
    answer = allowing("POST", "/texts/check", sent)
    assert (answer.status, answer.json()["status"]) == (status, status)


def test_no_policy_is_taken_from_a_request_otherwise(ask: Client):
    answer = ask("POST", "/texts/check", {"policy": {"wells.pol": WELLS}})
    assert answer.status == 404


def test_every_code_is_documented():
    told = [
        f"| {code} | {row.status} | {row.title.en} | {row.title.zh} |"
        for code, row in sorted(CATALOGUE.items())
    ]
    lines = (DOCS / "service.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("| SRV-")] == told


def test_it_may_be_mounted_into_another_application(ask: Client):
    from fastapi import FastAPI

    outer = FastAPI()
    outer.mount("/rules", ask.app)
    client = Client(outer)
    assert client("POST", f"/rules{PROJECT}/evaluate?{DAY}", RECORD).status == 200
    assert client("GET", "/rules/health/live").json() == {"status": "live"}
    assert client("GET", "/rules/nowhere").json()["code"] == "SRV-104"
