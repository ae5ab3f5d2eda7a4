"""The Common Expression Language in Python, with its compiling runner."""

from typing import Any

from engines import Contender, with_day_number
from engines.cel_expressions import ALL, WITHOUT


def contender() -> Contender:
    import celpy

    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = environment.program(environment.compile(ALL))

    def prepare(record: dict[str, Any]) -> dict[str, Any]:
        told = with_day_number(record)
        return {name: celpy.json_to_cel(value) for name, value in told.items()}

    def answers(result: Any) -> tuple[bool, ...]:
        return tuple(map(bool, result))

    return Contender("cel-python", program.evaluate, answers, prepare, "cel-python", WITHOUT)
