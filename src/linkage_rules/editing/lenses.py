"""What stands above a line: run this example; which examples exercise this norm; how much of the
sentence is quoted that is cited here.

While a policy has problems, what is said is that of the last text without any, and says so.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from lsprotocol import types

from linkage_rules.editing.answers import Answer, Arguments, line_asked
from linkage_rules.editing.exercising import Exercised, exercised_in_words
from linkage_rules.editing.folders import Known, path_of
from linkage_rules.editing.running import RUN
from linkage_rules.editing.sentences import SENTENCES, cited, view_of
from linkage_rules.language import syntax
from linkage_rules.model.norms import Norm
from linkage_rules.model.package import Example
from linkage_rules.presenting.source_view import SentenceView, Share, SourceView, figures
from linkage_rules.presenting.titles import title_of
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated

EXERCISE: Final = "linkage-rules.showExamples"
"""The command that tells which examples exercise the norm on a line."""
_MOST_LISTED: Final = 10
_RUN: Final = Phrase("▶ run this example", "▶ 运行这个示例")
_BEFORE: Final = Phrase("{said} (before the problems)", "{said}（出错前）")
_WHOLE: Final = Phrase("the whole sentence is quoted", "本句已全部引用")
_IN_PART: Final = Phrase(
    "{percent}% of the sentence is quoted, no normative word is left",
    "本句已引用{percent}%，其余没有规范用语",
)
_NORMS_LEFT: Final = Phrase(
    "{percent}% of the sentence is quoted; nothing quotes {words}",
    "本句已引用{percent}%，尚未引用：{words}",
)
_APPLYING: Final = Phrase("It applies in:", "适用：")
_NOT_APPLYING: Final = Phrase("It does not in:", "不适用：")
_UNKNOWN: Final = Phrase("It is unknown in:", "不确定：")
_MORE: Final = Phrase("… and {count} more", "……另有{count}个")
_GONE: Final = Phrase(
    "there is nothing on this line any more of which this could be told",
    "这一行已经没有可供说明的内容了",
)

_Told: TypeAlias = tuple[syntax.Line, Phrase, str]
"""A line, what is said of it, and the command that says more."""


def lenses(known: Known, path: Path) -> Iterator[types.CodeLens]:
    """What is said of the lines of a file; each is worked out as it is asked for."""
    for line, said, command in _told(known, path):
        if known.loaded.diagnostics and command != RUN:
            said = _BEFORE.filled(said=said)
        yield types.CodeLens(
            range=known.range(line.span),
            command=types.Command(
                title=said.render(known.language),
                command=command,
                arguments=[known.uri(path), line.span.line - 1],
            ),
        )


def _told(known: Known, path: Path) -> Iterator[_Told]:
    _, file = known.sources[path]
    for declaration in file.declarations:
        match declaration:
            case syntax.ExampleDeclaration():
                yield declaration, _RUN, RUN
            case syntax.NormDeclaration(name=name):
                norm = _norm(known, name.text)
                if norm is not None:
                    yield declaration, exercised_in_words(_exercise(known, norm)), EXERCISE
            case syntax.StatementDeclaration(clause=clause, quote=quote):
                if views := cited(known, clause, quote):
                    yield declaration, _quoted(views), SENTENCES
        for line in declaration.clauses:
            match line:
                case syntax.Cites(clause, quote):
                    if views := cited(known, clause, quote):
                        yield line, _quoted(views), SENTENCES
                case syntax.SourceName():
                    view = view_of(known)
                    if view is not None:
                        yield line, _figures(view), SENTENCES


# Norms and examples


def _norm(known: Known, name: str) -> Norm | None:
    """A norm of the policy as it was when it last had no problem."""
    return None if known.sound is None else known.sound.package.norms.get(name)


def _exercise(known: Known, norm: Norm) -> Exercised:
    return known.exercises.of(norm, known.package)


def shown_examples(known: Known, path: Path, asked: Arguments) -> Answer:
    """Which examples exercise the norm that begins on a line, in words."""
    language, line = known.language, line_asked(asked)
    for declaration in known.sources[path][1].declarations:
        if isinstance(declaration, syntax.NormDeclaration) and _is_at(declaration, line):
            norm = _norm(known, declaration.name.text)
            if norm is not None:
                found = _exercise(known, norm)
                head = f"{title_of(norm.name, norm.label, language)}: "
                told = [
                    head + exercised_in_words(found).render(language),
                    *_listed(found, language),
                ]
                return Answer("\n".join(told), passed=bool(found.those(True)))
    return Answer(_GONE.render(language), passed=False)


def _listed(found: Exercised, language: Language) -> Iterator[str]:
    for heading, applies in ((_APPLYING, True), (_NOT_APPLYING, False), (_UNKNOWN, None)):
        examples = found.those(applies)
        if examples:
            yield heading.render(language)
            yield from (f"  {_called(example)}" for example in examples[:_MOST_LISTED])
            if (more := len(examples) - _MOST_LISTED) > 0:
                yield "  " + _MORE.fill(language, {"count": more})


def _called(example: Example) -> str:
    return f"{example.title}  {path_of(example.span.file).name}:{example.span.line}"


# Sentences of the official text


def _quoted(views: Iterable[SentenceView]) -> Phrase:
    views = [*views]
    shares = [view.share for view in views]
    share = Share(sum(s.quoted for s in shares), sum(s.total for s in shares))
    left = dict.fromkeys(word for view in views for word in view.unquoted_norms)
    if left:
        words = enumerated([Phrase(f"“{word}”", f"“{word}”") for word in left])
        return _NORMS_LEFT.filled(percent=share.percent, words=words)
    return _WHOLE if share.percent == 100 else _IN_PART.filled(percent=share.percent)


def _figures(view: SourceView) -> Phrase:
    def said(language: Language) -> str:
        colon, stop = ("：", "，") if language == "zh" else (": ", ", ")
        return stop.join(f"{one.words}{colon}{one.value}" for one in figures(view, language))

    return Phrase(said("en"), said("zh"), is_pattern=False)


def _is_at(line: syntax.Line, number: int) -> bool:
    return line.span.line == number + 1
