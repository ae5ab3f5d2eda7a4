"""From a tree to a checked package: names, types, signatures, bodies, examples, in this order.

One fault gives one message: whatever contains it is not reported again. While some of a policy has
faults, only what `sound` leaves of it can be relied on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias, TypeVar

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.calendars import CalendarChecker
from linkage_rules.language.checking.cases import check_tables
from linkage_rules.language.checking.circles import evaluation_order
from linkage_rules.language.checking.constants import check_constants
from linkage_rules.language.checking.data import DataChecker, find_record_type
from linkage_rules.language.checking.deadlines import has_deadline, with_deadlines
from linkage_rules.language.checking.definitions import written_out
from linkage_rules.language.checking.distributions import DistributionChecker, signature_of
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.norms import (
    NormChecker,
    citations,
    duty_of,
    head_of,
    interval_of,
    present,
    readings_of,
    simplified_because,
    single,
)
from linkage_rules.language.checking.offered import sound
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.parameters import ParameterChecker
from linkage_rules.language.checking.readings import ReadingChecker, check_rested_on
from linkage_rules.language.checking.resolve import (
    HOLD_VALUES,
    ActionSignature,
    FactSignature,
    Kind,
    NamedDeclaration,
    Names,
    NormSignature,
    ParameterSignature,
    Problems,
    Symbol,
    collect_names,
)
from linkage_rules.language.checking.tables import DefinitionReader, Table
from linkage_rules.language.checking.unchanged import Unchanged
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Diagnostic, Related, in_file_order, without_place
from linkage_rules.language.fixes import Fix
from linkage_rules.language.hints import expression_hints
from linkage_rules.language.hints.choices import writing
from linkage_rules.language.overlays.consequences import check_loosening, check_references
from linkage_rules.language.overlays.edits import Edit, EditChecker, Edits
from linkage_rules.language.overlays.extending import unified
from linkage_rules.language.overlays.governing import check_governing, governed
from linkage_rules.language.overlays.merging import merged, with_layer
from linkage_rules.language.overlays.versions import check_continuing, check_version
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import Reference, References
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingAnswer
from linkage_rules.model.norms import (
    Action,
    Citation,
    Entitlement,
    Fact,
    Given,
    Interval,
    Norm,
    Parameter,
)
from linkage_rules.model.operations import Comparison
from linkage_rules.model.package import Example, Expectation, Package, Property, Statement
from linkage_rules.model.recurrence import done_on_one
from linkage_rules.model.retyping import Retyping
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.types import Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.words.finding_words import ANSWERABLE, FINDING_NAMES
from linkage_rules.words.keywords import BY_TERMINAL
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase


class ExampleChecker:
    """Checks examples and properties: claims about one record, or about all."""

    def __init__(
        self,
        names: Names,
        problems: Problems,
        data: DataChecker,
        expressions: ExpressionChecker,
    ) -> None:
        self.names = names
        self.problems = problems
        self.data = data
        self.expressions = expressions

    def example(self, declaration: syntax.ExampleDeclaration) -> Example | None:
        record_type = find_record_type(self.names, declaration)
        given = single(self.problems, declaration, syntax.Given)
        needed = Phrase("a line such as: as of 2023-05-01", "这样的一行：截至 2023年5月1日")
        as_of = single(self.problems, declaration, syntax.AsOfDate, needed)
        if not any(
            isinstance(c, syntax.Expect | syntax.ExpectMissing) for c in declaration.clauses
        ):
            expected = Phrase(
                "a line such as: expect enter_library is forbidden",
                "这样的一行：期望 纳入项目库 被禁止",
            )
            self.problems.report(
                "POL-110", head_of(declaration), clause=keyword_phrase("EXPECT"), expected=expected
            )
        if record_type is None:
            return None
        scope = Scope(record_type, any_outcome=True)
        expectations = tuple(self._expectations(declaration, scope))
        record = self.data.record(given.entries if given else (), record_type)
        if as_of is None:
            return None
        return Example(
            declaration.title, record_type.name, record, as_of.day, expectations, declaration.span
        )

    def _expectations(
        self, declaration: syntax.ExampleDeclaration, scope: Scope
    ) -> Iterator[Expectation]:
        for clause in declaration.clauses:
            match clause:
                case syntax.Expect(expression, by):
                    holds = self.expressions.condition(expression, scope)
                    norms = [self.names.find(name, Kind.NORM) for name in by]
                    if holds is not None:
                        deciding = tuple(norm.name for norm in norms if norm)
                        yield Expectation(holds, deciding, span=clause.span)
                case syntax.ExpectMissing(paths):
                    missing = tuple(self.data.path(path, scope.subject) for path in paths)
                    yield Expectation(missing=missing, span=clause.span)

    def property(self, declaration: syntax.PropertyDeclaration) -> Property | None:
        record_type = find_record_type(self.names, declaration)
        needed = Phrase(
            "a line such as: always not (x is violated)", "这样的一行：总有 非 （某规范 被违反）"
        )
        always = single(self.problems, declaration, syntax.Always, needed)
        if record_type is None or always is None:
            return None
        claim = self.expressions.condition(always.expression, Scope(record_type))
        if claim is None:
            return None
        answers = present(map(self._answer, syntax.clauses_of(declaration, syntax.AnswersClause)))
        return Property(declaration.title, record_type.name, claim, answers, declaration.span)

    def _answer(self, clause: syntax.AnswersClause) -> FindingAnswer | None:
        kind = ANSWERABLE.get(clause.kind.text)
        if kind is None:
            self.problems.unknown_name(_FINDING, clause.kind, ANSWERABLE)
        else:
            name = FINDING_NAMES[kind]
            self.problems.references[clause.kind.span] = Reference(name.en, name.zh)
        names = [self._about(name) for name in clause.names]
        if kind is None or None in names:
            return None
        return FindingAnswer(kind, tuple(name for name in names if name), clause.span)

    def _about(self, name: syntax.Name) -> str | None:
        """The ASCII name of the declaration with a name; None if there is none."""
        symbol = self.names.by_spelling.get(name.text)
        if symbol is None:
            self.problems.unknown_name(_DECLARED, name, self.names.by_spelling)
            return None
        self.names.refer(name, symbol)
        return symbol.name


_FINDING: Final = Phrase("a kind of finding", "发现的种类")
_DECLARED: Final = Phrase("something the policy declares", "政策中声明的名称")


_D = TypeVar("_D", bound=NamedDeclaration)
_A = TypeVar("_A", bound=syntax.Declaration)
_F = TypeVar("_F")


@frozen
class Checked:
    """The outcome of checking a package.

    ``package`` is usable only when there are no ``diagnostics``. ``references`` gives for every
    written name what it stands for. ``declared`` is the package
    before its norms were put under the dates that govern them; an overlay amends that one.
    ``unread`` are words from declarations that could not be read, of which nothing was said.
    """

    package: Package
    diagnostics: tuple[Diagnostic, ...]
    references: References
    declared: Package
    unread: frozenset[str] = frozenset()


def check(
    files: Sequence[tuple[SourceFile, syntax.File]],
    uses: tuple[Package, ...] = (),
    below: Package | None = None,
    files_below: Sequence[SourceFile] = (),
    unread: Iterable[str] = (),
    parsed: Parsed | None = None,
) -> Checked:
    """Check the files of one package against one another and against the packages they use.

    ``below`` is the package that they amend, as it was declared, and ``files_below`` its files,
    for messages that show both places. ``unread`` are the names that those packages lack because
    of their faults, see `Offered`: nothing is said of them. What was checked before, and is as it
    was then, is taken from ``parsed``.

    >>> from linkage_rules.language.reading.parser import parse
    >>> source = SourceFile("a.pol", 'policy p "P"\\nbearer county "县"')
    >>> check([(source, parse(source)[0])]).package.bearers["county"].label
    '县'
    """
    return _PackageChecker(files, uses, below, files_below, unread, parsed).check()


class _PackageChecker:
    def __init__(
        self,
        files: Sequence[tuple[SourceFile, syntax.File]],
        uses: tuple[Package, ...],
        below: Package | None,
        files_below: Sequence[SourceFile],
        unread: Iterable[str],
        parsed: Parsed | None,
    ) -> None:
        self.files = files
        self.declarations = [d for _, file in files for d in file.declarations]
        misread = {word for _, file in files for word in file.unread}
        known = {file.name: file for file in (*files_below, *(file for file, _ in files))}
        self.problems = Problems(known, misread.union(unread))
        asking = (d.name.span for d in self.declarations if isinstance(d, syntax.Use))
        visible = uses if below is None else (below, *uses)
        visible = unified(visible, next(asking, NOWHERE), self.problems)
        self.below: Package | None = None if below is None else visible[0]
        self.uses = visible if below is None else visible[1:]
        self.names, self.own = collect_names(self.declarations, visible, self.problems)
        self.header = self._header()
        about = (self.header.name, self.header.in_force)
        self.once = Unchanged(parsed, self.names, self.problems, about)
        self.data = DataChecker(self.names, self.problems, self.once)
        self.expressions = ExpressionChecker(self.names, self.problems)
        self.distributions = DistributionChecker(self.names, self.problems, self.expressions)
        self.examples = ExampleChecker(self.names, self.problems, self.data, self.expressions)
        self.tables = DefinitionReader(self.expressions, self.problems)
        self.norms = NormChecker(self.names, self.problems, self.expressions)
        self.parameters = ParameterChecker(self.names, self.problems, self.data)
        self.readings = ReadingChecker(self.names, self.problems, self.data, self.parameters)
        self.calendars = CalendarChecker(self.problems)
        self.changes = EditChecker(
            self.below,
            self.names,
            self.problems,
            self.data,
            self.expressions,
            self.norms,
            self.readings,
            self.calendars,
        )

    def check(self) -> Checked:
        header, once = self.header, self.once
        self.calendars.layer = header.name
        enums = tuple(once.checked(self.data.enum, d) for d in self._own(syntax.EnumDeclaration))
        for enum in enums:
            self.names.by_spelling[enum.name].signature = enum
        records = self._record_types()
        self._sign(header.in_force)
        package = evolve(
            header,
            uses=self.uses,
            declared_enums=enums,
            declared_records=records,
            declared_bearers=tuple(
                once.checked(self.norms.parties.bearer, d)
                for d in self._own(syntax.BearerDeclaration)
            ),
            declared_calendars=tuple(self._calendars()),
            declared_parameters=present(
                once.checked(self._parameter, d)
                for d in self.own.values()
                if isinstance(d, _ParameterDeclaration)
            ),
            declared_facts=present(
                once.checked(self._fact_declared, d)
                for d in self.own.values()
                if isinstance(d, _FactDeclaration)
            ),
            declared_actions=present(
                once.checked(self._action, d) for d in self._own(syntax.ActionDeclaration)
            ),
            declared_norms=present(
                once.checked(self._norm, d) for d in self._own(syntax.NormDeclaration)
            ),
            statements=tuple(self._statements()),
        )
        package = evolve(
            package,
            examples=present(
                once.checked(self.examples.example, d) for d in self._all(syntax.ExampleDeclaration)
            ),
            properties=present(
                once.checked(self.examples.property, d)
                for d in self._all(syntax.PropertyDeclaration)
            ),
        )
        declared, places = self._with_layers(package)
        check_constants(declared, [file.name for file, _ in self.files], self.problems)
        package = with_deadlines(governed(written_out(declared, self.problems)))
        self._refuse_derived_names(package, places)
        order = evaluation_order(package, places, self.problems)
        # A declaration that could not be read may be what rests on a reading, so then nothing is
        # reported.
        if not self.problems.diagnostics and not self.problems.unread:
            check_rested_on(package, self._own_readings(), self.problems)
        if not self.problems.diagnostics:
            package = evolve(package, order=order)
            self.distributions.check_bases(package)
        found = in_file_order(self.problems.diagnostics, [file.name for file, _ in self.files])
        unread = frozenset(self.problems.unread)
        return Checked(package, found, self.problems.references, declared, unread)

    def _record_types(self) -> tuple[RecordType, ...]:
        """Its own record types. What it extends is extended in the packages that it sees, too."""
        own, changed = self.data.record_types(self.own, self._all(syntax.ExtendDeclaration))
        if changed:
            retyping = Retyping(changed)
            self.uses = retyping.of(self.uses)
            if self.below is not None:
                self.below = self.changes.below = retyping.of(self.below)
            for symbol in self.names.by_spelling.values():
                symbol.signature = retyping.of(symbol.signature)
        return tuple(own.values())

    def _with_layers(self, own: Package) -> tuple[Package, dict[str, NamedDeclaration | Edit]]:
        """The package with the layers below it, and the declarations and changes of this one by
        name."""
        heads = self._all(syntax.PolicyDeclaration)[:1]
        dates = next((c.span for d in heads for c in syntax.clauses_of(d, syntax.InForce)), None)
        edits = self.changes.edits(own.name, own.in_force, dates)
        if own.source is not None:
            self._require_citations(own, edits)
        places: dict[str, NamedDeclaration | Edit] = {**self.own, **edits.declared}
        if self.below is None:
            package = sound(with_layer(own))
        else:
            check_version(self.declarations, self.below, self.problems)
            until = check_continuing(self.declarations, self.below, own, self.problems)
            whole = merged(self.below, own, edits, until)
            # This is asked of all declarations: those that rest on a repealed norm are removed
            # later.
            check_references(whole, edits, self.problems)
            package = sound(whole)
            check_loosening(self.below, edits, self.problems)
        check_governing(package, places, self.problems)
        check_tables(package, places, self.problems)
        return package, places

    def _refuse_derived_names(
        self, package: Package, places: Mapping[str, NamedDeclaration | Edit]
    ) -> None:
        """Derived facts, as for a deadline or a governing date, have names that nobody may
        declare."""
        for name in package.derived:
            symbol = self.names.by_spelling.get(name)
            if symbol is None or symbol.name != name:
                continue
            base = name.rpartition("__")[0]
            holder = places.get(name) or places.get(base)
            place = package.span if holder is None else holder.name.span
            related = (Related(symbol.excerpt, FIRST_PLACE),) if name not in places else ()
            self.problems.report("POL-398", place, name=name, base=base, related=related)

    def _own(self, kind: type[_D]) -> list[_D]:
        return [d for d in self.own.values() if isinstance(d, kind)]

    def _all(self, kind: type[_A]) -> list[_A]:
        return [d for d in self.declarations if isinstance(d, kind)]

    # The head of the package

    def _header(self) -> Package:
        policies = self._all(syntax.PolicyDeclaration)
        if not policies:
            if self.problems.unread.isdisjoint(BY_TERMINAL["POLICY"].spellings):
                name = self.files[0][0].name if self.files else ""
                self.problems.diagnostics.append(without_place("POL-004", name, {}))
            return Package(name="")
        first, *others = policies
        for other in others:
            related = (Related(self.problems.excerpt(first.span), FIRST_PLACE),)
            fix = self.problems.taken_away(other.span)
            self.problems.report("POL-005", other.name.span, hint=fix, related=related)
        issuer = single(self.problems, first, syntax.Issuer)
        issued = single(self.problems, first, syntax.Issued)
        source = single(self.problems, first, syntax.SourceName)
        return Package(
            name=first.name.text,
            label=first.label,
            issuer=issuer.text if issuer else None,
            issued=issued.day if issued else None,
            in_force=interval_of(self.problems, first) or Interval(),
            source=source.file if source else None,
            span=first.span,
        )

    # Clauses

    def _require_citations(self, package: Package, edits: Edits) -> None:
        cited = {norm.name: norm.citations for norm in package.declared_norms}
        cited |= {norm.name: norm.citations for norm in edits.norms.values()}
        cited |= {p.name: p.citations for p in package.declared_parameters if _reads_words(p)}
        places: dict[str, NamedDeclaration | Edit] = {**self.own, **edits.declared}
        for cites, found in cited.items():
            if not found:
                name = places[cites].name
                self.problems.report("POL-402", name.span, name=name.text)
        for calendar in (*package.declared_calendars, *edits.calendars.values()):
            for days in calendar.listed:
                if not days.citations and days.layer == package.name:
                    self.problems.report("POL-402", days.span, name=days.first.isoformat())

    def _statements(self) -> Iterator[Statement]:
        for declaration in self._all(syntax.StatementDeclaration):
            citation = Citation(declaration.clause, declaration.quote, declaration.span)
            yield Statement(citation, declaration.because, declaration.span)

    # Signatures: what others may know of a declaration before its body is checked

    def _calendars(self) -> Iterator[WorkCalendar]:
        for declaration in self._own(syntax.CalendarDeclaration):
            found = self.names.by_spelling[declaration.name.text].signature
            if isinstance(found, WorkCalendar):
                yield found

    def _sign(self, policy: Interval) -> None:
        for declaration in self.own.values():
            symbol = self.names.by_spelling[declaration.name.text]
            match declaration:
                case syntax.CalendarDeclaration():
                    symbol.signature = self.once.checked(self.calendars.calendar, declaration)
                case syntax.ParameterDeclaration():
                    type_ = self.data.type(declaration.type)
                    symbol.signature = ParameterSignature(type_) if type_ else None
                case syntax.ReadingDeclaration():
                    named = declaration.type
                    chosen = Scalar.TEXT if named is None else self.data.type(named)
                    symbol.signature = ParameterSignature(chosen) if chosen else None
                case syntax.FactDeclaration():
                    fact_type = self._fact_type(declaration)
                    record_type = find_record_type(self.names, declaration)
                    if record_type and fact_type:
                        given = self._given(declaration)
                        symbol.signature = FactSignature(record_type.name, fact_type, given)
                case syntax.DistributionDeclaration():
                    record_type = find_record_type(self.names, declaration)
                    symbol.signature = record_type and signature_of(declaration, record_type)
                case syntax.ActionDeclaration():
                    record_type = find_record_type(self.names, declaration)
                    dated, repeated, shown = (
                        any(syntax.clauses_of(declaration, kind))
                        for kind in (syntax.DoneOn, syntax.DoneAt, syntax.DoneWhen)
                    )
                    if record_type:
                        observable = dated or repeated or shown
                        symbol.signature = ActionSignature(
                            record_type.name, observable, dated, repeated
                        )
        for declaration in self._own(syntax.NormDeclaration):
            record_type = find_record_type(self.names, declaration)
            duty = duty_of(declaration)
            action = self.names.find(duty.action, Kind.ACTION) if duty else None
            # What is asked of a norm rests on its action: one with a fault is known of neither.
            if record_type and duty and action and isinstance(action.signature, ActionSignature):
                self.names.by_spelling[declaration.name.text].signature = NormSignature(
                    record_type.name, duty.modality, action.name, has_deadline(declaration)
                )
        self.changes.find([d for d in self.declarations if isinstance(d, Edit)], policy)
        self._refuse_shared_names()

    def _refuse_shared_names(self) -> None:
        """Facts and parameters may not have the name of a field that they could be confused
        with."""
        for record in self.names.of_kind(Kind.RECORD_TYPE):
            if not isinstance(record.signature, RecordType):
                continue
            for spelled, field in record.signature.by_spelling.items():
                symbol = self.names.by_spelling.get(spelled)
                if symbol is None or symbol.kind not in HOLD_VALUES:
                    continue
                about = symbol.signature
                if not isinstance(about, FactSignature) or about.record_type == record.name:
                    self._refuse_shared_name(spelled, symbol, field)

    def _refuse_shared_name(self, spelled: str, symbol: Symbol, field: Field) -> None:
        """Report a shared name if this package declares one of the two."""
        places = [symbol.excerpt.span, field.span]
        if symbol.name not in self.own:
            places.reverse()
        related = (Related(self.problems.excerpt(places[1]), FIRST_PLACE),)
        mine = [self.own[symbol.name].span] if symbol.name in self.own else []
        fields = [field.span] if field.span.file in {file.name for file, _ in self.files} else []
        hint = self.problems.without(*mine, *fields)
        self.problems.report("POL-201", places[0], hint=hint, name=spelled, related=related)

    def _fact_type(self, declaration: syntax.FactDeclaration) -> Type | None:
        return Scalar.YES_NO if declaration.type is None else self.data.type(declaration.type)

    def _given(self, declaration: syntax.FactDeclaration) -> tuple[Given, ...]:
        """The arguments of a fact, each under a name that nothing else has."""
        clause = single(self.problems, declaration, syntax.GivenValues)
        found: dict[str, Given] = {}
        for value in clause.values if clause else ():
            name, type_ = value.name, self.data.type(value.type)
            if name.text in found or name.text in self.names.by_spelling:
                self.problems.report("POL-205", name.span, name=name.text)
            elif type_ is not None:
                found[name.text] = Given(name.text, type_)
        return tuple(found.values())

    # Declarations

    def _fact_declared(self, declaration: "_FactDeclaration") -> Fact | None:
        match declaration:
            case syntax.FactDeclaration():
                return self._fact(declaration)
            case syntax.DistributionDeclaration():
                return self.distributions.distribution(declaration, self._about(declaration))

    def _fact(self, declaration: syntax.FactDeclaration) -> Fact | None:
        needed = None if declaration.inputs else _MEANS_LINE
        means = single(self.problems, declaration, syntax.Means, needed)
        result = self._result(declaration)
        simplified = simplified_because(self.problems, declaration)
        readings = readings_of(self.names, self.problems, declaration)
        record_type = self._about(declaration)
        signature = self.names.by_spelling[declaration.name.text].signature
        if record_type is None:
            return None
        if not isinstance(signature, FactSignature):
            if means is not None:
                self.expressions.check(means.expression, Scope(record_type))
            return None
        scope = self._scope_of(declaration, record_type, signature)
        if scope is None:
            return None
        table: Table | None
        if declaration.inputs:
            table = self.tables.table(declaration, means, signature.type, scope)
        else:
            table = self._definition(declaration, means, signature.type, scope)
        if table is None:
            return None
        inputs, rows, expression = table
        return Fact(
            declaration.name.text,
            declaration.label,
            signature.record_type,
            signature.type,
            expression,
            citations(declaration),
            declaration.span,
            rows,
            readings=readings,
            given=signature.given,
            simplified=simplified,
            result=result,
            inputs=inputs,
            progressive=declaration.progressive,
        )

    def _definition(
        self,
        declaration: syntax.FactDeclaration,
        means: syntax.Means | None,
        type_: Type,
        scope: Scope,
    ) -> Table | None:
        """The definition of a fact that is written as one expression."""
        if means is None:
            return None
        hint: Callable[[Type], Fix] | None = None
        if declaration.type is None:
            hint = partial(self._type_to_state, declaration)
        expression = self.expressions.check_as(means.expression, type_, scope, hint)
        return None if expression is None else ((), (), expression)

    def _type_to_state(self, declaration: syntax.FactDeclaration, type_: Type) -> Fix:
        """The choice to write the type at the end of the first line of a fact."""
        about = declaration.record_type.span
        line = self.problems.text(declaration.span).partition("\n")[0]
        written = expression_hints.type_written(type_)
        text = f": {written.en}" if line.isascii() else f"：{written.zh}"
        place = self.problems.files[about.file].span(about.end, about.end)
        title = writing(place, text, _END_THE_FIRST_LINE)
        return Fix(expression_hints.type_to_state(type_), (title,))

    def _result(self, declaration: syntax.FactDeclaration) -> Entitlement | None:
        """The entitlement of a fact that is a result: who owes it to whom; None for other facts."""
        clause = single(self.problems, declaration, syntax.ResultLine)
        if clause is None:
            return None
        name = declaration.name.text
        signature = self.names.by_spelling[name].signature
        type_ = signature.type if isinstance(signature, FactSignature) else None
        if any(syntax.clauses_of(declaration, syntax.GivenValues)):
            hint = self.problems.without(clause.span)
            self.problems.report("POL-400", clause.span, hint=hint, name=name)
        elif isinstance(type_, RecordType | ListType):
            found, hint = type_phrase(type_), self.problems.without(clause.span)
            self.problems.report("POL-404", clause.span, hint=hint, name=name, found_type=found)
        parties = [
            None if said is None else self.names.find(said, Kind.BEARER)
            for said in (clause.bearer, clause.counterparty)
        ]
        bearer, counterparty = (None if found is None else found.name for found in parties)
        if clause.counterparty is not None and bearer is not None and bearer == counterparty:
            place, either = clause.counterparty, Fix(None)
            if clause.bearer is not None:
                owing = self.problems.behind(clause.span, "RESULT")
                first = evolve(owing, end=clause.bearer.span.end)
                second = evolve(owing, start=first.end, end=place.span.end)
                either = self.problems.without(first, second)
            self.problems.report("POL-405", place.span, hint=either, name=place.text)
        return Entitlement(bearer, counterparty)

    def _scope_of(
        self,
        declaration: syntax.FactDeclaration,
        record_type: RecordType,
        signature: FactSignature,
    ) -> Scope | None:
        """The scope for a definition; None where an argument has a fault."""
        written = [v for c in syntax.clauses_of(declaration, syntax.GivenValues) for v in c.values]
        for value in written:
            if value.name.text in record_type.by_spelling:
                self.problems.report("POL-205", value.name.span, name=value.name.text)
                return None
        if len(written) > len(signature.given):
            return None
        return Scope(record_type, {given.name: given.type for given in signature.given})

    def _about(
        self,
        declaration: syntax.FactDeclaration
        | syntax.DistributionDeclaration
        | syntax.ActionDeclaration
        | syntax.NormDeclaration,
    ) -> RecordType | None:
        """The record type of a declaration; None without one, which was reported."""
        symbol = self.names.by_spelling.get(declaration.record_type.text)
        return symbol.signature if symbol and isinstance(symbol.signature, RecordType) else None

    def _parameter(self, declaration: "_ParameterDeclaration") -> Parameter | None:
        match declaration:
            case syntax.ParameterDeclaration():
                return self.parameters.parameter(declaration)
            case syntax.ReadingDeclaration():
                return self.readings.reading(declaration)

    def _own_readings(self) -> dict[str, Span]:
        return {d.name.text: d.name.span for d in self._own(syntax.ReadingDeclaration)}

    def _norm(self, declaration: syntax.NormDeclaration) -> Norm | None:
        about = self._about(declaration)
        return self.norms.norm(declaration, declaration.label, about, self.header.in_force)

    def _action(self, declaration: syntax.ActionDeclaration) -> Action | None:
        default = single(self.problems, declaration, syntax.PermittedByDefault)
        readings = readings_of(self.names, self.problems, declaration)
        record_type = self._about(declaration)
        done_when, done_on, done_at = self._done(declaration, record_type)
        if record_type is None:
            return None
        return Action(
            declaration.name.text,
            declaration.label,
            record_type.name,
            done_when,
            default is not None,
            citations(declaration),
            declaration.span,
            readings,
            self.header.in_force,
            done_on,
            done_at,
        )

    def _done(
        self, declaration: syntax.ActionDeclaration, record_type: RecordType | None
    ) -> tuple[Expression | None, Expression | None, model.Aggregate | None]:
        """The condition, the day and the list of days of an action being done; each None where not
        declared."""
        when = single(self.problems, declaration, syntax.DoneWhen)
        on = single(self.problems, declaration, syntax.DoneOn)
        at = single(self.problems, declaration, syntax.DoneAt)
        said = [clause for clause in (when, on, at) if clause is not None]
        for first, other in zip(said[:1] * len(said), said[1:], strict=False):
            related = (Related(self.problems.excerpt(first.span), FIRST_PLACE),)
            code = "POL-357" if other is at else "POL-330"
            # With “done at” only the author knows whether it is done once or again and again.
            fix = self.problems.taken_away(first.span) if other is on else None
            self.problems.report(code, other.span, hint=fix, related=related)
        if record_type is None:
            return None, None, None
        scope = Scope(record_type)
        condition = self.expressions.condition(when.expression, scope) if when else None
        if at is not None:
            days = self.expressions.days(at, scope)
            return (condition, None, None) if days is None else (done_on_one(days), None, days)
        day = self.expressions.check_as(on.expression, Scalar.DATE, scope) if on else None
        if on is None or day is None:
            return condition, None, None
        return model.compared(Comparison.AT_MOST, day, model.AsOf(span=on.span)), day, None


def _reads_words(parameter: Parameter) -> bool:
    """Whether a reading is one of certain words, and not of a whole text."""
    return parameter.reading is not None and not parameter.reading.throughout


_ParameterDeclaration: TypeAlias = syntax.ParameterDeclaration | syntax.ReadingDeclaration
_FactDeclaration: TypeAlias = syntax.FactDeclaration | syntax.DistributionDeclaration
_MEANS_LINE: Final = Phrase("a line such as: means operating", "这样的一行：指 经营性")


_END_THE_FIRST_LINE: Final = Phrase("end the first line with “{text}”", "在第一行末尾写“{text}”")
