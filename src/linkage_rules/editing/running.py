"""Examples run from where they are written."""

from pathlib import Path
from typing import Final

from linkage_rules.editing.answers import Answer, Arguments, line_asked
from linkage_rules.editing.folders import Known, path_of
from linkage_rules.testing.examples import run_example
from linkage_rules.testing.failures import example_failure
from linkage_rules.words.messages import Phrase

RUN: Final = "linkage-rules.runExample"
"""The command by which an editor has an example run; it is given the document and the line."""

_PASSED: Final = Phrase("as expected: {title}", "符合期望：{title}")
_FAULTS: Final = Phrase(
    "the policy has problems; put them right, and its examples can be run",
    "政策还有错误，改正后才能运行示例",
)
_GONE: Final = Phrase("there is no example on this line any more", "这一行已经没有示例了")


def run(known: Known, path: Path, asked: Arguments) -> Answer:
    """Run the example that begins on a line."""
    language, line = known.language, line_asked(asked)
    if known.loaded.diagnostics:
        return Answer(_FAULTS.render(language), passed=False)
    for example in known.loaded.package.examples:
        if path_of(example.span.file) == path and example.span.line == line + 1:
            result = run_example(known.loaded.package, example)
            if result.passed:
                return Answer(_PASSED.fill(language, {"title": example.title}))
            return Answer(example_failure(result, language), passed=False)
    return Answer(_GONE.render(language), passed=False)
