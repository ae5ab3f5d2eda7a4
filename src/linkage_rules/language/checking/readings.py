"""Readings: a question that the words leave open, the choice, its reason and the alternatives."""

from collections.abc import Mapping, Sequence
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.data import DataChecker, written
from linkage_rules.language.checking.norms import citations, single
from linkage_rules.language.checking.parameters import ParameterChecker
from linkage_rules.language.checking.resolve import Names, ParameterSignature, Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Choice, Fix
from linkage_rules.language.hints.choices import each, with_line
from linkage_rules.model.dependencies import rested_on
from linkage_rules.model.norms import Alternative, Parameter, ParameterPeriod, Reading, Tunable
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.types import Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase
from linkage_rules.words.names import says_nothing


class ReadingChecker:
    """Checks readings where they are declared, and where an overlay chooses otherwise."""

    def __init__(
        self, names: Names, problems: Problems, data: DataChecker, parameters: ParameterChecker
    ) -> None:
        self.names = names
        self.problems = problems
        self.data = data
        self.parameters = parameters

    def reading(self, declaration: syntax.ReadingDeclaration) -> Parameter | None:
        """The parameter whose value is the choice of the reading."""
        name = declaration.name.text
        needed = None if declaration.label else _ASKS_LINE
        asks = single(self.problems, declaration, syntax.Asks, needed)
        tunable = single(self.problems, declaration, syntax.TunableClause)
        throughout = single(self.problems, declaration, syntax.Throughout)
        signature = self.names.by_spelling[name].signature
        if not isinstance(signature, ParameterSignature):
            return None
        type_ = signature.type
        choices = [*syntax.clauses_of(declaration, syntax.ParameterLine)]
        others = [*syntax.clauses_of(declaration, syntax.AlternativeLine)]
        if not choices:
            expected = choice_line(type_)
            self.problems.report("POL-110", declaration.name.span, clause="=", expected=expected)
        bounds = self.parameters.tunable(tunable, type_) if tunable else None
        several = others or len(choices) > 1
        if tunable and not several and tunable.at_least is None and tunable.at_most is None:
            hint = self.problems.without(tunable.span)
            self.problems.report("POL-703", tunable.span, hint=hint, name=name)
        question = asks.question if asks else declaration.label
        if question is not None:
            place = asks.span if asks else declaration.name.span
            self._not_blank(question, place, name)
        periods = self.periods(choices, name, type_, bounds)
        alternatives = self._alternatives(others, choices, periods, type_, name)
        return Parameter(
            name,
            declaration.label,
            type_,
            periods,
            citations(declaration),
            declaration.span,
            bounds,
            Reading(question or "", alternatives, throughout is not None),
        )

    def periods(
        self,
        choices: Sequence[syntax.ParameterLine],
        name: str,
        type_: Type,
        bounds: Tunable | None,
    ) -> tuple[ParameterPeriod, ...]:
        """What is chosen, with the reason and the days."""
        for choice in choices:
            if choice.because is None:
                expected = choice_line(type_)
                self.problems.report("POL-706", choice.span, name=name, expected=expected)
            else:
                self._not_blank(choice.because, choice.span, name)
        periods = self.parameters.periods(choices, name, type_, bounds)
        for choice, period in zip(choices, periods, strict=True):
            self._is_said(choice.value, period.value, name)
        return periods

    def check_offered(
        self, parameter: Parameter, choices: Sequence[syntax.ParameterLine], found: Sequence[Value]
    ) -> None:
        """Report a choice of an overlay that is not among the alternatives of the policy below.

        If that policy gives bounds, any value within them may be chosen.
        """
        reading, bounds = parameter.reading, parameter.tunable
        assert reading is not None
        if bounds is not None and (bounds.minimum is not None or bounds.maximum is not None):
            return
        offered = [p.value for p in parameter.periods] + [a.value for a in reading.alternatives]
        for choice, value in zip(choices, found, strict=True):
            if value is not None and value not in offered:
                related = (Related(self.problems.excerpt(parameter.span), FIRST_PLACE),)
                listed = tuple(written(v, parameter.type) for v in offered)
                self.problems.report(
                    "POL-705",
                    choice.value.span,
                    name=parameter.name,
                    value=written(value, parameter.type),
                    offered=listed,
                    hint=Fix(None, self._one_of(choice, listed, parameter.type)),
                    related=related,
                )

    def _one_of(
        self, choice: syntax.ParameterLine, offered: Sequence[Phrase], type_: Type
    ) -> tuple[Choice, ...]:
        """The choices to choose one of the values that are offered."""
        english = self.problems.is_english(choice.span)
        said = [one.en if english else one.zh for one in offered]
        form = "“{}”" if type_ is Scalar.TEXT else "{}"
        return each(choice.value.span, map(form.format, said))

    def _alternatives(
        self,
        others: Sequence[syntax.AlternativeLine],
        choices: Sequence[syntax.ParameterLine],
        periods: Sequence[ParameterPeriod],
        type_: Type,
        name: str,
    ) -> tuple[Alternative, ...]:
        said: list[tuple[Value, Span]] = [
            (period.value, choice.span) for choice, period in zip(choices, periods, strict=True)
        ]
        found = []
        for other in others:
            self._not_blank(other.because, other.span, name)
            value = self.data.value(other.value, type_)
            self._is_said(other.value, value, name)
            first = next((span for v, span in said if v is not None and v == value), None)
            if first is not None:
                related = (Related(self.problems.excerpt(first), FIRST_PLACE),)
                self.problems.report(
                    "POL-701",
                    other.value.span,
                    hint=self.problems.without(other.span),
                    name=name,
                    value=written(value, type_),
                    related=related,
                )
            said.append((value, other.span))
            found.append(Alternative(value, other.because))
        return tuple(found)

    def _is_said(self, datum: syntax.Datum, value: Value, name: str) -> None:
        """Report a choice that is “unknown” or a text without words."""
        if isinstance(datum, syntax.UnknownDatum):
            self.problems.report("POL-702", datum.span, name=name)
        elif isinstance(value, str):
            self._not_blank(value, datum.span, name)

    def _not_blank(self, text: str, place: Span, name: str) -> None:
        if says_nothing(text):
            self.problems.report("POL-702", place, name=name)


