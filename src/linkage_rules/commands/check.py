"""``linkage-rules check``: every problem of a policy, or what it holds."""

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

from linkage_rules.commands.commands import (
    Command,
    Option,
    UsageRefusedError,
    language_of,
    watching_option,
)
from linkage_rules.commands.inputs import policies_argument
from linkage_rules.commands.solving import require_solver, stop_after_option
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_package,
    stdin_filename_option,
)
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.explanations import explained, explained_finding, explanations
from linkage_rules.language.overlays.consequences import is_strict
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Fact
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.plain.writing import FORMATS, written
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.presenting import watching
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.progress_bar import Asking
from linkage_rules.presenting.terminal import safe
from linkage_rules.sources import Place
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.nearness import nearest
from linkage_rules.words.telling import simplified_by_name

# Checking must not import the solver.
if TYPE_CHECKING:
    from linkage_rules.analysis.difference import Loosening


def check(
    policies: tuple[str, ...],
    analyse: bool,
    stop_after: int | None,
    strict: bool,
    format_: str,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Print what is wrong with each policy, or one line for a correct one.

    With ``analyse`` overlays are compared with the policies below them, for at most ``stop_after``
    seconds; what is left undecided is a finding. With ``strict`` simplified declarations are listed
    and counted, and are findings.
    """
    if analyse:
        require_solver()
    elif stop_after is not None:
        raise UsageRefusedError(_NOTHING_TO_STOP)
    check_dashes(stdin_filename, *policies)
    loaded = [given_package(policy, stdin_filename) for policy in policies]
    overlays = _Overlays(language, stop_after) if analyse else None
    if format_ != "text":
        return _reported(loaded, policies, overlays, strict, format_, language)
    # Several policies may use the same package and then share its problems.
    problems = {id(d): d for package in loaded for d in package.diagnostics}
    for diagnostic in problems.values():
        click.echo(safe(diagnostic.render(language)) + "\n", err=True)
    remarks = {id(r): r for package in loaded for r in package.remarks}
    for remark in remarks.values():
        click.echo(safe(remark.render(language)) + "\n", err=True)
    errors = findings = 0
    for package in loaded:
        if not package.diagnostics:
            click.echo(safe(_contents(package).render(language)))
            if overlays is not None:
                told = overlays.told(package)
                errors, findings = errors + told[0], findings + told[1]
    simpler = [*_simpler(loaded, language)] if strict else []
    for one in simpler:
        click.echo(safe(f"{one.span.file}:{one.span.line}:{one.span.column}  {one.text}"))
    if strict:
        total = Phrase("less than the text: {count}", "对原文作了简化：{count}处")
        click.echo(say(total.filled(count=len(simpler)), language))
    if count := len(problems) + errors:
        click.echo(_total(count, [d.code for d in problems.values()]).render(language), err=True)
    if problems or errors:
        return ExitStatus.WRONG_INPUT
    return ExitStatus.FINDINGS if simpler or findings else ExitStatus.WELL


def _reported(
    loaded: Sequence[LoadedPackage],
    policies: Sequence[str],
    overlays: "_Overlays | None",
    strict: bool,
    form: str,
    language: Language,
) -> ExitStatus:
    """Write the findings for programs; the status is the same as for text."""
    found = [
        [
            *_sightings(package, language),
            *(() if overlays is None else overlays.sightings(package)),
            *(_simpler([package], language) if strict else ()),
        ]
        for package in loaded
    ]
    every = list({one.identity: one for sightings in found for one in sightings}.values())
    wrong = any(one.level is watching.Level.ERROR for one in every)
    simpler = [one for one in every if one.rule.name == SIMPLIFIED]
    loosened = [one for one in every if one.rule.name == LOOSENED]
    undecided = [one for one in every if one.rule.name == UNDECIDED]
    match form:
        case "json":
            document = {
                **FORMATS["check"].head,
                "policies": [_contained(p, name) for p, name in zip(loaded, policies, strict=True)],
                "problems": [watching.as_data(d) for d in _each(p.diagnostics for p in loaded)],
                "remarks": [watching.as_data(d) for d in _each(p.remarks for p in loaded)],
                "loosened": [{**_told(one), "level": one.level.value} for one in loosened],
                "undecided": [_told(one) for one in undecided] if overlays is not None else None,
                "simplified": [_told(one) for one in simpler] if strict else None,
            }
            click.echo(written(document), nl=False)
        case "sarif":
            click.echo(watching.sarif(every))
        case "github":
            for line in watching.workflow_commands(every):
                click.echo(line)
        case _:
            suites = [
                _suite(package, name, sightings)
                for package, name, sightings in zip(loaded, policies, found, strict=True)
            ]
            click.echo(watching.junit(suites))
    if wrong:
        return ExitStatus.WRONG_INPUT
    return ExitStatus.FINDINGS if simpler or loosened or undecided else ExitStatus.WELL


SIMPLIFIED: Final = "simplified"
"""The name of the rule for simplified declarations in reports."""
_SIMPLIFIED: Final = Phrase("an encoding says less than the official text", "规则对原文作了简化")


def _simpler(loaded: Iterable[LoadedPackage], language: Language) -> Iterator[watching.Sighting]:
    """The simplified declarations of the policies, each once."""
    rule = watching.Rule(SIMPLIFIED, _SIMPLIFIED.render(language))
    for package in {one.place: one.package for one in loaded if not one.diagnostics}.values():
        ordered = sorted(
            package.simplified.values(), key=lambda one: (one.span.file, one.span.start)
        )
        for one in ordered:
            if one.layer in ("", package.name):
                text = say(simplified_by_name(one), language)
                identity = f"{SIMPLIFIED}:{one.name}"
                yield watching.Sighting(rule, watching.Level.NOTE, text, text, one.span, identity)


LOOSENED: Final = "loosened-silently"
"""The name of the rule for norms that an overlay silently loosens, in reports."""
_LOOSENED: Final = Phrase(
    "an overlay loosens a norm without saying so", "叠加的政策没有说明就放宽了规范"
)

UNDECIDED: Final = "undecided"
"""The name of the rule for norms of which it is undecided whether an overlay loosens them."""
_UNDECIDED: Final = Phrase(
    "it could not be decided in time whether an overlay loosens a norm",
    "未能在限定时间内判断叠加的政策是否放宽了规范",
)
_NOTHING_TO_STOP: Final = Phrase(
    "--stop-after ends what --analyse asks: give both, or neither",
    "--stop-after 只限制 --analyse 的时间：请两者同时使用，或都不用",
)


def _each(found: Iterable[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """Each problem once, also if several policies use its package."""
    return list({id(one): one for several in found for one in several}.values())


def _sightings(package: LoadedPackage, language: Language) -> Iterator[watching.Sighting]:
    kinds = ((package.diagnostics, watching.Level.ERROR), (package.remarks, watching.Level.NOTE))
    for found, level in kinds:
        for one in found:
            yield watching.diagnosed(one, level, language)


class _Overlays:
    """Compares overlays with the policies below them, each pair once, within the time for all."""

    def __init__(self, language: Language, stop_after: int | None) -> None:
        self._language = language
        self._end = None if stop_after is None else monotonic() + stop_after
        self._compared: set[Place] = set()

    def told(self, loaded: LoadedPackage) -> tuple[int, int]:
        """Print what the layers of a stack loosen, as soon as it is found.

        Gives how many strict norms are silently loosened, and how many others are loosened or
        undecided.
        """
        from linkage_rules.commands import loosening

        errors = others = 0
        for below, overlay in self._pairs(loaded):
            with Asking(self._language) as progress:

                def tell(
                    one: "Loosening",
                    below: Package = below,
                    overlay: Package = overlay,
                    progress: Asking = progress,
                ) -> None:
                    _, lines = loosening.in_silence(one, below, overlay, self._language)
                    with progress.aside():
                        click.echo(safe("\n".join((*lines, ""))), err=True)

                found = loosening.find_loosening(
                    below,
                    overlay,
                    stop_after=self._seconds,
                    tell=tell,
                    asking=progress.asking,
                )
            for line in loosening.lines(found, self._language):
                click.echo(safe(line), err=bool(found.silent))
            errors += found.errors
            others += len(found.silent) - found.errors + len(found.undecided)
        return errors, others

    def sightings(self, loaded: LoadedPackage) -> Iterator[watching.Sighting]:
        """What is silently loosened, and what is undecided, for programs."""
        from linkage_rules.commands import loosening

        rule = watching.Rule(LOOSENED, _LOOSENED.render(self._language))
        for below, overlay in self._pairs(loaded):
            found = loosening.find_loosening(below, overlay, stop_after=self._seconds)
            for one in found.silent:
                span, lines = loosening.in_silence(one, below, overlay, self._language)
                text, identity = "\n".join(lines), f"{LOOSENED}:{lines[0]}"
                level = watching.Level.ERROR if is_strict(one.norm) else watching.Level.WARNING
                yield watching.Sighting(rule, level, lines[0], text, span, identity)
            if found.undecided:
                text = say(loosening.undecided(found), self._language)
                open_ = watching.Rule(UNDECIDED, _UNDECIDED.render(self._language))
                identity = f"{UNDECIDED}:{overlay.name}"
                yield watching.Sighting(
                    open_, watching.Level.WARNING, text, text, overlay.span, identity
                )

    @property
    def _seconds(self) -> float | None:
        return None if self._end is None else max(0.0, self._end - monotonic())

    def _pairs(self, loaded: LoadedPackage) -> Iterator[tuple[Package, Package]]:
        """The pairs of adjacent layers of a stack that were not compared before, lower layer
        first."""
        from linkage_rules.commands import loosening

        for overlay in loosening.overlays(loaded) if not loaded.diagnostics else ():
            if overlay.below is not None and overlay.place not in self._compared:
                self._compared.add(overlay.place)
                yield overlay.below.package, overlay.package


def _told(one: watching.Sighting) -> dict[str, Any]:
    return {"path": watching.path_of(one.span), "message": one.text}


def _contained(loaded: LoadedPackage, asked: str) -> dict[str, Any]:
    package = loaded.package
    return {
        "asked": asked,
        "name": package.name or None,
        "files": [watching.in_repository(file.name)[0] for file, _ in loaded.files],
        "norms": sum(norm.layer == package.name for norm in package.declared_norms),
        "facts": sum(_is_own(fact, package) for fact in package.declared_facts),
        "examples": len(package.examples),
        "properties": len(package.properties),
        "problems": len(loaded.diagnostics),
        "remarks": len(loaded.remarks),
    }


def _suite(loaded: LoadedPackage, asked: str, found: Sequence[watching.Sighting]) -> watching.Suite:
    """A test for each file of a policy: that nothing is wrong with it."""
    names = dict.fromkeys([file.name for file, _ in loaded.files])
    names |= dict.fromkeys(one.span.file for one in found)
    cases = []
    told = []
    for name in names or [asked]:
        here = [one for one in found if one.span.file == name]
        told += [one.text for one in here if one.level is watching.Level.NOTE]
        wrong = tuple(one for one in here if one.level is not watching.Level.NOTE)
        cases.append(watching.Case(name, Span(name, 0, 0, 0, 0), wrong))
    return watching.Suite(loaded.package.name or asked, tuple(cases), "\n\n".join(told))


def _total(count: int, codes: list[str]) -> Phrase:
    total = Phrase(f"{count} problem{'s' * (count > 1)}", f"共{count}个问题")
    if not codes:
        return total
    command = f"linkage-rules check --explain {codes[0]}"
    return Phrase(f"{total.en}; cause and cure: {command}", f"{total.zh}；原因和改法：{command}")


def _explain(ctx: click.Context, parameter: click.Parameter, code: str | None) -> None:
    """Print the cause and the cure of a code or a kind of finding, without checking anything."""
    if code is None or ctx.resilient_parsing:
        return
    written = code.strip().upper()
    if (kind := written.lower().replace("_", "-")) in [*FindingKind]:
        click.echo(explained_finding(FindingKind(kind), language_of(ctx)))
        ctx.exit(ExitStatus.WELL)
    known = written if written.startswith("POL-") else f"POL-{written}"
    if known not in explanations():
        near = "、".join(nearest(kind, FindingKind, 3) or nearest(known, explanations(), 3))
        raise UsageRefusedError(
            Phrase(
                f"there is no code {code}" + (f"; did you mean {near}?" if near else ""),
                f"没有代码 {code}" + (f"，是否想写 {near}？" if near else ""),
            ),
            ctx,
        )
    click.echo(explained(known, language_of(ctx)))
    ctx.exit(ExitStatus.WELL)


def _is_own(fact: Fact, package: Package) -> bool:
    return fact.layer == package.name and fact.name not in package.hidden


def _contents(loaded: LoadedPackage) -> Phrase:
    package = loaded.package
    # For an overlay only its own norms are counted; the policy below is counted when it is checked.
    norms = sum(norm.layer == package.name for norm in package.declared_norms)
    facts = sum(_is_own(fact, package) for fact in package.declared_facts)
    examples, properties = len(package.examples), len(package.properties)
    return Phrase(
        f"{package.name}: no problems; {norms} norms, {facts} facts, {examples} examples, "
        f"{properties} properties",
        f"{package.name}：没有问题；规范{norms}条，事实{facts}个，示例{examples}个，性质{properties}个",
    )


command: Final = Command(
    "check",
    about=Phrase("find everything that is wrong with a policy", "检查政策，列出全部问题"),
    params=[
        policies_argument(),
        Option(
            ["--explain"],
            metavar="CODE",
            expose_value=False,
            callback=_explain,
            about=Phrase(
                "tell the cause and the cure of a code, such as POL-202, or of a kind of finding, "
                "such as idle-norm, and check nothing",
                "说明一个代码（如 POL-202）或一种发现（如 idle-norm）的原因和改法，不作检查",
            ),
        ),
        watching_option(),
        stdin_filename_option(),
        Option(
            ["--strict"],
            is_flag=True,
            about=Phrase(
                "tell and count what says less than its text (“simplified because”); "
                "exit with status 1 if there is any",
                "列出并计数对原文的简化（“简化 因为”），如有则以状态 1 退出",
            ),
        ),
        Option(
            ["--analyse"],
            is_flag=True,
            about=Phrase(
                "prove too that an overlay loosens no norm without saying so (needs z3)",
                "并证明叠加的政策没有不加说明地放宽规范（需要 z3）",
            ),
        ),
        stop_after_option(),
    ],
    callback=check,
)
