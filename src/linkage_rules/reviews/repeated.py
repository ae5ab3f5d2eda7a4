"""Ids that several records have, found while the records pass, in bounded memory."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.showing import printable

if TYPE_CHECKING:
    from sqlite3 import Connection

MOST_IDS: Final = 1_000
"""The most ids that are listed; for further ones only the number of records is counted."""

MOST_TOLD: Final = 20
"""The most ids that are told where there is little room."""

MOST_PLACES: Final = 10
"""The most places that are listed for an id."""

_SEVERAL: Final = Phrase(
    "{count} records have the id {id} ({places})", "编号 {id} 有{count}条（{places}）"
)
_MORE_PLACES: Final = Phrase("{places} and {more} more", "{places}等，另有{more}处")
_OMITTED: Final = Phrase(
    "{count} further records have an id that another one has",
    "另有{count}条记录的编号与其他记录相同",
)
_SAME_ID: Final = Phrase("{place} has the same id", "与{place}编号相同")

_EN: Final = re.compile(r"(?P<before>.*?)\b(?P<what>row|record|line) (?P<number>[0-9]+)")
_ZH: Final = re.compile(r"(?P<before>.*第)(?P<number>[0-9]+)(?P<what>行|条记录)")


@frozen
class Repeated:
    """An id that several records have, with the first of their places."""

    id: str
    count: int
    positions: tuple[int, ...]
    places: tuple[Phrase, ...]

    @property
    def words(self) -> Phrase:
        """The id, the number of records, and the places.

        >>> places = Phrase("row 4", "第4行"), Phrase("row 5", "第5行")
        >>> Repeated("X-003", 2, (4, 5), places).words.zh
        '编号 X-003 有2条（第4、5行）'
        >>> Repeated("X-003", 2, (4, 5), places).words.en
        '2 records have the id X-003 (rows 4, 5)'
        """
        where, more = in_one(self.places), self.count - len(self.places)
        if more:
            where = _MORE_PLACES.filled(places=where, more=more)
        return _SEVERAL.filled(count=self.count, id=printable(self.id), places=where)


def in_one(places: Iterable[Phrase]) -> Phrase:
    """Several places in words, with the numbers of those of one kind joined."""
    listed = tuple(places)
    en = [_EN.fullmatch(place.en) for place in listed]
    zh = [_ZH.fullmatch(place.zh) for place in listed]
    alike = {found and (found["before"], found["what"]) for found in (*en, *zh)}
    if None in alike or len(alike) != 2:
        return enumerated(listed)
    (first, *_), (first_zh, *_) = en, zh
    assert first is not None
    assert first_zh is not None
    numbers = [found["number"] for found in en if found is not None]
    return Phrase(
        f"{first['before']}{first['what']}s {', '.join(numbers)}",
        f"{first_zh['before']}{'、'.join(numbers)}{first_zh['what']}",
    )


def same_id(place: Phrase) -> Phrase:
    """The remark on a record that an earlier one has its id."""
    return _SAME_ID.filled(place=place)


@define
class RepeatedIds:
    """The ids that several records have: the first ones, and in ``omitted`` how many records share
    an id that is not listed."""

    listed: dict[str, Repeated] = field(factory=dict)
    omitted: int = 0

    def words(self, most: int = MOST_TOLD) -> tuple[Phrase, ...]:
        """A line for each of the first ids, and one for how many more there are."""
        # The review may still be running and add ids meanwhile.
        first, others = (listed := [*self.listed.values()])[:most], listed[most:]
        lines = tuple(one.words for one in first)
        more = sum(one.count for one in others) + self.omitted
        return (*lines, _OMITTED.filled(count=more)) if more else lines

    def compare(
        self, id_: str | None, position: int, place: Phrase, seen: "SeenIds"
    ) -> Phrase | None:
        """Note whether an earlier record has the same id, and give its place."""
        first = None if id_ is None else seen.first(id_, position, place)
        if id_ is None or first is None:
            return None
        self.again(id_, first, (position, place))
        return first[1]

    def again(self, id_: str, first: tuple[int, Phrase], here: tuple[int, Phrase]) -> None:
        """Note that a record has the id of an earlier one."""
        known = self.listed.get(id_)
        if known is None and len(self.listed) >= MOST_IDS:
            self.omitted += 1
            return
        places = [*zip(known.positions, known.places, strict=True)] if known else [first]
        if len(places) < MOST_PLACES:
            places.append(here)
        positions, words = zip(*places, strict=True)
        count = known.count + 1 if known else 2
        self.listed[id_] = Repeated(id_, count, positions, words)


class SeenIds:
    """The ids of the records so far, with the first place of each.

    Only a few are in memory, the others in a temporary file, so that a review of any length takes a
    bounded amount of memory.
    """

    def __init__(self) -> None:
        self._few: dict[bytes, tuple[int, Phrase]] = {}
        self._file: Connection | None = None

    def first(self, id_: str, position: int, place: Phrase) -> tuple[int, Phrase] | None:
        """The place of an earlier record with the id; None for the first, which is remembered."""
        # An id may contain a lone surrogate, which a text in a database cannot.
        key = id_.encode("utf-8", "surrogatepass")
        if key in self._few:
            return self._few[key]
        if len(self._few) < _FEW:
            self._few[key] = position, place
            return None
        if self._file is None:
            self._file = _opened()
        row = key, position, place.en, place.zh
        if self._file.execute("insert or ignore into seen values (?, ?, ?, ?)", row).rowcount:
            return None
        found = self._file.execute("select position, en, zh from seen where id = ?", (key,))
        at, en, zh = found.fetchone()
        return at, Phrase(en, zh)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


_FEW: Final = 200
"""How many ids are kept in memory."""


def _opened() -> "Connection":
    # Imported here, because few reviews have so many records.
    import sqlite3

    # A temporary file without a name, which is only written to when it grows large.
    file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    file.execute("pragma journal_mode = off")
    file.execute("pragma synchronous = off")
    file.execute(
        "create table seen (id text primary key, position integer, en text, zh text) without rowid"
    )
    file.execute("begin")
    return file
