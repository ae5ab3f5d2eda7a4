"""Reporting operations on “never” where that comes from a parameter or a fact.

`NEVER` is later than every day, and no number of days lies between it and a day. Literal “never” is
reported by the checker of expressions; here names are followed to their declarations.
"""

from collections.abc import Iterable

from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.checking.units import said
from linkage_rules.language.diagnostics import Related
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Parameter
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.values import NEVER, Value
from linkage_rules.words.messages import Phrase

_FOLLOWED = 20
"""How many facts that only rename another are followed."""


def check_never(package: Package, files: Iterable[str], problems: Problems) -> None:
    """Report operations in ``files`` without a value because a parameter or fact is never."""
    own = frozenset(files)
    reported: set[Span] = set()
    for expression in _expressions(package):
        for part in walk(expression):
            if not isinstance(part, model.Apply) or part.span.file not in own:
                continue
            found = [_value(operand, package) for operand in part.operands]
            values = [value for value, _ in found]
            if NEVER not in values or not part.operation.undefined(values):
                continue
            place, source = values.index(NEVER), found[values.index(NEVER)][1]
            span = part.operands[place].span
            if source is None or span in reported:
                continue
            reported.add(span)
            types = [operand.type for operand in part.operands]
            related = (Related(problems.excerpt(source.span), _IS_NEVER),)
            problems.report("POL-314", span, operation=said(part.operation, types), related=related)


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


def _value(operand: Expression, package: Package) -> tuple[Value, Fact | Parameter | None]:
    """The value of an operand that is never or another literal, and the declaration it comes from,
    if any."""
    source: Fact | Parameter | None = None
    for _ in range(_FOLLOWED):
        match operand:
            case model.Constant(value):
                return value, source
            case model.ParameterValue(name) if name in package.parameters:
                parameter = package.parameters[name]
                values = {period.value == NEVER for period in parameter.periods}
                return (NEVER, parameter) if values == {True} else (None, None)
            case model.FactValue(name) if name in package.facts:
                source = package.facts[name]
                operand = source.means
            case _:
                return None, None
    return None, None


_IS_NEVER = Phrase("never, as it is said here", "这里写明从未发生")
