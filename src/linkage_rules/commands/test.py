"""``linkage-rules test``: the examples of a policy, run, and its properties, tried."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import evolve, frozen

from linkage_rules.commands.commands import (
    Command,
    Option,
    UsageRefusedError,
    watching_option,
)
from linkage_rules.commands.inputs import policies_argument
from linkage_rules.commands.solving import require_solver, time_limit_option
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_package,
    stdin_filename_option,
)
from linkage_rules.extras import required
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.package import Package, Property
from linkage_rules.model.spans import Span
from linkage_rules.plain.writing import FORMATS, chosen, plain, written
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.presenting import watching
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.terminal import safe
from linkage_rules.presenting.titles import place_of
from linkage_rules.testing import ExampleResult, run_examples
from linkage_rules.testing.failures import example_failure, property_failure
from linkage_rules.testing.trials import Trial, open_trial, unasked_engines
from linkage_rules.words import suggestion_words
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase

# Printing the help must not import the solver.
if TYPE_CHECKING:
    from linkage_rules.testing.suggesting import Suggestions


@frozen
class Examined:
    """The results of the examples and properties of one policy; empty if it has errors.

    ``unasked`` are properties that were not tested, each with the reason; ``suggested`` are
    examples that it lacks, if they were asked for and its own examples pass.
    """

    asked: str
    loaded: LoadedPackage
    results: tuple[ExampleResult, ...] = ()
    trials: tuple[Trial, ...] = ()
    unasked: tuple[tuple[Property, Phrase], ...] = ()
    suggested: "Suggestions | None" = None

    @property
    def failures(self) -> tuple[ExampleResult, ...]:
        return tuple(result for result in self.results if not result.passed)

    @property
    def refuted(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.counterexample)

    @property
    def failed(self) -> int:
        return len(self.failures) + len(self.refuted)

    @property
    def passed(self) -> int:
        return len(self.results) + len(self.trials) - self.failed

    @property
    def status(self) -> ExitStatus:
        if self.loaded.diagnostics:
            return ExitStatus.WRONG_INPUT
        return ExitStatus.FINDINGS if self.failed or self.unasked else ExitStatus.WELL


def examine(
    policies: tuple[str, ...],
    records: int,
    seed: int,
    suggest: bool,
    stop_after: int,
    format_: str,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Run the examples of each policy, and try each property on as many generated ``records``; say
    which fail, and why the policy decides as it does. ``suggest`` the examples that it lacks."""
    if suggest and format_ not in ("text", "json"):
        raise UsageRefusedError(_SUGGESTED_AS_TEXT)
    if suggest:
        require_solver()
    check_dashes(stdin_filename, *policies)
    found = []
    for policy in policies:
        one = _examined(policy, given_package(policy, stdin_filename), records, seed)
        if suggest and not one.loaded.diagnostics and not one.failures:
            one = evolve(one, suggested=_suggested(one.loaded.package, stop_after))
        found.append(one)
        if format_ == "text":
            _tell(one, seed, language)
            if suggest and not one.loaded.diagnostics:
                _tell_suggested(one, stop_after, language)
    if format_ != "text":
        _report(found, format_, language)
    else:
        passed, failed = (sum(counts) for counts in zip(*map(_counts, found), strict=True))
        click.echo(_total(passed, failed).render(language))
    return max(one.status for one in found)


def _counts(one: Examined) -> tuple[int, int]:
    return one.passed, one.failed


def _examined(policy: str, loaded: LoadedPackage, records: int, seed: int) -> Examined:
    if loaded.diagnostics:
        return Examined(policy, loaded)
    package = loaded.package
    results = run_examples(package)
    trials = _try_properties(package, records, seed) if records else ()
    unasked = (
        tuple((trial.property, open_trial(trial)) for trial in trials if trial.is_open())
        if records
        else tuple((claim, _not_asked(claim, package)) for claim in _unasked(package, results))
    )
    return Examined(policy, loaded, results, trials, unasked)


