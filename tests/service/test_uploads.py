"""A file is sent, reviewed, followed and fetched; and nothing of it stays."""

import asyncio
import json
from pathlib import Path
from threading import Event

import pytest

from linkage_rules.presenting.atomic import passing_folder
from linkage_rules.service import uploads
from linkage_rules.service.uploads import file_name
from tests.service.conftest import DAY, KEY, PROJECT, Answer, Client
from tests.waiting import waited_for

REVIEWS = f"{PROJECT}/reviews?{DAY}"
BOUNDARY = "boundary-of-the-tests"
KIND = f"multipart/form-data; boundary={BOUNDARY}"
TABLE = "项目编号,经营性,已建立机制\nP-1,是,否\nP-2,否,\nP-3,也许,是\n".encode()


def part(name: str, file: str | None, content: bytes) -> bytes:
    named = f'; filename="{file}"' if file is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


def form(content: bytes = TABLE, file: str = "项目.csv") -> bytes:
    return part("file", file, content) + END


def events(answer: Answer) -> list[tuple[str, dict]]:
    found = []
    for block in answer.text.replace("\r\n", "\n").split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def files_of(client: Client) -> list[Path]:
    folder = client.app.state.linkage_rules.folder.open()
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def client(service):
    made = service()
    yield made
    made.app.state.linkage_rules.reviews.close()
    made.app.state.linkage_rules.folder.close()


@pytest.mark.parametrize("size", [1 << 20, 7])
def test_a_file_is_reviewed_followed_and_fetched(client: Client, size: int):
    sent = form()
    pieces = [sent[n : n + size] for n in range(0, len(sent), size)]
    taken = client("POST", f"{REVIEWS}&out=json&out=csv", pieces, content_type=KIND)
    assert taken.status == 202
    place = taken.headers["location"]
    *_, (name, last) = events(client("GET", f"{place}/events"))
    assert name == last["state"] == "done"
    assert (last["read"], last["share"]) == (3, 1.0)
    assert last["files"] == ["review.json", "review.csv"]
    file = client("GET", f"{place}/files/review.json")
    assert file.headers["content-disposition"].startswith("attachment")
    assert len(file.json()["decisions"]) + len(file.json()["unreadable"]) == 3
    assert client("GET", place).json() == last
    assert client("DELETE", place).status == 204
    assert client("GET", place).json()["code"] == "SRV-114"
    assert files_of(client) == []


def test_what_was_sent_is_gone_when_it_was_reviewed(client: Client):
    place = client("POST", REVIEWS, form(), content_type=KIND).headers["location"]
    client("GET", f"{place}/events")
    assert [path.name for path in files_of(client)] == ["review.xlsx"]


MAPPING = """name = "ours"
record_type = "Project"
[[column]]
heading = "No."
field = "id"
"""


def test_a_mapping_says_how_the_table_is_read(client: Client):
    table = part("file", "t.csv", b"No.\nP-1\n")
    sent = part("mapping", "m.toml", MAPPING.encode()) + table + END
    place = client("POST", f"{REVIEWS}&out=json", sent, content_type=KIND).headers["location"]
    client("GET", f"{place}/events")
    (decision,) = client("GET", f"{place}/files/review.json").json()["decisions"]
    assert "P-1" in json.dumps(decision)
    unmapped = client("POST", REVIEWS, table + END, content_type=KIND).headers["location"]
    assert events(client("GET", f"{unmapped}/events"))[-1][0] == "failed"


def test_a_file_that_cannot_be_read_is_told_by_its_review(client: Client):
    sent = form(b"not a workbook", "a.xlsx")
    place = client("POST", REVIEWS, sent, content_type=KIND).headers["location"]
    (name, last) = events(client("GET", f"{place}/events"))[-1]
    assert (name, last["problem"]["status"]) == ("failed", 422)
    answer = client("GET", f"{place}/files/review.xlsx")
    assert (answer.status, answer.json()["code"]) == (404, "SRV-116")


