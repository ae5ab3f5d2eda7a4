"""`Policy`, the class that users hold: a checked model with its engines.

Engines, readers and analyses are imported by the methods that first need them, so that holding a
policy costs little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias, TypeVar

from attrs import field, frozen

from linkage_rules.errors import ArgumentError, not_a
from linkage_rules.model.known import remember
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.policy.out_of_force import Outside, heed
from linkage_rules.policy.over_tables import OverTables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkage_rules.analysis.advice import Advice
    from linkage_rules.analysis.consistency import Analysis, Finding, Open, Proved
    from linkage_rules.decisions import Decision
    from linkage_rules.engines.compiled import Era, Program
    from linkage_rules.model.norms import Action, Bearer, Fact, Norm, Parameter
    from linkage_rules.model.values import Record
    from linkage_rules.model.work_calendars import WorkCalendar
    from linkage_rules.policy.judging import Judge
    from linkage_rules.records import RecordError
    from linkage_rules.records.validation import Extra
    from linkage_rules.sources import Source
    from linkage_rules.words.called import Named

Engine: TypeAlias = Literal["compiled", "reference"]

_Day: TypeAlias = tuple[str | None, date, Outside]
"""A record type, a day, and what to do if the policy is not in force on it."""

_USUAL: Final = "Project"
"""The type of the records of an assistance project, which is preferred where a policy judges
several types."""

_D = TypeVar("_D", bound="Named")

_MANY: Final = (
    "a series of records (evaluate takes one of them, evaluate_table a frame)",
    "若干条记录（单条用 evaluate，数据框用 evaluate_table）",
)
_MOST_DAYS: Final = 1_000
"""For how many days at once the compiled code is kept."""


@frozen
class Policy(OverTables):
    """A policy that was checked and can be asked. Get one from `linkage_rules.load`.

    ``package`` is its model, ``digest`` the SHA-256 of its text and of all it uses, ``source`` the
    official text it cites, if it names one. A policy may be asked by many threads at once, and
    after a fork. It cannot be changed: a copy is the policy itself, it may be a key, and it can be
    sent to another process, whether it was asked before or not.

    >>> import linkage_rules as lr
    >>> lr.load("vocabulary")  # doctest: +ELLIPSIS
    <Policy vocabulary ...: no norms, in force on every day>
    """

    package: Package
    digest: str
    source: Source | None = field(default=None, repr=False)
    _programs: dict[str, Program] = field(factory=dict, init=False, repr=False, eq=False)
    _judges: dict[Era, Judge] = field(factory=dict, init=False, repr=False, eq=False)
    _days: dict[_Day, Judge] = field(factory=dict, init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        remember(self.digest, self.package)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[Package, str, Source | None]]:
        # Compiled code is not pickled; it is made again in the other process.
        return type(self), (self.package, self.digest, self.source)

    def __repr__(self) -> str:
        return f"<Policy {self.name} {self.digest[:8]}: {self.package.in_short()}>"

    def _repr_html_(self) -> str:
        from linkage_rules.words.called import called
        from linkage_rules.words.card import Row, card, some
        from linkage_rules.words.messages import Phrase
        from linkage_rules.words.telling import days_in_words

        package = self.package
        judged = dict.fromkeys(norm.record_type for norm in package.norms.values())
        issued = " ".join(str(part) for part in (package.issuer, package.issued) if part)
        rows: list[Row] = [
            (Phrase("name", "名称"), self.name),
            (Phrase("issued", "发文"), issued),
            (Phrase("in force", "施行期"), days_in_words(package.periods)),
            (Phrase("norms", "规定"), str(len(package.norms))),
            (Phrase("actions", "行为"), some(map(called, package.actions.values()))),
            (Phrase("judges", "审核"), some(called(package.record_types[name]) for name in judged)),
            (Phrase("digest", "校验码"), self.digest[:16]),
        ]
        return card(called(package), ((name, told) for name, told in rows if str(told)))

    @property
    def name(self) -> str:
        """Its ASCII name."""
        return self.package.name

    @property
    def label(self) -> str | None:
        """Its title in Chinese, if it has one."""
        return self.package.label

    @property
    def actions(self) -> Mapping[str, Action]:
        """What bearers do, by name and by label; a wrong name is answered with the near one.

        >>> import linkage_rules as lr
        >>> lr.load("xiangtan_2022").actions["纳入项目库"].name
        'enter_library'
        """
        return _declared("ACTION", self.package.actions)

    @property
    def norms(self) -> Mapping[str, Norm]:
        """The norms, by name and by label."""
        return _declared("NORM", self.package.norms)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts, by name and by label."""
        return _declared("FACT", self.package.facts)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters, by name and by label."""
        return _declared("PARAMETER", self.package.parameters)

    @property
    def calendars(self) -> Mapping[str, WorkCalendar]:
        """The calendars by which working days are counted, by name and by label."""
        return _declared("CALENDAR", self.package.calendars)

    @property
    def bearers(self) -> Mapping[str, Bearer]:
        """Whoever norms address, by name and by label."""
        return _declared("BEARER", self.package.bearers)

    def record_type(self, name: str | None = None) -> RecordType:
        """The record type of that name or label; without one, the type that is meant.

        That is the only type that norms are about; where there is no norm, the only one of facts
        and actions, or the only one at all. Among several it is Project, if that is one of them.

        Raises `RecordError` when the policy has none of that name, with the near names, or when
        several may be meant, with all of them.

        >>> import linkage_rules as lr
        >>> policy = lr.load("xiangtan_2022")
        >>> policy.record_type("项目").name, policy.record_type().name
        ('Project', 'Project')
        """
        known = self.package.record_types
        if name is None:
            meant = _judged_types(self.package)
            if len(meant) == 1 or _USUAL in meant:
                return known[_USUAL if _USUAL in meant else meant[0]]
        else:
            for record_type in known.values():
                if name in (record_type.name, record_type.label):
                    return record_type
        from linkage_rules.records import RecordError
        from linkage_rules.records.validation import no_record_type, which_record_type

        if not isinstance(name, str | None):
            raise not_a("record_type", "the name of one", "其名称", name)
        if name is None:
            raise RecordError((which_record_type([known[one] for one in meant]),))
        raise RecordError((no_record_type(name, known.values()),))

    def json_schema(
        self,
        record_type: str | None = None,
        *,
        by_label: bool = False,
        refer: str = "#/$defs/{name}",
    ) -> dict[str, Any]:
        """A JSON Schema (2020-12) of the records of a type, as `evaluate` takes them in JSON.

        Titles and descriptions are in Chinese and English. Fields bear their ASCII names, or with
        ``by_label`` their labels; a member of an enum may be given by either. Amounts are whole
        fen or texts with a unit; what is unknown is left out or ``null``. Types that records hold
        stand under ``$defs``; ``refer`` is how they are referred to, for who moves them elsewhere.
        ``docs/python.md`` lists what a schema cannot say.

        Raises `RecordError` when the policy has no such record type.

        >>> import linkage_rules as lr
        >>> schema = lr.load("xiangtan_2022").json_schema("Fund")
        >>> schema["properties"]["amount"]["anyOf"][0]["minimum"], sorted(schema["$defs"])
        (0, ['fund_level', 'fund_type'])
        """
        from linkage_rules.records.schema import json_schema

        return json_schema(self.record_type(record_type), by_label=by_label, refer=refer)

    def pydantic_model(self, record_type: str | None = None) -> Any:
        """A pydantic model of the records of a type, such as FastAPI takes for a request.

        It is read as `evaluate` reads a record: names or labels, texts with units, unknown where
        nothing is given; it holds what is read, so an amount in fen. Its JSON Schema is that of
        `json_schema`, and each problem is an entry of its ``ValidationError``. `evaluate` takes it.
        The same type gives the same class each time.

        Raises `RecordError` when the policy has no such record type, and `MissingExtraError` where
        pydantic is not installed.

        >>> import linkage_rules as lr
        >>> model = lr.load("xiangtan_2022").pydantic_model("Fund")
        >>> model(amount="120万元").amount
        120000000
        """
        from linkage_rules.records.models import model

        return model(self.record_type(record_type))

    def evaluate(
        self,
        record: object,
        *,
        as_of: date,
        record_type: str | None = None,
        engine: Engine = "compiled",
        assume_valid: bool = False,
        outside: Outside = "warn",
        from_attributes: bool = False,
        extra: Extra = "forbid",
    ) -> Decision:
        """Judge one record: a mapping, a pydantic model, an attrs or dataclass instance, a row.

        Fields may be named in ASCII or by label; an absent field is unknown, which is never an
        error. Amounts are whole fen or texts with a unit. ``as_of`` is the day to judge by. The
        compiled engine is the fast one; the reference engine, which gives the same answers, is
        the meaning of the language.

        ``from_attributes=True`` takes any object, such as one of an ORM, and reads its attributes
        that are named like fields. ``extra="ignore"`` passes over names that are no fields, at
        every level, where ``forbid`` has them as problems. See `linkage_rules.records.validate`.

        ``assume_valid=True`` leaves out every check, for records that were validated before. The
        record must then be what `linkage_rules.records.validate` gives, such as the ``record`` of
        another decision: a mapping that holds every field of its type under its ASCII name,
        ``None`` where it is unknown, yes/no as ``bool``, whole numbers and fen as ``int``, enum
        members by their ASCII name, dates as ``date``, lists as ``tuple`` or ``list``, nested
        records alike. The decision keeps that very mapping, so do not change it afterwards. For
        anything else the answers are worthless, or an exception of any kind is raised.

        On a day on which the policy is not in force it permits nothing by default, and
        ``decision.in_force`` is False. ``outside`` says what else is done then: ``warn`` gives an
        `OutOfForceWarning`, ``raise`` raises `OutOfForceError`, ``allow`` does nothing.

        Raises `RecordError` with every problem of the record, and `ArgumentError` for an ``as_of``
        that is no plain date, for an ``engine``, ``outside`` or ``extra`` that does not exist, and
        for ``assume_valid`` together with what only a record that is read can need.

        >>> import linkage_rules as lr
        >>> policy = lr.load("xiangtan_2022")
        >>> record = {
        ...     "id": "P-1",
        ...     "operating": True,
        ...     "funds": [{"type": "bridging_subsidy", "amount": "120万元"}],
        ...     "mechanism_established": False,
        ... }
        >>> decision = policy.evaluate(record, as_of=date(2023, 5, 1))
        >>> decision.verdicts["enter_library"].status.value
        'forbidden'
        >>> again = policy.evaluate(decision.record, as_of=date(2023, 5, 1), assume_valid=True)
        >>> again == decision
        True
        """
        days = self._days
        judge = days.get((record_type, as_of, outside)) or self._judge(record_type, as_of, outside)
        decide = judge.decide if engine == "compiled" else judge.decider(engine)
        if from_attributes or extra != "forbid":
            read = self._reader(record_type, assume_valid, from_attributes, extra)
            return decide(read(record), as_of, True)
        return decide(record, as_of, assume_valid)

    def evaluate_many(
        self,
        records: Iterable[object],
        *,
        as_of: date,
        record_type: str | None = None,
        engine: Engine = "compiled",
        assume_valid: bool = False,
        outside: Outside = "warn",
        from_attributes: bool = False,
        extra: Extra = "forbid",
        refused: Callable[[int, RecordError], object] | None = None,
    ) -> Iterator[Decision]:
        """Judge records one by one as they come, in the memory that one of them takes.

        The parameters are those of `evaluate`. A record with problems raises its `RecordError`,
        to which its position is added, and ends the judging; where ``refused`` is given, it is
        called with the position (0 for the first record) and the error, and the judging goes on
        with the next record. Raises `ArgumentError` for a frame, which `evaluate_table` takes, and
        for a single record or a text.

        >>> import linkage_rules as lr
        >>> policy = lr.load("xiangtan_2022")
        >>> records = ({"id": f"P-{n}", "operating": n % 2 == 0} for n in range(3))
        >>> for decision in policy.evaluate_many(records, as_of=date(2023, 5, 1)):
        ...     print(decision.record["id"], decision.verdicts["enter_library"].status.value)
        P-0 undetermined
        P-1 permitted
        P-2 undetermined
        """
        from linkage_rules.records import RecordError

        if _is_no_series(records):
            raise not_a("records", *_MANY, records)
        decide = self._judge(record_type, as_of, outside).decider(engine)
        read = None
        if from_attributes or extra != "forbid":
            read = self._reader(record_type, assume_valid, from_attributes, extra)

        def decisions() -> Iterator[Decision]:
            for position, record in enumerate(records):
                try:
                    if read is None:
                        decision = decide(record, as_of, assume_valid)
                    else:
                        decision = decide(read(record), as_of, True)
                except RecordError as error:
                    if refused is None:
                        error.add_note(
                            f"record {position}, counted from 0 (第{position}条，从 0 数起)"
                        )
                        raise
                    refused(position, error)
                else:
                    yield decision

        return decisions()

    def analyse(
        self,
        *,
        list_bound: int = 3,
        time_limit: float = 10.0,
        stop_after: float | None = None,
        years: int = 100,
        proofs: bool = False,
        tell: Callable[[Finding | Proved | Open], None] | None = None,
        asking: Callable[[], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Analysis:
        """Whether the policy is consistent: what collides, has no effect, or is missing.

        ``list_bound`` elements of each list are written out. ``time_limit`` is in seconds for each
        question; ``stop_after`` seconds after the start the running one is given up and nothing
        more is asked, and what is left is undecided. ``tell`` is called with each answer as soon as
        it is there, ``asking`` before each question; once ``stop`` says so, nothing more is asked,
        and what is left is undecided. Days and dates are those from ``years`` before
        the first day that the policy speaks of until as many after the last, ``days`` of the
        answer. Every record that is shown was replayed on the reference engine. With ``proofs`` all
        that was proved is kept in a form that another solver can check. It needs the extra
        ``analysis``, and raises
        `MissingExtraError` without it.

        >>> import linkage_rules as lr
        >>> lr.load("vocabulary").analyse().clean
        True
        """
        from linkage_rules.analysis.consistency import analyse

        return analyse(
            self,
            list_bound=list_bound,
            time_limit=time_limit,
            stop_after=stop_after,
            years=years,
            proofs=proofs,
            tell=tell,
            asking=asking,
            stop=stop,
        )

    def advise(
        self,
        record: object,
        goal: str,
        *,
        as_of: date,
        record_type: str | None = None,
        alternatives: int = 3,
        time_limit: float = 10.0,
        outside: Outside = "warn",
        from_attributes: bool = False,
        extra: Extra = "forbid",
    ) -> Advice:
        """The smallest changes with which a record reaches a goal, and why each is needed.

        ``goal`` is a condition in either language, such as ``enter_library is permitted``. Only
        fields marked ``changeable`` are changed; ``time_limit`` is in seconds for all of it. It
        needs the extra ``analysis``. See ``docs/advice.md``. ``outside`` is that of `evaluate`;
        ``advice.in_force`` says whether the policy is in force; so are ``from_attributes`` and
        ``extra``.

        Raises `RecordError` with every problem of the record, `PolicyError` when the goal cannot
        be read, `GoalError` when it is not one condition.

        >>> import linkage_rules as lr
        >>> record, day = {"id": "P-1", "mechanism_established": False}, date(2023, 5, 1)
        >>> goal = "approve_project is permitted"
        >>> advice = lr.load("xiangtan_2022").advise(record, goal, as_of=day)
        >>> [(c.edit.path, c.edit.after) for c in advice.alternatives[0].changes]
        [('mechanism_established', True)]
        """
        from linkage_rules.analysis.advice import advise, read_goal
        from linkage_rules.records import validate

        if not isinstance(goal, str):
            raise not_a("goal", "a condition as text", "写成文字的条件", goal)
        heed(self.package, as_of, outside)
        shape = self.record_type(record_type)
        return advise(
            self.package,
            shape,
            validate(record, shape, from_attributes=from_attributes, extra=extra),
            read_goal(goal, self.package, shape),
            as_of=as_of,
            alternatives=alternatives,
            time_limit=time_limit,
        )

    def compile(self, *, as_of: date | None = None) -> None:
        """Make now the code that is otherwise made when a record first needs it.

        That is code for every record type that norms are about, in every stretch of time with the
        same norms and values in force, or with ``as_of`` in the one that holds this day. Nothing
        is answered differently; the first decisions come sooner, and processes forked afterwards
        share the code. It takes some tens of milliseconds for each stretch of time.

        Raises `ArgumentError` for an ``as_of`` that is no plain date.

        >>> import linkage_rules as lr
        >>> policy = lr.load("xiangtan_2022")
        >>> policy.compile(as_of=date(2023, 5, 1))
        """
        for name in {norm.record_type: norm for norm in self.package.norms.values()}:
            program = self._program(self.package.record_types[name])
            for day in program.days if as_of is None else (as_of,):
                self._judge(name, day, "allow").prepare(day)

    def _reader(
        self,
        record_type: str | None,
        assume_valid: bool,
        from_attributes: bool,
        extra: Extra,
    ) -> Callable[[object], Record]:
        """A function that reads a record which may need more than a plain mapping does."""
        from linkage_rules.records import validate

        if assume_valid:
            raise ArgumentError(
                "ASK-110",
                "assume_valid",
                "assume_valid=True takes validated records only, so neither from_attributes nor "
                "extra",
                "assume_valid=True 只接受已校验的记录，不能与 from_attributes、extra 同用",
            )
        shape = self.record_type(record_type)
        return lambda record: validate(record, shape, from_attributes=from_attributes, extra=extra)

    def _judge(self, record_type: str | None, as_of: date, outside: Outside) -> Judge:
        in_force = heed(self.package, as_of, outside, above=2)
        from linkage_rules.policy.judging import Judge

        era = self._program(self.record_type(record_type)).era(as_of)
        judge = self._judges.get(era) or self._judges.setdefault(era, Judge(self.digest, era))
        if not in_force and outside == "warn":
            return judge  # The next record of the day is warned of again.
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        return self._days.setdefault((record_type, as_of, outside), judge)

    def _program(self, shape: RecordType) -> Program:
        from linkage_rules.engines.compiled import Program

        program = self._programs.get(shape.name)
        return program or self._programs.setdefault(shape.name, Program(self.package, shape))


def _is_no_series(records: object) -> bool:
    """Whether iterating over an object gives names or characters: a record, a text, a frame or
    table."""
    if isinstance(records, str | bytes | Mapping):
        return True
    # A result of SQLAlchemy has a method of that name, but gives rows.
    columns = getattr(type(records), "columns", None)
    return columns is not None and not callable(columns)


def _judged_types(package: Package) -> list[str]:
    """The record types that a policy is about: those of its norms, or else of its facts and
    actions."""
    of_norms = dict.fromkeys(norm.record_type for norm in package.norms.values())
    worked_out = [fact.record_type for fact in package.stated_facts.values() if fact.is_told]
    worked_out += [action.record_type for action in package.actions.values()]
    return [*(of_norms or dict.fromkeys(worked_out) or package.record_types)]


def _declared(kind: str, things: Mapping[str, _D]) -> Mapping[str, _D]:
    # Imported here, because it is only needed for unknown names.
    from linkage_rules.words import called

    return called.declared(getattr(called, kind), things)
