"""The twelve rules as variables of OpenFisca, over all rows at once; `frames.py` asks them.

A project is a group, and its funds and modes are the persons in it. What is not there has a default
in OpenFisca, so that nothing is unknown; it gives no reasons. It counts in 32 bits, in which the
amounts of the workload fit. Needs `openfisca-core`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import tables
import workload
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

DAY = period_of(tables.AS_OF.isoformat())
AMOUNTS = ("amount", *tables.COUNTS)
CODES = {
    "type": workload.FUND_TYPES,
    "mode": workload.MODES,
    "asset_owner": workload.OWNERS,
}
"""The words of an enum as numbers: places, and -1 for an element of the other list."""


def _some(name: str, words: Any) -> Callable[..., Any]:
    codes = [CODES[name].index(word) for word in words]
    return lambda project, period: project.any(np.isin(project.members(name, period), codes))


def _total(name: str) -> Callable[..., Any]:
    return lambda project, period: project.sum(project.members(name, period))


def _kinds(project: Any, period: Any) -> Any:
    mode = project.members("mode", period)
    return sum(project.any(mode == n).astype(int) for n in range(len(workload.MODES)))


def _low_floor(project: Any, period: Any) -> Any:
    share = project.members("mode", period) == workload.MODES.index("share")
    return project.any(share & (project.members("floor_return_bp", period) < 100))


def _all_reached(project: Any, period: Any) -> Any:
    is_mode = project.members("mode", period) >= 0
    return project.all(~is_mode | (project.members("households", period) >= 1))


def _modes(project: Any, period: Any) -> Any:
    return project.sum(project.members("mode", period) >= 0)


def _between(project: Any, period: Any) -> Any:
    start = project("start", period)
    first, last = (np.datetime64(day) for day in workload.TRANSITION)
    return (start >= first) & (start <= last)


def _rule(body: Callable[[Callable[[str], Any]], Any]) -> Callable[..., Any]:
    return lambda project, period: body(lambda name: project(name, period))


FACTS: dict[str, tuple[type, Callable[..., Any]]] = {
    "assisted": (bool, _some("type", workload.ASSISTANCE)),
    "contracted": (bool, _some("mode", workload.CONTRACTED)),
    "poor": (int, _total("poor_households")),
    "reached": (int, _total("households")),
    "funded": (int, _total("amount")),
    "kinds": (int, _kinds),
    "modes": (int, _modes),
    "duty": (bool, _rule(lambda v: v("operating") & (v("assisted") | v("in_asset_management")))),
}
VILLAGE = workload.OWNERS.index("village")
RULES: list[Callable[..., Any]] = [
    _rule(lambda v: v("duty")),
    _rule(lambda v: v("duty") & ~v("mechanism")),
    _rule(lambda v: v("duty") & ~v("effects_clear")),
    _rule(
        lambda v: (
            v("implemented")
            & v("duty")
            & ((v("poor") == 0) | v("assets_idle") | v("operating_loss"))
        )
    ),
    _rule(lambda v: v("implemented") & v("nominal") & (v("reached") == 0)),
    _rule(lambda v: v("contracted") & ~v("agreement_signed")),
    _low_floor,
    _rule(lambda v: v("operating") & ~v("assisted") & (v("modes") >= 1)),
    _rule(lambda v: (v("funded") < workload.SMALL) & (v("asset_owner") == VILLAGE)),
    _between,
    _rule(
        lambda v: (
            v("mechanism")
            & v("effects_clear")
            & (v("poor") * 100 >= 30 * v("reached"))
            & (v("kinds") >= 2)
        )
    ),
    _all_reached,
]


def system() -> TaxBenefitSystem:
    """The variables, once for all tables."""
    item = build_entity("item", "items", "", is_person=True)
    project = build_entity("project", "projects", "", roles=[{"key": "part", "plural": "parts"}])
    made = TaxBenefitSystem([item, project])

    def add(name: str, entity: Any, type_: type, formula: Callable[..., Any] | None = None) -> None:
        parts = {"value_type": type_, "entity": entity, "definition_period": DateUnit.DAY}
        parts |= {} if formula is None else {"formula": formula}
        made.add_variable(type(name, (Variable,), parts))

    for name in (*AMOUNTS, "type", "mode"):
        add(name, item, int)
    for name in tables.FLAGS:
        add(name, project, bool)
    add("asset_owner", project, int)
    add("start", project, date)
    for name, (type_, formula) in FACTS.items():
        add(name, project, type_, formula)
    for number, formula in enumerate(RULES, 1):
        add(f"rule_{number}", project, bool, formula)
    return made


def given(table: pa.Table) -> dict[str, Any]:
    """The columns of an Arrow table as the arrays that OpenFisca takes."""
    funds, modes = (table[name].combine_chunks() for name in ("funds", "modes"))
    rows = np.arange(len(table))
    lengths = [np.diff(one.offsets.to_numpy()) for one in (funds, modes)]
    blank = [np.zeros(length.sum(), np.int32) for length in lengths]
    fund, mode = funds.flatten(), modes.flatten()

    def numbers(name: str) -> Any:
        if name == "amount":
            return np.concatenate([fund.field(name).to_numpy(), blank[1]])
        return np.concatenate([blank[0], mode.field(name).to_numpy()])

    def plain(name: str) -> Any:
        return table[name].combine_chunks().to_numpy(zero_copy_only=False)

    return {
        "members": np.concatenate([np.repeat(rows, length) for length in lengths]),
        **{name: numbers(name) for name in AMOUNTS},
        "type": np.concatenate([_codes("type", fund.field("type")), blank[1] - 1]),
        "mode": np.concatenate([blank[0] - 1, _codes("mode", mode.field("mode"))]),
        "asset_owner": _codes("asset_owner", table["asset_owner"].combine_chunks()),
        **{name: plain(name) for name in (*tables.FLAGS, "start")},
    }


def _codes(name: str, texts: Any) -> Any:
    found = texts.dictionary_encode()
    places = [CODES[name].index(word) for word in found.dictionary.to_pylist()]
    return np.array(places, np.int32)[found.indices.to_numpy()]


def answers(made: TaxBenefitSystem, arrays: dict[str, Any]) -> list[Any]:
    """The twelve rules for all rows."""
    populations = made.instantiate_entities()
    item, project = populations["item"], populations["project"]
    for population, name in ((item, "members"), (project, "operating")):
        population.count = len(arrays[name])
        population.ids = np.arange(population.count)
    project.members_entity_id = arrays["members"]
    simulation = Simulation(made, populations)
    for name, values in arrays.items():
        if name != "members":
            simulation.set_input(name, DAY, values)
    return [simulation.calculate(f"rule_{n}", DAY) for n in tables.RULES]
