"""``linkage-rules mutate``: do the examples notice when a policy is slightly wrong?"""

import random
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final

import click
from attrs import define

from linkage_rules.analysis.witnesses import Witness
from linkage_rules.commands.commands import Command, Option
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.solving import time_limit_option
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_package,
    stdin_filename_option,
)
from linkage_rules.extras import required
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.package import Package
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.testing.examples import run_examples
from linkage_rules.testing.mutation.mutants import Mutant, mutants
from linkage_rules.testing.mutation.surveying import Timely, Tried, survey
from linkage_rules.testing.mutation.telling import HAS_SOLVER, Alike
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.mutation_words import NO_PROOFS


def mutate(
    policy: str,
    only: tuple[str, ...],
    sample: int | None,
    seed: int,
    tries: int,
    time_limit: int,
    stop_after: int,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Change one declaration at a time; say which changes no example and no property notices."""
    check_dashes(stdin_filename, policy)
    end = monotonic() + stop_after
    loaded = given_package(policy, stdin_filename)
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    package = loaded.package
    _refuse_failing(package)
    if tries:
        required("hypothesis", "testing")
    every = Timely(mutants(package), end)
    changed = Timely(_chosen(package, every, only, sample, seed), end)
    tally = _Tally()
    for one in survey(package, changed, time_limit=time_limit, tries=tries, seed=seed):
        tally.count(one)
        if one.noticed_by is None:
            click.echo(safe(_survivor(one).render(language)) + "\n")
    is_cut_short = every.is_cut_short or changed.is_cut_short
    click.echo(_total(tally).render(language))
    if is_cut_short:
        click.echo(_cut_short(stop_after).render(language))
    if tally.open and not HAS_SOLVER:
        click.echo(NO_PROOFS.render(language))
    well = not (tally.shown or tally.open or is_cut_short)
    return ExitStatus.WELL if well else ExitStatus.FINDINGS


@define
class _Tally:
    """How many changes were tried, and what is known of those that nothing noticed."""

    tried: int = 0
    shown: int = 0
    alike: int = 0
    open: int = 0

    def count(self, one: Tried) -> None:
        self.tried += 1
        if one.noticed_by is not None:
            return
        match one.told:
            case Witness():
                self.shown += 1
            case Alike(None):
                self.alike += 1
            case _:
                self.open += 1


def _refuse_failing(package: Package) -> None:
    failing = [result.example.title for result in run_examples(package) if not result.passed]
    if failing:
        raise RefusedError(
            Phrase(
                f"an example of the policy fails: {failing[0]}; see: linkage-rules test",
                f"政策有示例未通过：{failing[0]}；请先运行 linkage-rules test",
            )
        )


def _chosen(
    package: Package, every: Iterable[Mutant], only: tuple[str, ...], sample: int | None, seed: int
) -> Iterator[Mutant]:
    """The changes to try."""
    chosen = _only(package, every, only)
    if sample is None:
        yield from chosen
        return
    found = list(chosen)
    yield from random.Random(seed).sample(found, min(sample, len(found)))


def _only(package: Package, every: Iterable[Mutant], only: tuple[str, ...]) -> Iterator[Mutant]:
    unknown = dict.fromkeys(only)
    for mutant in every:
        unknown.pop(mutant.name, None)
        if not only or mutant.name in only:
            yield mutant
    for name in unknown:
        raise RefusedError(
            Phrase(
                f"{package.name} declares nothing called {name}; give ASCII names",
                f"{package.name} 没有声明 {name}；请写英文名",
            )
        )


def _survivor(one: Tried) -> Phrase:
    mutant = one.mutant
    place = f"{mutant.span.file}:{mutant.span.line}"
    head = Phrase(
        f"NOT NOTICED {mutant.name}: {mutant.change.en} ({place})",
        f"未被发现：{mutant.name}：{mutant.change.zh}（{place}）",
    )
    return Phrase(f"{head.en}\n  {one.words.en}", f"{head.zh}\n  {one.words.zh}")


def _total(tally: _Tally) -> Phrase:
    survivors = tally.shown + tally.alike + tally.open
    if not survivors:
        return Phrase(
            f"{tally.tried} changes tried, the examples notice all",
            f"试改{tally.tried}处，示例全部发现",
        )
    return Phrase(
        f"{tally.tried} changes tried, {tally.tried - survivors} noticed, {survivors} not; "
        f"of those, {tally.shown} shown by a record, {tally.alike} proved to change no answer, "
        f"{tally.open} undecided",
        f"试改{tally.tried}处，示例发现{tally.tried - survivors}处，未发现{survivors}处；"
        f"未发现的有{tally.shown}处可举出记录为证，{tally.alike}处已证明不改变任何结论，"
        f"{tally.open}处未能断定",
    )


def _cut_short(seconds: int) -> Phrase:
    return Phrase(
        f"stopped after {seconds} seconds: the other changes were not tried; "
        "give a longer --stop-after, or choose with --only or --sample",
        f"已满 {seconds} 秒，其余改动没有试；可延长 --stop-after，或用 --only、--sample 选取",
    )


command: Final = Command(
    "mutate",
    about=Phrase(
        "change a policy a little in every place; show what its examples do not notice",
        "逐处轻微改动政策，列出示例未能发现的改动",
    ),
    params=[
        policy_argument(),
        Option(
            ["--only"],
            multiple=True,
            metavar="NAME",
            about=Phrase(
                "change only this norm, fact, action or parameter; may be given several times",
                "只改动这一规范、事实、行为或参数；可重复写",
            ),
        ),
        Option(
            ["--sample"],
            type=click.IntRange(min=1),
            metavar="N",
            about=Phrase("try only N changes, drawn by chance", "只试随机抽取的 N 处改动"),
        ),
        Option(
            ["--records", "tries"],
            type=click.IntRange(min=0),
            default=100,
            metavar="N",
            about=Phrase(
                "records to try, to find one that shows an unnoticed change (default 100)",
                "为找出能显示某处未发现改动的记录而试的条数（默认 100）",
            ),
        ),
        Option(
            ["--seed"],
            type=int,
            default=1,
            metavar="N",
            about=Phrase("seed of everything drawn by chance", "随机抽取所用的种子"),
        ),
        time_limit_option(
            Phrase(
                "seconds after which the record for one change is given up (default: 10)",
                "为一处改动查找记录的时限，秒（默认 10）",
            ),
            10,
        ),
        time_limit_option(
            Phrase(
                "seconds after which nothing more is tried; what is left is named (default: 300)",
                "整个过程的时限，秒；到时不再试，并说明还有剩余（默认 300）",
            ),
            300,
            name="--stop-after",
        ),
        stdin_filename_option(),
    ],
    callback=mutate,
)
"""The command."""
