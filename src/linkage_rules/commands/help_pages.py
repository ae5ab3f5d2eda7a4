"""Help in either language, laid out by the cells that characters take on a screen."""

from collections.abc import Iterator

import click

from linkage_rules.commands.commands import Argument, Command, Group, Option
from linkage_rules.presenting.terminal import width
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.wrapping import display_width, wrapped

_USAGE = Phrase("Usage: ", "用法：")
_OPTIONS = Phrase("[OPTIONS]", "[选项]")
_COMMAND = Phrase("COMMAND …", "命令 …")
_ARGUMENTS = Phrase("Arguments:", "参数：")
_ALL_OPTIONS = Phrase("Options:", "选项：")
_COMMANDS = Phrase("Commands:", "命令：")
_GAP = "   "


def help_page(ctx: click.Context, about: Phrase, language: Language) -> str:
    """The whole help of a command, as wide as the terminal."""
    lines = [usage_line(ctx, language), ""]
    for paragraph in about.render(language).split("\n"):
        lines += (f"  {line}" for line in wrapped(paragraph, width() - 2))
    for heading, rows in _sections(ctx, language):
        if rows:
            lines += ["", heading.render(language), *_listed(rows)]
    return "\n".join(lines)


def usage_line(ctx: click.Context, language: Language) -> str:
    """How the command is written."""
    pieces = [ctx.command_path, _OPTIONS.render(language)]
    for parameter in ctx.command.params:
        if isinstance(parameter, click.Argument):
            pieces += parameter.get_usage_pieces(ctx)
    if isinstance(ctx.command, Group):
        pieces.append(_COMMAND.render(language))
    return _USAGE.render(language) + " ".join(pieces)


def _sections(
    ctx: click.Context, language: Language
) -> Iterator[tuple[Phrase, list[tuple[str, str]]]]:
    parameters = ctx.command.params
    arguments = [p for p in parameters if isinstance(p, Argument)]
    options = [p for p in parameters if isinstance(p, Option)]
    yield _ARGUMENTS, [(p.make_metavar(ctx), p.about.render(language)) for p in arguments]
    yield _ALL_OPTIONS, [(_written(p, ctx), p.about.render(language)) for p in options]
    yield (
        _COMMANDS,
        [(name, command.about.render(language)) for name, command in _commands(ctx)],
    )


def _commands(ctx: click.Context) -> Iterator[tuple[str, Command]]:
    group = ctx.command
    if isinstance(group, Group):
        for name in group.list_commands(ctx):
            if (command := group.get_command(ctx, name)) is not None:
                yield name, command


def _written(option: Option, ctx: click.Context) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.make_metavar(ctx)}"


def _listed(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Two columns; of what the right one says, the first paragraph."""
    left = max(display_width(name) for name, _ in rows)
    right = max(20, width() - left - len(_GAP) - 2)
    for name, about in rows:
        for index, line in enumerate(wrapped(about.partition("\n")[0], right)):
            shown = name if index == 0 else ""
            yield f"  {shown}{' ' * (left - display_width(shown))}{_GAP}{line}"
