"""A day on which a policy is not in force: what a caller is told who asks it all the same.

What the policy says then is decided by the language: see ``docs/language.md``, “In force”.
"""

import warnings
from datetime import date, datetime
from typing import Final, Literal, TypeAlias, get_args

from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package

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


class OutOfForceError(ValueError):
    """A policy was asked with ``outside="raise"`` about a day on which it is not in force.

    ``policy`` is its name, ``as_of`` the day, ``periods`` the days on which it is in force, in
    stretches from ``start`` to ``end``, both included, ``None`` where there is no first or last.
    """

    policy: str
    as_of: date
    periods: tuple[Interval, ...]

    def __init__(self, package: Package, as_of: date) -> None:
        super().__init__(_told(package, as_of))
        self.policy, self.as_of, self.periods = package.name, as_of, package.periods


def heed(package: Package, as_of: date, outside: Outside, above: int = 1) -> bool:
    """Whether a policy is in force on a day; where it is not, raise or warn as ``outside`` says.

    The warning points ``above`` calls above the caller. Raises TypeError for an ``as_of`` that is
    no plain date and ValueError for an ``outside`` that does not exist.

    >>> heed(Package(name="p", in_force=Interval(date(2024, 1, 1))), date(2023, 1, 1), "allow")
    False
    """
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise TypeError(f"as_of is a datetime.date, not {as_of!r} (as_of 应为 datetime.date)")
    if outside not in _CHOICES:
        known = ", ".join(map(repr, _CHOICES))
        raise ValueError(f"outside is one of {known}, not {outside!r} (outside 应为 {known} 之一)")
    in_force = package.in_force_on(as_of)
    if not in_force and outside == "raise":
        raise OutOfForceError(package, as_of)
    if not in_force and outside == "warn":
        warnings.warn(OutOfForceWarning(_told(package, as_of)), stacklevel=above + 2)
    return in_force


def _told(package: Package, as_of: date) -> str:
    from linkage_rules.words.telling import not_in_force

    said = not_in_force(package, as_of)
    return f"{package.name}: {said.en} {_ADVICE_EN} ({said.zh}{_ADVICE_ZH})"
