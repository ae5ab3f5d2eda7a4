"""A built policy is the policy it was built from, or is refused; nothing in it is run."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import linkage_rules as lr
from linkage_rules.plain.rows import to_rows
from linkage_rules.policy.loading import building, built
from linkage_rules.policy.loading.building import build
from linkage_rules.policy.loading.built import KEY
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.testing import run_examples
from tests.policy.loading.test_given import LOCAL, SHARED, TEXT

DAY = date(2024, 1, 1)


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKAGE_RULES_CACHE", "off")
    monkeypatch.delenv(KEY, raising=False)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A policy that uses another one and cites a source."""
    place = tmp_path / "from" / "local"
    place.mkdir(parents=True)
    (place / "a.pol").write_text(LOCAL, "utf-8")
    (place / "text.txt").write_text(TEXT, "utf-8")
    (place.parent / "shared.pol").write_text(SHARED, "utf-8")
    return place


@pytest.fixture
def file(local: Path, tmp_path: Path) -> Path:
    """The same policy, built."""
    path = tmp_path / "policy.json"
    path.write_bytes(build(load_package(local)))
    return path


def refused(path: Path, language="en") -> str:
    """What `load` and the commands say of a file, which is the same."""
    with pytest.raises(lr.PolicyError) as raised:
        lr.load(path)
    (problem,) = raised.value.diagnostics
    assert problem.code == "POL-015"
    assert "linkage-rules build" in problem.render(language)
    return problem.render(language)


def content_of(path: Path) -> dict:
    return json.loads(path.read_bytes())["content"]


