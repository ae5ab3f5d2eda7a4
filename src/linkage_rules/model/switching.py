"""A policy as it would be if one of its readings had been chosen otherwise."""

from attrs import evolve

from linkage_rules.model.norms import Interval, Parameter, ParameterPeriod
from linkage_rules.model.package import Package
from linkage_rules.model.values import Value


def with_choice(package: Package, reading: str, value: Value) -> Package:
    """The package with another choice of a reading, for all days.

    What says the reading once more for the days of a date that governs norms changes with it.
    Raises KeyError when there is no such reading.

    >>> from linkage_rules.model.norms import Reading
    >>> from linkage_rules.model.types import Scalar
    >>> chosen = (ParameterPeriod(True, Interval(), "as usual"),)
    >>> included = Parameter("i", "含本数", Scalar.YES_NO, chosen, reading=Reading("?"))
    >>> package = Package(name="p", declared_parameters=(included,))
    >>> with_choice(package, "i", False).parameters["i"].periods[0].value
    False
    """
    periods = (ParameterPeriod(value, Interval(), _reason(package.readings[reading], value)),)
    changed = {
        name: evolve(parameter, periods=periods)
        for name, parameter in package.parameters.items()
        if name == reading or package.said_once_more.get(name) == reading
    }
    own = tuple(changed.pop(p.name, p) for p in package.declared_parameters)
    # A reading of a policy that is used is declared once more, in its place.
    return evolve(package, declared_parameters=(*own, *changed.values()))


def _reason(parameter: Parameter, value: Value) -> str | None:
    assert parameter.reading is not None
    said = [(period.value, period.because) for period in parameter.periods]
    said += [(other.value, other.because) for other in parameter.reading.alternatives]
    return next((because for known, because in said if known == value), None)
