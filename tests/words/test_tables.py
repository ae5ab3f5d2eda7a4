"""The tables of words: both languages in every row, filled in at the same places, no row unused."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import attrs
import pytest

import linkage_rules.words
from linkage_rules.words.messages import Phrase

SOURCE = Path(linkage_rules.words.__path__[0]).parent
TEXTS = {path: path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}
TEMPLATES = "".join(path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.html")))
MODULES = [
    importlib.import_module(f"linkage_rules.words.{module.name}")
    for module in pkgutil.iter_modules(linkage_rules.words.__path__)
]


def phrases(value: object, place: str) -> Iterator[tuple[str, Phrase]]:
    """Every phrase in something that a module of words defines, with its place."""
    if isinstance(value, Phrase):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from phrases(part, f"{place}[{key}]")
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            yield from phrases(part, f"{place}[{number}]")
    elif attrs.has(type(value)) and not isinstance(value, type):
        for field in attrs.fields(type(value)):
            yield from phrases(getattr(value, field.name), f"{place}.{field.name}")


ROWS = [
    pytest.param(found, phrase, id=found)
    for module in MODULES
    for name, value in vars(module).items()
    for found, phrase in phrases(value, f"{module.__name__.rpartition('.')[2]}.{name}")
]
CONSTANTS = sorted(
    (Path(module.__file__), name)
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and next(phrases(value, name), None) is not None
    if re.search(rf"^{name}\b", TEXTS[Path(module.__file__)], re.MULTILINE)
)


ONE_LANGUAGE_ALONE = {
    # In English a field is called by its path, so the path is said once.
    "decision_words.NEEDED": {"path", "place"},
    "decision_words.PLACE": {"path", "place"},
    "decision_words.MISSING_FOR": {"path", "place"},
    # In English a rule stands under a heading that names its bearer.
    "deontic_words.FORCES": {"bearer"},
}
"""Rows in which one language fills in what the other does not, and what."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("row", "phrase"), ROWS)
def test_a_row_has_both_languages_and_the_same_places_to_fill_in(row, phrase):
    assert bool(phrase.en) == bool(phrase.zh)
    alone = ONE_LANGUAGE_ALONE.get(row.partition("[")[0], set())
    assert places(phrase.en) ^ places(phrase.zh) <= alone


@pytest.mark.parametrize(("path", "name"), CONSTANTS, ids=[f"{p.stem}.{n}" for p, n in CONSTANTS])
def test_a_row_is_said_somewhere(path, name):
    said = re.compile(rf"\b{name}\b")
    own = said.findall(TEXTS[path])
    others = any(said.search(text) for at, text in TEXTS.items() if at != path)
    assert others or len(own) > 1 or said.search(TEMPLATES)
