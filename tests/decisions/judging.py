"""Small policies, checked and asked, for the tests of this folder."""

from datetime import date
from functools import lru_cache
from typing import Any

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import evaluate
from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.syntax import File
from linkage_rules.model.package import Package
from linkage_rules.records import validate

AS_OF = date(2023, 5, 1)
POLICY_DIGEST = "0" * 64


def package_of(*texts: str) -> Package:
    """The checked policy of one or more files; one with mistakes is a mistake in the test."""
    files = [_parsed(text, number) for number, text in enumerate(texts)]
    checked = check([(file, syntax) for file, syntax, _ in files])
    found = [*(problem for _, _, problems in files for problem in problems), *checked.diagnostics]
    assert not found, "\n".join(problem.render("en") for problem in found)
    return checked.package


@lru_cache(maxsize=8)
def _parsed(text: str, number: int) -> tuple[SourceFile, File, list[Diagnostic]]:
    file = SourceFile(f"test{number}.pol", text)
    return (file, *parse(file))


def decide(
    package: Package, data: dict[str, Any], as_of: date = AS_OF, record_type: str = "Project"
) -> Decision:
    shape = package.record_types[record_type]
    record = validate(data, shape)
    outcome = evaluate(package, shape, record, as_of)
    return Decision(package, POLICY_DIGEST, shape, record, outcome)


def judge(policy: str, data: dict[str, Any], as_of: date = AS_OF) -> Decision:
    return decide(package_of(policy), data, as_of)
