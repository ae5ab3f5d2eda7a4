"""Problems and test results of policies in formats for programs that watch a repository.

SARIF 2.1.0 for code scanning, workflow commands for GitHub, JUnit XML for viewers of test results.
Files are named relative to the root of their repository.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from attrs import frozen

from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.explanations import explained
from linkage_rules.model.spans import Span
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.keywords import Language

PROGRAM: Final = "linkage-rules"
SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

_ROOT_MARKS: Final = (".git", ".hg", ".svn")
_ROOT: Final = "%SRCROOT%"


class Level(StrEnum):
    """How much a finding matters, as SARIF calls it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Rule:
    """The rule behind findings: a stable name, a short description, and how to repair it."""

    name: str
    about: str
    help: str = ""


@frozen
class Sighting:
    """One finding: ``headline`` is one line, ``text`` the whole message.

    ``identity`` stays the same when lines move; ``answered`` is the place where the policy says
    that the finding is intended, or None.
    """

    rule: Rule
    level: Level
    headline: str
    text: str
    span: Span
    identity: str
    answered: str | None = None


def diagnosed(one: Diagnostic, level: Level, language: Language) -> Sighting:
    """A diagnostic of a policy as a finding."""
    about, _, help_ = explained(one.code, language).partition("\n")
    place = f"{one.span.file}:{one.span.start}:{one.excerpt.line.strip()}"
    return Sighting(
        Rule(one.code, about, help_),
        level,
        one.headline(language),
        one.render(language),
        one.span,
        f"{one.code}:{place}",
    )


@frozen
class Case:
    """A test case: its title, place and failures.

    ``skipped`` says why nothing was tested, ``broken`` why it could not run.
    """

    name: str
    span: Span
    found: tuple[Sighting, ...] = ()
    skipped: str | None = None
    broken: bool = False


@frozen
class Suite:
    """The tests of one policy; ``told`` is their further output."""

    name: str
    cases: tuple[Case, ...]
    told: str = ""


def repository_root(path: Path) -> Path | None:
    """The root folder of the repository that a path is in; None outside of any."""
    folders = (path, *path.parents)
    return next((f for f in folders if any((f / mark).exists() for mark in _ROOT_MARKS)), None)


def in_repository(file: str) -> tuple[str, bool]:
    """The name of a file relative to its repository, else to the current folder, else its whole
    path; and whether it is in a repository."""
    path = Path.cwd() / file
    for folder, inside in ((repository_root(Path.cwd()), True), (Path.cwd(), False)):
        if folder is not None and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix(), inside
    return path.as_posix(), False


def path_of(span: Span) -> list[str | int]:
    """File, line and column; only the file for a problem of the whole file."""
    name, _ = in_repository(span.file)
    return [name, span.line, span.column] if span.line else [name]


def as_data(one: Diagnostic) -> dict[str, Any]:
    """A problem of a policy as plain data, its file named from the root of the repository."""
    return {**one.to_dict(), "path": path_of(one.span)}


def sarif(found: Iterable[Sighting]) -> str:
    """The findings as a SARIF 2.1.0 log. One that the policy answers is a suppressed result."""
    sightings = tuple(found)
    rules = list(dict.fromkeys(one.rule for one in sightings))
    levels = {one.rule: one.level for one in reversed(sightings)}
    driver = {
        "name": PROGRAM,
        "version": version(PROGRAM),
        "rules": [_sarif_rule(rule, levels[rule]) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(one, rules) for one in sightings],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_rule(rule: Rule, level: Level) -> dict[str, Any]:
    told: dict[str, Any] = {"id": rule.name, "shortDescription": {"text": rule.about or rule.name}}
    if rule.help:
        told["help"] = {"text": rule.help}
    return {**told, "defaultConfiguration": {"level": level.value}}


def _sarif_result(one: Sighting, rules: list[Rule]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule.name,
        "ruleIndex": rules.index(one.rule),
        "level": one.level.value,
        "message": {"text": _literally(one.text)},
        "locations": [_sarif_location(one.span)] if one.span.file else [],
        "partialFingerprints": {"names/v1": one.identity},
    }
    if one.answered is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": one.answered}]
    return result


def _literally(text: str) -> str:
    """Text escaped for SARIF 2.1.0 (3.11.5 and 3.11.6), where ``{0}`` and ``[…](…)`` are
    special."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _sarif_location(span: Span) -> dict[str, Any]:
    name, inside = in_repository(span.file)
    if Path(name).is_absolute():
        artifact = {"uri": Path(name).as_uri()}
    else:
        artifact = {"uri": quote(name), **({"uriBaseId": _ROOT} if inside else {})}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    # A problem of a whole file has no line.
    if span.line:
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "charOffset": span.start,
            "charLength": max(span.end - span.start, 0),
        }
    return {"physicalLocation": physical}


_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def workflow_commands(found: Iterable[Sighting]) -> Iterator[str]:
    """The findings as workflow commands of GitHub, a line each; answered ones are left out."""
    for one in found:
        if one.answered is not None:
            continue
        title = one.rule.name if one.headline in one.text else f"{one.rule.name}: {one.headline}"
        where: dict[str, object] = {"title": title}
        if one.span.file:
            where = {"file": in_repository(one.span.file)[0], **where}
        if one.span.line:
            where |= {"line": one.span.line, "col": one.span.column}
        told = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
        yield f"::{_COMMANDS[one.level]} {told}::{_data(safe(one.text))}"


def _data(text: str) -> str:
    """A text escaped as the message of a workflow command.

    >>> _data("50% of\\n::error::x")
    '50%25 of%0A::error::x'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A text escaped as a property of a workflow command.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")


def junit(suites: Sequence[Suite]) -> str:
    """The tests as JUnit XML, in the form that Jenkins and GitLab read."""
    root = ET.Element("testsuites", _counts([case for suite in suites for case in suite.cases]))
    for suite in suites:
        within = ET.SubElement(
            root, "testsuite", {"name": safe(suite.name), **_counts(suite.cases)}
        )
        for case in suite.cases:
            file = in_repository(case.span.file)[0] if case.span.file else suite.name
            known = {"name": _attribute(case.name), "classname": _attribute(file)}
            tested = ET.SubElement(within, "testcase", known)
            if case.skipped is not None:
                ET.SubElement(tested, "skipped", {"message": _attribute(case.skipped)})
                continue
            for one in case.found:
                kind = "error" if case.broken else "failure"
                told = {"message": _attribute(one.headline), "type": one.rule.name}
                ET.SubElement(tested, kind, told).text = safe(one.text)
        if suite.told:
            ET.SubElement(within, "system-out").text = safe(suite.told)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    broken = sum(case.broken for case in cases)
    return {
        "tests": str(len(cases)),
        "failures": str(sum(bool(c.found) and not c.broken and c.skipped is None for c in cases)),
        "errors": str(broken),
        "skipped": str(sum(case.skipped is not None for case in cases)),
    }


def _attribute(text: str) -> str:
    return safe(" ".join(text.split("\n")))
