"""Edits by chance to a policy that an editor has open: what is known after each is what a fresh
check of the same texts finds, and whatever an editor asks there is answered.

    python benchmarks/edits.py --edits 10000
"""

import argparse
import random
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from lsprotocol.types import (
    CodeActionContext,
    CodeActionParams,
    Position,
    Range,
    TextDocumentIdentifier,
)
from lsprotocol.types import TextDocumentContentChangePartial as Partial

from linkage_rules.editing import completing, hovering
from linkage_rules.editing.documents import Encoding
from linkage_rules.editing.folders import Known
from linkage_rules.editing.server import FEATURES
from linkage_rules.editing.session import Session
from linkage_rules.policy.loading.finding import bundled_folder
from linkage_rules.policy.loading.packages import load_package

PIECES = (
    *(
        "当 ",
        "不得 ",
        "规范 ",
        "示例 ",
        "且 ",
        "“",
        "」",
        '"',
        "（",
        "\n",
        "\r\n",
        "\n\n",
        "  ",
        "#",
    ),
    *("：", "属于 {", "1万元", "2024年", "深度", "norm x ", "\u2028", "𠀀", "，", ".", "依据 一 “"),
)
ENCODINGS = tuple(Encoding)
WITHOUT_A_PLACE = (
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/semanticTokens/full",
    "textDocument/codeLens",
)


@frozen
class Difference:
    """A text on which what is known and a fresh check do not agree."""

    number: int
    name: str
    text: str
    known: tuple[tuple[str, int, int], ...]
    fresh: tuple[tuple[str, int, int], ...]


def edited(folder: Path, edits: int, seed: int) -> Iterator[Difference]:
    """Make edits to the policy of a folder, which is also written to, and yield every difference.

    After some edits the texts are what they were at first, so that most of a policy is sound.
    """
    chance = random.Random(seed)
    paths = sorted(folder.glob("*.pol"))
    first = {path: path.read_bytes().decode() for path in paths}
    session = Session(chance.choice(ENCODINGS), "zh")
    for number in range(edits):
        if number % 8 == 0:
            for path, text in first.items():
                session.open(path, path.as_uri(), text, number)
                path.write_bytes(text.encode())
        path = chance.choice(paths)
        document = session.opened[path].document
        start = chance.randrange(len(document.read) + 1)
        end = min(len(document.read), start + chance.choice((0, 0, 1, 1, 2, 5, 40)))
        there = document.range_between(start, end, session.encoding)
        change = Partial(range=there, text=chance.choice(("", *PIECES)))
        session.change(path, [change], number)
        path.write_bytes(session.opened[path].document.written.encode())
        known = session.known(path)
        found, fresh = _told(known), _told_of(folder)
        if found != fresh:
            yield Difference(number, path.name, known.document(path).read, found, fresh)
        ask(known, path, there.start)


def _told(known: Known) -> tuple[tuple[str, int, int], ...]:
    return tuple((d.code, d.span.start, d.span.end) for d in known.loaded.diagnostics)


def _told_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    return tuple((d.code, d.span.start, d.span.end) for d in load_package(folder).diagnostics)


def ask(known: Known, path: Path, position: Position) -> None:
    """Everything that an editor asks of a place; what is answered is of no interest here."""
    hovering.hover(known, path, position)
    completing.completed(known, path, position)
    at = Range(start=position, end=position)
    document = TextDocumentIdentifier(uri=path.as_uri())
    context = CodeActionContext(diagnostics=[])
    asked = CodeActionParams(text_document=document, range=at, context=context)
    FEATURES["textDocument/codeAction"].answer(known, path, asked)
    for method in WITHOUT_A_PLACE:
        found = FEATURES[method].answer(known, path, None)
        if isinstance(found, Iterator):
            deque(found, maxlen=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", default="example_award")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place).resolve() / "policies"
        shutil.copytree(bundled_folder(), whole)
        found = [*edited(whole / given.policy, given.edits, given.seed)]
    print(f"{given.edits:,} edits, {len(found)} differences (seed {given.seed})")
    for one in found[:10]:
        print(one)


if __name__ == "__main__":
    main()
