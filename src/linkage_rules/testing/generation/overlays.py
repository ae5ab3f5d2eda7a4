"""Generating stacks of policies as texts: a policy, what it uses, and overlays that amend it.

An overlay is drawn over a policy that was drawn before, and may contain every kind of change: other
values and tables of parameters, overridden norms and facts, repealed norms, adjusted days of a
calendar, further fields of record types, and declarations of its own. Circles cannot arise: what
replaces a norm or a fact uses only what that one could use.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve
from hypothesis import strategies as st

from linkage_rules.model.types import Field, RecordType, Scalar, Type
from linkage_rules.testing.generation.expressions import Question, Scope
from linkage_rules.testing.generation.policies import (
    AMOUNT_TYPES,
    DUTIES,
    PolicyWriter,
    Topic,
    WrittenFact,
    WrittenNorm,
    WrittenTime,
    bounds_of,
    spelt,
)

_FORMS: Final = ("alone", "overlay", "overlay", "overlay", "two overlays")
_BASE: Final = "generated"
_VOCABULARY: Final = ("enum", "record", "bearer", "calendar")
"""The declarations that go into a policy which others use."""

_IN_FORCE: Final = (
    "",
    "",
    "in force 2023-01-01",
    "in force 2023-01-01 to 2024-12-31",
    "in force 2023-06-01 to 2025-06-30",
)
_DAY: Final = "2024-01-01"
"""A day on which every overlay is in force."""
_PART: Final = "in force 2023-09-01 to 2024-06-30"
"""Days on all of which every overlay is in force."""
_BECAUSE: Final = ' because "so"'
_STRICT: Final = frozenset({"must", "must not"})
_COVERED: Final = ("covers 2024-01-01 to 2024-06-30", "covers 2022-11-01 to 2022-11-30")
"""Further days that a calendar covers, for the first and for the second overlay."""


@st.composite
def stack_texts(draw: st.DrawFn, *, with_is_known: bool = False) -> tuple[str, ...]:
    """The texts of a policy, of those it uses and of those that amend it, each after those it
    needs.

    `linkage_rules.testing.generation.checked` makes one package of them.
    """
    return StackWriter(draw, with_is_known).texts()


class StackWriter(PolicyWriter):
    """Writes a policy and the overlays on top of it, drawing what they change."""

    def __init__(self, draw: st.DrawFn, with_is_known: bool) -> None:
        self.tables: dict[str, str] = {}
        """The record types for whose records a table says what a parameter is."""
        self.layer = _BASE
        self.layers: dict[str, str] = {}
        """The last policy that defined a fact."""
        self.repealed: set[str] = set()
        self.below: list[tuple[Topic, str, WrittenNorm]] = []
        """The norms of all layers so far, by their names."""
        self.heads: list[list[str]] = []
        """What each layer says of itself."""
        super().__init__(draw, with_is_known)

    def texts(self) -> tuple[str, ...]:
        form = self._pick(_FORMS)
        written = [self._vocabulary()] if self._chance(3) else []
        written.append(self.text())
        layers = {"alone": 0, "overlay": 1, "two overlays": 2}[form]
        for number in range(layers):
            below = f"overlay{number - 1}" if number else _BASE
            written.append(self._overlay(number, below, "\n".join(written)))
        return tuple(written)

    def _vocabulary(self) -> str:
        """The declarations so far, without parameters, as a separate policy that others use.

        Its record types may get further fields where it is used.
        """
        heads = [head for head in self.lines if head.split()[0] in _VOCABULARY]
        own = {head: self.lines.pop(head) for head in heads}
        parameters, self.lines = self.lines, own
        text = self.written("policy words", ['source "source.txt"'] if self.cited else [])
        self.lines = {"use words": [], **parameters}
        self._extend("more")
        return text

    def _head(self) -> list[str]:
        lines = super()._head()
        self.heads.append(lines)
        return lines

    # Overlays

    def _overlay(self, number: int, below: str, text_below: str) -> str:
        """The text of a layer on top of another; ``text_below`` is all that is written so far."""
        name = self.layer = f"overlay{number}"
        self.lines = {}
        for about in self.judged:
            self.below += [(about, n, norm) for n, norm in about.norms.items()]
            about.norms = {}
        in_force = self._pick(_IN_FORCE)
        head = [line for line in PolicyWriter._head(self) if not line.startswith("in force")]
        self.lines[f"amend {below}"] = [*self._amended(in_force)]
        own = [*head, *([in_force] if in_force else [])]
        self.heads.append(own)
        self._extend(name)
        self._set()
        self._adjust(number)
        self._repeal(text_below)
        self._override_facts()
        self._override_norms()
        for declared in range(self._pick((0, 1, 2, 4))):
            self._declaration(100 * (number + 1) + declared, self._pick(self.judged))
        self._exceptions()
        if self._chance(4):
            parameter, type_ = self._parameter(10 * (number + 1))
            self.parameters[parameter] = type_
        self._claims()
        return self.written(f"policy {name}{self._label(name)}", own)

    def _amended(self, in_force: str) -> Iterator[str]:
        """The clauses about the version that an overlay amends, and how long that one continues."""
        below = self.heads[-1]
        yield from (line for line in below if line.startswith("issued"))
        days = next((line.split() for line in below if line.startswith("in force")), [])
        ends = days[4] if len(days) > 4 else ""
        starts = in_force.split()[2] if in_force else ""
        if ends and starts <= ends and ends < "2026-06-30" and self._chance(2):
            yield "continues to 2026-06-30"

    def _extend(self, layer: str) -> None:
        """Declare further fields of a record type of another policy."""
        if self._chance(2):
            return
        about = self._pick(self.judged)
        shape, lines = about.record_type, []
        for number in range(self._pick((1, 2))):
            type_: Type = self._pick((*Scalar, *self.enums))
            name = f"{shape.name.lower()}_{layer}{number}"
            bound = f" {self._pick(bounds_of(type_))}" if bounds_of(type_) else ""
            bound = bound if self._chance(3) else ""
            self.limited |= {name} if bound else set()
            lines.append(f"{name}{self._label(name)}: {spelt(type_)}{bound}")
            shape = RecordType(shape.name, None, (*shape.fields, Field(name, None, type_)))
        self.lines[f"extend {about.record_type.name}"] = lines
        about.record_type = shape

    def _set(self) -> None:
        """Set other values of tunable parameters, for all records or by a table."""
        for name, values in list(self.tunable.items()):
            if not self._chance(2):
                continue
            del self.tunable[name]
            type_ = self.parameters[name]
            reason = ' because "otherwise"' if name in self.readings else ""
            shape = self.tables.get(name)
            about = next((j for j in self.judged if j.record_type.name == shape), None)
            if name not in self.readings and (about is not None or self._chance(2)):
                about = about or self._pick(self.judged)
                inputs = self._inputs(about, self._scope_of_fields(about))
                if not inputs:
                    continue
                self.tables[name] = about.record_type.name
                rows = self._rows_of_values([*inputs.values()], values, about)
                head = f"set {name} for {about.record_type.name} by {', '.join(inputs)}"
                self.lines[head] = [*rows, *self._set_again(name, values, type_)]
                continue
            if about is not None:
                continue
            lines = [f"= {self._pick(values)}{reason}"]
            if self._chance(3):
                days = self._pick((f" from {_DAY}", f" to {_DAY}"))
                lines = [f"= {self._pick(values)}{days}{reason}"]
            self.lines[f"set {name}"] = [*lines, *self._set_again(name, values, type_)]

    def _set_again(self, name: str, values: list[str], type_: Type) -> list[str]:
        """The clauses on whether the next overlay may set it too, and on what the setting rests."""
        told = self._told(simplified=False)
        if not self._chance(2):
            return told
        self.tunable[name] = values
        bounds = () if name in self.readings else bounds_of(type_)
        return [" ".join(["tunable", *(b for b in bounds if self._chance(2))]), *told]

    def _scope_of_fields(self, about: Topic) -> Scope:
        """The values that a table for a parameter may use: fields only, so that no two tables rest
        on each other."""
        scope = self._scope(about, (), ())
        return evolve(scope, values=tuple(v for v in scope.values if v[0] not in self.parameters))

    def _rows_of_values(
        self, inputs: Sequence[Type], values: Sequence[str], about: Topic
    ) -> list[str]:
        """The rows of a table that gives literal values to a parameter."""
        cases = self._cases(inputs, self._scope_of_fields(about))
        rows = []
        for case in cases:
            first, other = self._pick(values), self._pick(values)
            dated = self._chance(6)
            rows += (
                [f"{case}: {first} to 2023-12-31", f"{case}: {other} from {_DAY}"]
                if dated
                else [f"{case}: {first}"]
            )
        return rows

    def _adjust(self, number: int) -> None:
        """Declare other days of a calendar."""
        for calendar in self.calendars:
            if not self._chance(2):
                continue
            lines = [_COVERED[number]] if self._chance(2) else []
            if self._chance(2):
                lines.append("holiday 2023-10-02 to 2023-10-06")
            if self._chance(2):
                lines.append("workday 2023-04-29")
            self.lines[f"adjust calendar {calendar}{_BECAUSE}"] = [
                *lines,
                *self._days_cited(lines),
            ]

    def _repeal(self, text_below: str) -> None:
        """Repeal norms that nothing rests on."""
        words = text_below.replace(",", " ").replace("(", " ").replace(")", " ").split()
        for about, name, norm in list(self.below):
            if words.count(name) == 1 and self._chance(5):
                self.repealed.add(name)
                self.below.remove((about, name, norm))
                self.lines[f"repeal {name}{_BECAUSE}"] = self._cited()
                self._loosen(name, norm)
        for about in self.judged:
            about.questions = [q for q in about.questions if q.text.split()[0] not in self.repealed]

    def _cited(self) -> list[str]:
        return ['cites 一 "words"'] if self._chance(4) else []

    def _loosen(self, name: str, norm: WrittenNorm) -> None:
        if norm.duty in _STRICT and "delegated" not in norm.clauses:
            self.lines[f"loosens {name}{_BECAUSE}"] = self._cited()

    def _before(self, scope: Scope, about: Topic) -> Scope:
        """What a norm or fact of a lower layer could use, as far as it is still there, and the new
        fields."""
        fields = ((f.name, f.type) for f in about.record_type.fields)
        known = {name for name, _ in scope.values}
        values = (*scope.values, *(f for f in fields if f[0] not in known))
        asked = (q for q in scope.questions if q.text.split()[0] not in self.repealed)
        return evolve(self._with_what_is_said(scope, values, about), questions=tuple(asked))

    def _with_what_is_said(
        self, scope: Scope, values: tuple[tuple[str, Type], ...], about: Topic
    ) -> Scope:
        """A scope without the values that a table gives to records of another type."""
        shape = about.record_type.name

        def said(of: tuple[tuple[str, Type], ...]) -> tuple[tuple[str, Type], ...]:
            return tuple(v for v in of if self.tables.get(v[0], shape) == shape)

        return evolve(scope, values=said(values), dated=said(scope.dated))

    def _scope(
        self,
        about: Topic,
        questions: Sequence[Question] | None = None,
        facts: Iterable[tuple[str, Type]] | None = None,
    ) -> Scope:
        scope = super()._scope(about, questions, facts)
        return self._with_what_is_said(scope, scope.values, about)

    def _fact(self, name: str, about: Topic) -> None:
        super()._fact(name, about)
        self.layers[name] = self.layer

    def _override_facts(self) -> None:
        for about in self.judged:
            for name, fact in about.defined.items():
                if self._chance(2):
                    self._override_fact(about, name, fact)

    def _override_fact(self, about: Topic, name: str, fact: WrittenFact) -> None:
        below = f"{name}__{self.layers[name]}"
        self.layers[name] = self.layer
        scope = self._before(fact.scope, about)
        asked = below if fact.given is None else f"{below}({fact.given[0]}: {fact.given[0]})"
        scope = evolve(scope, values=(*scope.values, (asked, fact.type)))
        possible = [fact.type] if fact.type in AMOUNT_TYPES else []
        _, by, lines = self._definition(about, scope, fact.type, possible)
        given = fact.given_line() if self._chance(2) else []
        days = [_PART] if self._chance(3) else []
        self.lines[f"override {name}{_BECAUSE}{by}"] = [
            *(*given, *lines, *days),
            *self._told(),
        ]

    def _override_norms(self) -> None:
        for place, (about, name, norm) in enumerate(self.below):
            if not self._chance(2):
                continue
            duty = self._pick(self._duties(about, norm))
            scope = self._before(norm.scope, about)
            clauses = self._clauses(about, scope, norm.action, duty, norm.term)
            left = [o for o in norm.overrides if o not in self.repealed and self._chance(2)]
            overrides = [f"overrides {', '.join(left)}"] if left else []
            days = [_PART] if self._chance(3) else []
            self.lines[f"override {name}{_BECAUSE}"] = [*clauses, *days, *overrides]
            if duty != norm.duty:
                self._loosen(name, norm)
            changed = evolve(norm, clauses=clauses, duty=duty, overrides=left)
            self.below[place] = (about, name, changed)

    def _duties(self, about: Topic, norm: WrittenNorm) -> list[str]:
        """The duties that may replace a duty such that questions about it still make sense."""
        if norm.term is not WrittenTime.NONE:
            return ["must", "must in principle"]
        asked = about.observed[norm.action] and DUTIES[norm.duty]
        return [duty for duty, can_fail in DUTIES.items() if can_fail or not asked]

    def _exceptions(self) -> None:
        """Declare norms that override one of a lower layer; they use only fields and parameters."""
        for about, name, _ in self.below:
            actions = [a for a in about.actions if a not in about.repeated]
            if not actions or not self._chance(6):
                continue
            own = f"{self.layer}_beside_{name}"
            action, duty = self._pick(actions), self._pick(list(DUTIES))
            scope = self._scope(about, (), ())
            clauses = self._clauses(about, scope, action, duty, WrittenTime.NONE)
            about.norms[own] = WrittenNorm(clauses, action, duty, WrittenTime.NONE, scope, [name])
