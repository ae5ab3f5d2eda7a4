"""``linkage-rules fmt``: policy files in their canonical form, in either language."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Final

import click
from attrs import field, frozen
from click.core import ParameterSource

from linkage_rules.commands.commands import (
    Argument,
    Command,
    Option,
    UsageRefusedError,
    language_of,
)
from linkage_rules.commands.standard_input import (
    DASH,
    check_dashes,
    edited_place,
    stdin_filename_option,
)
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import References
from linkage_rules.language.writing.translate import dominant_language, format_text
from linkage_rules.policy.loading.finding import is_built
from linkage_rules.policy.loading.packages import LoadedPackage, load_package, load_place
from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


@frozen
class PolicyFile:
    """A policy file to format.

    ``references`` are empty when its package has errors: then names stay as they are written.
    """

    path: Path
    source: SourceFile
    references: References = field(repr=False)

    def formatted(self, language: Language | None) -> str:
        """Its canonical text. Raises PolicyError when it cannot be read."""
        return format_text(self.source, language or dominant_language(self.source), self.references)


@click.pass_context
def format_files(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    check: bool,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Rewrite the files that are not in canonical form, or only name them."""
    asked = ctx.get_parameter_source("language") is ParameterSource.COMMANDLINE
    into = language if asked else None
    check_dashes(stdin_filename, *paths)
    if DASH in paths:
        if len(paths) > 1:
            raise UsageRefusedError(_ALONE)
        return _format_standard_input(stdin_filename, into, check)
    # Packages are loaded before the first file is rewritten, so that the spans of names are right.
    load = cache(partial(load_package, parsed=Parsed()))
    files, changed, wrong = 0, 0, False
    for path in _policy_files(paths):
        files += 1
        try:
            file = _read(path, load)
            text = file.formatted(into).encode()
        except PolicyError as error:
            click.echo(safe(error.render(language)) + "\n", err=True)
            wrong = True
            continue
        if text != path.read_bytes():
            changed += 1
            click.echo(safe(_changed(file.source.name, check).render(language)))
            if not check:
                with whole(path) as place:
                    place.write_bytes(text)
    click.echo(_total(files, changed, check).render(language), err=True)
    if wrong:
        return ExitStatus.WRONG_INPUT
    return ExitStatus.FINDINGS if check and changed else ExitStatus.WELL


_ALONE: Final = Phrase(
    "- is formatted alone, and written to standard output",
    "“-”须单独使用，结果写到标准输出",
)


def _format_standard_input(named: str | None, into: Language | None, check: bool) -> ExitStatus:
    """Write the text of standard input in its canonical form; nothing where it cannot be read."""
    place = edited_place(named)
    with place.open("rb") as file:
        given = file.read()
    text = _read(place, cache(load_place)).formatted(into).encode()
    if not check:
        click.echo(text, nl=False)
    elif text != given:
        click.echo(
            safe(_changed(str(place), check).render(language_of(click.get_current_context())))
        )
    return ExitStatus.FINDINGS if check and text != given else ExitStatus.WELL


def _policy_files(paths: tuple[str, ...]) -> Iterator[Path]:
    """Each file once, those of folders at any depth."""
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        found = sorted(path.rglob("*.pol")) if path.is_dir() else [path]
        if is_built(path):
            raise RefusedError(_BUILT.filled(path=given))
        if not found or not found[0].is_file():
            raise RefusedError(
                Phrase(f"{given}: no .pol file there", f"{given}：这里没有 .pol 文件")
            )
        for file in found:
            # A link stays; the file it leads to is rewritten.
            resolved = file.resolve()
            if resolved not in seen:
                seen.add(resolved)
                yield resolved


def _read(path: Path, load: Callable[[Path], LoadedPackage]) -> PolicyFile:
    """A file with the names that its package knows: the folder's, or its own if it stands alone.

    Raises PolicyError when it is no text.
    """
    for loaded in (load(path.parent), load(path)):
        for source, _ in loaded.files:
            if not loaded.diagnostics and Path(source.name).resolve() == path.resolve():
                return PolicyFile(path, source, loaded.references)
    alone = load(path)
    if not alone.files:
        raise PolicyError(alone.diagnostics)
    return PolicyFile(path, alone.files[0][0], {})


_BUILT: Final = Phrase(
    "{path}: a built policy is not formatted; format the .pol files that it was built from",
    "{path}：生成的政策文件不作格式化；请对用来生成它的 .pol 文件运行本命令",
)


def _changed(name: str, check: bool) -> Phrase:
    if check:
        return Phrase(f"not in canonical form: {name}", f"格式不规范：{name}")
    return Phrase(f"rewritten: {name}", f"已改写：{name}")


def _total(files: int, changed: int, check: bool) -> Phrase:
    if check:
        return Phrase(f"{files} files, {changed} to rewrite", f"共{files}个文件，{changed}个待改写")
    return Phrase(f"{files} files, {changed} rewritten", f"共{files}个文件，改写{changed}个")


command: Final = Command(
    "fmt",
    about=Phrase(
        "rewrite policy files in their canonical form\n"
        "Each file keeps the language of most of its keywords, unless --language is given.",
        "把政策文件改写成规范格式\n不写 --language 时，每个文件保持其多数关键词所用的语言。",
    ),
    language_about=Phrase("language to write the files in", "文件改用的语言"),
    params=[
        Argument(
            ["paths"],
            called=Phrase("PATH...", "文件或文件夹..."),
            nargs=-1,
            required=True,
            about=Phrase(
                ".pol file, or a folder of them at any depth",
                ".pol 文件，或装有它们的文件夹（含下级）",
            ),
        ),
        stdin_filename_option(),
        Option(
            ["--check"],
            is_flag=True,
            about=Phrase(
                "write nothing; list what would be rewritten, with status 1",
                "不改写，只列出待改写的文件；有则退出状态为 1",
            ),
        ),
    ],
    callback=format_files,
)
