"""What callers are told who ask a policy about a day on which it is not in force.

What the policy then answers is part of the language: see ``docs/language.md``, “In force”.
"""

import warnings
from datetime import date, datetime
from typing import Final, Literal, TypeAlias, get_args

from linkage_rules.errors import ArgumentError, Error, Fault
from linkage_rules.model.package import Package
from linkage_rules.words.messages import Phrase

Outside: TypeAlias = Literal["raise", "warn", "allow"]
"""What to do on a day on which a policy is not in force."""

_CHOICES: Final = get_args(Outside)
_ADVICE_EN: Final = (
    "Nothing is permitted by default then, and no norm applies but those with days of their own. "
    "Judge by a day on which it is in force, or pass outside='allow'"
)
_ADVICE_ZH: Final = (
    "届时没有默认允许，除自有施行期的规定外各条均不适用；"
    "请将 as_of 改为施行期内的日期，或写 outside='allow'"
)


class OutOfForceWarning(UserWarning):
    """A policy was asked about a day on which it is not in force, so it permits nothing by default.

    Turn it into an error with ``warnings.simplefilter("error", OutOfForceWarning)``, with
    ``error::linkage_rules.OutOfForceWarning`` among pytest's ``filterwarnings``, or by asking with
    ``outside="raise"``.
    """


class OutOfForceError(Error, ValueError):
    """A policy was asked with ``outside="raise"`` about a day on which it is not in force.

    ``policy`` is its name, ``as_of`` the day, ``periods`` the days on which it is in force, in
    stretches from ``start`` to ``end``, both included, ``None`` where there is no first or last.
    """

    def __init__(self, package: Package, as_of: date) -> None:
        words = _told(package, as_of)
        super().__init__(_joined(package.name, words))
        self.policy, self.as_of, self.periods = package.name, as_of, package.periods
        self.problems = (Fault("ASK-102", ("as_of",), words.en, words.zh),)

    def __reduce__(self) -> tuple[object, ...]:
        # The policy itself is not pickled.
        return type(self).__new__, (type(self), *self.args), vars(self)


def heed(package: Package, as_of: date, outside: Outside, above: int = 1) -> bool:
    """Whether a policy is in force on a day; where it is not, raise or warn as ``outside`` says.

    The warning points ``above`` calls above the caller. Raises `ArgumentError` for an ``as_of``
    that is no plain date and for an ``outside`` that does not exist.

    >>> from linkage_rules.model.package import Interval
    >>> heed(Package(name="p", in_force=Interval(date(2024, 1, 1))), date(2023, 1, 1), "allow")
    False
    """
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        from linkage_rules.words.showing import shown

        raise ArgumentError(
            "ASK-103",
            "as_of",
            f"as_of is a datetime.date, not {shown(as_of)}",
            f"as_of 应为 datetime.date，而不是 {shown(as_of)}",
        )
    if outside not in _CHOICES:
        from linkage_rules.words.showing import shown

        known = ", ".join(map(repr, _CHOICES))
        raise ArgumentError(
            "ASK-104",
            "outside",
            f"outside is one of {known}, not {shown(outside)}",
            f"outside 应为 {known} 之一，而不是 {shown(outside)}",
        )
    in_force = package.in_force_on(as_of)
    if not in_force and outside == "raise":
        raise OutOfForceError(package, as_of)
    if not in_force and outside == "warn":
        told = _joined(package.name, _told(package, as_of))
        warnings.warn(OutOfForceWarning(told), stacklevel=above + 2)
    return in_force


def _told(package: Package, as_of: date) -> Phrase:
    from linkage_rules.words.telling import not_in_force

    said = not_in_force(package, as_of)
    return Phrase(f"{said.en} {_ADVICE_EN}", f"{said.zh}{_ADVICE_ZH}")


def _joined(policy: str, words: Phrase) -> str:
    return f"{policy}: {words.en} ({words.zh})"