BAD = {
    "no part": (END, KIND),
    "another part": (part("other", "a.csv", b"") + END, KIND),
    "a file twice": (part("file", "a.csv", b"") * 2 + END, KIND),
    "no name": (part("file", None, b"") + END, KIND),
    "another ending": (form(TABLE, "a.exe"), KIND),
    "cut short": (part("file", "a.csv", TABLE)[:-4], KIND),
    "no end": (part("file", "a.csv", TABLE), KIND),
    "no multipart": (b"nonsense", KIND),
    "no boundary": (form(), "multipart/form-data"),
}


@pytest.mark.parametrize(("sent", "kind"), BAD.values(), ids=BAD)
def test_an_upload_that_is_none_is_refused_and_leaves_nothing(client: Client, sent, kind):
    answer = client("POST", REVIEWS, sent, content_type=kind)
    assert (answer.status, answer.json()["code"]) == (422, "SRV-119")
    assert files_of(client) == []


def test_an_upload_that_is_too_large_is_refused_and_leaves_nothing(service):
    client = service({"upload_bytes": 1000})
    pieces = [part("file", "a.csv", b"x" * 500), b"y" * 400, b"z" * 400, END]
    answer = client("POST", REVIEWS, pieces, content_type=KIND)
    assert answer.status == 413
    assert files_of(client) == []


def test_an_upload_that_nobody_ends_leaves_nothing(client: Client):
    messages = [{"type": "http.request", "body": form()[:80], "more_body": True}]

    async def receive():
        return messages.pop() if messages else {"type": "http.disconnect"}

    async def send(message):
        raise AssertionError(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{PROJECT}/reviews",
        "raw_path": b"",
        "query_string": DAY.encode(),
        "headers": [(b"host", b"localhost"), (b"content-type", KIND.encode())],
        "server": ("localhost", 80),
        "scheme": "http",
    }
    waited_for(client.app(scope, receive, send))
    assert files_of(client) == []


def test_more_files_and_streams_at_once_than_there_is_room_for_are_told_to_come_again(service):
    client = service({"incoming": 1})
    many = f"{PROJECT}/evaluate-many?{DAY}"
    with client.app.state.linkage_rules.folder.taking():
        for address, kind in [(REVIEWS, KIND), (many, "application/x-ndjson")]:
            answer = client("POST", address, form(), content_type=kind)
            assert (answer.status, answer.json()["code"]) == (503, "SRV-111")
    assert client("POST", REVIEWS, form(), content_type=KIND).status == 202


NAMES = {
    "项目.csv": "项目.csv",
    "../../etc/a.csv": "a.csv",
    "C:\\库\\a.XLSX": "a.xlsx",
    "a\0.csv": "a.csv",
    "a\u202ecsv.csv": "a_u202ecsv.csv",
    "a:b?.csv": "b_.csv",
    "review.json": "records.json",
    ".csv": "records.csv",
    "x" * 300 + ".csv": "x" * 60 + ".csv",
}


@pytest.mark.parametrize(("given", "name"), NAMES.items())
def test_a_name_that_somebody_gave_leads_nowhere_else(given: str, name: str):
    assert file_name(given) == name


def test_a_review_is_nobodys_but_of_the_key_that_asked_for_it(service):
    client = service(keys=[KEY, f"{KEY}-2"])
    mine, other = {"x_api_key": KEY}, {"x_api_key": f"{KEY}-2"}
    place = client("POST", REVIEWS, form(), content_type=KIND, **mine).headers["location"]
    for method, address in [
        ("GET", place),
        ("GET", f"{place}/events"),
        ("GET", f"{place}/files/review.xlsx"),
        ("DELETE", place),
    ]:
        answer = client(method, address, **other)
        assert (answer.status, answer.json()["code"]) == (404, "SRV-114")
    assert client("GET", place, **mine).status == 200


@pytest.fixture
def held(monkeypatch):
    """Lets no review go on until it is set."""
    going, judge = Event(), uploads.review

    def review(*asked):
        going.wait(60)
        return judge(*asked)

    monkeypatch.setattr(uploads, "review", review)
    yield going
    going.set()


