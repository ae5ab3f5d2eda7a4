"""The records of the benchmark, from a seed, and the rules written by hand in plain Python."""

import random
from datetime import date, timedelta
from typing import Any

FUND_TYPES = (
    *("bridging_subsidy", "integrated_agri", "east_west", "designated_aid", "social_donation"),
    *("micro_credit", "self_raised"),
)
ASSISTANCE = frozenset(FUND_TYPES[:5])
MODES = (
    *("order_production", "custody", "consignment", "floor_price", "employment", "welfare_post"),
    *("share", "lease_land", "lease_house"),
)
CONTRACTED = frozenset({"share", "lease_land", "lease_house"})
OWNERS = ("village", "enterprise", "coop", "county")
TRANSITION = (date(2021, 1, 1), date(2025, 12, 31))
SMALL = 200_000_000
FIRST_DAY = date(2020, 1, 1)
DAYS = (date(2026, 12, 31) - FIRST_DAY).days


def records(count: int, seed: int = 20221207) -> list[dict[str, Any]]:
    """Complete records; amounts in fen."""
    rng = random.Random(seed)
    return [_record(rng, number) for number in range(count)]


def _record(rng: random.Random, number: int) -> dict[str, Any]:
    def chance(percent: int) -> bool:
        return rng.randrange(100) < percent

    modes = []
    for _ in range(rng.randint(0, 5)):
        households = rng.randint(0, 99)
        modes.append(
            {
                "mode": rng.choice(MODES),
                "households": households,
                "poor_households": rng.randint(0, households),
                "floor_return_bp": rng.randint(0, 899),
            }
        )
    return {
        "id": f"P-{number}",
        "operating": chance(70),
        "implemented": chance(50),
        "in_asset_management": chance(40),
        "mechanism": chance(70),
        "effects_clear": chance(70),
        "assets_idle": chance(10),
        "operating_loss": chance(10),
        "nominal": chance(5),
        "agreement_signed": chance(70),
        "asset_owner": rng.choice(OWNERS),
        "start": FIRST_DAY + timedelta(days=rng.randint(0, DAYS)),
        "funds": [
            {"type": rng.choice(FUND_TYPES), "amount": rng.randint(10**6, 3 * 10**8)}
            for _ in range(rng.randint(1, 4))
        ],
        "modes": modes,
    }


def rule_by_rule(record: dict[str, Any]) -> tuple[bool, ...]:
    """The twelve rules in plain Python, written to be read."""
    funds, modes = record["funds"], record["modes"]
    assisted = any(fund["type"] in ASSISTANCE for fund in funds)
    must = record["operating"] and (assisted or record["in_asset_management"])
    poor = sum(mode["poor_households"] for mode in modes)
    households = sum(mode["households"] for mode in modes)
    return (
        must,
        must and not record["mechanism"],
        must and not record["effects_clear"],
        record["implemented"]
        and must
        and (poor == 0 or record["assets_idle"] or record["operating_loss"]),
        record["implemented"] and record["nominal"] and households == 0,
        any(mode["mode"] in CONTRACTED for mode in modes) and not record["agreement_signed"],
        any(mode["mode"] == "share" and mode["floor_return_bp"] < 100 for mode in modes),
        record["operating"] and not assisted and len(modes) >= 1,
        sum(fund["amount"] for fund in funds) < SMALL and record["asset_owner"] == "village",
        TRANSITION[0] <= record["start"] <= TRANSITION[1],
        record["mechanism"]
        and record["effects_clear"]
        and poor * 100 >= 30 * households
        and len({mode["mode"] for mode in modes}) >= 2,
        all(mode["households"] >= 1 for mode in modes),
    )


def by_hand(record: dict[str, Any]) -> tuple[bool, ...]:
    """The twelve rules as a programmer writes them who counts: one loop over each list."""
    modes = record["modes"]
    assisted = False
    total = 0
    for fund in record["funds"]:
        total += fund["amount"]
        if fund["type"] in ASSISTANCE:
            assisted = True
    poor = households = 0
    contracted = low_floor = False
    all_reached = True
    kinds = set()
    for mode in modes:
        kind = mode["mode"]
        kinds.add(kind)
        reached = mode["households"]
        households += reached
        poor += mode["poor_households"]
        if reached < 1:
            all_reached = False
        if kind in CONTRACTED:
            contracted = True
            if kind == "share" and mode["floor_return_bp"] < 100:
                low_floor = True
    operating = record["operating"]
    implemented = record["implemented"]
    mechanism = record["mechanism"]
    effects_clear = record["effects_clear"]
    must = operating and (assisted or record["in_asset_management"])
    return (
        must,
        must and not mechanism,
        must and not effects_clear,
        implemented and must and (poor == 0 or record["assets_idle"] or record["operating_loss"]),
        implemented and record["nominal"] and households == 0,
        contracted and not record["agreement_signed"],
        low_floor,
        operating and not assisted and len(modes) >= 1,
        total < SMALL and record["asset_owner"] == "village",
        TRANSITION[0] <= record["start"] <= TRANSITION[1],
        mechanism and effects_clear and poor * 100 >= 30 * households and len(kinds) >= 2,
        all_reached,
    )
