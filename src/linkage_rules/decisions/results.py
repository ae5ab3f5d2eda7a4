"""The results in a decision: those of the record, and of the records that it holds."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from attrs import define, evolve, field, frozen

from linkage_rules.decisions.missing import Needs
from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.model.norms import Fact
from linkage_rules.model.types import ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Value, whole_if_possible
from linkage_rules.plain.writing import Plain, tagged
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.places import place, position
from linkage_rules.words.told_values import in_words

_UNITS: Final[Mapping[Type, str]] = {Scalar.MONEY: "fen"}
_SUMMED: Final = frozenset({Scalar.MONEY, Scalar.WHOLE, Scalar.NUMBER})


@frozen
class Result:
    """One result: what a policy gives a record, or a record that stands in it.

    ``value`` is None while it is unknown; money is fen, and what is not whole a `Fraction`.
    ``place`` is the path of the record in the record that was judged, empty for that record
    itself: ``households[0]``. ``missing`` are the paths of the fields that it still needs, empty
    for one that is known and for one that no field can settle.
    """

    fact: Fact = field(repr=False)
    value: Value
    place: str = ""
    missing: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Result {self.key}: {self.words.en}>"

    @property
    def name(self) -> str:
        """The name of the fact that is the result."""
        return self.fact.name

    @property
    def label(self) -> str | None:
        """The label of the fact that is the result."""
        return self.fact.label

    @property
    def type(self) -> Type:
        """The type of its value."""
        return self.fact.type

    @property
    def unit(self) -> str | None:
        """The unit of its value: ``fen`` for money, None for all else."""
        return _UNITS.get(self.type)

    @property
    def bearer(self) -> str | None:
        """The name of the bearer that owes it, if the policy says so."""
        return None if self.fact.result is None else self.fact.result.bearer

    @property
    def counterparty(self) -> str | None:
        """The name of the bearer that is entitled to it, if the policy says so."""
        return None if self.fact.result is None else self.fact.result.counterparty

    @property
    def key(self) -> str:
        """The key among all results of a decision: ``households[0].subsidy``."""
        return _joined(self.place, self.name)

    @property
    def label_key(self) -> str | None:
        """The key with the label of the fact: ``households[0].补助金额``."""
        return None if self.label is None else _joined(self.place, self.label)

    @property
    def words(self) -> Phrase:
        """The value in words; for an unknown one that it is unknown."""
        return in_words(self.value, self.type)

    def called(self, record_type: RecordType) -> Phrase:
        """The words for the result, after the place of the record that it is about."""
        if not self.place:
            return called(self.fact)
        of = place(self.place, record_type)
        return wording.RESULT_OF.filled(place=of, result=called(self.fact))


@frozen
class WorkedOut:
    """A result with the evaluation that explains it; None for the results of a list that is
    unknown."""

    result: Result
    needs: Needs | None = None
    record_type: RecordType | None = None


def worked_out(needs: Needs) -> Iterator[WorkedOut]:
    """The results of a record and of all records in it, in their order.

    A record in a list is judged as a record of its own, on the same day: its results are what they
    would be if it were asked about alone. For an unknown list or record each result that its
    records have is given once, as unknown.
    """
    package, shape = needs.evaluation.package, needs.record_type
    for fact in package.results[shape.name]:
        derivation = needs.evaluation.facts[fact.name]
        paths = sorted(needs.of(derivation), key=lambda path: position(path, shape))
        yield WorkedOut(Result(fact, value_of(derivation), "", tuple(paths)), needs, shape)
    for part in shape.fields:
        inner = _innermost(part.type)
        if inner is not None and inner.name in package.giving_results:
            value = needs.evaluation.record[part.name]
            yield from _inside(value, part.type, part.name, needs.evaluation)


def _innermost(type_: Type) -> RecordType | None:
    """The type of the records that a field holds, in lists or by itself."""
    while isinstance(type_, ListType):
        type_ = type_.element
    return type_ if isinstance(type_, RecordType) else None


def _inside(value: Value, type_: Type, at: str, whole: Evaluation) -> Iterator[WorkedOut]:
    """The results of what stands at a path."""
    if isinstance(type_, ListType):
        if not isinstance(value, tuple):
            yield from _unknown(type_, at, whole)
            return
        for number, element in enumerate(value):
            yield from _inside(element, type_.element, f"{at}[{number}]", whole)
        return
    assert isinstance(type_, RecordType)
    # An unknown record is judged with all its fields unknown; it still has results.
    record = value if isinstance(value, Mapping) else dict.fromkeys(type_.order)
    alone = Needs(Evaluation(whole.package, type_, record, whole.as_of), type_)
    for one in worked_out(alone):
        found = one.result
        paths = tuple(f"{at}.{path}" for path in found.missing)
        yield evolve(one, result=evolve(found, place=_joined(at, found.place), missing=paths))


def _joined(at: str, place: str) -> str:
    return ".".join(filter(None, (at, place)))


def _unknown(type_: Type, at: str, whole: Evaluation) -> Iterator[WorkedOut]:
    """The results of the records in an unknown list, each once, as unknown."""
    inner = _innermost(type_)
    assert inner is not None
    for fact in whole.package.results[inner.name]:
        yield WorkedOut(Result(fact, None, at, (at,)))
    for part in inner.fields:
        further = _innermost(part.type)
        if further is not None and further.name in whole.package.giving_results:
            yield from _unknown(part.type, at, whole)


@define
class Total:
    """What the same result comes to over several records.

    ``known`` and ``unknown`` count the results; ``amount`` is the sum of the known ones, so not of
    all while any is unknown. Only money and numbers are summed; for other types it stays None.
    ``unread`` counts records that could not be read, whose results are not known either.
    """

    fact: Fact
    known: int = 0
    unknown: int = 0
    amount: int | Fraction | None = None
    unread: int = 0

    def __attrs_post_init__(self) -> None:
        if self.fact.type in _SUMMED and self.amount is None:
            self.amount = 0

    def add(self, value: Value) -> None:
        """Add the value of one more record, which may be unknown."""
        if value is None:
            self.unknown += 1
            return
        self.known += 1
        if self.amount is not None:
            assert isinstance(value, int | Fraction)
            self.amount = whole_if_possible(self.amount + value)

    @property
    def words(self) -> Phrase:
        """The sum in words, always with how many results are unknown.

        >>> from linkage_rules.model.expressions import Constant
        >>> paid = Fact("paid", "补助", "V", Scalar.MONEY, Constant(1, Scalar.MONEY))
        >>> total = Total(paid)
        >>> total.add(50_000)
        >>> total.words.en
        '500 yuan'
        >>> total.add(None)
        >>> print(total.words.zh)
        已知1项计500元，另有1项待定
        """
        if self.amount is None:
            return self.counted
        amount = in_words(self.amount, self.fact.type)
        if self.unknown:
            amount = wording.SUM_OF_KNOWN.filled(
                amount=amount, known=self.known, unknown=self.unknown
            )
        return self._with_unread(amount)

    @property
    def counted(self) -> Phrase:
        """How many are known and unknown."""
        counts = {"known": self.known, "unknown": self.unknown}
        return self._with_unread(wording.RESULTS_COUNTED.filled(**counts))

    def _with_unread(self, said: Phrase) -> Phrase:
        if not self.unread:
            return said
        return wording.WITHOUT_UNREAD.filled(counted=said, unread=self.unread)

    @property
    def is_whole(self) -> bool:
        """Whether the sum is of all records."""
        return self.amount is not None and not self.unknown and not self.unread


def totals(results: Iterable[Result]) -> dict[str, Total]:
    """The totals of results over all records, by the name of their fact, in the order in which they
    come."""
    found: dict[str, Total] = {}
    add_up(results, found)
    return found


def add_up(results: Iterable[Result], to: dict[str, Total]) -> None:
    """Add results to what came before, by the names of their facts."""
    for one in results:
        to.setdefault(one.name, Total(one.fact)).add(one.value)


def as_plain(total: Total) -> Plain:
    """A total as plain data; the sum in it is that of the known results."""
    return {
        "label": total.fact.label,
        "known": total.known,
        "unknown": total.unknown,
        "sum": None if total.amount is None else tagged(total.amount, total.fact.type),
    }
