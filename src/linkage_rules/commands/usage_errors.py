"""What click finds wrong with a command line, said in either language."""

from typing import Final

import click

from linkage_rules.commands.commands import UsageRefusedError, WordChoice, usage_line
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.nearness import nearest

_ERROR: Final = Phrase("error: ", "错误：")


def usage_error(error: click.UsageError, language: Language) -> str:
    """The message, with the usage of the command and where its help is."""
    message = _ERROR.render(language) + _words(error).render(language)
    if error.ctx is None:
        return safe(message)
    path = error.ctx.command_path
    more = Phrase(f"{path} --help shows more", f"运行 {path} --help 查看帮助")
    return safe("\n".join((message, usage_line(error.ctx, language), more.render(language))))


def _words(error: click.UsageError) -> Phrase:
    match error:
        case UsageRefusedError(words=words):
            return words
        case click.MissingParameter(param=click.Parameter() as parameter):
            name = _called(parameter, error.ctx)
            return Phrase(f"{name} is missing", f"缺少{' ' if name.isascii() else ''}{name}")
        case click.NoSuchOption(option_name=name):
            return _no_option(name, error.ctx)
        case click.BadOptionUsage(option_name=name):
            return _bad_option(name, error.ctx)
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as parameter):
            return _bad_choice(_called(parameter, error.ctx), choice)
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return Phrase("say which command", "请写明要运行的命令")
    message = error.format_message()
    return Phrase(message, message)


def _no_option(name: str, ctx: click.Context | None) -> Phrase:
    parameters = ctx.command.params if ctx else []
    near = nearest(name, (o for p in parameters if isinstance(p, click.Option) for o in p.opts))
    if not near:
        return Phrase(f"there is no option {name}", f"没有选项 {name}")
    return Phrase(
        f"there is no option {name}; did you mean {near[0]}?",
        f"没有选项 {name}，是否想写 {near[0]}？",
    )


def _bad_option(name: str, ctx: click.Context | None) -> Phrase:
    parameters = ctx.command.params if ctx else []
    flags = {o for p in parameters if isinstance(p, click.Option) and p.is_flag for o in p.opts}
    if name in flags:
        return Phrase(f"{name} takes no value", f"{name} 后面不写值")
    return Phrase(f"{name} needs a value", f"{name} 后面要写一个值")


def _bad_choice(name: str, choice: "click.Choice[str]") -> Phrase:
    en = ", ".join(choice.choices)
    spelled = choice.spelled if isinstance(choice, WordChoice) else {}
    zh = "、".join(f"{spelled[c]}（{c}）" if c in spelled else c for c in choice.choices)
    return Phrase(f"{name} is one of {en}", f"{name} 应为 {zh} 之一")


def _called(parameter: click.Parameter, ctx: click.Context | None) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(ctx or click.Context(click.Command(None)))
    return max(parameter.opts, key=len)
