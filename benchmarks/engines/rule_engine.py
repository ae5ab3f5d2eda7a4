"""rule-engine: a typed expression language in Python, all rules as one expression."""

from workload import ASSISTANCE, CONTRACTED, SMALL, TRANSITION

from engines import Contender

_ASSISTED = f"$any([f['type'] in {sorted(ASSISTANCE)} for f in funds])"
_MUST = f"operating and ({_ASSISTED} or in_asset_management)"
_POOR = "$sum([m['poor_households'] for m in modes])"
_REACHED = "$sum([m['households'] for m in modes])"

RULES = (
    f"({_MUST})",
    f"({_MUST} and not mechanism)",
    f"({_MUST} and not effects_clear)",
    f"(implemented and {_MUST} and ({_POOR} == 0 or assets_idle or operating_loss))",
    f"(implemented and nominal and {_REACHED} == 0)",
    f"($any([m['mode'] in {sorted(CONTRACTED)} for m in modes]) and not agreement_signed)",
    "$any([m['mode'] == 'share' and m['floor_return_bp'] < 100 for m in modes])",
    f"(operating and not {_ASSISTED} and modes.length >= 1)",
    f"($sum([f['amount'] for f in funds]) < {SMALL} and asset_owner == 'village')",
    f"(start >= d'{TRANSITION[0]}' and start <= d'{TRANSITION[1]}')",
    f"(mechanism and effects_clear and {_POOR} * 100 >= 30 * {_REACHED}"
    " and [m['mode'] for m in modes].to_set.length >= 2)",
    "$all([m['households'] >= 1 for m in modes])",
)


def contender() -> Contender:
    import rule_engine

    context = rule_engine.Context(mapping_attribute_lookup=False)
    rule = rule_engine.Rule(f"[{', '.join(RULES)}]", context=context)
    return Contender("rule-engine", rule.evaluate, distribution="rule-engine")
