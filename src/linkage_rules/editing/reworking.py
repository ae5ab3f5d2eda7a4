"""Changes of one declaration: a norm with several duties becomes several norms; one that says less
than the text says so."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final, TypeAlias

from attrs import evolve
from lsprotocol import types

from linkage_rules.editing.diagnosing import shown
from linkage_rules.editing.folders import Known, path_of
from linkage_rules.editing.names import names_of
from linkage_rules.editing.placing import behind, changed, end_of, is_within
from linkage_rules.editing.sentences import cited
from linkage_rules.language import syntax
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.fixes import Edit
from linkage_rules.language.syntax.nodes import NO_COMMENTS
from linkage_rules.language.writing.printer import print_clause, print_declaration
from linkage_rules.language.writing.translate import dominant_language
from linkage_rules.words.messages import Phrase

_TWICE: Final = "POL-109"
_SPLIT: Final = Phrase("Make a norm of each duty", "每项义务各写一条规范")
_SIMPLIFIED: Final = Phrase(
    "Say what {name} leaves out of the text", "说明“{name}”比原文少写了什么"
)
_LEFT_OUT: Final = Phrase("not in any rule: {words}", "没有写入规则：{words}")
_TO_SAY: Final = Phrase("to be said: what is left out, and why", "待写明：略去了什么，为什么")

_CanSayLess: TypeAlias = (
    syntax.NormDeclaration | syntax.FactDeclaration | syntax.DistributionDeclaration
)


# A norm with several duties


def splits(known: Known, path: Path, within: types.Range) -> Iterator[types.CodeAction]:
    """The change that makes a norm of each duty of a norm with several, where such a problem
    touches a range."""
    first, last = known.offset(path, within.start), known.offset(path, within.end)
    for norm in known.sources[path][1].declarations:
        if not isinstance(norm, syntax.NormDeclaration):
            continue
        problems = [one for one in known.loaded.diagnostics if _is_of(one, norm, path)]
        touched = [one for one in problems if one.span.start <= last and first <= one.span.end]
        if not touched:
            continue
        edits = [*_split(known, path, norm)]
        # There may be other problems, but none may come.
        left = len(known.loaded.diagnostics) - len(problems)
        if len(changed(known, edits).loaded.diagnostics) <= left:
            yield types.CodeAction(
                title=_SPLIT.render(known.language),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown(one, known) for one in touched],
                edit=known.workspace_edit(edits),
                is_preferred=True,
            )


def _is_of(problem: Diagnostic, norm: syntax.NormDeclaration, path: Path) -> bool:
    duties = [duty.span for duty in syntax.clauses_of(norm, syntax.Duty)]
    return problem.code == _TWICE and path_of(problem.span.file) == path and problem.span in duties


def _split(known: Known, path: Path, norm: syntax.NormDeclaration) -> Iterator[Edit]:
    """The first duty stays; each other one gets a norm with all other clauses of this one."""
    source, _ = known.sources[path]
    taken = {
        word
        for found in names_of(known).declared.values()
        for one in found
        for word in (one.name.text, one.label)
    }
    _, *others = syntax.clauses_of(norm, syntax.Duty)
    texts = []
    for duty in others:
        number = next(
            n for n in count(2) if not {f"{norm.name.text}_{n}", f"{norm.label}{n}"} & taken
        )
        name, label = f"{norm.name.text}_{number}", norm.label and f"{norm.label}{number}"
        taken |= {name, label}
        made = evolve(
            norm,
            name=syntax.Name(name),
            label=label,
            comments=NO_COMMENTS,
            closing=(),
            clauses=tuple(
                clause if clause is duty else evolve(clause, comments=NO_COMMENTS)
                for clause in norm.clauses
                if clause is duty or not isinstance(clause, syntax.Duty)
            ),
        )
        texts.append(print_declaration(made, dominant_language(source), keeps=True))
        start = source.text.rindex("\n", 0, duty.span.start)
        stop = source.text.find("\n", duty.span.end)
        yield Edit(source.span(start, len(source.text) if stop < 0 else stop), "")
    yield behind(known, path, norm, "\n\n".join(texts))


# Less than the text


def simplifications(known: Known, path: Path, within: types.Range) -> Iterator[types.CodeAction]:
    """To say what a norm or fact, whose head is in a range, leaves out of the sentences that it
    cites: the words that no rule quotes."""
    if known.loaded.diagnostics:
        return
    source, file = known.sources[path]
    for declaration in file.declarations:
        line = declaration.span.line - 1
        if not (isinstance(declaration, _CanSayLess) and is_within(line, within)):
            continue
        if any(syntax.clauses_of(declaration, syntax.Simplified)):
            continue
        language = dominant_language(source)
        reason = _left_out(known, declaration).render(language).replace('"', "”")
        clause = print_clause(syntax.Simplified(reason), language)
        edit = Edit(end_of(known, path, declaration), f"\n{clause}")
        name = declaration.label or declaration.name.text
        yield types.CodeAction(
            title=_SIMPLIFIED.fill(known.language, {"name": name}),
            kind=types.CodeActionKind.RefactorRewrite,
            edit=known.workspace_edit((edit,)),
        )


def _left_out(known: Known, declaration: _CanSayLess) -> Phrase:
    words = dict.fromkeys(
        stretch.text.strip("，、；：。,;:. ")
        for cites in syntax.clauses_of(declaration, syntax.Cites)
        for view in cited(known, cites.clause, cites.quote)
        for stretch in view.stretches
        if not stretch.rules and any(map(str.isalnum, stretch.text))
    )
    return _LEFT_OUT.filled(words="……".join(words)) if words else _TO_SAY
