"""What programs hold is taken for what it is: models, rows, objects, scalars of other libraries."""

import dataclasses
import sqlite3
import subprocess
import sys
from collections import namedtuple
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cached_property
from types import SimpleNamespace
from typing import Annotated, Any, NamedTuple, TypedDict
from unittest.mock import Mock

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pydantic
import pytest
import sqlalchemy as sa
from sqlalchemy import orm

import linkage_rules as lr
from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar, Type
from linkage_rules.model.values import Period
from linkage_rules.records import RecordError, validate

KIND = EnumType("kind", "种类", (Member("new", "新建"), Member("old", "旧有")))
FUND = RecordType(
    "Fund", "资金", (Field("amount", "金额", Scalar.MONEY), Field("kind", "种类", KIND))
)
PROJECT = RecordType(
    "Project",
    "项目",
    (
        Field("name", "名称", Scalar.TEXT),
        Field("operating", "经营性", Scalar.YES_NO),
        Field("start", "开工", Scalar.DATE),
        Field("share", "比例", Scalar.NUMBER),
        Field("main", "主要资金", FUND),
        Field("funds", "资金", ListType(FUND)),
    ),
)
UNKNOWN = dict.fromkeys(("name", "operating", "start", "share", "main", "funds"))


def taken(value: object, type_: Type, **settings: Any) -> object:
    of = RecordType("Case", None, (Field("value", None, type_),))
    return validate({"value": value}, of, **settings)["value"]


def told(data: object, type_: RecordType = PROJECT, **settings: Any) -> list[tuple[str, str]]:
    """Where each problem is, and what it says with its hint."""
    with pytest.raises(RecordError) as caught:
        validate(data, type_, **settings)
    lines = [problem.render("en").splitlines() for problem in caught.value.problems]
    return [(first.partition(": ")[0], " ".join([first, *rest])) for first, *rest in lines]


# Single values


class Code(Enum):
    NEW = "new"


class Kind(StrEnum):
    OLD = "old"


VALUES: list[tuple[Type, object, object]] = [
    (Scalar.YES_NO, np.True_, True),
    (Scalar.YES_NO, np.bool_(False), False),
    (Scalar.WHOLE, np.int64(12), 12),
    (Scalar.WHOLE, np.uint8(12), 12),
    (Scalar.WHOLE, np.float64(12), 12),
    (Scalar.WHOLE, np.array(12), 12),
    (Scalar.NUMBER, np.float32(0.5), Decimal("0.5")),
    (Scalar.NUMBER, np.float16(0.25), Decimal("0.25")),
    (Scalar.NUMBER, Decimal("0.3"), Decimal("0.3")),
    (Scalar.MONEY, np.int32(1200), 1200),
    (Scalar.MONEY, Decimal("1200"), 1200),
    (Scalar.MONEY, Decimal("1200.00"), 1200),
    (Scalar.MONEY, np.str_("120万元"), 120_000_000),
    (Scalar.TEXT, np.str_("甲村"), "甲村"),
    (Scalar.TEXT, Kind.OLD, "old"),
    (Scalar.DATE, np.datetime64("2022-12-07"), date(2022, 12, 7)),
    (Scalar.DATE, np.datetime64("2022-12-07T00:00:00", "ns"), date(2022, 12, 7)),
    (Scalar.DATE, pd.Timestamp("2022-12-07"), date(2022, 12, 7)),
    (KIND, Code.NEW, "new"),
    (KIND, Kind.OLD, "old"),
    (KIND, np.str_("新建"), "new"),
    (Scalar.WHOLE, pa.scalar(12), 12),
    (ListType(Scalar.WHOLE), np.array([1, 2]), (1, 2)),
    (ListType(Scalar.NUMBER), np.array([0.5, np.nan]), (Decimal("0.5"), None)),
    (ListType(ListType(Scalar.WHOLE)), np.array([[1], [2]]), ((1,), (2,))),
    (ListType(Scalar.WHOLE), pd.Series([1, 2]), (1, 2)),
    (ListType(Scalar.WHOLE), pd.array([1, None], dtype="Int64"), (1, None)),
    (ListType(Scalar.TEXT), pd.Index(["a"]), ("a",)),
    (ListType(KIND), pd.Categorical(["new", "旧有"]), ("new", "old")),
    (
        ListType(Scalar.DATE),
        pd.to_datetime(pd.Series(["2022-12-07", None])),
        (date(2022, 12, 7), None),
    ),
    (ListType(Scalar.WHOLE), pl.Series([1, None]), (1, None)),
    (ListType(Scalar.WHOLE), pa.array([1, None]), (1, None)),
    (ListType(Scalar.WHOLE), pa.chunked_array([[1], [2]]), (1, 2)),
    (ListType(Scalar.WHOLE), np.ma.array([1, 2], mask=[False, True]), (1, None)),
]


