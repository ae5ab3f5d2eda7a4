"""The symbolic column of the table of operations: what each means over open values."""

from collections.abc import Sequence
from typing import Final

from linkage_rules.engines.operations import Column
from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.terms import (
    Truth,
    all_of,
    conjunction,
    disjunction,
    negated,
    negation,
)
from linkage_rules.engines.symbolic.values import (
    OpenPeriod,
    Single,
    Symbolic,
    computed,
    equal,
    related,
)
from linkage_rules.model.operations import Operation, of_comparison
from linkage_rules.words.messages import Phrase

COLUMN: Final = Column(
    Phrase(
        "nothing can be proved of “{operation}” yet; judge the records one by one",
        "尚不能就“{operation}”作出证明；请逐条审核",
    )
)
"""Each function takes the scene and the operands."""

means = COLUMN.means


def applied(operation: Operation, scene: Scene, operands: Sequence[Symbolic]) -> Symbolic:
    """An operation on open values; raises `LackingError` where the column has none for it."""
    if operation.joined is not None:
        answers = []
        for comparison, places in operation.joined.parts(len(operands)):
            compared = of_comparison(comparison)
            answer = applied(compared, scene, [operands[place] for place in places])
            assert isinstance(answer, Truth)
            answers.append(answer)
        return conjunction(answers) if operation.joined.all else disjunction(answers)
    value: Symbolic = COLUMN.of(operation)(scene, *operands)
    return value


@means("equal")
def _equal(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return equal(left, right)


@means("not_equal")
def _not_equal(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return negation(equal(left, right))


@means("less")
def _less(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.less, left, right)


@means("at_most")
def _at_most(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.at_most, left, right)


@means("greater")
def _greater(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.less, right, left)


@means("at_least")
def _at_least(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.at_most, right, left)


@means("plus")
def _plus(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return computed(terms.plus, left, right)


@means("minus")
def _minus(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return computed(terms.minus, left, right)


@means("times")
def _times(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return computed(terms.times, left, right)


@means("over")
def _over(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    assert isinstance(right, Single)
    defined = negated(terms.equal(right.value, 0))
    return computed(terms.over, left, right, valid=defined)


@means("negate")
def _negate(scene: Scene, operand: Symbolic) -> Symbolic:
    return computed(lambda number: terms.times(-1, number), operand)


@means("later")
def _later(scene: Scene, day: Symbolic, period: Symbolic) -> Symbolic:
    return _shifted(scene, day, period, 1)


@means("earlier")
def _earlier(scene: Scene, day: Symbolic, period: Symbolic) -> Symbolic:
    return _shifted(scene, day, period, -1)


def _shifted(scene: Scene, day: Symbolic, period: Symbolic, sign: int) -> Single:
    assert isinstance(day, Single)
    assert isinstance(period, OpenPeriod)
    valid, ordinal = scene.calendar.shifted(day.value, period.months, period.days, sign)
    return Single(all_of((day.known, period.known, valid)), ordinal)


@means("years_between")
def _years_between(scene: Scene, start: Symbolic, end: Symbolic) -> Symbolic:
    return computed(scene.calendar.years_between, start, end)
