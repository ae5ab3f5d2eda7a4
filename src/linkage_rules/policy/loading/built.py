"""A checked policy as one file: its texts, and its model as rows, under a digest of all of it.

The file is made where a policy is released and read where it is used, also where nothing may be
written. It is JSON on a few lines: the first tells the format and the digests of what follows. The
model is taken from it without checking only by the library that made it; the texts, by any.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NoReturn

from linkage_rules.logs import tell
from linkage_rules.plain.digests import of_texts
from linkage_rules.plain.rows import NotPlainError, from_rows, to_rows
from linkage_rules.plain.writing import FORMATS
from linkage_rules.policy.loading.evidence import LostError, library_code
from linkage_rules.policy.loading.given import GivenPlace, given_place
from linkage_rules.policy.policy import Policy
from linkage_rules.sources.text import Source
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

if TYPE_CHECKING:
    from linkage_rules.language.diagnostics import Diagnostic
    from linkage_rules.model.package import Package

KEY: Final = "LINKAGE_RULES_BUILD_KEY"
"""The environment variable with the secret that built policies are signed with, if any."""

MAX_BUILT_BYTES: Final = 64_000_000
"""A larger file is neither written nor read."""

_FORMAT: Final = FORMATS["built-policy"]
_HEAD: Final = re.compile(
    rb'\{"format":"linkage-rules/built-policy","format_version":(?P<version>\d{1,9}),'
    rb'"sha256":"(?P<sha256>[0-9a-f]{64})","hmac_sha256":(?:null|"(?P<hmac>[0-9a-f]{64})"),'
    rb'"content":'
)
_TAIL: Final = b"\n}\n"
_MALFORMED: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


# Making it


def sealed_file(content: Mapping[str, object]) -> bytes:
    """What a built file holds, as its bytes: under its digest, and signed where there is a key.

    Raises `PolicyError` where it is too large.
    """
    whole = {"made_by": _maker(), **content}
    written = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    sha256, key = hashlib.sha256(written).hexdigest(), _key()
    head = {
        **_FORMAT.head,
        "sha256": sha256,
        "hmac_sha256": None if key is None else _signature(key, written),
    }
    start = json.dumps(head, separators=(",", ":")).removesuffix("}").encode() + b',"content":\n'
    data = start + written + _TAIL
    if len(data) > MAX_BUILT_BYTES:
        refuse_to_build(_TOO_LARGE)
    return data


def _maker() -> dict[str, str]:
    try:
        return {"library": _version(), "python": _PYTHON, "code": library_code()}
    except LostError:
        refuse_to_build(_WITHOUT_CODE)


def refuse_to_build(reason: Phrase) -> NoReturn:
    """Raise `PolicyError` with the reason why a policy cannot be built into one file."""
    from linkage_rules.language.diagnostics import PolicyError, without_place

    raise PolicyError([without_place("POL-016", "", {"reason": reason})])


# Reading it


def read_built(place: Path) -> Policy:
    """The policy of a built file. Raises `PolicyError` with what is wrong with the file."""
    content = _content(place)
    try:
        other = _other_maker(content["made_by"])
        if other is not None:
            _stop(place, other)
        package = from_rows(content["model"], content["files"])
        texts, name = content["texts"], content["source"]
        source = None if name is None else Source(name, _text(texts, name))
        policy = Policy(package, _digest(content["packages"], texts), source)
    except _MALFORMED as error:
        _stop(place, _MALFORMED_CONTENT, error)
    tell("built", "debug", "%s: %s, taken without checking", place, policy.name)
    return policy


def texts_of_built(place: Path) -> GivenPlace:
    """Where the texts of a built file lie, which any version can read. Raises `PolicyError`."""
    content = _content(place)
    try:
        texts, policy = content["texts"], content["policy"]
        for name in texts:
            _text(texts, name)
        if not isinstance(policy, str):
            raise NotPlainError(policy)
    except _MALFORMED as error:
        _stop(place, _MALFORMED_CONTENT, error)
    return given_place(texts, policy, None)


def unlike(place: Path, package: Package, files: Sequence[str]) -> Diagnostic | None:
    """What is wrong if the model in a built file is not what its texts give when checked anew.

    ``files`` are those of all that the package rests on, what is used first. Nothing can be said
    where another library made the file; then it would not be used.
    """
    content = _content(place)
    if _other_maker(content["made_by"]) is not None:
        return None
    # Both as JSON has them: rows of tuples are rows of lists once they were read.
    said = json.loads(json.dumps(to_rows(package, files)))
    if content["files"] == files and content["model"] == said:
        return None
    return _problem(place, _UNLIKE_ITS_TEXTS)


def _content(place: Path) -> dict[str, Any]:
    """What a built file holds, if it is whole."""
    try:
        with place.open("rb") as stream:
            data = stream.read(MAX_BUILT_BYTES + 1)
    except OSError as error:
        why = why_failed(error)
        _stop(place, Phrase(f"it cannot be read: {why.en}", f"文件无法读取：{why.zh}"), error)
    if len(data) > MAX_BUILT_BYTES:
        _stop(place, _TOO_LARGE)
    head, _, rest = data.partition(b"\n")
    found = _HEAD.fullmatch(head)
    if found is None:
        _stop(place, _NOT_BUILT)
    if int(found["version"]) != _FORMAT.version:
        it = found["version"].decode()
        _stop(place, _OTHER_FORMAT.filled(found=it, known=str(_FORMAT.version)))
    written = rest.removesuffix(_TAIL)
    sha256 = hashlib.sha256(written).hexdigest().encode()
    if not rest.endswith(_TAIL) or not hmac.compare_digest(sha256, found["sha256"]):
        _stop(place, _ALTERED)
    _refuse_unsigned(place, written, found["hmac"])
    try:
        content = json.loads(written)
    except (RecursionError, ValueError) as error:
        _stop(place, _MALFORMED_CONTENT, error)
    if not isinstance(content, dict):
        _stop(place, _MALFORMED_CONTENT)
    return content


def _key() -> bytes | None:
    return os.environ.get(KEY, "").encode(errors="surrogateescape") or None


def _signature(key: bytes, written: bytes) -> str:
    return hmac.new(key, written, "sha256").hexdigest()


def _refuse_unsigned(place: Path, written: bytes, signature: bytes | None) -> None:
    key = _key()
    if key is None:
        if signature is not None:
            tell("built", "warning", "%s is signed, and there is no %s to check it", place, KEY)
        return
    if signature is None:
        _stop(place, _NOT_SIGNED)
    if not hmac.compare_digest(_signature(key, written).encode(), signature):
        _stop(place, _SIGNED_OTHERWISE)


def _other_maker(maker: Mapping[str, str]) -> Phrase | None:
    """Why the model in a file is not one that this library would make; None where it is."""
    try:
        is_same = maker["code"] == library_code()
    except LostError:
        return _WITHOUT_CODE
    if is_same and maker["python"] == _PYTHON:
        return None
    made = f"linkage_rules {maker['library']}, Python {maker['python']}"
    here = f"linkage_rules {_version()}, Python {_PYTHON}"
    return (_OTHER_CODE if made == here else _OTHER_MAKER).filled(made=made, here=here)


def _version() -> str:
    from importlib.metadata import version

    return version("linkage-rules")


def _digest(packages: Sequence[Any], texts: Mapping[str, str]) -> str:
    """The digest of a policy as `LoadedPackage` works it out, of the texts that are there."""
    digests: list[str] = []
    for files, uses in packages:
        if any(not 0 <= number < len(digests) for number in uses):
            raise NotPlainError(uses)
        start = b"".join(digests[number].encode() for number in uses)
        named = ((PurePosixPath(file).name, _text(texts, file)) for file in files)
        digests.append(of_texts((part for pair in named for part in pair), start))
    return digests[-1]


def _text(texts: Mapping[str, str], name: str) -> str:
    text = texts[name]
    if not isinstance(text, str):
        raise NotPlainError(name)
    return text


def _problem(place: Path, reason: Phrase) -> Diagnostic:
    from linkage_rules.language.diagnostics import without_place

    return without_place("POL-015", str(place), {"reason": reason, "file": place.name})


def _stop(place: Path, reason: Phrase, error: BaseException | None = None) -> NoReturn:
    from linkage_rules.language.diagnostics import PolicyError

    raise PolicyError([_problem(place, reason)]) from error


_PYTHON: Final = ".".join(map(str, sys.version_info[:2]))
_TOO_LARGE: Final = Phrase(
    f"it has more than {MAX_BUILT_BYTES:,} bytes", f"文件超过{MAX_BUILT_BYTES:,}个字节"
)
_OTHER_FORMAT: Final = Phrase(
    "it has format {found}, and this library reads {known}",
    "文件格式为 {found}，本库读取 {known}",
)
_NOT_BUILT: Final = Phrase("it is no built policy", "它不是生成的政策文件")
_ALTERED: Final = Phrase(
    "it was altered or cut short after it was built", "文件生成之后被改动过，或者不完整"
)
_MALFORMED_CONTENT: Final = Phrase(
    "what is in it is no checked policy", "其中的内容不是检查过的政策"
)
_NOT_SIGNED: Final = Phrase(
    f"{KEY} is set, and the file is signed with no key", f"已设 {KEY}，文件却没有签名"
)
_SIGNED_OTHERWISE: Final = Phrase(
    f"it is signed with another key than that in {KEY}", f"文件的签名与 {KEY} 中的密钥不符"
)
_WITHOUT_CODE: Final = Phrase(
    "this library is installed without its source texts, so nobody can tell whether it made the "
    "file",
    "本库安装时没有带源代码，无法判断文件是否由它生成",
)
_OTHER_CODE: Final = Phrase(
    "it was built by another state of the same version ({made})",
    "它由同一版本的另一状态生成（{made}）",
)
_OTHER_MAKER: Final = Phrase(
    "it was built by {made}, and this is {here}", "它由 {made} 生成，现在是 {here}"
)
_UNLIKE_ITS_TEXTS: Final = Phrase(
    "the model in it is not what its texts say", "其中的模型与其中的政策文本不一致"
)
