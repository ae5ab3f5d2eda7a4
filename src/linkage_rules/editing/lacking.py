"""The examples that a norm, a fact or an action lacks, looked for and written behind it.

They are those of ``linkage-rules test --suggest``: with what no example exercises, and for small
faults that none would notice.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from lsprotocol import types

from linkage_rules.editing.answers import Answer, Arguments, IsCancelled, Search, line_asked
from linkage_rules.editing.folders import Known
from linkage_rules.editing.placing import behind, is_within, require_sound, sound_after
from linkage_rules.errors import ArgumentError
from linkage_rules.extras import MissingExtraError, required
from linkage_rules.language import syntax
from linkage_rules.language.writing.translate import dominant_language
from linkage_rules.model.package import Package
from linkage_rules.testing.examples import run_example
from linkage_rules.words import suggestion_words
from linkage_rules.words.messages import Phrase

# The solver takes a while to import, and may not be there.
if TYPE_CHECKING:
    from linkage_rules.testing.suggesting import Suggestions

WRITE: Final = "linkage-rules.writeMissingExamples"
"""The command that writes the examples that the declaration on a line lacks."""

_STOP_AFTER: Final = 60.0
_FOR_ONE: Final = 5.0
"""Bounds of a search as a whole and for one record, in seconds."""

Exemplified: TypeAlias = syntax.NormDeclaration | syntax.FactDeclaration | syntax.ActionDeclaration

_TITLE: Final = Phrase("Write the examples that {name} lacks", "补写“{name}”缺少的示例")
_LOOKING: Final = Phrase("Looking for examples of {name}", "正在查找“{name}”的示例")
_GONE: Final = Phrase(
    "no norm, fact or action begins on this line any more",
    "这一行已经没有规范、事实或行为了",
)
_ADDED: Final = Phrase("{count} examples for {name}", "已为“{name}”补写示例{count}个")
_NOTHING: Final = Phrase("{name} lacks no example that was found", "没有找到“{name}”缺少的示例")
_WITHOUT: Final = Phrase("no example: {reason} – {why}", "没有示例：{reason}；{why}")
_CHANGED: Final = Phrase(
    "the policy was changed meanwhile, so that the examples that were found do not hold any more; "
    "give the command again",
    "查找期间政策已改动，找到的示例不再成立，请再执行一次",
)
_GIVEN_UP: Final = Phrase("the search was ended", "查找已停止")
_CUT_SHORT: Final = Phrase(
    "the time did not suffice for all; the command goes on where it is given again",
    "时间不够，没有找全；可以再执行一次，继续查找",
)


class _GivenUpError(Exception):
    """Nobody waits for the search any more."""


def offers(known: Known, path: Path, within: types.Range) -> Iterator[types.CodeAction]:
    """To write what lacks in the declaration whose head is in a range."""
    if known.loaded.diagnostics:
        return
    for declaration in known.sources[path][1].declarations:
        line = declaration.span.line - 1
        if isinstance(declaration, Exemplified) and is_within(line, within):
            title = _TITLE.fill(known.language, {"name": _called(declaration)})
            yield types.CodeAction(
                title=title,
                kind=types.CodeActionKind.RefactorRewrite,
                command=types.Command(
                    title=title, command=WRITE, arguments=[known.uri(path), line]
                ),
            )


def write(known: Known, path: Path, asked: Arguments) -> Answer | Search["Suggestions | Phrase"]:
    """Look for the examples that the declaration on a line lacks, and write them behind it."""
    require_sound(known)
    declaration = _at(known, path, line_asked(asked))
    if declaration is None:
        return Answer(_GONE.render(known.language), passed=False)
    try:
        required("z3", "analysis")
    except MissingExtraError as error:
        return Answer(error.render(known.language), passed=False)
    package, name = known.package, declaration.name.text

    def look(is_cancelled: IsCancelled) -> "Suggestions | Phrase":
        return _found(package, name, is_cancelled)

    def then(now: Known, found: "Suggestions | Phrase") -> Answer:
        return _written(now, path, declaration, found)

    return Search(_LOOKING.filled(name=_called(declaration)), look, then)


def _found(package: Package, name: str, is_cancelled: IsCancelled) -> "Suggestions | Phrase":
    from linkage_rules.testing.suggesting import suggestions

    def asking() -> None:
        if is_cancelled():
            raise _GivenUpError

    try:
        return suggestions(
            package, only=(name,), time_limit=_FOR_ONE, stop_after=_STOP_AFTER, asking=asking
        )
    except ArgumentError:
        return suggestion_words.FAILING
    except _GivenUpError:
        return _GIVEN_UP


def _written(
    known: Known, path: Path, searched: Exemplified, found: "Suggestions | Phrase"
) -> Answer:
    """The examples as changes of the texts as they are now."""
    from linkage_rules.testing.suggesting import suggestion_text

    language = known.language
    if isinstance(found, Phrase):
        return Answer(found.render(language), passed=False)
    require_sound(known)
    declaration = next(
        (
            one
            for one in known.sources[path][1].declarations
            if isinstance(one, Exemplified) and one.name.text == searched.name.text
        ),
        None,
    )
    if declaration is None:
        return Answer(_GONE.render(language), passed=False)
    called = _called(declaration)
    said = [_WITHOUT.fill(language, {"reason": what, "why": why}) for what, why in found.without]
    if not found.complete:
        said.append(_CUT_SHORT.render(language))
    if not found.examples:
        return Answer("\n".join((_NOTHING.fill(language, {"name": called}), *said)))
    spoken = dominant_language(known.sources[path][0])
    texts = [suggestion_text(one, known.package, spoken) for one in found.examples]
    edit = behind(known, path, declaration, "\n\n".join(texts))
    then = sound_after(known, (edit,))
    titles = {one.title.render(spoken) for one in found.examples}
    examples = (one for one in then.loaded.package.examples if one.title in titles)
    if not all(run_example(then.loaded.package, one).passed for one in examples):
        return Answer(_CHANGED.render(language), passed=False)
    added = _ADDED.fill(language, {"count": len(texts), "name": called})
    return Answer("\n".join((added, *said)), edit=known.workspace_edit((edit,)))


def _at(known: Known, path: Path, line: int) -> Exemplified | None:
    for declaration in known.sources[path][1].declarations:
        if isinstance(declaration, Exemplified) and declaration.span.line == line + 1:
            return declaration
    return None


def _called(declaration: Exemplified) -> str:
    return declaration.label or declaration.name.text
