"""The folder that a desk works on: its policies, their files, what was typed and what was before.

Files are written whole or not at all, and only over what the page has seen: what somebody else has
written meanwhile is told, never overwritten. What is typed is kept as a draft until it is saved, so
that it is there again whatever ends, and beside what is typed in another window. Every text that is
replaced stays in the history. Drafts and histories lie beside the settings of the user, not in the
folder.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import frozen

from linkage_rules.desk.titles import title_of
from linkage_rules.editing.folders import are_policies
from linkage_rules.policy.loading import bundled_names
from linkage_rules.policy.loading.finding import bundled_folder
from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

BUNDLED: Final = "bundled:"
"""What the names of shipped policies begin with."""

_KINDS: Final = frozenset({".pol", ".txt", ".toml", ".md"})
"""What kinds of files are opened here."""
_DEEPEST: Final = 4
"""How many folders deep policies are looked for."""
_MOST_POLICIES: Final = 500
_MOST_KEPT: Final = 200
"""How many texts are kept of the history of a file; the oldest goes first."""
_LARGEST_TEXT: Final = 10_000_000
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
_OF_PAGE: Final = "-"
"""What the name of a draft has before that of the page in which it was typed."""
_KEPT: Final = re.compile(r"\d{8}T\d{12}Z")

_NO_POLICY: Final = Phrase(
    "there is no policy “{policy}” in this folder any more", "文件夹里已没有政策“{policy}”"
)
_NO_FILE: Final = Phrase("there is no file {path} any more", "文件 {path} 已不在了")
_OUTSIDE: Final = Phrase(
    "{path} is not opened here: it is outside the folder, or no text of a policy (.pol, .txt, "
    ".toml, .md)",
    "这里不打开 {path}：它在文件夹之外，或者不是政策文稿（.pol、.txt、.toml、.md）",
)
_UNREADABLE: Final = Phrase("{path} could not be read: {why}", "{path} 无法读取：{why}")
_NOT_UTF_8: Final = Phrase(
    "{path} is not written in UTF-8; save it as UTF-8 with the program it comes from",
    "{path} 不是 UTF-8 编码，请用原来的程序另存为 UTF-8",
)
_UNWRITABLE: Final = Phrase(
    "{path} could not be saved: {why}. What was typed is kept as a draft; choose another folder or "
    "ask for the right to write there",
    "{path} 未能保存：{why}。已输入的内容保留为草稿；请换一个文件夹，或取得写入权限",
)
_NOT_KEPT: Final = Phrase(
    "what was typed in {path} could not be kept as a draft: {why}. It stands in this page alone: "
    "do not close it, and save the file or copy the text elsewhere",
    "{path} 中已输入的内容未能保留为草稿：{why}。"
    "目前只留在本页面中，请不要关闭页面，尽快保存，或复制到别处",
)
_NOT_REMEMBERED: Final = Phrase(
    "{path} was not saved, because the text that it had could not be put into the history: {why}. "
    "See that there is room in {folder}",
    "{path} 未保存：原有内容未能存入历史（{why}）。请检查 {folder} 所在磁盘",
)
_NOT_FORGOTTEN: Final = Phrase(
    "the draft of {path} could not be removed: {why}", "{path} 的草稿未能删除：{why}"
)
_HALF: Final = Phrase(
    "line {line} of {path} holds half of a character, which no file can; delete it and type it "
    "anew",
    "{path} 第{line}行有半个字符，文件无法保存，请删去后重新输入",
)
_TOO_LONG: Final = Phrase(
    "{path} is larger than 10 MB, the most that is opened here; divide it into several files in "
    "the folder of the policy",
    "{path} 超过 10 MB，这里最多打开 10 MB；请分成同一政策文件夹中的几个文件",
)


@frozen
class Text:
    """The text of a file as it lies on the disk. ``digest`` tells it from every other; that of a
    file that is not there is empty."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> "Text":
        """A text with its digest."""
        return cls(text, digest_of(text))


@frozen
class Policy:
    """A policy of the folder: its name here, its title, empty where it has none yet, and its files
    by their paths in the folder."""

    name: str
    title: str
    files: tuple[str, ...]


@frozen
class Kept:
    """A text of the past: when it was replaced (UTC), and by what it is asked for."""

    id: str
    at: datetime


@frozen
class Conflict:
    """A file is not as the page has seen it: the text that it has now."""

    now: Text


