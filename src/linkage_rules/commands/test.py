"""``linkage-rules test``: the examples of a policy, run, and its properties, tried."""

from collections.abc import Iterable
from typing import Final

import click

from linkage_rules.commands.commands import Command, Option
from linkage_rules.commands.inputs import policies_argument
from linkage_rules.extras import required
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.package import Package, Property
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.terminal import safe
from linkage_rules.presenting.titles import place_of
from linkage_rules.testing import ExampleResult, run_examples
from linkage_rules.testing.failures import example_failure, property_failure
from linkage_rules.testing.trials import Trial, open_trial, unasked_engines
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def examine(policies: tuple[str, ...], records: int, seed: int, language: Language) -> ExitStatus:
    """Run the examples of each policy, and try each property on as many generated ``records``; say
    which fail, and why the policy decides as it does."""
    passed = failed = open_ = 0
    status = ExitStatus.WELL
    for policy in policies:
        loaded = load_package(policy)
        if loaded.diagnostics:
            click.echo(safe(PolicyError(loaded.diagnostics).render(language)) + "\n", err=True)
            status = ExitStatus.WRONG_INPUT
            continue
        results = run_examples(loaded.package)
        trials = _try_properties(loaded.package, records, seed) if records else ()
        refuted = [trial for trial in trials if trial.counterexample]
        failures = [result for result in results if not result.passed]
        for result in failures:
            click.echo(safe(example_failure(result, language)) + "\n")
        for trial in refuted:
            click.echo(safe(property_failure(trial, language)) + "\n")
        click.echo(safe(_tried(loaded.package, results).render(language)))
        if trials:
            click.echo(safe(_searched(trials, seed).render(language)))
        for line in unasked_engines(trials):
            click.echo(safe(line.render(language)))
        unasked = (
            [open_trial(trial) for trial in trials if trial.is_open()]
            if records
            else [_not_asked(c, loaded.package) for c in _unasked(loaded.package, results)]
        )
        for line in unasked:
            click.echo(safe(line.render(language)))
        open_ += len(unasked)
        passed += len(results) - len(failures) + len(trials) - len(refuted)
        failed += len(failures) + len(refuted)
    click.echo(_total(passed, failed).render(language))
    return status or (ExitStatus.FINDINGS if failed or open_ else ExitStatus.WELL)


def _unasked(package: Package, results: Iterable[ExampleResult]) -> tuple[Property, ...]:
    """The properties that no example puts to the test: none is about such a record, or they are
    unknown of all of these."""
    tested = {check.span for result in results for check in result.checks if not check.open}
    return tuple(claim for claim in package.properties if claim.span not in tested)


def _not_asked(claim: Property, package: Package) -> Phrase:
    place, name = place_of(claim.span), claim.record_type
    label = package.record_types[name].label or name
    if any(example.record_type == name for example in package.examples):
        en, zh = f"unknown of every example about {name}", f"在关于“{label}”的示例上均为未知"
    else:
        en, zh = f"no example is about {name}", f"没有关于“{label}”的示例"
    return Phrase(
        f"NOT ASKED: {claim.title} ({place}): {en}; "
        "write one that tells, or try generated records: --records 100",
        f"未核对：{claim.title}（{place}）：{zh}；"
        "请补写能判明的示例，或用生成的记录核对：--records 100",
    )


def _try_properties(package: Package, records: int, seed: int) -> tuple[Trial, ...]:
    required("hypothesis", "testing")
    from linkage_rules.testing.properties import try_property

    return tuple(try_property(package, claim, records, seed) for claim in package.properties)


def _searched(trials: tuple[Trial, ...], seed: int) -> Phrase:
    tried = sum(trial.tried for trial in trials)
    return Phrase(
        f"{len(trials)} properties tried on {tried} generated records (seed {seed})",
        f"在生成的{tried}条记录上核对性质{len(trials)}个（种子 {seed}）",
    )


def _tried(package: Package, results: tuple[ExampleResult, ...]) -> Phrase:
    checks = sum(len(result.checks) for result in results)
    properties = len(package.properties)
    return Phrase(
        f"{package.name}: {len(results)} examples and {properties} properties, {checks} checks",
        f"{package.name}：示例{len(results)}个，性质{properties}个，共核对{checks}次",
    )


def _total(passed: int, failed: int) -> Phrase:
    counts = f"{passed} passed, {failed} failed"
    # The English counts stand in both, for scripts that look for them.
    return Phrase(counts, f"通过{passed}个，失败{failed}个（{counts}）")


command: Final = Command(
    "test",
    about=Phrase(
        "run the examples and properties of a policy",
        "运行政策中的示例，核对性质",
    ),
    params=[
        policies_argument(),
        Option(
            ["--records"],
            type=click.IntRange(min=0),
            default=0,
            metavar="N",
            about=Phrase(
                "also try each property on N generated records, on every engine",
                "另在生成的 N 条记录上用各个引擎核对每个性质",
            ),
        ),
        Option(
            ["--seed"],
            type=int,
            default=1,
            metavar="N",
            about=Phrase(
                "where the generated records start; the same number gives the same records",
                "生成记录的种子；相同的数得到相同的记录",
            ),
        ),
    ],
    callback=examine,
)
"""The command."""
