"""The policies that lie on top of one another in a stack, and what each changes in those below."""

from datetime import date
from enum import Enum

from attrs import field, frozen

from linkage_rules.model.norms import Citation, Interval
from linkage_rules.model.spans import NOWHERE, Span


@frozen
class Layer:
    """One policy of a stack: a city's opinion, a county's rules on top of it."""

    name: str
    label: str | None = None
    issuer: str | None = None
    issued: date | None = None
    in_force: Interval = Interval()


class AmendmentKind(Enum):
    """What an overlay does to something of a policy below."""

    SET = "set"
    OVERRIDE = "override"
    REPEAL = "repeal"
    LOOSEN = "loosen"
    CONTINUE = "continue"


@frozen
class Amendment:
    """One change that a layer makes, and why.

    ``target`` is the norm or parameter that is changed, or for `AmendmentKind.CONTINUE` the policy;
    ``replaces`` names the layer whose declaration gives way, ``in_force`` the days on which the
    change holds.
    """

    change: AmendmentKind
    target: str
    label: str | None
    layer: str
    replaces: str
    in_force: Interval = Interval()
    because: str | None = None
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @property
    def name(self) -> str:
        """What is changed."""
        return self.target
