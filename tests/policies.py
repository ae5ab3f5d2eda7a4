"""Making policies from texts in tests: read, checked, loaded; and records for them.

A text with faults fails the test with all messages; use `read` for texts that have faults on
purpose.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic, in_file_order, without_consequences
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.syntax import File
from linkage_rules.model.package import Package
from linkage_rules.model.values import Record
from linkage_rules.policy.loading import load
from linkage_rules.policy.policy import Policy
from linkage_rules.records import validate

DIGEST = "0" * 64


@frozen
class Reading:
    """The result of reading a policy: its model and every problem, in the order of the files."""

    package: Package
    diagnostics: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        return [diagnostic.code for diagnostic in self.diagnostics]

    @property
    def places(self) -> list[tuple[str, str]]:
        """The code of every problem with the words it points at."""
        return [(d.code, _words(d)) for d in self.diagnostics]

    @property
    def rendered(self) -> str:
        return "\n".join(diagnostic.render("en") for diagnostic in self.diagnostics)


def _words(diagnostic: Diagnostic) -> str:
    span, line = diagnostic.span, diagnostic.excerpt.line
    return line[span.column - 1 : span.column - 1 + span.end - span.start]


def read(*texts: str, uses: tuple[Package, ...] = ()) -> Reading:
    """Read the texts as the files a.pol, b.pol … of one package; names go on after those of
    ``uses``."""
    parsed = [_parsed(f"{chr(97 + n)}.pol", text) for n, text in enumerate(texts, len(uses))]
    misread = [problem for *_, problems in parsed for problem in problems]
    checked = check([(source, file) for source, file, _ in parsed], uses)
    found = [*misread, *without_consequences(misread, checked.diagnostics)]
    return Reading(checked.package, in_file_order(found, [source.name for source, *_ in parsed]))


@lru_cache(maxsize=8)
def _parsed(name: str, text: str) -> tuple[SourceFile, File, tuple[Diagnostic, ...]]:
    source = SourceFile(name, text)
    file, problems = parse(source)
    return source, file, tuple(problems)


def package_of(*texts: str, uses: tuple[Package, ...] = ()) -> Package:
    """The checked package of texts that have no faults; further packages are those it uses."""
    reading = read(*texts, uses=uses)
    assert not reading.diagnostics, reading.rendered
    return reading.package


def policy_of(*texts: str, uses: tuple[Package, ...] = ()) -> Policy:
    """A policy from texts without faults, as if it had been loaded, without a source text."""
    return Policy(package_of(*texts, uses=uses), DIGEST)


def policy_in(folder: Path, **texts: str) -> Policy:
    """Write each policy to a file of its name, and load the last; so overlays find those below
    them."""
    for name, text in texts.items():
        (folder / f"{name}.pol").write_text(text, "utf-8")
    return load(folder / f"{name}.pol")


def record_of(package: Package, data: Mapping[str, object], record_type: str = "Project") -> Record:
    """A valid record of a type; lists and texts may be used for values as in a file."""
    return validate(data, package.record_types[record_type])
