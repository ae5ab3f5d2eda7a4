"""Files of the folder, as the page opens, keeps and saves them."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Answer, Asked, Method, text
from linkage_rules.desk.titles import title_of
from linkage_rules.desk.workbench import BUNDLED, Conflict, Text
from linkage_rules.policy.loading import bundled_names
from linkage_rules.policy.loading.finding import bundled_folder
from linkage_rules.presenting.endings import RefusedError

_USED: Final = {"analysis": "z3", "word": "docx", "parquet": "pyarrow"}
"""The extras that a desk can do without, and the modules that they install."""


def folder(desk: Desk, _: Asked) -> dict[str, Any]:
    """The policies of the folder with their files, the shipped ones, and what cannot be done as no
    library for it is there."""
    return {
        "folder": str(desk.workbench.folder),
        "uri": desk.workbench.folder.as_uri(),
        "policies": [
            {"name": policy.name, "title": policy.title, "files": list(policy.files)}
            for policy in desk.workbench.policies()
        ],
        "bundled": [
            {"name": f"{BUNDLED}{name}", "title": title_of(bundled_folder() / name)}
            for name in bundled_names()
        ],
        "lacks": [extra for extra, module in _USED.items() if find_spec(module) is None],
    }


def read(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A file: what the disk has, and what was typed and not saved."""
    name = text(asked, "path")
    page = text(asked, "page", "")
    on_disk, draft = desk.workbench.read(name), desk.workbench.draft(name, page)
    if draft is not None and draft.text == on_disk.text:
        desk.workbench.forget(name, page)
        draft = None
    return {
        "uri": desk.workbench.path(name).as_uri(),
        "saved": _document(on_disk),
        "draft": None if draft is None else _document(draft),
    }


def saved(desk: Desk, asked: Asked) -> dict[str, str]:
    """A file as the disk has it."""
    return _document(desk.workbench.read(text(asked, "path")))


def look(desk: Desk, asked: Asked) -> dict[str, str | None]:
    """The digests of files as they lie on the disk; an empty one for what is not there, None for
    what cannot be read."""
    found: dict[str, str | None] = {}
    for name in map(str, asked.get("paths", ())):
        path = desk.workbench.path(name)
        try:
            found[name] = desk.workbench.read(name).digest if path.exists() else ""
        except RefusedError:
            found[name] = None
    return found


def keep(desk: Desk, asked: Asked) -> None:
    """Keep what was typed as a draft."""
    path, page = text(asked, "path"), text(asked, "page", "")
    desk.workbench.keep_draft(path, text(asked, "text"), text(asked, "seen"), page)


def forget(desk: Desk, asked: Asked) -> None:
    """Drop a draft."""
    desk.workbench.forget(text(asked, "path"), text(asked, "page", ""))


def save(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Save a file; ``conflict`` is what somebody else has written meanwhile."""
    path, page = text(asked, "path"), text(asked, "page", "")
    done = desk.workbench.save(path, text(asked, "text"), text(asked, "seen"), page)
    desk.session.look_again()
    if isinstance(done, Conflict):
        return {"saved": None, "conflict": _document(done.now)}
    return {"saved": _document(done), "conflict": None}


def lay_aside(desk: Desk, asked: Asked) -> None:
    """Keep in the history what was typed, and is given up for what somebody else has written."""
    desk.workbench.lay_aside(text(asked, "path"), text(asked, "text"))


def history(desk: Desk, asked: Asked) -> list[dict[str, str]]:
    """The texts that a file had, the youngest first."""
    found = desk.workbench.history(text(asked, "path"))
    return [{"id": kept.id, "at": kept.at.isoformat()} for kept in found]


def kept(desk: Desk, asked: Asked) -> dict[str, str]:
    """A text that a file had."""
    return _document(desk.workbench.kept(text(asked, "path"), text(asked, "id")))


def _document(found: Text) -> dict[str, str]:
    return {"text": found.text, "digest": found.digest}


METHODS: Final[Mapping[str, Method]] = {
    "desk/folder": Answer(folder),
    "desk/files/read": Answer(read),
    "desk/files/saved": Answer(saved),
    "desk/files/look": Answer(look),
    "desk/files/keep": Answer(keep),
    "desk/files/forget": Answer(forget),
    "desk/files/save": Answer(save),
    "desk/files/aside": Answer(lay_aside),
    "desk/files/history": Answer(history),
    "desk/files/kept": Answer(kept),
}
"""What the page asks of files."""