@pytest.mark.parametrize(("type_", "value", "meant"), VALUES, ids=lambda v: str(v)[:30])
def test_a_value_is_taken_for_what_it_is(type_, value, meant):
    found = taken(value, type_)
    assert found == meant
    assert not type(found).__module__.startswith(("numpy", "pandas"))


NOTHING = [
    None,
    float("nan"),
    Decimal("NaN"),
    np.nan,
    np.float32("nan"),
    np.datetime64("NaT"),
    np.timedelta64("NaT"),
    np.ma.masked,
    pd.NA,
    pd.NaT,
    pa.scalar(None),
]


@pytest.mark.parametrize("type_", [*Scalar, KIND, FUND, ListType(FUND)], ids=str)
@pytest.mark.parametrize("value", NOTHING, ids=repr)
def test_what_libraries_hold_where_nothing_is_known_is_unknown(value, type_):
    assert taken(value, type_) is None
    assert taken([value], ListType(type_)) == (None,)


def test_what_is_unknown_is_missing_where_it_is_required():
    of = RecordType("Case", None, (Field("value", None, Scalar.TEXT, required=True),))
    assert "required" in told({"value": pd.NA}, of)[0][1]


@pytest.mark.parametrize(
    ("type_", "value", "why"),
    [
        (Scalar.YES_NO, np.int64(1), "this is a whole number"),
        (Scalar.WHOLE, np.True_, "this is yes or no"),
        (Scalar.NUMBER, np.float64(0.1), 'write it as text: "0.1"'),
        (Scalar.NUMBER, np.float32(0.1), 'write it as text: "0.1"'),
        (Scalar.MONEY, np.float32(12.3), 'for yuan write "12.3 yuan"'),
        (Scalar.WHOLE, np.longdouble(2.5), "not a whole number"),
        (Scalar.NUMBER, np.float32("inf"), "not a finite number"),
        (Scalar.NUMBER, np.float64("inf"), "not a finite number"),
        (Scalar.MONEY, Decimal("12.50"), 'for yuan write "12.5 yuan"'),
        (Scalar.MONEY, np.complex128(1), "a Python complex128"),
        (Scalar.DATE, datetime(2022, 12, 7), "use .date()"),
        (Scalar.DATE, pd.Timestamp("2022-12-07 08:00"), "use .date()"),
        (Scalar.DATE, pd.Timestamp("2022-12-07", tz="Asia/Shanghai"), "use .date()"),
        (Scalar.DATE, np.datetime64("2022-12"), "a Python datetime64"),
        (Scalar.DATE, np.datetime64("2022-12-07T08"), "a Python datetime64"),
        (Scalar.DATE, pd.Period("2022-12", "M"), "a Python Period"),
        (Scalar.PERIOD, np.timedelta64(3, "D"), "a Python timedelta64"),
        (Scalar.TEXT, np.bytes_(b"x"), "wrong type"),
        (Scalar.TEXT, Code.NEW, "a member of a Python enum"),
        (FUND, np.array([1]), "a Python ndarray"),
        (ListType(FUND), pd.DataFrame({"amount": [1]}), "a Python DataFrame"),
        (ListType(Scalar.WHOLE), {1, 2}, "a Python set"),
        (ListType(Scalar.WHOLE), (n for n in "12"), "a Python generator"),
        (ListType(Scalar.WHOLE), namedtuple("Pair", "a b")(1, 2), "write a list"),
    ],
    ids=lambda v: str(v)[:30],
)
def test_what_could_mean_something_else_is_refused_by_name(type_, value, why):
    of = RecordType("Case", None, (Field("value", None, type_),))
    ((_, message),) = told({"value": value}, of)
    assert why in message


