"""Questions about norms and actions (“is violated”), and where they may be asked."""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import (
    ActionSignature,
    Kind,
    Names,
    NormSignature,
    Problems,
    Symbol,
)
from linkage_rules.language.fixes import Choice, Fix, replacing
from linkage_rules.language.hints.choices import each
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import (
    FORCES,
    STATUSES,
    VERDICTS,
    WITH_DEADLINE,
    Asked,
    meant_by,
    possible_statuses,
)
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, keyword_phrase
from linkage_rules.words.names import write_name

_ASKABLE: Final = Phrase(
    "in a condition, of a norm: “applies”, “is fulfilled” or “is violated”, of one with a deadline "
    "“is late” and “is overdue” too; of an action: “is forbidden”, “is required” or “is permitted”",
    "条件中只能问规范“适用”“已履行”“被违反”，有期限的还可问“逾期履行”“逾期未履行”；"
    "或问行为“被禁止”“被要求”“被允许”",
)
_NEGATE: Final = Phrase("not {name} applies", "非 {name} 适用")
_APPLIES: Final = Phrase("{name} applies", "{name} 适用")
_NOT_PERFORMED: Final = Phrase("not {name} is performed", "非 {name} 履行完毕")
_SAYS_THAT: Final = Phrase("“{said}” says that", "写作“{said}”")

_DEADLINE: Final = {
    True: Phrase(
        "a duty without a deadline is violated while it is not done; for “{outcome}” it needs one: "
        "within … after …, or no later than …",
        "没有限期的义务，没有做就是“被违反”；要有“{outcome}”，写上 限期 或 最迟",
    ),
    False: Phrase(
        "a duty without a deadline is violated while it is not done; for “{outcome}” it needs one "
        "(within … after …, or no later than …), and “{action}” says “done on” a date instead of "
        "“done when”",
        "没有限期的义务，没有做就是“被违反”；要有“{outcome}”，写上 限期 或 最迟，"
        "并把“{action}”的“完成于”改为“完成之日”和日期",
    ),
}
"""Why a duty without a deadline does not have a status; the key says whether records show the day
on which it is done."""
_DEADLINE_UNSEEN: Final = dict.fromkeys(
    (True, False),
    Phrase(
        "no record shows whether “{action}” is done, and the duty has no deadline; for “{outcome}” "
        "“{action}” says “done on” a date, and the duty within … after …, or no later than …",
        "记录中看不出“{action}”是否完成，义务也没有限期；要有“{outcome}”，"
        "给“{action}”写上“完成之日”和日期，给义务写上 限期 或 最迟",
    ),
)
_UNSEEN: Final = Phrase(
    "no record shows whether “{action}” is done; for “{outcome}” it says “done when” a condition, "
    "or “done on” a date",
    "记录中看不出“{action}”是否完成；要有“{outcome}”，给“{action}”写上“完成于”和条件，或“完成之日”和日期",
)
_SEEN: Final = Phrase(
    "“{outcome}” is said where no record shows whether “{action}” is done, and records show it",
    "记录中看不出是否完成的，才是“{outcome}”；而“{action}”写了怎样算完成",
)
_DUTIES_ALONE: Final = Phrase(
    "only a duty (“must”) has a deadline; what must not be done before a day is a ban with a "
    "condition on that day",
    "只有义务（“应当”）才有限期；某日之前不得做的，写作以日期为条件的“不得”",
)
_OTHERS: Final = Phrase(
    "“{outcome}” is said of norms with {forces}", "“{outcome}”只用于以下规范：{forces}"
)
_SAID_OF_NORMS: Final = Phrase(
    "“{outcome}” is said of an action, such as “{action}”; of this norm: {told}",
    "“{outcome}”说的是行为，如“{action}”；对这条规范，写{told}",
)
_SAID_OF_ACTIONS: Final = Phrase(
    "“{outcome}” is said of a norm; of an action: {told}",
    "“{outcome}”说的是规范；对行为，写{told}",
)
_OF_NORMS: Final = Phrase(
    "ask whether the norms on it apply: “… applies”", "改问有关规范是否适用：“…… 适用”"
)
_OF_DAYS: Final = WITH_DEADLINE - {Status.FULFILLED, Status.NOT_APPLICABLE, Status.UNDETERMINED}
_WAITING: Final = Phrase(
    "a condition asks for what that rests on: “{name} applies”, “not {name} is performed”, and the "
    "day that it waits for or ends on",
    "条件中改问它所依据的：“{name} 适用”“非 {name} 履行完毕”，以及起算或届满的日期",
)
_DONE_OR_NOT: Final = Phrase(
    "a condition asks for what shows that it is done, as the action says with “done when”",
    "条件中改问怎样算完成，即行为“完成于”所写的条件",
)
_INSTEAD: Final[Mapping[Asked, Phrase]] = {
    Status.DUE: _WAITING,
    Status.NOT_YET_DUE: _WAITING,
    Status.TAKEN_UP: _DONE_OR_NOT,
    Status.OPEN: _DONE_OR_NOT,
    Status.IN_EFFECT: Phrase("ask “{name} applies”", "改问“{name} 适用”"),
    Status.UNDETERMINED: Phrase(
        "ask whether the fields are known that it rests on: “… is known”",
        "改问它所依据的字段是否已知：“…… 已知”",
    ),
}
"""What a condition should ask instead of a status that it may not ask for."""


