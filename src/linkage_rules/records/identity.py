"""A name for a record that changes when, and only when, what it says changes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from linkage_rules.model.values import Period, Record, Value


def digest(record: Record) -> str:
    """The SHA-256 of a validated record in hexadecimal, by which a filed decision names its input.

    What is hashed is a JSON text in ASCII: keys sorted, no spaces, ``\\u`` escapes for everything
    outside ASCII. Fields that are unknown are left out, so an absent field and one that is
    ``None`` are the same; an unknown element of a list is ``null``. Numbers and money in fen
    that are whole, text, enum members and yes/no are JSON's own. A key starting with ``$``, which
    no field can have, marks the rest: ``{"$date":"2022-12-07"}``, ``{"$number":"1/3"}`` and
    ``{"$period":[36,0]}`` (months, days).

    >>> digest({"amount": 120000000, "operating": None}) == digest({"amount": 120000000})
    True
    """
    canonical = json.dumps(_canonical(record), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _canonical(value: Value) -> object:
    if isinstance(value, Mapping):
        return {name: _canonical(v) for name, v in value.items() if v is not None}
    if isinstance(value, tuple):
        return [_canonical(element) for element in value]
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, Period):
        return {"$period": [value.months, value.days]}
    if isinstance(value, Fraction) and value.denominator != 1:
        return {"$number": f"{value.numerator}/{value.denominator}"}
    return value.numerator if isinstance(value, Fraction) else value
