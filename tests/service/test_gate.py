"""Who may ask, how much, and what every answer says of itself."""

import pytest

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.service.settings import keys_of
from tests.service.conftest import DAY, KEY, PROJECT, Client
from tests.waiting import waited_for

EVALUATE = f"{PROJECT}/evaluate?{DAY}"
ALWAYS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}


@pytest.fixture(scope="module")
def guarded(service) -> Client:
    return service(keys=["another-key-of-the-tests", KEY])


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"x_api_key": ""},
        {"x_api_key": KEY[:-1]},
        {"x_api_key": KEY.upper()},
        {"x_api_key": f"{KEY} "},
        {"authorization": "Bearer"},
        {"authorization": f"Basic {KEY}"},
        {"authorization": "Bearer \xff\xfe"},
    ],
    ids=str,
)
def test_nothing_is_answered_without_one_of_the_keys(guarded: Client, header):
    for method, address in [("POST", EVALUATE), ("GET", "/metrics"), ("GET", "/openapi.json")]:
        answer = guarded(method, address, **header)
        assert (answer.status, answer.json()["code"]) == (401, "SRV-101")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", [{"x_api_key": KEY}, {"authorization": f"bearer {KEY}"}], ids=str
)
def test_each_of_the_keys_opens_in_either_header(guarded: Client, header):
    assert guarded("POST", EVALUATE, {"id": "P-1"}, **header).status == 200


def test_health_needs_no_key_and_says_nothing_else(guarded: Client):
    assert guarded("GET", "/health/live").json() == {"status": "live"}


HOSTS = {
    "localhost": 200,
    "localhost:8000": 200,
    "LOCALHOST": 200,
    "127.0.0.1:8000": 200,
    "127.8.8.8": 200,
    "[::1]:8000": 200,
    "rules.example.org": 200,
    "evil.example": 421,
    "localhost.evil.example": 421,
    "127.0.0.1.evil.example": 421,
    "10.0.0.7": 421,
    "[": 421,
    "": 421,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items(), ids=HOSTS)
def test_without_keys_only_the_names_of_this_machine_are_answered(service, host: str, status: int):
    """A page may point a name of its own here, and ask by it; its browser tells that name."""
    client = service(hosts=["rules.example.org"])
    assert client("GET", "/policies", host=host).status == status


ORIGINS = {
    "http://localhost": 200,
    "http://localhost:81": 403,
    "https://evil.example": 403,
    "null": 403,
    "http://[": 403,
}


@pytest.mark.parametrize(("origin", "status"), ORIGINS.items(), ids=ORIGINS)
def test_without_keys_no_page_of_another_site_is_answered(ask: Client, origin, status):
    assert ask("GET", "/policies", origin=origin).status == status


def test_a_browser_says_that_another_site_asks(ask: Client):
    assert ask("GET", "/policies", sec_fetch_site="cross-site").status == 403


def test_no_other_site_is_allowed_to_read_an_answer(guarded: Client):
    answer = guarded("GET", "/policies", origin="https://evil.example", x_api_key=KEY)
    assert answer.status == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked_before = guarded("OPTIONS", "/policies", origin="https://evil.example", x_api_key=KEY)
    assert asked_before.status == 405


@pytest.mark.parametrize("address", ["/policies", "/nowhere", f"{PROJECT}/evaluate", "/metrics"])
def test_every_answer_may_not_be_kept_framed_or_guessed_at(ask: Client, address: str):
    headers = ask("GET", address).headers
    assert headers.items() >= ALWAYS.items()
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-request-id"]


def test_another_method_is_told_with_those_there_are(ask: Client):
    answer = ask("PUT", "/policies")
    assert (answer.status, answer.json()["code"]) == (405, "SRV-105")
    assert answer.headers["allow"] == "GET"