# Records


class FundModel(pydantic.BaseModel):
    amount: int
    sort: Annotated[Kind, pydantic.Field(alias="kind")]


class ProjectModel(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(populate_by_name=True)

    title: str = pydantic.Field(serialization_alias="名称")
    operating: bool | None = None
    main: FundModel | None = None
    funds: list[FundModel] = []
    secret: str = pydantic.Field("", exclude=True)

    @pydantic.computed_field
    @property
    def share(self) -> float:
        return 0.5


class Pair(NamedTuple):
    amount: int
    kind: str


class PairDict(TypedDict):
    amount: int
    kind: str


@dataclasses.dataclass
class PairData:
    amount: int
    kind: str
    later: str = dataclasses.field(init=False)


@attrs.frozen
class PairAttrs:
    _amount: int
    kind: str


class Root(pydantic.RootModel[dict[str, Any]]):
    pass


MAIN = {"amount": 1, "kind": "old"}


def a_row() -> sqlite3.Row:
    base = sqlite3.connect(":memory:")
    base.row_factory = sqlite3.Row
    try:
        return base.execute("select 1 as amount, 'old' as kind").fetchone()
    finally:
        base.close()


def a_row_of_sqlalchemy() -> Any:
    with sa.create_engine("sqlite://").connect() as base:
        return base.execute(sa.text("select 1 as amount, 'old' as kind")).one()


FRAME = pd.DataFrame({"amount": [1], "kind": ["old"]})
HOLDERS = {
    "typed dict": lambda: PairDict(amount=1, kind="old"),
    "named tuple": lambda: Pair(1, "old"),
    "attrs with an alias": lambda: PairAttrs(amount=1, kind="old"),
    "pydantic with an alias": lambda: FundModel(amount=1, kind="old"),
    "pydantic root": lambda: Root({"amount": 1, "kind": "old"}),
    "sqlite row": a_row,
    "sqlalchemy row": a_row_of_sqlalchemy,
    "sqlalchemy row mapping": lambda: a_row_of_sqlalchemy()._mapping,
    "pandas row": lambda: FRAME.iloc[0],
    "pandas named tuple": lambda: next(FRAME.itertuples(index=False)),
    "structured array": lambda: np.array([(1, "old")], dtype=[("amount", int), ("kind", "U3")])[0],
}


@pytest.mark.parametrize("name", HOLDERS)
def test_whatever_holds_a_record_is_one_at_every_level(name):
    held = HOLDERS[name]()
    assert validate(held, FUND) == MAIN
    assert validate({"main": held, "funds": [held]}, PROJECT) == {
        **UNKNOWN,
        "main": MAIN,
        "funds": (MAIN,),
    }


def test_a_model_is_read_by_names_then_aliases_with_what_is_computed():
    model = ProjectModel(title="桥", main=FundModel(amount=1, kind="old"))
    assert validate(model, PROJECT) == {
        **UNKNOWN,
        "name": "桥",
        "main": MAIN,
        "share": Decimal("0.5"),
        "funds": (),
    }


def test_what_was_never_set_is_unknown():
    assert validate(FundModel.model_construct(amount=1), FUND) == {"amount": 1, "kind": None}


def test_a_field_of_a_class_that_is_no_field_is_refused_with_the_near_name():
    @dataclasses.dataclass
    class Misspelt:
        amuont: int = 1

    assert "did you mean amount?" in told({"main": Misspelt()})[0][1]


def test_a_field_that_is_given_by_two_columns_is_told():
    twice = pd.Series([1, 2], index=["amount", "amount"])
    assert "given twice" in told(twice, FUND)[0][1]


# Names that are no fields


def test_other_names_are_passed_over_at_every_level_where_that_is_asked_for():
    data = {"nmae": "x", "main": {"amount": 1, "note": "x"}, "funds": [{"note": 1}]}
    assert [path for path, _ in told(data)] == ["nmae", "main.note", "funds[0].note"]
    assert validate(data, PROJECT, extra="ignore") == {
        **UNKNOWN,
        "main": {"amount": 1, "kind": None},
        "funds": ({"amount": None, "kind": None},),
    }


def test_names_that_are_no_text_and_wrong_values_are_told_even_so():
    assert [path for path, _ in told({7: 1, "share": "x"}, extra="ignore")] == [
        "the record",
        "share",
    ]


def test_there_is_no_third_way_with_other_names():
    with pytest.raises(ValueError, match=r"'forbid' or 'ignore', not .allow"):
        validate({}, PROJECT, extra="allow")  # type: ignore[arg-type]


# Objects


class Base(orm.DeclarativeBase):
    pass


class FundRow(Base):
    __tablename__ = "fund"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    project_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("project.id"))
    amount: orm.Mapped[int]
    kind: orm.Mapped[str | None]
    project: orm.Mapped["ProjectRow"] = orm.relationship(back_populates="funds")


