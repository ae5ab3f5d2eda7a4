"""Statistics of all records: the number of each conclusion, by place and kind of funds, and which
norms fail."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import Factory, define, frozen

from linkage_rules.model.deontic import Tone, is_failing
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar
from linkage_rules.model.values import Record
from linkage_rules.reviews.opinions import Ground, Opinion
from linkage_rules.reviews.opinions.conclusions import CONCLUSION_TONES, CONCLUSIONS, Conclusion
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.outputs.charts import Chart, chart, largest_first
from linkage_rules.reviews.reviews import Judged
from linkage_rules.words.called import as_words
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import readable

_MOST_BARS: Final = 16
_MOST_FAILINGS: Final = 12
_MOST_GROUPS: Final = 5_000
"""The most groups, such as townships; records of further ones are counted together."""

_NOT_REPORTED: Final = Phrase("not reported", "未填报")
_OTHERS: Final = Phrase("others", "其他")
_REST: Final = Phrase(
    "Not drawn: {count} others, with {total} in all.",
    "其余{count}个{what}（共{total}个{kind}）未画入图中。",
)
_MEANINGS: Final = {tone: CONCLUSIONS[one] for one, tone in CONCLUSION_TONES.items()}
_FAILING_MEANINGS: Final = {
    Tone.BAD: Phrase("must not be done", "不得办理"),
    Tone.FAILING: Phrase("violated", "已违反"),
}
_BY_CONCLUSION: Final = Phrase("Records by conclusion", "各类审核结论的{kind}数")
_BY: Final = Phrase("Conclusions by {what}", "按{what}统计的审核结论")
_SEVERAL: Final = Phrase(
    "A record with several kinds counts once under each.", "一个{kind}涉及几种的，每种各计一次。"
)
_FAILING: Final = Phrase("rules", "问题")
_FAILINGS: Final = Phrase("Most frequent failings", "最常见的问题")
_FAILINGS_NOTE: Final = Phrase(
    "Rules by the number of records in which they are violated, or forbid what is not done yet.",
    "按涉及的{kind}数排列的规定：已违反的，以及据以不得办理而尚未办理的。",
)


@frozen
class Grouping:
    """A way to group records: ``of`` gives the groups that a record belongs to."""

    what: Phrase
    of: Callable[[Record], Iterable[Phrase]]
    several: bool = False


def groupings(record_type: RecordType) -> tuple[Grouping, ...]:
    """The groupings by township and by kind of funds, where records of the type have such
    fields."""
    found = []
    township = record_type.by_spelling.get("township")
    if township is not None and township.type is Scalar.TEXT:
        found.append(Grouping(spoken(township), _text_of("township")))
    funds = record_type.by_spelling.get("funds")
    if (
        funds is not None
        and isinstance(funds.type, ListType)
        and isinstance(funds.type.element, RecordType)
        and (kind := funds.type.element.by_spelling.get("type")) is not None
        and isinstance(kind.type, EnumType)
    ):
        found.append(Grouping(spoken(kind), _kinds_of("funds", "type", kind.type), several=True))
    return tuple(found)


def _text_of(name: str) -> Callable[[Record], Iterable[Phrase]]:
    def of(record: Record) -> Iterable[Phrase]:
        value = record[name]
        if not isinstance(value, str) or not value.strip():
            return (_NOT_REPORTED,)
        shown = readable(value.strip())
        return (Phrase(shown, shown),)

    return of


def _kinds_of(name: str, kind: str, enum: EnumType) -> Callable[[Record], Iterable[Phrase]]:
    labels = {m.name: Phrase(as_words(m.name), m.label or m.name) for m in enum.members}

    def of(record: Record) -> Iterable[Phrase]:
        elements = record[name]
        values = [
            element[kind]
            for element in (elements if isinstance(elements, tuple) else ())
            if isinstance(element, Mapping)
        ]
        known = [labels[value] for value in values if isinstance(value, str)]
        return dict.fromkeys(known) or (_NOT_REPORTED,)

    return of


_Counts = dict[Phrase, Counter[Tone]]


@define
class Portfolio:
    """The counts so far; the records themselves are not kept."""

    kind: Phrase
    groupings: tuple[Grouping, ...]
    conclusions: Counter[Conclusion] = Factory(Counter)
    _groups: dict[int, _Counts] = Factory(lambda: defaultdict(lambda: defaultdict(Counter)))
    _failings: _Counts = Factory(lambda: defaultdict(Counter))

    def add(self, one: Judged, told: Opinion) -> None:
        """Count a record."""
        self.conclusions[told.conclusion] += 1
        tone = CONCLUSION_TONES[told.conclusion]
        for number, grouping in enumerate(self.groupings):
            counts = self._groups[number]
            for group in grouping.of(one.decision.record):
                known = group in counts or len(counts) < _MOST_GROUPS
                counts[group if known else _OTHERS][tone] += 1
        for ground in dict.fromkeys(_failing(told)):
            failing = Tone.FAILING if is_failing(ground.status) else Tone.BAD
            self._failings[ground.norm][failing] += 1

    def failings(self, most: int) -> Sequence[tuple[Phrase, Mapping[Tone, int]]]:
        """The norms that fail most often, with how often they are violated or forbid an action."""
        return largest_first(self._failings, most)[0]

    def charts(self) -> Iterator[Chart]:
        """The charts that have at least one bar."""
        rows = [(CONCLUSIONS[c], {CONCLUSION_TONES[c]: self.conclusions[c]}) for c in Conclusion]
        yield chart(
            _BY_CONCLUSION.filled(kind=self.kind), [row for row in rows if any(row[1].values())], {}
        )
        for number, grouping in enumerate(self.groupings):
            shown, left = largest_first(self._groups[number], _MOST_BARS)
            note = _SEVERAL.filled(kind=self.kind) if grouping.several else None
            title = _BY.filled(what=grouping.what)
            yield chart(title, shown, _MEANINGS, note, self._rest(left, grouping.what))
        failings, left = largest_first(self._failings, _MOST_FAILINGS)
        if failings:
            note = _FAILINGS_NOTE.filled(kind=self.kind)
            rest = self._rest(left, _FAILING)
            yield chart(_FAILINGS, failings, _FAILING_MEANINGS, note, rest)

    def _rest(self, left: Sequence[Mapping[Tone, int]], what: Phrase) -> Phrase | None:
        """The remark on groups that are not drawn."""
        total = sum(sum(counts.values()) for counts in left)
        if not left:
            return None
        return _REST.filled(count=len(left), what=what, total=total, kind=self.kind)


def _failing(told: Opinion) -> Iterator[Ground]:
    yield from told.failings
    for gate in told.against:
        yield from gate.grounds
