"""Texts that a program gives in the place of files: their names, bounds, and where each lies.

They stand in a folder of their own, so all that is said of files holds of them; their names are
never looked up on a disk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NoReturn

from attrs import field, frozen

from linkage_rules.errors import ArgumentError, not_a
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import shown

if TYPE_CHECKING:
    from linkage_rules.language.diagnostics import Arguments
    from linkage_rules.model.package import Package

MAX_TEXTS: Final = 1_000
"""How many texts are taken at once."""

MAX_TEXT_BYTES: Final = 50_000_000
"""How long they may be together, in UTF-8."""

_LONGEST_NAME: Final = 200
_SHORT_PATH: Final = Phrase(
    "a short relative path, such as a.pol or shared/a.pol",
    "简短的相对路径，如 a.pol 或 shared/a.pol",
)
_ROOT: Final = PurePosixPath()


@frozen(eq=False)
class GivenTexts:
    """Texts by their paths, the folders they make up, and the official text given for a policy.

    ``source`` answers for whatever name the policy at the place ``own`` calls its text by.
    """

    files: Mapping[PurePosixPath, bytes]
    folders: Mapping[PurePosixPath, tuple[PurePosixPath, ...]]
    source: bytes | None = None
    own: PurePosixPath | None = None

    def read(self, path: PurePosixPath, is_official: bool) -> bytes | None:
        """What is given under a path, as a file or as the official text of that name."""
        otherwise = self.source if is_official and path.parent == self.own else None
        return self.files.get(path, otherwise)


@frozen(order=True)
class GivenPlace:
    """A place among given texts; it answers as a `pathlib.Path` does."""

    path: PurePosixPath
    _texts: GivenTexts = field(eq=False, order=False, repr=False)
    _is_official: bool = field(default=False, eq=False, order=False, repr=False)

    def __str__(self) -> str:
        return str(self.path)

    def __truediv__(self, name: str) -> GivenPlace:
        return GivenPlace(self.path / name, self._texts)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def stem(self) -> str:
        return self.path.stem

    @property
    def suffix(self) -> str:
        return self.path.suffix

    @property
    def parent(self) -> GivenPlace:
        return GivenPlace(self.path.parent, self._texts)

    def official(self) -> GivenPlace:
        """The same path, asked for as that of an official text."""
        return GivenPlace(self.path, self._texts, is_official=True)

    def resolve(self) -> GivenPlace:
        """Itself: there are no links among texts."""
        return self

    def is_relative_to(self, other: Any) -> bool:
        """Whether it lies in a folder, which may be one of a disk."""
        return isinstance(other, GivenPlace) and self.path.is_relative_to(other.path)

    def holds(self, name: str) -> bool:
        """Whether a text of that name is given beside the files of a policy, by that name."""
        folder = self.path if self.is_dir() else self.path.parent
        return folder / PurePosixPath(name).name in self._texts.files

    def exists(self) -> bool:
        return self.is_file() or self.is_dir()

    def is_file(self) -> bool:
        return self._read() is not None

    def is_dir(self) -> bool:
        return self.path in self._texts.folders

    def iterdir(self) -> Iterator[GivenPlace]:
        """What is given in a folder."""
        for path in self._texts.folders.get(self.path, ()):
            yield GivenPlace(path, self._texts)

    def glob(self, pattern: str) -> Iterator[GivenPlace]:
        """What is given in a folder under names of a pattern without ``/``."""
        return (place for place in self.iterdir() if place.path.match(pattern))

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """The text in UTF-8."""
        data = self._read()
        if data is None:
            raise FileNotFoundError(2, "no such text", str(self))
        return BytesIO(data)

    def _read(self) -> bytes | None:
        return self._texts.read(self.path, self._is_official)


def given_place(
    texts: Mapping[str, str | bytes], policy: str | None, source: str | bytes | None
) -> GivenPlace:
    """Where the policy lies that is meant.

    Raises `PolicyError` where texts cannot stand for files, or it is not clear which are meant.
    """
    check_texts(texts)
    if not isinstance(policy, str | None):
        raise not_a("policy", _TEXT.en, _TEXT.zh, policy)
    files = {_path(name): _bytes(name, text) for name, text in texts.items()}
    _refuse_unfit(files, source)
    folders: dict[PurePosixPath, dict[PurePosixPath, None]] = {_ROOT: {}}
    for path in files:
        for part in (path, *path.parents[:-1]):
            folders.setdefault(part.parent, {})[part] = None
    for path in files:
        if path in folders:
            _refuse(str(path), _FILE_AND_FOLDER)
    meant = _meant(files, policy)
    own = meant.parent if meant in files else meant
    inside = {folder: tuple(found) for folder, found in folders.items()}
    return GivenPlace(meant, GivenTexts(files, inside, _encoded(source), own))


def check_texts(texts: Mapping[str, str | bytes]) -> None:
    """Raise `ArgumentError` for what is no mapping of names to texts.

    >>> check_texts({"a.pol": "bearer county"})
    """
    if not isinstance(texts, Mapping):
        raise not_a("texts", _TEXTS.en, _TEXTS.zh, texts)
    for name, text in texts.items():
        if not isinstance(name, str):
            kind = type(name).__name__
            raise ArgumentError(
                "ASK-107",
                "texts",
                f"names of texts are str, not {kind}",
                f"文本的名称应为 str，而不是 {kind}",
            )
        _check_text(name, text)


def _check_text(name: str, text: str | bytes) -> None:
    if not isinstance(text, str | bytes):
        kind = type(text).__name__
        raise ArgumentError(
            "ASK-108",
            name,
            f"the text {shown(name)} is str or bytes, not {kind}",
            f"文本 {shown(name)} 应为 str 或 bytes，而不是 {kind}",
        )


def refuse_unused_source(package: Package, place: GivenPlace) -> None:
    """Raises `PolicyError` where ``source=`` is the text of nothing that the policy quotes."""
    name = package.source
    if name is None:
        _stop("POL-507", package.span.file, {"reason": _NAMES_NONE})
    if place.holds(name):
        _stop("POL-507", name, {"reason": _GIVEN_TWICE})


def _stop(code: str, name: str, arguments: Arguments) -> NoReturn:
    from linkage_rules.language.diagnostics import PolicyError, without_place

    raise PolicyError([without_place(code, name, arguments)])


def _refuse(name: str, reason: Phrase, expected: Phrase = _SHORT_PATH) -> NoReturn:
    _stop("POL-013", name, {"reason": reason, "expected": expected})


def _meant(files: Mapping[PurePosixPath, bytes], policy: str | None) -> PurePosixPath:
    rules = [path for path in files if path.suffix == ".pol"]
    homes = dict.fromkeys(path.parent for path in rules)
    if policy is not None:
        asked = PurePosixPath(policy)
        near = [asked, asked.parent / f"{asked.name}.pol"]
        found = [path for path in near if asked.name and (path in homes or path in files)]
    else:
        found = [_ROOT] if _ROOT in homes else [*homes]
    if not rules:
        _refuse(next(iter(map(str, files)), ""), _NO_RULES, _RULES)
    if len(found) != 1 and not (policy and found):
        known = dict.fromkeys(str(p if p.parent == _ROOT else p.parent) for p in rules)
        _stop("POL-014", policy or "", {"known": tuple(known)})
    return found[0]


def _path(name: str) -> PurePosixPath:
    """The path that a name is, if it can be that of a file in a folder."""
    if not name or len(name) > _LONGEST_NAME:
        _refuse(name[:_LONGEST_NAME], _LENGTH if name else _NO_NAME)
    if any(unicodedata.category(character)[0] == "C" for character in name):
        _refuse(name, _NOT_SHOWN)
    if name.startswith("/") or "\\" in name or name[1:2] == ":":
        _refuse(name, _ABSOLUTE)
    if any(part.strip() in ("", ".", "..") for part in name.split("/")):
        _refuse(name, _LEADS_OUT)
    return PurePosixPath(name)


def _bytes(name: str, text: str | bytes) -> bytes:
    try:
        return text if isinstance(text, bytes) else text.encode()
    except UnicodeEncodeError:
        _refuse(name, _HALF, _WHOLE_TEXT)


def _encoded(source: str | bytes | None) -> bytes | None:
    if source is None:
        return None
    _check_text("source=", source)
    return _bytes("source=", source)


def _refuse_unfit(files: Mapping[PurePosixPath, bytes], source: str | bytes | None) -> None:
    if not files:
        _refuse("", _NONE, _AT_LEAST_ONE)
    if len(files) > MAX_TEXTS:
        most = Phrase(f"at most {MAX_TEXTS:,} texts", f"最多{MAX_TEXTS:,}个文本")
        count = f"{len(files):,}"
        _refuse("", Phrase(f"there are {count}", f"有{count}个"), most)
    size = sum(map(len, files.values())) + len(_encoded(source) or b"")
    if size > MAX_TEXT_BYTES:
        most = Phrase(f"at most {MAX_TEXT_BYTES:,} bytes", f"最多{MAX_TEXT_BYTES:,}个字节")
        total = f"{size:,}"
        together = Phrase(f"together they have {total} bytes", f"合计{total}个字节")
        _refuse("", together, most)
    seen: dict[str, PurePosixPath] = {}
    for path in files:
        alike = unicodedata.normalize("NFC", str(path)).casefold()
        if alike in seen:
            words = (
                "some systems take it and {other} for one file",
                "有的系统把它与 {other} 当作同一个文件",
            )
            _refuse(str(path), Phrase(*words).filled(other=str(seen[alike])))
        seen[alike] = path


_NO_NAME: Final = Phrase("one of them has no name", "有一个没有名称")
_LENGTH: Final = Phrase(
    f"a name has more than {_LONGEST_NAME} characters", f"有一个名称超过{_LONGEST_NAME}个字符"
)
_NOT_SHOWN: Final = Phrase("the name has characters that do not show", "名称中有看不见的字符")
_ABSOLUTE: Final = Phrase(
    "the name begins at the root of a disk, or is parted by “\\”",
    "名称从磁盘根目录写起，或用“\\”分隔",
)
_LEADS_OUT: Final = Phrase(
    "a part of the name is empty, “.” or “..”", "名称中有空的一段，或者有“.”、“..”"
)
_FILE_AND_FOLDER: Final = Phrase(
    "it is given as a text and is the folder of others", "它既是文本，又是其他文本的文件夹"
)
_HALF: Final = Phrase("the text holds half a character", "文本中有不完整的字符")
_WHOLE_TEXT: Final = Phrase("text that can be written in UTF-8", "可以用 UTF-8 写出的文本")
_NONE: Final = Phrase("there is none", "一个也没有")
_NAMES_NONE: Final = Phrase("the policy names no “source”", "政策没有写“原文”")
_GIVEN_TWICE: Final = Phrase("a text of that name is given too", "同名的文本已另外给出")
_NO_RULES: Final = Phrase(
    "no name ends in .pol, so all are official texts", "没有以 .pol 结尾的名称，都成了官方原文"
)
_RULES: Final = Phrase("the texts of a policy under names such as a.pol", "政策文本，名称如 a.pol")
_TEXTS: Final = Phrase(
    'a mapping of names to texts, such as {"a.pol": …}', '名称到文本的映射，如 {"a.pol": …}'
)
_TEXT: Final = Phrase("text", "文本")
_AT_LEAST_ONE: Final = Phrase("at least one text of a policy", "至少一个政策文本")
