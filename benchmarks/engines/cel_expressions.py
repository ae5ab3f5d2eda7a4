"""The ten rules that the Common Expression Language can express. It has no sum."""

from datetime import date

from workload import ASSISTANCE, CONTRACTED, TRANSITION

_NO_SUM = "CEL has no sum"
WITHOUT = {9: _NO_SUM, 11: _NO_SUM}

_ASSISTED = f"funds.exists(f, f.type in {sorted(ASSISTANCE)})"
_MUST = f"operating && ({_ASSISTED} || in_asset_management)"
_FIRST, _LAST = map(date.toordinal, TRANSITION)

RULES = (
    f"{_MUST}",
    f"{_MUST} && !mechanism",
    f"{_MUST} && !effects_clear",
    # What a sum of numbers of households is zero for can be said without it.
    f"implemented && {_MUST}"
    " && (modes.all(m, m.poor_households == 0) || assets_idle || operating_loss)",
    "implemented && nominal && modes.all(m, m.households == 0)",
    f"modes.exists(m, m.mode in {sorted(CONTRACTED)}) && !agreement_signed",
    "modes.exists(m, m.mode == 'share' && m.floor_return_bp < 100)",
    f"operating && !{_ASSISTED} && size(modes) >= 1",
    f"start >= {_FIRST} && start <= {_LAST}",
    "modes.all(m, m.households >= 1)",
)
ALL = f"[{', '.join(RULES)}]"
"""One list of all answers: the record is handed over once."""
