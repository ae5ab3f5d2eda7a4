"""A policy as one query: the plan of its steps, the shared passes over lists, and the stages."""

import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.datatypes as dt
from attrs import define, evolve, field, frozen

from linkage_rules.engines.tabular import outcomes
from linkage_rules.engines.tabular.backends import (
    Backend,
    backend_of,
    call,
    longest_text,
    staged,
    whole,
)
from linkage_rules.engines.tabular.columns import (
    Column,
    as_number,
    folded,
    unnegated,
    written_size,
)
from linkage_rules.engines.tabular.distributing import worked_out
from linkage_rules.engines.tabular.expressions import (
    ListQuestion,
    Translator,
    is_listing,
    is_read,
)
from linkage_rules.engines.tabular.faults import (
    TableError,
    no_distributions,
    query_too_large,
    shared_names,
    too_deep,
    too_large,
    too_long,
)
from linkage_rules.engines.tabular.lists import Noted, each, of_known
from linkage_rules.engines.tabular.missing import Missing
from linkage_rules.engines.tabular.numbers import Number, literal
from linkage_rules.engines.tabular.values import (
    Cell,
    Elements,
    Nested,
    PeriodColumns,
    Plain,
    absent,
    as_answer,
    known,
    read,
    spelt,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.operations import EQUAL, ONE_OF
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.traversal import parts_of, walk
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar
from linkage_rules.model.values import Value

_BITS: Final = 62
"""How many bits of a 64-bit integer are used."""

_DIGIT: Final = 4
"""How many bits a flag has where elements are counted, fifteen at most."""


@frozen
class Note:
    """What a pass over a list notes of each element, as flags.

    For a condition: whether it is unknown, and whether it is yes. For a value of an enum: whether
    it is unknown, one flag for each member, and whether it is none of them. With ``if_open`` only
    whether it is unknown what the element adds: its value, or whether it passes ``where``.
    """

    variable: model.Variable
    of: Expression
    where: Expression | None = None
    if_open: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """The members of the enum that have a flag each."""
        if self.if_open or not isinstance(self.of.type, EnumType):
            return ()
        return tuple(member.name for member in self.of.type.members)

    @property
    def width(self) -> int:
        """How many flags there are."""
        return 1 if self.if_open else 2 + len(self.members)

    def bits(self, first: int, step: int) -> list[int]:
        """The bit of each flag, beginning at position ``first``."""
        return [1 << step * (first + place) for place in range(self.width)]

    def flags(self, element: Cell, translator: Translator, first: int, step: int) -> Column:
        """The flags of an element that are set, as the sum of their bits."""
        unknown, *flags = map(literal, self.bits(first, step))
        value = translator.cell_of_element(self.of, self.variable, element)
        if self.if_open:
            is_open = ~known(value)
            if self.where is not None:
                passes = translator.truth_of_element(self.where, self.variable, element)
                is_open = unnegated(passes).isnull() | (passes & is_open)
            return ibis.cases((is_open, unknown), else_=literal(0))
        assert isinstance(value, Plain)
        if not self.members:
            return ibis.coalesce(as_number(value.column).cast("int64") * flags[0], unknown)
        unlisted = ibis.cases((value.column.isnull(), unknown), else_=flags[-1])
        if step == 1:
            names = ibis.literal(self.members, type="array<string>")
            place = call("list_position", dt.int32, names, value.column)
            return ibis.coalesce(unknown << place.cast("int64"), unlisted)
        cases = zip(self.members, flags[:-1], strict=True)
        return value.column.cases(*cases, else_=unlisted)


def note_of(question: ListQuestion, step: int) -> Note | None:
    """What has to be noted of the elements of a list of the record to answer a question.

    ``None`` where only a pass of its own can answer it. A flag takes ``step`` bits.
    """
    match question:
        case model.ElementOf() | model.Aggregate(item=None, where=None):
            return None
        case _ if any(isinstance(part, model.ShareOf) for part in walk(question)):
            return None
        case model.Some(variable, body=body):
            return Note(variable, body)
        case model.Every(variable, body=body):
            return Note(variable, model.Not(body))
        case model.Aggregate(item=None, where=where) if where is not None:
            return Note(question.variable, where)
        case model.Aggregate(aggregation, item, where=where) if item is not None:
            counts = aggregation is Aggregation.DISTINCT and where is None
            note = Note(question.variable, item)
            if counts and note.members and note.width * step <= _BITS:
                return note
            # The sum itself needs a pass of its own, which also finds whether it is unknown.
            return Note(question.variable, item, where, if_open=True) if step == 1 else None
    raise AssertionError(question)


Wanted: TypeAlias = tuple[Note, Collection[Value] | None]
"""What a question reads from a note: whether the value is one of these members, or (None) how many
different ones occur."""


@frozen
class Mask:
    """One pass over a list of the record: its notes, and the position of the first flag of each.

    The flags of all elements are joined by “or” where they have one bit each; with more bits
    (``step``) they are added up, so that elements are counted.
    """

    column: str
    list_: model.FieldValue
    places: Mapping[Note, int]
    step: int

    def over(self, translator: Translator) -> Column | None:
        """The flags of all elements; NULL for an unknown list, and for one too long to count."""
        elements = translator.cell(self.list_)
        if not isinstance(elements, Elements):
            return None
        column, element = elements.column, elements.element

        def flags(one: Column) -> Column:
            notes = self.places.items()
            found = [n.flags(element(one), translator, at, self.step) for n, at in notes]
            return folded(found, operator.or_ if self.step == 1 else operator.add)

        found = each(column, 0, flags)
        if self.step == 1:
            return of_known(column, call("list_bit_or", dt.int64, found), 0)
        is_short = column.length() <= (1 << self.step) - 1
        return is_short.cases((True, ibis.coalesce(found.sums().cast("int64"), literal(0))))

    def noted(self, wanted: Wanted, table: Any) -> Noted:
        """How the answer is read from the pass."""
        note, members = wanted
        full = (1 << self.step) - 1
        unknown, *flags = (bit * full for bit in note.bits(self.places[note], self.step))
        if members is not None:
            yes = sum(f for name, f in zip(note.members, flags, strict=False) if name in members)
        elif note.members:
            yes, unknown = sum(flags[:-1]), unknown + flags[-1]
        else:
            yes = sum(flags)
        list_ = table[f"field_{self.list_.name}"]
        is_long = None if self.step == 1 else ibis.coalesce(list_.length() > full, False)
        return Noted(table[self.column], yes, unknown, self.step, is_long)


def masks(list_: model.FieldValue, notes: Iterable[Note], step: int) -> Iterator[Mask]:
    """The passes that note what is asked about a list: as few as there are bits for.

    A single note is left to a pass of its own, unless it has the many flags of an enum.
    """
    places: list[dict[Note, int]] = [{}]
    used = 0
    for note in notes:
        if (used + note.width) * step > _BITS:
            places.append({})
            used = 0
        places[-1][note] = used
        used += note.width
    for number, found in enumerate(places):
        if len(found) > 1 or any(note.members for note in found):
            yield Mask(f"mask_{list_.name}/{number}", list_, found, step)


def among(note: Note, kinds: Iterable[Note], translator: Translator) -> Wanted:
    """How a condition is read from notes.

    A condition that a value is one of some members of an enum needs no note of its own where the
    members are noted anyway.
    """
    members: Sequence[Value] | None = None
    match note.of:
        case model.Apply(operation, (item, *choices)) if operation in (EQUAL, ONE_OF):
            written = [c.value for c in choices if isinstance(c, model.Constant)]
            members = written if len(written) == len(choices) else None
        case model.ElementOf(item, collection):
            members = translator.written_out(collection)
        case _:
            item = note.of
    field = _field_of(note.variable, item)
    kind = next((kind for kind in kinds if field == _field_of(kind.variable, kind.of)), None)
    # Nothing, not even an unknown value, is in an empty list; flags of members cannot tell that.
    if not members or None in members or field is None or kind is None:
        return note, None
    return kind, members


def _field_of(variable: model.Variable, item: Expression) -> str | None:
    """The name of the field of an element that an item is; None for any other expression."""
    match item:
        case model.FieldValue(model.Variable(name), field) if name == variable.name:
            return field
    return None


@frozen
class Task:
    """One step of a query. ``name`` is its column, ``after`` are the steps it rests on."""

    name: str
    stage: int
    after: frozenset[str]


class Plan:
    """The steps of a query about one record type.

    ``tasks`` are keyed by name; ``questions`` gives for each question with a column of its own the
    name of that, ``asked`` the question behind a name.
    """

    def __init__(self, package: Package, record_type: RecordType) -> None:
        self.package = package
        self.results = package.results[record_type.name]
        self.tasks: dict[str, Task] = {}
        self.questions: dict[Expression, str] = {}
        self.asked: dict[str, Expression] = {}
        self.distributions: dict[str, model.Distribute] = {}
        for step in package.orders[record_type.name]:
            match step.kind:
                case StepKind.FACT:
                    fact = package.facts[step.name]
                    if is_column(fact.means):
                        self._add(f"fact_{step.name}", [fact.means])
                    if isinstance(fact.means, model.Distribute):
                        self.distributions[f"fact_{step.name}"] = fact.means
                case StepKind.DONE:
                    if package.actions[step.name].done_when is not None:
                        self._add(f"done_{step.name}", expressions_of(step, package))
                case StepKind.APPLIES:
                    others = {f"applies_{n.name}" for n in package.overriding[step.name]}
                    self._add(f"applies_{step.name}", expressions_of(step, package), others)

    def stages(self) -> Iterator[list[str]]:
        """The names of the tasks, stage by stage."""
        last = max((task.stage for task in self.tasks.values()), default=0)
        for stage in range(1, last + 1):
            yield [task.name for task in self.tasks.values() if task.stage == stage]

    def _add(
        self, name: str, expressions: Iterable[Expression], others: Iterable[str] = ()
    ) -> None:
        after = set(others)
        for expression in expressions:
            self._collect(expression, after, is_inside=False)
        stage = 1 + max((self.tasks[other].stage for other in after), default=0)
        self.tasks[name] = Task(name, stage, frozenset(after))

    def _collect(self, expression: Expression, after: set[str], is_inside: bool) -> None:
        """Collect in ``after`` what an expression rests on.

        Questions about lists become tasks of their own, and so do conditions of choices that
        contain choices themselves: a query writes a condition out for each of its cases, which
        would double with every level.
        """
        if isinstance(expression, ListQuestion) and not is_inside:
            after.add(self._question(expression))
            return
        match expression:
            case model.FactValue(name):
                fact = self.package.facts[name]
                if is_column(fact.means):
                    after.add(f"fact_{name}")
                else:
                    self._collect(fact.means, after, is_inside)
            case model.FactOf(means=means):
                self._collect(means, after, is_inside)
            case model.OnDay():
                self._collect(model.worth(expression), after, is_inside)
            case model.HowMany():
                self._collect(model.counted_out(expression), after, is_inside)
            case model.Distribute(total=total):
                for part in parts_of(expression):
                    self._collect(part, after, is_inside or part is not total)
            case model.NormApplies(norm):
                after.add(f"applies_{norm}")
            case model.NormIs(norm):
                after.add(f"applies_{norm}")
                declared = self.package.norms[norm]
                action = self.package.actions[declared.action]
                after |= {f"done_{action.name}"} if action.done_when is not None else set()
                # The fact of the due day is not among these: the status does not rest on it.
                timed = () if declared.deadline is None else declared.deadline.facts
                after |= {f"fact_{name}" for name in timed}
            case model.ActionIs(action):
                after |= {f"applies_{norm.name}" for norm in self.package.norms_on[action]}
            case model.Apply() if not is_inside and is_listing(expression):
                after.add(self._question(expression))
            case model.Choose(condition) if not is_inside and _chooses(condition):
                after.add(self._question(condition))
                for part in parts_of(expression):
                    if part is not condition:
                        self._collect(part, after, is_inside)
            case _:
                inside = is_inside or isinstance(expression, ListQuestion)
                for part in parts_of(expression):
                    self._collect(part, after, inside)

    def _question(self, question: Expression) -> str:
        name = self.questions.get(question)
        if name is None:
            after = set[str]()
            if isinstance(question, ListQuestion):
                for part in parts_of(question):
                    self._collect(part, after, is_inside=part is not question.collection)
            elif is_listing(question):
                # The list of periods contains each of the two days several times, so they get
                # columns of their own.
                after |= {self._question(d) for d in parts_of(question) if not is_read(d)}
            else:
                self._collect(question, after, is_inside=False)
            name = f"question_{len(self.questions)}"
            self.questions[question] = name
            self.asked[name] = question
            stage = 1 + max((self.tasks[other].stage for other in after), default=0)
            self.tasks[name] = Task(name, stage, frozenset(after))
        return name

    def needed_after(self, stage: int) -> frozenset[str]:
        """The tasks whose columns are still read after a stage, or by the answers at the end."""
        answers = {n for n in self.tasks if n.startswith(("applies_", "done_"))}
        answers |= {f"fact_{f}" for norm in self.package.norms.values() for f in _told(norm)}
        answers |= {f"fact_{fact.name}" for fact in self.results}
        later = (task.after for task in self.tasks.values() if task.stage > stage)
        return frozenset(answers & self.tasks.keys()).union(*later)

    def label(self, name: str) -> str:
        """The declaration that a task belongs to; for a question the first declaration that asks
        it."""
        while name in self.asked:
            name = next(t.name for t in self.tasks.values() if name in t.after)
        return name.partition("_")[2]


def _told(norm: Norm) -> tuple[str, ...]:
    """The facts about the deadline of a norm that are given with its status."""
    deadline = norm.deadline
    return () if deadline is None else (*deadline.facts, deadline.due)


def _asked(fact: Fact) -> Expression:
    return model.FactValue(fact.name, fact.type)


def _chooses(condition: Expression) -> bool:
    """Whether a condition contains a choice."""
    return any(isinstance(part, model.Choose) for part in walk(condition))


def is_column(expression: Expression) -> bool:
    """Whether a value can be a column of its own.

    Lists and records cannot, but for the shares of a distribution; they are worked out where they
    are used.
    """
    return isinstance(expression, model.Distribute) or not isinstance(
        expression.type, ListType | RecordType
    )


Table: TypeAlias = Any
"""An Ibis table."""

_LARGEST: Final = 20_000
"""The most parts in one column of a query; beyond that its text would grow to megabytes."""

_LARGEST_QUERY: Final = 400_000
"""The most parts in all columns together."""

MOST_STAGES: Final = 500
"""How many facts, norms and questions may rest on one another in a row; query engines fail on
queries that are nested about twice as deep."""


def query(
    package: Package, record_type: RecordType, table: Table, as_of: date, keep: Sequence[str]
) -> Table:
    """What a policy says of every row of a table, as a table that is not worked out yet.

    ``keep`` names the columns that are carried over. Raises `TableError` for a column that does
    not fit its field, and for what cannot be worked out exactly in a query.
    """
    plan = Plan(package, record_type)
    backend = backend_of(table)
    entry = staged(_entry(record_type, table, keep), backend)
    run = _Run(package, record_type, plan, as_of, entry, backend)
    for stage, names in enumerate(plan.stages(), 1):
        if stage > MOST_STAGES:
            raise run.about(names[0], too_deep(MOST_STAGES))
        run.work_out(stage, names)
    answers = _answers(run, keep)
    most = longest_text(table)
    if most is not None and (length := len(str(ibis.to_sql(answers, pretty=False)))) > most:
        raise too_long(length, most)
    return answers


def _entry(record_type: RecordType, table: Table, keep: Sequence[str]) -> Table:
    """The columns of a table under names that cannot clash."""
    columns = {f"keep_{number}": table[name] for number, name in enumerate(keep)}
    for declared in record_type.fields:
        spelling = spelt(declared, table.columns)
        if spelling is not None:
            columns[f"field_{declared.name}"] = table[spelling]
    return table.select(**columns)


@define
class _Run:
    """A query under construction: the current table, and how to read its columns."""

    package: Package
    record_type: RecordType
    plan: Plan
    as_of: date
    table: Table
    backend: Backend
    size: int = 0
    shapes: dict[str, Cell] = field(factory=dict)
    """How the value of each finished task is read from its columns."""
    noted: Mapping[Expression, Noted] = field(factory=dict)
    """For the questions of the current stage: how each is read from a shared pass."""

    def work_out(self, stage: int, names: Sequence[str]) -> None:
        """Add the columns of one stage, and drop those that are not read any more."""
        asked = [self.plan.asked[n] for n in names if n in self.plan.asked]
        shares = {n: self._distribution(n) for n in names if n in self.plan.distributions}
        self.noted = self._note([q for q in asked if isinstance(q, ListQuestion)])
        cells = {name: self._cell(name) for name in names if name not in shares}
        cells |= {name: found() for name, found in shares.items()}
        self.noted = {}
        wanted = self.plan.needed_after(stage)
        carried = {
            c: self.table[c] for c in self.table.columns if c.startswith(("keep_", "field_"))
        }
        for name, cell in self.shapes.items():
            if name in wanted:
                carried |= {part: self.table[part] for part in _parts(name, cell)}
        self.size += len(carried)
        new: dict[str, Column] = {}
        for name, cell in cells.items():
            parts = _parts(name, cell)
            if self.measure(parts.values()) > _LARGEST:
                raise self.about(name, too_large())
            if self.size > _LARGEST_QUERY:
                raise self.about(name, query_too_large(_LARGEST_QUERY))
            new |= parts if name in wanted else {}
        self.table = staged(self.table.select(**carried, **new), self.backend)
        self.shapes |= cells

    def _note(self, questions: Sequence[ListQuestion]) -> dict[Expression, Noted]:
        """Add the columns of the passes that several questions share; gives how each question is
        read from them."""
        step = 1 if self.backend.joins_bits else _DIGIT
        translator = self.translator()
        lists: dict[model.FieldValue, dict[ListQuestion, Note]] = {}
        for question in questions:
            list_, note = self._own(question.collection), note_of(question, step)
            if list_ is not None and note is not None:
                lists.setdefault(list_, {})[question] = note
        columns: dict[str, Column] = {}
        passes: list[tuple[Mask, dict[ListQuestion, Wanted]]] = []
        for list_, notes in lists.items():
            kinds = [note for note in notes.values() if note.members]
            asked = {q: among(note, kinds, translator) for q, note in notes.items()}
            for mask in masks(list_, dict.fromkeys(note for note, _ in asked.values()), step):
                column = mask.over(translator)
                if column is not None:
                    columns[mask.column] = whole(column, self.backend)
                    passes.append((mask, {q: w for q, w in asked.items() if w[0] in mask.places}))
        if columns:
            self.table = staged(self.table.select(*self.table.columns, **columns), self.backend)
        return {q: mask.noted(w, self.table) for mask, asked in passes for q, w in asked.items()}

    def _own(self, list_: Expression) -> model.FieldValue | None:
        """The list as a field of the table; None for another list, which is unknown or needs a pass
        of its own."""
        match list_:
            case model.FieldValue(model.Subject(), name) if f"field_{name}" in self.table.columns:
                return list_
        return None

    def translator(self) -> Translator:
        """The translator for expressions, with columns of the current table."""
        return Translator(self.package, self.as_of, self)

    def _distribution(self, name: str) -> Callable[[], Cell]:
        """Add the columns of a distribution; gives a function for its shares."""
        try:
            if not self.backend.has_records:
                raise no_distributions(self.backend.name)
            return worked_out(self, name, self.plan.distributions[name])
        except TableError as error:
            raise self.about(name, error) from error

    def _cell(self, name: str) -> Cell:
        kind, _, of = name.partition("_")
        translator = self.translator()
        try:
            match kind:
                case "question":
                    return translator.cell(self.plan.asked[name])
                case "fact":
                    return translator.cell(self.package.facts[of].means)
                case "done":
                    condition = self.package.actions[of].done_when
                    assert condition is not None
                    return Plain(translator.truth(condition))
                case _:
                    return Plain(translator.applies(self.package.norms[of]))
        except TableError as error:
            raise self.about(name, error) from error

    def about(self, name: str, error: TableError) -> TableError:
        return TableError(error.code, error.where or self.plan.label(name), error.en, error.zh)

    def measure(self, columns: Iterable[Column]) -> int:
        """The size of some columns; it is added to that of the whole query."""
        size = sum(map(written_size, columns))
        self.size += size
        return size

    def add(self, columns: Mapping[str, Column]) -> None:
        """A stage with some more columns."""
        self.measure(columns.values())
        self.table = staged(self.table.select(*self.table.columns, **columns), self.backend)

    # What was worked out, as columns of the table at hand

    def subject(self) -> Cell:
        return Nested(self._field, ibis.literal(True))

    def _field(self, name: str) -> Cell:
        declared = self.record_type.by_spelling[name]
        column = f"field_{name}"
        if column not in self.table.columns:
            return absent(declared)
        return read(self.table[column], declared, name)

    def fact(self, name: str) -> Cell | None:
        cell = self.shapes.get(f"fact_{name}")
        return None if cell is None else _restored(f"fact_{name}", cell, self.table)

    def question(self, question: Expression) -> Cell | None:
        name = self.plan.questions.get(question)
        cell = None if name is None else self.shapes.get(name)
        if name is None or cell is None or not self._has(_parts(name, cell)):
            return None
        return _restored(name, cell, self.table)

    def note(self, question: Expression) -> Noted | None:
        return self.noted.get(question)

    def applies(self, norm: str) -> Column:
        return self.table[f"applies_{norm}"]

    def done(self, action: str) -> Column | None:
        name = f"done_{action}"
        return self.table[name] if name in self.plan.tasks else None

    def _has(self, columns: Iterable[str]) -> bool:
        return set(columns).issubset(self.table.columns)


def _parts(name: str, cell: Cell) -> dict[str, Column]:
    """The columns in which a value is stored; constants need none."""
    match cell:
        case Plain(column) | Elements(column):
            return {name: column}
        case Number(numerator, denominator):
            parts = {name: numerator, f"{name}/": denominator}
        case PeriodColumns(months, days):
            parts = {name: months, f"{name}/": days}
        case _:
            raise AssertionError(cell)
    return {part: column for part, column in parts.items() if not isinstance(column, int)}


def _restored(name: str, cell: Cell, table: Table) -> Cell:
    """A value of an earlier stage, read from the columns it was stored in."""
    match cell:
        case Plain():
            return Plain(table[name])
        case PeriodColumns():
            return PeriodColumns(table[name], table[f"{name}/"])
        case Elements():
            return evolve(cell, column=table[name])
        case Number(numerator, denominator):
            return evolve(
                cell,
                numerator=numerator if isinstance(numerator, int) else table[name],
                denominator=denominator if isinstance(denominator, int) else table[f"{name}/"],
            )
    raise AssertionError(cell)


def _answers(run: _Run, keep: Sequence[str]) -> Table:
    """The table with the columns of the result."""
    package, of = run.package, run.record_type.name
    norms = [norm for norm in package.norms.values() if norm.record_type == of]
    actions = [action for action in package.actions.values() if action.record_type == of]
    missing = Missing(package, run.record_type)
    translator = Translator(package, run.as_of, run)
    results = {fact: translator.cell(_asked(fact)) for fact in run.plan.results}
    waiting = [(fact, ~known(cell)) for fact, cell in results.items()]
    asked = missing.asked(norms, run.applies, run.done, translator.timing, waiting)
    matters = {action.name: outcomes.matter(package, action.name, run.as_of) for action in actions}
    kinds = {n: outcomes.any_applies(about.kinds, run.applies) for n, about in matters.items()}
    run.add({**asked, **{f"kind_{n}/{i}": c for n, of in kinds.items() for i, c in enumerate(of)}})
    found = {n: [run.table[f"kind_{n}/{i}"] for i in range(len(of))] for n, of in kinds.items()}
    deciding = {n: outcomes.deciding_kinds(about, found[n]) for n, about in matters.items()}
    run.add({f"decides_{n}/{i}": c for n, of in deciding.items() for i, c in enumerate(of)})
    answers = {name: run.table[f"keep_{number}"] for number, name in enumerate(keep)}
    answers["in_force"] = ibis.literal(package.in_force_on(run.as_of))
    for name, about in matters.items():
        truths = [run.table[f"kind_{name}/{i}"] for i in range(len(kinds[name]))]
        decides = [run.table[f"decides_{name}/{i}"] for i in range(len(kinds[name]))]
        on = package.norms_on[name]
        answers[f"verdict_{name}"] = outcomes.verdict_on(about, truths)
        answers[f"by_{name}"] = outcomes.deciding_norms(about, on, decides, run.applies)
    translator = Translator(package, run.as_of, run)
    for norm in norms:
        applies, done = run.applies(norm.name), run.done(norm.action)
        timing = translator.timing(norm)
        answers[f"status_{norm.name}"] = outcomes.status_of(norm, applies, done, timing)
        if norm.deadline is not None:
            due = translator.cell(model.FactValue(norm.deadline.due, Scalar.DATE))
            told = ibis.coalesce(applies, True)
            answers[f"due_{norm.name}"] = told.cases((True, as_answer(due, False)))
    for fact in run.plan.results:
        cell = translator.cell(_asked(fact))
        answers[f"result_{fact.name}"] = as_answer(cell, fact.name in package.whole_facts)
    answers["missing"] = missing.fields(run.table, run.subject())
    dated = sum(norm.deadline is not None for norm in norms)
    given = len(run.plan.results)
    if len(answers) != len(keep) + 2 * len(actions) + len(norms) + dated + given + 2:
        raise shared_names(keep)
    run.measure(answers.values())
    if run.size > _LARGEST_QUERY:
        raise query_too_large(_LARGEST_QUERY)
    return run.table.select(**answers)
