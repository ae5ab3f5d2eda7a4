"""Strong Kleene logic over conditions: a truth is when it is yes and when it is no."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from linkage_rules.engines.symbolic.terms import Bool, all_of, any_of, negated
from linkage_rules.model import values


@frozen(eq=False)
class Truth:
    """``yes`` and ``no`` are never both met; where neither is, the truth is unknown."""

    yes: Bool
    no: Bool

    @property
    def known(self) -> Bool:
        return any_of((self.yes, self.no))

    def is_(self, truth: values.Truth) -> Bool:
        """When it is yes (``True``), no (``False``) or unknown (``None``)."""
        if truth is None:
            return all_of((negated(self.yes), negated(self.no)))
        return self.yes if truth else self.no


UNKNOWN = Truth(False, False)


def truth_of(known: Bool, value: Bool) -> Truth:
    """Yes or no by a condition, where that is known."""
    return Truth(all_of((known, value)), all_of((known, negated(value))))


def negation(truth: Truth) -> Truth:
    return Truth(truth.no, truth.yes)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """
    >>> conjunction([UNKNOWN, Truth(False, True)]).no
    True
    """
    parts = tuple(truths)
    return Truth(all_of(part.yes for part in parts), any_of(part.no for part in parts))


def disjunction(truths: Iterable[Truth]) -> Truth:
    parts = tuple(truths)
    return Truth(any_of(part.yes for part in parts), all_of(part.no for part in parts))


def implication(condition: Truth, consequence: Truth) -> Truth:
    return disjunction((negation(condition), consequence))


def same_truth(first: Truth, second: Truth) -> Bool:
    """Where two truths agree, unknown with unknown."""
    return all_of(
        any_of((all_of((a, b)), all_of((negated(a), negated(b)))))
        for a, b in ((first.yes, second.yes), (first.no, second.no))
    )


def overturned(before: Truth, after: Truth) -> Bool:
    """Where a determined truth is no longer the same one; unknown may become anything."""
    pairs: Sequence[tuple[Bool, Bool]] = ((before.yes, after.yes), (before.no, after.no))
    return any_of(all_of((was, negated(still))) for was, still in pairs)
