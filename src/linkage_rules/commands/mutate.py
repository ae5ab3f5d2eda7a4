"""``linkage-rules mutate``: do the examples notice when a policy is slightly wrong?"""

import random
from collections.abc import Iterator
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
from linkage_rules.testing.failures import as_given
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import Mutant, mutants
from linkage_rules.testing.mutation.telling import HAS_SOLVER, Alike, Told, telling_record
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


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
    changed = _Chosen(package, only, sample, seed, end)
    tally = _Tally()
    for fate in fates(package, changed):
        tally.tried += 1
        left = end - monotonic()
        if fate.noticed_by is None:
            found = _told(package, fate.mutant, tries, seed, min(time_limit, left))
            tally.count(found)
            click.echo(safe(_survivor(fate.mutant, found).render(language)) + "\n")
        if left <= 0:
            changed.is_cut_short = True
            break
    click.echo(_total(tally).render(language))
    if changed.is_cut_short:
        click.echo(_cut_short(stop_after).render(language))
    if tally.open and not HAS_SOLVER:
        click.echo(_NO_PROOFS.render(language))
    well = not (tally.shown or tally.open or changed.is_cut_short)
    return ExitStatus.WELL if well else ExitStatus.FINDINGS


@define
class _Tally:
    """How many changes were tried, and what is known of those that nothing noticed."""

    tried: int = 0
    shown: int = 0
    alike: int = 0
    open: int = 0

    def count(self, found: Told) -> None:
        match found:
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


@define
class _Chosen:
    """The changes to try; those for which the time did not suffice are left out."""

    package: Package
    only: tuple[str, ...]
    sample: int | None
    seed: int
    end: float
    is_cut_short: bool = False

    def __iter__(self) -> Iterator[Mutant]:
        if self.sample is None:
            yield from self._all()
            return
        every = list(self._all())
        yield from random.Random(self.seed).sample(every, min(self.sample, len(every)))

    def _all(self) -> Iterator[Mutant]:
        unknown = dict.fromkeys(self.only)
        for mutant in mutants(self.package):
            unknown.pop(mutant.name, None)
            if monotonic() >= self.end:
                self.is_cut_short = True
                return
            if not self.only or mutant.name in self.only:
                yield mutant
        for name in unknown:
            raise RefusedError(
                Phrase(
                    f"{self.package.name} declares nothing called {name}; give ASCII names",
                    f"{self.package.name} 没有声明 {name}；请写英文名",
                )
            )


def _told(package: Package, mutant: Mutant, tries: int, seed: int, seconds: float) -> Told:
    """The record that shows the change, or that there is none, as far as it can be found."""
    if seconds <= 0:
        return None
    if tries:
        required("hypothesis", "testing")
    return telling_record(package, mutant, tries, seed, seconds)


def _survivor(mutant: Mutant, found: Told) -> Phrase:
    place = f"{mutant.span.file}:{mutant.span.line}"
    head = Phrase(
        f"NOT NOTICED {mutant.name}: {mutant.change.en} ({place})",
        f"未被发现：{mutant.name}：{mutant.change.zh}（{place}）",
    )
    said = _said_of(found)
    return Phrase(f"{head.en}\n  {said.en}", f"{head.zh}\n  {said.zh}")


def _said_of(found: Told) -> Phrase:
    match found:
        case Witness(kind, record, as_of):
            given = as_given(record, kind)
            return Phrase(
                f"an example would tell: of {kind.name}, given {given.en}, as of {as_of}",
                f"可补充示例加以区分：关于 {kind.label or kind.name}，"
                f"给定 {given.zh}，截至 {as_of}",
            )
        case Alike(None):
            return _ALIKE
        case Alike(list_bound):
            return Phrase(
                f"proved for lists up to {list_bound} elements: no answer changes; "
                "of longer lists nothing is known",
                f"已证明：列表不超过{list_bound}项时，任何记录的结论都不变；更长的列表未能断定",
            )
    return _UNTOLD


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


_UNTOLD: Final = Phrase(
    "undecided: no record was found on which it makes a difference, nor a proof that none does",
    "未能断定：未找到因此而结论不同的记录，也未能证明不存在",
)
_ALIKE: Final = Phrase(
    "proved: it changes no answer on any record, so no example can tell",
    "已证明：不改变任何记录的结论，无需示例",
)
_NO_PROOFS: Final = Phrase(
    'more is found and proved with z3: pip install "linkage-rules[analysis]"',
    '安装 z3 后能找到和证明的更多：pip install "linkage-rules[analysis]"',
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
