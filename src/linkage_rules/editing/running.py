"""Examples run from where they are written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen
from lsprotocol import types

from linkage_rules.editing.folders import Known, path_of
from linkage_rules.testing.examples import run_example
from linkage_rules.testing.failures import example_failure
from linkage_rules.words.messages import Phrase

RUN: Final = "linkage-rules.runExample"
"""The command by which an editor has an example run; it is given the document and the line."""

_RUN: Final = Phrase("▶ run this example", "▶ 运行这个示例")
_PASSED: Final = Phrase("as expected: {title}", "符合期望：{title}")
_FAULTS: Final = Phrase(
    "the policy has problems; put them right, and its examples can be run",
    "政策还有错误，改正后才能运行示例",
)
_GONE: Final = Phrase("there is no example on this line any more", "这一行已经没有示例了")


@frozen
class Outcome:
    """What came of an example, in words."""

    passed: bool
    text: str


def lenses(known: Known, path: Path) -> Iterator[types.CodeLens]:
    """What runs each example of a file."""
    for example in () if known.loaded.diagnostics else known.loaded.package.examples:
        if path_of(example.span.file) == path:
            yield types.CodeLens(
                range=known.range(example.span),
                command=types.Command(
                    title=_RUN.render(known.language),
                    command=RUN,
                    arguments=[known.uri(path), example.span.line - 1],
                ),
            )


def run(known: Known, path: Path, line: int) -> Outcome:
    """Run the example that begins on a line, counted from 0."""
    language = known.language
    if known.loaded.diagnostics:
        return Outcome(False, _FAULTS.render(language))
    for example in known.loaded.package.examples:
        if path_of(example.span.file) == path and example.span.line == line + 1:
            result = run_example(known.loaded.package, example)
            if result.passed:
                return Outcome(True, _PASSED.fill(language, {"title": example.title}))
            return Outcome(False, example_failure(result, language))
    return Outcome(False, _GONE.render(language))
