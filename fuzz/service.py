"""Requests made up from the service's own description, and what is wrong with its answers.

For each thing that can be asked, Schemathesis makes requests that fit the OpenAPI document and
requests that do not. The first have to be answered, the second refused; every answer has to be one
that the document tells of: its status, its kind, its content; and nothing may be answered without
a key. Run it with more examples than the tests do:

    python fuzz/service.py --examples 300
"""

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterator

# The client that it asks with calls itself deprecated.
warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")

import schemathesis  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from hypothesis.errors import Unsatisfiable  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.config import SchemathesisConfig  # noqa: E402
from schemathesis.schemas import APIOperation, BaseSchema  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    negative_data_rejection,
    positive_data_acceptance,
)

from linkage_rules.service import Limits, create_app  # noqa: E402

KEY = "a-key-of-the-fuzzing-alone"
HEADERS = {"X-API-Key": KEY, "Authorization": f"Bearer {KEY}"}
POLICY = "xiangtan_2022"
TYPE = "Village"
"""Records of one type stand for those of all: the addresses differ in nothing else."""

BEYOND_SCHEMAS = ("/evaluate", "/explain", "/missing", "/advise", "/reviews", "/texts/")
"""Where a schema cannot say all that is asked of a body: a day that is in the calendar, the name
of a file, a text in the policy language. There 422 is an answer to what fits, too."""


@schemathesis.serializer("application/x-ndjson")
def as_lines(context: object, value: object) -> bytes:
    return str(value).encode("utf-8", "replace")


def described(allow_policies: bool) -> BaseSchema:
    """The description of a service, as a client gets it."""
    limits = Limits(solver_seconds=1)
    app = create_app([POLICY], keys=[KEY], allow_policies=allow_policies, limits=limits)
    checks = {"negative_data_rejection": {"expected-statuses": [*REFUSED]}}
    config = SchemathesisConfig.from_dict({"checks": checks})
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers=HEADERS, config=config)


REFUSED = ("400", "401", "403", "404", "405", "408", "409", "413", "415", "421", "422", "503")


def operations() -> Iterator[APIOperation]:
    """What can be asked, with records of one type; of policies in requests, what they add."""
    for allowing in (False, True):
        for found in described(allowing).get_all_operations():
            operation = found.ok()
            one = f"{POLICY}/" not in operation.path or f"/{TYPE}/" in operation.path
            if one and ("/texts/" in operation.path) == allowing:
                yield operation


def try_out(operation: APIOperation, examples: int) -> Counter[str]:
    """Ask, and raise what is wrong with an answer. Gives how many had which status."""
    counted: Counter[str] = Counter()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            _try_out(operation, mode, examples, counted)
        except Unsatisfiable:
            # Nothing can be wrong in a request that takes nothing.
            counted[f"{mode.value} none"] += 1
    return counted


def _try_out(
    operation: APIOperation, mode: GenerationMode, examples: int, counted: Counter[str]
) -> None:
    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        answer = case.call(headers=HEADERS)
        counted[f"{mode.value} {answer.status_code}"] += 1
        passed = []
        if answer.status_code == 422 and any(each in operation.path for each in BEYOND_SCHEMAS):
            passed.append(positive_data_acceptance)
        if operation.path.endswith("/evaluate-many"):
            # A bad line is answered as one, whatever stands in it.
            passed.append(negative_data_rejection)
        case.validate_response(answer, headers=HEADERS, excluded_checks=passed)

    asked()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=300)
    examples = parser.parse_args().examples
    wrong = 0
    for operation in operations():
        try:
            counted = try_out(operation, examples)
        except (Exception, BaseExceptionGroup) as fault:
            wrong += 1
            print(f"WRONG {operation.label}\n{fault}")
        else:
            print(operation.label, *(f"{what}: {n}" for what, n in sorted(counted.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
