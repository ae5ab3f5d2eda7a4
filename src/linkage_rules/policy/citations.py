"""Checking every quote of a policy against the official text that it quotes."""

import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve

from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.fixes import Edit, Fix, certain
from linkage_rules.language.hints.choices import writing
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.model.norms import Citation
from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.spans import Span
from linkage_rules.sources import (
    NearestPassage,
    Place,
    QuoteElsewhere,
    QuoteEmpty,
    QuoteFound,
    QuoteNotFound,
    Source,
    SourceError,
    UnknownClause,
    find_quote,
    read_source,
    stays_in,
)
from linkage_rules.words.messages import Phrase

LEADS_OUT: Final = Phrase(
    "it is a link that leads out of the folder it lies in; put the file itself there",
    "它是指向所在文件夹之外的链接，请把文件本身放在该文件夹中",
)
"""The message for a file of a policy that is a link out of its folder."""

_WITHOUT_A_DECLARATION: Final = frozenset({AmendmentKind.REPEAL, AmendmentKind.LOOSEN})
"""The amendments that are not declarations in the package, so their citations are read here."""


def citations_of(package: Package) -> Iterator[tuple[str, Citation]]:
    """Every citation a package makes itself, with the name of what rests on it.

    A statement has no name; its reason stands in for one.
    """
    for declared in (
        package.declared_parameters,
        package.declared_facts,
        package.declared_actions,
        package.declared_norms,
    ):
        for item in declared:
            for citation in item.citations:
                # Declarations made by a program have no layer.
                if citation.layer in ("", package.name):
                    yield item.name, citation
    for calendar in package.declared_calendars:
        for days in calendar.listed:
            for citation in days.citations:
                if citation.layer in ("", package.name):
                    yield calendar.name, citation
    for amendment in package.amendments:
        if amendment.layer == package.name and amendment.change in _WITHOUT_A_DECLARATION:
            for citation in amendment.citations:
                yield amendment.target, citation
    for statement in package.statements:
        yield statement.because, statement.citation


def check_citations(
    package: Package,
    text: Place | None,
    named_at: Span,
    problems: Problems,
    parsed: Parsed | None = None,
) -> Source | None:
    """Read the source a policy names and report every quote that does not stand in its clause.

    The source lies at ``text``, beside the policy files; ``named_at`` is where they name it. A link
    that leads out of their folder is not followed: it would show a file that nobody meant to show.
    ``None`` where the policy names none, or where it cannot be read, which is reported. A text that
    was read before is taken from ``parsed``, with the quotes that were looked for in it.
    """
    if text is None:
        return None
    if not stays_in(text.parent, text):
        problems.report("POL-501", named_at, reason=LEADS_OUT)
        return None
    try:
        source = read_source(text)
    except SourceError as error:
        for problem in error.problems:
            short = evolve(problem, source=text.name)
            reason = Phrase(short.render("en"), short.render("zh"))
            problems.report("POL-501", named_at, reason=reason)
        return None
    if parsed is not None:
        key = ("source", source.name)
        before: Source | None = parsed.kept(key)
        if before == source:
            source = before
        parsed.keep(key, len(source.text), source)
    # Derived declarations, as for a deadline, repeat the citation of the original.
    for citation in {citation.span: citation for _, citation in citations_of(package)}.values():
        _check(citation, source, problems)
    return source


def _check(citation: Citation, source: Source, problems: Problems) -> None:
    match find_quote(source.tree, citation.clause, citation.quote):
        case QuoteFound():
            return
        case UnknownClause(clause, near, found_in):
            hint = _one_of(found_in or near, citation, problems) if found_in or near else None
            problems.report("POL-502", citation.span, hint=hint, clause=clause)
        case QuoteElsewhere(clause, found_in):
            hint = _one_of(found_in, citation, problems)
            problems.report("POL-504", citation.span, hint=hint, clause=clause, actual=found_in)
        case QuoteEmpty(clause):
            problems.report("POL-505", citation.span, clause=clause)
        case QuoteNotFound(clause, NearestPassage() as nearest):
            problems.report(
                "POL-503",
                citation.span,
                hint=_runs(citation, source, problems)
                if _is_elided(citation.quote)
                else certain(
                    _difference(nearest), *_as_written(citation, nearest, source, problems)
                ),
                clause=clause,
                nearest_clause=nearest.sentence.clause,
                nearest=nearest.sentence.text,
            )
        case QuoteNotFound(clause):
            hint = _runs(citation, source, problems) if _is_elided(citation.quote) else None
            problems.report("POL-506", citation.span, hint=hint, clause=clause)


