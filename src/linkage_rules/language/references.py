"""What the names that are written in a policy stand for."""

from collections.abc import Mapping
from typing import TypeAlias

from attrs import field, frozen

from linkage_rules.model.spans import NOWHERE, Span


@frozen
class Reference:
    """What a written name stands for: its ASCII name and its label.

    ``declared`` is where it is declared: its name, or the whole of its declaration; nowhere for
    what the language itself gives a name.
    """

    name: str
    label: str | None
    declared: Span = field(default=NOWHERE, eq=False, repr=False)


References: TypeAlias = Mapping[Span, Reference]
"""What each name stands for, by where it is written."""
