"""The folder as one file, to be taken away or brought along: its texts, packed.

In the edition without a server the folder lies in the browser, where no other program reaches it.
"""

import io
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from typing import Final

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Answer, Asked, Method, content
from linkage_rules.desk.workbench import Conflict
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase

_MOST_FILES: Final = 2_000
_MOST_BYTES: Final = 40_000_000

_NO_PACK: Final = Phrase(
    "this is no packed folder (.zip) of this page, or it is damaged or locked by a password; take "
    "all away anew where it comes from",
    "这不是本页面打包的文件夹（.zip），或者文件已损坏、设有密码；请在原处重新“全部下载”",
)
_TOO_MUCH: Final = Phrase(
    "a packed folder may hold 2,000 files and 40 MB", "打包的文件夹最多2000个文件、40 MB"
)


def pack(desk: Desk, _: Asked) -> dict[str, str]:
    """All texts of the folder as they were saved, in one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for policy in desk.workbench.policies():
            for name in policy.files:
                archive.writestr(name, desk.workbench.read(name).text)
    return {"name": "policies.zip", "content": b64encode(packed.getvalue()).decode()}


def unpack(desk: Desk, asked: Asked) -> dict[str, list[str]]:
    """Put the texts of a packed folder beside those of this one.

    ``written`` are the files that were not there, ``same`` those that were as they are in it;
    ``kept`` are there with other texts and stay, ``unread`` are not opened here.
    """
    told: dict[str, list[str]] = {"written": [], "same": [], "kept": [], "unread": []}
    for name, text in _texts(content(asked, "content")).items():
        told[_put(desk, name, text)].append(name)
    desk.session.look_again()
    return told


def _put(desk: Desk, name: str, text: str | None) -> str:
    if text is None:
        return "unread"
    try:
        done = desk.workbench.save(name, text, "")
    except RefusedError:
        return "unread"
    if isinstance(done, Conflict):
        return "same" if done.now.text == text else "kept"
    return "written"


def _texts(packed: bytes) -> dict[str, str | None]:
    """The files of a packed folder; None for one that is no text. Raises `RefusedError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            if len(inside) > _MOST_FILES:
                raise RefusedError(_TOO_MUCH)
            found: dict[str, str | None] = {}
            left = _MOST_BYTES
            for one in inside:
                with archive.open(one) as file:
                    # What a file says of its own size is not relied on.
                    read = file.read(left + 1)
                left -= len(read)
                if left < 0:
                    raise RefusedError(_TOO_MUCH)
                found[one.filename] = _decoded(read)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        # An encrypted file is a RuntimeError, a way of packing that is not known the next.
        raise RefusedError(_NO_PACK) from error
    return found


def _decoded(read: bytes) -> str | None:
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


METHODS: Final[Mapping[str, Method]] = {
    "desk/folder/pack": Answer(pack),
    "desk/folder/unpack": Answer(unpack),
}
"""What the page asks of the folder as a whole."""
