"""From a keystroke in an editor to all that is wrong with the policy, for kinds of edits.

    python benchmarks/keystroke.py
    python benchmarks/keystroke.py --edits 500 --seed 2

prints Markdown: the milliseconds of a processor from a changed text to every problem of the policy,
with all its files, examples and quotes, where what was not changed has been parsed before, and
garbage is collected as rarely as the language server does.
"""

import argparse
import re
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Final

from machine import described, markdown, warn_if_busy

from linkage_rules.commands.cli import collect_rarely
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.policy.loading.packages import load_package

_LINE: Final = r"\n +\S[^\n]*"

EDITS: Final = {
    "a character typed in a label or a quote": (r'"[^"\n]+"|“[^”\n]+”', "甲"),
    "a declaration that cannot be read": (_LINE, " ( "),
    "a name changed where it is declared": (r"(?m)^[^\W\d]\w* (?P<at>[a-z]\w+)", "x"),
    "a line deleted": (_LINE, None),
}
"""Where a kind of edit is made, and what is put in there; what stands there goes where that is
None."""


def edited(text: str, place: re.Match[str], put_in: str | None, random: Random) -> str:
    """The text with one edit."""
    if put_in is None:
        return text[: place.start()] + text[place.end() :]
    is_name = "at" in place.re.groupindex
    at = place.end() if is_name else random.randrange(place.start() + 1, place.end())
    return text[:at] + put_in + text[at:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--policy", default="xiangtan_2022")
    parser.add_argument("--edits", type=int, default=100, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warn_if_busy()
    collect_rarely()
    parsed, random = Parsed(), Random(asked.seed)
    loaded = load_package(asked.policy, {}, parsed)
    files = {Path(file.name).name: file.text for file, _ in loaded.files}
    size = sum(map(len, files.values()))
    rows = [("edit", "median, ms", "99 of 100 within, ms")]
    for kind, (where, put_in) in EDITS.items():
        texts = [*_texts(files, where, put_in, random, asked.edits)]
        times = [_milliseconds(asked.policy, name, text, parsed) for name, text in texts]
        last = quantiles(times, n=100, method="inclusive")[98]
        rows.append((kind, f"{median(times):.0f}", f"{last:.0f}"))
    print(described(), end="\n\n")
    print(f"{asked.policy}: {len(files)} files, {size:,} characters.", end="\n\n")
    print("\n".join(markdown(rows)))


def _texts(
    files: dict[str, str], where: str, put_in: str | None, random: Random, edits: int
) -> Iterator[tuple[str, str]]:
    """Files with one edit, any place of the policy as likely as any other."""
    places = [(name, place) for name in files for place in re.finditer(where, files[name])]
    for name, place in random.choices(places, k=edits):
        yield name, edited(files[name], place, put_in, random)


def _milliseconds(policy: str, name: str, text: str, parsed: Parsed) -> float:
    started = time.process_time()
    load_package(policy, {name: text}, parsed)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