class ProjectRow(Base):
    __tablename__ = "project"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str]
    share: orm.Mapped[Decimal | None] = orm.mapped_column(sa.Numeric(5, 2))
    start: orm.Mapped[date | None]
    note: orm.Mapped[str | None]
    funds: orm.Mapped[list[FundRow]] = orm.relationship(back_populates="project")


@pytest.fixture(scope="module")
def engine():
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    Base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        project = ProjectRow(id=1, name="桥", start=date(2022, 12, 7))
        project.funds = [FundRow(amount=1, kind="old"), FundRow(amount=2)]
        session.add(project)
        session.commit()
    yield engine
    engine.dispose()


def test_an_orm_object_is_read_by_its_attributes(engine):
    with orm.Session(engine) as session:
        project = session.get_one(ProjectRow, 1)
        assert validate(project, PROJECT, from_attributes=True) == {
            **UNKNOWN,
            "name": "桥",
            "start": date(2022, 12, 7),
            "funds": (MAIN, {"amount": 2, "kind": None}),
        }
        # A fund leads back to its project; a record goes no deeper than its type.
        assert validate(project.funds[0], FUND, from_attributes=True) == MAIN


def test_an_object_is_refused_where_its_attributes_are_not_asked_for():
    assert "from_attributes=True" in told(SimpleNamespace(name="桥"))[0][1]


def test_what_is_loaded_too_late_is_told(engine):
    with orm.Session(engine) as session:
        project = session.get_one(ProjectRow, 1)
    ((path, message),) = told(project, from_attributes=True)
    assert path == "funds"
    assert "reading the attribute raised an error" in message
    assert "DetachedInstanceError" in message
    assert "selectinload" in message


class Manager:
    """What Django keeps of a relation."""

    def __init__(self, *held: object) -> None:
        self._held = held

    def all(self) -> Any:
        return iter(self._held)


class Raising(Manager):
    def all(self) -> Any:
        raise RuntimeError("no connection")


class RelatedObjectDoesNotExist(AttributeError):  # noqa: N818 - it is called so
    """Django's error for a relation that leads nowhere."""


class DjangoLike:
    name = "桥"
    funds = Manager(SimpleNamespace(amount=1, kind="old"))

    @property
    def main(self) -> object:
        raise RelatedObjectDoesNotExist("Project has no main.")


def test_a_relation_is_a_list_and_one_that_leads_nowhere_is_unknown():
    assert validate(DjangoLike(), PROJECT, from_attributes=True) == {
        **UNKNOWN,
        "name": "桥",
        "funds": (MAIN,),
    }


def test_a_relation_that_cannot_be_asked_is_told():
    broken = SimpleNamespace(funds=Raising())
    ((path, message),) = told(broken, from_attributes=True)
    assert path == "funds"
    assert "RuntimeError: no connection" in message


class Faulty:
    name = "桥"

    @property
    def operating(self) -> bool:
        return self.oprating  # type: ignore[attr-defined,no-any-return]

    @cached_property
    def share(self) -> float:
        raise ZeroDivisionError

    @property
    def start(self) -> date:
        raise AttributeError


def test_a_fault_in_the_code_of_an_object_is_not_taken_for_an_unknown():
    found = told(Faulty(), from_attributes=True)
    assert [path for path, _ in found] == ["operating", "start", "share"]


def test_an_object_that_has_every_attribute_or_none_is_judged_by_its_fields():
    class Closed:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError(name)

    found = told(Closed(), from_attributes=True)
    assert {path for path, _ in found} == {field.name for field in PROJECT.fields}
    assert all("reading the attribute raised an error" in message for _, message in found)
    assert "wrong type" in dict(told(Mock(), from_attributes=True))["name"]