@frozen
class Workbench:
    """A folder of policies. ``keep`` is where drafts and histories lie.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     bench = Workbench.of(Path(folder), Path(folder) / ".kept")
    ...     saved = bench.save("a/00.pol", 'policy a "A"', "")
    ...     bench.policies(), bench.save("a/00.pol", "other", "seen long ago") == Conflict(saved)
    ((Policy(name='a', title='A', files=('a/00.pol',)),), True)
    """

    folder: Path
    keep: Path

    @classmethod
    def of(cls, folder: Path, keep: Path) -> "Workbench":
        """The workbench of a folder. ``keep`` is shared by all folders."""
        resolved = folder.resolve()
        return cls(resolved, keep / sha256(os.fsencode(resolved)).hexdigest()[:16])

    # Policies

    def policies(self) -> tuple[Policy, ...]:
        """The policies of the folder, by name."""
        found: dict[str, Policy] = {}
        for folder in self._folders(self.folder, _DEEPEST):
            files = sorted(folder.glob("*.pol"))
            for place in files if are_policies(folder, {}) else [folder] if files else []:
                if len(found) < _MOST_POLICIES:
                    name = self._name(place)
                    found[name] = Policy(name, title_of(place), tuple(self._files(place)))
        return tuple(found[name] for name in sorted(found))

    def _folders(self, folder: Path, deep: int) -> Iterator[Path]:
        yield folder
        if deep == 0:
            return
        with suppress(PermissionError):
            for path in sorted(folder.iterdir()):
                hidden = path.name.startswith((".", "_")) or path.name == "node_modules"
                if not hidden and path.is_dir() and not path.is_symlink():
                    yield from self._folders(path, deep - 1)

    def _files(self, place: Path) -> Iterator[str]:
        beside = sorted(place.iterdir()) if place.is_dir() else [place]
        for path in beside:
            if path.suffix in _KINDS and path.is_file() and not path.name.startswith("."):
                yield self._name(path)

    def stamp(self) -> frozenset[tuple[str, int, int]]:
        """What tells the files of the policies, as they lie on the disk now, from those of another
        moment: their paths, the times at which they were written, and their sizes."""
        found = set()
        for folder in self._folders(self.folder, _DEEPEST):
            with suppress(OSError), os.scandir(folder) as beside:
                for one in beside:
                    if Path(one.name).suffix in _KINDS:
                        about = one.stat()
                        found.add((one.path, about.st_mtime_ns, about.st_size))
        return frozenset(found)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def place(self, policy: str) -> Path:
        """The folder or file of a policy. Raises `RefusedError` where there is none."""
        place = self.folder / policy
        inside = self._is_inside(place)
        if inside and (any(place.glob("*.pol")) if place.is_dir() else place.suffix == ".pol"):
            return place.resolve()
        raise RefusedError(_NO_POLICY.filled(policy=policy))

    def bundled(self, policy: str) -> Path:
        """The folder of a shipped policy. Raises `RefusedError` where there is none."""
        name = policy.removeprefix(BUNDLED)
        if name not in bundled_names():
            raise RefusedError(_NO_POLICY.filled(policy=name))
        return bundled_folder() / name

    # Files

    def path(self, name: str) -> Path:
        """The path of a file of the folder, which need not be there yet. Raises `RefusedError` for
        one that is not opened here."""
        path = self.folder / name
        hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
        if hidden or path.suffix not in _KINDS or not self._is_inside(path):
            raise RefusedError(_OUTSIDE.filled(path=name))
        return path.resolve()

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.folder)
        except (OSError, ValueError):
            return False

    def read(self, name: str) -> Text:
        """The text of a file as it lies on the disk. Raises `RefusedError`."""
        text = self._read(self.path(name), name)
        if text is None:
            raise RefusedError(_NO_FILE.filled(path=name))
        return text

    def _read(self, path: Path, name: str) -> Text | None:
        try:
            # Ends of lines stay as they are.
            written = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            why = why_failed(error)
            raise RefusedError(_UNREADABLE.filled(path=name, why=why)) from error
        if len(written) > _LARGEST_TEXT:
            raise RefusedError(_TOO_LONG.filled(path=name))
        try:
            return Text.of(written.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise RefusedError(_NOT_UTF_8.filled(path=name)) from None

    def save(self, name: str, text: str, seen: str, page: str = "") -> Text | Conflict:
        """Write a file, unless it is not as it was ``seen``: by the digest of the text that the
        page has begun with, which is empty for a new file.

        The text that was there goes to the history, the draft of this ``page`` goes. Raises
        `RefusedError` where it cannot be written.
        """
        path, written = self.path(name), _encoded(text, name)
        now = self._read(path, name)
        if (now.digest if now else "") != seen:
            return Conflict(now or Text("", ""))
        if now:
            self._remember(name, now.text)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path) as place:
                place.write_bytes(written)
        except OSError as error:
            why = why_failed(error)
            raise RefusedError(_UNWRITABLE.filled(path=name, why=why)) from error
        # The file is saved; a draft that stays is like it, which the next reading sees.
        with suppress(RefusedError):
            self.forget(name, page)
        return Text.of(text)

    # What was before

    def history(self, name: str) -> tuple[Kept, ...]:
        """The texts that a file had, the youngest first."""
        folder = self._history(name)
        ids = [p.stem for p in folder.glob("*.txt") if _KEPT.fullmatch(p.stem)]
        return tuple(
            Kept(i, datetime.strptime(i, _STAMP).replace(tzinfo=UTC)) for i in sorted(ids)
        )[::-1]

    def kept(self, name: str, id_: str) -> Text:
        """A text that a file had. Raises `RefusedError`."""
        path = self._history(name) / f"{id_}.txt"
        found = self._read(path, name) if _KEPT.fullmatch(id_) else None
        if found is None:
            raise RefusedError(_NO_FILE.filled(path=name))
        return found

    def lay_aside(self, name: str, text: str) -> None:
        """Put a text that is given up into the history, where it can be had again. Raises
        `RefusedError` where it cannot be written."""
        _encoded(text, name)
        self._remember(name, text)

    def _remember(self, name: str, text: str) -> None:
        folder = self._history(name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with whole(folder / f"{datetime.now(UTC).strftime(_STAMP)}.txt") as place:
                place.write_bytes(text.encode())
            for old in sorted(folder.glob("*.txt"))[:-_MOST_KEPT]:
                old.unlink(missing_ok=True)
        except OSError as error:
            told = _NOT_REMEMBERED.filled(path=name, why=why_failed(error), folder=str(self.keep))
            raise RefusedError(told) from error

    def _history(self, name: str) -> Path:
        return self.keep / "history" / _as_file(self._name(self.path(name)))

    # What was typed

    def draft(self, name: str, page: str = "") -> Text | None:
        """What was typed last and not saved, with the digest of the text that it began with.

        From now on it is that of this ``page``. Of what was typed in several pages the others go to
        the history. Raises `RefusedError` where it cannot be read.
        """
        found = sorted(self._drafts(name), key=_age)
        if not found:
            return None
        *others, last = found
        for other in others:
            text = _draft_in(other, name)
            # What cannot be put into the history stays where it is.
            with suppress(RefusedError):
                if text is not None:
                    self._remember(name, text.text)
                other.unlink(missing_ok=True)
        text = _draft_in(last, name)
        with suppress(OSError):
            last.replace(self._draft(name, page))
        return text

    def keep_draft(self, name: str, text: str, seen: str, page: str = "") -> None:
        """Keep what was typed in a page, beside what others type. Raises `RefusedError` where it
        cannot be written."""
        path, written = self._draft(name, page), _encoded(text, name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path) as place:
                place.write_bytes(f"{seen}\n".encode() + written)
        except OSError as error:
            raise RefusedError(_NOT_KEPT.filled(path=name, why=why_failed(error))) from error

    def forget(self, name: str, page: str = "") -> None:
        """What was typed in a page was saved, or is not wanted any more. Raises `RefusedError`
        where it cannot be removed."""
        try:
            self._draft(name, page).unlink(missing_ok=True)
        except OSError as error:
            raise RefusedError(_NOT_FORGOTTEN.filled(path=name, why=why_failed(error))) from error

    def _drafts(self, name: str) -> Iterator[Path]:
        """What was typed in each page."""
        whole_name = self._draft(name, "")
        for path in whole_name.parent.glob(f"{whole_name.name}*"):
            if path.name.removeprefix(whole_name.name)[:1] in ("", _OF_PAGE):
                yield path

    def _draft(self, name: str, page: str) -> Path:
        of_page = f"{_OF_PAGE}{_as_file(page)}" if page else ""
        return self.keep / "drafts" / f"{_as_file(self._name(self.path(name)))}{of_page}"


def _age(path: Path) -> tuple[int, str]:
    """When a file was written; one that is gone meanwhile comes first."""
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:
        return 0, path.name


def _draft_in(path: Path, name: str) -> Text | None:
    """What was typed, as it lies in a file; None for one that is gone, or no draft."""
    try:
        seen, _, text = path.read_bytes().decode().partition("\n")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise RefusedError(_UNREADABLE.filled(path=name, why=why_failed(error))) from error
    return Text(text, seen)


def digest_of(text: str) -> str:
    """What tells a text from every other."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _encoded(text: str, name: str) -> bytes:
    """A text as files hold it. Raises `RefusedError` for half of a character, which a page may
    send."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise RefusedError(_HALF.filled(path=name, line=line)) from None


def _as_file(name: str) -> str:
    """A name for what belongs to a file, whatever its own name holds."""
    return sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:24]
