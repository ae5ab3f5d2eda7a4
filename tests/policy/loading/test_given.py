"""A policy from texts is what the same files would give, and no name leads out of the texts."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

import linkage_rules as lr
from linkage_rules.policy.loading import given
from linkage_rules.testing import run_examples

SHARED = 'policy shared "S"\nenum kind\n  a\n  b\n\nrecord Case\n  id: text required\n  n: kind\n'
LOCAL = """policy local "L"
  source "text.txt"

use shared

bearer county

action enter of Case
  cites 一 "不得进入"

norm stop for Case
  cites 一 "不得进入"
  when n = a
  county must not enter

example "a stops" of Case
  as of 2024-01-01
  given
    id: "1"
    n: a
  expect enter is forbidden by stop
"""
TEXT = "一、要求。没有机制的，不得进入。\n"
TEXTS = {"a.pol": LOCAL, "shared/s.pol": SHARED}
DAY = date(2024, 1, 1)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKAGE_RULES_CACHE", str(tmp_path / "cache"))


def codes(*texts, **said) -> set[str]:
    with pytest.raises(lr.PolicyError) as raised:
        lr.loads(*texts, **said)
    assert raised.value.render("zh")
    return {diagnostic.code for diagnostic in raised.value.diagnostics}


def test_texts_give_the_policy_that_files_give(tmp_path):
    folder = tmp_path / "local"
    (tmp_path / "shared").mkdir()
    folder.mkdir()
    (folder / "a.pol").write_text(LOCAL, "utf-8")
    (folder / "text.txt").write_text(TEXT, "utf-8")
    (tmp_path / "shared" / "s.pol").write_text(SHARED, "utf-8")
    from_files = lr.load(folder)
    for cache in (False, True, True):
        policy = lr.loads(TEXTS, source=TEXT, cache=cache)
        assert policy.digest == from_files.digest
        assert policy.package == from_files.package
        assert policy.package.norms["stop"].span.file == "a.pol"
        assert policy.package.record_types["Case"].span.file == "shared/s.pol"
        assert policy.source == lr.loads({**TEXTS, "text.txt": TEXT}).source
        answer = policy.evaluate({"id": "1", "n": "a"}, as_of=DAY)
        assert answer.verdicts["enter"].status is lr.VerdictStatus.FORBIDDEN
        assert [result.passed for result in run_examples(policy.package)] == [True]


def test_a_shipped_policy_may_be_used_and_amended():
    texts = {"o.pol": "policy o\namend xiangtan_2022\nbearer office\n"}
    policy = lr.loads(texts)
    assert [*policy.package.layers] == ["xiangtan_2022", "o"]
    own = policy.package.norms["no_mechanism_no_entry"].span.file
    assert Path(own).is_absolute()


def test_an_overlay_amends_another_given_one():
    city = "policy city\nparameter least: number\n  = 10%\n  tunable at least 0\n"
    county = "policy county\namend city\nset least\n  = 20%\n"
    for texts, asked in (
        ({"county.pol": county, "city.pol": city}, "county.pol"),
        ({"county.pol": county, "city.pol": city}, "county"),
        ({"county/1.pol": county, "city/1.pol": city}, "county"),
        ({"county/1.pol": county, "city.pol": city}, "county"),
        ({"x/county/1.pol": county, "x/city/1.pol": city}, "x/county"),
        ({"1.pol": county, "city/1.pol": city}, None),
    ):
        policy = lr.loads(texts, policy=asked)
        assert [*policy.package.layers] == ["city", "county"]


def test_an_archive_is_a_policy():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in {**TEXTS, "text.txt": TEXT}.items():
            archive.writestr(name, text)
    with zipfile.ZipFile(buffer) as archive:
        policy = lr.loads({name: archive.read(name) for name in archive.namelist()})
    assert policy.digest == lr.loads(TEXTS, source=TEXT).digest


def test_messages_are_those_of_files_with_the_names_as_given():
    broken = {**TEXTS, "shared/s.pol": SHARED.replace("n: kind", "n: kidn")}
    with pytest.raises(lr.PolicyError) as raised:
        lr.loads(broken, source=TEXT)
    first = raised.value.diagnostics[0]
    assert (first.code, first.span.file, first.span.line) == ("POL-202", "shared/s.pol", 8)
    assert "kind" in str(first)


def test_what_is_wrong_in_a_source_is_told():
    assert codes(TEXTS, source="一、要求。可以进入。\n") == {"POL-503"}
    assert codes(TEXTS) == {"POL-501"}
    assert codes(TEXTS, source=b"\xff\xfe1") == {"POL-501"}
    assert codes({**TEXTS, "text.txt": TEXT}, source=TEXT) == {"POL-507"}
    assert codes({"a.pol": "policy a\n"}, source=TEXT) == {"POL-507"}


def test_the_source_is_no_policy_that_could_be_used():
    assert codes({**TEXTS, "a.pol": LOCAL.replace("use shared", "use text")}, source=TEXT) == {
        "POL-006"
    }


HOSTILE = {
    "leads out": "../x.pol",
    "leads out on the way": "shared/../../x.pol",
    "absolute": "/etc/x.pol",
    "a drive": "C:x.pol",
    "parted as on Windows": "..\\x.pol",
    "NUL": "a\0.pol",
    "a new line": "a\n.pol",
    "turned around": "a\u202e.pol",
    "half a character": "a\ud83d.pol",
    "here": "./x.pol",
    "an empty part": "a//x.pol",
    "blank": " /x.pol",
    "nothing": "",
    "long": "a" * 1_000 + ".pol",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_that_leads_elsewhere_or_cannot_be_read_is_refused(name):
    assert codes({"a.pol": "policy a\n", name: "policy b\n"}) == {"POL-013"}


@pytest.mark.parametrize(
    "names", [("a.pol", "A.pol"), ("é.pol", "e\u0301.pol"), ("x/a.pol", "x")], ids=str
)
def test_names_that_cannot_stand_in_one_folder_are_refused(names):
    assert codes({"p.pol": "policy p\n"} | dict.fromkeys(names, "")) == {"POL-013"}


def test_number_and_length_are_bounded(monkeypatch):
    monkeypatch.setattr(given, "MAX_TEXTS", 3)
    monkeypatch.setattr(given, "MAX_TEXT_BYTES", 30)
    assert lr.loads({f"{n}.pol": "policy a\n" * (not n) for n in range(3)}).name == "a"
    assert codes({f"{n}.pol": "" for n in range(4)}) == {"POL-013"}
    assert codes({"a.pol": "policy a\n"}, source="字" * 10) == {"POL-013"}
    assert codes({}) == {"POL-013"}
    assert codes({"a.pol": "#\ud83d"}) == {"POL-013"}


def test_one_text_is_bounded_as_a_file_is():
    assert codes({"a.pol": "#" * 1_000_001}) == {"POL-003"}
    assert codes({"a.pol": b"\xff"}) == {"POL-002"}


def test_it_is_said_which_are_the_policy_where_that_is_not_clear():
    two = {"city/a.pol": "policy city\n", "county/a.pol": "policy county\n"}
    assert codes(two) == {"POL-014"}
    assert codes(two, policy="town") == {"POL-014"}
    for nowhere in ("../city", "/", "", ".", "..", "/city", "city/b", "\0", "\ud83d"):
        assert codes(two, policy=nowhere) == {"POL-014"}
    assert codes({"a.txt": ""}) == {"POL-013"}
    assert lr.loads(two, policy="city").name == "city"
    assert lr.loads({"city/a.pol": "policy city\n"}).name == "city"


@pytest.mark.parametrize("texts", [{1: ""}, {"a.pol": 1}, {"a.pol": None}])
def test_what_is_no_text_is_a_mistake_of_the_program(texts):
    with pytest.raises(TypeError, match=r"str.*文本"):
        lr.loads(texts)


@pytest.mark.parametrize("texts", ["policy small", b"policy small", ["a.pol"], None, 3])
def test_what_is_no_mapping_of_texts_is_a_mistake_of_the_program(texts):
    with pytest.raises(lr.ArgumentError, match=r'texts is a mapping .*"a.pol".*映射') as caught:
        lr.loads(texts)
    assert caught.value.code == "ASK-115"
    with pytest.raises(lr.ArgumentError, match="policy is text, not int"):
        lr.loads({"a.pol": "policy a\n"}, policy=3)


@pytest.mark.parametrize("find", [lr.load, lr.watch])
def test_what_is_no_name_and_no_path_is_a_mistake_of_the_program(find):
    for nothing in (3, None, {"a.pol": ""}):
        with pytest.raises(lr.ArgumentError, match="policy is a name or a path, not"):
            find(nothing)


def test_no_name_is_looked_up_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shared.pol").write_text("policy shared\n", "utf-8")
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    assert codes({"a.pol": LOCAL}, source=TEXT) == {"POL-006"}
    assert codes({"a.pol": LOCAL.replace("use shared", "use vocabulary")}) >= {"POL-501"}
