"""What a page shows of an output, held against the output."""

from collections.abc import Callable
from difflib import SequenceMatcher

from tests.snippets.pages import Block, Page

LEFT_OUT = "…"


def show(page: Page, block: Block) -> None:
    found = [line.rstrip() for line in page.said(block).strip("\n").splitlines()]
    shown = block.source.splitlines()
    if not shows(shown, found):
        page.renew(block, "".join(f"{line}\n" for line in renewed(shown, found)))


def shows(shown: list[str], found: list[str]) -> bool:
    """Whether the lines are those that were found, but for any number at each ``…``.

    >>> shows(["a", "…", "d"], ["a", "b", "c", "d"]), shows(["a", "…"], ["b", "a"])
    (True, False)
    """
    first, *rest = _pieces(shown)
    if not rest:
        return first == found
    last = rest.pop()
    if found[: len(first)] != first:
        return False
    at = len(first)
    for piece in rest:
        places = range(at, len(found) - len(piece) + 1)
        at = next((n + len(piece) for n in places if found[n : n + len(piece)] == piece), -1)
        if at < 0:
            return False
    return len(found) - len(last) >= at and found[len(found) - len(last) :] == last


def _pieces(lines: list[str]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for line in lines:
        if line.strip() == LEFT_OUT:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def renewed(shown: list[str], found: list[str]) -> list[str]:
    """What was found, with as much left out as was before.

    >>> renewed(["a", "…", "c: 1", "…", "e"], ["a", "b", "c: 2", "d", "f"])
    ['a', '…', 'c: 2', '…', 'f']
    """
    pieces = _pieces(shown)
    gaps = [line for line in shown if line.strip() == LEFT_OUT]
    if not gaps:
        return found
    end = len(found) - len(pieces[-1])
    at = len(pieces[0])
    lines = found[:at]
    for gap, piece in zip(gaps, pieces[1:-1], strict=False):
        at = max(range(at, max(end - len(piece), at) + 1), key=_likeness(piece, found))
        lines += [gap, *found[at : at + len(piece)]]
        at += len(piece)
    return [*lines, gaps[-1], *found[max(end, at) :]]


def _likeness(piece: list[str], found: list[str]) -> Callable[[int], float]:
    """How much what stands at a place is like the piece."""
    text = "\n".join(piece)
    return lambda at: SequenceMatcher(None, "\n".join(found[at : at + len(piece)]), text).ratio()
