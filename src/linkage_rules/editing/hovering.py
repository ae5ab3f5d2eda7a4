"""What stands under the cursor, in words: a name, a keyword, or what a message is about."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from lsprotocol import types

from linkage_rules.editing.diagnosing import problems_of
from linkage_rules.editing.exercising import exercised_in_words
from linkage_rules.editing.folders import Known, path_of
from linkage_rules.editing.names import Declared, names_of
from linkage_rules.language import syntax
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.explanations import explained
from linkage_rules.language.reading.source import QUOTED
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Bearer, Fact, Norm, Parameter
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import (
    EnumType,
    Field,
    Member,
    RecordType,
    element_of,
)
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.presenting.markdown import code, literally
from linkage_rules.presenting.plain_words import in_plain_words
from linkage_rules.words.citing import quotation
from linkage_rules.words.keyword_meanings import MEANINGS
from linkage_rules.words.keywords import KEYWORDS, Keyword, Language
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.told_values import in_words

Meant: TypeAlias = (
    Norm
    | Fact
    | Action
    | Parameter
    | WorkCalendar
    | Bearer
    | EnumType
    | RecordType
    | Field
    | Member
)
"""What a name can stand for in a checked policy."""

_MOST_LISTED: Final = 12
_REQUIRED: Final = Phrase("every record has it", "每条记录都须填报")
_TYPE: Final = Phrase("type: {type}", "类型：{type}")
_OF: Final = Phrase("of “{of}”", "属于“{of}”")
_FIELDS: Final = Phrase("fields: {listed}", "字段：{listed}")
_VALUES: Final = Phrase("values: {listed}", "取值：{listed}")
_DECLARED_IN: Final = Phrase("declared in {file}", "声明于 {file}")
_KEYWORD: Final = Phrase("keyword", "关键词")
_AT_LEAST: Final = Phrase("at least {bound}", "不小于 {bound}")
_AT_MOST: Final = Phrase("at most {bound}", "不大于 {bound}")
_BLANK: Final = Phrase("where it is blank: {value}", "空白视为：{value}")
_EXAMPLES: Final = Phrase("examples: {said}", "示例：{said}")
_VARIABLE: Final = Phrase("each of {collection}", "{collection}中的每一项")

_Binding: TypeAlias = model.Some | model.Every | model.HowMany | model.Aggregate | model.Distribute
"""What looks at the elements of a list, one after another."""


def hover(known: Known, path: Path, position: types.Position) -> types.Hover | None:
    """What is said of a place, as Markdown in which whatever users wrote is text and nothing else:
    the problem there first, then the name or the keyword."""
    offset = known.offset(path, position)
    parts: list[str] = []
    for problem in problems_of(known):
        span = problem.span
        if path_of(span.file) == path and span.line and span.start <= offset <= span.end:
            lines = explained(problem.code, known.language).splitlines()
            parts.append("\n\n".join(map(literally, lines)))
    found = names_of(known).at(path, offset)
    if found is not None and found.declared is not None:
        parts.append("\n\n".join(_told(known, found.declared)))
        place = known.range(found.span)
    elif (bound := _bound_at(known, path, offset)) is not None:
        variable, collection = bound
        parts.append("\n\n".join(_variable_told(known, variable, collection)))
        place = known.range(variable.span)
    else:
        at, keyword = _keyword_at(known.document(path).read, offset)
        if keyword is None and not parts:
            return None
        if keyword is not None:
            parts.append("\n\n".join(_keyword_told(keyword, known.language)))
        place = known.document(path).range_between(*at, known.encoding)
    said = "\n\n---\n\n".join(parts)
    content = types.MarkupContent(kind=types.MarkupKind.Markdown, value=said)
    return types.Hover(contents=content, range=place)


def meant_by(declared: Declared, package: Package) -> Meant | None:
    """What a declaration came to in a checked policy; nothing where it has a fault."""
    name = declared.name.text
    if isinstance(declared.within, syntax.RecordDeclaration | syntax.ExtendDeclaration):
        shape = package.record_types.get(_ascii(declared.within, package))
        return shape.by_spelling.get(name) if shape else None
    if isinstance(declared.within, syntax.EnumDeclaration):
        enum = package.enums.get(declared.within.name.text)
        return next((m for m in enum.members if m.name == name), None) if enum else None
    everything: tuple[dict[str, Meant], ...] = tuple(
        dict(found)
        for found in (
            *(package.norms, package.facts, package.actions, package.parameters),
            *(package.calendars, package.bearers, package.enums, package.record_types),
        )
    )
    return next((found[name] for found in everything if name in found), None)


def _ascii(within: syntax.RecordDeclaration | syntax.ExtendDeclaration, package: Package) -> str:
    """The ASCII name of the record type: a policy that extends one may call it by its label."""
    written = within.name.text
    labels = {shape.label: shape.name for shape in package.record_types.values()}
    return labels.get(written, written)


def _told(known: Known, declared: Declared) -> Iterator[str]:
    language, package = known.language, known.package
    label = f"**{literally(declared.label)}** " if declared.label else ""
    kind = literally(declared.kind.render(language))
    yield f"{label}{code(declared.name.text)} — {kind}"
    meant = meant_by(declared, package)
    match meant:
        case Norm() | Fact() | Action() | Parameter() | WorkCalendar():
            yield literally(in_plain_words(meant, package, language))
            if isinstance(meant, Fact | Parameter):
                yield _line(_TYPE, language, type=type_phrase(meant.type).render(language))
            if isinstance(meant, Norm) and known.sound is not None:
                found = exercised_in_words(known.exercises.of(meant, package))
                yield _line(_EXAMPLES, language, said=found.render(language))
        case Field():
            yield from _field_told(meant, declared, language)
        case EnumType(members=members):
            yield _line(_VALUES, language, listed=_listed(members, language))
        case RecordType(fields=fields):
            yield _line(_FIELDS, language, listed=_listed(fields, language))
        case Member():
            yield _line(_OF, language, of=_called(declared.within))
    if isinstance(meant, Norm | Fact | Action | Parameter):
        for citation in meant.citations:
            cited = quotation(citation, package)
            yield f"> {literally(cited.clause)} {literally(cited.words)}"
    home = path_of(declared.name.span.file)
    if home not in known.own:
        yield _line(_DECLARED_IN, language, file=f"{home.parent.name}/{home.name}")


def _field_told(meant: Field, declared: Declared, language: Language) -> Iterator[str]:
    yield _line(_OF, language, of=_called(declared.within))
    yield _line(_TYPE, language, type=type_phrase(meant.type).render(language))
    bounds = [
        words.filled(bound=in_words(bound, element_of(meant.type)))
        for words, bound in ((_AT_LEAST, meant.minimum), (_AT_MOST, meant.maximum))
        if bound is not None
    ]
    if bounds:
        yield literally(enumerated(bounds, zh="，").render(language))
    if meant.blank is not None:
        yield _line(_BLANK, language, value=in_words(meant.blank, meant.type).render(language))
    if meant.required:
        yield _REQUIRED.render(language)


def _bound_at(known: Known, path: Path, offset: int) -> tuple[model.Variable, Expression] | None:
    """The variable that stands at a place, with the list of whose elements it is each."""
    if known.loaded.diagnostics:
        return None
    named = known.named(path)
    for declared, part in known.loaded.package.parts():
        span = declared.span
        if span.file != named or not span.start <= offset <= span.end:
            continue
        for binding in walk(part.expression):
            if isinstance(binding, _Binding):
                for one in walk(binding):
                    if (
                        isinstance(one, model.Variable)
                        and one.name == binding.variable.name
                        and one.span.line
                        and one.span.start <= offset <= one.span.end
                    ):
                        return one, binding.collection
    return None


def _variable_told(known: Known, variable: model.Variable, collection: Expression) -> Iterator[str]:
    language = known.language
    of = describe(collection, known.loaded.package, language)
    yield f"{code(variable.name)} — {literally(_VARIABLE.fill(language, {'collection': of}))}"
    yield _line(_TYPE, language, type=type_phrase(variable.type).render(language))


def _line(words: Phrase, language: Language, **filled: str) -> str:
    return literally(words.fill(language, filled))


def _called(within: syntax.Declaration | None) -> str:
    match within:
        case syntax.RecordDeclaration(name, label) | syntax.EnumDeclaration(name, label):
            return label or name.text
        case syntax.ExtendDeclaration(name):
            return name.text
    return ""


def _listed(items: Iterable[Field | Member], language: Language) -> str:
    names = [(one.label or one.name) if language == "zh" else one.name for one in items]
    more = ["…"] if len(names) > _MOST_LISTED else []
    return ("、" if language == "zh" else ", ").join([*names[:_MOST_LISTED], *more])


def _keyword_told(keyword: Keyword, language: Language) -> Iterator[str]:
    spelled = " · ".join(code(spelling) for spelling in keyword.spellings)
    yield f"{spelled} — {_KEYWORD.render(language)}"
    if keyword.terminal in MEANINGS:
        yield literally(MEANINGS[keyword.terminal].render(language))


def _keyword_at(text: str, offset: int) -> tuple[tuple[int, int], Keyword | None]:
    """The keyword that stands at a place, outside of quotation marks and comments."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].partition("\n")[0]
    for match in _words().finditer(line):
        if match.start() <= offset - start <= match.end() and match["keyword"] is not None:
            spelled = " ".join(match["keyword"].split())
            return (start + match.start(), start + match.end()), _by_spelling()[spelled]
    return (offset, offset), None


@cache
def _by_spelling() -> dict[str, Keyword]:
    found: dict[str, Keyword] = {}
    for keyword in KEYWORDS:
        for spelling in keyword.spellings:
            found.setdefault(spelling, keyword)
    return found


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_by_spelling(), key=len, reverse=True)
    keywords = "|".join(r"\s+".join(map(re.escape, s.split())) for s in longest_first)
    return re.compile(rf"{QUOTED}|#.*|(?<!\w)(?P<keyword>{keywords})(?!\w)")
