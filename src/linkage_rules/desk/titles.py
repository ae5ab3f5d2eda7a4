"""The titles of policies, as their files write them: told of many at once, so none is loaded."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from linkage_rules.language.reading.source import QUOTED_TEXT
from linkage_rules.words.keywords import BY_TERMINAL

_HEAD: Final = re.compile(
    rf"^(?:{'|'.join(BY_TERMINAL['POLICY'].spellings)})[ \t]+\S+[ \t]+(?P<title>{QUOTED_TEXT})",
    re.MULTILINE,
)


def title_of(place: Path) -> str:
    """The title of the policy that lies in a folder or is a file; empty where none is written, or
    no file can be read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "00.pol").write_text('政策 a "A\\\\"1\\\\""', "utf-8")
    ...     title_of(Path(folder)), title_of(Path(folder) / "none.pol")
    ('A"1"', '')
    """
    for path in sorted(place.glob("*.pol")) if place.is_dir() else [place]:
        with suppress(OSError):
            found = _HEAD.search(path.read_text("utf-8-sig", errors="replace"))
            if found:
                return _said(found["title"])
    return ""


def _said(quoted: str) -> str:
    """What stands in quotation marks."""
    inner = quoted[1:-1]
    return re.sub(r"\\(.)", r"\1", inner) if quoted.startswith('"') else inner
