"""A package comes back from its rows as it went in, and rows can be nothing else."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from datetime import date
from enum import Enum
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings

import linkage_rules.model
from linkage_rules.model.norms import Interval
from linkage_rules.model.operations import Operation
from linkage_rules.model.package import Example, Package
from linkage_rules.model.spans import Span
from linkage_rules.model.values import Period
from linkage_rules.plain.rows import CLASSES, NotPlainError, from_rows, to_rows
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.testing.generation import checked, policy_texts

OF_OUTCOMES = {"PeriodOutcome", "Hindrance", "NormOutcome", "Verdict", "Derivation", "Outcome"}
OF_WALKS = {"Recurrence", "Standing", "Unit", "Constituent", "Cycle", "Retyping", "UnlikeField"}
TABLES = {"deontic", "operations"}
"""Modules whose rows say what the parts of a package mean; they are no parts of one."""


@pytest.fixture(scope="module")
def shipped() -> LoadedPackage:
    return load_package("xiangtan_2022")


def files_of(loaded: LoadedPackage) -> list[str]:
    return [file.name for package in loaded.stack() for file, _ in package.files]


def back(whole: Package, files: list[str]) -> Package:
    """Through rows and JSON text."""
    return from_rows(json.loads(json.dumps(to_rows(whole, files))), files)


def differences(one: object, other: object, where: str = "") -> Iterator[str]:
    """Where two values differ in class or content, spans included, which `==` leaves out."""
    if type(one) is not type(other):
        yield f"{where}: {type(one)} and {type(other)}"
    elif isinstance(one, Operation) and isinstance(other, Operation):
        parts = [(operation.name, operation.calendar) for operation in (one, other)]
        yield from differences(*parts, where)
    elif attrs.has(type(one)):
        for field in attrs.fields(type(one)):
            name = field.name
            yield from differences(getattr(one, name), getattr(other, name), f"{where}.{name}")
    elif isinstance(one, tuple | dict):
        items = one.items() if isinstance(one, dict) else enumerate(one)
        others = other.items() if isinstance(other, dict) else enumerate(other)
        for pair, other_pair in zip(items, others, strict=True):
            yield from differences(pair[0], other_pair[0], f"{where} key")
            yield from differences(pair[1], other_pair[1], f"{where}[{pair[0]}]")
    elif one != other:
        yield f"{where}: {one!r} and {other!r}"


def test_the_shipped_policy_comes_back_the_same_to_the_last_span(shipped):
    whole = back(shipped.package, files_of(shipped))
    assert whole == shipped.package
    assert list(differences(whole, shipped.package)) == []


@given(policy_texts(with_is_known=True))
@settings(max_examples=40)
def test_any_policy_comes_back_the_same(text):
    package = checked(text)
    whole = back(package, [package.span.file])
    assert list(differences(whole, package)) == []


def test_what_a_package_shares_is_shared_when_it_comes_back(shipped):
    whole = back(shipped.package, files_of(shipped))
    (used,) = whole.uses
    project = used.record_types["Project"]
    assert whole.record_types["Project"] is project
    assert (
        whole.record_types["Project"].by_spelling["funds"].type.element is used.record_types["Fund"]
    )


def test_rows_say_the_same_after_coming_back(shipped):
    files = files_of(shipped)
    assert to_rows(back(shipped.package, files), files) == to_rows(shipped.package, files)


def test_spans_are_in_the_files_as_they_are_called_on_return():
    whole = Package(name="p", span=Span("old/p.pol", 1, 2, 3, 4))
    again = from_rows(to_rows(whole, ["old/p.pol"]), ["new/p.pol"])
    assert again.span == Span("new/p.pol", 1, 2, 3, 4)


@pytest.mark.parametrize(
    "value",
    [
        *(True, False, 1, 0, None, "", "项目\u2028", 10**18, -1, Fraction(1, 3)),
        *(date(2022, 12, 7), Period(months=36, days=-1), (), (1, True), ((None,), {"a": (1,)})),
    ],
    ids=repr,
)
def test_every_kind_of_value_comes_back_with_its_class(value):
    given = {"it": value, "yes": True, "one": 1}
    whole = Package(name="p", examples=(Example("t", "R", given, None, ()),))
    assert list(differences(back(whole, []), whole)) == []


def test_every_class_of_the_model_can_be_a_row():
    modules = [
        importlib.import_module(f"linkage_rules.model.{module.name}")
        for module in pkgutil.iter_modules(linkage_rules.model.__path__)
        if module.name not in TABLES
    ]
    defined = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
        if attrs.has(kind) or issubclass(kind, Enum)
    }
    assert {kind.__name__ for kind in defined - set(CLASSES)} == OF_OUTCOMES | OF_WALKS


def test_a_class_outside_the_model_is_refused():
    with pytest.raises(NotPlainError, match="object is no part of the model"):
        to_rows(Package(name=object()), [])


def test_a_file_that_is_not_of_the_package_is_refused():
    with pytest.raises(NotPlainError, match="is no file of the package"):
        to_rows(Package(name="p", span=Span("q.pol", 0, 1, 1, 1)), ["p.pol"])


def test_what_is_part_of_itself_is_refused():
    given: dict[str, object] = {}
    given["self"] = given
    with pytest.raises(NotPlainError, match="a dict is part of itself"):
        to_rows(Package(name="p", examples=(Example("t", "R", given, None, ()),)), [])


def test_depth_takes_no_stack():
    deep: object = ()
    for _ in range(5_000):
        deep = (deep,)
    whole = Package(name="p", examples=(Example("t", "R", {"deep": deep}, None, ()),))
    again = back(whole, [])
    depth, value = 0, again.examples[0].given["deep"]
    while value:
        (value,) = value
        depth += 1
    assert depth == 5_000


@pytest.mark.parametrize(
    "rows",
    [
        {},
        {"atoms": [], "objects": []},
        {"atoms": ["x"], "objects": []},
        {"atoms": [1], "objects": [[10_000, 0]]},
        {"atoms": [1], "objects": [[0, 7]]},
        {"atoms": [1], "objects": [["os.system", 0]]},
        {"atoms": [1, 0], "objects": [[3, 0, 1]]},
        {"atoms": [2022, 13, 1], "objects": [[2, 0, 1, 2]]},
        {"atoms": None, "objects": 3},
        {"atoms": ["x"], "objects": [[1, 0]]},
    ],
    ids=str,
)
def test_rows_that_are_no_package_are_refused(rows):
    with pytest.raises(NotPlainError):
        from_rows(rows, [])


def test_an_interval_and_its_like_are_made_by_their_own_classes():
    whole = Package(name="p", in_force=Interval(date(2022, 12, 7), None))
    assert back(whole, []).in_force.contains(date(2022, 12, 7))
