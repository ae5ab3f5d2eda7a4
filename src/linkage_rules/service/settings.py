"""The limits of a service, and the keys it asks for."""

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final

from attrs import Attribute, evolve, fields, frozen

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

_UNREADABLE_KEYS: Final = Phrase(
    "{variable}: {file} cannot be read: {why}", "{variable}：{file} 无法读取：{why}"
)
_NOT_UTF_8: Final = Phrase("it is not written in UTF-8", "不是 UTF-8 编码")

KEYS_VARIABLE: Final = "LINKAGE_RULES_API_KEYS"
"""The environment variable with the keys, separated by commas or blanks."""

KEYS_FILE_VARIABLE: Final = "LINKAGE_RULES_API_KEYS_FILE"
"""The environment variable with the name of a file of keys, one a line; lines that begin with # are
comments."""

SHORTEST_KEY: Final = 16
"""The least number of characters of a key."""


@frozen
class Limits:
    """The limits of a service, in bytes, seconds and numbers.

    >>> Limits(body_bytes=10_000).changed({"threads": 2}).threads
    2
    """

    body_bytes: int = 1_000_000
    """The most bytes of a record, with the question about it."""
    policy_bytes: int = 500_000
    """The most bytes of the texts of a policy in a request, with the record."""
    stream_bytes: int = 200_000_000
    """The most bytes of records in NDJSON, altogether."""
    line_bytes: int = 1_000_000
    """The most bytes of one record in NDJSON."""
    lines: int = 100_000
    """The most records in NDJSON."""
    upload_bytes: int = 20_000_000
    """The most bytes of a file to be reviewed, with its mapping."""
    records: int = 20_000
    """The most records of a file to be reviewed."""
    output_bytes: int = 500_000_000
    """The most bytes that a review writes."""
    seconds: float = 30
    """The time for one answer."""
    solver_seconds: float = 10
    """The time for one piece of advice, which is then marked as unfinished."""
    review_seconds: float = 600
    """The time for one review."""
    stall_seconds: float = 30
    """The time without a byte from a sending client, or to a receiving one."""
    kept_seconds: float = 3600
    """The time for which the files of a review can be fetched."""
    closing_seconds: float = 20
    """The time for running answers when the service shuts down."""
    threads: int = 4
    """How many answers are worked out at once."""
    waiting: int = 64
    """How many requests may wait for their turn."""
    incoming: int = 16
    """How many files and streams of records are received at once."""
    reviews: int = 2
    """How many reviews run at once."""
    reviews_waiting: int = 8
    """How many reviews may wait for their turn."""
    reviews_kept: int = 32
    """How many reviews are kept with their files."""

    def __attrs_post_init__(self) -> None:
        for each in fields(Limits):
            value, least = getattr(self, each.name), 0 if "waiting" in each.name else 1
            number = isinstance(value, int if each.type is int else int | float)
            if not number or isinstance(value, bool) or not least <= value < float("inf"):
                raise RefusedError(_NO_NUMBER.filled(name=each.name, value=str(value)))

    def changed(self, values: Mapping[str, float]) -> "Limits":
        """The limits with the named ones changed. Raises `RefusedError` for other names."""
        changed: dict[str, Any] = {**values}
        known: dict[str, Attribute[float]] = {each.name: each for each in fields(Limits)}
        for name in values:
            if name not in known:
                names = ", ".join(known)
                raise RefusedError(
                    Phrase(
                        f"there is no limit {name}; the limits are {names}",
                        f"没有名为 {name} 的限制；可设的限制：{names}",
                    )
                )
        return evolve(self, **changed)


_NO_NUMBER: Final = Phrase(
    "the limit {name} is a number of at least one, whole but for seconds, not {value}",
    "限制 {name} 应为不小于一的数（秒数可有小数，其余为整数），而不是 {value}",
)
_SHORT: Final = Phrase(
    "a key of the service has fewer than {least} characters; make one with "
    'python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
    "服务密钥不足{least}个字符；可以这样生成："
    'python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
)
_NOT_PLAIN: Final = Phrase(
    "a key of the service holds characters other than visible ones of ASCII, which no header "
    "can bring",
    "服务密钥含有可见 ASCII 以外的字符，无法放入请求头",
)


class Keys:
    """The keys of which a request has to bring one; without any, no key is asked for.

    Only their digests are kept.

    >>> keys = Keys(["0123456789abcdef"])
    >>> keys.owner("0123456789abcdef") is None, keys.owner("0123456789abcdeF") is None
    (False, True)
    """

    def __init__(self, keys: Iterable[str]) -> None:
        given = [*keys]
        for key in given:
            if len(key) < SHORTEST_KEY:
                raise RefusedError(_SHORT.filled(least=SHORTEST_KEY))
            if not (key.isascii() and key.isprintable() and " " not in key):
                raise RefusedError(_NOT_PLAIN)
        self._digests = [sha256(key.encode()).digest() for key in given]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def owner(self, brought: str) -> str | None:
        """The owner of a key, by a name that does not reveal the key; None for an unknown key.

        All keys are compared, each in constant time.
        """
        digest = sha256(brought.encode("utf-8", "surrogateescape")).digest()
        found = [compare_digest(digest, known) for known in self._digests]
        return digest.hex()[:16] if any(found) else None


def keys_of(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The keys that an environment gives.

    Raises `RefusedError` where it names a file of keys that cannot be read, or has no keys.

    >>> keys_of({"LINKAGE_RULES_API_KEYS": "first-of-two-keys, second-of-two-keys"})
    ['first-of-two-keys', 'second-of-two-keys']
    """
    keys = environment.get(KEYS_VARIABLE, "").replace(",", " ").split()
    file = environment.get(KEYS_FILE_VARIABLE)
    if file is None:
        return keys
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = why_failed(error) if isinstance(error, OSError) else _NOT_UTF_8
        said = _UNREADABLE_KEYS.filled(variable=KEYS_FILE_VARIABLE, file=file, why=why)
        raise RefusedError(said) from error
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not found:
        raise RefusedError(
            Phrase(
                f"{KEYS_FILE_VARIABLE}: there is no key in {file}; write one a line",
                f"{KEYS_FILE_VARIABLE}：{file} 中没有密钥，请每行写一个",
            )
        )
    return [*keys, *found]
