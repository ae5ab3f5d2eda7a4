"""GoRules ZEN, the bare expression language, on Rust.

This is its expression language without the engine around it: one compiled expression for the list
of all answers.
"""

from datetime import date

from workload import ASSISTANCE, CONTRACTED, SMALL, TRANSITION

from engines import Contender, with_day_number

_ASSISTED = f"some(funds, #.type in {sorted(ASSISTANCE)})"
DUTY = f"(operating and ({_ASSISTED} or in_asset_management))"
_POOR = "sum(map(modes, #.poor_households))"
_REACHED = "sum(map(modes, #.households))"
_FIRST, _LAST = map(date.toordinal, TRANSITION)

RULES = (
    DUTY,
    f"{DUTY} and not mechanism",
    f"{DUTY} and not effects_clear",
    f"implemented and {DUTY} and ({_POOR} == 0 or assets_idle or operating_loss)",
    f"implemented and nominal and {_REACHED} == 0",
    f"some(modes, #.mode in {sorted(CONTRACTED)}) and not agreement_signed",
    "some(modes, #.mode == 'share' and #.floor_return_bp < 100)",
    f"operating and not ({_ASSISTED}) and len(modes) >= 1",
    f"sum(map(funds, #.amount)) < {SMALL} and asset_owner == 'village'",
    f"start >= {_FIRST} and start <= {_LAST}",
    f"mechanism and effects_clear and {_POOR} * 100 >= 30 * {_REACHED}"
    " and some(modes, #.mode != modes[0].mode)",
    "all(modes, #.households >= 1)",
)


def contender() -> Contender:
    import zen

    expression = zen.compile_expression(f"[{', '.join(RULES)}]")
    return Contender(
        "zen-engine, bare expression",
        expression.evaluate,
        prepare=with_day_number,
        distribution="zen-engine",
    )
