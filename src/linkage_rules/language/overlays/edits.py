"""Finding and checking the changes of an overlay."""

from typing import Final, TypeAlias

from attrs import Factory, define, evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.calendars import CalendarChecker
from linkage_rules.language.checking.data import DataChecker
from linkage_rules.language.checking.deadlines import has_deadline
from linkage_rules.language.checking.definitions import asked_of
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.norms import (
    NormChecker,
    citations,
    duty_of,
    interval_of,
    readings_of,
    simplified_because,
    single,
)
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.readings import ReadingChecker
from linkage_rules.language.checking.resolve import (
    ActionSignature,
    FactSignature,
    Kind,
    Names,
    NormSignature,
    Problems,
    Symbol,
)
from linkage_rules.language.checking.tables import DefinitionReader, Table
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.clauses import BY_NODE
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Choice, Fix
from linkage_rules.language.hints.choices import writing
from linkage_rules.language.overlays.settings import (
    Holder,
    Setting,
    SettingChecker,
    label_below,
    name_below,
    on,
    report_outside,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import is_empty, within
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Interval, Norm, Parameter, TableRow
from linkage_rules.model.package import Amendment, AmendmentKind, Package
from linkage_rules.model.spans import Span
from linkage_rules.model.types import RecordType
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE, Phrase, enumerated, keyword_phrase
from linkage_rules.words.names import says_nothing

Edit: TypeAlias = (
    syntax.SetDeclaration
    | syntax.OverrideDeclaration
    | syntax.RepealDeclaration
    | syntax.LoosensDeclaration
    | syntax.AdjustDeclaration
)


@define
class Edits:
    """All changes of an overlay: values and tables by parameter; norms, facts and calendars by
    name.

    ``declared`` gives for each changed name the declaration that changes it.
    """

    values: dict[str, Setting] = Factory(dict)
    norms: dict[str, Norm] = Factory(dict)
    facts: dict[str, Fact] = Factory(dict)
    calendars: dict[str, WorkCalendar] = Factory(dict)
    amendments: list[Amendment] = Factory(list)
    declared: dict[str, Edit] = Factory(dict)


@frozen
class _Found:
    """A change with the declaration that it changes."""

    declaration: Edit
    holder: Holder | Norm | WorkCalendar


class EditChecker:
    """Checks the changes of one overlay on top of the policy below it."""

    def __init__(
        self,
        below: Package | None,
        names: Names,
        problems: Problems,
        data: DataChecker,
        expressions: ExpressionChecker,
        norms: NormChecker,
        readings: ReadingChecker,
        calendars: CalendarChecker,
    ) -> None:
        self.below = below
        self.names = names
        self.problems = problems
        self.norms = norms
        self.data = data
        self.expressions = expressions
        self.calendars = calendars
        self.settings = SettingChecker(names, problems, expressions, readings)
        self.tables = DefinitionReader(expressions, problems)
        self.found: list[_Found] = []

    # What is changed

    def find(self, declarations: list[Edit], policy: Interval) -> None:
        """Find the declarations that are changed, and enter their new signatures.

        ``policy`` are the days on which the overlay is in force.
        """
        first: dict[tuple[str, bool], Edit] = {}
        for declaration in declarations:
            target = self._target(declaration)
            if target is None:
                continue
            is_note = isinstance(declaration, syntax.LoosensDeclaration)
            other = first.setdefault((target.name, is_note), declaration)
            if other is not declaration:
                either = self.problems.without(other.span, declaration.span)
                self._twice(declaration, target.name, other.name.span, either)
                continue
            self.found.append(_Found(declaration, target))
            because = getattr(declaration, "because", None)
            if because is not None and says_nothing(because):
                self.problems.report("POL-621", declaration.span, name=declaration.name.text)
            match declaration, target:
                case syntax.SetDeclaration(record_type=syntax.Name() as about), Parameter():
                    self._enter_table(about, target)
                case syntax.SetDeclaration(record_type=syntax.Name()), Fact():
                    self._enter_below(self.names.by_spelling[target.name], target)
                case syntax.OverrideDeclaration(), Norm():
                    self._enter_norm(declaration, target, policy)
                case syntax.OverrideDeclaration(), Fact():
                    self._enter_below(self.names.by_spelling[target.name], target)
                case syntax.AdjustDeclaration(), WorkCalendar():
                    symbol = self.names.by_spelling[target.name]
                    symbol.signature = self.calendars.adjusted(declaration, target)

    def _target(self, declaration: Edit) -> Holder | Norm | WorkCalendar | None:
        name = declaration.name
        symbol = self.names.by_spelling.get(name.text)
        wanted = _wanted(declaration, symbol)
        holder = self._holder(symbol) if symbol else None
        if isinstance(declaration, syntax.OverrideDeclaration):
            if symbol is None:
                self._nothing_to_override(name)
                return None
            if symbol.kind not in (Kind.NORM, Kind.FACT):
                self._no_definition(declaration, symbol)
                return None
        if holder is None or not _can_change(declaration, holder):
            if symbol is None or symbol.kind is not wanted:
                self.names.find(name, wanted)
                return None
            self._not_below(declaration, wanted)
            return None
        assert symbol is not None
        self.names.refer(name, symbol)
        if isinstance(declaration, syntax.OverrideDeclaration):
            if isinstance(holder, Fact) and self._is_set_by_a_table(holder):
                self._no_definition(declaration, symbol, holder)
                return None
        elif isinstance(holder, Parameter | Fact) and holder.tunable is None:
            self._not_tunable(declaration, holder)
            return None
        return holder

    def _nothing_to_override(self, name: syntax.Name) -> None:
        """Report that there is neither a norm nor a fact of that name."""
        kinds = (Kind.NORM, Kind.FACT)
        known = (s for s, found in self.names.by_spelling.items() if found.kind in kinds)
        offered = [called(symbol) for kind in kinds for symbol in self.names.of_kind(kind)]
        self.problems.unknown_name(_NORM_OR_FACT, name, known, offered=offered)

    def _no_definition(
        self, declaration: syntax.OverrideDeclaration, symbol: Symbol, fact: Fact | None = None
    ) -> None:
        """Report that what is to be overridden has no definition of its own."""
        settable = fact is not None or symbol.kind in (Kind.PARAMETER, Kind.READING)
        found_kind = _A_TABLE if fact is not None else symbol.kind.value
        self.problems.report(
            "POL-390",
            declaration.name.span,
            name=declaration.name.text,
            found_kind=found_kind,
            hint=Fix(_SET_IT.filled(name=symbol.name), (self._set(declaration),))
            if settable
            else None,
            related=(Related(symbol.excerpt, FIRST_PLACE),) if symbol.excerpt.line else (),
        )

    def _is_set_by_a_table(self, fact: Fact) -> bool:
        """Whether a fact is a parameter that a lower overlay sets by a table."""
        changes = self.below.amendments if self.below else ()
        return any(a.target == fact.name and a.change is AmendmentKind.SET for a in changes)

    def _holder(self, symbol: Symbol) -> Holder | Norm | WorkCalendar | None:
        if self.below is None:
            return None
        declared: list[Holder | Norm | WorkCalendar] = [
            *self.below.calendars.values(),
            *self.below.declared_parameters,
            *self.below.declared_norms,
            *(fact for fact in self.below.declared_facts if fact.name not in self.below.derived),
        ]
        return next((item for item in declared if item.name == symbol.name), None)

    def _not_below(self, declaration: Edit, wanted: Kind) -> None:
        symbol = self.names.by_spelling[declaration.name.text]
        related = (Related(symbol.excerpt, FIRST_PLACE),) if symbol.excerpt.line else ()
        self.problems.report(
            "POL-604",
            declaration.name.span,
            name=declaration.name.text,
            kind=wanted.value,
            policies=tuple(self.below.layers) if self.below else _NONE,
            hint=None if self.below else _AMEND_FIRST,
            related=related,
        )

    def _not_tunable(self, declaration: Edit, holder: Holder) -> None:
        assert self.below is not None
        for amendment in self.below.amendments:
            if amendment.target == holder.name and amendment.change is AmendmentKind.SET:
                mine = self.problems.without(declaration.span)
                self._twice(declaration, holder.name, amendment.span, mine)
                return
        related = (Related(self.problems.excerpt(holder.span), FIRST_PLACE),)
        name = declaration.name
        hint: Fix | None = None
        if isinstance(holder, Fact) and not self._is_set_by_a_table(holder):
            instead = self.problems.changing(declaration, "OVERRIDE")
            hint = Fix(_DEFINE_IT.filled(name=holder.name), (instead,))
        self.problems.report("POL-605", name.span, name=name.text, hint=hint, related=related)

    def _twice(self, declaration: Edit, name: str, first: Span, hint: Fix) -> None:
        related = (Related(self.problems.excerpt(first), FIRST_PLACE),)
        place = declaration.name.span
        name = declaration.name.text
        self.problems.report("POL-607", place, hint=hint, name=name, related=related)

    def _set(self, declaration: syntax.OverrideDeclaration) -> Choice:
        """The choice to set a parameter, with what the override said it means as its value."""
        made = self.problems.changing(declaration, "SET")
        said = (
            self.problems.said_in(clause.span, "MEANS")
            for clause in syntax.clauses_of(declaration, syntax.Means)
        )
        values = [edit for at in said if at for edit in writing(at, "=").edits]
        return evolve(made, edits=(*made.edits, *values))

    def _enter_table(self, about: syntax.Name, parameter: Parameter) -> None:
        """From now on the name stands for a value that depends on the record."""
        record_type = self.names.find(about, Kind.RECORD_TYPE)
        symbol = self.names.by_spelling[parameter.name]
        if record_type is not None:
            self._enter_below(symbol, parameter)
            symbol.kind = Kind.FACT
            symbol.signature = FactSignature(record_type.name, parameter.type)

    def _enter_below(self, symbol: Symbol, holder: Holder | Norm) -> None:
        """Keep the replaced declaration under another name, for other days."""
        below = Symbol(
            symbol.kind,
            name_below(holder.name, holder.layer),
            label_below(holder.label, holder.layer),
            symbol.excerpt,
            symbol.signature,
        )
        self.names.declare(below)

    def _enter_norm(
        self, declaration: syntax.OverrideDeclaration, norm: Norm, policy: Interval
    ) -> None:
        clauses = syntax.clauses_of(declaration, syntax.InForce)
        days = next((Interval(c.start, c.end) for c in clauses), policy)
        if not within(norm.in_force, days):
            self._enter_below(self.names.by_spelling[norm.name], norm)
        duty = duty_of(declaration)
        action = self.names.find(duty.action, Kind.ACTION) if duty else None
        if duty and action:
            signature = NormSignature(
                norm.record_type, duty.modality, action.name, has_deadline(declaration)
            )
            known = isinstance(action.signature, ActionSignature)
            self.names.by_spelling[norm.name].signature = signature if known else None

    # What becomes of it

    def edits(self, layer: str, policy: Interval, dates: Span | None) -> Edits:
        """All changes without faults; ``dates`` is where the overlay gives its own days."""
        made = Edits()
        for found in self.found:
            declaration, target = found.declaration, found.holder
            if not isinstance(declaration, syntax.LoosensDeclaration):
                made.declared[target.name] = declaration
            days: Interval | None = policy
            match declaration, target:
                case syntax.SetDeclaration(), Parameter() | Fact():
                    setting = self.settings.setting(declaration, target, policy, dates)
                    days = None if setting is None else setting.in_force
                    if setting is not None:
                        made.values[target.name] = setting
                case syntax.OverrideDeclaration(), Norm():
                    days = self._override(declaration, target, policy, dates, made)
                case syntax.OverrideDeclaration(), Fact():
                    days = self._redefine(declaration, target, policy, dates, made)
                case syntax.AdjustDeclaration(), WorkCalendar():
                    adjusted = self.names.by_spelling[target.name].signature
                    if isinstance(adjusted, WorkCalendar):
                        made.calendars[target.name] = adjusted
            if days is not None:
                because = getattr(declaration, "because", None)
                made.amendments.append(
                    Amendment(
                        change=_CHANGES[type(declaration)],
                        target=target.name,
                        label=target.label,
                        layer=layer,
                        replaces=target.layer,
                        in_force=days,
                        because=because,
                        citations=citations(declaration),
                        span=declaration.name.span,
                    )
                )
        return made

    def _override(
        self,
        declaration: syntax.OverrideDeclaration,
        norm: Norm,
        policy: Interval,
        dates: Span | None,
        made: Edits,
    ) -> Interval | None:
        self._fits(declaration, Kind.NORM)
        about = self.names.by_spelling[norm.record_type].signature
        assert isinstance(about, RecordType)
        new = self.norms.norm(declaration, norm.label, about, policy)
        if new is None:
            return None
        made.norms[norm.name] = new
        if not within(new.in_force, policy):
            clause = next(syntax.clauses_of(declaration, syntax.InForce))
            report_outside(self.problems, clause.span, norm.name, dates)
        return new.in_force

    def _fits(self, declaration: syntax.OverrideDeclaration, kind: Kind) -> None:
        """Report clauses that do not apply to what is overridden."""
        holder = "norm" if kind is Kind.NORM else "fact"
        for clause in declaration.clauses:
            row = BY_NODE[type(clause)]
            if kind is Kind.FACT and declaration.inputs and row.node is syntax.Row:
                continue
            if holder not in row.within and not (kind is Kind.FACT and row.node is syntax.InForce):
                self.problems.report(
                    "POL-391",
                    clause.span,
                    clause=keyword_phrase(row.keyword),
                    name=declaration.name.text,
                    kind=kind.value,
                    expected=_CLAUSES_OF[kind],
                    hint=self.problems.without(clause.span),
                )

    def _redefine(
        self,
        declaration: syntax.OverrideDeclaration,
        fact: Fact,
        policy: Interval,
        dates: Span | None,
        made: Edits,
    ) -> Interval | None:
        """Redefine a fact, with the type and the arguments that it has below."""
        self._fits(declaration, Kind.FACT)
        about = self.names.by_spelling[fact.record_type].signature
        assert isinstance(about, RecordType)
        needed = None if declaration.inputs else _MEANS_LINE
        means = single(self.problems, declaration, syntax.Means, needed)
        days = interval_of(self.problems, declaration) or policy
        simplified = simplified_because(self.problems, declaration)
        readings = readings_of(self.names, self.problems, declaration)
        self._given_as_below(declaration, fact)
        scope = Scope(about, {given.name: given.type for given in fact.given})
        table = self._defined(declaration, means, fact, scope)
        if table is None:
            return None
        inputs, rows, new = table
        self._check_rows_within(rows, fact.name, policy, dates)
        if not within(days, policy):
            clause = next(syntax.clauses_of(declaration, syntax.InForce))
            report_outside(self.problems, clause.span, fact.name, dates)
        made.facts[fact.name] = evolve(
            fact,
            means=new if days == Interval() else _dated(new, days, fact, about),
            citations=citations(declaration),
            span=declaration.span,
            table=rows,
            inputs=inputs,
            progressive=declaration.progressive,
            readings=readings,
            in_force=days,
            simplified=simplified,
        )
        return days

    def _defined(
        self,
        declaration: syntax.OverrideDeclaration,
        means: syntax.Means | None,
        fact: Fact,
        scope: Scope,
    ) -> Table | None:
        """The new definition of a fact, as an expression or a table; on days without rows the one
        below holds."""
        if declaration.inputs:
            below = _below(fact, scope.subject)
            return self.tables.table(declaration, means, fact.type, scope, below)
        new = self.expressions.check_as(means.expression, fact.type, scope) if means else None
        return None if new is None else ((), (), new)

    def _check_rows_within(
        self, rows: tuple[TableRow, ...], name: str, policy: Interval, dates: Span | None
    ) -> None:
        """Report rows on days on which the overlay is not in force."""
        for row in rows:
            start, end = row.in_force.start, row.in_force.end
            days = Interval(start or policy.start, end or policy.end)
            if is_empty(days) or not within(days, policy):
                report_outside(self.problems, row.place, name, dates)

    def _given_as_below(self, declaration: syntax.OverrideDeclaration, fact: Fact) -> None:
        """Report arguments in an override: a fact keeps those that it has below."""
        clause = single(self.problems, declaration, syntax.GivenValues)
        if clause is None:
            return
        found = [(value.name.text, self.data.type(value.type)) for value in clause.values]
        if found != [(given.name, given.type) for given in fact.given]:
            self.problems.report(
                "POL-392",
                clause.span,
                name=declaration.name.text,
                hint=self.problems.without(clause.span),
                expected=_given_words(fact),
                related=(Related(self.problems.excerpt(fact.span), FIRST_PLACE),),
            )


def _dated(new: Expression, days: Interval, fact: Fact, about: RecordType) -> Expression:
    """The new definition on its days, and the one of the policy below on other days."""
    return model.Choose(on(days), new, _below(fact, about), fact.type)


def _below(fact: Fact, about: RecordType) -> Expression:
    """The meaning of the fact in the policy below."""
    named = model.FactValue(name_below(fact.name, fact.layer), fact.type)
    below: Expression = named
    names = [given.name for given in fact.given]
    values = [model.Variable(given.name, given.type) for given in fact.given]
    if names:
        below = asked_of(named.name, model.Subject(about), names, values, named)
    return below


def _given_words(fact: Fact) -> Phrase:
    if not fact.given:
        return _NOTHING_GIVEN
    pairs = (
        Phrase("{name}: {type}", "{name}：{type}").filled(
            name=given.name, type=type_phrase(given.type)
        )
        for given in fact.given
    )
    return _GIVEN_LINE.filled(values=enumerated(pairs))


def _wanted(declaration: Edit, symbol: Symbol | None) -> Kind:
    """The kind of things that a declaration changes; readings are set like parameters."""
    if isinstance(declaration, syntax.AdjustDeclaration):
        return Kind.CALENDAR
    if isinstance(declaration, syntax.OverrideDeclaration):
        return Kind.FACT if symbol is not None and symbol.kind is Kind.FACT else Kind.NORM
    if not isinstance(declaration, syntax.SetDeclaration):
        return Kind.NORM
    is_reading = symbol is not None and symbol.kind is Kind.READING
    return Kind.READING if is_reading else Kind.PARAMETER


_CHANGES: Final = {
    syntax.SetDeclaration: AmendmentKind.SET,
    syntax.OverrideDeclaration: AmendmentKind.OVERRIDE,
    syntax.RepealDeclaration: AmendmentKind.REPEAL,
    syntax.LoosensDeclaration: AmendmentKind.LOOSEN,
    syntax.AdjustDeclaration: AmendmentKind.ADJUST,
}


def _can_change(declaration: Edit, holder: Holder | Norm | WorkCalendar) -> bool:
    """Whether a declaration can change a thing of this kind."""
    match declaration:
        case syntax.SetDeclaration():
            return isinstance(holder, Parameter) or (
                isinstance(holder, Fact) and bool(holder.table)
            )
        case syntax.OverrideDeclaration():
            return isinstance(holder, Norm | Fact)
        case syntax.AdjustDeclaration():
            return isinstance(holder, WorkCalendar)
    return isinstance(holder, Norm)


_NONE: Final = Phrase("(none)", "（无）")
_NORM_OR_FACT: Final = Phrase("a norm or a fact", "规范或事实")
_DEFINE_IT: Final = Phrase(
    "to define it anew, write: override {name} because “…”",
    "要另下定义，请写：取代 {name} 因为 “…”",
)
_A_TABLE: Final = Phrase("a value that a table sets", "由表设定的值")
_SET_IT: Final = Phrase("to set another value, write: set {name}", "要另设其值，请写：设定 {name}")
_MEANS_LINE: Final = Phrase("a line such as: means operating", "这样的一行：指 经营性")
_NOTHING_GIVEN: Final = Phrase(
    "no “given”: the fact is given nothing below", "不写“给定”：该事实在下层没有给定项"
)
_GIVEN_LINE: Final = Phrase(
    "as in the policy below: given {values}", "与下层政策相同：给定 {values}"
)
_CLAUSES_OF: Final = {
    Kind.FACT: Phrase(
        "“means”, “cites”, “under reading”, “given”, “in force” or “simplified because”",
        "“指”“依据”“依读法”“给定”“施行”“简化 因为”之一",
    ),
    Kind.NORM: Phrase(
        "what a norm is made of, such as “when” and “county must not enter”",
        "规范的内容，如“当 …”和“县级主管部门 不得 纳入项目库”",
    ),
}
_AMEND_FIRST: Final = Phrase(
    "say which policy is amended: amend NAME", "先写明修订哪个政策：修订 名称"
)
