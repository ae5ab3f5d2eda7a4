"""What is wrong with a policy, where an editor shows it, and the changes that put it right."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lsprotocol import types

from linkage_rules.editing.folders import Known, path_of
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.words.catalogue import REMARKS
from linkage_rules.words.messages import Phrase

SOURCE: Final = "linkage-rules"

_EXPECTED: Final = Phrase("expected: {words}", "应为：{words}")
_HINT: Final = Phrase("hint: {words}", "建议：{words}")


def problems_of(known: Known) -> Iterator[Diagnostic]:
    """What is said of a policy: its problems, or its remarks where there are none."""
    yield from known.loaded.diagnostics
    yield from known.loaded.remarks


def diagnosed(known: Known) -> Mapping[Path, list[types.Diagnostic]]:
    """What is said of each file; every file of the policy has a list, if only an empty one."""
    found: dict[Path, list[types.Diagnostic]] = {path: [] for path in known.own}
    for problem in problems_of(known):
        found.setdefault(path_of(problem.span.file), []).append(shown(problem, known))
    return found


def shown(problem: Diagnostic, known: Known) -> types.Diagnostic:
    """A problem as an editor shows it: what is wrong, what was expected, the likely fix."""
    language = known.language
    lines = [
        problem.headline(language),
        _EXPECTED.fill(language, {"words": problem.expected(language)}),
    ]
    if advice := problem.advice(language):
        lines.append(_HINT.fill(language, {"words": advice}))
    is_remark = problem.code in REMARKS
    return types.Diagnostic(
        range=known.range(problem.span),
        message="\n".join(lines),
        severity=types.DiagnosticSeverity.Information
        if is_remark
        else types.DiagnosticSeverity.Error,
        code=problem.code,
        source=SOURCE,
        related_information=[
            types.DiagnosticRelatedInformation(
                location=known.location(related.excerpt.span), message=related.note.render(language)
            )
            for related in problem.related
        ]
        or None,
    )


def quick_fixes(known: Known, path: Path, within: types.Range) -> Iterator[types.CodeAction]:
    """The changes that the messages offer whose place touches a range, with what they put right.

    Where a message leaves something to choose, each choice is one, and none is preferred.
    """
    first, last = known.offset(path, within.start), known.offset(path, within.end)
    for problem in problems_of(known):
        span = problem.span
        touches = path_of(span.file) == path and span.start <= last and first <= span.end
        for choice in problem.choices if touches else ():
            yield types.CodeAction(
                title=problem.title(choice, known.language),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown(problem, known)],
                edit=known.workspace_edit(choice.edits),
                is_preferred=choice.is_sure,
            )
