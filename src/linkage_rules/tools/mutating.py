"""``linkage-rules mutate``: do the examples notice when a policy is slightly wrong?"""

import random
from collections.abc import Sequence
from typing import Final

import click

from linkage_rules.extras import required
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.language.keywords import Language
from linkage_rules.loading.packages import load_package
from linkage_rules.model.package import Package
from linkage_rules.records import Wording
from linkage_rules.testing.examples import run_examples
from linkage_rules.testing.failures import as_given
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import Mutant, mutants
from linkage_rules.tools.commands import Command, Option
from linkage_rules.tools.endings import ExitStatus, RefusedError
from linkage_rules.tools.inputs import policy_argument
from linkage_rules.tools.terminal import safe


def mutate(
    policy: str,
    only: tuple[str, ...],
    sample: int | None,
    seed: int,
    tries: int,
    language: Language,
) -> ExitStatus:
    """Change one declaration at a time; say which changes no example and no property notices."""
    loaded = load_package(policy)
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    package = loaded.package
    _refuse_failing(package)
    changed = _chosen(package, only, sample, seed)
    survivors = [fate.mutant for fate in fates(package, changed) if fate.noticed_by is None]
    shown = untold = 0
    for mutant in survivors:
        example = _missing_example(package, mutant, tries, seed)
        untold += example is None
        shown += example is not None
        click.echo(safe(_survivor(mutant, example).render(language)) + "\n")
    click.echo(_total(len(changed), len(survivors), untold).render(language))
    return ExitStatus.FINDINGS if shown else ExitStatus.WELL


def _refuse_failing(package: Package) -> None:
    failing = [result.example.title for result in run_examples(package) if not result.passed]
    if failing:
        raise RefusedError(
            Wording(
                f"an example of the policy fails: {failing[0]}; see: linkage-rules test",
                f"政策有示例未通过：{failing[0]}；请先运行 linkage-rules test",
            )
        )


def _chosen(
    package: Package, only: tuple[str, ...], sample: int | None, seed: int
) -> Sequence[Mutant]:
    changed = [mutant for mutant in mutants(package) if not only or mutant.name in only]
    unknown = [name for name in only if all(name != mutant.name for mutant in changed)]
    if unknown:
        raise RefusedError(
            Wording(
                f"{package.name} declares nothing called {unknown[0]}; give ASCII names",
                f"{package.name} 没有声明 {unknown[0]}；请写英文名",
            )
        )
    if sample is None or sample >= len(changed):
        return changed
    return random.Random(seed).sample(changed, sample)


def _missing_example(package: Package, mutant: Mutant, tries: int, seed: int) -> Wording | None:
    """What an example could state that would notice the change, if one is found."""
    if not tries:
        return None
    required("hypothesis", "testing")
    from linkage_rules.testing.mutation.telling import telling_record

    found = telling_record(package, mutant, tries, seed)
    if found is None:
        return None
    given = as_given(found.record, found.record_type)
    kind = found.record_type
    return Wording(
        f"of {kind.name}, given {given.en}, as of {found.as_of}",
        f"关于 {kind.label or kind.name}，给定 {given.zh}，截至 {found.as_of}",
    )


def _survivor(mutant: Mutant, example: Wording | None) -> Wording:
    place = f"{mutant.span.file}:{mutant.span.line}"
    head = Wording(
        f"NOT NOTICED {mutant.name}: {mutant.change.en} ({place})",
        f"未被发现：{mutant.name}：{mutant.change.zh}（{place}）",
    )
    if example is None:
        said = _UNTOLD
    else:
        said = Wording(f"an example would tell: {example.en}", f"可补充示例加以区分：{example.zh}")
    return Wording(f"{head.en}\n  {said.en}", f"{head.zh}\n  {said.zh}")


def _total(changed: int, survivors: int, untold: int) -> Wording:
    return Wording(
        f"{changed} changes tried, {changed - survivors} noticed, {survivors} not; "
        f"of those, {untold} told apart by no record that was found",
        f"试改 {changed} 处，发现 {changed - survivors} 处，未发现 {survivors} 处，"
        f"其中 {untold} 处未找到能够区分的记录",
    )


_UNTOLD: Final = Wording(
    "no record was found on which it makes a difference", "未找到因此而结论不同的记录"
)

command: Final = Command(
    "mutate",
    about=Wording(
        "change a policy a little in every place; show what its examples do not notice",
        "逐处轻微改动政策，列出示例未能发现的改动",
    ),
    params=[
        policy_argument(),
        Option(
            ["--only"],
            multiple=True,
            metavar="NAME",
            about=Wording(
                "change only this norm, fact, action or parameter; may be given several times",
                "只改动这一规范、事实、行为或参数；可重复写",
            ),
        ),
        Option(
            ["--sample"],
            type=click.IntRange(min=1),
            metavar="N",
            about=Wording("try only N changes, drawn by chance", "只试随机抽取的 N 处改动"),
        ),
        Option(
            ["--records", "tries"],
            type=click.IntRange(min=0),
            default=100,
            metavar="N",
            about=Wording(
                "records to try, to find one that shows an unnoticed change (default 100)",
                "为找出能显示某处未发现改动的记录而试的条数（默认 100）",
            ),
        ),
        Option(
            ["--seed"],
            type=int,
            default=1,
            metavar="N",
            about=Wording("seed of everything drawn by chance", "随机抽取所用的种子"),
        ),
    ],
    callback=mutate,
)
"""The command."""
