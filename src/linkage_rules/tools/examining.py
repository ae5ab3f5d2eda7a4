"""``linkage-rules test``: the examples of a policy, run."""

from textwrap import indent
from typing import Final

import click

from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.language.keywords import Language
from linkage_rules.loading.packages import load_package
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.records import Wording
from linkage_rules.testing import Check, ExampleResult, run_examples
from linkage_rules.tools.commands import Command
from linkage_rules.tools.endings import ExitStatus
from linkage_rules.tools.inputs import policies_argument
from linkage_rules.tools.terminal import safe


def examine(policies: tuple[str, ...], language: Language) -> ExitStatus:
    """Run the examples of each policy; say which fail, and why it decides as it does."""
    passed = failed = 0
    status = ExitStatus.WELL
    for policy in policies:
        loaded = load_package(policy)
        if loaded.diagnostics:
            click.echo(safe(PolicyError(loaded.diagnostics).render(language)) + "\n", err=True)
            status = ExitStatus.WRONG_INPUT
            continue
        results = run_examples(loaded.package)
        failures = [result for result in results if not result.passed]
        for result in failures:
            click.echo(safe(_failure(result, language)) + "\n")
        click.echo(safe(_tried(loaded.package, results).render(language)))
        passed += len(results) - len(failures)
        failed += len(failures)
    click.echo(_total(passed, failed).render(language))
    return status or (ExitStatus.FINDINGS if failed else ExitStatus.WELL)


def _failure(result: ExampleResult, language: Language) -> str:
    """What was expected and found, and the explanation of everything that was asked about."""
    title, place = result.example.title, _place(result.example.span)
    head = Wording(f"FAILED {title} ({place})", f"失败：{title}（{place}）")
    asked = dict.fromkeys(name for check in result.failures for name in check.about)
    why = [result.decision.explain(name, language) for name in asked]
    blocks = [*(_claim(check, language) for check in result.failures), *why]
    return "\n".join((head.render(language), *(indent(block, "  ") for block in blocks)))


def _claim(check: Check, language: Language) -> str:
    place = _place(check.span)
    expected, found = check.expected, check.found
    return Wording(
        f"expected: {expected.en} ({place})\n   found: {found.en}",
        f"应为：{expected.zh}（{place}）\n实为：{found.zh}",
    ).render(language)


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _tried(package: Package, results: tuple[ExampleResult, ...]) -> Wording:
    checks = sum(len(result.checks) for result in results)
    properties = len(package.properties)
    return Wording(
        f"{package.name}: {len(results)} examples and {properties} properties, {checks} checks",
        f"{package.name}：示例 {len(results)} 个，性质 {properties} 个，共核对 {checks} 次",
    )


def _total(passed: int, failed: int) -> Wording:
    counts = f"{passed} passed, {failed} failed"
    # The English counts stand in both, for scripts that look for them.
    return Wording(counts, f"通过 {passed} 个，失败 {failed} 个（{counts}）")


command: Final = Command(
    "test",
    about=Wording(
        "run the examples and properties of a policy",
        "运行政策中的示例，核对性质",
    ),
    params=[policies_argument()],
    callback=examine,
)
"""The command."""
