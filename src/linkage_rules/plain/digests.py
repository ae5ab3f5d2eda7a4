"""Digests that identify what something says, and change exactly when that changes; and sealed
data."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

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


def of_texts(texts: Iterable[str], start: bytes = b"") -> str:
    """The SHA-256 of several texts after ``start``; also where one text ends and the next begins
    counts.

    >>> of_texts(["ab", "c"]) == of_texts(["a", "bc"])
    False
    """
    total = hashlib.sha256(start)
    for text in texts:
        encoded = text.encode()
        total.update(len(encoded).to_bytes(8, "big") + encoded)
    return total.hexdigest()


def of_data(*said: object) -> str:
    """The SHA-256 of plain data; the order of keys in mappings counts."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def sealed(head: bytes, data: object) -> bytes:
    """Plain data as bytes under a head and with their own SHA-256, to be opened by `opened`."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return head + hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def opened(head: bytes, kept: bytes | None) -> Any:
    """The data that `sealed` packed under that head; None if the bytes are damaged or of another
    head.

    >>> opened(b"kept ", sealed(b"kept ", [1])), opened(b"kept ", b"[1]")
    ([1], None)
    """
    if kept is None:
        return None
    first, _, content = kept.partition(b"\n")
    if first != head + hashlib.sha256(content).hexdigest().encode():
        return None
    return json.loads(content)
