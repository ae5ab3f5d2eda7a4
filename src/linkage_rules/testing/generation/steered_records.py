"""Records that know only what a policy reads, some of them steered to where a condition turns."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Truth
from linkage_rules.testing.generation.aiming import Aiming
from linkage_rules.testing.generation.drafts import Draft
from linkage_rules.testing.generation.focusing import fields_read
from linkage_rules.testing.generation.landmarks import landmarks
from linkage_rules.testing.generation.records import record_of

Target: TypeAlias = tuple[Expression, Truth]
"""A condition, and the answer that is wanted of it."""


def steered_records(
    package: Package, record_type: RecordType, targets: Sequence[Target], as_of: date
) -> SearchStrategy[Record]:
    """Valid records in which every field is unknown that the package does not read.

    One in so many is drawn freely; each of the others is steered to one of the targets, as far as
    it can be. Few fields and telling values find a rare answer soon, and make it a small record.
    """
    near = landmarks(package)
    read = fields_read(package, record_type.name)
    fields = tuple(f for f in record_type.fields if f.required or f.name in read)
    narrow = evolve(record_type, fields=fields)
    unread: Record = {f.name: None for f in record_type.fields}

    @st.composite
    def steered(draw: st.DrawFn) -> Record:
        draft = Draft(draw, record_type, near)
        draft.start({**unread, **draw(record_of(narrow, near))})
        target = draw(st.sampled_from((None, *targets)))
        if target is not None:
            Aiming(package, draft, as_of).condition(*target, {})
        return draft.record()

    return steered()
