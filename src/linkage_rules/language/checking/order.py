"""An order in which definitions can be worked out, or the circle that prevents one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeVar

from attrs import frozen

from linkage_rules.words.messages import Phrase

_N = TypeVar("_N")
_MOST_SHOWN: Final = 12


@frozen
class Cycle(Generic[_N]):
    """Things that rest on one another in a circle, each on the next and the last on the first."""

    members: tuple[_N, ...]


def in_dependency_order(rests_on: Mapping[_N, Collection[_N]]) -> list[_N] | Cycle[_N]:
    """Each thing after those it rests on, otherwise in the order given; or a circle.

    >>> in_dependency_order({"a": ["b"], "b": [], "c": ["a"]})
    ['b', 'a', 'c']
    >>> in_dependency_order({"a": ["b"], "b": ["a"]})
    Cycle(members=('a', 'b'))
    """
    done: dict[_N, None] = {}
    for start in rests_on:
        path: dict[_N, Iterator[_N]] = {}
        current: _N | None = start
        while current is not None and current not in done:
            if current not in path:
                path[current] = iter(rests_on[current])
            following = next((n for n in path[current] if n not in done), None)
            if following is not None and following in path:
                members = list(path)
                return Cycle(tuple(members[members.index(following) :]))
            if following is None:
                done[current] = None
                del path[current]
                following = next(reversed(path), None)
            current = following
    return list(done)


def shown_circle(names: Sequence[Phrase]) -> Phrase:
    """Things that rest on one another in a circle, written out; of a large circle a part.

    >>> shown_circle([Phrase("a", "甲"), Phrase("b", "乙")]).zh
    '甲 → 乙 → 甲'
    """
    more = (Phrase("…", "…"),) if len(names) > _MOST_SHOWN else ()
    shown = (*names[:_MOST_SHOWN], *more, names[0])
    return Phrase(" → ".join(n.en for n in shown), " → ".join(n.zh for n in shown))