_ELIDED: Final = Phrase(
    "a quote is one run of words, without an ellipsis; quote each run on a line of its own",
    "引文是连续的一段，不用省略号；引几段的，一段写一行",
)


def _is_elided(quote: str) -> bool:
    return "…" in quote or "..." in quote


def _runs(citation: Citation, source: Source, problems: Problems) -> Fix:
    """The fix that quotes each run of an elided quote on a line of its own, where all stand in the
    clause."""
    file, span = problems.files.get(citation.span.file), citation.span
    runs = [run.strip() for run in _ELISION.split(citation.quote) if run.strip()]
    clause = file and re.compile(_WHOLE_CITATION).match(file.text, span.start, span.end)
    found = (find_quote(source.tree, citation.clause, run) for run in runs)
    if not file or not clause or not all(isinstance(one, QuoteFound) for one in found):
        return Fix(_ELIDED)
    lines = "\n  ".join(
        f"{clause['before']}{clause['opening']}{run}{clause['closing']}" for run in runs
    )
    return Fix(_ELIDED, (writing(file.span(*clause.span()), lines),))


_ELISION: Final = re.compile(r"…+|\.{3,}")
_WHOLE_CITATION: Final = r"(?P<before>[^\"“\n]*)(?P<opening>[\"“])[^\"”\n]*(?P<closing>[\"”])"


def _one_of(clauses: tuple[str, ...], citation: Citation, problems: Problems) -> Phrase | Fix:
    if len(clauses) == 1:
        hint = Phrase("write {clause}", "改写为 {clause}").filled(clause=clauses[0])
        return certain(hint, *_written_as(citation, citation.clause, clauses[0], problems))
    hint = Phrase("write one of: {clauses}", "改写为其中之一：{clauses}").filled(clauses=clauses)
    edits = (
        edit for one in clauses for edit in _written_as(citation, citation.clause, one, problems)
    )
    return Fix(hint, tuple(writing(edit.span, edit.text) for edit in edits))


def _written_as(citation: Citation, words: str, instead: str, problems: Problems) -> Iterator[Edit]:
    """The change of some words of a citation: its clause, or its quote."""
    span, file = citation.span, problems.files.get(citation.span.file)
    apart = rf"(?<=[\s\"“]){re.escape(words)}(?=[\s\"”])"
    if file and (found := re.compile(apart).search(file.text, span.start, span.end)):
        yield Edit(file.span(found.start(), found.end()), instead)


def _as_written(
    citation: Citation, nearest: NearestPassage, source: Source, problems: Problems
) -> Iterator[Edit]:
    """The quote without its one difference, if it stands in its clause then."""
    quote, at = citation.quote, nearest.position
    corrected = quote[:at] + nearest.written + quote[at + len(nearest.quoted) :]
    match find_quote(source.tree, citation.clause, corrected):
        case QuoteFound():
            yield from _written_as(citation, quote, corrected, problems)


def _difference(nearest: NearestPassage) -> Phrase:
    if not nearest.quoted:
        phrase = Phrase(
            "the source says “{written}” there, which the quote leaves out",
            "原文此处有“{written}”，引文漏了",
        )
    elif not nearest.written:
        phrase = Phrase(
            "the quote says “{quoted}”, which the source does not", "引文多了“{quoted}”，原文没有"
        )
    else:
        phrase = Phrase(
            "the quote says “{quoted}” where the source says “{written}”",
            "引文写“{quoted}”，原文为“{written}”",
        )
    return phrase.filled(quoted=nearest.quoted, written=nearest.written)