KINDS = [None, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_of_content_is_refused(ask: Client, kind: str | None):
    """What a form of another site can send is none of the kinds that are taken."""
    answer = ask("POST", EVALUATE, "{}", content_type=kind)
    assert (answer.status, answer.json()["code"]) == (415, "SRV-107")


def test_compressed_content_is_refused(ask: Client):
    answer = ask("POST", EVALUATE, {"id": "P-1"}, content_encoding="gzip")
    assert answer.status == 415


def test_a_body_that_is_too_large_is_refused_before_it_is_read(service):
    client = service({"body_bytes": 1000})

    def never():
        raise AssertionError("it was read")
        yield b""

    headers = {"content_type": "application/json", "content_length": "1001"}
    assert client("POST", EVALUATE, b"", **headers).status == 413


def test_a_body_that_does_not_say_its_length_is_read_no_further_than_allowed(service):
    client, had = service({"body_bytes": 1000}), []

    def coming():
        for n in range(100):
            had.append(n)
            yield b" " * 100

    answer = client("POST", EVALUATE, coming(), content_type="application/json")
    assert (answer.status, answer.json()["code"]) == (413, "SRV-106")
    assert len(had) < 20


def test_a_body_that_stops_coming_is_given_up(service, monkeypatch):
    import asyncio

    client = service({"stall_seconds": 1})

    async def stalled():
        async def receive():
            await asyncio.Event().wait()

        found = []

        async def send(message):
            found.append(message)

        clock = asyncio.get_running_loop()
        # The clock of the loop is put forward instead of being waited for.
        real = clock.time
        monkeypatch.setattr(clock, "time", lambda: real() + ahead[0])
        asking = asyncio.create_task(
            client.app(
                {
                    "type": "http",
                    "method": "POST",
                    "path": f"{PROJECT}/evaluate",
                    "raw_path": b"",
                    "query_string": DAY.encode(),
                    "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
                    "server": ("localhost", 80),
                    "scheme": "http",
                },
                receive,
                send,
            )
        )
        await asyncio.sleep(0)
        ahead[0] = 100.0
        await asking
        return found

    ahead = [0.0]
    start = waited_for(stalled())[0]
    assert start["status"] == 408


def test_too_many_that_wait_are_told_to_come_again(service):
    from threading import Event

    client = service({"threads": 1, "waiting": 0})
    answers, held, begun = client.app.state.linkage_rules.answers, Event(), Event()

    def hold():
        begun.set()
        held.wait(60)

    holding = answers.start(hold)
    begun.wait(60)
    try:
        answer = client("POST", EVALUATE, {"id": "P-1"})
        assert (answer.status, answer.json()["code"]) == (503, "SRV-111")
        assert answer.headers["retry-after"] == "1"
    finally:
        held.set()
    holding.result(60)
    assert client("POST", EVALUATE, {"id": "P-1"}).status == 200


def test_what_takes_too_long_is_answered_and_keeps_its_place_until_it_ends(service, monkeypatch):
    from threading import Event

    client = service({"seconds": 1, "threads": 1, "waiting": 0})
    state, held = client.app.state.linkage_rules, Event()
    policy = type(state.policies["xiangtan_2022"])
    monkeypatch.setattr(policy, "evaluate", lambda *a, **k: held.wait(60))
    try:
        answer = client("POST", EVALUATE, {"id": "P-1"})
        assert (answer.status, answer.json()["code"]) == (503, "SRV-112")
        assert client("POST", EVALUATE, {"id": "P-1"}).json()["code"] == "SRV-111"
    finally:
        held.set()


def test_a_fault_of_the_service_tells_nothing_but_a_number(service, monkeypatch, caplog):
    client = service()
    policy = type(client.app.state.linkage_rules.policies["xiangtan_2022"])

    def fail(*args, **kwargs):
        raise ZeroDivisionError("secret P-1")

    monkeypatch.setattr(policy, "evaluate", fail)
    answer = client("POST", EVALUATE, {"id": "P-1"})
    assert (answer.status, answer.json()["code"]) == (500, "SRV-118")
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.json()["detail"]
    assert answer.headers["x-request-id"] in caplog.text


def test_metrics_count_by_route_and_tell_nothing_of_records(service):
    client = service()
    client("POST", EVALUATE, {"id": "秘密"})
    client("POST", EVALUATE, {"id": "秘密", "秘密字段": "秘密"})
    client("GET", "/秘密/evaluate?秘密=秘密")
    client("GET", "/policies/秘密")
    answer = client("GET", "/metrics")
    route = "/policies/{policy}/{record_type}/evaluate"
    counted = 'linkage_rules_requests_total{method="POST",route="%s",status="%d"} 1.0'
    assert counted % (route, 200) in answer.text
    assert counted % (route, 422) in answer.text
    assert 'outcome="refused",policy="xiangtan_2022",record_type="Project"} 1.0' in answer.text
    (policy,) = client.app.state.linkage_rules.policies.values()
    assert f'digest="{policy.digest}"' in answer.text
    assert "秘密" not in answer.text
    assert f'linkage_rules_request_seconds_count{{route="{route}"}} 2.0' in answer.text


KEYS = {
    "none": ({}, []),
    "several": ({"LINKAGE_RULES_API_KEYS": f"{KEY},{KEY}2 {KEY}3"}, [KEY, f"{KEY}2", f"{KEY}3"]),
}


@pytest.mark.parametrize(("environment", "keys"), KEYS.values(), ids=KEYS)
def test_keys_come_from_the_environment(environment, keys):
    assert keys_of(environment) == keys


def test_keys_come_from_a_file_that_the_environment_names(tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"# ours\n{KEY}\n\n{KEY}2\n")
    assert keys_of({"LINKAGE_RULES_API_KEYS_FILE": str(file)}) == [KEY, f"{KEY}2"]
    file.write_text("# none\n")
    with pytest.raises(RefusedError, match="there is no key in"):
        keys_of({"LINKAGE_RULES_API_KEYS_FILE": str(file)})
    with pytest.raises(RefusedError, match="cannot be read"):
        keys_of({"LINKAGE_RULES_API_KEYS_FILE": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("key", ["short", "with a blank in it, long", "密钥" * 8])
def test_a_key_that_no_header_can_bring_or_that_is_short_is_refused(service, key: str):
    with pytest.raises(RefusedError):
        service(keys=[key])


@pytest.mark.parametrize("limits", [{"secnds": 1}, {"seconds": 0}, {"threads": 1.5}])
def test_a_limit_that_is_none_is_refused(service, limits):
    with pytest.raises(RefusedError):
        service(limits)