def _tell(one: Examined, seed: int, language: Language) -> None:
    """Print the results of a policy as text."""
    if one.loaded.diagnostics:
        click.echo(safe(PolicyError(one.loaded.diagnostics).render(language)) + "\n", err=True)
        return
    for result in one.failures:
        click.echo(safe(example_failure(result, language)) + "\n")
    for trial in one.refuted:
        click.echo(safe(property_failure(trial, language)) + "\n")
    told = [_tried(one.loaded.package, one.results)]
    if one.trials:
        told.append(_searched(one.trials, seed))
    told += (*unasked_engines(one.trials), *(why for _, why in one.unasked))
    for line in told:
        click.echo(safe(line.render(language)))


def _suggested(package: Package, stop_after: int) -> "Suggestions":
    from linkage_rules.testing.suggesting import suggestions

    return suggestions(package, stop_after=stop_after)


def _tell_suggested(one: Examined, stop_after: int, language: Language) -> None:
    """Print the suggested examples; everything else is a comment, so that all of it can be
    pasted."""
    from linkage_rules.testing.suggesting import suggestion_text

    found = one.suggested
    if found is None:
        click.echo(f"\n# {suggestion_words.FAILING.render(language)}")
        return
    count = len(found.examples)
    heading = suggestion_words.HEADING.filled(count=count) if count else suggestion_words.NOTHING
    click.echo(f"\n# {heading.render(language)}")
    for suggestion in found.examples:
        click.echo("\n" + safe(suggestion_text(suggestion, one.loaded.package, language)))
    rest = [
        suggestion_words.WITHOUT.filled(reason=reason, why=why) for reason, why in found.without
    ]
    if not found.complete:
        rest.append(suggestion_words.CUT_SHORT.filled(seconds=stop_after))
    if rest:
        click.echo()
    for line in rest:
        click.echo(safe(f"# {line.render(language)}"))
    click.echo()


_SUGGESTED_AS_TEXT: Final = Phrase(
    "--suggest goes with --format text or json", "--suggest 只能与 --format text 或 json 同用"
)
_FAILED: Final = Phrase("an example does not hold", "示例不成立")
_REFUTED: Final = Phrase("a property is refuted by a record", "性质被一条记录推翻")
_NEVER_ASKED: Final = Phrase("nothing was put to a property", "性质没有得到核对")


def _report(found: Sequence[Examined], form: str, language: Language) -> None:
    """Write the results for programs."""
    cases = [(one, tuple(_cases(one, language))) for one in found]
    sightings = [one for _, several in cases for case in several for one in case.found]
    match form:
        case "json":
            click.echo(written(_document(found)), nl=False)
        case "sarif":
            click.echo(watching.sarif(sightings))
        case "github":
            for line in watching.workflow_commands(sightings):
                click.echo(line)
        case _:
            suites = [
                watching.Suite(
                    one.loaded.package.name or one.asked, several, _besides(one, language)
                )
                for one, several in cases
            ]
            click.echo(watching.junit(suites))


def _called(one: Examined) -> str:
    return one.loaded.package.name or one.asked


def _besides(one: Examined, language: Language) -> str:
    return "\n".join(line.render(language) for line in unasked_engines(one.trials))


def _cases(one: Examined, language: Language) -> Iterator[watching.Case]:
    """A test case for each example, each property that was tried or not, and each error."""
    for problem in one.loaded.diagnostics:
        sighting = watching.diagnosed(problem, watching.Level.ERROR, language)
        yield watching.Case(sighting.headline, problem.span, (sighting,), broken=True)
    for result in one.results:
        example = result.example
        wrong: tuple[watching.Sighting, ...] = ()
        if not result.passed:
            rule, text = "failed-example", example_failure(result, language)
            wrong = (_sighting(rule, _FAILED, example.title, text, example.span, language),)
        yield watching.Case(example.title, example.span, wrong)
    unasked = {claim.span: why for claim, why in one.unasked}
    tried = {trial.property.span: trial for trial in one.trials}
    for claim in one.loaded.package.properties:
        if (why := unasked.get(claim.span)) is not None:
            text = why.render(language)
            never = _sighting("not-asked", _NEVER_ASKED, claim.title, text, claim.span, language)
            skipped = evolve(never, level=watching.Level.WARNING)
            yield watching.Case(claim.title, claim.span, (skipped,), skipped=text)
        elif (trial := tried.get(claim.span)) is not None:
            wrong = ()
            if trial.counterexample:
                rule, text = "refuted-property", property_failure(trial, language)
                wrong = (_sighting(rule, _REFUTED, claim.title, text, claim.span, language),)
            yield watching.Case(claim.title, claim.span, wrong)


