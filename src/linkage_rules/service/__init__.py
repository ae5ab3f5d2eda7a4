"""A service: policies that answer over HTTP.

**It takes** checked policies (or their names and folders), keys, bounds, and then requests, all of
which may come from anybody: records as JSON, many of them as NDJSON, files of records.

**It gives** an ASGI application (`create_app`) that any server runs or any other application
mounts: decisions of one record and of many, explanations, what is missing, advice, schemas, the
policies with their digests and days in force, reviews of uploaded files with their progress,
health, metrics, and a description of all of it in OpenAPI 3.1. What goes wrong is answered as
problem details (RFC 9457) in the language that was asked for. ``docs/service.md`` tells of it.

Where to look:

* what can be asked: `app.py`; how it is described, with the record types of the policies:
  `contract.py`
* who may ask, how much, and what every answer says of itself: `gate.py`; the bounds and the keys:
  `settings.py`
* what is said when something goes wrong: `problems.py`, a row for each code
* work in threads, and what is counted of it: `work.py`
* many records at once: `streaming.py`; files, their reviews and what becomes of them:
  `uploads.py`

**May not know** how a record is judged, read or written: it asks `policy`, `records` and
`reviews` as a program of a user would. No text of a request is a policy unless the one who starts
the service allows it. It decides nothing and keeps nothing: a review is gone an hour after it was
written, or when the service ends. Libraries come with the extra ``service``, and are imported by
`create_app`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand
from linkage_rules.extras import required

if TYPE_CHECKING:
    from fastapi import FastAPI

    from linkage_rules.policy.policy import Policy
    from linkage_rules.service.settings import Limits
    from linkage_rules.words.keywords import Language

__all__ = ["Limits", "create_app"]

_NEEDED = ("fastapi", "sse_starlette", "prometheus_client", "python_multipart")


def create_app(
    policies: "Iterable[Policy | str | Path]",
    *,
    keys: Iterable[str] | None = None,
    allow_policies: bool = False,
    limits: "Limits | None" = None,
    language: "Language" = "zh",
    hosts: Iterable[str] = (),
) -> "FastAPI":
    """An ASGI application that answers questions about policies.

    ``policies`` are policies, or what `linkage_rules.load` takes. ``keys`` are those that a request
    must bring one of, by default those of the environment (``LINKAGE_RULES_API_KEYS``, or one a
    line in the file that ``LINKAGE_RULES_API_KEYS_FILE`` names); ``keys=()`` asks for none. Without
    keys only requests to this machine's own names, and to ``hosts``, are answered, and none that a
    page of another site sends. ``allow_policies`` lets requests bring texts in the policy language:
    policies to be checked and asked, and goals as conditions. ``language`` is spoken to those who
    accept both or neither. ``limits`` are the bounds on sizes and times.

    Raises `PolicyError` for a policy that cannot be used, `RefusedError` for keys that are too
    short or two policies of one name, and `MissingExtraError` without the extra ``service``.

    >>> app = create_app(["xiangtan_2022"], keys=())
    >>> sorted(path for path in app.openapi()["paths"] if "Village/evaluate" in path)
    ['/policies/xiangtan_2022/Village/evaluate', '/policies/xiangtan_2022/Village/evaluate-many']
    """
    for module in _NEEDED:
        required(module, "service")
    from linkage_rules.service.app import application

    return application(
        policies,
        keys=keys,
        allow_policies=allow_policies,
        limits=limits,
        language=language,
        hosts=hosts,
    )


__getattr__ = on_demand(__name__, {"settings": ("Limits",)})