def resealed(path: Path, content: object) -> None:
    """Put other content and the right digest into a file, as one who knows the format can."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    head = path.read_bytes().partition(b"\n")[0]
    old = json.loads(head + b"0}")["sha256"].encode()
    head = head.replace(old, hashlib.sha256(written).hexdigest().encode())
    path.write_bytes(head + b"\n" + written + b"\n}\n")


def test_a_built_policy_is_the_policy_it_was_built_from(local, file, monkeypatch):
    fresh, packages = lr.load(local), []
    monkeypatch.setattr("linkage_rules.policy.loading.packages.load_place", packages.append)
    policy = lr.load(file)
    assert packages == []
    assert (policy.digest, policy.package) == (fresh.digest, fresh.package)
    assert policy.source.text == TEXT
    names = ["local/a.pol", "shared.pol"]
    assert policy.package.norms["stop"].span.file == "local/a.pol"
    assert to_rows(policy.package, names)
    answer = policy.evaluate({"id": "1", "n": "a"}, as_of=DAY)
    assert answer.verdicts["enter"].status is lr.VerdictStatus.FORBIDDEN
    assert "不得进入" in answer.explain("enter", language="zh")
    assert [result.passed for result in run_examples(policy.package)] == [True]


def test_it_needs_nothing_of_what_it_was_built_from(local, file, tmp_path):
    (tmp_path / "from").rename(tmp_path / "gone")
    assert lr.load(file).name == "local"
    assert load_package(file).diagnostics == ()


def test_the_same_policy_gives_the_same_file(local, file, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "from").rename(tmp_path / "elsewhere" / "from")
    again = build(load_package(tmp_path / "elsewhere" / "from" / "local"))
    assert again == file.read_bytes()
    assert build(load_package(file)) == file.read_bytes()


def test_a_stack_and_a_file_alone_are_built_too(tmp_path):
    city, county = tmp_path / "city.pol", tmp_path / "county.pol"
    city.write_text(
        "policy city\nparameter least: number\n  = 10%\n  tunable at least 0\n", "utf-8"
    )
    county.write_text("policy county\namend city\nset least\n  = 20%\n", "utf-8")
    path = tmp_path / "county.json"
    path.write_bytes(build(load_package(county)))
    policy = lr.load(path)
    assert [*policy.package.layers] == ["city", "county"]
    assert policy.package == lr.load(county).package
    assert policy.digest == lr.load(county).digest
    assert load_package(path).below.package.name == "city"


def test_a_file_that_could_be_run_is_nowhere_in_it(file):
    """It is JSON on the whole, and holds texts, numbers and rows."""
    whole = json.loads(file.read_bytes())
    assert whole["format"] == "linkage-rules/built-policy"
    assert whole["hmac_sha256"] is None
    assert content_of(file)["texts"]["local/text.txt"] == TEXT


DAMAGE = {
    "empty": lambda data: b"",
    "cut short": lambda data: data[:-20],
    "cut at its end": lambda data: data[:-1],
    "longer": lambda data: data + b" ",
    "one byte changed": lambda data: data.replace(b"county", b"County", 1),
    "another digest": lambda data: data.replace(b'"sha256":"', b'"sha256":"0', 1),
    "no policy": lambda data: b'{"id": "P-1"}',
    "pickled": lambda data: b"\x80\x04\x95",
    "deep": lambda data: b"[" * 100_000,
    "another format": lambda data: data.replace(b'version":1', b'version":2', 1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_refused_with_what_to_do(file, damage):
    file.write_bytes(damage(file.read_bytes()))
    assert refused(file)
    assert refused(file, "zh")
    assert [d.code for d in load_package(file).diagnostics] == ["POL-015"]


MADE_UP = {
    "a list": lambda content: [1],
    "nothing": lambda content: {},
    "no rows": lambda content: content | {"model": {}},
    "rows of another kind": lambda content: content | {"model": {"atoms": [1], "objects": []}},
    "no files": lambda content: content | {"files": []},
    "a text that is none": lambda content: content | {"texts": dict.fromkeys(content["texts"], 1)},
    "a circle": lambda content: content | {"packages": [[[], [0]]]},
    "a use of what comes later": lambda content: content | {"packages": [[[], [1]], [[], []]]},
    "a use from the end": lambda content: content | {"packages": [[[], []], [[], [-1]]]},
    "no maker": lambda content: content | {"made_by": None},
    "another source": lambda content: content | {"source": "/etc/passwd"},
}


@pytest.mark.parametrize("change", MADE_UP.values(), ids=MADE_UP)
def test_what_somebody_made_up_is_refused(file, change):
    resealed(file, change(content_of(file)))
    assert refused(file)


def test_hostile_names_of_texts_lead_nowhere(file):
    content = content_of(file)
    resealed(file, content | {"texts": content["texts"] | {"../../x.pol": "policy x\n"}})
    assert [d.code for d in load_package(file).diagnostics] == ["POL-013"]


def test_a_model_that_is_not_what_the_texts_say_is_found_by_checking(file):
    """A digest that fits does not show it; the commands that read texts compare them."""
    content = content_of(file)
    texts = {name: text.replace("n = a", "n = b") for name, text in content["texts"].items()}
    resealed(file, content | {"texts": texts})
    (problem,) = load_package(file).diagnostics
    assert problem.code == "POL-015"
    assert "not what its texts say" in str(problem.render("en"))


@pytest.mark.parametrize(
    ("maker", "said"),
    [
        ({"code": "0"}, "another state of the same version"),
        ({"code": "0", "library": "0.0.9"}, "linkage_rules 0.0.9"),
        ({"python": "3.99"}, "Python 3.99"),
    ],
)
def test_what_another_library_or_python_built_is_refused_and_built_again_of_itself(
    file, maker, said
):
    content = content_of(file)
    resealed(file, content | {"made_by": content["made_by"] | maker})
    assert said in refused(file)
    loaded = load_package(file)
    assert loaded.diagnostics == ()
    file.write_bytes(build(loaded))
    assert lr.load(file).name == "local"


def test_where_a_key_is_set_only_files_signed_with_it_are_used(local, file, monkeypatch):
    monkeypatch.setenv(KEY, "secret")
    assert "signed with no key" in refused(file)
    file.write_bytes(build(load_package(local)))
    assert lr.load(file).name == "local"
    content = content_of(file)
    monkeypatch.setenv(KEY, "another")
    assert "another key" in refused(file)
    monkeypatch.setenv(KEY, "secret")
    resealed(file, content | {"source": None})
    assert "another key" in refused(file)


def test_a_signed_file_is_used_without_a_key_and_that_is_logged(local, file, monkeypatch, caplog):
    monkeypatch.setenv(KEY, "secret")
    file.write_bytes(build(load_package(local)))
    monkeypatch.delenv(KEY)
    assert lr.load(file).name == "local"
    (record,) = [r for r in caplog.records if r.levelname == "WARNING"]
    assert record.name == "linkage_rules.built"


def test_length_is_bounded_both_ways(local, file, monkeypatch):
    monkeypatch.setattr(built, "MAX_BUILT_BYTES", 1_000)
    assert "more than" in refused(file)
    with pytest.raises(lr.PolicyError, match="POL-016"):
        build(load_package(local))


def test_two_texts_that_would_have_one_name_are_refused():
    with pytest.raises(lr.PolicyError, match=r"a.pol"):
        building._put({"local/a.pol": "x"}, "local/a.pol", "y")


def test_a_built_policy_needs_neither_parser_nor_checker_nor_a_place_to_write(file, tmp_path):
    program = (
        f"import sys, linkage_rules as lr; lr.load({str(file)!r}); print(*sorted(sys.modules))"
    )
    away = {**os.environ, "HOME": str(tmp_path / "none")}
    environment = {name: value for name, value in away.items() if name != "LINKAGE_RULES_CACHE"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env=environment
    )
    modules = {name for name in done.stdout.decode().split() if name != "linkage_rules.language"}
    unneeded = ("lark", "linkage_rules.language.", "linkage_rules.sources.building", "pickle")
    assert [name for name in modules if name.startswith(unneeded)] == []
    assert not (tmp_path / "none").exists()
