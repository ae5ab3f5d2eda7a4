"""``linkage-rules check``: every problem of a policy, or what it holds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import click

from linkage_rules.commands.commands import (
    Command,
    Option,
    UsageRefusedError,
    language_of,
    watching_option,
)
from linkage_rules.commands.inputs import policies_argument
from linkage_rules.commands.solving import require_solver
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_package,
    stdin_filename_option,
)
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.explanations import explained, explanations
from linkage_rules.model.norms import Fact
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.plain.writing import FORMATS, written
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.presenting import watching
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.terminal import safe
from linkage_rules.sources import Place
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.nearness import nearest
from linkage_rules.words.telling import simplified_by_name


def check(
    policies: tuple[str, ...],
    analyse: bool,
    strict: bool,
    format_: str,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Say what is wrong with each policy; what is right is said in one line.

    With ``strict`` what says less than its text is told and counted, and is a finding.
    """
    if analyse:
        require_solver()
    check_dashes(stdin_filename, *policies)
    loaded = [given_package(policy, stdin_filename) for policy in policies]
    if format_ != "text":
        return _reported(loaded, policies, analyse, strict, format_, language)
    # A package that several policies use brings its problems along each time.
    problems = {id(d): d for package in loaded for d in package.diagnostics}
    for diagnostic in problems.values():
        click.echo(safe(diagnostic.render(language)) + "\n", err=True)
    remarks = {id(r): r for package in loaded for r in package.remarks}
    for remark in remarks.values():
        click.echo(safe(remark.render(language)) + "\n", err=True)
    silent = 0
    compared: set[Place] = set()
    for package in loaded:
        if not package.diagnostics:
            click.echo(safe(_contents(package).render(language)))
            silent += _loosened(package, compared, language) if analyse else 0
    simpler = [*_simpler(loaded, language)] if strict else []
    for one in simpler:
        click.echo(safe(f"{one.span.file}:{one.span.line}:{one.span.column}  {one.text}"))
    if strict:
        total = Phrase("less than the text: {count}", "对原文作了简化：{count}处")
        click.echo(say(total.filled(count=len(simpler)), language))
    if count := len(problems) + silent:
        click.echo(_total(count, [d.code for d in problems.values()]).render(language), err=True)
    if problems or silent:
        return ExitStatus.WRONG_INPUT
    return ExitStatus.FINDINGS if simpler else ExitStatus.WELL


