"""Names for files that somebody sends: safe to write, and with an ending that tells the format."""

from collections.abc import Collection
from pathlib import PureWindowsPath
from typing import Final

from linkage_rules.records.reading import EXTENSIONS
from linkage_rules.words.showing import printable

_LONGEST: Final = 60
"""The most characters of a file name; file systems allow 255 bytes."""
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))


def received_name(given: str, taken: Collection[str] = ()) -> str | None:
    """A safe name for a file that was sent; None where its ending tells no format that is read.

    Folders are left out, and what no file system takes. Names without their endings that are
    ``taken`` by other files beside it give way to “records”.

    >>> received_name("C:\\\\库\\\\..\\\\项目 2023.XLSX"), received_name(".review.csv")
    ('项目 2023.xlsx', 'records.csv')
    >>> received_name("项目.docx") is None
    True
    """
    last = PureWindowsPath(given.replace("\0", "")).name
    ending = PureWindowsPath(last).suffix.lower()
    if last.startswith(".") and last.lower() in EXTENSIONS:
        ending = last.lower()
    if ending not in EXTENSIONS:
        return None
    stem = printable(PureWindowsPath(last).stem[:_LONGEST])[:_LONGEST]
    stem = stem.translate(_NOT_IN_NAMES).strip(" .")
    named = stem and not last.startswith(".") and stem.lower() not in taken
    return f"{stem if named else 'records'}{ending}"
