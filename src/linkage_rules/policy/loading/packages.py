"""Packages read from their files, checked, with everything that tools want to see."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import is_
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.check import Checked, check
from linkage_rules.language.checking.circles import shown_circle
from linkage_rules.language.checking.offered import Offered, offered
from linkage_rules.language.checking.remarks import remarks
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import (
    Arguments,
    Diagnostic,
    Excerpt,
    PolicyError,
    Related,
    in_file_order,
    without_consequences,
    without_place,
)
from linkage_rules.language.hints.names_meant import likely_name
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.parser import excess, keep_tables, parse
from linkage_rules.language.reading.source import MAX_CHARACTERS, SourceFile
from linkage_rules.language.references import References
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.plain.digests import of_texts
from linkage_rules.policy.citations import LEADS_OUT, check_citations
from linkage_rules.policy.loading.built import texts_of_built, unlike
from linkage_rules.policy.loading.edited import edited
from linkage_rules.policy.loading.finding import (
    as_path,
    bundled_names,
    files_of,
    find,
    find_used,
    is_built,
    is_policy,
    leads_out,
    misnamed_in,
    name_of,
    names_beside,
    official_text,
    shown,
    text_of,
)
from linkage_rules.policy.loading.store import Store, usual_folder
from linkage_rules.sources import Place, Source, stays_in
from linkage_rules.words.messages import FIRST_PLACE, Phrase
from linkage_rules.words.system_failures import why_failed

MAX_USES: Final = 32
"""How deep packages may use packages."""

_FOLDER: Final = Phrase("it is a folder", "它是文件夹")
_NO_TEXT_FILE: Final = Phrase(
    "it is no file but a pipe, a device or the like", "它不是文件，而是管道、设备之类"
)
_NO_FILE: Final = Phrase("there is no such file", "没有这个文件")
_CHANGED: Final = Phrase("changed there", "该处的改动")
_RENAME: Final = Phrase(
    "give {written} the name {meant}; some editors put an ending of their own behind a name",
    "把 {written} 改名为 {meant}；有的编辑器会在文件名后面自动加上扩展名",
)


_HAS_ERRORS: Final = "POL-008"
_NOTHING: Final = Package(name="")


@frozen(slots=False)
class LoadedPackage:
    """A package as read: its files, their syntax, the model and every problem.

    ``package`` is usable only when there are no ``diagnostics``. ``below`` is the package it
    amends, which is one of ``uses``. ``offered`` is what those may rely on that use or amend it in
    their turn, also while it has faults; None where it was not checked, since nobody knows which
    names are in a file that cannot be read, or in a package that is not there. All that checking
    has read is in ``files`` and ``source`` of this package and of those it ``uses``; the cache
    relies on that.
    """

    place: Place
    files: tuple[tuple[SourceFile, syntax.File], ...]
    package: Package
    diagnostics: tuple[Diagnostic, ...]
    references: References = field(repr=False)
    source: Source | None
    uses: tuple["LoadedPackage", ...]
    below: "LoadedPackage | None" = None
    offered: Offered | None = field(default=None, repr=False)

    @cached_property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """What is no problem but may not be meant; none while there are problems."""
        if self.diagnostics:
            return ()
        misnamed = misnamed_in(self.place) if self.place.is_dir() else ()
        unread = (_not_read(self.files[0][0], each.name) for each in misnamed)
        return (*unread, *remarks(self.package, self.files, self.references))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the packages that it says it uses or amends, also of those not found."""
        declared = (d for _, file in self.files for d in file.declarations)
        return tuple(d.name.text for d in declared if isinstance(d, syntax.Use | syntax.Amend))

    @cached_property
    def source_name(self) -> str | None:
        """What it calls its official text."""
        clause = _source_name(self.files)
        return None if clause is None else clause.file

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text of this package and of all it uses, file names included."""
        used = b"".join(used.digest.encode() for used in self.uses)
        return of_texts((t for f, _ in self.files for t in (Path(f.name).name, f.text)), used)

    def used_first(self) -> Iterator["LoadedPackage"]:
        """The same as `stack`, each after all that it uses."""
        seen: set[Place] = set()

        def walk(package: LoadedPackage) -> Iterator[LoadedPackage]:
            if package.place not in seen:
                seen.add(package.place)
                for used in package.uses:
                    yield from walk(used)
                yield package

        return walk(self)

    def stack(self) -> Iterator["LoadedPackage"]:
        """This package and all it uses, each once."""
        waiting, seen = [self], {self.place}
        while waiting:
            current = waiting.pop()
            yield current
            new = [used for used in current.uses if used.place not in seen]
            seen.update(used.place for used in new)
            waiting += new


def load_package(
    policy: str | Path,
    texts: Mapping[str, str | bytes] | None = None,
    parsed: Parsed | None = None,
) -> LoadedPackage:
    """Load with everything that tools want to see. Problems are listed, never raised.

    The problems of used packages come first, those of a package in the order of its files.

    ``texts`` are what an editor has open and has not saved: each stands in the place of the file
    that it names, which may not be on the disk yet. A name leads from the folder of the policy
    (``a.pol``, ``source.txt``, ``../shared/a.pol``); one that the policy does not come to has no
    effect. All other files, those of used policies among them, are read from the disk. A text is
    read as a file is: line ends become ``\\n``, a byte order mark goes, what is too long, or no
    UTF-8, is a problem. ``parsed`` is handed to one call after the other, so that what was not
    changed since is not parsed again.

    Raises `ArgumentError` for what names no policy, or is no mapping of names to texts.

    >>> unsaved = load_package("rules/wells", texts={"a.pol": 'policy wells "W"\\n\\nnorm dry'})
    >>> [(problem.code, problem.span.line) for problem in unsaved.diagnostics]
    [('POL-101', 3)]
    """
    place = find(policy) if texts is None else _find_edited(policy, texts)
    if place is None:
        return LoadedPackage(Path(policy), (), _NOTHING, (_no_policy(policy),), {}, None, ())
    folder = usual_folder()
    keep_tables(None if folder is None else Store(folder))
    return _load_built(place) if is_built(place) else _Loader(place.resolve(), parsed).load(place)


def _find_edited(policy: str | Path, texts: Mapping[str, str | bytes]) -> Path | None:
    place = edited(find(policy) or as_path(policy), texts)
    return place if is_policy(place) else None


def _no_policy(named: str | Path) -> Diagnostic:
    """Why what is named is no policy: no such file or folder, or a folder without policy files."""
    excerpt = Excerpt(Span(str(named), 0, 0, 0, 0), "")
    folder = Path(named)
    if folder.is_dir():
        written = next(iter(misnamed_in(folder)), None)
        hint = None if written is None else _rename(written.name)
        return Diagnostic("POL-017", excerpt, {"place": str(named)}, hint)
    known = bundled_names()
    arguments: Arguments = {"place": str(named), "known": tuple(known)}
    return Diagnostic("POL-001", excerpt, arguments, likely_name(str(named), known))


def _rename(written: str) -> Phrase:
    meant = written[: written.lower().rindex(".pol")] + ".pol"
    return _RENAME.filled(written=written, meant=meant)


def _not_read(beside: SourceFile, name: str) -> Diagnostic:
    """The remark on a file beside one that is read."""
    excerpt = Excerpt(Span(str(Path(beside.name).with_name(name)), 0, 0, 0, 0), "")
    return Diagnostic("POL-805", excerpt, {"file": name}, _rename(name))


def _load_built(place: Path) -> LoadedPackage:
    """A built policy, checked anew from the texts in it, and held against the model in it."""
    try:
        loaded = load_place(texts_of_built(place))
    except PolicyError as error:
        return LoadedPackage(place, (), _NOTHING, error.diagnostics, {}, None, ())
    files = [file.name for package in loaded.used_first() for file, _ in package.files]
    problem = None if loaded.diagnostics else unlike(place, loaded.package, files)
    return loaded if problem is None else evolve(loaded, diagnostics=(problem,))


def load_place(place: Place) -> LoadedPackage:
    """Load what lies at a place, as `load_package` does."""
    return _Loader(place.resolve()).load(place)


class _Loader:
    """Loads a package and what it uses, each once."""

    def __init__(self, asked: Place, parsed: Parsed | None = None) -> None:
        self.asked = asked
        self.parsed = parsed
        self.loaded: dict[Place, LoadedPackage] = {}
        self.loading: list[Place] = []
        self.asked_at: list[Excerpt] = []
        """Where each package that is being loaded asks for the next."""

    def load(self, place: Place) -> LoadedPackage:
        place = place.resolve()
        if place not in self.loaded:
            self.loading.append(place)
            self.loaded[place] = self._load(place)
            self.loading.pop()
        return self.loaded[place]

    def _load(self, place: Place) -> LoadedPackage:
        paths = files_of(place)
        sources, unreadable = _read(place, paths, self.asked)
        parsed = [(source, *parse(source, self.parsed)) for source in sources]
        files = tuple((source, file) for source, file, _ in parsed)
        misread = [problem for *_, problems in parsed for problem in problems]
        using = Problems({source.name: source for source in sources})
        uses, below = self._uses(place, files, using)
        checked, source, found = Checked(_NOTHING, (), {}, _NOTHING), None, []
        relied_on: Offered | None = None
        others = [used.offered for used in uses if used is not below and used.offered is not None]
        lower = None if below is None else below.offered
        known = len(others) + (lower is not None) == len(uses)
        # Names from what could not be read would all be reported as unknown.
        if not unreadable and _all_are_found(using) and known:
            checked, relied_on = self._checked(files, misread, others, lower, below)
            citing = Problems(using.files)
            clause = _source_name(files)
            named_at = checked.package.span if clause is None else clause.span
            named = checked.package.source
            text = None if named is None else official_text(place, named)
            source = check_citations(checked.package, text, named_at, citing, self.parsed)
            found = [*without_consequences(misread, [*checked.diagnostics, *citing.diagnostics])]
        own = [*unreadable, *misread, *using.diagnostics, *found]
        names = [shown(path, self.asked) for path in paths]
        # A package that two others use brings its problems along twice.
        all_problems = [d for used in uses for d in used.diagnostics]
        all_problems += in_file_order(own, names)
        unique = tuple({id(problem): problem for problem in all_problems}.values())
        references = checked.references
        return LoadedPackage(
            *(place, files, checked.package, unique, references, source, uses),
            below=below,
            offered=relied_on,
        )

    def _checked(
        self,
        files: tuple[tuple[SourceFile, syntax.File], ...],
        misread: Sequence[Diagnostic],
        others: Sequence[Offered],
        lower: Offered | None,
        below: LoadedPackage | None,
    ) -> tuple[Checked, Offered]:
        """The package that its files make, and what others may rely on."""
        files_below = () if below is None else _files_of_stack(below)

        def made() -> tuple[Checked, Offered]:
            checked = check(
                files,
                tuple(used.package for used in others),
                None if lower is None else lower.declared,
                files_below,
                frozenset().union(*(one.unread for one in others), lower.unread if lower else ()),
                self.parsed,
            )
            problems = [*misread, *checked.diagnostics]
            trees = [file for _, file in files]
            return checked, offered(
                checked.package, checked.declared, trees, checked.unread, problems
            )

        # What others use is seldom what is edited, and what is edited never stays the same.
        if self.parsed is None or len(self.loading) == 1:
            return made()
        trees_below = () if below is None else [f for p in below.stack() for _, f in p.files]
        rests_on = (*(file for _, file in files), *others, lower, *trees_below)
        key = ("package", self.loading[-1].name)
        kept: tuple[Sequence[object], tuple[Checked, Offered]] | None = self.parsed.kept(key)
        if kept is not None and len(kept[0]) == len(rests_on) and all(map(is_, kept[0], rests_on)):
            return kept[1]
        found = made()
        self.parsed.keep(key, sum(len(source.text) for source, _ in files), (rests_on, found))
        return found

    def _uses(
        self,
        place: Place,
        files: Sequence[tuple[SourceFile, syntax.File]],
        problems: Problems,
    ) -> tuple[tuple[LoadedPackage, ...], LoadedPackage | None]:
        """The packages that are used, and among them the one that is amended."""
        below: LoadedPackage | None = None
        first: syntax.Amend | None = None
        uses: dict[Place, LoadedPackage] = {}
        named: dict[str, Place] = {}
        declarations = [d for _, file in files for d in file.declarations]
        for own in declarations:
            if isinstance(own, syntax.PolicyDeclaration):
                named.setdefault(own.name.text, place)
        for declaration in declarations:
            if isinstance(declaration, syntax.Amend):
                if first is not None:
                    related = (Related(problems.excerpt(first.name.span), FIRST_PLACE),)
                    problems.report("POL-603", declaration.name.span, related=related)
                    continue
                first = declaration
            if isinstance(declaration, syntax.Use | syntax.Amend):
                used = self._use(place, declaration, problems)
                if used is not None and used.place not in uses:
                    for other in uses.values():
                        _refuse_shared_layer(used, other, declaration.name, problems)
                    uses[used.place] = used
                    _refuse_shared_name(used, named, declaration.name, problems)
                if used is not None and isinstance(declaration, syntax.Amend):
                    below = uses[used.place]
        return tuple(uses.values()), below

    def _use(
        self, place: Place, declaration: syntax.Use | syntax.Amend, problems: Problems
    ) -> LoadedPackage | None:
        name = declaration.name
        found = find_used(place, name.text)
        if found is None and leads_out(place, name.text):
            problems.report("POL-011", name.span, reason=LEADS_OUT)
            return None
        if found is None:
            known = tuple(bundled_names())
            near = problems.name_meant(name, [*known, *names_beside(place)])
            code = "POL-601" if isinstance(declaration, syntax.Amend) else "POL-006"
            problems.report(code, name.span, name=name.text, known=known, hint=near)
            return None
        if found in self.loading:
            begins = self.loading.index(found)
            circle = [name_of(p) for p in self.loading[begins:]]
            shown = shown_circle([Phrase(name, name) for name in circle])
            related = tuple(Related(e, FIRST_PLACE) for e in self.asked_at[begins : begins + 1])
            hint = None
            if isinstance(declaration, syntax.Amend):
                hint = problems.without(declaration.span, hint=_NAME_THE_LOWER)
            problems.report("POL-007", name.span, cycle=shown, hint=hint, related=related)
            return None
        if len(self.loading) > MAX_USES:
            problems.report("POL-009", name.span, limit=MAX_USES)
            return None
        self.asked_at.append(problems.excerpt(name.span))
        used = self.load(found)
        self.asked_at.pop()
        # One pointer is enough, and a circle has been shown already.
        if len(self.loading) == 1 and any(d.code != "POL-007" for d in used.diagnostics):
            problems.report(_HAS_ERRORS, name.span, name=name.text)
        return used


_NAME_THE_LOWER: Final = Phrase(
    "an overlay names the policy that was there before it, never the other way round: "
    "remove this “amend”, or correct its name",
    "只由后定的政策写明它修订哪个先定的政策，不能反过来：删去这条“修订”，或改正名称",
)


def _all_are_found(using: Problems) -> bool:
    """Whether all packages that are used are there, be it with errors of their own."""
    return all(problem.code == _HAS_ERRORS for problem in using.diagnostics)


def _refuse_shared_layer(
    used: LoadedPackage, other: LoadedPackage, name: syntax.Name, problems: Problems
) -> None:
    """Two policies on top of one another's layers say different things under the same names."""
    package, beside = used.package, other.package
    shared = [layer for layer in package.layers if layer in beside.layers]
    if not shared or not (package.amends or beside.amends):
        return
    mine = {a.target: a for a in package.amendments}
    theirs = {a.target: a for a in beside.amendments}
    both = next((target for target in mine if target in theirs), None)
    files = {file.name: file for loaded in (used, other) for file in _files_of_stack(loaded)}
    places = Problems(files)
    spans = [] if both is None else [mine[both].span, theirs[both].span]
    problems.report(
        "POL-620",
        name.span,
        name=package.name,
        other=beside.name,
        layer=shared[-1],
        related=tuple(Related(places.excerpt(span), _CHANGED) for span in spans),
    )


