"""What somebody writes into a name, title, reason, quote, cell or file name is said as it stands.

Braces, percent signs, square brackets and backslashes mean something to what puts sentences,
terminal lines, pages and search patterns together; coming from a policy or a record they do not.
"""

import json
from pathlib import Path

import pytest

HOSTILE = r"{x} {0} {0.__class__} {} }{ %s %(a)d [red]r[/red] [/] {{ 7*7 }} {% raw %} $x \1 \g<0>"
LABEL = HOSTILE.replace("\\", "")

POLICY = """policy hostile "H"
  in force 2023-01-01
  source "source.txt"

enum kind "K H"
  public "p H"
  own "o H"

record Project "项目 H"
  id "编号": text required
  name "名 H": text
  kind "种 H": kind
  amount "额 H": money at least 0元
  urgent "急 H": yes/no
  done "成 H": yes/no

bearer county "县 H"

action build "建 H" of Project
  done when done

action visit "访 H" of Project

fact large "大 H" of Project: yes/no
  means amount >= 100万元

parameter share "率 H": number
  = 10%

statement 一 "H" because "H"

norm first "一 H" for Project
  cites 一 "H"
  when large
  county must build

norm second "二 H" for Project
  cites 一 "H"
  when amount >= 10万元 and kind = public
  unless urgent
  county must not build

norm again "三 H" for Project
  cites 一 "H"
  when large and urgent
  county must build

norm off "四 H" for Project
  cites 一 "H"
  when name = "H" and amount < 0元
  county may visit

example "例 H" of Project
  given name: "H", amount: 200万元, kind: public, urgent: yes
  as of 2023-05-01
  expect build is required

property "性 H" for Project
  always amount <= 1万元 implies not second applies

property "重 H" for Project
  always again applies implies first applies
  answers implied_norm of again, first
"""
RECORDS = [
    {"id": f"1 {HOSTILE}", "name": HOSTILE, "kind": "public", "amount": "200万元", "urgent": True},
    {"id": "2", "name": HOSTILE, "amount": "30万元", "kind": "public", "urgent": False},
    {"id": "3", "name": HOSTILE, "amount": HOSTILE, "kind": HOSTILE},
    {"id": "4", HOSTILE: 1},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A policy, a later version of it and records, in a folder that has such a name, too."""
    inside = tmp_path / "{x} [red] %s"
    for name, of in (("old", POLICY), ("new", POLICY.replace(">= 100万元", ">= 50万元"))):
        (inside / name).mkdir(parents=True)
        quoted = HOSTILE.replace("\\", "\\\\")
        text = of.replace(' H"', f' {LABEL}"').replace('"H"', f'"{quoted}"')
        (inside / name / "{p}.pol").write_text(text, "utf-8")
        (inside / name / "source.txt").write_text(f"一、{HOSTILE}。\n", "utf-8")
    (inside / "{r}.json").write_text(json.dumps(RECORDS), "utf-8")
    (inside / "one.json").write_text(json.dumps(RECORDS[0]), "utf-8")
    (inside / "{s}.csv").write_text(f'编号,"{LABEL}"\n"{LABEL}",1\n', "utf-8")
    monkeypatch.chdir(inside)
    return inside


DAY = ("--as-of", "2023-05-01")
COMMANDS = [
    ("check", "old"),
    ("test", "old", "--records", "20"),
    *(("source", "old", "--format", form) for form in ("text", "html")),
    ("source", "old", "--check"),
    ("mutate", "old", "--sample", "2"),
    *(("coverage", "old", "--format", form) for form in ("text", "html")),
    *(("analyse", "old", "--format", form) for form in ("text", "json", "sarif")),
    *(("diff", "old", "new", "--format", form) for form in ("text", "json")),
    ("advise", "old", "one.json", "--goal", "build is unregulated", *DAY),
    ("document", "old"),
    ("timeline", "old"),
    ("impact", "old", "new", "{r}.json", *DAY),
    *(("review", "old", "{r}.json", "--format", f, *DAY) for f in ("table", "json", "html", "csv")),
    ("review", "old", "{s}.csv", *DAY),
    *(
        ("agenda", "old", "{r}.json", "--format", form, *DAY)
        for form in ("text", "json", "html", "csv", "ics")
    ),
    ("explain", "old", "one.json", "--action", "build", *DAY),
    ("map", "{s}.csv"),
    ("fmt", "--check", "old"),
]


REFUSING = {"review", "agenda"}
"""Those that end with status 2 where a record among others cannot be read."""
TELLING = {"source", "coverage", "analyse", "advise", "document", "review", "map"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:1] + words[2:4]))
def test_no_command_takes_the_words_of_a_policy_or_a_record_for_its_own(
    run, folder: Path, words, language
):
    found = run(*words, language=language, columns=4000)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    assert found.exit_code in (0, 1, 2 if words[0] in REFUSING else 0), found.stderr
    if words[0] in TELLING:
        assert (
            "{0.__class__} {} }{ %s %(a)d [red]r[/red] [/] {{ 7*7 }} {% raw %} $x" in found.stdout
        )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_finding_quotes_what_the_policy_says(run, folder: Path, language):
    found = run("analyse", "old", language=language, columns=4000)
    assert LABEL in found.stdout if language == "zh" else HOSTILE.split("\\")[0] in found.stdout


def test_a_message_for_code_scanning_doubles_braces_and_makes_no_links(run, folder: Path):
    log = json.loads(run("analyse", "old", "--format", "sarif").stdout)
    texts = [result["message"]["text"] for result in log["runs"][0]["results"]]
    assert any(LABEL.replace("{", "{{").replace("}", "}}") in text for text in texts)
    single = [text.replace("{{", "").replace("}}", "") for text in texts]
    assert not any(brace in text for text in single for brace in "{}")
