"""How the parties of a norm are worded: who bears it, to whom it is owed, what it asks of them.

Where a record is given, a party that is tied to one of its fields is called by its name in the
record.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from linkage_rules.model.norms import Bearer, Bearing, Modality, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.values import Value
from linkage_rules.words import deontic_words
from linkage_rules.words.called import Named, called
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.told_values import readable

Naming: TypeAlias = Callable[[Named], Phrase]
"""A function that gives the words for something declared."""

_NAMED: Final = Phrase("{party} ({name})", "{party}（{name}）")
_JOINED: Final = {
    Bearing.ANY: Phrase("{others} or {last}", "{others}或者{last}"),
    Bearing.ALL: Phrase("{others} and {last}", "{others}和{last}"),
}
_EACH: Final = Phrase("{bearers}", "{bearers}均")
_TOGETHER: Final = Phrase("jointly {action}", "共同{action}")
_OWED_TO: Final = Phrase("{action} to {counterparty}", "向{counterparty}{action}")


def name_in(record: Mapping[str, Value] | None, party: Bearer, record_type: str) -> str | None:
    """The name of a party in a record; None where the record holds none or no field names the
    party.

    >>> from linkage_rules.model.norms import NamedBy
    >>> town = Bearer("town", "乡镇", named_by=(NamedBy("Project", "town_name"),))
    >>> name_in({"town_name": "花石镇"}, town, "Project"), name_in({}, town, "Project")
    ('花石镇', None)
    """
    field = party.field_naming_it(record_type)
    name = None if record is None or field is None else record.get(field)
    return name.strip() or None if isinstance(name, str) else None


def names_anyone(norm: Norm, package: Package) -> bool:
    """Whether a record may hold the name of a bearer or of the counterparty of a norm."""
    others = () if norm.counterparty is None else (norm.counterparty,)
    parties = (package.bearers[name] for name in (*norm.bearers, *others))
    return any(party.field_naming_it(norm.record_type) is not None for party in parties)


def party_called(
    party: Bearer,
    record_type: str,
    named: Naming = called,
    record: Mapping[str, Value] | None = None,
) -> Phrase:
    """The words for a party, with its name where the record holds one.

    >>> from linkage_rules.model.norms import NamedBy
    >>> town = Bearer("town", "乡镇", named_by=(NamedBy("Project", "town_name"),))
    >>> party_called(town, "Project", record={"town_name": "花石镇"}).zh
    '乡镇（花石镇）'
    """
    name = name_in(record, party, record_type)
    return named(party) if name is None else _NAMED.filled(party=named(party), name=readable(name))


def bearers_called(
    norm: Norm,
    package: Package,
    named: Naming = called,
    record: Mapping[str, Value] | None = None,
) -> Phrase:
    """The words for all bearers of a norm, with whether it is enough that one of them acts.

    >>> from linkage_rules.model.norms import Strength
    >>> package = Package(name="p", declared_bearers=(Bearer("town", "镇"), Bearer("county", "县")))
    >>> duty = Norm("n", None, "Claim", Modality.OBLIGATION, Strength.STRICT, "town", "pay",
    ...     co_bearers=("county",), bearing=Bearing.ANY)
    >>> bearers_called(duty, package)
    Phrase(en='town or county', zh='镇或者县')
    """
    parties = [package.bearers[name] for name in norm.bearers]
    return _joined(
        [party_called(party, norm.record_type, named, record) for party in parties], norm.bearing
    )


def _joined(parties: Sequence[Phrase], bearing: Bearing) -> Phrase:
    *others, last = parties
    return _JOINED[bearing].filled(others=enumerated(others), last=last) if others else last


def counterparty_called(
    norm: Norm,
    package: Package,
    named: Naming = called,
    record: Mapping[str, Value] | None = None,
) -> Phrase | None:
    """The words for the counterparty of a norm, or None without one."""
    if norm.counterparty is None:
        return None
    return party_called(package.bearers[norm.counterparty], norm.record_type, named, record)


def deed(
    norm: Norm,
    package: Package,
    named: Naming = called,
    record: Mapping[str, Value] | None = None,
) -> Phrase:
    """What is to be done or left undone: the action, for whom, and whether it is done together."""
    said = named(package.actions[norm.action])
    counterparty = counterparty_called(norm, package, named, record)
    if counterparty is not None:
        said = _OWED_TO.filled(action=said, counterparty=counterparty)
    together = norm.bearing is Bearing.ALL and norm.modality is not Modality.PROHIBITION
    return _TOGETHER.filled(action=said) if together else said


def subject(
    norm: Norm,
    package: Package,
    named: Naming = called,
    record: Mapping[str, Value] | None = None,
) -> Phrase:
    """The bearers of a norm as the subject of a sentence; a ban on several says that none of them
    may."""
    said = bearers_called(norm, package, named, record)
    each = norm.bearing is Bearing.ALL and norm.modality is Modality.PROHIBITION
    return _EACH.filled(bearers=said) if each else said


def conduct(
    norm: Norm,
    package: Package,
    named: Naming = called,
    record: Mapping[str, Value] | None = None,
) -> Phrase:
    """What a norm says: who has to do what, to whom, and how strictly.

    ``record`` is one that the norm is about; without it parties are called as they are declared.

    >>> from linkage_rules.model.norms import Action, Strength
    >>> package = Package(name="p", declared_bearers=(Bearer("town", "镇"), Bearer("county", "县")),
    ...     declared_actions=(Action("enter", "入库", "Project"),))
    >>> ban = Norm("n", None, "Project", Modality.PROHIBITION, Strength.STRICT, "county", "enter")
    >>> conduct(ban, package)
    Phrase(en='county must not enter', zh='县不得入库')
    >>> from attrs import evolve
    >>> conduct(evolve(ban, co_bearers=("town",), bearing=Bearing.ALL), package).zh
    '县和镇均不得入库'
    """
    return deontic_words.FORCES[norm.modality, norm.strength].conduct.filled(
        bearer=subject(norm, package, named, record), action=deed(norm, package, named, record)
    )
