"""Commands, options and arguments that say in Chinese and English what they are about."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

import click
from click.shell_completion import CompletionItem

from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.terminal import width
from linkage_rules.words.keywords import LANGUAGE_VARIABLE, LANGUAGES, Language, preferred_language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.nearness import nearest
from linkage_rules.words.wrapping import display_width, wrapped

_LANGUAGE: Final = "linkage_rules.language"


class UsageRefusedError(click.UsageError):
    """The arguments of the command line do not fit together; ``words`` say why."""

    def __init__(self, words: Phrase, ctx: click.Context | None = None) -> None:
        super().__init__(words.en, ctx)
        self.words = words


class Option(click.Option):
    """An option; ``about`` is its line in the help."""

    def __init__(self, *declarations: Any, about: Phrase, **settings: Any) -> None:
        super().__init__(*declarations, **settings)
        self.about = about


class Argument(click.Argument):
    """An argument; ``about`` is its line in the help, ``called`` its name in the usage line."""

    def __init__(self, *declarations: Any, about: Phrase, called: Phrase, **settings: Any) -> None:
        super().__init__(*declarations, **settings)
        self.about = about
        self.called = called

    def make_metavar(self, ctx: click.Context) -> str:
        return self.called.render(language_of(ctx))


class WordChoice(click.Choice[str]):
    """A choice among words, which may be written in Chinese, too.

    ``spelled`` gives the Chinese spelling of each word.
    """

    def __init__(self, spelled: Mapping[str, str]) -> None:
        super().__init__(tuple(spelled))
        self.spelled = spelled
        self._meant = {chinese: word for word, chinese in spelled.items()}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(self._meant.get(value, value), param, ctx)


def language_of(ctx: click.Context | None) -> Language:
    """The language that was asked for, or the preferred one."""
    asked: Language | None = ctx.meta.get(_LANGUAGE) if ctx else None
    return asked or preferred_language()


_LANGUAGE_ABOUT: Final = Phrase(
    f"language of the output (otherwise {LANGUAGE_VARIABLE} or the locale decides)",
    f"输出语言（不写时由环境变量 {LANGUAGE_VARIABLE} 或系统区域设置决定）",
)


def common_options(language_about: Phrase = _LANGUAGE_ABOUT) -> list[click.Parameter]:
    """The options every command has: ``--language`` and ``--help``."""
    language = Option(
        ["--language"],
        about=language_about,
        type=click.Choice(LANGUAGES),
        callback=_note_language,
        # It is read before all others, so that their messages are in that language.
        is_eager=True,
    )
    help_ = Option(
        ["--help"],
        about=Phrase("show this help", "显示本帮助"),
        is_flag=True,
        callback=_show_help,
        expose_value=False,
    )
    return [language, help_]


def _note_language(
    ctx: click.Context, parameter: click.Parameter, asked: Language | None
) -> Language:
    language = asked or language_of(ctx)
    ctx.meta[_LANGUAGE] = language
    return language


def _show_help(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit(ExitStatus.WELL)


@contextmanager
def _errors_of(ctx: click.Context) -> Iterator[None]:
    """Add to errors the command that they concern, which click does not always do."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


class Command(click.Command):
    """A command; its function also gets ``language``, and gives the exit status."""

    def __init__(
        self,
        name: str,
        *,
        about: Phrase,
        language_about: Phrase = _LANGUAGE_ABOUT,
        params: list[click.Parameter],
        callback: Callable[..., ExitStatus],
    ) -> None:
        own = [*params, *common_options(language_about)]
        super().__init__(name, params=own, callback=callback, add_help_option=False)
        self.about = about
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _errors_of(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageRefusedError(Phrase(f"one too many: {rest[0]}", f"多出一项：{rest[0]}"), ctx)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        return help_page(ctx, self.about, language_of(ctx))


class Group(click.Group):
    """Commands under one name, each imported when it is asked for.

    ``homes`` gives for each name the module that holds it as ``command``.
    """

    def __init__(
        self, name: str, *, about: Phrase, params: list[click.Parameter], homes: dict[str, str]
    ) -> None:
        own = [*params, *common_options()]
        super().__init__(name, params=own, add_help_option=False, no_args_is_help=False)
        self.about = about
        self.homes = homes

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _errors_of(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        home = self.homes.get(cmd_name)
        return None if home is None else cast(Command, importlib.import_module(home).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.homes or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if near := nearest(args[0], self.homes):
            words = Phrase(
                f"there is no command {args[0]}; did you mean {near[0]}?",
                f"没有命令 {args[0]}，是否想写 {near[0]}？",
            )
        else:
            words = Phrase(
                f"there is no command {args[0]}; the commands are {', '.join(self.homes)}",
                f"没有命令 {args[0]}；可用的命令有 {'、'.join(self.homes)}",
            )
        raise UsageRefusedError(words, ctx)

    def get_help(self, ctx: click.Context) -> str:
        return help_page(ctx, self.about, language_of(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names alone: for descriptions all commands would have to be imported."""
        names = [CompletionItem(name) for name in self.homes if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


def report_format_option() -> Option:
    """Text to read in a terminal, or a page to read in a browser."""
    return Option(
        ["--format", "format_"],
        type=click.Choice(("text", "html")),
        default="text",
        about=Phrase("text (default) or a page for a browser", "文本（默认）或网页"),
    )


def document_format_option() -> Option:
    """The same, or a document for programs."""
    return Option(
        ["--format", "format_"],
        type=click.Choice(("text", "html", "json")),
        default="text",
        about=Phrase("text (default), a page for a browser, or json", "文本（默认）、网页或 json"),
    )


def watching_option() -> Option:
    """Text, or a form for programs that watch a repository."""
    return Option(
        ["--format", "format_"],
        type=click.Choice(("text", "json", "sarif", "github", "junit")),
        default="text",
        about=Phrase(
            "text (default), json, sarif for code scanning, github for annotations, or junit",
            "text（默认）、json、供代码扫描用的 sarif、供 GitHub 标注用的 github，或 junit",
        ),
    )


# Help in either language, laid out by the cells that characters take on a screen


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
    """Two columns; of the right one only the first paragraph."""
    left = max(display_width(name) for name, _ in rows)
    right = max(20, width() - left - len(_GAP) - 2)
    for name, about in rows:
        for index, line in enumerate(wrapped(about.partition("\n")[0], right)):
            shown = name if index == 0 else ""
            yield f"  {shown}{' ' * (left - display_width(shown))}{_GAP}{line}"
