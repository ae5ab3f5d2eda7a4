"""What the examples of a policy show: which pass, and how often each norm is exercised."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from linkage_rules.desk.methods import Task
from linkage_rules.desk.placing import Placing
from linkage_rules.model.package import Example
from linkage_rules.testing.checks import Check
from linkage_rules.testing.examples import ExampleResult, run_example
from linkage_rules.words.called import called
from linkage_rules.words.deontic_words import STATUSES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_TRYING: Final = Phrase("example “{title}”", "示例“{title}”")


def examples_listed(placing: Placing) -> list[dict[str, Any]]:
    """The examples of a policy itself, with their places."""
    return [
        {"title": one.title, "at": at}
        for one in placing.package.examples
        if (at := placing.at(one.span))
    ]


def examples_tried(
    placing: Placing, file: str | None, task: Task, language: Language
) -> dict[str, Any]:
    """Run the examples of a file, or with None all of them.

    Each has the checks that it makes, with what was expected and found where it fails. ``norms``
    tells of every norm in how many of these examples it had which status.
    """
    chosen = [one for one in placing.package.examples if _is_in(one, file, placing)]
    results = []
    for number, example in enumerate(chosen):
        task.tell(number, len(chosen), _TRYING.filled(title=example.title))
        results.append(run_example(placing.package, example))
    return {
        "examples": [_result(one, placing, language) for one in results],
        "norms": _exercised(results, placing, language),
    }


def _is_in(example: Example, file: str | None, placing: Placing) -> bool:
    at = placing.at(example.span)
    return at is not None and file in (None, at["path"])


def _result(result: ExampleResult, placing: Placing, language: Language) -> dict[str, Any]:
    return {
        "title": result.example.title,
        "at": placing.at(result.example.span),
        "passed": result.passed,
        "checks": len(result.checks),
        "failures": [_check(check, placing, language) for check in result.failures],
    }


def _check(check: Check, placing: Placing, language: Language) -> dict[str, Any]:
    return {
        "at": placing.at(check.span),
        "expected": check.expected.render(language),
        "found": check.found.render(language),
    }


def _exercised(
    results: Sequence[ExampleResult], placing: Placing, language: Language
) -> list[dict[str, Any]]:
    statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        for name, outcome in result.decision.norms.items():
            statuses[name][STATUSES[outcome.status].render(language)] += 1
    return [
        {
            "name": norm.name,
            "title": called(norm).render(language),
            "at": at,
            "statuses": [
                {"words": words, "count": count}
                for words, count in statuses[norm.name].most_common()
            ],
        }
        for norm in placing.package.norms.values()
        if (at := placing.at(norm.span))
    ]
