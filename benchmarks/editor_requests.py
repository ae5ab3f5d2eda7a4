"""How long an editor waits for what it asks of the language server, once the policy is read.

    python benchmarks/editor_requests.py
    python benchmarks/editor_requests.py --edits 200 --seed 2

prints Markdown: the milliseconds of a processor for each request, at places by chance, each after
an edit of a label, a quote or a comment there, with garbage collected as rarely as by the server.
From the edit to what is known of the policy is another figure: `benchmarks/keystroke.py`.
"""

import argparse
import re
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles
from types import SimpleNamespace
from typing import Any, Final

from keystroke import EDITS, edited
from lsprotocol import types
from machine import described, markdown, warn_if_busy

from linkage_rules.commands.cli import collect_rarely
from linkage_rules.editing.documents import Encoding
from linkage_rules.editing.folders import Known
from linkage_rules.editing.server import FEATURES
from linkage_rules.editing.session import Session
from linkage_rules.policy.loading.finding import bundled_folder

ASKED: Final = {
    "what could be written next": types.TEXT_DOCUMENT_COMPLETION,
    "what a place means": types.TEXT_DOCUMENT_HOVER,
    "the declaration of a name": types.TEXT_DOCUMENT_DEFINITION,
    "the lines above norms, citations and examples": types.TEXT_DOCUMENT_CODE_LENS,
    "labels and units between the words": types.TEXT_DOCUMENT_INLAY_HINT,
    "colours by meaning": types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
    "changes that are offered": types.TEXT_DOCUMENT_CODE_ACTION,
    "the outline": types.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
    "the canonical form": types.TEXT_DOCUMENT_FORMATTING,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--policy", default="xiangtan_2022")
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    warn_if_busy()
    collect_rarely()
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place).resolve() / "policies"
        shutil.copytree(bundled_folder(), whole)
        times = measured(whole / given.policy, given.edits, Random(given.seed))
    rows = [("asked for", "median, ms", "99 of 100 within, ms")]
    for asked, taken in times.items():
        last = quantiles(taken, n=100, method="inclusive")[98]
        rows.append((asked, f"{median(taken):.1f}", f"{last:.0f}"))
    print(described(), end="\n\n")
    print(f"{given.policy}, after {given.edits} edits.", end="\n\n")
    print("\n".join(markdown(rows)))


def measured(folder: Path, edits: int, random: Random) -> dict[str, list[float]]:
    """The milliseconds that each request took, edit by edit."""
    paths = sorted(folder.glob("*.pol"))
    session = Session(Encoding.UTF_16, "zh")
    texts = {path: path.read_text("utf-8") for path in paths}
    for path, text in texts.items():
        session.open(path, path.as_uri(), text, 0)
    for path in paths:
        # What examples give is worked out once, when a file is opened.
        deque(FEATURES[types.TEXT_DOCUMENT_CODE_LENS].answer(session.known(path), path, None), 0)
    where, put_in = EDITS["a character typed in a label or a quote"]
    times: dict[str, list[float]] = {asked: [] for asked in ASKED}
    for path, place in _places(texts, where, edits, random):
        session.open(path, path.as_uri(), edited(texts[path], place, put_in, random), 1)
        known = session.known(path)
        for asked, method in ASKED.items():
            params = _params(known, path, random.randrange(len(texts[path])))
            started = time.process_time()
            found = FEATURES[method].answer(known, path, params)
            if isinstance(found, Iterator):
                deque(found, maxlen=0)
            times[asked].append((time.process_time() - started) * 1000)
        session.open(path, path.as_uri(), texts[path], 2)
    return times


def _places(
    texts: dict[Path, str], where: str, edits: int, random: Random
) -> Iterator[tuple[Path, Any]]:

    places = [(path, place) for path, text in texts.items() for place in re.finditer(where, text)]
    yield from random.choices(places, k=edits)


def _params(known: Known, path: Path, offset: int) -> Any:
    """What is asked of a place, for whichever request."""
    document = known.document(path)
    at = document.position(offset, known.encoding)
    return SimpleNamespace(
        position=at,
        range=types.Range(start=at, end=at),
        context=types.CodeActionContext(diagnostics=[]),
    )


if __name__ == "__main__":
    main()
