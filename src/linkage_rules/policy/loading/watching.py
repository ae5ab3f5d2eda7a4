"""The policy that is at a place now, or the last good one while there are problems.

Changes are noticed when somebody asks; there is no thread unless `polling` starts one. It compares
times and sizes of all files that the policy rests on, and their contents where these differ, or
where a file is so young that a change might not show in its time.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from attrs import frozen

from linkage_rules.errors import not_sent
from linkage_rules.logs import tell
from linkage_rules.policy.loading.cache import Checked, checked
from linkage_rules.policy.loading.evidence import LostError, bytes_at
from linkage_rules.policy.loading.finding import (
    as_path,
    files_of,
    find,
    find_used,
    is_built,
    official_text,
    text_of,
)

if TYPE_CHECKING:
    from linkage_rules.language.diagnostics import PolicyError
    from linkage_rules.policy.policy import Policy
    from linkage_rules.sources import Place

_YOUNG: Final = 2_000_000_000
"""Nanoseconds within which a second change of a file might not show in its time."""

_ATTEMPTS: Final = 3
"""How often a policy is read again if it changes while it is read."""

_Stat: TypeAlias = tuple[int, ...]
"""Device, number, two times in nanoseconds and size of a file; empty for a missing file."""


@frozen
class _Look:
    """The state of all files and folders that count, and the time when it was read."""

    stats: Mapping[str, _Stat]
    at: int

    def is_young(self) -> bool:
        """Whether a file was changed so recently that another change might not show."""
        newest = max((max(stat[2:4]) for stat in self.stats.values() if stat), default=0)
        return newest > self.at - _YOUNG


@frozen
class _Content:
    """The texts that a policy rests on, by file, and the places of the names that it uses."""

    texts: Mapping[str, str]
    leads: Mapping[tuple[str, str], str]

    def is_that_of(self, found: Checked) -> bool:
        """Whether it is what was read when the policy was checked.

        For a policy with problems, what could be read of it.
        """
        read = {str(path): text for part in found.parts for path, text in part.texts.items()}
        if found.problem is not None:
            return read.items() <= self.texts.items()
        for part, (_, source) in zip(found.parts, found.leads, strict=True):
            if source is not None:
                read[str(official_text(part.place, source))] = part.source or ""
        places = {str(part.place) for part in found.parts}
        return not found.parts or (read == self.texts and places >= {*self.leads.values()})


class Watched:
    """A policy at a place where it may change. Get one from `linkage_rules.watch`.

    It may be asked by many threads at once: one of them looks and loads, the others meanwhile get
    the last good policy.
    """

    def __init__(
        self, place: str, cache: bool, on_change: Callable[[Watched], object] | None
    ) -> None:
        self._asked = place
        self._cache = cache
        self._on_change = on_change
        self._lock = Lock()
        self._seen = _Look({}, 0)
        self._content: _Content | None = None
        self._found = Checked(None, None, (), ())
        self._load()
        if self._found.policy is None:
            assert self._found.problem is not None
            raise self._found.problem
        self._policy = self._found.policy

    def __reduce__(self) -> NoReturn:
        raise not_sent(
            "Watched",
            "send its policy, or watch the place there",
            "请发送其 policy，或在另一进程中监视",
        )

    @property
    def policy(self) -> Policy:
        """The policy that lies there now, or the last good one while that is none."""
        self.check()
        return self._policy

    @property
    def problem(self) -> PolicyError | None:
        """What is wrong with what lies there now; None where it is the policy that is given."""
        self.check()
        return self._found.problem

    def check(self) -> bool:
        """Look whether something has changed; whether there is now another policy or problem.

        Where that is so, ``on_change`` is called, in this thread; what it raises is raised.
        """
        if not self._lock.acquire(blocking=False):
            return False  # Somebody is looking.
        try:
            is_other = self._has_changed() and self._reload()
        finally:
            self._lock.release()
        if is_other and self._on_change is not None:
            self._on_change(self)
        return is_other

    @contextmanager
    def polling(self, every: float = 1.0) -> Iterator[Watched]:
        """While this lasts, a thread looks ``every`` so many seconds, so that nobody has to wait.

        What ``on_change`` raises there is logged.
        """
        over = Event()

        def look() -> None:
            while not over.wait(every):
                try:
                    self.check()
                except Exception as error:
                    tell("watch", "warning", "%s: on_change failed: %r", self._asked, error)

        thread = Thread(target=look, name=f"watching {self._asked}", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            over.set()
            thread.join()

    def __repr__(self) -> str:
        problem = self._found.problem
        state = "" if problem is None else f", and {len(problem.diagnostics)} problems there now"
        return f"<Watched {self._asked}: {self._policy!r}{state}>"

    def _reload(self) -> bool:
        """Load what lies there; whether it is another policy, or another problem, than before."""
        before = self._found
        self._load()
        policy, problem = self._found.policy, self._found.problem
        if policy is None:
            is_other = str(problem) != str(before.problem)
            if is_other:
                tell("watch", "warning", "%s: %s", self._asked, problem)
            return is_other
        same = policy.digest == self._policy.digest and policy.source == self._policy.source
        if not same:
            tell("watch", "info", "%s: now %s %s", self._asked, policy.name, policy.digest[:8])
            self._policy = policy
        return not same or before.problem is not None

    def _load(self) -> None:
        """Load what lies there, once more where it changes meanwhile."""
        for _ in range(_ATTEMPTS):
            before = _stat(self._asked)
            self._found = self._read()
            self._seen = _look(self._asked, self._found)
            self._content = _content(self._asked, self._found)
            is_same = before == self._seen.stats[self._asked]
            if is_same and self._content.is_that_of(self._found):
                return
        self._content = None

    def _read(self) -> Checked:
        place = find(self._asked)
        if place is not None and not is_built(place):
            return checked(place.resolve(), self._cache)
        from linkage_rules.language.diagnostics import PolicyError
        from linkage_rules.policy.loading.built import read_built
        from linkage_rules.policy.loading.packages import load_package

        try:
            if place is None:
                raise PolicyError(load_package(self._asked).diagnostics)
            return Checked(read_built(place), None, (), ())
        except PolicyError as error:
            return Checked(None, error, (), ())

    def _has_changed(self) -> bool:
        seen = _look(self._asked, self._found)
        if self._content is None:
            return True
        if seen.stats == self._seen.stats and not self._seen.is_young():
            return False
        if _content(self._asked, self._found) != self._content:
            return True
        self._seen = seen
        return False


def watch(
    policy: str | Path,
    *,
    cache: bool = True,
    on_change: Callable[[Watched], object] | None = None,
) -> Watched:
    """Load a policy, and give at any time the one that lies there then.

    ``policy`` and ``cache`` are those of `load`. ``watched.policy`` is the policy that lies there
    now; while what lies there has problems, or is gone, it is the last good one, and
    ``watched.problem`` says what is wrong. Hold it in a variable for work that belongs together.
    ``on_change`` is called with it, by whoever noticed, when there is another policy or problem.

    Raises `PolicyError` when there is no good policy to begin with.

    >>> watched = watch("xiangtan_2022")
    >>> watched.policy is watched.policy, watched.problem
    (True, None)
    """
    place = str(as_path(policy))
    if not place.isidentifier() or Path(place).exists():
        place = str(Path(place).absolute())
    return Watched(place, cache, on_change)


_WITHOUT_TEXT: Final = "\0"
"""Stands for the text of what has none; no policy file holds it."""


def _look(asked: str, found: Checked) -> _Look:
    at = time.time_ns()
    return _Look({path: _stat(path) for path in {asked, *_paths(found)}}, at)


def _paths(found: Checked) -> Iterator[str]:
    """The files and folders that say whether something has changed, also those not there yet."""
    for part, (names, source) in zip(found.parts, found.leads, strict=True):
        yield str(part.place)
        yield from (str(path) for path in files_of(part.place))
        if source is not None:
            yield str(official_text(part.place, source))
        for name in names:
            yield str(part.place.parent / name)
            yield str(part.place.parent / f"{name}.pol")


def _stat(path: str) -> _Stat:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return ()
    return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def _content(asked: str, found: Checked) -> _Content:
    place = find(asked)
    texts: dict[str, str] = {}
    leads = {("", asked): "" if place is None else str(place.resolve())}
    if place is not None and is_built(place):
        texts[asked] = _digest(place)
    for part, (names, source) in zip(found.parts, found.leads, strict=True):
        for path in files_of(part.place):
            # What has no text, such as a folder of that name, keeps a policy from being read.
            texts[str(path)] = _WITHOUT_TEXT
            _put(texts, path, text_of)
        if source is not None:
            _put(texts, official_text(part.place, source), bytes.decode)
        for name in names:
            used = find_used(part.place, name)
            leads[str(part.place), name] = "" if used is None else str(used)
    return _Content(texts, leads)


def _put(texts: dict[str, str], path: Place, decoded: Callable[[bytes], str]) -> None:
    """Add the text of a file, if it has one."""
    with suppress(LostError, UnicodeDecodeError):
        texts[str(path)] = decoded(bytes_at(path))


def _digest(place: Path) -> str:
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest()
    except OSError:
        return ""
