"""Where policies are: shipped ones by name, others by path, used ones beside who uses them."""

import re
from itertools import islice
from pathlib import Path
from typing import Final

from linkage_rules.errors import not_a
from linkage_rules.policy.loading.given import GivenPlace
from linkage_rules.sources import Place, stays_in

_MOST_BESIDE: Final = 1_000
_MEANT_AS_POLICY: Final = re.compile(r"[^.]\.pol(?:\.(?:txt|rtf|docx?|pol))?$", re.IGNORECASE)


def bundled_folder() -> Path:
    """Where the shipped policies are: inside the package, or beside ``src`` in a checkout."""
    package = Path(__file__).parents[2]
    inside = package / "policies"
    return inside if inside.is_dir() else package.parents[1] / "policies"


def bundled_names() -> list[str]:
    """The names of the shipped policies.

    >>> "xiangtan_2022" in bundled_names()
    True
    """
    return sorted(p.name for p in bundled_folder().iterdir() if any(p.glob("*.pol")))


def find(policy: str | Path) -> Path | None:
    """The file or folder of a policy that is given by its path or is shipped under its name."""
    place = as_path(policy)
    return place if is_policy(place) else _find_bundled(str(policy))


def as_path(policy: str | Path) -> Path:
    """What names a policy, as a path; raises `ArgumentError` for what can be neither."""
    try:
        return Path(policy)
    except TypeError:
        raise not_a("policy", "a name or a path", "名称或路径", policy) from None


def is_built(place: Place) -> bool:
    """Whether a place is that of a built policy, by its name."""
    return place.suffix == ".json" and place.is_file()


def find_used(place: Place, name: str) -> Place | None:
    """Beside the policy, or shipped. A name is one word, so it cannot lead elsewhere, and a link
    that leads out of their folder is not followed."""
    if not name.isidentifier():
        return None
    beside = (path for path in _beside(place, name) if stays_in(place.parent, path))
    found = next(beside, None) or _find_bundled(name, type(place))
    return found.resolve() if found else None


def leads_out(place: Place, name: str) -> bool:
    """Whether what has that name beside a policy is a link that leads out of their folder."""
    return any(not stays_in(place.parent, path) for path in _beside(place, name))


def _beside(place: Place, name: str) -> list[Place]:
    beside = (place.parent / name, place.parent / f"{name}.pol")
    return [path for path in beside if name.isidentifier() and _lies_beside(path, place)]


def _lies_beside(path: Place, place: Place) -> bool:
    """Whether a policy lies at a path that is not one of the files of the policy at a place.

    What is given as a whole has no folder around it: others lie in folders below.
    """
    return is_policy(path) and not (path.parent == place and path.is_file())


def is_policy(place: Place) -> bool:
    """Whether there is a file, or a folder with policy files. Impossible names are no policy."""
    try:
        return place.is_file() or (place.is_dir() and any(place.glob("*.pol")))
    except OSError:
        return False


def misnamed_in(folder: Place) -> list[Place]:
    """The files in a folder that were meant to be named as those of a policy: a.pol.txt."""
    try:
        files = [*islice(folder.iterdir(), _MOST_BESIDE)]
    except OSError:
        return []
    meant = (f for f in files if _MEANT_AS_POLICY.search(f.name) and f.suffix != ".pol")
    return sorted(meant)


def files_of(place: Place) -> list[Place]:
    """The files of a policy, in the order they are read in."""
    return [place] if place.is_file() else sorted(place.glob("*.pol"))


def folder_of(place: Place) -> Place:
    """The folder in which a policy lies, and with it the text it cites."""
    return place if place.is_dir() else place.parent


def official_text(place: Place, name: str) -> Place:
    """Where the text of a policy lies that it calls by a name: beside its files."""
    text = folder_of(place) / Path(name).name
    return text.official() if isinstance(text, GivenPlace) else text


def name_of(place: Place) -> str:
    """What another policy calls it."""
    return place.stem if place.suffix == ".pol" else place.name


def names_beside(place: Place) -> list[str]:
    """The names that a policy could use of what lies beside it."""
    try:
        beside = [*islice(place.parent.iterdir(), _MOST_BESIDE)]
    except OSError:
        return []
    return sorted(name_of(path) for path in beside if path != place and _lies_beside(path, place))


def text_of(data: bytes) -> str:
    """The text of a policy file, its line ends made one kind. Raises UnicodeDecodeError."""
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def shown(path: Place, asked: Place) -> str:
    """The path as messages give it, short below the current folder, where a place is ``asked`` for.

    Beside texts that are given under their own short names, a file of the disk has its long one.
    """
    if not (isinstance(path, Path) and isinstance(asked, Path)):
        return str(path)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _find_bundled(name: str, kind: type[Place] = Path) -> Path | None:
    """The folder of a shipped policy, as a path of the kind of those who use it."""
    folder = bundled_folder()
    bundled = (kind(folder) if issubclass(kind, Path) else folder) / name
    return bundled if name.isidentifier() and is_policy(bundled) else None
