"""Rego on C++ (the package regopy), asked through a bundle that is built once."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from workload import ASSISTANCE, CONTRACTED, SMALL, TRANSITION

from engines import ALL_RULES, Contender, with_day_number

_ENTRY = "workload/answers"
_FIRST, _LAST = map(date.toordinal, TRANSITION)


def _set(texts: Iterable[str]) -> str:
    return f"{{{', '.join(map(json.dumps, sorted(texts)))}}}"


FACTS = f"""
package workload
import rego.v1

assistance := {_set(ASSISTANCE)}
contracted := {_set(CONTRACTED)}
poor := sum([m.poor_households | some m in input.modes])
reached := sum([m.households | some m in input.modes])
assisted if {{ some f in input.funds; f.type in assistance }}
must if {{ input.operating; assisted }}
must if {{ input.operating; input.in_asset_management }}
without_effect if {{ poor == 0 }}
without_effect if {{ input.assets_idle }}
without_effect if {{ input.operating_loss }}
"""

RULES = (
    "must",
    "must; not input.mechanism",
    "must; not input.effects_clear",
    "input.implemented; must; without_effect",
    "input.implemented; input.nominal; reached == 0",
    "some m in input.modes; m.mode in contracted; not input.agreement_signed",
    'some m in input.modes; m.mode == "share"; m.floor_return_bp < 100',
    "input.operating; not assisted; count(input.modes) >= 1",
    f'sum([f.amount | some f in input.funds]) < {SMALL}; input.asset_owner == "village"',
    f"input.start >= {_FIRST}; input.start <= {_LAST}",
    "input.mechanism; input.effects_clear; poor * 100 >= 30 * reached;"
    " count({m.mode | some m in input.modes}) >= 2",
    "every m in input.modes { m.households >= 1 }",
)


_STATED = "\n".join(
    f"default rule_{number} := false\nrule_{number} if {{ {condition} }}"
    for number, condition in zip(ALL_RULES, RULES, strict=True)
)
_LISTED = f"answers := [{', '.join(f'rule_{number}' for number in ALL_RULES)}]"

MODULE = f"{FACTS}\n{_STATED}\n{_LISTED}"
"""The rules as a module of Rego, which lists the answers to all of them."""


def contender() -> Contender:
    from regopy import Input, Interpreter

    interpreter = Interpreter()
    interpreter.add_module("workload", MODULE)
    bundle = interpreter.build(None, [_ENTRY])

    def decide(told: Any) -> Any:
        interpreter.set_input(told)
        return interpreter.query_bundle_entrypoint(bundle, _ENTRY)

    def answers(output: Any) -> tuple[bool, ...]:
        # The text, because nodes of an output are not safe to read one by one.
        return tuple(json.loads(str(output))["expressions"][0])

    def prepare(record: dict[str, Any]) -> Any:
        return Input(with_day_number(record))

    return Contender("regopy", decide, answers, prepare, "regopy")
