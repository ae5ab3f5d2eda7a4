"""``linkage-rules check``: every problem of a policy, or what it holds."""

from typing import Final

import click

from linkage_rules.language.keywords import Language
from linkage_rules.loading.packages import LoadedPackage, load_package
from linkage_rules.records import Wording
from linkage_rules.tools.commands import Command
from linkage_rules.tools.endings import ExitStatus
from linkage_rules.tools.inputs import policies_argument
from linkage_rules.tools.terminal import safe


def check(policies: tuple[str, ...], language: Language) -> ExitStatus:
    """Say what is wrong with each policy; what is right is said in one line."""
    loaded = [load_package(policy) for policy in policies]
    # A package that several policies use brings its problems along each time.
    problems = {id(d): d for package in loaded for d in package.diagnostics}
    for diagnostic in problems.values():
        click.echo(safe(diagnostic.render(language)) + "\n", err=True)
    for package in loaded:
        if not package.diagnostics:
            click.echo(safe(_contents(package).render(language)))
    if problems:
        count = len(problems)
        total = Wording(f"{count} problem{'s' * (count > 1)}", f"共 {count} 个问题")
        click.echo(total.render(language), err=True)
    return ExitStatus.WRONG_INPUT if problems else ExitStatus.WELL


def _contents(loaded: LoadedPackage) -> Wording:
    package = loaded.package
    # Of an overlay, what it says itself; a policy below is counted when it is checked.
    norms = sum(norm.layer == package.name for norm in package.declared_norms)
    facts = sum(fact.layer == package.name for fact in package.declared_facts)
    examples, properties = len(package.examples), len(package.properties)
    return Wording(
        f"{package.name}: no problems; {norms} norms, {facts} facts, {examples} examples, "
        f"{properties} properties",
        f"{package.name}：没有问题；规范 {norms} 条，事实 {facts} 个，示例 {examples} 个，"
        f"性质 {properties} 个",
    )


command: Final = Command(
    "check",
    about=Wording("find everything that is wrong with a policy", "检查政策，列出全部问题"),
    params=[policies_argument()],
    callback=check,
)