def check_rested_on(package: Package, own: Mapping[str, Span], problems: Problems) -> None:
    """Report the readings of a policy, found by name in ``own``, that nothing rests on.

    In a policy without norms they are not reported, since others may use them.
    """
    if not package.declared_norms:
        return
    used = rested_on(package)
    for name, reading in package.readings.items():
        throughout = reading.reading is not None and reading.reading.throughout
        if name in own and name not in used and not throughout:
            place = own[name]
            word = keyword_phrase("THROUGHOUT")
            file = problems.files[place.file]
            english = file.lines[place.line - 1].lstrip()[:1].isascii()
            line = with_line(file, place, word.en if english else word.zh)
            problems.report("POL-704", place, hint=Fix(None, (line,)), name=name)


def choice_line(type_: Type) -> Phrase:
    """How a choice is written in a reading of a type."""
    return _TEXT_LINE if type_ is Scalar.TEXT else _VALUE_LINE


_ASKS_LINE: Final = Phrase(
    'a line such as: asks "does “at most 2 million yuan” include 2 million?"',
    '这样的一行：问 "“200万元以下”含不含200万元整？"',
)
_TEXT_LINE: Final = Phrase(
    'a line such as: = "both are needed" because "the sentence joins them with “and”"',
    '这样的一行：= "两样都要有" 因为 "原文用“和”连接"',
)
_VALUE_LINE: Final = Phrase(
    'a line such as: = yes because "Civil Code, article 1259"',
    '这样的一行：= 是 因为 "《民法典》第一千二百五十九条"',
)