@frozen
class Scope:
    """What an expression may use: a record type, variables, and outcomes.

    ``any_outcome`` is for expectations of examples, which may ask for every status and verdict.
    ``calendar`` is the one by which working days are counted, if it was named. ``lists`` are those
    that the variables go through.
    """

    subject: RecordType
    variables: Mapping[str, Type] = {}
    any_outcome: bool = False
    calendar: syntax.Name | None = None
    lists: Mapping[str, Expression] = {}

    def looking_at(self, name: str, collection: Expression) -> "Scope":
        """The scope with a variable for the elements of a list."""
        assert isinstance(collection.type, ListType)
        variables = {**self.variables, name: collection.type.element}
        return evolve(self, variables=variables, lists={**self.lists, name: collection})


class OutcomeChecker:
    """Checks questions such as “NORM is violated” and “ACTION is forbidden”."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def check(self, node: syntax.OutcomeIs, scope: Scope) -> Expression | None:
        symbol = self.names.by_spelling.get(node.name.text)
        outcome = node.outcome
        if outcome is Status.UNDETERMINED and symbol and symbol.kind is Kind.ACTION:
            outcome = VerdictStatus.UNDETERMINED
        kind = Kind.ACTION if isinstance(outcome, VerdictStatus) else Kind.NORM
        other = None
        if outcome is not None and symbol is not None:
            other = self._of_the_other(node, symbol, outcome, scope)
        found = self.names.find(node.name, kind, other)
        if found is None:
            return None
        signature = found.signature
        if not isinstance(signature, ActionSignature | NormSignature):
            return None
        if signature.record_type != scope.subject.name:
            report_record_type(self.names, self.problems, node.name, signature.record_type, scope)
            return None
        if outcome is not None and not scope.any_outcome and not _is_asked(outcome):
            hint = self._instead(node, outcome, signature)
            self._unsuitable(node, outcome, _ASKABLE, hint)
            return None
        if isinstance(outcome, VerdictStatus):
            return model.ActionIs(found.name, outcome, span=node.span)
        if outcome is None:
            return model.NormApplies(found.name, span=node.span)
        possible = self._possible_statuses(signature)
        if possible.isdisjoint(meant_by(outcome)):
            assert isinstance(signature, NormSignature)
            listed = _possible(possible, scope.any_outcome)
            expected = Phrase("one of: {listed}", "以下之一：{listed}").filled(listed=listed)
            hint = Fix(self._why_never(outcome, signature), self._said_instead(node, listed))
            self._unsuitable(node, outcome, expected, hint)
            return None
        return model.NormIs(found.name, outcome, span=node.span)

    def _of_the_other(
        self, node: syntax.OutcomeIs, symbol: Symbol, outcome: Asked | VerdictStatus, scope: Scope
    ) -> Fix | None:
        """What is said of a norm or an action in the place of what is said of the other."""
        words = {"outcome": outcome_phrase(outcome)}
        match symbol.signature:
            case NormSignature() as norm if isinstance(outcome, VerdictStatus):
                possible = self._possible_statuses(norm)
                told = _quoted(one for one in STATUSES if one in possible)
                action = self._named(norm.action)
                hint = _SAID_OF_NORMS.filled(**words, told=told, action=action)
                listed = _possible(possible, scope.any_outcome)
            case ActionSignature() if not isinstance(outcome, VerdictStatus):
                hint = _SAID_OF_ACTIONS.filled(**words, told=_quoted(VERDICTS))
                asked = (one for one in VERDICTS if scope.any_outcome or _is_asked(one))
                listed = tuple(map(outcome_phrase, asked))
            case _:
                return None
        return Fix(hint, self._said_instead(node, listed))

    def _said_instead(self, node: syntax.OutcomeIs, listed: Iterable[Phrase]) -> tuple[Choice, ...]:
        """The choices to say something else of the same norm or action."""
        name = self.problems.text(node.name.span)
        english = self.problems.is_english(node.span)
        return each(node.span, (f"{name} {one.en if english else one.zh}" for one in listed))

    def _named(self, name: str) -> Phrase:
        return Phrase(name, self.names.by_spelling[name].label or name)

    def _possible_statuses(self, norm: ActionSignature | NormSignature) -> frozenset[Status]:
        assert isinstance(norm, NormSignature)
        if norm.has_deadline:
            return WITH_DEADLINE
        return possible_statuses(norm.modality, self._action_of(norm).observable)

    def _action_of(self, norm: NormSignature) -> ActionSignature:
        action = self.names.by_spelling[norm.action].signature
        assert isinstance(action, ActionSignature)
        return action

    def _why_never(self, outcome: Asked, norm: NormSignature) -> Phrase:
        """Why a norm never has a status, and what to write so that it can."""
        action, modality, meant = self._action_of(norm), norm.modality, meant_by(outcome)
        words = {"outcome": outcome_phrase(outcome), "action": self._named(norm.action)}
        if not meant.isdisjoint(WITH_DEADLINE) and modality is Modality.OBLIGATION:
            if meant.isdisjoint(possible_statuses(modality, True)):
                hints = _DEADLINE if action.observable else _DEADLINE_UNSEEN
                return hints[action.dated].filled(**words)
            return _UNSEEN.filled(**words)
        for observable, hint in ((True, _UNSEEN), (False, _SEEN)):
            if not meant.isdisjoint(possible_statuses(modality, observable)):
                return hint.filled(**words)
        if meant <= _OF_DAYS:
            return _DUTIES_ALONE.filled(**words)
        of = tuple(
            keyword_phrase(keyword)
            for (other, strength), keyword in FORCES.items()
            if strength is Strength.STRICT
            and any(not meant.isdisjoint(possible_statuses(other, seen)) for seen in (True, False))
        )
        return _OTHERS.filled(**words, forces=of)

    def _unsuitable(
        self,
        node: syntax.OutcomeIs,
        outcome: Asked | VerdictStatus,
        expected: Phrase,
        hint: Fix,
    ) -> None:
        self.problems.report(
            "POL-308",
            node.span,
            name=node.name.text,
            outcome=outcome_phrase(outcome),
            expected=expected,
            hint=hint,
        )

    def _instead(
        self,
        node: syntax.OutcomeIs,
        outcome: Asked | VerdictStatus,
        signature: ActionSignature | NormSignature,
    ) -> Fix:
        """What a condition should ask instead of a status or verdict.

        Instead of “not applicable” it asks that “applies” is no, and instead of “in effect” that it
        applies.
        """
        written = self.problems.text(node.span)
        name = written[: node.name.span.end - node.name.span.start]
        if isinstance(outcome, VerdictStatus):
            on_it = (
                (symbol.name, symbol.label or symbol.name)
                for symbol in self.names.of_kind(Kind.NORM)
                if isinstance(symbol.signature, NormSignature)
                and symbol.signature.action == self.names.by_spelling[node.name.text].name
            )
            applies = keyword_phrase("APPLIES")
            english = written.isascii()
            texts = (
                f"{write_name(en)} {applies.en}" if english else f"{write_name(zh)} {applies.zh}"
                for en, zh in on_it
            )
            return Fix(_OF_NORMS, each(node.span, texts))
        asked = _APPLIES if outcome is Status.IN_EFFECT else _NEGATE
        if outcome is Status.NOT_APPLICABLE or (
            outcome is Status.IN_EFFECT and outcome in self._possible_statuses(signature)
        ):
            said = asked.filled(name=name)
            text = said.en if written.isascii() else said.zh
            return replacing(node.span, text, _SAYS_THAT.filled(said=said))
        instead = _INSTEAD[outcome]
        asking = (_APPLIES, _NOT_PERFORMED) if instead is _WAITING else ()
        filled = (one.filled(name=name) for one in asking)
        texts = (one.en if written.isascii() else one.zh for one in filled)
        return Fix(instead.filled(name=name), each(node.span, texts))


def _quoted(outcomes: Iterable[Status | VerdictStatus]) -> tuple[Phrase, ...]:
    phrases = map(outcome_phrase, outcomes)
    return tuple(Phrase(f"“{one.en}”", f"“{one.zh}”") for one in phrases)


def _is_asked(outcome: Asked | VerdictStatus) -> bool:
    """Whether a condition may ask for an outcome."""
    if isinstance(outcome, Performance):
        return True
    row = STATUSES[outcome] if isinstance(outcome, Status) else VERDICTS[outcome]
    return row.asked


def report_record_type(
    names: Names, problems: Problems, name: syntax.Name, found: str, scope: Scope
) -> None:
    """Report a name that is about records of another type."""
    problems.report(
        "POL-206",
        name.span,
        name=name.text,
        found_type=Phrase(found, names.by_spelling[found].label or found),
        record_type=called(scope.subject),
    )


def outcome_phrase(outcome: Asked | VerdictStatus) -> Phrase:
    """How a status or verdict is asked for in the language."""
    return keyword_phrase(f"IS_{outcome.name}")


def _possible(possible: frozenset[Status], any_outcome: bool) -> tuple[Phrase, ...]:
    """The statuses that a norm may have; for a condition, those it may ask for."""
    listed = tuple(
        outcome_phrase(status)
        for status in Status
        if status in possible and (any_outcome or _is_asked(status))
    )
    if not any_outcome:
        listed = (keyword_phrase("APPLIES"), *listed)
    return listed
