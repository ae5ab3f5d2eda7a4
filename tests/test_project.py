"""Claims about the repository as a whole."""

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from importlib.resources import files
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.places import ROOT, repository_files

SOURCE_MODULES = sorted((ROOT / "src").rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
REQUIREMENTS = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]

# Put together from parts, so that this file passes its own claim.
MACHINE_PATH = re.compile(rf"(?<![\w.])/(?:{'|'.join(['work', 'root', 'tmp'])})/")


def test_no_script_bears_the_name_of_a_library():
    """A script stands first on the path of what it starts, and would be found in its place."""
    taken = {*packages_distributions(), *sys.stdlib_module_names}
    folders = ("benchmarks", "editors", "fuzz", "docs/site")
    scripts = [path for folder in folders for path in (ROOT / folder).glob("*.py")]
    assert [path for path in scripts if path.stem in taken] == []


def repository_texts() -> Iterator[tuple[Path, str]]:
    """Every file of the repository that reads as UTF-8."""
    for path in repository_files():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def pinned_versions() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): pin for name, pin in pins}


def test_the_installed_version_is_the_one_in_pyproject():
    assert version("linkage-rules") == PROJECT["version"]


def test_no_source_module_repeats_the_version():
    quoted = re.compile(rf"""["']{re.escape(PROJECT["version"])}["']""")
    assert [str(path) for path in SOURCE_MODULES if quoted.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda r: r.name)
def test_a_requirement_is_bounded_on_both_sides_and_its_pin_lies_within(requirement):
    assert {"<", ">="} == {specifier.operator for specifier in requirement.specifier}
    assert requirement.specifier.contains(pinned_versions()[canonicalize_name(requirement.name)])


def test_the_lock_has_the_same_pins_each_with_a_checksum():
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    locked = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        requirement, *checksums = line.split(" --hash=")
        assert all(one.strip().startswith("sha256:") for one in checksums), line
        assert checksums, line
        found = Requirement(requirement)
        locked[canonicalize_name(found.name)] = (str(found.specifier)[2:], found.marker)
    pins = pinned_versions()
    # What is needed on other systems alone is installed nowhere where the pins are made.
    assert {n: pin for n, (pin, _) in locked.items() if n in pins} == {
        name: pins[name] for name in locked if name in pins
    }
    assert all(marker is not None for name, (_, marker) in locked.items() if name not in pins)
    extras = PROJECT["optional-dependencies"]
    needed = {
        canonicalize_name(Requirement(one).name)
        for name, listed in (("", PROJECT["dependencies"]), *extras.items())
        if name not in ("peers", "fuzz", "extension")
        for one in listed
    }
    assert needed <= locked.keys()


def test_the_wheel_carries_the_policies_folder():
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"policies": "linkage_rules/policies"}
    assert any((ROOT / "policies").rglob("*.pol"))


def links_of(text: str) -> list[str]:
    """Where the links and pictures of a Markdown text lead."""
    inline = [child for token in MarkdownIt().parse(text) for child in token.children or ()]
    leading = [token.attrGet("href") or token.attrGet("src") for token in inline]
    return [str(one) for one in leading if one is not None]


def description() -> str:
    """What a package index shows, as the build makes it of the README."""
    settings = PYPROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    fragments = settings["fragments"]
    text = "".join(
        (ROOT / one["path"]).read_text("utf-8") if "path" in one else one["text"]
        for one in fragments
    )
    for one in settings["substitutions"]:
        text = re.sub(one["pattern"], one["replacement"], text)
    return text


def test_no_link_of_the_description_leads_nowhere_on_a_package_index():
    inside = [link for link in links_of((ROOT / "README.md").read_text("utf-8")) if ":" not in link]
    assert len(inside) > 15
    shown = description()
    assert [link for link in links_of(shown) if not link.startswith("https://")] == []
    sdist = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for link in inside:
        assert f"`{link}`" in shown, "the file is named where it was linked"
        assert (ROOT / link).exists()
        assert f"/{link.partition('/')[0]}" in sdist, "and is in the source distribution"


def test_the_schema_of_a_decision_is_in_the_package():
    schema = files("linkage_rules") / "decision.schema.json"
    assert json.loads(schema.read_text("utf-8"))["title"] == "Decision"
    (packaged,) = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert (ROOT / packaged / "decision.schema.json").is_file()


def test_the_classifiers_name_the_pythons_that_the_project_takes_and_the_suite_runs_on():
    named = {c.rsplit(" :: ", 1)[1] for c in PROJECT["classifiers"] if ":: Python :: 3." in c}
    assert min(named, key=lambda one: int(one[2:])) == PROJECT["requires-python"].removeprefix(">=")
    assert named == {"3.11", "3.12", "3.13"}
    assert "Operating System :: POSIX :: Linux" in PROJECT["classifiers"]


def test_no_file_names_a_path_of_one_machine():
    texts = dict(repository_texts())
    assert {ROOT / "pyproject.toml", Path(__file__), ROOT / ".ci" / "run"} <= texts.keys()
    assert [str(path) for path, text in texts.items() if MACHINE_PATH.search(text)] == []


def test_no_package_that_somebody_built_or_fetched_lies_in_the_tree():
    built = (".whl", ".egg", ".tar.gz", ".tar.bz2", ".sdist", ".zip", ".pyz", ".so", ".pyd")
    assert [str(path) for path in repository_files() if path.name.endswith(built)] == []


def test_no_test_folder_is_a_package():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.xdist_group("project")
def test_tests_that_share_a_program_are_run_by_one_process(request: pytest.FixtureRequest) -> None:
    """Where several processes share the tests, xdist learns from their names which ones stay
    together."""
    if os.environ.get("PYTEST_XDIST_WORKER") and request.config.option.loadgroup:
        assert request.node.nodeid.endswith("@project")
