"""What an overlay must not leave behind: questions about repealed norms, and norms that are
silently loosened."""

from collections.abc import Iterator

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.overlays.edits import Edit, Edits
from linkage_rules.language.overlays.settings import name_below
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES, WITH_DEADLINE, meant_by, possible_statuses
from linkage_rules.model.norms import Action, Fact, Norm, Strength
from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.traversal import walk
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE, keyword_phrase


def check_references(package: Package, edits: Edits, problems: Problems) -> None:
    """Report repealed norms that something still rests on, and questions that no longer make
    sense."""
    repealed = {
        name: declaration
        for name, declaration in edits.declared.items()
        if isinstance(declaration, syntax.RepealDeclaration)
    }
    reported: set[str] = set()
    for part, holder in _questions(package):
        if _is_earlier(holder, edits) and part.norm in package.norms:
            continue
        if part.norm in repealed and part.norm not in reported:
            reported.add(part.norm)
            _still_asked(repealed[part.norm], holder, _place(part.span, holder), problems)
        if isinstance(part, model.NormIs) and part.norm in edits.norms:
            norm = package.norms[part.norm]
            action = package.actions.get(norm.action)
            if action is None:
                continue  # It has a fault, which was reported.
            observable = action.done_when is not None
            possible = possible_statuses(norm.modality, observable)
            if (WITH_DEADLINE if norm.deadline else possible).isdisjoint(meant_by(part.status)):
                _cannot_be(edits.declared[part.norm], part, _place(part.span, holder), problems)
    for norm in package.declared_norms:
        for name in norm.overrides:
            if name in repealed and name not in reported:
                reported.add(name)
                _still_asked(repealed[name], norm, norm.span, problems)


def _is_earlier(holder: Norm | Fact | Action, edits: Edits) -> bool:
    """Whether it is an overridden declaration, which still holds on days of the repealed norm."""
    replaced = (*edits.norms, *edits.facts)
    return any(holder.name == name_below(name, holder.layer) for name in replaced)


def _questions(
    package: Package,
) -> Iterator[tuple[model.NormApplies | model.NormIs, Norm | Fact | Action]]:
    holders: list[Norm | Fact | Action] = [
        *package.declared_norms,
        *package.declared_facts,
        *package.declared_actions,
    ]
    for holder in holders:
        said = [part.expression for part in holder.parts()]
        if isinstance(holder, Norm) and holder.deadline is not None:
            said += holder.deadline.parts()
        for expression in said:
            for part in walk(expression):
                if isinstance(part, model.NormApplies | model.NormIs):
                    yield part, holder


def _place(span: Span, holder: Norm | Fact | Action) -> Span:
    return holder.span if span == NOWHERE else span


def _still_asked(
    declaration: Edit, holder: Norm | Fact | Action, place: Span, problems: Problems
) -> None:
    problems.report(
        "POL-608",
        declaration.name.span,
        name=declaration.name.text,
        other=called(holder),
        related=(Related(problems.excerpt(place), FIRST_PLACE),),
    )


def _cannot_be(declaration: Edit, part: model.NormIs, place: Span, problems: Problems) -> None:
    problems.report(
        "POL-609",
        declaration.name.span,
        name=declaration.name.text,
        outcome=keyword_phrase(f"IS_{part.status.name}"),
        related=(Related(problems.excerpt(place), FIRST_PLACE),),
    )


# Loosening


def check_loosening(below: Package, edits: Edits, problems: Problems) -> None:
    """Report strict duties and prohibitions that are silently given up, and loosenings that do
    nothing.

    Here only what is evident is reported: that a strict norm is repealed, or overridden by a norm
    of a weaker kind. Whether the conditions leave a gap is found by the analysis.
    """
    said = {a.target for a in edits.amendments if a.change is AmendmentKind.LOOSEN}
    norms = {norm.name: norm for norm in below.declared_norms}
    for name, declaration in edits.declared.items():
        norm = norms.get(name)
        if norm is None or norm.delegated or name in said:
            continue
        weaker = isinstance(declaration, syntax.RepealDeclaration) or (
            name in edits.norms and is_weaker(norm, edits.norms[name])
        )
        if weaker and is_strict(norm):
            problems.report(
                "POL-618",
                declaration.name.span,
                name=declaration.name.text,
                related=(Related(problems.excerpt(norm.span), FIRST_PLACE),),
            )


def is_strict(norm: Norm) -> bool:
    """Whether a norm binds strictly, as a strict duty or prohibition."""
    return MODALITIES[norm.modality].binding and norm.strength is Strength.STRICT


def is_weaker(before: Norm, after: Norm) -> bool:
    """Whether the norm that overrides a strict norm is weaker in kind, whatever its conditions."""
    return (after.modality, after.strength, after.action) != (
        before.modality,
        before.strength,
        before.action,
    )
