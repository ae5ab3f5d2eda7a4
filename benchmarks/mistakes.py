"""Policies with mistakes, as an editor holds them: does checking one ever end in anything but
messages, and is it ever told something else because of what was remembered?

    python benchmarks/mistakes.py --texts 100000 --seed 1
    python benchmarks/mistakes.py --extremes
    python benchmarks/mistakes.py --in-turn

The policies are all that are shipped, each in both languages, and those that the pages show. One
of their texts, be it the official one, gets some mistakes and is handed over in the place of its
file; with ``--extremes`` each text becomes in turn all that is in `EXTREMES`, with ``--in-turn``
each word of it is in turn one that nobody knows, and each line is left out. Every twentieth is
checked a second time by somebody who remembers nothing, and has to be told the same.

Prints how many texts were checked, how many of them had no fault, and the longest time that one
took on the processor. A text that ends in an error or in two answers is written to the folder of
temporary files, its place is printed, and the exit code is 1.
"""

import argparse
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.writing.translate import format_text
from linkage_rules.policy.loading.finding import bundled_names
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.testing.generation.mistakes import (
    EXTREMES,
    in_turn,
    told,
    with_mistakes,
    words_in,
)
from linkage_rules.words.keywords import LANGUAGES

ROOT: Final = Path(__file__).parent.parent
_POL: Final = re.compile(r"^```pol\n(.*?)^```", re.MULTILINE | re.DOTALL)


@frozen
class Edited:
    """A policy that is edited: where it lies, and the texts that stand for its files."""

    name: str
    place: Path
    texts: Mapping[str, str]


def shipped() -> Iterator[Edited]:
    """The policies that are shipped, in both languages."""
    for name in bundled_names():
        loaded = load_package(name)
        source = (
            {} if loaded.source is None else {Path(loaded.source.name).name: loaded.source.text}
        )
        for language in LANGUAGES:
            texts = {
                Path(file.name).name: format_text(file, language, loaded.references)
                for file, _ in loaded.files
            }
            yield Edited(f"{name} in {language}", Path(str(loaded.place)), texts | source)


def shown(folder: Path) -> Iterator[Edited]:
    """What the pages show, each page as the files of a policy in a folder without any."""
    for page in sorted(
        [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]
    ):
        blocks = _POL.findall(page.read_text("utf-8"))
        texts = {f"{number:03}.pol": text for number, text in enumerate(blocks)}
        if texts:
            yield Edited(str(page.relative_to(ROOT)), folder, texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument(
        "--texts", type=int, default=100_000, help="how many, half of them of pages"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="the policies whose name begins so")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--extremes", action="store_true")
    instead.add_argument("--in-turn", action="store_true")
    parser.add_argument("--anew", type=int, default=20, help="every which is checked a second time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kinds = [[*shipped()], [*shown(Path(folder))]]
        failures = sum(
            _tried(each, _made(each, asked.texts // 2 // len(edited), asked), asked.anew)
            for edited in kinds
            for each in edited
            if each.name.startswith(asked.only or "")
        )
    print(f"seed {asked.seed}: {failures} ended in an error, or in two answers")
    return 1 if failures else 0


Made: TypeAlias = Iterator[tuple[str, str, str]]
"""Names of files, what was done to them, and the texts that came of it."""


def _made(edited: Edited, texts: int, asked: argparse.Namespace) -> Made:
    if asked.extremes:
        return _extremes(edited)
    if asked.in_turn:
        return _in_turn(edited)
    return _mistaken(edited, texts, Random(f"{edited.name} {asked.seed}"))


def _tried(edited: Edited, texts: Made, anew: int) -> int:
    """How many texts failed, of which is printed what is to be known."""
    parsed = Parsed()
    failures, sound, tried, slowest = 0, 0, 0, (0.0, "")
    for tried, (name, kind, text) in enumerate(texts, 1):
        given = {**edited.texts, name: text}
        started = time.process_time()
        try:
            found = load_package(edited.place, given, parsed)
            for problem in (*found.diagnostics, *found.remarks):
                problem.render("en"), problem.render("zh")
            slowest = max(slowest, (time.process_time() - started, f"{name}, {kind}"))
            sound += not found.diagnostics
            if not tried % anew and told(found) != told(load_package(edited.place, given)):
                failures += 1
                _keep(edited, name, kind, text, "two answers")
        except Exception:
            failures += 1
            traceback.print_exc(limit=-3)
            _keep(edited, name, kind, text, "an error")
    seconds, at = slowest
    print(
        f"{edited.name}: {tried} texts, {sound} without a fault, at most {seconds:.2f} s for one"
        f" ({at})",
        flush=True,
    )
    return failures


def _mistaken(edited: Edited, texts: int, random: Random) -> Made:
    names, words = [*edited.texts], words_in(edited.texts.values())
    for number in range(texts):
        name = random.choice(names)
        yield name, f"number {number}", with_mistakes(edited.texts[name], words, random)


def _extremes(edited: Edited) -> Made:
    for name, text in edited.texts.items():
        for kind, made in EXTREMES.items():
            yield name, kind, made(text)


def _in_turn(edited: Edited) -> Made:
    for name, text in edited.texts.items():
        if name.endswith(".pol"):
            for kind, made in in_turn(text):
                yield name, kind, made


def _keep(edited: Edited, name: str, kind: str, text: str, what: str) -> None:
    with tempfile.NamedTemporaryFile("wb", suffix=f"-{name}", delete=False) as kept:
        kept.write(text.encode("utf-8", "surrogatepass"))
    print(f"{what}: {edited.name}, {name} ({kind}) as {kept.name}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
