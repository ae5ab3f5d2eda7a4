"""What is no fault of a policy, but may not be what its author means."""

from collections.abc import Iterator, Mapping, Sequence

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Diagnostic, Related
from linkage_rules.language.fixes import Edit, Fix
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.norms import Norm
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import write_name

_AGAIN = Phrase("the norm that applies again", "重新适用的规范")
_OVERRIDE_BOTH = Phrase(
    "if it shall not apply either, override it too: {text}",
    "若它也不应适用，一并写明优先于它：{text}",
)


def remarks(
    package: Package,
    files: Sequence[tuple[SourceFile, syntax.File]],
    references: Mapping[Span, tuple[str, str | None]],
) -> tuple[Diagnostic, ...]:
    """The remarks on a package without faults, in the order of its files.

    An overridden norm does not override: where ``a`` overrides ``b`` and ``b`` overrides ``c``,
    ``c`` applies again when ``a`` does. That is remarked where ``a`` says another thing than ``c``
    about the same action, so that the two meet.
    """
    problems = Problems({file.name: file for file, _ in files})
    for _, tree in files:
        for declaration in tree.declarations:
            for clause in syntax.clauses_of(declaration, syntax.Overrides):
                for overriding, name, again in _brought_back(clause, package, references):
                    _remark(overriding, name, again, problems)
    return tuple(problems.diagnostics)


def _brought_back(
    clause: syntax.Overrides,
    package: Package,
    references: Mapping[Span, tuple[str, str | None]],
) -> Iterator[tuple[Norm, syntax.Name, Norm]]:
    overridden = [(name, package.norms[references[name.span][0]]) for name in clause.norms]
    for norm in package.norms.values():
        if not norm.span.start <= clause.span.start < norm.span.end:
            continue
        if norm.span.file != clause.span.file:
            continue
        for name, middle in overridden:
            for again in (package.norms[n] for n in middle.overrides if n in package.norms):
                alike = (norm.modality, norm.strength) == (again.modality, again.strength)
                if norm.action == again.action and again.name not in norm.overrides and not alike:
                    yield norm, name, again


def _remark(overriding: Norm, name: syntax.Name, again: Norm, problems: Problems) -> None:
    spelled = again.name if name.text.isascii() else again.label or again.name
    text = f"{', ' if name.text.isascii() else '、'}{write_name(spelled)}"
    end = name.span.end - name.span.start
    after = Span(
        name.span.file, name.span.end, name.span.end, name.span.line, name.span.column + end
    )
    problems.report(
        "POL-801",
        name.span,
        name=name.text,
        norm=called(overriding),
        again=called(again),
        related=(Related(problems.excerpt(again.span), _AGAIN),),
        hint=Fix(_OVERRIDE_BOTH.filled(text=f"{name.text}{text}"), (Edit(after, text),)),
    )
