"""What is the same for every record because no record is looked at: operations that never have a
value, and comparisons whose answer is written out.

`NEVER` is later than every day, and no number of days lies between it and a day; nothing is divided
by zero; and no date lies beyond the year 9999. An operation on a literal “never” is reported by the
checker of expressions; here names are followed to their declarations, and constants worked out.
"""

from collections.abc import Iterable, Iterator

from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.checking.units import said
from linkage_rules.language.diagnostics import Related
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Parameter
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import NEVER, Value
from linkage_rules.words.messages import Phrase

_FOLLOWED = 20
"""How many names and operations are followed, one inside the other."""


def check_constants(package: Package, files: Iterable[str], problems: Problems) -> None:
    """Report operations in ``files`` that have no value, whatever the record."""
    own = frozenset(files)
    reported: set[Span] = set()
    for expression in _expressions(package):
        for part in walk(expression):
            if not isinstance(part, model.Apply) or part.span.file not in own:
                continue
            found = [_value(operand, package) for operand in part.operands]
            values = [value for value, _ in found]
            if not _has_none(part, values) or part.span in reported:
                continue
            sources = [source for _, source in found if source is not None]
            reported.add(part.span)
            if NEVER in values:
                _of_never(part, values, found, problems)
            else:
                related = tuple(Related(problems.excerpt(s.span), _SAID_HERE) for s in sources)
                written = problems.quoted(part.span)
                problems.report("POL-320", part.span, written=written, related=related)


def answered_alone(expression: Expression) -> Iterator[tuple[model.Apply, bool]]:
    """The comparisons in an expression that have one answer, since both sides are written out."""
    for part in walk(expression):
        if isinstance(part, model.Apply) and part.type is Scalar.YES_NO:
            answer = _worked_out(part)
            if isinstance(answer, bool):
                yield part, answer


def _of_never(
    part: model.Apply,
    values: list[Value],
    found: list[tuple[Value, Fact | Parameter | None]],
    problems: Problems,
) -> None:
    place = values.index(NEVER)
    source = found[place][1]
    if source is not None:
        types = [operand.type for operand in part.operands]
        related = (Related(problems.excerpt(source.span), _IS_NEVER),)
        operation = said(part.operation, types)
        span = part.operands[place].span
        problems.report("POL-314", span, operation=operation, related=related)


def _expressions(package: Package) -> Iterable[Expression]:
    for one in (
        *package.declared_facts,
        *package.declared_actions,
        *package.declared_norms,
        *package.properties,
    ):
        yield from (part.expression for part in one.parts())
    for norm in package.declared_norms:
        if norm.deadline is not None:
            yield norm.deadline.written


def _has_none(applied: model.Apply, values: list[Value]) -> bool:
    """Whether an operation has no value for these operands; those that may differ are None.

    How far a calendar of working days reaches is for an overlay to say, so that is left out.
    """
    operation = applied.operation
    if operation.undefined(values):
        return True
    is_known = None not in values and operation.calendar is None
    return is_known and operation.answer(values) is None


def _worked_out(expression: Expression) -> Value:
    """The value of an expression in which no name stands; None for any other."""
    match expression:
        case model.Constant(value):
            return value
        case model.Apply(operation, operands):
            values = []
            for operand in operands:
                values.append(_worked_out(operand))
                if values[-1] is None:
                    return None
            answer: Value = operation.answer(values)
            return answer
    return None


def _value(
    operand: Expression, package: Package, followed: int = _FOLLOWED
) -> tuple[Value, Fact | Parameter | None]:
    """The value of an operand that is the same for every record, and the declaration it comes from,
    if any; None for any other."""
    match operand:
        case model.Constant(value):
            return value, None
        case model.Apply(operation, operands) if followed:
            found = [_value(one, package, followed - 1) for one in operands]
            values = [value for value, _ in found]
            if None in values:
                return None, None
            source = next((one for _, one in found if one is not None), None)
            return operation.answer(values), source
        case model.ParameterValue(name) if name in package.parameters:
            parameter = package.parameters[name]
            first, *others = [period.value for period in parameter.periods] or [None]
            is_one = parameter.tunable is None and all(other == first for other in others)
            return (first, parameter) if is_one and first is not None else (None, None)
        case model.FactValue(name) if name in package.facts and followed:
            fact = package.facts[name]
            value, source = _value(fact.means, package, followed - 1)
            return value, source or (None if value is None else fact)
    return None, None


_IS_NEVER = Phrase("never, as it is said here", "这里写明从未发生")
_SAID_HERE = Phrase("its value", "它的值")
