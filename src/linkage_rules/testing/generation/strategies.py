"""Hypothesis strategies for users of a policy: the records it judges, days, and whole policies."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import frozen
from hypothesis.strategies import SearchStrategy

from linkage_rules.language.hints.names_meant import likely_name
from linkage_rules.model.norms import Interval, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Truth
from linkage_rules.policy.policy import Policy
from linkage_rules.testing import generation
from linkage_rules.testing.generation import AimError
from linkage_rules.words.messages import Reason, reason

PlainRecord: TypeAlias = dict[str, Any]

_SOME_DAY: Final = date(2024, 1, 1)


def records(
    policy: Policy,
    record_type: str | None = None,
    *,
    norm: str | None = None,
    applies: Truth = True,
    as_of: date | None = None,
    also: Sequence[str] = (),
) -> SearchStrategy[PlainRecord]:
    """Records of one type as plain dicts, which `Policy.evaluate` takes.

    Filled in are the fields that a norm, a fact or a done-condition of the policy reads, inside
    lists and records too, and those that are required; ``also`` names further fields of the record
    type, by name or label, for a program that reads more than the policy. Where the policy reads
    nothing of a record type, every field is filled in.

    What is unknown is left out, or is ``None`` as an element of a list; it occurs at every level.
    Amounts are whole fen. Values gather where the policy compares: at its thresholds, dates,
    bounds and enum sets, and beside them. What a field requires and its bounds are respected.
    Records shrink towards ``{}``, so a counterexample shows only what it needs.

    With ``norm``, the name or label of one, only records on which that norm applies, or with
    ``applies=False`` does not, or with ``applies=None`` cannot be told to for want of data. They
    are judged as of ``as_of``; by default that is the first day on which the norm is in force.

    A strategy is made once for a policy and the same question; asking for it again costs nothing.

    Raises `RecordError` when the policy has no such record type, and `AimError` when ``also`` names
    no field of it, when it has no
    such norm for it, when the norm should apply on a day on which it is not in force, and when no
    such record was found.

    >>> import linkage_rules as lr
    >>> from hypothesis import find
    >>> policy = lr.load("xiangtan_2022")
    >>> find(records(policy, "Fund"), lambda fund: fund.get("amount", 0) > 0)
    {'amount': 1}
    >>> aimed = records(policy, "Workshop", norm="growth_supported_required")
    >>> find(aimed, lambda _: True)
    {'id': '', 'prospects_good': True}
    """
    asked = (policy.digest, record_type, norm, applies, as_of, tuple(also))
    made = _MADE.get(asked)
    if made is None or made.package is not policy.package:
        made = _Made(policy.package, _records(policy, record_type, norm, applies, as_of, also))
        if len(_MADE) >= _MOST_MADE:
            _MADE.clear()
        _MADE[asked] = made
    return made.records


@frozen
class _Made:
    """A strategy with its package, since packages made by tests may share a digest."""

    package: Package
    records: SearchStrategy[PlainRecord]


_MOST_MADE: Final = 200
_MADE: Final[dict[tuple[object, ...], _Made]] = {}


def _records(
    policy: Policy,
    record_type: str | None,
    norm: str | None,
    applies: Truth,
    as_of: date | None,
    also: Sequence[str],
) -> SearchStrategy[PlainRecord]:
    shape = policy.record_type(record_type)
    further = frozenset(_field(shape, name) for name in also)
    if norm is None:
        return generation.records(policy.package, shape, further).map(_plain)
    chosen = _norm(policy, shape, norm)
    day = as_of or _first_day(chosen.in_force)
    aimed = generation.aimed_records(policy.package, shape, chosen, applies, day, further)
    return aimed.map(_plain)


def as_of_dates(policy: Policy) -> SearchStrategy[date]:
    """Days to judge by: those on which something begins or ends, those beside them, and others.

    >>> import linkage_rules as lr
    >>> from hypothesis import find
    >>> last = date(2025, 12, 31)
    >>> find(as_of_dates(lr.load("xiangtan_2022")), lambda day: day == last) == last
    True
    """
    return generation.as_of_dates(policy.package)


def policies(*, with_is_known: bool = False) -> SearchStrategy[Policy]:
    """Well-typed policies in which everything the language has may occur.

    Records of ``Case`` are what most of their norms are about; ``Group`` and ``Part`` occur inside.
    ``with_is_known`` lets conditions ask whether something is known; without it, learning a fact
    never turns a determined answer into another one.

    >>> policies(with_is_known=True).map(lambda policy: policy.digest).validate()
    """
    return generation.policy_texts(with_is_known=with_is_known).map(_policy)


def _policy(text: str) -> Policy:
    return Policy(generation.checked(text), hashlib.sha256(text.encode()).hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items() if inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _norm(policy: Policy, record_type: RecordType, name: str) -> Norm:
    norms = [n for n in policy.package.norms.values() if n.record_type == record_type.name]
    found = next((norm for norm in norms if name in (norm.name, norm.label)), None)
    if found is None:
        raise AimError(_no_norm(policy.package, record_type, name, norms))
    return found


def _field(record_type: RecordType, name: str) -> str:
    declared = record_type.by_spelling.get(name)
    if declared is None:
        en, zh = _meant(name, list(record_type.by_spelling))
        kind = record_type.label or record_type.name
        raise AimError(
            reason(
                "ASK-404",
                f"{record_type.name} has no field {name}{en}",
                f"“{kind}”没有字段 {name}{zh}",
            )
        )
    return declared.name


def _meant(name: str, known: Sequence[str]) -> tuple[str, str]:
    hint = likely_name(name, known)
    return (f"; {hint.en}", f"；{hint.zh}") if hint else ("", "")


def _no_norm(package: Package, record_type: RecordType, name: str, norms: list[Norm]) -> Reason:
    known = [spelling for n in norms for spelling in (n.name, n.label) if spelling]
    en, zh = _meant(name, known)
    kind = record_type.label or record_type.name
    return reason(
        "ASK-401",
        f"{package.name} has no norm {name} for {record_type.name}{en}",
        f"{package.label or package.name}没有关于{kind}的规范 {name}{zh}",
    )


def _first_day(in_force: Interval) -> date:
    return in_force.start or in_force.end or _SOME_DAY
