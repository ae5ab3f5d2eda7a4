"""The shares of a distribution, entry by entry, with the reasons; or why no share is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from linkage_rules.decisions.derivations import Entry, amount_of, entries, hindered
from linkage_rules.decisions.missing import Needs
from linkage_rules.model import expressions as model
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.distributing import Amount, Hindrance
from linkage_rules.model.norms import Fact
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.types import ListType, RecordType, Scalar, Type
from linkage_rules.model.values import whole_if_possible
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase
from linkage_rules.words.places import place, position
from linkage_rules.words.told_values import in_words, readable


@frozen
class Share:
    """What one entry has: its ``base`` first, and then its part ``by_weight``.

    ``path`` is where the entry stands in the record, ``name`` what it is called: by the first text
    in it, or else by its place. ``takes_part`` is None where that is unknown; an entry that does
    not take part has a share of 0. Amounts of money are in fen; what is unknown is None.
    """

    path: str
    name: Phrase
    takes_part: bool | None
    weight: Amount | None
    base: Amount | None
    by_weight: Amount | None
    share: Amount | None

    __repr__ = in_brief


@frozen
class Shares:
    """A distribution as it came out for one record.

    ``bases`` is the sum of all bases, ``total`` the amount that is distributed, ``paid`` the sum of
    the shares: the larger of ``bases`` and ``total``, less ``undistributed``, a rest of less than a
    ``unit``. Where shares are unknown ``hindrance`` says why, and ``missing`` are the fields that
    they still need. ``notes`` are remarks in words.
    """

    name: str
    label: str | None
    type: Type
    weight_type: Type
    unit: Amount
    total: Amount | None
    bases: Amount | None
    paid: Amount | None
    undistributed: Amount | None
    entries: tuple[Share, ...]
    hindrance: Hindrance | None
    notes: tuple[Phrase, ...]
    missing: tuple[str, ...] = ()

    __repr__ = in_brief

    @property
    def are_known(self) -> bool:
        """Whether every share is known: all are, or none is."""
        return self.hindrance is None


def shares_of(needs: Needs, declared: Iterable[Fact]) -> dict[str, Shares]:
    """The shares of the given distributions, by the name of their fact."""
    found = {}
    for fact in declared:
        derivation = needs.evaluation.facts[fact.name]
        shape = needs.record_type
        shares = shares_in(derivation.parts[0], fact.name, fact.label, shape)
        paths = sorted(needs.of(derivation), key=lambda path: position(path, shape))
        found[fact.name] = evolve(shares, missing=tuple(paths))
    return found


def shares_in(
    derivation: Derivation, name: str, label: str | None, record_type: RecordType
) -> Shares:
    """The shares in the derivation of a distribution; ``name`` and ``label`` are those of its
    fact."""
    node = derivation.subject
    assert isinstance(node, model.Distribute)
    collection, total = derivation.parts[0], amount_of(derivation.parts[1])
    looked_at = entries(derivation)
    each: Any = derivation.answer
    known: Sequence[Amount | None] = [None] * len(looked_at) if each is None else each
    told = tuple(
        _share(collection, number, entry, share, record_type)
        for number, (entry, share) in enumerate(zip(looked_at, known, strict=True))
    )
    first = [share.base for share in told]
    bases = None if None in first else _sum(first)
    paid = None if each is None else _sum(known)
    larger = None if total is None or bases is None else max(total, bases, 0)
    left = None if paid is None or larger is None else whole_if_possible(larger - paid)
    why = hindered(derivation)
    assert isinstance(node.type, ListType)
    type_ = node.type.element
    return Shares(
        name=name,
        label=label,
        type=type_,
        weight_type=node.weight.type,
        unit=node.unit,
        total=total,
        bases=bases,
        paid=paid,
        undistributed=left,
        entries=told,
        hindrance=why,
        notes=tuple(_notes(why, total, bases, left, type_)),
    )


def _sum(amounts: Sequence[Amount | None]) -> Amount:
    total: Amount = whole_if_possible(sum(amount for amount in amounts if amount is not None))
    return total


def _share(
    collection: Derivation,
    number: int,
    entry: Entry,
    share: Amount | None,
    record_type: RecordType,
) -> Share:
    assert isinstance(collection.answer, tuple)
    path = f"{collection.path}[{number}]"
    assert isinstance(collection.subject, model.FieldValue)
    assert isinstance(collection.subject.type, ListType)
    element = collection.subject.type.element
    out = entry.takes_part is False
    asked = entry.base is not None or entry.weight is None
    base = 0 if out else amount_of(entry.base) if asked else 0
    weight = 0 if out else amount_of(entry.weight)
    by_weight = None if share is None or base is None else whole_if_possible(share - base)
    return Share(
        path=path,
        name=named(collection.answer[number], element, path, record_type),
        takes_part=entry.takes_part,
        weight=weight,
        base=base,
        by_weight=by_weight,
        share=share,
    )


def named(element: object, type_: Type, path: str, record_type: RecordType) -> Phrase:
    """The words for an entry of a list: its required texts, or else its first text; without any,
    its place."""
    if isinstance(type_, RecordType) and isinstance(element, Mapping):
        texts = [f for f in type_.fields if f.type is Scalar.TEXT and element[f.name] is not None]
        chosen = [field for field in texts if field.required] or texts[:1]
        words = tuple(readable(str(element[field.name])) for field in chosen)
        if words:
            return Phrase(", ".join(words), "，".join(words))
    return place(path, record_type)


def _notes(
    why: Hindrance | None,
    total: Amount | None,
    bases: Amount | None,
    left: Amount | None,
    type_: Type,
) -> Iterator[Phrase]:
    if why is not None:
        yield wording.NO_SHARES[why]
        return
    assert total is not None
    assert bases is not None
    if bases > total:
        words = in_words(bases, type_), in_words(total, type_)
        yield wording.BASES_ABOVE_TOTAL.filled(bases=words[0], total=words[1])
    if total < 0:
        yield wording.TOTAL_BELOW_ZERO
    if left:
        yield wording.NOT_DISTRIBUTED.filled(left=in_words(left, type_))


def share_in_words(share: Share, shares: Shares) -> Phrase:
    """A sentence on the share of an entry and how it came about."""
    amounts = [in_words(one, shares.type) for one in (share.base, share.by_weight, share.share)]
    base, part, whole = amounts
    weight = in_words(share.weight, shares.weight_type)
    if share.takes_part is False:
        return wording.TAKES_NO_PART.filled(place=share.name)
    if share.takes_part is None:
        return wording.MAY_TAKE_PART.filled(place=share.name)
    if share.share is None:
        return wording.SHARE_UNKNOWN.filled(place=share.name, base=base, weight=weight)
    pattern = wording.SHARE_WITH_BASE if share.base else wording.SHARE
    return pattern.filled(place=share.name, base=base, part=part, weight=weight, share=whole)
