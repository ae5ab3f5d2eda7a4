"""A name for what a norm or fact says, which changes when, and only when, that changes."""

import hashlib
from collections.abc import Iterable

from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Interval, Norm
from linkage_rules.model.package import Package


def norm_digest(norm: Norm, package: Package) -> str:
    """The SHA-256 of what a norm says, whatever it is called in Chinese and wherever it stands.

    What it rests on has a digest of its own.
    """
    return _digest(
        (
            *(norm.record_type, norm.modality.value, norm.strength.value, norm.bearer, norm.action),
            *(_written(norm.when, package), _written(norm.unless, package)),
            *norm.overrides,
            _days(norm.in_force),
            *(_written(who, package) for who in norm.answerable),
        )
    )


def fact_digest(fact: Fact, package: Package) -> str:
    """The SHA-256 of what a fact means."""
    return _digest((fact.record_type, _written(fact.means, package)))


def _written(expression: Expression | None, package: Package) -> str:
    return "" if expression is None else describe(expression, package, "en")


def _days(interval: Interval) -> str:
    return "/".join(day.isoformat() if day else "" for day in (interval.start, interval.end))


def _digest(said: Iterable[str]) -> str:
    total = hashlib.sha256()
    for text in said:
        encoded = text.encode()
        total.update(len(encoded).to_bytes(8, "big") + encoded)
    return total.hexdigest()
