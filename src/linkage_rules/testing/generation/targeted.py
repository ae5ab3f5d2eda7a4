"""Generating records for a purpose: that a norm applies, or that a condition has a wanted
answer."""

from collections.abc import Callable, Sequence, Set
from datetime import date
from typing import Final, TypeAlias

from hypothesis import HealthCheck, Phase, find, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from linkage_rules.errors import Error, Fault
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Truth
from linkage_rules.testing.generation.aiming import Aiming
from linkage_rules.testing.generation.drafts import Draft
from linkage_rules.testing.generation.drawn import Drawing
from linkage_rules.testing.generation.focusing import fields_read, resting
from linkage_rules.testing.generation.landmarks import landmarks
from linkage_rules.words.messages import Phrase, Reason, reason

Target: TypeAlias = tuple[Expression, Truth]
"""A condition, and the wanted answer."""

_PASSES: Final = 4
"""How often conditions that share fields are adjusted; more passes do not help."""

_PROBING: Final = settings(
    max_examples=5,
    database=None,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
"""The settings for finding out beforehand whether such a record can be found. Ten times as many
attempts may be made as examples are asked for; mostly the first one succeeds."""

_WANTED: Final = {
    True: Phrase("applies", "适用"),
    False: Phrase("does not apply", "不适用"),
    None: Phrase("cannot be told to apply or not", "无法判断是否适用"),
}


class AimError(Error, ValueError):
    """No such records could be generated: ``words`` say why, `render` in either language.

    >>> str(AimError(reason("ASK-401", "there is no norm x", "没有规范 x")))
    'there is no norm x'
    """

    def __init__(self, words: Reason) -> None:
        super().__init__(words)
        self.words = words
        self.problems = (Fault(words.code, (), words.en, words.zh),)

    def __str__(self) -> str:
        return self.render("en")


def aimed_records(
    package: Package,
    record_type: RecordType,
    norm: Norm,
    applies: Truth,
    as_of: date,
    also: Set[str] = frozenset(),
) -> SearchStrategy[Record]:
    """Valid records on which a norm applies (True), does not (False), or is undetermined (None).

    A record is drawn as by `records` and then changed in the places that the conditions of the norm
    read. Raises `AimError` when the norm is not in force on the day and should apply, and when a
    number of attempts have reached nothing, which is no proof that there is no such record.
    """
    if applies is not False and not norm.in_force.contains(as_of):
        raise AimError(_not_in_force(norm, as_of))
    needed = resting(package, norm.name)
    drawing = Drawing.of(package, record_type, also)
    drawn = drawing.record(record_type)

    @st.composite
    def aimed(draw: st.DrawFn) -> Record:
        draft = Draft(draw, record_type, drawing)
        draft.start(drawn(draw))
        aiming = Aiming(needed, draft, as_of)
        for _ in range(_PASSES):
            if aiming.applies(norm.name) is applies:
                return draft.record()
            aiming.bring_to(norm.name, applies)
        return reject()

    try:
        find(aimed(), lambda _: True, settings=_PROBING)
    except (NoSuchExample, Unsatisfiable):
        raise AimError(_not_reached(norm, applies, as_of)) from None
    return aimed()


def _not_in_force(norm: Norm, as_of: date) -> Reason:
    return reason(
        "ASK-402",
        f"norm {norm.name} is not in force on {as_of}, so it applies to no record; "
        "give a day on which it is as as_of",
        f"规范 {norm.label or norm.name} 在 {as_of} 未施行，不适用于任何记录；"
        "请用 as_of 给出其施行期内的日期",
    )


def _not_reached(norm: Norm, applies: Truth, as_of: date) -> Reason:
    wanted = _WANTED[applies]
    return reason(
        "ASK-403",
        f"no record was found on which norm {norm.name} {wanted.en} as of {as_of}; "
        "perhaps there is none, or only on another day: give that as as_of",
        f"未找到在 {as_of} 规范 {norm.label or norm.name} {wanted.zh}的记录；"
        "可能不存在这样的记录，或者只在其他日期存在：请用 as_of 给出日期",
    )


def steered_records(
    package: Package, record_type: RecordType, targets: Sequence[Target]
) -> Callable[[date], SearchStrategy[Record]]:
    """A function that gives for a day a strategy of records, with only the fields that the package
    reads.

    Some records are drawn freely; the others are changed towards one of the targets, as far as
    possible. With few fields and significant values, rare answers are found soon and on small
    records.
    """
    drawing = Drawing(landmarks(package), fields_read(package))
    drawn = drawing.record(record_type)
    choices = (None, *targets)

    @st.composite
    def steered(draw: st.DrawFn, as_of: date) -> Record:
        draft = Draft(draw, record_type, drawing)
        draft.start(drawn(draw))
        target = draft.choose(choices)
        if target is not None:
            Aiming(package, draft, as_of).condition(*target, {})
        return draft.record()

    return steered


def searching(tries: int) -> settings:
    """Settings of a search that is no test: it repeats itself, keeps nothing, and prints nothing.

    >>> searching(20).max_examples
    20
    """
    return settings(
        max_examples=tries,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
