"""The table of clauses: complete, and true of what the parser, the printer and the checker do."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import attrs
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.language import clauses, syntax
from linkage_rules.language.checking.norms import single
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.clauses import BY_NODE, CLAUSES, ClauseRow, Place, Shape, values_of
from linkage_rules.language.reading import parser
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.package import Example, Package, Property
from linkage_rules.model.types import EnumType, RecordType
from linkage_rules.words import keywords
from linkage_rules.words.decision_words import CONDITIONS
from linkage_rules.words.keywords import BY_TERMINAL
from tests.policies import read

from .reading import PROJECT
from .syntax_strategies import declarations

KEPT_IN = {
    "policy": Package,
    "enum": EnumType,
    "record": RecordType,
    "parameter": Parameter,
    "reading": Parameter,
    "fact": Fact,
    "table": Fact,
    "distribution": Fact,
    "override_table": Fact,
    "action": Action,
    "norm": Norm,
    "override": (Norm, Fact),
    "example": Example,
    "property": Property,
}
HEAD = {"name", "label", "title", "record_type", "type", "span", "layer"}

VALUES = {
    Shape.EXPRESSION: "operating",
    Shape.NAME: "start",
    Shape.NAMES: "start",
    Shape.DATUM: "1",
    Shape.ENTRIES: "households: 1",
    Shape.PATHS: "households",
    Shape.TEXT: '"text"',
    Shape.CLAUSE_NUMBER: "一",
    Shape.DAY: "2024-01-01",
}
SHAPED = {
    "TUNABLE": "tunable at least 1",
    "MUST": "county must build",
    "GIVEN": "given more: money",
    "RESULT": "result for county",
    "HOLIDAY": "holiday 2024-01-01",
    "AMONG": "among x in xs",
    "TO": "to 1",
    "DONE_AT": "done at x.day over x in audits",
    "WITHIN": "within 10 working days",
    "EVERY_QUARTER": "every quarter from begun_on",
}

HEADS = {
    "policy": 'policy p "P"',
    "amend": "amend city",
    "parameter": "parameter least: whole number\n  = 3",
    "reading": 'reading few: whole number\n  = 3 because "so"\n  or 4 because "or so"',
    "set": "set least\n  = 3",
    "fact": "fact other of Project",
    "table": "fact other of Project by operating\n  yes: no\n  no: yes",
    "distribution": "distribution shared of Project",
    "action": "action leave of Project",
    "norm": "norm one for Project",
    "calendar": "calendar days\n  covers 2024-01-01 to 2024-12-31",
    "override": 'override low because "so"',
    "example": 'example "E" of Project',
    "property": 'property "P" for Project',
}
ROWS = [pytest.param(row, id=row.rule) for row in CLAUSES]
ONCE = [
    pytest.param(row, within, id=f"{row.rule} in {within}")
    for row in CLAUSES
    if row.once
    for within in row.within
    if within not in ("amend", "set", "override", "override_table")
]


def test_every_clause_has_one_row():
    assert sorted(row.node.__name__ for row in CLAUSES) == sorted(
        node.__name__ for node in get_args(syntax.Clause)
    )
    assert {row.node for row in CLAUSES if row.places is None} == set(get_args(syntax.ShapedClause))


@pytest.mark.parametrize("row", ROWS)
def test_a_row_fits_its_node_and_the_keywords(row: ClauseRow):
    fields = [field for field in attrs.fields(row.node) if not field.kw_only]
    if row.places is not None:
        assert len(row.places) == len(fields)
        assert [p for p in row.places[:-1] if p.shape.is_many or p.optional] == []
        assert {*row.keywords, *(p.keyword for p in row.places if p.keyword)} <= BY_TERMINAL.keys()


@pytest.mark.parametrize("declaration", KEPT_IN)
def test_the_model_holds_what_each_clause_says_and_nothing_that_no_clause_says(declaration: str):
    kinds = KEPT_IN[declaration] if declaration == "override" else (KEPT_IN[declaration],)
    fields = {field.name for kind in kinds for field in attrs.fields(kind)}
    held = {name for row in CLAUSES if declaration in row.within for name in row.held}
    assert held <= fields
    if KEPT_IN[declaration] in (Norm, Example, Property):
        assert fields - HEAD == held


def test_a_decision_has_words_for_every_condition_of_a_norm():
    conditions = [row for row in CLAUSES if "norm" in row.within and row.places]
    asked = {row.held for row in conditions if row.places[0].shape is Shape.EXPRESSION}
    # By when a duty has to be done decides its status, not whether it applies; a duty of every
    # period does not where there is none.
    assert {*asked} - {("deadline",)} | {("spanning",)} == {(role,) for role in CONDITIONS}


def written(row: ClauseRow) -> str:
    """A clause in English, with everything that it must have."""
    if row.places is None:
        return SHAPED[row.keyword]
    places = (
        f"{BY_TERMINAL[p.keyword].en[0]} {VALUES[p.shape]}" if p.keyword else VALUES[p.shape]
        for p in row.places
        if not p.optional
    )
    return " ".join((*(BY_TERMINAL[k].en[0] for k in row.keywords), *places))


@pytest.mark.parametrize(("row", "within"), ONCE)
def test_a_clause_that_stands_once_is_reported_the_second_time(row: ClauseRow, within: str):
    text = "\n  ".join((HEADS[within], written(row), written(row)))
    text = text if within == "policy" else f"{PROJECT}{text}\n"
    found = [d for d in read(text).diagnostics if d.code == "POL-109"]
    assert len(found) == 1
    assert (found[0].hint is not None) is (row.joined is not None)


@given(st.data())
def test_the_values_of_a_clause_are_those_of_its_places(data: st.DataObject):
    for clause in data.draw(declarations).clauses:
        places = BY_NODE[type(clause)].places
        if places is not None:
            for place, value in zip(places, values_of(clause), strict=True):
                assert isinstance(value, tuple) is place.shape.is_many
                assert value is not None or place.optional


@frozen
class Purpose(syntax.Line):
    """``for the sake of "…" from DAY``: a clause that the language does not have."""

    text: str
    start: date


@pytest.fixture
def purpose(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClauseRow]:
    """A clause of norms that is a row and a keyword, and nothing else."""
    keyword = keywords.Keyword("FOR_THE_SAKE_OF", ("for the sake of",), ("旨在",))
    places = (Place(Shape.TEXT), Place(Shape.DAY, "FROM"))
    row = ClauseRow(Purpose, (keyword.terminal,), places, ("norm",))
    monkeypatch.setattr(keywords, "KEYWORDS", (*keywords.KEYWORDS, keyword))
    monkeypatch.setitem(BY_TERMINAL, keyword.terminal, keyword)
    monkeypatch.setattr(clauses, "CLAUSES", (*CLAUSES, row))
    monkeypatch.setitem(clauses.BY_NODE, Purpose, row)
    monkeypatch.setitem(clauses.BY_RULE, row.rule, row)
    parser._lark.cache_clear()
    yield row
    parser._lark.cache_clear()


def test_a_clause_is_read_printed_and_counted_from_its_row_alone(purpose: ClauseRow):
    norm = 'norm one "甲" for Project\n  county must build\n'
    said = "  for the sake of “trust” from 2024-1-2\n"
    source = SourceFile("a.pol", f"{norm}{said}{said}")
    tree, problems = parser.parse(source)
    assert problems == []
    (declaration,) = tree.declarations
    first, second = syntax.clauses_of(declaration, Purpose)
    assert first == second == Purpose("trust", date(2024, 1, 2))
    lines = {
        "en": '  for the sake of "trust" from 2024-01-02\n',
        "zh": '  旨在 "trust" 自 2024年1月2日\n',
    }
    for language, line in lines.items():
        printed = print_file(tree, language)
        assert line in printed
        assert parser.parse(SourceFile("a.pol", printed))[0] == tree
    found = Problems({"a.pol": source})
    assert single(found, declaration, Purpose) is first
    assert [(d.code, d.span) for d in found.diagnostics] == [("POL-109", second.span)]