def test_more_reviews_than_there_is_room_for_are_told_to_come_again(service, held: Event):
    client = service({"reviews": 1, "reviews_waiting": 1})
    places = [
        client("POST", REVIEWS, form(), content_type=KIND).headers["location"] for _ in range(2)
    ]
    full = client("POST", REVIEWS, form(), content_type=KIND)
    assert (full.status, full.json()["code"]) == (503, "SRV-111")
    early = client("GET", f"{places[0]}/files/review.xlsx")
    assert (early.status, early.json()["code"]) == (409, "SRV-115")
    held.set()
    for place in places:
        client("GET", f"{place}/events")
    assert client("POST", REVIEWS, form(), content_type=KIND).status == 202


def test_the_oldest_gives_way_when_as_many_are_kept_as_may_be(service):
    client = service({"reviews_kept": 1})
    first = client("POST", REVIEWS, form(), content_type=KIND).headers["location"]
    client("GET", f"{first}/events")
    assert client("POST", REVIEWS, form(), content_type=KIND).status == 202
    assert client("GET", first).status == 404


def test_a_review_that_is_removed_stops_and_those_who_watch_are_told(client: Client, held: Event):
    place = client("POST", REVIEWS, form(), content_type=KIND).headers["location"]

    async def removed_while_watched() -> Answer:
        watching = asyncio.create_task(client.asked("GET", f"{place}/events"))
        await asyncio.sleep(0)
        await client.asked("DELETE", place)
        held.set()
        return await watching

    (name, last) = events(waited_for(removed_while_watched()))[-1]
    assert (name, last["problem"]["code"]) == ("stopped", "SRV-123")
    client.app.state.linkage_rules.reviews.close()
    assert files_of(client) == []


LIMITS = {"records": (2, "SRV-121"), "output_bytes": (1, "SRV-122")}


@pytest.mark.parametrize(("limit", "case"), LIMITS.items(), ids=LIMITS)
def test_a_review_that_grows_beyond_a_limit_fails_and_says_so(service, limit, case):
    bound, code = case
    client = service({limit: bound})
    place = client("POST", REVIEWS, form(), content_type=KIND).headers["location"]
    (name, last) = events(client("GET", f"{place}/events"))[-1]
    assert (name, last["problem"]["code"]) == ("failed", code)
    assert files_of(client) == []


def test_a_review_is_removed_when_it_was_kept_long_enough(client: Client, monkeypatch):
    timers = []

    class Timer:
        daemon = False

        def __init__(self, seconds, work, args):
            (job,) = args
            assert not job.ended, "an end is told of only when everything about it is settled"
            timers.append((job.id, seconds, work, args))

        def start(self):
            pass

        def cancel(self):
            pass

    monkeypatch.setattr(uploads, "Timer", Timer)
    place = client("POST", REVIEWS, form(), content_type=KIND).headers["location"]
    client("GET", f"{place}/events")
    ((seconds, work, args),) = [rest for id_, *rest in timers if place.endswith(id_)]
    assert seconds == 3600
    work(*args)
    assert client("GET", place).status == 404
    assert files_of(client) == []


def test_a_service_that_is_ending_takes_nothing_more(client: Client):
    client.app.state.linkage_rules.reviews.end()
    assert client("POST", REVIEWS, form(), content_type=KIND).json()["code"] == "SRV-117"
    assert client("GET", "/health/ready").status == 503
    assert client("GET", "/health/live").status == 200


def test_a_folder_that_a_killed_process_left_is_removed_and_one_in_use_is_not(tmp_path: Path):
    left = tmp_path / ".uploads.0123.unfinished"
    left.mkdir()
    (left / "records.csv").write_text("P-1")
    with passing_folder(tmp_path, "uploads") as first:
        assert not left.exists()
        with passing_folder(tmp_path, "uploads"):
            assert first.exists()
    assert [*tmp_path.iterdir()] == []
