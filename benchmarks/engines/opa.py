"""Open Policy Agent itself, its Go library in a shared object (opa-golib-python-bindings).

It reads each record from JSON and gives its answers so; nothing of it takes a record that was read
before. The package says that it needs Python 3.14 and runs on 3.11: there it is installed with
``pip install --ignore-requires-python opa-golib-python-bindings``.
"""

from collections.abc import Mapping
from typing import Any

from engines import Contender, with_day_number
from engines.rego import MODULE


def contender() -> Contender:
    from opa_bindings import OpaEngine

    engine = OpaEngine()
    engine.add_policy("workload.rego", MODULE)

    def decide(told: Mapping[str, Any]) -> Any:
        return engine.eval_document("workload.answers", told)

    return Contender(
        "OPA, its Go library", decide, tuple, with_day_number, "opa-golib-python-bindings"
    )