def _files_of_stack(loaded: LoadedPackage) -> list[SourceFile]:
    return [file for package in loaded.stack() for file, _ in package.files]


def _source_name(files: Sequence[tuple[SourceFile, syntax.File]]) -> syntax.SourceName | None:
    declarations = (d for _, file in files for d in file.declarations)
    named = (c for d in declarations for c in syntax.clauses_of(d, syntax.SourceName))
    return next(named, None)


def _refuse_shared_name(
    used: LoadedPackage, named: dict[str, Place], name: syntax.Name, problems: Problems
) -> None:
    """Names are known by package, so no two packages may have the same name."""
    for package in used.stack():
        shared = package.package.name
        if shared and named.setdefault(shared, package.place) != package.place:
            problems.report("POL-201", name.span, name=shared)


def _read(
    place: Place, paths: Sequence[Place], asked: Place
) -> tuple[list[SourceFile], list[Diagnostic]]:
    sources: list[SourceFile] = []
    problems: list[Diagnostic] = []
    for path in paths:
        name = shown(path, asked)
        try:
            # A link in a folder was not asked for; a file that was named is what it leads to.
            if path != place and not stays_in(place, path):
                raise _UnreadableError("POL-011", {"reason": LEADS_OUT})
            sources.append(SourceFile(name, _text(path)))
        except _UnreadableError as error:
            problems.append(without_place(error.code, name, error.arguments))
    return sources, problems


class _UnreadableError(Exception):
    def __init__(self, code: str, arguments: Arguments) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


def _text(path: Place) -> str:
    # Four bytes a character is the most that UTF-8 takes; a longer file need not be read.
    most_bytes = 4 * MAX_CHARACTERS
    try:
        if not path.is_file():
            why = _FOLDER if path.is_dir() else _NO_TEXT_FILE if path.exists() else _NO_FILE
            raise _UnreadableError("POL-011", {"reason": why})
        with path.open("rb") as stream:
            data = stream.read(most_bytes + 1)
    except OSError as error:
        raise _UnreadableError("POL-011", {"reason": why_failed(error)}) from error
    if len(data) > most_bytes:
        size = Phrase("more than {n} bytes", "超过{n}个字节").filled(n=f"{most_bytes:,}")
        raise _UnreadableError("POL-003", {"size": size, "limit": f"{MAX_CHARACTERS:,}"})
    try:
        text = text_of(data)
    except UnicodeDecodeError as error:
        raise _UnreadableError("POL-002", {"byte": error.start + 1}) from error
    if len(text) > MAX_CHARACTERS:
        raise _UnreadableError("POL-003", excess(text))
    return text