def _reported(
    loaded: Sequence[LoadedPackage],
    policies: Sequence[str],
    analyse: bool,
    strict: bool,
    form: str,
    language: Language,
) -> ExitStatus:
    """Write what was found for programs; the status is that of the text."""
    compared: set[Place] = set()
    found = [
        [
            *_sightings(package, language),
            *_silent(package, compared, analyse, language),
            *(_simpler([package], language) if strict else ()),
        ]
        for package in loaded
    ]
    every = list({one.identity: one for sightings in found for one in sightings}.values())
    wrong = any(one.level is watching.Level.ERROR for one in every)
    simpler = [one for one in every if one.rule.name == SIMPLIFIED]
    match form:
        case "json":
            document = {
                **FORMATS["check"].head,
                "policies": [_contained(p, name) for p, name in zip(loaded, policies, strict=True)],
                "problems": [watching.as_data(d) for d in _each(p.diagnostics for p in loaded)],
                "remarks": [watching.as_data(d) for d in _each(p.remarks for p in loaded)],
                "loosened": [_told(one) for one in every if one.rule.name == LOOSENED],
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
    return ExitStatus.FINDINGS if simpler else ExitStatus.WELL


SIMPLIFIED: Final = "simplified"
"""What an encoding is called in reports that says less than its text."""
_SIMPLIFIED: Final = Phrase("an encoding says less than the official text", "规则对原文作了简化")


def _simpler(loaded: Iterable[LoadedPackage], language: Language) -> Iterator[watching.Sighting]:
    """What the policies themselves say less than their texts, each once."""
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
"""What a prohibition is called in reports that an overlay loosens without saying so."""
_LOOSENED: Final = Phrase(
    "an overlay loosens a prohibition without saying so", "叠加的政策没有说明就放宽了禁止"
)


def _each(found: Iterable[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """Each problem once, though several policies use the package that has it."""
    return list({id(one): one for several in found for one in several}.values())


def _sightings(package: LoadedPackage, language: Language) -> Iterator[watching.Sighting]:
    kinds = ((package.diagnostics, watching.Level.ERROR), (package.remarks, watching.Level.NOTE))
    for found, level in kinds:
        for one in found:
            yield watching.diagnosed(one, level, language)


def _silent(
    loaded: LoadedPackage, compared: set[Place], analyse: bool, language: Language
) -> Iterator[watching.Sighting]:
    if not analyse or loaded.diagnostics:
        return
    from linkage_rules.commands import loosening

    rule = watching.Rule(LOOSENED, _LOOSENED.render(language))
    for overlay in loosening.overlays(loaded):
        if overlay.below is None or overlay.place in compared:
            continue
        compared.add(overlay.place)
        found = loosening.find_loosening(overlay.below.package, overlay.package)
        for span, lines in loosening.silent_errors(found, language):
            text = "\n".join(lines)
            yield watching.Sighting(
                rule, watching.Level.ERROR, lines[0], text, span, f"{LOOSENED}:{lines[0]}"
            )


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
        wrong = tuple(one for one in here if one.level is watching.Level.ERROR)
        cases.append(watching.Case(name, Span(name, 0, 0, 0, 0), wrong))
    return watching.Suite(loaded.package.name or asked, tuple(cases), "\n\n".join(told))


def _total(count: int, codes: list[str]) -> Phrase:
    total = Phrase(f"{count} problem{'s' * (count > 1)}", f"共{count}个问题")
    if not codes:
        return total
    command = f"linkage-rules check --explain {codes[0]}"
    return Phrase(f"{total.en}; cause and cure: {command}", f"{total.zh}；原因和改法：{command}")


def _explain(ctx: click.Context, parameter: click.Parameter, code: str | None) -> None:
    """Tell the cause and the cure of one code, and check nothing."""
    if code is None or ctx.resilient_parsing:
        return
    written = code.strip().upper()
    known = written if written.startswith("POL-") else f"POL-{written}"
    if known not in explanations():
        near = "、".join(nearest(known, explanations(), 3))
        raise UsageRefusedError(
            Phrase(
                f"there is no code {code}" + (f"; did you mean {near}?" if near else ""),
                f"没有代码 {code}" + (f"，是否想写 {near}？" if near else ""),
            ),
            ctx,
        )
    click.echo(explained(known, language_of(ctx)))
    ctx.exit(ExitStatus.WELL)


def _loosened(loaded: LoadedPackage, compared: set[Place], language: Language) -> int:
    """Say what the layers of a stack loosen that were not ``compared`` before; how much of it in
    silence."""
    from linkage_rules.commands import loosening

    silent = 0
    for overlay in loosening.overlays(loaded):
        if overlay.below is None or overlay.place in compared:
            continue
        compared.add(overlay.place)
        found = loosening.find_loosening(overlay.below.package, overlay.package)
        for line in loosening.lines(found, language):
            click.echo(safe(line), err=bool(found.silent))
        silent += len(found.silent)
    return silent


def _is_own(fact: Fact, package: Package) -> bool:
    return fact.layer == package.name and fact.name not in package.hidden


def _contents(loaded: LoadedPackage) -> Phrase:
    package = loaded.package
    # Of an overlay, what it says itself; a policy below is counted when it is checked.
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
                "tell the cause and the cure of a code, such as POL-202, and check nothing",
                "说明一个代码（如 POL-202）的原因和改法，不作检查",
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
                "prove too that an overlay loosens no prohibition without saying so (needs z3)",
                "并证明叠加的政策没有不加说明地放宽禁止（需要 z3）",
            ),
        ),
    ],
    callback=check,
)
