"""The steps of a derivation as nodes: the question, the answer, and the parts that decide it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol, TypeAlias

from attrs import define, evolve, frozen

from linkage_rules.decisions.derivations import bodies, deciding
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.missing import lacking
from linkage_rules.decisions.shares import Share, share_in_words, shares_in
from linkage_rules.engines.reference import value_of
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.operations import PERIODS_OF
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import Package
from linkage_rules.model.periods import CALENDAR_PERIOD, MOST_PERIODS
from linkage_rules.model.types import ListType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.places import blank_at, place
from linkage_rules.words.told_values import in_words

MAX_DEPTH: Final = 40
"""The deepest level of an explanation; declarations below it have explanations of their own."""

MAX_STEPS: Final = 2_000
"""The most steps that one explanation shows; where it is cut, it says so. Lists in lists can have
many more."""

LONGEST_DESCRIPTION: Final = 2_000
"""The most characters of a condition that are quoted in one sentence."""

_MOST_ELEMENTS: Final = 5

Nodes: TypeAlias = tuple[Node, ...]

Telling: TypeAlias = Callable[[], Nodes]
"""A function that makes the nodes for one element when they are needed."""


class Declared(Protocol):
    """Explains a declaration that a step rests on."""

    def declared(self, derivation: Derivation, depth: int) -> Nodes:
        """The nodes of a fact or parameter, of a norm applying or its status, or of a verdict."""
        ...


@define
class Room:
    """Counts how many steps an explanation may still show."""

    left: int = MAX_STEPS

    def taken(self) -> Nodes | None:
        """Use up one step: None while there is room. After that a note that the explanation is cut,
        once, and then nothing."""
        self.left -= 1
        if self.left >= 0:
            return None
        return (Node(Kind.NOTE, wording.CUT.filled(count=MAX_STEPS)),) if self.left == -1 else ()


@frozen
class Steps:
    """Makes nodes of the expressions of one policy, for one record.

    ``wanted`` holds the record paths that the answer being explained still needs.
    """

    package: Package
    record_type: RecordType
    wanted: frozenset[str]
    others: Declared
    room: Room

    def of(self, derivation: Derivation, depth: int) -> Nodes:
        """The node of a derivation with all that it rests on; nothing for a literal."""
        match derivation.subject:
            case model.Constant() | model.Subject():
                return ()
            case model.Not():
                return self.of(derivation.parts[0], depth)
            case (
                Fact() | Norm() | Action() | model.ParameterValue() | model.FactOf() | model.OnDay()
            ):
                return self.others.declared(derivation, depth)
            case model.Distribute():
                # The fact that declares the distribution has told the answer already.
                return self._distributed(derivation, depth)
        instead = self.room.taken()
        if instead is not None:
            return instead
        match derivation.subject:
            case model.FieldValue() | model.Variable() as read if derivation.path is not None:
                return (self._field(derivation, read, derivation.path),)
            case expression:
                parts = self._parts(derivation, expression, depth + 1)
                return (self.stated(derivation, expression, parts),)

    def inside(self, derivation: Derivation, depth: int) -> Nodes:
        """The nodes that a condition rests on, where the condition itself has been told already."""
        whole = self.of(derivation, depth)
        restated = [node.kind for node in whole] == [Kind.CONDITION]
        return whole[0].parts if restated and not _is_negation(derivation) else whole

    def describe(self, expression: Expression) -> Phrase:
        """An expression in the words of the policy language, in both languages; a long one is
        cut."""
        english = describe(expression, self.package, "en")
        return Phrase(_cut(english), _cut(describe(expression, self.package, "zh")))

    def stated(self, derivation: Derivation, expression: Expression, parts: Nodes) -> Node:
        """The node for an expression in the words of the policy language, with its answer and
        ``parts``."""
        return self._stated(derivation, self.describe(expression), expression.type, parts)

    def of_record(self, derivation: Derivation, asked: model.FactOf, parts: Nodes) -> Node:
        """The node for a fact of another record; an element of a list is called by its place."""
        path = derivation.parts[0].path
        if not path:
            return self.stated(derivation, asked, parts)
        named = zip(asked.given, map(self.describe, asked.arguments), strict=True)
        values = [wording.GIVEN.filled(name=name, value=value) for name, value in named]
        inside = enumerated([place(path, self.record_type), *values], ", ", "，")
        fact = called(self.package.facts[asked.name])
        subject = wording.FACT_OF.filled(fact=fact, inside=inside)
        return evolve(self._stated(derivation, subject, asked.type, parts), path=path)

    def _stated(self, derivation: Derivation, subject: Phrase, type_: Type, parts: Nodes) -> Node:
        value = value_of(derivation)
        stuck = value is None and all(part.answer is not None for part in derivation.parts)
        lacks = lacking(derivation) if stuck else None
        if lacks is not None:
            sentence = wording.CANNOT_BE_COUNTED.filled(subject=subject, lacking=lacks.told)
        elif stuck and derivation.parts:
            sentence = wording.CANNOT_BE_COMPUTED.filled(subject=subject)
        else:
            spoken = value is None or type_ is Scalar.YES_NO
            pattern = wording.IS if spoken else wording.EQUALS
            sentence = pattern.filled(subject=subject, answer=in_words(value, type_))
        return Node(Kind.CONDITION, sentence, parts, answer=value, type=type_)

    def _field(
        self, derivation: Derivation, read: model.FieldValue | model.Variable, path: str
    ) -> Node:
        subject, value = place(path, self.record_type), value_of(derivation)
        if value is None and path in self.wanted:
            sentence = wording.NEEDED.filled(place=subject, path=path)
        else:
            sentence = wording.IS.filled(subject=subject, answer=in_words(value, read.type))
            if value is not None and value == blank_at(path, self.record_type):
                sentence = wording.AS_BLANK.filled(sentence=sentence)
        return Node(Kind.FIELD, sentence, path=path, answer=value, type=read.type)

    def _parts(self, derivation: Derivation, expression: Expression, depth: int) -> Nodes:
        if depth >= MAX_DEPTH:
            return (Node(Kind.NOTE, wording.TOO_DEEP),)
        match expression:
            case model.NormIs() | model.ActionIs():
                return self.others.declared(derivation, depth)
            case model.IsKnown(operand) if derivation.answer is False:
                subject = self.describe(operand)
                return (Node(Kind.NOTE, wording.RESTS_ON_ABSENCE.filled(subject=subject)),)
            case model.Apply() as asked if model.period_around(asked) is not None:
                return self._all(derivation.parts[:1], depth)
            case model.Apply() if _lists_none(derivation):
                never = derivation.parts[-1].answer == NEVER
                why = wording.UP_TO_NEVER if never else wording.TOO_MANY_PERIODS
                note = Node(Kind.NOTE, why.filled(count=MOST_PERIODS))
                return (note, *self._all(derivation.parts, depth))
            case model.Some() | model.Every() | model.HowMany() | model.Aggregate():
                return self._over_list(derivation, expression, depth)
        return self._all(deciding(derivation), depth)

    def _all(self, derivations: tuple[Derivation, ...], depth: int) -> Nodes:
        return tuple(node for derivation in derivations for node in self.of(derivation, depth))

    # Lists

    def _over_list(
        self,
        derivation: Derivation,
        expression: model.Some | model.Every | model.HowMany | model.Aggregate,
        depth: int,
    ) -> Nodes:
        collection = derivation.parts[0]
        elements = collection.answer
        if not isinstance(elements, tuple):
            return self.of(collection, depth)
        if not elements:
            subject = self.describe(expression.collection)
            empty = Node(Kind.CONDITION, wording.NO_ELEMENT.filled(subject=subject))
            return (empty, *self._origin(collection, depth))
        if isinstance(expression, model.Aggregate):
            if expression.item is None and expression.where is None:
                return self.of(collection, depth)
            shown = _first(self._counted(derivation, expression, depth), wording.MORE)
        else:

            def agreeing(index: int, body: Derivation) -> Nodes:
                return self._about(collection, index, self.of(body, depth))

            told = [partial(agreeing, *found) for found in bodies(derivation).items()]
            shown = _first(told, wording.MORE_ALIKE)
        return (*self._origin(collection, depth), *shown)

    def _origin(self, collection: Derivation, depth: int) -> Nodes:
        """The nodes on where a list comes from, where it is not simply a field of the record."""
        is_field = isinstance(collection.subject, model.FieldValue | model.Variable)
        return () if is_field else self.of(collection, depth)

    def _distributed(self, derivation: Derivation, depth: int) -> Nodes:
        """The nodes on a distribution: the amount, remarks, and the first shares; where no share is
        known, what is unknown."""
        collection, total, *rest = derivation.parts
        found = shares_in(derivation, "", None, self.record_type)
        notes = tuple(Node(Kind.NOTE, sentence) for sentence in found.notes)
        if collection.answer is None:
            return (*notes, *self.of(collection, depth))
        if derivation.answer is None:
            unknown = [one for one in (total, *rest) if one.answer is None]
            told = [partial(self.of, one, depth) for one in unknown]
            return (*notes, *_first(told, wording.MORE))

        def has(share: Share) -> Nodes:
            sentence = share_in_words(share, found)
            return (Node(Kind.CONDITION, sentence, answer=share.share, type=found.type),)

        each = [partial(has, share) for share in found.entries]
        return (*self.of(total, depth), *notes, *_first(each, wording.MORE))

    def _counted(
        self, derivation: Derivation, aggregate: model.Aggregate, depth: int
    ) -> list[Telling]:
        """The elements that an aggregate looked at, with what each adds, in their order."""
        collection, *rest = derivation.parts
        assert isinstance(collection.answer, tuple)
        looked_at = iter(rest)
        incomplete = any(part.answer is None for part in rest)
        told: list[Telling] = []
        for index in range(len(collection.answer)):
            passes = next(looked_at) if aggregate.where is not None else None
            counts = passes is None or passes.answer is True
            item = next(looked_at) if counts and aggregate.item is not None else None
            unknown = any(part.answer is None for part in (passes, item) if part is not None)
            if not incomplete or unknown:
                told.append(partial(self._adds, collection, index, passes, item, depth))
        return told

    def _adds(
        self,
        collection: Derivation,
        index: int,
        passes: Derivation | None,
        item: Derivation | None,
        depth: int,
    ) -> Nodes:
        """The nodes on what one element adds: ``passes`` says whether it counts, ``item`` is its
        value."""
        where = self.of(passes, depth) if passes is not None else ()
        if passes is not None and passes.answer is None:
            return self._about(collection, index, where)
        if item is not None:
            return self._about(collection, index, self.of(item, depth))
        counts = passes is None or passes.answer is True
        pattern = wording.COUNTED if counts else wording.LEFT_OUT
        sentence = pattern.filled(place=self._element(collection, index))
        return (Node(Kind.CONDITION, sentence, where),)

    def _about(self, collection: Derivation, index: int, nodes: Nodes) -> Nodes:
        """The nodes, each with the element that it is about.

        A field of the element says so already by its name, and a note is about the explanation.
        """
        element = self._element(collection, index)
        return tuple(
            node
            if node.kind in (Kind.FIELD, Kind.NOTE) or node.path is not None
            else evolve(
                node, sentence=wording.ELEMENT.filled(place=element, sentence=node.sentence)
            )
            for node in nodes
        )

    def _element(self, collection: Derivation, index: int) -> Phrase:
        elements, type_ = collection.answer, _element_type(collection)
        if type_ == CALENDAR_PERIOD and isinstance(elements, tuple):
            return in_words(elements[index], type_)
        if collection.path is None:
            return wording.ITEM.filled(position=index + 1)
        return place(f"{collection.path}[{index}]", self.record_type)


def _element_type(collection: Derivation) -> Type | None:
    """The type of the elements of a list; None where the derivation is not of an expression."""
    type_ = getattr(collection.subject, "type", None)
    return type_.element if isinstance(type_, ListType) else None


def _lists_none(derivation: Derivation) -> bool:
    """Whether a list of periods cannot exist, whatever else is learnt."""
    match derivation.subject:
        case model.Apply(operation) if operation in PERIODS_OF.values():
            return operation.undefined([value_of(part) for part in derivation.parts])
    return False


def _is_negation(derivation: Derivation) -> bool:
    return isinstance(derivation.subject, model.Not)


def _first(told: Sequence[Telling], rest: Phrase) -> Nodes:
    """The nodes of the first elements, and how many more there are.

    The others are not made at all: there may be many, each with many nodes of its own.
    """
    left_out = len(told) - _MOST_ELEMENTS
    shown = told if left_out <= 1 else told[:_MOST_ELEMENTS]
    nodes = tuple(node for tell in shown for node in tell())
    if left_out <= 1 or not nodes:
        return nodes
    return (*nodes, Node(Kind.NOTE, rest.filled(count=left_out)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else f"{text[:LONGEST_DESCRIPTION]}…"