def test_an_attribute_that_has_no_value_yet_is_unknown():
    @attrs.define
    class Slotted:
        amount: int = attrs.field(init=False)
        kind: str = "old"

    assert validate(Slotted(), FUND) == {"amount": None, "kind": "old"}
    assert validate(Slotted(), FUND, from_attributes=True) == {"amount": None, "kind": "old"}


def test_attributes_may_bear_labels():
    class Fund:
        金额 = 3

    assert validate(Fund(), FUND, from_attributes=True) == {"amount": 3, "kind": None}


@pytest.mark.parametrize(
    "data", [object(), 3, "x", [1], (1, 2), {1}, Kind, Kind.OLD, FRAME, date(2022, 1, 1), Period(1)]
)
def test_what_has_none_of_the_fields_is_no_record(data):
    ((path, message),) = told(data, from_attributes=True)
    assert path == "the record"
    assert "wrong type" in message


def test_objects_that_lead_in_circles_end_with_their_type():
    inner = RecordType(
        "Inner", None, (Field("next", None, FUND), Field("all", None, ListType(FUND)))
    )
    circle = SimpleNamespace(amount=1)
    circle.next, circle.all = circle, [circle, circle]
    assert validate(circle, inner, from_attributes=True) == {
        "next": {"amount": 1, "kind": None},
        "all": ({"amount": 1, "kind": None},) * 2,
    }


# Entries of a policy


@pytest.fixture(scope="module")
def policy():
    return lr.load("xiangtan_2022")


DAY = date(2023, 5, 1)
PLAIN = {"id": "P-1", "operating": True, "planned_start": date(2023, 1, 1), "works_amount": 120}
ODD = {
    "id": np.str_("P-1"),
    "operating": np.True_,
    "planned_start": pd.Timestamp("2023-01-01"),
    "works_amount": np.int64(120),
    "village": pd.NA,
    "site": float("nan"),
    "entered_on": pd.NaT,
}


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_every_entry_takes_the_same(policy, engine):
    plain = policy.evaluate(PLAIN, as_of=DAY, engine=engine)
    noted = SimpleNamespace(**PLAIN, note="x")
    for data, settings in (
        (ODD, {}),
        (noted, {"from_attributes": True}),
        ({**ODD, "note": "x"}, {"extra": "ignore"}),
    ):
        asked = {"as_of": DAY, "engine": engine, **settings}
        assert policy.evaluate(data, **asked) == plain
        assert [*policy.evaluate_many([data], **asked)] == [plain]


def test_advice_takes_the_same(policy):
    goal = "approve_project is permitted"
    record = {"id": "P-1", "mechanism_established": False}
    advice = policy.advise(record, goal, as_of=DAY)
    from_object = policy.advise(SimpleNamespace(**record), goal, as_of=DAY, from_attributes=True)
    ignoring = policy.advise({**record, "note": 1}, goal, as_of=DAY, extra="ignore")
    assert advice.alternatives == from_object.alternatives == ignoring.alternatives


def test_what_is_taken_as_valid_is_not_read(policy):
    with pytest.raises(ValueError, match="validated records only"):
        policy.evaluate(PLAIN, as_of=DAY, assume_valid=True, extra="ignore")


def test_refused_objects_are_told_by_their_position(policy):
    refused: list[int] = []
    found = policy.evaluate_many(
        [SimpleNamespace(id="P-1"), SimpleNamespace(id=1)],
        as_of=DAY,
        from_attributes=True,
        refused=lambda position, _: refused.append(position),
    )
    assert len([*found]) == 1
    assert refused == [1]


@pytest.mark.slow
def test_no_library_is_imported_for_it():
    program = (
        "import sys, linkage_rules as lr\n"
        "from linkage_rules.records import RecordError\n"
        "try: lr.load('vocabulary').evaluate({'id': 'x', 'y': 1.5}, as_of=__import__('datetime')"
        ".date(2023, 5, 1), record_type='Project')\n"
        "except RecordError: print(*sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in found.stdout.split()}
    assert "linkage_rules" in loaded
    assert loaded & {"numpy", "pandas", "pydantic", "polars", "pyarrow", "sqlalchemy"} == set()
