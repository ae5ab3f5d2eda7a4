"""Strong Kleene logic over yes (``True``), no (``False``) and unknown (``None``)."""

from collections.abc import Iterable

from linkage_rules.model.values import Truth


def negation(truth: Truth) -> Truth:
    """
    >>> negation(True), negation(None)
    (False, None)
    """
    return None if truth is None else not truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """No if any is no, else unknown if any is unknown, else yes; yes of none.

    >>> conjunction([None, False]), conjunction([True, None]), conjunction([])
    (False, None, True)
    """
    found = set(truths)
    return False if False in found else None if None in found else True


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Yes if any is yes, else unknown if any is unknown, else no; no of none.

    >>> disjunction([None, True]), disjunction([False, None]), disjunction([])
    (True, None, False)
    """
    found = set(truths)
    return True if True in found else None if None in found else False


def so_many(truths: Iterable[Truth], least: int, most: int | None = None) -> Truth:
    """Whether at least and at most so many are yes.

    Yes if that is so whatever the unknown ones turn out to be, no if it cannot be, else unknown.

    >>> so_many([True, None, True], 2), so_many([False, None, False], 2), so_many([True, None], 2)
    (True, False, None)
    >>> so_many([True, False], 1, 1), so_many([True, None], 0, 1)
    (True, None)
    """
    found = list(truths)
    yeses = found.count(True)
    possible = yeses + found.count(None)
    if possible < least or (most is not None and yeses > most):
        return False
    return True if yeses >= least and (most is None or possible <= most) else None


def implication(condition: Truth, consequence: Truth) -> Truth:
    """
    >>> implication(False, None), implication(True, None)
    (True, None)
    """
    return disjunction((negation(condition), consequence))
