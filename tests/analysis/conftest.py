"""Small policies to analyse."""

import re
from collections.abc import Callable

import pytest

from linkage_rules.language.checking.check import check
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package


@pytest.fixture
def package_of() -> Callable[..., Package]:
    """Reads the text of a policy that has no faults; further packages are those it uses."""

    def read(text: str, *uses: Package) -> Package:
        name = re.search(r"^policy (\w+)", text, re.MULTILINE)
        assert name
        source = SourceFile(f"{name[1]}.pol", text)
        file, problems = parse(source)
        checked = check(((source, file),), uses)
        found = [*problems, *checked.diagnostics]
        assert not found, "\n".join(problem.render("en") for problem in found)
        return checked.package

    return read
