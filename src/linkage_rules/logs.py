"""What happens unseen, told to the standard library's logging; ``docs/logging.md`` lists it.

Nothing is imported or set up for it beforehand: where a program has never imported `logging`,
nobody listens. What is told is in English, for the logs of a program; it is no message to users.
"""

import sys
from typing import Final, Literal, TypeAlias

Area: TypeAlias = Literal["cache", "built", "watch", "compiled", "tables"]
"""The logger below ``linkage_rules`` that says it."""

_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30}


def tell(area: Area, level: Literal["debug", "info", "warning"], what: str, *of: object) -> None:
    """Log what has happened; ``of`` fills the places ``%s`` of it where somebody listens.

    >>> tell("cache", "debug", "nothing is kept for %s", "local.pol")
    """
    logging = sys.modules.get("logging")
    if logging is None:
        return
    whole = logging.getLogger("linkage_rules")
    if not whole.handlers:
        # Without it Python prints warnings of a program that has set nothing up.
        whole.addHandler(logging.NullHandler())
    whole.getChild(area).log(_LEVELS[level], what, *of)
