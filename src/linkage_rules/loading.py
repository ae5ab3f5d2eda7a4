"""A name, a file or a folder in; a checked `Policy` out."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from attrs import field, frozen

from linkage_rules.citations import check_citations
from linkage_rules.language import syntax
from linkage_rules.language.check import Checked, check
from linkage_rules.language.diagnostics import Arguments, Diagnostic, PolicyError, without_place
from linkage_rules.language.parser import parse
from linkage_rules.language.resolve import Problems
from linkage_rules.language.source import MAX_CHARACTERS, SourceFile
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.policy import Policy
from linkage_rules.sources import Source

MAX_USES: Final = 32
"""How deep packages may use packages."""


@frozen
class LoadedPackage:
    """A package as read: its files, their syntax, the model and every problem.

    ``package`` is usable only when there are no ``diagnostics``.
    """

    place: Path
    files: tuple[tuple[SourceFile, syntax.File], ...]
    package: Package
    diagnostics: tuple[Diagnostic, ...]
    references: dict[Span, tuple[str, str | None]] = field(repr=False)
    source: Source | None
    uses: tuple["LoadedPackage", ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the text of this package and of all it uses, file names included."""
        total = hashlib.sha256()
        for used in self.uses:
            total.update(used.digest.encode())
        for file, _ in self.files:
            for text in (Path(file.name).name, file.text):
                encoded = text.encode()
                total.update(len(encoded).to_bytes(8, "big") + encoded)
        return total.hexdigest()


def bundled_folder() -> Path:
    """Where the shipped policies are: inside the package, or beside ``src`` in a checkout."""
    inside = Path(__file__).parent / "policies"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "policies"


def bundled_names() -> list[str]:
    """The names of the shipped policies.

    >>> "xiangtan_2022" in bundled_names()
    True
    """
    return sorted(p.name for p in bundled_folder().iterdir() if any(p.glob("*.pol")))


def load(policy: str | Path) -> Policy:
    """Load a policy by the name of a shipped one, or from a ``.pol`` file or a folder of them.

    Raises `PolicyError`, with all problems, when there is no such policy or it has errors.

    >>> load("xiangtan_2022").label
    '关于进一步健全完善联农带农机制的实施意见'
    """
    loaded = load_package(policy)
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    return Policy(loaded.package, loaded.digest, loaded.source)


def load_package(policy: str | Path) -> LoadedPackage:
    """Load with everything that tools want to see. Problems are listed, never raised."""
    place = _find(policy)
    if place is None:
        arguments: Arguments = {"place": str(policy), "known": tuple(bundled_names())}
        missing = without_place("POL-001", str(policy), arguments)
        return LoadedPackage(Path(policy), (), Package(name=""), (missing,), {}, None, ())
    return _Loader().load(place)


def _find(policy: str | Path) -> Path | None:
    place = Path(policy)
    if place.is_file() or (place.is_dir() and any(place.glob("*.pol"))):
        return place
    bundled = bundled_folder() / str(policy)
    is_name = str(policy).isidentifier()
    return bundled if is_name and bundled.is_dir() else None


class _Loader:
    """Loads a package and what it uses, each once."""

    def __init__(self) -> None:
        self.loaded: dict[Path, LoadedPackage] = {}
        self.loading: list[Path] = []

    def load(self, place: Path) -> LoadedPackage:
        place = place.resolve()
        if place not in self.loaded:
            self.loading.append(place)
            self.loaded[place] = self._load(place)
            self.loading.pop()
        return self.loaded[place]

    def _load(self, place: Path) -> LoadedPackage:
        paths = [place] if place.is_file() else sorted(place.glob("*.pol"))
        sources, diagnostics = _read(paths)
        parsed = [(source, *parse(source)) for source in sources]
        files = tuple((source, file) for source, file, _ in parsed)
        diagnostics += [problem for *_, problems in parsed for problem in problems]
        problems = Problems({source.name: source for source in sources})
        uses = self._uses(place, files, problems)
        diagnostics += problems.diagnostics
        broken = [d for used in uses for d in used.diagnostics]
        if broken or len(sources) < len(paths):
            # Names from what could not be read would all be reported as unknown.
            unchecked = Checked(Package(name=""), (), {})
            return self._result(place, files, unchecked, [*broken, *diagnostics], uses, None)
        checked = check(files, tuple(used.package for used in uses))
        citing = Problems(problems.files)
        source = check_citations(checked.package, place, citing)
        found = [*diagnostics, *checked.diagnostics, *citing.diagnostics]
        return self._result(place, files, checked, found, uses, source)

    def _result(
        self,
        place: Path,
        files: tuple[tuple[SourceFile, syntax.File], ...],
        checked: Checked,
        diagnostics: Sequence[Diagnostic],
        uses: tuple[LoadedPackage, ...],
        source: Source | None,
    ) -> LoadedPackage:
        # A package that two others use brings its problems along twice.
        unique = {id(diagnostic): diagnostic for diagnostic in diagnostics}
        return LoadedPackage(
            place,
            files,
            checked.package,
            tuple(unique.values()),
            checked.references,
            source,
            uses,
        )

    def _uses(
        self,
        place: Path,
        files: Sequence[tuple[SourceFile, syntax.File]],
        problems: Problems,
    ) -> tuple[LoadedPackage, ...]:
        uses: dict[Path, LoadedPackage] = {}
        for _, file in files:
            for declaration in file.declarations:
                if isinstance(declaration, syntax.Use):
                    used = self._use(place, declaration.name, problems)
                    if used is not None:
                        uses.setdefault(used.place, used)
        return tuple(uses.values())

    def _use(self, place: Path, name: syntax.Name, problems: Problems) -> LoadedPackage | None:
        found = self._find_used(place, name.text)
        if found is None:
            known = tuple(bundled_names())
            problems.report("POL-006", name.span, name=name.text, known=known)
            return None
        if found in self.loading:
            circle = [*self.loading[self.loading.index(found) :], found]
            cycle = " → ".join(p.stem for p in circle)
            problems.report("POL-007", name.span, cycle=cycle)
            return None
        if len(self.loading) > MAX_USES:
            problems.report("POL-009", name.span, limit=MAX_USES)
            return None
        return self.load(found)

    def _find_used(self, place: Path, name: str) -> Path | None:
        """Beside the policy, or shipped. A name is one word, so it cannot lead elsewhere."""
        if not name.isidentifier():
            return None
        beside = (place.parent / name, place.parent / f"{name}.pol")
        found = next((path for path in beside if path.exists()), None) or _find(name)
        return found.resolve() if found else None


def _read(paths: Sequence[Path]) -> tuple[list[SourceFile], list[Diagnostic]]:
    sources: list[SourceFile] = []
    diagnostics: list[Diagnostic] = []
    for path in paths:
        name = _shown(path)
        # Four bytes a character is the most that UTF-8 takes; a longer file need not be read.
        if path.stat().st_size > 4 * MAX_CHARACTERS:
            arguments = {"size": path.stat().st_size, "limit": MAX_CHARACTERS}
            diagnostics.append(without_place("POL-003", name, arguments))
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            diagnostics.append(without_place("POL-002", name, {"byte": error.start + 1}))
            continue
        sources.append(SourceFile(name, text.replace("\r\n", "\n").replace("\r", "\n")))
    return sources, diagnostics


def _shown(path: Path) -> str:
    """The path as messages give it: short below the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
