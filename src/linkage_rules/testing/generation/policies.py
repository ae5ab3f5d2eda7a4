"""Well-typed policies of every shape, as text and as checked packages."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import Final, TypeVar

from attrs import define, evolve, field
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.language.checking.check import check
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package
from linkage_rules.model.types import (
    ORDERED,
    EnumType,
    Field,
    ListType,
    Member,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.testing.generation.expressions import (
    ExpressionWriter,
    Question,
    Scope,
    literals,
    paths,
)

_T = TypeVar("_T")

_WORDS: Final = {
    Scalar.YES_NO: "flag",
    Scalar.WHOLE: "whole",
    Scalar.NUMBER: "number",
    Scalar.MONEY: "money",
    Scalar.DATE: "day",
    Scalar.PERIOD: "period",
    Scalar.TEXT: "text",
}
_BOUNDS: Final = {
    Scalar.WHOLE: ("at least 0", "at most 12", "at least -1 at most 3"),
    Scalar.NUMBER: ("at least 0", "at least 0 at most 1", "at most 1.25"),
    Scalar.MONEY: ("at least 0元", "at least 0.01元", "at most 2万元"),
    Scalar.DATE: ("at least 2020-01-01", "at most 2025-12-31"),
}
_CUTS: Final = {
    Scalar.WHOLE: ("0", "2"),
    Scalar.NUMBER: ("0.5", "2"),
    Scalar.MONEY: ("0元", "1万元"),
    Scalar.DATE: ("2023-01-01", "2024-02-29"),
}
"""Where the rows of tables part the values of an input."""
_AMOUNTS: Final = (Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY)
"""What brackets can be parts of."""
_RECORD_TYPES: Final = ("Part", "Group", "Case")
"""Each may hold records of those before it."""

_DAYS: Final = ("2022-12-31", "2023-01-01", "2024-02-29", "2025-12-31")
_DUTIES: Final = {
    "must": True,
    "must not": True,
    "must in principle": True,
    "must in principle not": True,
    "encouraged to": False,
    "may": False,
}
"""The modalities, and whether such a norm can be fulfilled or violated."""
_BANS: Final = frozenset({"must not", "must in principle not"})
_PARTIES: Final = ("somebody", "another", "whoever")
_WITH_DEADLINE: Final = frozenset({"must", "must in principle"})
"""Those that may have a deadline."""

_TIMED: Final = ("performed", "late", "overdue")
"""What may be asked of a duty with a deadline besides."""
_UNITS: Final = {
    Scalar.MONEY: ("0.01元", "1元", "100元"),
    Scalar.NUMBER: ("1", "0.1", "12"),
}
_NOTHING: Final = {Scalar.WHOLE: "0", Scalar.NUMBER: "0.0", Scalar.MONEY: "0元"}

_LEFT_OUT: Final = frozenset({"POL-310", "POL-314"})
"""What a draw may be refused for: numbers that grow without bounds, and days that are reckoned with
and turn out to be “never” whatever the record says."""


def packages(*, with_is_known: bool = False) -> SearchStrategy[Package]:
    """Checked packages in which everything the language has may occur.

    They declare enums, nested records, lists, parameters over time, facts of every type, actions
    and norms of every modality and strength, which refer to one another without a circle, in an
    order that is no help. ``is known`` occurs only when asked for, because what it answers may be
    turned round by learning more.
    """
    return policy_texts(with_is_known=with_is_known).map(checked)


@lru_cache(maxsize=16)
def checked(text: str) -> Package:
    """The package a generated text stands for.

    One whose numbers could grow without bounds, or that reckons with what never happens, is left
    out of the search. While a record is made smaller its policy stays the same, so the last ones
    are kept.
    """
    file = SourceFile("generated.pol", text)
    tree, problems = parse(file)
    result = check([(file, tree)])
    problems += result.diagnostics
    if problems and {problem.code for problem in problems} <= _LEFT_OUT:
        reject()
    assert not problems, "\n".join([text, *(problem.render("en") for problem in problems)])
    return result.package


@st.composite
def policy_texts(draw: st.DrawFn, *, with_is_known: bool = False) -> str:
    """The text of such a package, in the policy language."""
    return _PolicyWriter(draw, with_is_known).text()


@define
class _Judged:
    """A record type with what is declared about it so far.

    Whatever is declared refers to earlier declarations only, which rules out circles: a norm is
    overridden by norms before it, and gets no further ones on its action once the verdict on that
    action was asked for.
    """

    record_type: RecordType
    facts: dict[str, Type] = field(factory=dict)
    actions: dict[str, bool] = field(factory=dict)
    """Actions on which norms may still be declared, and whether they are observed."""
    dated: set[str] = field(factory=set)
    """Actions of which the record says on which day they are done."""
    repeated: set[str] = field(factory=set)
    """Actions of which a list says on which days they are done."""
    questions: list[Question] = field(factory=list)
    norms: dict[str, "_Norm"] = field(factory=dict)
    shares: dict[str, list[tuple[str, Type]]] = field(factory=dict)
    """Its distributions with the types of their shares, by the list they are among."""
    asked: list[tuple[str, Type]] = field(factory=list)
    """How its facts that rest on fields and parameters alone are asked of an element."""


@define
class _Norm:
    """The clauses of a norm; it may come to override norms that are declared later."""

    clauses: list[str]
    overrides: list[str] = field(factory=list)


class _PolicyWriter:
    """Writes one policy, drawing what to declare."""

    def __init__(self, draw: st.DrawFn, with_is_known: bool) -> None:
        self.draw = draw
        self.with_is_known = with_is_known
        self.lines: dict[str, list[str]] = {}
        """The clauses of every declaration but the norms, under its first line."""
        self.enums = tuple(self._enum(number) for number in range(self._pick((1, 1, 2))))
        self.calendars = tuple(self._calendar(n) for n in range(self._pick((1, 1, 1, 2))))
        self.judged: list[_Judged] = []
        for name in _RECORD_TYPES:
            self.judged.append(_Judged(self._record(name)))
        self.parameters = dict(self._parameter(n) for n in range(self._pick((0, 1, 2, 3))))

    def text(self) -> str:
        for number in range(self._pick(range(5, 15))):
            # Most is said of the record type that has everything in it.
            about = self._pick((2, 2, 2, 2, 2, 2, 1, 0))
            self._declaration(number, self.judged[about])
        bodies = [
            "\n".join([head, *(f"  {line}" for line in lines)])
            for head, lines in [*self.lines.items(), *self._norm_lines()]
        ]
        in_force = f"\n  {self._in_force()}" if self._chance(4) else ""
        policy = f"policy generated{in_force}"
        parties = (f"bearer {name}" for name in _PARTIES)
        return "\n".join([policy, *parties, *self.draw(st.permutations(bodies)), ""])

    def _pick(self, options: Sequence[_T]) -> _T:
        return self.draw(st.sampled_from(options))

    def _chance(self, one_in: int) -> bool:
        return self.draw(st.integers(0, one_in - 1)) == 0

    def _in_force(self) -> str:
        start = self._pick(_DAYS[:2])
        return f"in force {start}" + (f" to {self._pick(_DAYS[1:])}" if self._chance(2) else "")

    # What the policy speaks of

    def _enum(self, number: int) -> EnumType:
        name = f"kind{number}"
        members = [f"{name}_{letter}" for letter in "abc"[: self._pick((1, 2, 3))]]
        self.lines[f"enum {name}"] = members
        return EnumType(name, None, tuple(map(Member, members)))

    def _calendar(self, number: int) -> str:
        """A calendar over some of the days that records are drawn from."""
        name = f"days{number}"
        lines = ["covers 2022-12-01 to 2023-12-31"]
        if self._chance(3):
            lines.append(f"weekend {self._pick(('sunday', 'friday, saturday'))}")
        if not self._chance(4):
            lines.append("holiday 2023-04-29 to 2023-05-03")
        if not self._chance(3):
            lines.append("workday 2023-05-06")
        self.lines[f"calendar {name}"] = lines
        return name

    def _record(self, name: str) -> RecordType:
        fields: dict[str, Field] = {}
        lines = []
        for number in range(self._pick((3, 4, 5, 6))):
            # Of every record something can be asked directly.
            type_ = Scalar.YES_NO if number == 0 else self._field_type()
            field_name = f"{name.lower()}{number}_{_word(type_)}"
            fields[field_name] = Field(field_name, None, type_)
            modifiers = " required" if self._chance(6) else ""
            if isinstance(type_, Scalar) and type_ in ORDERED and self._chance(3):
                modifiers += f" {self._pick(_BOUNDS[type_])}"
            elif not modifiers and isinstance(type_, Scalar | EnumType) and self._chance(6):
                written = _members(type_) if isinstance(type_, EnumType) else literals(type_)
                modifiers += f" blank means {self._pick([*written])}"
            lines.append(f"{field_name}: {_spelt(type_)}{modifiers}")
        self.lines[f"record {name}"] = lines
        return RecordType(name, None, tuple(fields.values()))

    def _field_type(self) -> Type:
        inner = [judged.record_type for judged in self.judged]
        single: Sequence[Type] = (*Scalar, *self.enums)
        match self._pick(("single",) * 4 + ("list", "inner", "inner", "lists")):
            case "list":
                return ListType(self._pick(single))
            case "inner" if inner:
                element = self._pick(inner)
                return element if self._chance(3) else ListType(element)
            case "lists":
                return ListType(ListType(self._pick(single)))
            case _:
                return self._pick(single)

    def _parameter(self, number: int) -> tuple[str, Type]:
        type_: Type = self._pick((*Scalar, *self.enums))
        is_list = self._chance(3)
        name = f"parameter{number}"
        values = []
        starts = ("", *(f" from {day}" for day in _DAYS))
        drawn = self.draw(st.lists(st.sampled_from(starts), min_size=1, unique=True))
        for start in drawn:
            # Two values may not share a day, so only the last may have an end.
            end = f" to {_DAYS[-1]}" if start == max(drawn) and self._chance(3) else ""
            values.append(f"= {self._data(type_, is_list)}{start}{end}")
        whole = ListType(type_) if is_list else type_
        kind = "parameter"
        # A choice is something: neither unknown nor a text without words.
        said = not any("unknown" in value or value.startswith('= ""') for value in values)
        if said and self._chance(3):
            kind, values = "reading", self._reasoned(values, whole)
        self.lines[f"{kind} {name}: {_spelt(whole)}"] = values
        return name, whole

    def _reasoned(self, values: list[str], type_: Type) -> list[str]:
        """The values of a parameter as choices of a reading, with alternatives where they can be
        told apart by how they are written."""
        lines = [f'{value} because "as usual"' for value in values]
        if isinstance(type_, EnumType) or type_ is Scalar.YES_NO:
            written = _members(type_)
            chosen = {value.split()[1] for value in values}
            lines += [f'or {other} because "why not"' for other in written if other not in chosen]
        return [*lines, "throughout", 'asks "how?"']

    def _data(self, type_: Type, is_list: bool) -> str:
        written = _members(type_) if isinstance(type_, EnumType) else list(literals(type_))
        if is_list:
            return f"[{', '.join(self.draw(st.lists(st.sampled_from(written), max_size=3)))}]"
        return self._pick([*written, "unknown"])

    # What it says

    def _declaration(self, number: int, about: _Judged) -> None:
        kinds = ("norm",) * 12 + ("fact",) * 6 + ("action",) * 3 + ("distribution",)
        kind = self._pick(kinds)
        if kind == "distribution" and any(self._lists(about)):
            self._distribution(f"shares{number}", about)
        elif kind in ("fact", "distribution"):
            self._fact(f"fact{number}", about)
        elif kind == "action" or not about.actions:
            self._action(f"action{number}", about)
        else:
            self._norm(f"norm{number}", about)

    def _fact(self, name: str, about: _Judged) -> None:
        scope, given = self._scope(about), ""
        plain = self._chance(2)
        if plain:
            scope = self._scope(about, (), ())
        if plain and self._chance(2):
            taken = self._pick((*Scalar, *self.enums))
            given = f"given {name}_given: {_spelt(taken)}"
            scope = evolve(scope, values=(*scope.values, (f"{name}_given", taken)))
        others = sorted({type_ for _, type_ in scope.values}, key=str)
        type_ = self._pick((Scalar.YES_NO, *Scalar, *self.enums, *others))
        written = "" if type_ is Scalar.YES_NO else f": {_spelt(type_)}"
        by, body = "", [f"means {self._expression(type_, about, scope)}"]
        inputs = self._inputs(about, scope)
        if inputs and self._chance(4):
            by = f" by {', '.join(inputs)}"
            body = self._rows([*inputs.values()], type_, about, scope)
        elif set(inputs.values()) & set(_AMOUNTS) and self._chance(3):
            amount, kind = next(i for i in inputs.items() if i[1] in _AMOUNTS)
            type_ = Scalar.MONEY if kind is Scalar.MONEY else Scalar.NUMBER
            written, by = f": {_spelt(type_)}", f" progressive by {amount}"
            body = self._brackets(kind, about, scope)
        lines = [given, *body] if given else body
        if not given and isinstance(type_, Scalar | EnumType) and self._chance(3):
            lines = [self._pick(("result", "result for somebody", "result to somebody")), *lines]
        lines = [*lines, *self._simplified()]
        self.lines[f"fact {name} of {about.record_type.name}{written}{by}"] = lines
        asked = f"{name}({name}_given: {self._pick(literals(taken))})" if given else name
        about.facts[asked] = type_
        if plain:
            about.asked.append((asked, type_))

    def _simplified(self) -> list[str]:
        """That a declaration is less than a text, which changes no answer."""
        return ['simplified because "so"'] if self._chance(12) else []

    def _inputs(self, about: _Judged, scope: Scope) -> dict[str, Type]:
        """One or two fields, parameters or facts that a table can look at."""
        named = {name for name, _ in scope.values if name.isidentifier() and name != "as_of"}
        possible = {
            name: type_
            for name, type_ in scope.values
            if name in named and (isinstance(type_, EnumType) or type_ in (Scalar.YES_NO, *_CUTS))
        }
        if not possible:
            return {}
        number = st.integers(1, min(2, len(possible)))
        count = self.draw(number)
        names = self.draw(
            st.lists(st.sampled_from(sorted(possible)), min_size=count, max_size=count, unique=True)
        )
        return {name: possible[name] for name in names}

    def _rows(self, inputs: Sequence[Type], type_: Type, about: _Judged, scope: Scope) -> list[str]:
        """The rows of a table for one case each, the last ones perhaps together."""
        cases = [", ".join(cells) for cells in product(*(self._cells(i, scope) for i in inputs))]
        if self._chance(3):
            kept = self.draw(st.integers(0, len(cases) - 1))
            cases = [*cases[:kept], "else"]
        return [f"{case}: {self._expression(type_, about, scope)}" for case in cases]

    def _brackets(self, asked: Type, about: _Judged, scope: Scope) -> list[str]:
        """The rows of a progressive table."""
        assert isinstance(asked, Scalar)
        cuts = [cut for cut in _CUTS[asked] if self._chance(2)] or [self._pick(_CUTS[asked])]
        ranges = [f"at least {low} at most {high}" for low, high in pairwise(cuts)]
        rates = (self._expression(Scalar.NUMBER, about, scope) for _ in cuts)
        return [
            f"{cells}: {rate}"
            for cells, rate in zip([*ranges, f"above {cuts[-1]}"], rates, strict=True)
        ]

    def _cells(self, type_: Type, scope: Scope) -> list[str]:
        """Cells that are about every value of an input, and about each only once."""
        if not isinstance(type_, Scalar) or type_ is Scalar.YES_NO:
            members = _members(type_)
            if isinstance(type_, EnumType) and self._chance(3):
                first = self.draw(st.integers(1, len(members)))
                members = [" or ".join(members[:first]), *members[first:]]
            return ["any"] if self._chance(4) else members
        cuts = [c for c in _CUTS[type_] if self._chance(2)]
        others = [name for name, other in scope.values if other is type_]
        if others and (not cuts or self._chance(3)):
            # What is known of one bound alone is enough to part the values.
            cuts = [self._pick(others)]
        if not cuts:
            return ["any"]
        below, upward = self._pick((("below", "at least"), ("at most", "above")))
        between = [f"{upward} {low} {below} {high}" for low, high in pairwise(cuts)]
        return [f"{below} {cuts[0]}", *between, f"{upward} {cuts[-1]}"]

    def _lists(self, about: _Judged) -> Iterator[tuple[str, Type]]:
        """The lists of a record, by the names that lead to them."""
        for declared in about.record_type.fields:
            yield from (
                (path, type_.element)
                for path, type_ in paths(declared.name, declared.type, {})
                if isinstance(type_, ListType)
            )

    def _distribution(self, name: str, about: _Judged) -> None:
        scope = self._scope(about)
        collection, element = self._pick([*self._lists(about)])
        type_ = self._pick((Scalar.MONEY, Scalar.MONEY, Scalar.NUMBER))
        variable, inner = scope.with_variable(element, collection)
        own = tuple(v for v in inner.values if v not in scope.values)
        among = evolve(inner, values=own) if own and not self._chance(3) else inner
        where = self._expression(Scalar.YES_NO, about, among) if self._chance(2) else None
        lines = [
            f"among {variable} in {collection}" + (f" where {where}" if where else ""),
            f"total {self._expression(type_, about, scope)}",
            f"by {self._weight(about, among)}",
            f"to {self._pick(_UNITS[type_])}",
        ]
        # What is paid first holds no part of a fen.
        first = self._pick([*among.of(type_), *literals(type_)])
        if self._chance(2):
            unit = _UNITS[type_][0]
            lines.append(
                f"base (round {first} to {unit}) but at least {self._pick(literals(type_))}"
            )
        self.lines[f"distribution {name} of {about.record_type.name}"] = lines
        about.facts[name] = ListType(type_)
        about.shares.setdefault(collection, []).append((name, type_))

    def _weight(self, about: _Judged, scope: Scope) -> str:
        type_ = self._pick((Scalar.WHOLE, Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY))
        weight = self._expression(type_, about, scope)
        return weight if self._chance(4) else f"max({weight}, {_NOTHING[type_]})"

    def _action(self, name: str, about: _Judged) -> None:
        observed = not self._chance(4)
        lines = []
        if observed and self._chance(2):
            lines.append(f"done on {self._value(Scalar.DATE, about)}")
            about.dated.add(name)
        elif observed and self._scope(about).lists() and self._chance(4):
            lines.append(self._days(about))
            about.repeated.add(name)
        elif observed:
            lines.append(f"done when {self._condition(about)}")
        if self._chance(3):
            lines.append("permitted by default")
        self.lines[f"action {name} of {about.record_type.name}"] = lines
        about.actions[name] = observed
        for verdict in ("forbidden", "required", "permitted"):
            about.questions.append(Question(f"{name} is {verdict}", verdict_on=name))

    def _days(self, about: _Judged) -> str:
        """The days of a list on which an action is done, those of some elements or of all."""
        scope = self._scope(about)
        text, element = self._pick(scope.lists())
        name, inner = scope.with_variable(element)
        days = f"done at {self._expression(Scalar.DATE, about, inner)} over {name} in {text}"
        if self._chance(3):
            days += f" where {self._expression(Scalar.YES_NO, about, inner)}"
        return days

    def _recurring(self, about: _Judged, questions: Sequence[Question]) -> Iterator[str]:
        """The periods of a duty. Of months there may be hundreds, each with all days of a list."""
        unit = self._pick(("year", "year", "year", "half-year", "quarter", "month"))
        start, end = (f"({self._value(Scalar.DATE, about, questions)})" for _ in range(2))
        yield f"every {unit} from {start}{f' to {end}' if self._chance(2) else ''}"
        if self._chance(3):
            yield f"within {self._pick(('0 days', '15 days', '1 month'))}"

    def _norm(self, name: str, about: _Judged) -> None:
        action = self._pick(list(about.actions))
        observed = about.actions.pop(action)
        recurs = action in about.repeated
        open_questions = [q for q in about.questions if q.verdict_on != action]
        clauses = []
        for clause, one_in in (("when", 6), ("unless", 2)):
            if (clause == "when") is not self._chance(one_in):
                clauses.append(f"{clause} {self._condition(about, open_questions)}")
        if self._chance(5):
            clauses.append(self._in_force())
        duty = self._pick(sorted(_WITH_DEADLINE) if recurs else list(_DUTIES))
        timed = action in about.dated and duty in _WITH_DEADLINE and not self._chance(4)
        if recurs:
            clauses += self._recurring(about, open_questions)
        elif timed:
            clauses.append(self._term(about, open_questions))
        if self._chance(6):
            clauses.append(f"holds for {self._counted(about, open_questions)}")
        clauses.append(self._duty(duty, action))
        for other in about.norms.values():
            if self._chance(5):
                other.overrides.append(name)
        about.norms[name] = _Norm([*clauses, *self._simplified()])
        about.actions[action] = observed
        about.questions.append(Question(f"{name} applies"))
        if observed and _DUTIES[duty]:
            asked = ("violated", "fulfilled", *(_TIMED if timed or recurs else ()))
            about.questions += [Question(f"{name} is {s}") for s in asked]

    def _duty(self, duty: str, action: str) -> str:
        """Who bears it shows in no status and no verdict, so it is drawn once for each norm."""
        joints = ("", "", "", " and ", *(() if duty in _BANS else (" or ",)))
        joint = self._pick(joints)
        bearers = joint.join(_PARTIES[:2]) if joint else _PARTIES[0]
        owed = f" to {_PARTIES[2]}" if self._chance(6) else ""
        return f"{bearers} {duty} {action}{owed}"

    def _term(self, about: _Judged, questions: Sequence[Question]) -> str:
        match self._pick(("within", "within", "no later than", "before")):
            case "within":
                return f"within {self._counted(about, questions)}"
            case keyword:
                return f"{keyword} ({self._value(Scalar.DATE, about, questions)})"

    def _counted(self, about: _Judged, questions: Sequence[Question]) -> str:
        if self._chance(3):
            day = self._value(Scalar.DATE, about, questions)
            by = f" by calendar {self._pick(self.calendars)}" if len(self.calendars) > 1 else ""
            return f"{self._pick((1, 2, 15, 400))} working days after ({day}){by}"
        period = self._pick((*literals(Scalar.PERIOD), None))
        if period is None:
            period = f"({self._value(Scalar.PERIOD, about, questions)})"
        return f"{period} after ({self._value(Scalar.DATE, about, questions)})"

    def _norm_lines(self) -> Iterator[tuple[str, list[str]]]:
        for about in self.judged:
            for name, norm in about.norms.items():
                overrides = [f"overrides {', '.join(norm.overrides)}"] if norm.overrides else []
                yield f"norm {name} for {about.record_type.name}", [*norm.clauses, *overrides]

    def _scope(
        self,
        about: _Judged,
        questions: Sequence[Question] | None = None,
        facts: Iterable[tuple[str, Type]] | None = None,
    ) -> Scope:
        asked = about.questions if questions is None else questions
        fields = [(f.name, f.type) for f in about.record_type.fields]
        asked_of = {other.record_type.name: other.asked for other in self.judged}
        of_elements = asked_of if facts is None else {}
        known = about.facts.items() if facts is None else facts
        named = [*fields, *self.parameters.items(), *known, ("as_of", Scalar.DATE)]
        values = tuple(pair for name in named for pair in paths(*name, of_elements))
        shares = about.shares if facts is None else {}
        return Scope(values, tuple(asked), facts=of_elements, shares=shares)

    def _condition(self, about: _Judged, questions: Sequence[Question] | None = None) -> str:
        return self._value(Scalar.YES_NO, about, questions)

    def _value(
        self, type_: Type, about: _Judged, questions: Sequence[Question] | None = None
    ) -> str:
        return self._expression(type_, about, self._scope(about, questions))

    def _expression(self, type_: Type, about: _Judged, scope: Scope) -> str:
        writer = ExpressionWriter(self.draw, self.enums, self.with_is_known, self.calendars)
        text = writer.value(type_, scope, self._pick((1, 2, 2, 3, 4)))
        for action in writer.verdicts_asked:
            about.actions.pop(action, None)
        return text


def _word(type_: Type) -> str:
    match type_:
        case ListType(element):
            return f"{_word(element)}s"
        case Scalar():
            return _WORDS[type_]
        case _:
            return type_.name.lower()


def _spelt(type_: Type) -> str:
    match type_:
        case ListType(element):
            return f"list of {_spelt(element)}"
        case Scalar():
            return type_.value
        case _:
            return type_.name


def _members(type_: Type) -> list[str]:
    if isinstance(type_, EnumType):
        return [member.name for member in type_.members]
    return ["yes", "no"]
