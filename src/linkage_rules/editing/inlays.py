"""What an editor shows between the words: the label behind an ASCII name, the unit of a number.

A number has a unit where it is held against what counts days, months, years or working days, or is
added to it; a parameter has one where all that it is held against has the same.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lsprotocol import types

from linkage_rules.editing.folders import Known
from linkage_rules.editing.names import names_of
from linkage_rules.language import syntax
from linkage_rules.model import expressions as model
from linkage_rules.model import operations
from linkage_rules.model.expressions import Expression
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.words.messages import Phrase

_COUNTED: Final[Mapping[str, Phrase]] = {
    operations.YEARS_BETWEEN.name: Phrase("years", "年"),
    operations.MONTHS_BETWEEN.name: Phrase("months", "个月"),
    operations.DAYS_BETWEEN.name: Phrase("days", "天"),
    operations.WORKING_DAYS_BETWEEN.name: Phrase("working days", "个工作日"),
    operations.YEAR_OF.name: Phrase("the year", "年"),
    operations.QUARTER_OF.name: Phrase("the quarter", "季度"),
    operations.MONTH_OF.name: Phrase("the month", "月"),
}
"""What the operations count, by their names: those that count by a calendar share them."""

_COMPARING: Final = frozenset(
    one.name
    for one in (
        *(operations.EQUAL, operations.NOT_EQUAL, operations.LESS, operations.AT_MOST),
        *(operations.GREATER, operations.AT_LEAST, operations.BETWEEN, operations.ONE_OF),
    )
)
_KEEPING: Final = frozenset(
    one.name
    for one in (
        *(operations.PLUS, operations.MINUS, operations.LEAST, operations.GREATEST),
        *(operations.BUT_AT_LEAST, operations.BUT_AT_MOST),
    )
)
"""The operations whose operands have one unit; those that keep it give a result with it."""


def inlays(known: Known, path: Path, within: types.Range) -> Iterator[types.InlayHint]:
    """The labels of what is written by its ASCII name in a part of a file, and the units of its
    numbers."""
    first, last = known.offset(path, within.start), known.offset(path, within.end)
    document, named = known.document(path), known.named(path)

    def hint(span: Span, label: str, kind: types.InlayHintKind) -> types.InlayHint:
        at = document.position(span.end, known.encoding)
        return types.InlayHint(position=at, label=label, kind=kind, padding_left=True)

    def is_here(span: Span) -> bool:
        return first <= span.start and span.end <= last and span.file == named

    for written in names_of(known).written_in(path):
        span, meant = written.span, written.reference
        if is_here(span) and meant.label and document.read[span.start : span.end] == meant.name:
            yield hint(span, meant.label, types.InlayHintKind.Type)
    for span, unit in _units(None, known).items():
        if is_here(span):
            yield hint(span, unit.render(known.language), types.InlayHintKind.Parameter)


@kept_beside
def _units(_: None, known: Known) -> Mapping[Span, Phrase]:
    """The units of the numbers that are written in a policy; none while it has problems."""
    if known.loaded.diagnostics:
        return {}
    package = known.loaded.package
    numbers: dict[Span, Phrase] = {}
    parameters: dict[str, set[Phrase | None]] = {}
    for _declared, part in package.parts():
        for expression in walk(part.expression):
            if not isinstance(expression, model.Apply):
                continue
            if expression.operation.name not in _COMPARING | _KEEPING:
                continue
            unit = _unit_of(expression.operands, package)
            for operand in expression.operands:
                match operand:
                    case model.Constant(span=span) if unit is not None and span.line:
                        numbers[span] = unit
                    case model.ParameterValue(name):
                        name = package.said_once_more.get(name, name)
                        parameters.setdefault(name, set()).add(unit)
    for name, units in parameters.items():
        if len(units) == 1 and (unit := units.pop()) is not None:
            numbers |= dict.fromkeys(_values(known, name), unit)
    return numbers


def _unit_of(operands: tuple[Expression, ...], package: Package) -> Phrase | None:
    """The one unit that operands have; None where they have none, or several."""
    units = {unit for one in operands if (unit := _unit(one, package)) is not None}
    return units.pop() if len(units) == 1 else None


def _unit(expression: Expression, package: Package) -> Phrase | None:
    match expression:
        case model.Apply(operation, operands):
            if operation.name in _KEEPING:
                return _unit_of(operands, package)
            return _COUNTED.get(operation.name)
        case model.FactValue(name) | model.FactOf(name):
            # Facts rest on one another in no circle.
            return _unit(package.facts[name].means, package)
        case model.Choose(consequence=consequence, alternative=alternative):
            return _unit_of((consequence, alternative), package)
    return None


def _values(known: Known, parameter: str) -> Iterator[Span]:
    """Where the values of a parameter are written."""
    for path in known.own:
        for declaration in known.sources[path][1].declarations:
            if isinstance(
                declaration, syntax.ParameterDeclaration | syntax.SetDeclaration
            ) and parameter in _meant(known, declaration):
                for line in syntax.clauses_of(declaration, syntax.ParameterLine):
                    if isinstance(line.value, syntax.Literal):
                        yield line.value.span


def _meant(
    known: Known, declaration: syntax.ParameterDeclaration | syntax.SetDeclaration
) -> tuple[str, ...]:
    """The ASCII name of the parameter that is declared or set."""
    written = known.loaded.references.get(declaration.name.span)
    return (declaration.name.text, *([] if written is None else [written.name]))
