"""``linkage-rules build``: a checked policy as one file, to be loaded without checking it again."""

from pathlib import Path
from typing import Final

import click

from linkage_rules.commands.commands import Command, Option
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_package,
    stdin_filename_option,
)
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.policy.loading.building import build
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def build_policy(
    policy: str, out: str, check: bool, stdin_filename: str | None, language: Language
) -> ExitStatus:
    """Check the policy and write it whole, or hold it against the file that is there."""
    place = Path(out)
    if place.suffix != ".json":
        raise RefusedError(_NAME.filled(out=out))
    check_dashes(stdin_filename, policy)
    loaded = given_package(policy, stdin_filename)
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    data = build(loaded)
    if check:
        return _compare(data, place, language)
    with whole(place) as unfinished:
        unfinished.write_bytes(data)
    click.echo(safe(_told(loaded, out, len(data)).render(language)))
    return ExitStatus.WELL


def _compare(data: bytes, place: Path, language: Language) -> ExitStatus:
    if place.exists() and place.read_bytes() == data:
        return ExitStatus.WELL
    click.echo(safe(_STALE.filled(out=str(place)).render(language)), err=True)
    return ExitStatus.FINDINGS


def _told(loaded: LoadedPackage, out: str, size: int) -> Phrase:
    package, digest = loaded.package, loaded.digest[:8]
    norms = len(package.norms)
    return Phrase(
        f"{out}: {package.name} {digest}, {norms} norms, {size // 1000 + 1:,} kB",
        f"{out}：{package.name} {digest}，规范{norms}条，{size // 1000 + 1:,} kB",
    )


_NAME: Final = Phrase(
    "{out}: a built policy is known by its ending; write -o policy.json",
    "{out}：生成的政策文件以 .json 结尾，请写 -o policy.json",
)
_STALE: Final = Phrase(
    "{out} is not what the policy and this library give; run the command again without --check",
    "{out} 与政策和本库现在生成的不同，请去掉 --check 重新运行",
)

command: Final = Command(
    "build",
    about=Phrase(
        "write a checked policy, with all it rests on, as one file that loads at once",
        "把检查过的政策连同它所依据的全部文本写成一个文件，载入时不再检查",
    ),
    params=[
        policy_argument(),
        Option(
            ["-o", "--out"],
            metavar="FILE",
            required=True,
            about=Phrase("the file to write, ending in .json", "写入此文件，以 .json 结尾"),
        ),
        Option(
            ["--check"],
            is_flag=True,
            about=Phrase(
                "write nothing; exit with status 1 if the file is not what would be written",
                "不写文件；文件与应写出的不同时以状态 1 退出",
            ),
        ),
        stdin_filename_option(),
    ],
    callback=build_policy,
)
