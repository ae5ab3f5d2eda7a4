"""The package itself: a few names, and nothing loaded before it is used."""

import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from inspect import ismodule
from pkgutil import iter_modules

import pytest

import linkage_rules
from tests.golden import Golden
from tests.public_api import MODULES, described

NAMES = {
    "ArgumentError",
    "Error",
    "InputError",
    "MissingExtraError",
    "SourceError",
    "UnknownNameError",
    "Decision",
    "DeprecatedWarning",
    "Diagnostic",
    "OutOfForceError",
    "OutOfForceWarning",
    "Policy",
    "PolicyError",
    "PolicyNotHereError",
    "RecordError",
    "Status",
    "TableError",
    "VerdictStatus",
    "Watched",
    "__version__",
    "analysis",
    "difference",
    "load",
    "loads",
    "records",
    "watch",
}


def modules_after(statement: str) -> set[str]:
    """The modules that a statement loads in a fresh process."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in found.stdout.split()}


def test_these_names_are_public_and_nothing_else():
    assert set(linkage_rules.__all__) == NAMES
    assert set(dir(linkage_rules)) >= NAMES


@pytest.mark.slow
def test_names_and_signatures_are_those_of_the_snapshot(golden: Golden):
    """What users rely on changes on purpose alone; then CHANGELOG.md tells it as well."""
    golden("public_api.txt", described())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_public_name_can_be_had(name):
    assert getattr(linkage_rules, name) is getattr(linkage_rules, name)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'evaluate'"):
        linkage_rules.evaluate  # noqa: B018 - asking for it is the test


def test_the_version_is_the_installed_one():
    assert linkage_rules.__version__ == version("linkage-rules")


def test_importing_the_package_loads_no_dependency():
    heavy = {"attrs", "attr", "lark", "click", "rich", "jinja2"}
    assert modules_after("import linkage_rules") & heavy == set()


def test_loading_a_policy_needs_none_of_the_libraries_of_the_command_line():
    statement = 'import linkage_rules\nlinkage_rules.load("vocabulary")'
    assert modules_after(statement) & {"click", "rich", "jinja2"} == set()


@pytest.mark.parametrize("name", MODULES)
def test_no_public_name_is_that_of_a_module_beside_it(name):
    """Which of the two it were would depend on what was imported before."""
    package = import_module(name)
    beside = {module.name for module in iter_modules(getattr(package, "__path__", ()))}
    twice = {public for public in package.__all__ if public in beside}
    assert not [public for public in twice if not ismodule(getattr(package, public))]
