"""Whether the compiled engine and the reference engine agree on a record."""

from datetime import date

from linkage_rules.decisions import Decision
from linkage_rules.errors import Error, Fault
from linkage_rules.policy.policy import Engine, Policy
from linkage_rules.records import RecordError
from linkage_rules.testing.derived import differences


class DisagreementError(Error, AssertionError):
    """The two engines give different answers for a record."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.problems = (Fault("INT-001", (), what, f"两个引擎的结论不一致：{what}"),)


def agreed(
    policy: Policy, record_type: str, record: object, as_of: date, *, assume_valid: bool = False
) -> Decision | RecordError:
    """The decision of both engines on a record, or its problems.

    Compared are statuses, verdicts, missing facts, readings and the record as it was read. Answers
    that are worked out without derivations are compared with the derivations.

    Raises `DisagreementError` with the first difference, also where one of them raises something
    else than `RecordError`.

    >>> import linkage_rules as lr
    >>> decision = agreed(lr.load("xiangtan_2022"), "Project", {"id": "P-1"}, date(2023, 5, 1))
    >>> decision.verdicts["enter_library"].status.value
    'undetermined'
    """

    def said(engine: Engine) -> Decision | RecordError:
        try:
            return policy.evaluate(
                record,
                as_of=as_of,
                record_type=record_type,
                engine=engine,
                assume_valid=assume_valid,
                outside="allow",
            )
        except RecordError as error:
            return error
        except Exception as error:
            raise DisagreementError(f"the {engine} engine raises {error!r}") from error

    expected, found = said("reference"), said("compiled")
    for what, wanted, got in _differing(expected, found):
        raise DisagreementError(f"{what}\nreference: {wanted}\ncompiled:  {got}")
    return found


def _differing(
    expected: Decision | RecordError, found: Decision | RecordError
) -> list[tuple[str, object, object]]:
    compared: list[tuple[str, object, object]] = [
        ("problems", _problems(expected), _problems(found))
    ]
    if isinstance(expected, Decision) and isinstance(found, Decision):
        compared.append(("record", expected.record, found.record))
        for what, wanted, got in (
            ("norms", expected.norms, found.norms),
            ("verdicts", expected.verdicts, found.verdicts),
        ):
            compared.append((what, list(wanted), list(got)))
            compared += [(f"{what} {name}", wanted[name], got.get(name)) for name in wanted]
        compared.append(("missing", expected.missing, found.missing))
        compared.append(("what is said without derivations", [], differences(found)))
    return [difference for difference in compared if difference[1] != difference[2]]


def _problems(said: Decision | RecordError) -> object:
    return (said.problems, said.omitted) if isinstance(said, RecordError) else ()
