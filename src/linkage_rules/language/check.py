"""From the syntax trees of a package to its checked model."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.check_clauses import citations, single
from linkage_rules.language.check_data import DataChecker, find_record_type
from linkage_rules.language.check_examples import ExampleChecker
from linkage_rules.language.check_expressions import ExpressionChecker
from linkage_rules.language.check_order import evaluation_order
from linkage_rules.language.check_outcomes import Scope
from linkage_rules.language.diagnostics import Diagnostic, Related, without_place
from linkage_rules.language.messages import FIRST_PLACE, Phrase
from linkage_rules.language.resolve import (
    ActionSignature,
    FactSignature,
    Kind,
    NamedDeclaration,
    NormSignature,
    ParameterSignature,
    Problems,
    collect_names,
)
from linkage_rules.language.source import SourceFile
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import (
    Action,
    Bearer,
    Citation,
    Fact,
    Interval,
    Norm,
    Parameter,
    ParameterPeriod,
)
from linkage_rules.model.package import (
    Package,
    Statement,
)
from linkage_rules.model.spans import Span
from linkage_rules.model.types import RecordType, Scalar, Type

_C = TypeVar("_C", bound=syntax.Line)
_D = TypeVar("_D", bound=NamedDeclaration)
_A = TypeVar("_A", bound=syntax.Declaration)
_F = TypeVar("_F")


@frozen
class Checked:
    """The outcome of checking a package.

    ``package`` is usable only when there are no ``diagnostics``. ``references`` gives for every
    written name the ASCII name and the label of what it stands for.
    """

    package: Package
    diagnostics: tuple[Diagnostic, ...]
    references: dict[Span, tuple[str, str | None]]


def check(
    files: Sequence[tuple[SourceFile, syntax.File]], uses: tuple[Package, ...] = ()
) -> Checked:
    """Check the files of one package against one another and against the packages they use.

    >>> from linkage_rules.language.parser import parse
    >>> source = SourceFile("a.pol", 'policy p "P"\\nbearer county "县"')
    >>> check([(source, parse(source)[0])]).package.bearers["county"].label
    '县'
    """
    return _PackageChecker(files, uses).check()


class _PackageChecker:
    def __init__(
        self, files: Sequence[tuple[SourceFile, syntax.File]], uses: tuple[Package, ...]
    ) -> None:
        self.uses = uses
        self.files = files
        self.declarations = [d for _, file in files for d in file.declarations]
        unread = {word for _, file in files for word in file.unread}
        self.problems = Problems({file.name: file for file, _ in files}, unread)
        self.names, self.own = collect_names(self.declarations, uses, self.problems)
        self.data = DataChecker(self.names, self.problems)
        self.expressions = ExpressionChecker(self.names, self.problems)
        self.examples = ExampleChecker(self.names, self.problems, self.data, self.expressions)

    def check(self) -> Checked:
        header = self._header()
        enums = tuple(self.data.enum(d) for d in self._own(syntax.EnumDeclaration))
        for enum in enums:
            self.names.by_spelling[enum.name].signature = enum
        records = tuple(self.data.record_types(self.own).values())
        self._sign()
        package = evolve(
            header,
            uses=self.uses,
            declared_enums=enums,
            declared_records=records,
            declared_bearers=tuple(
                Bearer(d.name.text, d.label, d.span) for d in self._own(syntax.BearerDeclaration)
            ),
            declared_parameters=_found(
                self._parameter(d) for d in self._own(syntax.ParameterDeclaration)
            ),
            declared_facts=_found(self._fact(d) for d in self._own(syntax.FactDeclaration)),
            declared_actions=_found(self._action(d) for d in self._own(syntax.ActionDeclaration)),
            declared_norms=_found(
                self._norm(d, header.in_force) for d in self._own(syntax.NormDeclaration)
            ),
            statements=tuple(self._statements()),
        )
        package = evolve(
            package,
            examples=_found(self.examples.example(d) for d in self._all(syntax.ExampleDeclaration)),
            properties=_found(
                self.examples.property(d) for d in self._all(syntax.PropertyDeclaration)
            ),
        )
        if header.source is not None:
            self._require_citations(package)
        if not self.problems.diagnostics:
            package = evolve(package, order=evaluation_order(package, self.own, self.problems))
        in_file_order = sorted(
            self.problems.diagnostics, key=lambda d: (self._file_number(d), d.span.start)
        )
        return Checked(package, tuple(in_file_order), self.problems.references)

    def _file_number(self, diagnostic: Diagnostic) -> int:
        names = [file.name for file, _ in self.files]
        return names.index(diagnostic.span.file) if diagnostic.span.file in names else -1

    def _own(self, kind: type[_D]) -> list[_D]:
        return [d for d in self.own.values() if isinstance(d, kind)]

    def _all(self, kind: type[_A]) -> list[_A]:
        return [d for d in self.declarations if isinstance(d, kind)]

    # The head of the package

    def _header(self) -> Package:
        policies = self._all(syntax.PolicyDeclaration)
        if not policies:
            name = self.files[0][0].name if self.files else ""
            self.problems.diagnostics.append(without_place("POL-004", name, {}))
            return Package(name="")
        first, *others = policies
        for other in others:
            related = (Related(self.problems.excerpt(first.span), FIRST_PLACE),)
            self.problems.report("POL-005", other.name.span, related=related)
        issuer = single(self.problems, first, syntax.Issuer, "ISSUER")
        issued = single(self.problems, first, syntax.Issued, "ISSUED")
        source = single(self.problems, first, syntax.SourceName, "SOURCE")
        return Package(
            name=first.name.text,
            label=first.label,
            issuer=issuer.text if issuer else None,
            issued=issued.day if issued else None,
            in_force=self._in_force(first) or Interval(),
            source=source.file if source else None,
            span=first.span,
        )

    def _in_force(
        self, declaration: syntax.PolicyDeclaration | syntax.NormDeclaration
    ) -> Interval | None:
        clause = single(self.problems, declaration, syntax.InForce, "IN_FORCE")
        return Interval(clause.start, clause.end) if clause else None

    # Clauses

    def _require_citations(self, package: Package) -> None:
        for norm in package.declared_norms:
            if not norm.citations:
                name = self.own[norm.name].name
                self.problems.report("POL-402", name.span, name=name.text)

    def _statements(self) -> Iterator[Statement]:
        for declaration in self._all(syntax.StatementDeclaration):
            citation = Citation(declaration.clause, declaration.quote, declaration.span)
            yield Statement(citation, declaration.because, declaration.span)

    # Signatures: what others may know of a declaration before its body is checked

    def _sign(self) -> None:
        for declaration in self.own.values():
            symbol = self.names.by_spelling[declaration.name.text]
            match declaration:
                case syntax.ParameterDeclaration():
                    type_ = self.data.type(declaration.type)
                    symbol.signature = ParameterSignature(type_) if type_ else None
                case syntax.FactDeclaration():
                    fact_type = self._fact_type(declaration)
                    record_type = find_record_type(self.names, declaration)
                    if record_type and fact_type:
                        symbol.signature = FactSignature(record_type.name, fact_type)
                case syntax.ActionDeclaration():
                    record_type = find_record_type(self.names, declaration)
                    observable = any(isinstance(c, syntax.DoneWhen) for c in declaration.clauses)
                    if record_type:
                        symbol.signature = ActionSignature(record_type.name, observable)
        for declaration in self._own(syntax.NormDeclaration):
            record_type = find_record_type(self.names, declaration)
            duty = self._duty(declaration)
            action = self.names.find(duty.action, Kind.ACTION) if duty else None
            if record_type and duty and action:
                self.names.by_spelling[declaration.name.text].signature = NormSignature(
                    record_type.name, duty.modality, action.name
                )
        self._refuse_shared_names()

    def _refuse_shared_names(self) -> None:
        """A fact or parameter may not have the name of a field it could be confused with."""
        for symbol in (*self.names.of_kind(Kind.FACT), *self.names.of_kind(Kind.PARAMETER)):
            for record in self.names.of_kind(Kind.RECORD_TYPE):
                applies = not isinstance(symbol.signature, FactSignature) or (
                    symbol.signature.record_type == record.name
                )
                if not applies or not isinstance(record.signature, RecordType):
                    continue
                for spelled in {symbol.name, symbol.label} & record.signature.by_spelling.keys():
                    field = record.signature.by_spelling[spelled or ""]
                    related = (Related(self.problems.excerpt(field.span), FIRST_PLACE),)
                    self.problems.report(
                        "POL-201", symbol.excerpt.span, name=spelled or "", related=related
                    )

    def _fact_type(self, declaration: syntax.FactDeclaration) -> Type | None:
        return Scalar.YES_NO if declaration.type is None else self.data.type(declaration.type)

    # Declarations

    def _parameter(self, declaration: syntax.ParameterDeclaration) -> Parameter | None:
        symbol = self.names.by_spelling[declaration.name.text]
        if not isinstance(symbol.signature, ParameterSignature):
            return None
        type_ = symbol.signature.type
        lines = [c for c in declaration.clauses if isinstance(c, syntax.ParameterLine)]
        if not lines:
            self.problems.report(
                "POL-110",
                declaration.name.span,
                clause="=",
                expected=Phrase("= value from date", "= 值 自 日期"),
            )
        starts: dict[date, Span] = {}
        for line in lines:
            start = line.start or date.min
            if start in starts:
                related = (Related(self.problems.excerpt(starts[start]), FIRST_PLACE),)
                self.problems.report(
                    "POL-401", line.span, name=symbol.name, start=start.isoformat(), related=related
                )
            starts[start] = line.span
        periods = tuple(
            ParameterPeriod(self.data.value(line.value, type_), Interval(line.start, line.end))
            for line in lines
        )
        return Parameter(
            declaration.name.text,
            declaration.label,
            type_,
            periods,
            citations(declaration),
            declaration.span,
        )

    def _fact(self, declaration: syntax.FactDeclaration) -> Fact | None:
        needed = Phrase("means followed by a definition", "指 之后写定义")
        means = single(self.problems, declaration, syntax.Means, "MEANS", needed)
        signature = self.names.by_spelling[declaration.name.text].signature
        if means is None or not isinstance(signature, FactSignature):
            return None
        scope = self._subject(signature.record_type)
        expression = self.expressions.check_as(means.expression, signature.type, scope)
        if expression is None:
            return None
        return Fact(
            declaration.name.text,
            declaration.label,
            signature.record_type,
            signature.type,
            expression,
            citations(declaration),
            declaration.span,
        )

    def _subject(self, record_type: str) -> Scope:
        signature = self.names.by_spelling[record_type].signature
        assert isinstance(signature, RecordType)
        return Scope(signature)

    def _action(self, declaration: syntax.ActionDeclaration) -> Action | None:
        done = single(self.problems, declaration, syntax.DoneWhen, "DONE_WHEN")
        default = single(
            self.problems, declaration, syntax.PermittedByDefault, "PERMITTED_BY_DEFAULT"
        )
        signature = self.names.by_spelling[declaration.name.text].signature
        if not isinstance(signature, ActionSignature):
            return None
        scope = self._subject(signature.record_type)
        return Action(
            declaration.name.text,
            declaration.label,
            signature.record_type,
            self.expressions.condition(done.expression, scope) if done else None,
            default is not None,
            citations(declaration),
            declaration.span,
        )

    def _duty(self, declaration: syntax.NormDeclaration) -> syntax.Duty | None:
        return next((c for c in declaration.clauses if isinstance(c, syntax.Duty)), None)

    def _norm(self, declaration: syntax.NormDeclaration, policy: Interval) -> Norm | None:
        needed = Phrase("bearer must / must not / … action", "主体 应当／不得／… 行为")
        duty = single(self.problems, declaration, syntax.Duty, "MUST", needed)
        when = single(self.problems, declaration, syntax.When, "WHEN")
        unless = single(self.problems, declaration, syntax.Unless, "UNLESS")
        overrides = single(self.problems, declaration, syntax.Overrides, "OVERRIDES")
        in_force = self._in_force(declaration)
        bearer = self.names.find(duty.bearer, Kind.BEARER) if duty else None
        signature = self.names.by_spelling[declaration.name.text].signature
        if duty is None or bearer is None or not isinstance(signature, NormSignature):
            return None
        action = self.names.by_spelling[signature.action]
        self._same_record_type(duty.action, action.signature, signature.record_type)
        overridden = [self.names.find(n, Kind.NORM) for n in (overrides.norms if overrides else ())]
        for name, symbol in zip(overrides.norms if overrides else (), overridden, strict=True):
            if symbol is not None:
                self._same_record_type(name, symbol.signature, signature.record_type)
        scope = self._subject(signature.record_type)
        return Norm(
            name=declaration.name.text,
            label=declaration.label,
            record_type=signature.record_type,
            modality=duty.modality,
            strength=duty.strength,
            bearer=bearer.name,
            action=signature.action,
            when=self._condition(when, scope),
            unless=self._condition(unless, scope),
            overrides=tuple(symbol.name for symbol in overridden if symbol),
            in_force=in_force or policy,
            citations=citations(declaration),
            span=declaration.span,
        )

    def _condition(
        self, clause: syntax.When | syntax.Unless | None, scope: Scope
    ) -> Expression | None:
        return self.expressions.condition(clause.expression, scope) if clause else None

    def _same_record_type(self, name: syntax.Name, signature: object, record_type: str) -> None:
        if not isinstance(signature, ActionSignature | NormSignature):
            return
        if signature.record_type != record_type:
            self.problems.report(
                "POL-206",
                name.span,
                name=name.text,
                found_type=self._called(signature.record_type),
                record_type=self._called(record_type),
            )

    def _called(self, record_type: str) -> Phrase:
        return Phrase(record_type, self.names.by_spelling[record_type].label or record_type)

    # The package as a whole


def _found(items: Iterable[_F | None]) -> tuple[_F, ...]:
    return tuple(item for item in items if item is not None)