def _sighting(
    rule: str, about: Phrase, title: str, text: str, span: Span, language: Language
) -> watching.Sighting:
    told = about.render(language)
    colon = "：" if language == "zh" else ": "
    return watching.Sighting(
        watching.Rule(rule, told),
        watching.Level.ERROR,
        f"{told}{colon}{title}",
        text,
        span,
        f"{rule}:{span.file}:{title}",
    )


def _document(found: Sequence[Examined]) -> dict[str, Any]:
    passed, failed = (sum(counts) for counts in zip(*map(_counts, found), strict=True))
    return {
        **FORMATS["test"].head,
        "policies": [_policy(one) for one in found],
        "passed": passed,
        "failed": failed,
        "not_asked": sum(len(one.unasked) for one in found),
    }


def _policy(one: Examined) -> dict[str, Any]:
    return {
        "asked": one.asked,
        "name": one.loaded.package.name or None,
        "problems": [watching.as_data(problem) for problem in one.loaded.diagnostics],
        "examples": [
            {
                "title": result.example.title,
                "path": watching.path_of(result.example.span),
                "passed": result.passed,
                "checks": len(result.checks),
                "failures": [
                    {"path": watching.path_of(check.span), **chosen(check, "expected", "found")}
                    for check in result.failures
                ],
            }
            for result in one.results
        ],
        "properties": [
            {
                "title": trial.property.title,
                "path": watching.path_of(trial.property.span),
                "passed": trial.counterexample is None,
                **chosen(trial, "tried", "answered", "seed"),
                "counterexample": None
                if trial.counterexample is None
                else {lang: property_failure(trial, lang) for lang in LANGUAGES},
                "unasked_engines": {name: plain(why) for name, why in trial.unasked.items()},
            }
            for trial in one.trials
        ],
        **({} if one.suggested is None else {"suggested": _suggested_as_data(one)}),
        "not_asked": [
            {"title": claim.title, "path": watching.path_of(claim.span), "why": plain(why)}
            for claim, why in one.unasked
        ],
    }


def _suggested_as_data(one: Examined) -> dict[str, Any]:
    from linkage_rules.testing.suggesting import suggestion_text

    found, package = one.suggested, one.loaded.package
    assert found is not None
    return {
        "examples": [
            {
                "title": plain(each.title),
                "record_type": each.example.record_type,
                "reasons": [plain(reason) for reason in each.reasons],
                "text": {lang: suggestion_text(each, package, lang) for lang in LANGUAGES},
            }
            for each in found.examples
        ],
        "without": [{"reason": plain(reason), "why": plain(why)} for reason, why in found.without],
        "complete": found.complete,
    }


def _unasked(package: Package, results: Iterable[ExampleResult]) -> tuple[Property, ...]:
    """The properties that no example tests: none is about such a record, or they are unknown for
    all."""
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
    # The English counts are in both languages, for scripts that search for them.
    return Phrase(counts, f"通过{passed}个，失败{failed}个（{counts}）")


command: Final = Command(
    "test",
    about=Phrase(
        "run the examples and properties of a policy",
        "运行政策中的示例，核对性质",
    ),
    params=[
        policies_argument(),
        watching_option(),
        stdin_filename_option(),
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
        Option(
            ["--suggest"],
            is_flag=True,
            about=Phrase(
                "also write the examples that are missing, ready to paste: for norms, conditions "
                "and properties that none exercises, and for changes that none would notice",
                "另写出所缺的示例，可直接粘贴：没有示例覆盖的规范、条件和性质，以及没有示例能发现的改动",
            ),
        ),
        time_limit_option(
            Phrase(
                "seconds after which --suggest looks for no more (default: 60)",
                "--suggest 到此秒数后不再查找（默认 60）",
            ),
            60,
            name="--stop-after",
        ),
    ],
    callback=examine,
)
"""The command."""
