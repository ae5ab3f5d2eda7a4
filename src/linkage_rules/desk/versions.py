"""The versions of a policy that can be compared: its texts of now, those on the disk, those that
git has kept.

What git keeps may come from anybody, and so may its settings: nothing is asked that runs a program,
a hook or a filter, that takes a lock or reaches for a network. A version is named by its whole hash
alone; names of files stand where git takes them for nothing else.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import which
from typing import Final

from attrs import frozen

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.workbench import BUNDLED
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.logs import tell
from linkage_rules.policy.loading import load, loads
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase

NOW: Final = "now"
"""The texts of now, whether they are saved or not."""
SAVED: Final = "saved"
"""The texts as they lie on the disk."""
MOST: Final = 200
"""The most versions that are listed, the youngest."""
_LONGEST: Final = 30
"""Seconds after which git is given up."""
_LARGEST: Final = 20_000_000
"""The most bytes that are read of one version."""
_MOST_FILES: Final = 2_000
_HASH: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_TEXTS: Final = frozenset({".pol", ".txt"})
_QUIETLY: Final = (
    *("--no-pager", "--no-replace-objects", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false", "-c", "protocol.allow=never"),
)
"""What git is told before anything else: it shall run nothing and reach for nothing."""
_ENVIRONMENT: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
_FIELDS: Final = 4
_PARTED: Final = "\x1f"

_NO_VERSION: Final = Phrase(
    "“{version}” is no version of the policy “{policy}”; choose one of the list",
    "“{version}”不是政策“{policy}”的版本，请从列表中选择",
)
_NO_GIT: Final = Phrase(
    "the program git is not installed, so only the texts of now can be compared with those saved",
    "没有安装 git 程序，只能把现在的文稿与已保存的文稿对比",
)
_NOT_KEPT: Final = Phrase(
    "git keeps no versions of this folder, so only the texts of now can be compared with those "
    "saved",
    "git 没有保存这个文件夹的版本，只能把现在的文稿与已保存的文稿对比",
)
_SHIPPED: Final = Phrase(
    "a shipped policy has one version; copy it into the folder to change it",
    "随附的政策只有一个版本；复制到文件夹中即可修改",
)
_GIT_FAILED: Final = Phrase(
    "git could not tell the versions of “{policy}”: {why}",
    "git 没能给出“{policy}”的版本：{why}",
)
_DUBIOUS: Final = "dubious ownership"
_OTHER_OWNER: Final = Phrase(
    "the folder belongs to another user, whose versions git does not open unless it is listed "
    "under safe.directory",
    "文件夹属于另一个用户，git 在把它列入 safe.directory 之前不打开其中的版本",
)
_ENDED: Final = Phrase(
    "it ended with status {status}; its versions may be damaged",
    "它以状态 {status} 结束，保存的版本可能已损坏",
)
_TOO_SLOW: Final = Phrase("it took longer than {most} seconds", "超过 {most} 秒没有结果")
_TOO_MUCH: Final = Phrase(
    "the texts of that version are larger than {most} MB together, or more than {files} files",
    "该版本的文稿合计超过 {most} MB，或多于 {files}个文件",
)
_FAULTS: Final = Phrase(
    "the version {version} of “{policy}” has problems, so it cannot be compared: {first}",
    "“{policy}”的版本 {version} 有错误，无法对比：{first}",
)


@frozen
class Version:
    """A version that git keeps: its hash, when and by whom it was made, and what is said of it."""

    hash: str
    at: datetime
    by: str
    subject: str


@frozen
class Versions:
    """The versions of a policy, the youngest first; ``why_none`` says why there are none."""

    versions: tuple[Version, ...] = ()
    why_none: Phrase | None = None


def versions(desk: Desk, policy: str) -> Versions:
    """The versions of a policy that git keeps, those in which a file of it has changed. Raises
    `RefusedError` where there is no such policy, or git fails."""
    if policy.startswith(BUNDLED):
        desk.workbench.bundled(policy)
        return Versions(why_none=_SHIPPED)
    place = desk.workbench.place(policy)
    if which("git") is None:
        return Versions(why_none=_NO_GIT)
    inside = _git(place.parent, policy, "rev-parse", "--is-inside-work-tree", fails=True)
    if inside is None or inside.strip() != b"true":
        return Versions(why_none=_NOT_KEPT)
    if _git(place.parent, policy, "rev-parse", "--verify", "--quiet", "HEAD", fails=True) is None:
        return Versions(why_none=_NOT_KEPT)
    form = _PARTED.join(("%H", "%cI", "%an", "%s"))
    shown = ("--no-show-signature", "--no-ext-diff", "--no-textconv", f"--max-count={MOST}", "-z")
    log = _git(place.parent, policy, "log", *shown, f"--format={form}", "--", place.name)
    assert log is not None
    found = tuple(_read(log))
    return Versions(found, None if found else _NOT_KEPT)


def _read(log: bytes) -> Iterator[Version]:
    for line in log.decode("utf-8", "replace").split("\0"):
        parts = line.strip("\n").split(_PARTED, _FIELDS - 1)
        if len(parts) == _FIELDS and _HASH.fullmatch(parts[0]):
            yield Version(parts[0], datetime.fromisoformat(parts[1]), parts[2], parts[3])


def at_version(desk: Desk, policy: str, version: str) -> Policy:
    """A policy as it was written in a version: `NOW`, `SAVED`, or a hash of git. Raises
    `RefusedError` where there is none, or it has problems."""
    if version == NOW or policy.startswith(BUNDLED):
        return desk.policy(policy)
    place = desk.workbench.place(policy)
    try:
        if version == SAVED:
            return load(place, cache=False)
        if not _HASH.fullmatch(version):
            raise RefusedError(_NO_VERSION.filled(policy=policy, version=version))
        return loads(_texts(place, policy, version), policy=place.name, cache=False)
    except PolicyError as error:
        first = error.diagnostics[0]
        words = Phrase(first.headline("en"), first.headline("zh"))
        said = version if version == SAVED else version[:10]
        raise RefusedError(_FAULTS.filled(version=said, policy=policy, first=words)) from error


def _texts(place: Path, policy: str, version: str) -> dict[str, bytes]:
    """The texts of a policy, and of those that lie beside it and may be used by it."""
    if which("git") is None:
        raise RefusedError(_NO_GIT)
    listed = _git(place.parent, policy, "ls-tree", "-r", "-z", "-l", version)
    assert listed is not None
    wanted, size = {}, 0
    for line in listed.split(b"\0"):
        about, _, name = line.partition(b"\t")
        path = PurePosixPath(name.decode("utf-8", "replace"))
        if path.suffix not in _TEXTS or len(path.parts) > 2:
            continue
        mode, kind, object_, length = about.split()
        # A link is no text, whatever stands at its other end.
        if kind == b"blob" and mode != b"120000":
            wanted[str(path)] = object_.decode("ascii")
            size += int(length)
    if size > _LARGEST or len(wanted) > _MOST_FILES:
        most = _LARGEST // 1_000_000
        said = _TOO_MUCH.filled(most=most, files=_MOST_FILES)
        raise RefusedError(_GIT_FAILED.filled(policy=policy, why=said))
    if place.name not in {PurePosixPath(name).parts[0] for name in wanted}:
        raise RefusedError(_NO_VERSION.filled(policy=policy, version=version[:10]))
    # Contents are asked for by their hashes, as they are kept: without a filter of anybody's.
    asked = "".join(f"{object_}\n" for object_ in wanted.values()).encode()
    kept = _git(place.parent, policy, "cat-file", "--batch", given=asked)
    assert kept is not None
    return dict(zip(wanted, _contents(kept), strict=True))


def _contents(kept: bytes) -> Iterator[bytes]:
    """The contents in what ``cat-file --batch`` gives: a line with the length before each."""
    at = 0
    while at < len(kept):
        end = kept.index(b"\n", at)
        length = int(kept[at:end].split()[-1])
        yield kept[end + 1 : end + 1 + length]
        at = end + 1 + length + 1


def _git(
    folder: Path, policy: str, *words: str, given: bytes | None = None, fails: bool = False
) -> bytes | None:
    """What git says. None where it fails and ``fails`` allows that; else raises `RefusedError`."""
    # What is set for a git that runs around this program is about another folder.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *_QUIETLY, "-C", str(folder), *words],
            input=given if given is not None else b"",
            capture_output=True,
            env={**own, **_ENVIRONMENT},
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        said = _TOO_SLOW.filled(most=_LONGEST)
        raise RefusedError(_GIT_FAILED.filled(policy=policy, why=said)) from error
    if done.returncode == 0:
        return done.stdout
    if fails:
        return None
    # What git says is in English; the log has it.
    told = done.stderr.decode("utf-8", "replace").strip()
    tell("desk", "warning", "git %s: %s", words[0], told)
    why = _OTHER_OWNER if _DUBIOUS in told else _ENDED.filled(status=done.returncode)
    raise RefusedError(_GIT_FAILED.filled(policy=policy, why=why))
