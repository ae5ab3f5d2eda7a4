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


def implication(condition: Truth, consequence: Truth) -> Truth:
    """
    >>> implication(False, None), implication(True, None)
    (True, None)
    """
    return disjunction((negation(condition), consequence))
