"""The changes of an overlay, each found in the policies below and checked."""

from typing import Final, TypeAlias

from attrs import Factory, define, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.data import DataChecker
from linkage_rules.language.checking.deadlines import has_deadline
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.norms import NormChecker, citations, duty_of
from linkage_rules.language.checking.readings import ReadingChecker
from linkage_rules.language.checking.resolve import (
    FactSignature,
    Kind,
    Names,
    NormSignature,
    Problems,
    Symbol,
)
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.overlays.settings import (
    Holder,
    Setting,
    SettingChecker,
    label_below,
    name_below,
    report_outside,
)
from linkage_rules.model.calendar import within
from linkage_rules.model.norms import Fact, Interval, Norm, Parameter
from linkage_rules.model.package import Amendment, AmendmentKind, Package
from linkage_rules.model.spans import Span
from linkage_rules.model.types import RecordType
from linkage_rules.words.messages import FIRST_PLACE, Phrase

Edit: TypeAlias = (
    syntax.SetDeclaration
    | syntax.OverrideDeclaration
    | syntax.RepealDeclaration
    | syntax.LoosensDeclaration
)


@define
class Edits:
    """Everything an overlay changes: values and tables by parameter, norms by name.

    ``declared`` gives for each name that is changed the declaration that does so.
    """

    values: dict[str, Setting] = Factory(dict)
    norms: dict[str, Norm] = Factory(dict)
    amendments: list[Amendment] = Factory(list)
    declared: dict[str, Edit] = Factory(dict)


@frozen
class _Found:
    """A change with what it changes."""

    declaration: Edit
    holder: Holder | Norm


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
    ) -> None:
        self.below = below
        self.names = names
        self.problems = problems
        self.norms = norms
        self.settings = SettingChecker(names, problems, data, expressions.values, readings)
        self.found: list[_Found] = []

    # What is changed

    def find(self, declarations: list[Edit], policy: Interval) -> None:
        """Find the targets and enter what others may know of them from now on.

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
                self._twice(declaration, target.name, other.name.span)
                continue
            self.found.append(_Found(declaration, target))
            because = getattr(declaration, "because", None)
            if because is not None and not because.strip():
                self.problems.report("POL-621", declaration.span, name=declaration.name.text)
            match declaration, target:
                case syntax.SetDeclaration(record_type=syntax.Name() as about), Parameter():
                    self._enter_table(about, target)
                case syntax.OverrideDeclaration(), Norm():
                    self._enter_norm(declaration, target, policy)

    def _target(self, declaration: Edit) -> Holder | Norm | None:
        name = declaration.name
        symbol = self.names.by_spelling.get(name.text)
        wanted = _wanted(declaration, symbol)
        holder = self._holder(symbol) if symbol else None
        if holder is None or (wanted is Kind.NORM) is not isinstance(holder, Norm):
            if symbol is None or symbol.kind is not wanted:
                self.names.find(name, wanted)
                return None
            self._not_below(declaration, wanted)
            return None
        assert symbol is not None
        self.names.refer(name, symbol.name, symbol.label)
        if not isinstance(holder, Norm) and holder.tunable is None:
            self._not_tunable(declaration, holder)
            return None
        return holder

    def _holder(self, symbol: Symbol) -> Holder | Norm | None:
        if self.below is None:
            return None
        declared: list[Holder | Norm] = [
            *self.below.declared_parameters,
            *self.below.declared_norms,
            *(fact for fact in self.below.declared_facts if fact.table),
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
                self._twice(declaration, holder.name, amendment.span)
                return
        related = (Related(self.problems.excerpt(holder.span), FIRST_PLACE),)
        name = declaration.name
        self.problems.report("POL-605", name.span, name=name.text, related=related)

    def _twice(self, declaration: Edit, name: str, first: Span) -> None:
        related = (Related(self.problems.excerpt(first), FIRST_PLACE),)
        place = declaration.name.span
        self.problems.report("POL-607", place, name=declaration.name.text, related=related)

    def _enter_table(self, about: syntax.Name, parameter: Parameter) -> None:
        """From here on the name stands for a value of each record."""
        record_type = self.names.find(about, Kind.RECORD_TYPE)
        symbol = self.names.by_spelling[parameter.name]
        if record_type is not None:
            self._enter_below(symbol, parameter)
            symbol.kind = Kind.FACT
            symbol.signature = FactSignature(record_type.name, parameter.type)

    def _enter_below(self, symbol: Symbol, holder: Holder | Norm) -> None:
        """What is replaced goes on under a name of its own, for other days."""
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
            symbol = self.names.by_spelling[norm.name]
            symbol.signature = NormSignature(
                norm.record_type, duty.modality, action.name, has_deadline(declaration)
            )

    # What becomes of it

    def edits(self, layer: str, policy: Interval, dates: Span | None) -> Edits:
        """All changes that have no fault; ``dates`` is where the overlay says its own days."""
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


def _wanted(declaration: Edit, symbol: Symbol | None) -> Kind:
    """What a declaration can change; a reading is set as a parameter is."""
    if not isinstance(declaration, syntax.SetDeclaration):
        return Kind.NORM
    is_reading = symbol is not None and symbol.kind is Kind.READING
    return Kind.READING if is_reading else Kind.PARAMETER


_CHANGES: Final = {
    syntax.SetDeclaration: AmendmentKind.SET,
    syntax.OverrideDeclaration: AmendmentKind.OVERRIDE,
    syntax.RepealDeclaration: AmendmentKind.REPEAL,
    syntax.LoosensDeclaration: AmendmentKind.LOOSEN,
}
_NONE: Final = Phrase("(none)", "（无）")
_AMEND_FIRST: Final = Phrase(
    "say which policy is amended: amend NAME", "先写明修订哪个政策：修订 名称"
)
