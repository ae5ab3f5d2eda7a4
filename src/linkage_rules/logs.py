"""Events that the user does not see, such as a cache that is renewed, as records of `logging`.

``docs/logging.md`` lists them. `logging` is not imported for them: in a program that has never
imported it nobody listens. The texts are in English, for the logs of a program; they are no
messages to users.
"""

import sys
from typing import Final, Literal, TypeAlias

Area: TypeAlias = Literal[
    "cache", "built", "watch", "compiled", "tables", "records", "editing", "desk"
]
"""The part of the library that logs: the name of its logger below ``linkage_rules``."""

_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30}


def tell(area: Area, level: Literal["debug", "info", "warning"], what: str, *of: object) -> None:
    """Log an event; ``of`` are the values for the places ``%s`` in ``what``.

    Does nothing in a program that has not imported `logging`.

    >>> tell("cache", "debug", "nothing is kept for %s", "local.pol")
    """
    logging = sys.modules.get("logging")
    if logging is None:
        return
    whole = logging.getLogger("linkage_rules")
    if not whole.handlers:
        # Without a handler Python would print warnings even in a program that has not set up
        # logging.
        whole.addHandler(logging.NullHandler())
    whole.getChild(area).log(_LEVELS[level], what, *of)
