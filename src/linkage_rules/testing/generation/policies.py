"""Generating well-typed policies of every shape, as texts and as checked packages.

Every construct of the language occurs (see `linkage_rules.testing.constructs`); those of overlays
are in `linkage_rules.testing.generation.overlays`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise, product
from typing import Final, TypeVar

from attrs import define, evolve, field
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.language import syntax
from linkage_rules.language.checking.check import Checked, check
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.deontic import FORCES, WITH_DEADLINE, meant_by, possible_statuses
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
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
"""For each type of input the limits at which rows of tables divide it."""
AMOUNT_TYPES: Final = (Scalar.MONEY, Scalar.NUMBER)
"""The types that the sum of a progressive table may have."""
_AMOUNTS: Final = (Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY)
"""The types of inputs of a progressive table."""
_RECORD_TYPES: Final = ("Part", "Group", "Case")
"""The record types; each may contain records of those before it."""

_DAYS: Final = ("2022-12-31", "2023-01-01", "2024-02-29", "2025-12-31")
DUTIES: Final = {
    "must": True,
    "must not": True,
    "must in principle": True,
    "must in principle not": True,
    "encouraged to": False,
    "may": False,
}
"""The modalities, and whether a norm of each can be fulfilled or violated."""
_BANS: Final = frozenset({"must not", "must in principle not"})
_PARTIES: Final = ("somebody", "another", "whoever")
_WITH_DEADLINE: Final = frozenset({"must", "must in principle"})
"""The modalities that may have a deadline."""

_TIMED: Final = ("performed", "late", "overdue")
"""Further outcomes that may be asked of a duty with a deadline."""
_TUNABLE: Final = {
    Scalar.WHOLE: ("at least -1", "at most 12"),
    Scalar.NUMBER: ("at least 0", "at most 2"),
    Scalar.MONEY: ("at least 0元", "at most 2万元"),
    Scalar.DATE: ("at least 2020-01-01", "at most never"),
}
"""The bounds of tunable parameters, which all generated values satisfy."""
_UNITS: Final = {
    Scalar.MONEY: ("0.01元", "1元", "100元"),
    Scalar.NUMBER: ("1", "0.1", "12"),
}
_NOTHING: Final = {Scalar.WHOLE: "0", Scalar.NUMBER: "0.0", Scalar.MONEY: "0元"}

_VERDICTS: Final = tuple(verdict.value for verdict in VerdictStatus)
_UNDER: Final = "under reading "
_LEFT_OUT: Final = frozenset({"POL-310", "POL-314", "POL-318", "POL-320"})
"""Diagnostics whose policies are discarded: numbers that could grow without bounds, operations on a
parameter that is never or on other values for which they have none, and definitions that are too
long when written out."""


def packages(*, with_is_known: bool = False) -> SearchStrategy[Package]:
    """Checked packages in which everything the language has may occur.

    They declare enums, nested records, lists, parameters over time, facts of every type, actions
    and norms of every modality and strength, which refer to one another without a circle, in an
    order that is no help. ``is known`` occurs only when asked for, because what it answers may be
    turned round by learning more.
    """
    return policy_texts(with_is_known=with_is_known).map(checked)


@lru_cache(maxsize=16)
def checked(*texts: str) -> Package:
    """The package of the last of some generated texts, see `read`.

    While Hypothesis shrinks a record its policy stays the same, so the last packages are kept.
    """
    return read(*texts)[0]


def read(*texts: str) -> tuple[Package, tuple[syntax.File, ...]]:
    """The package of the last of some generated texts, and the trees of all texts.

    Each text may use and amend those before it. Texts with numbers that could grow without bounds,
    or with operations that have no value, are discarded.
    """
    below: dict[str, Checked] = {}
    files: list[SourceFile] = []
    trees: list[syntax.File] = []
    for number, text in enumerate(texts):
        file = SourceFile(f"generated{number or ''}.pol", text)
        tree, problems = parse(file)
        uses = [d.name.text for d in tree.declarations if isinstance(d, syntax.Use)]
        amends = [d.name.text for d in tree.declarations if isinstance(d, syntax.Amend)]
        result = check(
            [(file, tree)],
            tuple(below[name].package for name in uses),
            below[amends[0]].declared if amends else None,
            files,
        )
        problems = [*problems, *result.diagnostics]
        if problems and {problem.code for problem in problems} <= _LEFT_OUT:
            reject()
        assert not problems, "\n".join([*texts, *(one.render("en") for one in problems)])
        lost = _declared_below(amends, below) - {*result.package.norms}
        repealed = (
            d.name.text for d in tree.declarations if isinstance(d, syntax.RepealDeclaration)
        )
        assert lost <= {*repealed}, (
            f"{lost} are lost in {result.package.name}\n{chr(10).join(texts)}"
        )
        below[result.package.name] = result
        files.append(file)
        trees.append(tree)
    return result.package, tuple(trees)


def _declared_below(amended: Sequence[str], below: Mapping[str, Checked]) -> set[str]:
    """The names of the norms in the policies that are amended."""
    return {norm for name in amended for norm in below[name].package.norms}


@st.composite
def policy_texts(draw: st.DrawFn, *, with_is_known: bool = False) -> str:
    """The text of a package as `packages` draws it."""
    return PolicyWriter(draw, with_is_known).text()


class WrittenTime(Enum):
    """The kind of deadline of a duty: none, a day, or every period."""

    NONE = "none"
    ONCE = "once"
    EVERY = "every"


@define
class WrittenFact:
    """What an overlay needs to know of a fact: its type, what its definition may use, and its
    argument, if it has one."""

    type: Type
    scope: Scope
    given: tuple[str, Type] | None

    def given_line(self) -> list[str]:
        """The clause that declares its argument."""
        return [] if self.given is None else [f"given {self.given[0]}: {spelt(self.given[1])}"]


@define
class WrittenNorm:
    """The clauses of a norm, to which overrides may be added.

    The other fields serve what replaces it in an overlay: ``scope`` is all that this may use.
    """

    clauses: list[str]
    action: str
    duty: str
    term: WrittenTime
    scope: Scope
    overrides: list[str] = field(factory=list)


@define
class Topic:
    """A record type with what is declared about it so far.

    Declarations only refer to earlier ones, which rules out circles: a norm is overridden by
    earlier norms, and an action gets no further norms once its verdict was used.
    """

    record_type: RecordType
    facts: dict[str, Type] = field(factory=dict)
    actions: dict[str, bool] = field(factory=dict)
    """Actions that may still get norms, and whether a record shows that they are done."""
    observed: dict[str, bool] = field(factory=dict)
    """All actions, and whether a record shows that they are done."""
    dated: set[str] = field(factory=set)
    """Actions with a day on which they are done."""
    repeated: set[str] = field(factory=set)
    """Actions with a list of days on which they are done."""
    governing: dict[str, str] = field(factory=dict)
    """For each action the clause with the date that governs its norms; empty for none."""
    defined: dict[str, WrittenFact] = field(factory=dict)
    questions: list[Question] = field(factory=list)
    norms: dict[str, WrittenNorm] = field(factory=dict)
    shares: dict[str, list[tuple[str, Type]]] = field(factory=dict)
    """Its distributions with the types of their shares, by the list of the participants."""
    asked: list[tuple[str, Type]] = field(factory=list)
    """The expressions for those of its facts, asked of an element, that rest only on fields and
    parameters."""


class PolicyWriter:
    """Generates one policy by drawing its declarations."""

    def __init__(self, draw: st.DrawFn, with_is_known: bool) -> None:
        self.draw = draw
        self.with_is_known = with_is_known
        self.labelled = self._chance(3)
        self.cited = self._chance(6)
        """Whether the policy names a text, in which case its norms have to cite it."""
        self.lines: dict[str, list[str]] = {}
        """The clauses of every declaration but the norms, under its first line."""
        self.readings: dict[str, bool] = {}
        """Readings, and whether the whole policy is read so."""
        self.limited: set[str] = set()
        """Fields that do not hold any value."""
        self.tunable: dict[str, list[str]] = {}
        """Parameters and readings that an overlay may set, with the values it may set them to."""
        self.enums = tuple(self._enum(number) for number in range(self._pick((1, 1, 2))))
        self.calendars = tuple(self._calendar(n) for n in range(self._pick((1, 1, 1, 2))))
        self.judged: list[Topic] = []
        for name in _RECORD_TYPES:
            self.judged.append(Topic(self._record(name)))
        self._bearers()
        self.parameters = dict(self._parameter(n) for n in range(self._pick((0, 1, 2, 3, 4))))

    def text(self) -> str:
        for number in range(self._pick(range(5, 15))):
            # Most declarations are about the record type that contains all others.
            about = self._pick((2, 2, 2, 2, 2, 1, 1, 0))
            self._declaration(number, self.judged[about])
        self._claims()
        return self.written(f"policy generated{self._label('generated')}", self._head())

    def written(self, head: str, lines: Sequence[str]) -> str:
        """The text of all declarations so far, in shuffled order."""
        self._rest_on_readings()
        bodies = [
            "\n".join([first, *(f"  {line}" for line in clauses)])
            for first, clauses in [*self.lines.items(), *self._norm_lines()]
        ]
        policy = "\n".join([head, *(f"  {line}" for line in lines)])
        return "\n".join([policy, *self.draw(st.permutations(bodies)), ""])

    def _head(self) -> list[str]:
        """The clauses of the policy itself."""
        told = (self._in_force(), 'issuer "somebody"', "issued 2022-12-07")
        lines = [line for line in told if self._chance(4)]
        return [*lines, *(['source "source.txt"'] if self.cited else [])]

    def _label(self, name: str) -> str:
        return f' "{name}标"' if self.labelled else ""

    def _told(self, *, simplified: bool = True, cites: bool = False) -> list[str]:
        """Clauses that change no answer: simplified, citations, readings."""
        asked = self._pick(range(7))
        lines = ['simplified because "so"'] if simplified and asked == 1 else []
        if asked == 2 or (cites and self.cited):
            lines.append('cites 一.(一).1 "words"')
        if asked == 3 and self.readings:
            lines.append(f"{_UNDER}{self._pick([*self.readings])}")
        return lines

    def _rest_on_readings(self) -> None:
        """Make some declaration rest on every reading, since unused readings are an error."""
        some = [norm.clauses for about in self.judged for norm in about.norms.values()]
        left = [name for name, throughout in self.readings.items() if not throughout]
        if not left:
            return
        if not some:
            for head, said in self.lines.items():
                if head.startswith("reading") and head.split()[1].rstrip(":") in left:
                    said.append("throughout")
            return
        clauses = some[0]
        place = next((n for n, c in enumerate(clauses) if c.startswith(_UNDER)), len(clauses))
        told = clauses[place].removeprefix(_UNDER) if place < len(clauses) else left[0]
        clauses[place:] = [f"{_UNDER}{', '.join(dict.fromkeys([told, *left]))}"]

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
        self.lines[f"enum {name}{self._label(name)}"] = [m + self._label(m) for m in members]
        return EnumType(name, None, tuple(map(Member, members)))

    def _calendar(self, number: int) -> str:
        """A calendar over some of the days that occur in generated records."""
        name = f"days{number}"
        lines = ["covers 2022-12-01 to 2023-12-31"]
        if self._chance(3):
            lines.append(f"weekend {self._pick(('sunday', 'friday, saturday'))}")
        if not self._chance(4):
            lines.append(f"holiday 2023-04-29 to 2023-05-03{self._label(f'{name}h')}")
        if not self._chance(3):
            lines.append("workday 2023-05-06")
        self.lines[f"calendar {name}{self._label(name)}"] = [*lines, *self._days_cited(lines)]
        return name

    def _days_cited(self, lines: Sequence[str]) -> list[str]:
        listed = any(line.startswith(("holiday", "workday")) for line in lines)
        return ['cites 一 "words"'] if listed and (self.cited or self._chance(4)) else []

    def _record(self, name: str) -> RecordType:
        fields: dict[str, Field] = {}
        lines = []
        for number in range(self._pick((3, 4, 5, 6))):
            # Every record type gets at least one yes/no field.
            type_ = Scalar.YES_NO if number == 0 else self._field_type()
            field_name = f"{name.lower()}{number}_{_word(type_)}"
            fields[field_name] = Field(field_name, None, type_)
            modifiers = " required" if self._chance(6) else ""
            if isinstance(type_, Scalar) and type_ in ORDERED and self._chance(3):
                modifiers += f" {self._pick(_BOUNDS[type_])}"
            elif not modifiers and isinstance(type_, Scalar | EnumType) and self._chance(6):
                written = members_of(type_) if isinstance(type_, EnumType) else literals(type_)
                modifiers += f" blank means {self._pick([*written])}"
            modifiers += self._changeable(type_) if self._chance(8) else ""
            if "required" in modifiers or " at " in modifiers:
                self.limited.add(field_name)
            if "required" in modifiers:
                fields[field_name] = evolve(fields[field_name], required=True)
            lines.append(f"{field_name}{self._label(field_name)}: {spelt(type_)}{modifiers}")
        if (linked := self._linked(name, fields)) is not None:
            lines.append(linked)
        self.lines[f"record {name}{self._label(name)}"] = lines
        return RecordType(name, None, tuple(fields.values()))

    def _changeable(self, type_: Type) -> str:
        """The clause on whether advice may change a field, in which direction, and at what cost."""
        ways = ["changeable"]
        if type_ is Scalar.YES_NO or isinstance(type_, ListType):
            ways.append("not withdrawn")
        elif isinstance(type_, Scalar) and type_ in ORDERED:
            ways += ["may be raised", "may be lowered"]
        return f" {self._pick(ways)}{' change costs 3' if self._chance(3) else ''}"

    def _linked(self, name: str, fields: dict[str, Field]) -> str | None:
        """A list of records that may be linked by key, if there are two fields for keys; else
        None."""
        keys = (
            (other.record_type, by.name, of)
            for other in self.judged
            for by in other.record_type.fields
            for of in fields.values()
            if by.type == of.type and _is_key(by.type)
        )
        possible = [*keys]
        if not possible or self._chance(2):
            return None
        element, by, of = self._pick(possible)
        first = next((f for f in fields.values() if f.required and _is_key(f.type)), None)
        shown = "" if first is of else f" = {of.name}"
        field_name = f"{name.lower()}_linked"
        fields[field_name] = Field(field_name, None, ListType(element))
        return f"{field_name}{self._label(field_name)}: has many {element.name} by {by}{shown}"

    def _bearers(self) -> None:
        for name in _PARTIES:
            ties = [
                f"{declared.name} of {about.record_type.name}"
                for about in self.judged
                for declared in about.record_type.fields[1:]
                if declared.type is Scalar.TEXT
            ]
            tied = f" is {self._pick(ties)}" if ties and self._chance(3) else ""
            self.lines[f"bearer {name}{self._label(name)}{tied}"] = []

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
        name = f"parameter{number}"
        if self._chance(3):
            return name, self._reading(name)
        type_: Type = self._pick((*Scalar, *self.enums))
        is_list = self._chance(3)
        whole = ListType(type_) if is_list else type_
        lines = [f"= {self._data(type_, is_list)}{days}" for days in self._days_of_values()]
        lines += self._told(simplified=False)
        if not is_list and self._chance(2):
            lines.append(self._tunable(type_))
            self.tunable[name] = _written(type_)
        self.lines[f"parameter {name}{self._label(name)}: {spelt(whole)}"] = lines
        return name, whole

    def _days_of_values(self) -> Iterator[str]:
        """The days of several values, without overlaps."""
        starts = ("", *(f" from {day}" for day in _DAYS))
        drawn = self.draw(st.lists(st.sampled_from(starts), min_size=1, max_size=3, unique=True))
        for start in drawn:
            # Only the last may have an end.
            end = f" to {_DAYS[-1]}" if start == max(drawn) and self._chance(3) else ""
            yield f"{start}{end}"

    def _tunable(self, type_: Type) -> str:
        return " ".join(["tunable", *(b for b in bounds_of(type_) if self._chance(2))])

    def _reading(self, name: str) -> Type:
        """A reading.

        Its choice is neither unknown nor an empty text. It has alternatives if the values of its
        type differ in writing.
        """
        type_: Type = self._pick((Scalar.YES_NO, *self.enums, *self.enums, *Scalar))
        possible = [value for value in _written(type_) if value != '""']
        chosen = {self._pick(possible): days for days in self._days_of_values()}
        offered = [*chosen]
        lines = [f'= {value}{days} because "as usual"' for value, days in chosen.items()]
        if isinstance(type_, EnumType) or type_ is Scalar.YES_NO:
            others = [other for other in possible if other not in chosen]
            lines += [f'or {other} because "why not"' for other in others]
            offered += others
        if len(offered) > 1 and not self._chance(3):
            lines.append("tunable")
            self.tunable[name] = offered
        self.readings[name] = self._chance(2)
        lines += ["throughout"] if self.readings[name] else []
        lines += [] if self.labelled and self._chance(2) else ['asks "how?"']
        cites = (self.cited and not self.readings[name]) or self._chance(6)
        self.lines[f"reading {name}{self._label(name)}: {spelt(type_)}"] = [
            *lines,
            *(['cites 一 "words"'] if cites else []),
        ]
        return type_

    def _data(self, type_: Type, is_list: bool) -> str:
        written = _written(type_)
        if is_list:
            return f"[{', '.join(self.draw(st.lists(st.sampled_from(written), max_size=3)))}]"
        return self._pick([*written, "unknown"])

    # What is claimed of it

    def _claims(self) -> None:
        """Examples, properties, and statements, none of which changes an answer."""
        about = self._pick(self.judged)
        if self._chance(3):
            self._example(about)
        if self._chance(6):
            lines = [f"always {self._condition(about)}"]
            if about.norms and self._chance(2):
                lines.append(f"answers never_applies of {self._pick([*about.norms])}")
            self.lines[f'property "so" for {about.record_type.name}'] = lines
        if self._chance(8):
            self.lines['statement 二 "words" because "no rule"'] = []

    def _example(self, about: Topic) -> None:
        shape = about.record_type
        entries = [
            f"{declared.name}: {self._datum(declared.type)}"
            for declared in shape.fields
            if declared.name not in self.limited and self._chance(2)
        ]
        lines = [f"given {', '.join(entries)}"] if entries else []
        lines.append(f"as of {self._pick(_DAYS)}")
        asked = [self._condition(about)]
        for name in list(about.norms)[:4]:
            statuses = self._statuses(about, name)
            asked += [f"{name} {self._pick(('applies', *statuses))}" for _ in range(2)]
        for name in list(about.actions)[:2]:
            asked.append(f"{name} is {self._pick(_VERDICTS)}")
        lines += [f"expect {one}" for one in asked]
        if about.norms and about.actions and self._chance(2):
            lines[-1] += f" by {self._pick([*about.norms])}"
        if self._chance(2):
            lines.append(f"expect missing {self._pick(shape.fields).name}")
        self.lines[f'example "so" of {shape.name}'] = lines

    def _statuses(self, about: Topic, name: str) -> list[str]:
        """The statuses that may be asked of a norm."""
        norm = about.norms[name]
        keyword = norm.duty.upper().replace(" ", "_")
        modality = next(force[0] for force, written in FORCES.items() if written == keyword)
        possible = possible_statuses(modality, about.observed[norm.action])
        if norm.term is not WrittenTime.NONE:
            possible = WITH_DEADLINE
        return [
            f"is {status.value.replace('_', ' ')}"
            for status in (*Status, *Performance)
            if not possible.isdisjoint(meant_by(status))
        ]

    def _datum(self, type_: Type) -> str:
        match type_:
            case ListType(element):
                return f"[{', '.join(self._datum(element) for _ in range(self._pick((0, 1, 2))))}]"
            case RecordType(fields=fields):
                return f"{{{fields[0].name}: {self._datum(fields[0].type)}}}"
        return self._pick([*_written(type_), "unknown"])

    # What it says

    def _declaration(self, number: int, about: Topic) -> None:
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

    def _fact(self, name: str, about: Topic) -> None:
        scope, given = self._scope(about), None
        plain = self._chance(2) or (about is not self.judged[-1] and self._chance(2))
        if plain:
            scope = self._scope(about, (), ())
        if plain and self._chance(2):
            given = (f"{name}_given", self._pick((*Scalar, *self.enums)))
            scope = evolve(scope, values=(*scope.values, given))
        others = sorted({type_ for _, type_ in scope.values}, key=str)
        wanted = self._pick((Scalar.YES_NO, *Scalar, *self.enums, *others))
        before = self._closed(about, scope)
        type_, by, lines = self._definition(about, scope, wanted, (wanted, *AMOUNT_TYPES))
        fact = WrittenFact(type_, before, given)
        if given is None and isinstance(type_, Scalar | EnumType) and self._chance(3):
            lines = [self._pick(("result", "result for somebody", "result to somebody")), *lines]
        written = "" if type_ is Scalar.YES_NO else f": {spelt(type_)}"
        head = f"fact {name}{self._label(name)} of {about.record_type.name}{written}{by}"
        self.lines[head] = [*fact.given_line(), *lines, *self._told()]
        asked = name
        if given is not None:
            asked = f"{name}({given[0]}: {self._pick(literals(given[1]))})"
        about.defined[name] = fact
        about.facts[asked] = type_
        if plain:
            about.asked.append((asked, type_))

    def _closed(self, about: Topic, scope: Scope) -> Scope:
        """A scope without verdicts on actions that may still get norms."""
        closed = (q for q in scope.questions if q.verdict_on not in about.actions)
        return evolve(scope, questions=tuple(closed))

    def _definition(
        self, about: Topic, scope: Scope, wanted: Type, possible: Sequence[Type]
    ) -> tuple[Type, str, list[str]]:
        """The definition of a fact: its type, the words in its first line, and its clauses.

        It is an expression, a table or a progressive table. The type is the wanted one, unless the
        brackets of a progressive table make it another.
        """
        inputs = self._inputs(about, scope)
        if inputs and self._chance(4):
            rows = self._rows([*inputs.values()], wanted, about, scope)
            return wanted, f" by {', '.join(inputs)}", rows
        amounts = [(name, type_) for name, type_ in inputs.items() if type_ in _AMOUNTS]
        if amounts and self._chance(3):
            amount, kind = amounts[0]
            result = Scalar.MONEY if kind is Scalar.MONEY else Scalar.NUMBER
            if result in possible:
                return result, f" progressive by {amount}", self._brackets(kind, about, scope)
        return wanted, "", [f"means {self._expression(wanted, about, scope)}"]

    def _inputs(self, about: Topic, scope: Scope) -> dict[str, Type]:
        """One or two fields, parameters or facts as inputs of a table."""
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

    def _rows(self, inputs: Sequence[Type], type_: Type, about: Topic, scope: Scope) -> list[str]:
        """The rows of a table, one for each case; the last ones may be joined."""
        cases = self._cases(inputs, scope)
        rows = []
        for case in cases:
            value = self._expression(type_, about, scope)
            if self._chance(8):
                other = self._expression(type_, about, scope)
                rows += [f"{case}: {value} to 2023-12-31", f"{case}: {other} from 2024-01-01"]
            else:
                rows.append(f"{case}: {value}")
        return rows

    def _cases(self, inputs: Sequence[Type], scope: Scope) -> list[str]:
        cases = [", ".join(cells) for cells in product(*(self._cells(i, scope) for i in inputs))]
        if self._chance(3):
            kept = self.draw(st.integers(0, len(cases) - 1))
            cases = [*cases[:kept], "else"]
        return cases

    def _brackets(self, asked: Type, about: Topic, scope: Scope) -> list[str]:
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
        """Cells that together cover every value of an input exactly once."""
        if not isinstance(type_, Scalar) or type_ is Scalar.YES_NO:
            members = members_of(type_)
            if isinstance(type_, EnumType) and self._chance(3):
                first = self.draw(st.integers(1, len(members)))
                members = [" or ".join(members[:first]), *members[first:]]
            return ["any"] if self._chance(4) else members
        cuts = [c for c in _CUTS[type_] if self._chance(2)]
        others = [name for name, other in scope.values if other is type_]
        if others and (not cuts or self._chance(3)):
            # It is enough that one bound is known to divide the values.
            cuts = [self._pick(others)]
        if not cuts:
            return ["any"]
        below, upward = self._pick((("below", "at least"), ("at most", "above")))
        between = [f"{upward} {low} {below} {high}" for low, high in pairwise(cuts)]
        return [f"{below} {cuts[0]}", *between, f"{upward} {cuts[-1]}"]

    def _lists(self, about: Topic) -> Iterator[tuple[str, Type]]:
        """The lists of a record, by the names that lead to them."""
        for declared in about.record_type.fields:
            yield from (
                (path, type_.element)
                for path, type_ in paths(declared.name, declared.type, {})
                if isinstance(type_, ListType)
            )

    def _distribution(self, name: str, about: Topic) -> None:
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
        # A base must not be a fraction of a fen.
        first = self._pick([*among.of(type_), *literals(type_)])
        if self._chance(2):
            unit = _UNITS[type_][0]
            lines.append(
                f"base (round {first} to {unit}) but at least {self._pick(literals(type_))}"
            )
        head = f"distribution {name}{self._label(name)} of {about.record_type.name}"
        self.lines[head] = [*lines, *self._told()]
        about.facts[name] = ListType(type_)
        about.shares.setdefault(collection, []).append((name, type_))

    def _weight(self, about: Topic, scope: Scope) -> str:
        type_ = self._pick((Scalar.WHOLE, Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY))
        weight = self._expression(type_, about, scope)
        return weight if self._chance(4) else f"max({weight}, {_NOTHING[type_]})"

    def _action(self, name: str, about: Topic) -> None:
        lines: list[str] = []
        match self._pick(("when", "on", "when", "on", "when", "on", "at", "", "")):
            case "on":
                lines.append(f"done on {self._value(Scalar.DATE, about)}")
                about.dated.add(name)
            case "at" if self._scope(about).lists():
                lines.append(self._days(about))
                about.repeated.add(name)
            case "when" | "at":
                lines.append(f"done when {self._condition(about)}")
        observed = bool(lines)
        if self._chance(3):
            lines.append("permitted by default")
        dates = [f.name for f in about.record_type.fields if f.type is Scalar.DATE]
        about.governing[name] = f"governed by {self._pick(dates)}" if self._governs(dates) else ""
        head = f"action {name}{self._label(name)} of {about.record_type.name}"
        self.lines[head] = [*lines, *self._told(simplified=False)]
        about.actions[name] = about.observed[name] = observed
        for verdict in ("forbidden", "required", "permitted"):
            about.questions.append(Question(f"{name} is {verdict}", verdict_on=name))

    def _governs(self, dates: Sequence[str]) -> bool:
        """Whether one of some fields governs all norms on an action."""
        return bool(dates) and self._chance(3)

    def _days(self, about: Topic) -> str:
        """The clause with the list of days on which an action is done, of all elements or some."""
        scope = self._scope(about)
        text, element = self._pick(scope.lists())
        name, inner = scope.with_variable(element)
        days = f"done at {self._expression(Scalar.DATE, about, inner)} over {name} in {text}"
        if self._chance(2):
            days += f" where {self._expression(Scalar.YES_NO, about, inner)}"
        return days

    def _recurring(self, about: Topic, scope: Scope) -> Iterator[str]:
        """The periods of a duty. There may be hundreds of months, each compared with all days of a
        list."""
        unit = self._pick(("year", "year", "year", "half-year", "quarter", "month"))
        start, end = (f"({self._expression(Scalar.DATE, about, scope)})" for _ in range(2))
        yield f"every {unit} from {start}{f' to {end}' if self._chance(2) else ''}"
        if self._chance(3):
            times = ["0 days", "15 days", "1 month"]
            for calendar in self.calendars:
                by = "" if len(self.calendars) == 1 else f" by calendar {calendar}"
                times.append(f"3 working days{by}")
            yield f"within {self._pick(times)}"

    def _norm(self, name: str, about: Topic) -> None:
        action = self._pick(list(about.actions))
        observed = about.actions.pop(action)
        recurs = action in about.repeated
        duty = self._pick(sorted(_WITH_DEADLINE) if recurs else list(DUTIES))
        timed = action in about.dated and duty in _WITH_DEADLINE and not self._chance(4)
        term = WrittenTime.EVERY if recurs else WrittenTime.ONCE if timed else WrittenTime.NONE
        scope = self._scope(about, [q for q in about.questions if q.verdict_on != action])
        # Whatever replaces it in an overlay may use no more than it could.
        before = self._closed(about, scope)
        norm = WrittenNorm(
            self._clauses(about, scope, action, duty, term), action, duty, term, before
        )
        for other in about.norms.values():
            if self._chance(5):
                other.overrides.append(name)
        about.norms[name] = norm
        about.actions[action] = observed
        about.questions.append(Question(f"{name} applies"))
        if observed and DUTIES[duty]:
            asked = ("violated", "fulfilled", *(_TIMED if term is not WrittenTime.NONE else ()))
            about.questions += [Question(f"{name} is {s}") for s in asked]

    def _clauses(
        self, about: Topic, scope: Scope, action: str, duty: str, term: WrittenTime
    ) -> list[str]:
        """The clauses of a norm, except for its overrides."""
        clauses = []
        for clause, one_in in (("when", 6), ("unless", 2)):
            if (clause == "when") is not self._chance(one_in):
                clauses.append(f"{clause} {self._expression(Scalar.YES_NO, about, scope)}")
        if term is WrittenTime.EVERY:
            clauses += self._recurring(about, scope)
        elif term is WrittenTime.ONCE:
            clauses.append(self._term(about, scope))
        if self._chance(6):
            clauses.append(f"holds for {self._counted(about, scope)}")
        clauses.append(self._duty(duty, action))
        clauses += [about.governing[action]] if about.governing[action] else []
        clauses += ["delegated"] if self._chance(8) else []
        answering = [
            text
            for text, type_ in scope.values
            if (type_ is Scalar.TEXT or isinstance(type_, EnumType))
            and text.isidentifier()
            and text not in self.parameters
        ]
        if answering and self._chance(8):
            clauses.append(f"answered for by {self._pick(answering)}")
        return [*clauses, *self._told(cites=True)]

    def _duty(self, duty: str, action: str) -> str:
        """The line of the duty. Bearers change no status and no verdict, so they are drawn once a
        norm."""
        joints = ("", "", "", " and ", *(() if duty in _BANS else (" or ",)))
        joint = self._pick(joints)
        bearers = joint.join(_PARTIES[:2]) if joint else _PARTIES[0]
        owed = f" to {_PARTIES[2]}" if self._chance(6) else ""
        return f"{bearers} {duty} {action}{owed}"

    def _term(self, about: Topic, scope: Scope) -> str:
        match self._pick(("within", "within", "no later than", "before")):
            case "within":
                return f"within {self._counted(about, scope)}"
            case keyword:
                return f"{keyword} ({self._expression(Scalar.DATE, about, scope)})"

    def _counted(self, about: Topic, scope: Scope) -> str:
        if self._chance(3):
            day = self._expression(Scalar.DATE, about, scope)
            by = f" by calendar {self._pick(self.calendars)}" if len(self.calendars) > 1 else ""
            return f"{self._pick((1, 2, 15, 400))} working days after ({day}){by}"
        period = self._pick((*literals(Scalar.PERIOD), None))
        if period is None:
            period = f"({self._expression(Scalar.PERIOD, about, scope)})"
        return f"{period} after ({self._expression(Scalar.DATE, about, scope)})"

    def _norm_lines(self) -> Iterator[tuple[str, list[str]]]:
        for about in self.judged:
            for name, norm in about.norms.items():
                overrides = [f"overrides {', '.join(norm.overrides)}"] if norm.overrides else []
                in_force = [self._in_force()] if self._chance(5) else []
                head = f"norm {name}{self._label(name)} for {about.record_type.name}"
                yield head, [*norm.clauses, *in_force, *overrides]

    def _scope(
        self,
        about: Topic,
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
        # Copied, because later declarations must not show up in this scope.
        shares = {among: tuple(of) for among, of in about.shares.items()} if facts is None else {}
        dated = (*self.parameters.items(), *(about.asked if facts is None else ()))
        return Scope(values, tuple(asked), facts=of_elements, shares=shares, dated=dated)

    def _condition(self, about: Topic, questions: Sequence[Question] | None = None) -> str:
        return self._value(Scalar.YES_NO, about, questions)

    def _value(self, type_: Type, about: Topic, questions: Sequence[Question] | None = None) -> str:
        return self._expression(type_, about, self._scope(about, questions))

    def _expression(self, type_: Type, about: Topic, scope: Scope) -> str:
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


def spelt(type_: Type) -> str:
    match type_:
        case ListType(element):
            return f"list of {spelt(element)}"
        case Scalar():
            return type_.value
        case _:
            return type_.name


def _written(type_: Type) -> list[str]:
    """Some literals of a type, for parameters and records."""
    return members_of(type_) if isinstance(type_, EnumType) else list(literals(type_))


def bounds_of(type_: Type) -> Sequence[str]:
    """Bounds that all generated values of a type satisfy."""
    return _TUNABLE.get(type_, ()) if isinstance(type_, Scalar) else ()


def _is_key(type_: Type) -> bool:
    """Whether values of a type may be keys of records."""
    return isinstance(type_, EnumType) or type_ in (Scalar.TEXT, Scalar.WHOLE)


def members_of(type_: Type) -> list[str]:
    if isinstance(type_, EnumType):
        return [member.name for member in type_.members]
    return ["yes", "no"]
