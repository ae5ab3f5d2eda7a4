"""Whether an overlay is applied to the version it was written for, and how long it continues
that."""

from collections.abc import Sequence
from datetime import date, timedelta

from linkage_rules.language import syntax
from linkage_rules.language.checking.norms import single
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.model.package import Package
from linkage_rules.words.messages import FIRST_PLACE, Phrase

_NO_DATE = Phrase("no date of issue", "没有印发日期")
_NO_END = Phrase("without an end", "没有截止日期")


def check_version(
    declarations: Sequence[syntax.Declaration], below: Package, problems: Problems
) -> None:
    """Report an ``issued`` clause that differs from that of the amended policy."""
    for declaration in declarations:
        if not isinstance(declaration, syntax.Amend):
            continue
        issued = single(problems, declaration, syntax.Issued)
        if issued is not None and issued.day != below.issued:
            related = (Related(problems.excerpt(below.span), FIRST_PLACE),)
            problems.report(
                "POL-602",
                issued.span,
                name=below.name,
                written=issued.day.isoformat(),
                actual=below.issued.isoformat() if below.issued else _NO_DATE,
                related=related,
            )


def check_continuing(
    declarations: Sequence[syntax.Declaration],
    below: Package,
    own: Package,
    problems: Problems,
) -> date | None:
    """The day up to which the norms below continue; None if they do not. There must be no gap."""
    for declaration in declarations:
        if not isinstance(declaration, syntax.Amend):
            continue
        clause = single(problems, declaration, syntax.Continues)
        if clause is None:
            return None
        end, start = below.in_force.end, own.in_force.start
        adjacent = end is not None and (start is None or start <= end + timedelta(days=1))
        if end is None or not adjacent or clause.end <= end:
            related = (Related(problems.excerpt(below.span), FIRST_PLACE),)
            problems.report(
                "POL-619",
                clause.span,
                name=below.name,
                end=end.isoformat() if end else _NO_END,
                related=related,
            )
            return None
        return clause.end
    return None
