"""Whether what is shown was made of the texts of now."""

from collections.abc import Mapping
from typing import Any, Final

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Asked, Job, Method, Task, text
from linkage_rules.desk.versions import NOW, at_version
from linkage_rules.presenting.endings import RefusedError


def standing(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """The digest of a policy by its texts of now, or by the version that is asked for; none, and
    ``why``, where there is no such policy any more, or nothing can be judged by it."""
    try:
        now = at_version(desk, text(asked, "policy"), text(asked, "at", NOW)).digest
    except RefusedError as error:
        return {"now": None, "why": error.words.render(desk.language)}
    return {"now": now, "why": None}


METHODS: Final[Mapping[str, Method]] = {"desk/standing": Job(standing)}
"""What the page asks of what it shows."""
