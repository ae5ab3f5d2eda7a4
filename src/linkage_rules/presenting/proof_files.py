"""Proofs as files in SMT-LIB 2 for another solver, each with its claim in words, and an index.

Open questions, and findings that are shown by a record, are listed in the index without a file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from linkage_rules.analysis.consistency import Analysis, Finding, Open, Proof
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.presenting.atomic import vacant, whole_folder
from linkage_rules.presenting.titles import place_on_page
from linkage_rules.words import proof_words as wording
from linkage_rules.words.finding_words import FINDING_NAMES
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.told_values import in_words, printable

INDEX: Final = "index.txt"
"""The name of the index in the folder."""


def write_proofs(path: Path, found: Analysis, package: Package, language: Language) -> None:
    """Write a folder with every proof and an index, whole or not at all.

    Raises `RefusedError` where the folder cannot be written or is not empty, OSError where the disk
    is full.
    """
    check_proofs_folder(path)
    with whole_folder(path) as place:
        for number, proof in enumerate(found.proofs, 1):
            name = file_name(number, proof)
            (place / name).write_text(proof_text(proof, found, package), "utf-8")
        (place / INDEX).write_text(index_text(found, package, language), "utf-8")


def check_proofs_folder(path: Path) -> None:
    """Raise `RefusedError` where proofs cannot be written to a folder of that name."""
    vacant(path, wording.NO_OLDER_PROOFS)


def file_name(number: int, proof: Proof) -> str:
    """A name for the file of a proof that is allowed on all systems, numbered in the order of the
    questions.

    >>> from linkage_rules.engines.symbolic import Script
    >>> from linkage_rules.model.findings import FindingKind
    >>> from linkage_rules.model.spans import NOWHERE
    >>> shape, script = RecordType("V", None, ()), Script((), (), (), "false")
    >>> words, kind = Phrase("", ""), FindingKind.NEVER_APPLIES
    >>> file_name(7, Proof(kind, ("a/b", "总有"), words, NOWHERE, shape, None, script))
    '0007-never-applies-a-b.smt2'
    """
    kind = wording.PROVES.get(proof.kind, proof.kind.value)
    names = ("-".join(re.findall(r"[A-Za-z0-9_]+", name)) for name in proof.names)
    return "-".join((f"{number:04}", kind, *filter(None, names)))[:100] + ".smt2"


# One proof


def proof_text(proof: Proof, found: Analysis, package: Package) -> str:
    """A proof for another solver, which has to answer ``unsat``; the claim is at the top."""
    script = proof.script
    parts = [
        *_comments(_head(proof, found, package)),
        "(set-info :smt-lib-version 2.6)",
        "(set-info :status unsat)",
        "(set-logic ALL)",
    ]
    if script.declarations:
        parts += ["", *_comments([wording.SYMBOLS])]
    for name, declaration in script.declarations:
        parts += [*_comments(_meaning(name, proof.record_type)), declaration]
    found_at = (_along(name, proof.record_type) for name, _ in script.declarations)
    if any(one is not None and one[1] is Scalar.TEXT for one in found_at):
        numbers = "; ".join(f"{number} = {text}" for number, text in script.texts)
        parts += _comments([wording.TEXTS.filled(texts=numbers)])
    for words, assertions in (
        (wording.PREMISES, script.premises),
        (wording.LISTS, script.lists),
        (wording.TRIVIAL if script.trivial else wording.ASKED, (script.asked,)),
    ):
        if assertions:
            parts += ["", *_comments([words]), *(f"(assert {one})" for one in assertions)]
    return "\n".join((*parts, "(check-sat)", ""))


def _comments(words: list[Phrase]) -> Iterator[str]:
    """Words in both languages as comment lines."""
    for phrase in words:
        for language in LANGUAGES:
            yield f"; {printable(say(phrase, language))}".rstrip()


def _head(proof: Proof, found: Analysis, package: Package) -> list[Phrase]:
    first, last = (in_words(day, Scalar.DATE) for day in (found.days.start, found.days.end))
    policy = Phrase(package.name, f"{package.label or ''}（{package.name}）")
    claim = [wording.CLAIM.filled(claim=proof.claim)]
    for claimed in package.properties:
        if claimed.span == proof.span:
            claim.append(wording.ALWAYS.filled(condition=_said(claimed.always, package)))
    return [
        *claim,
        wording.EXTENT_OF.filled(extent=wording.extent(proof.list_bound)),
        wording.DAYS.filled(first=first, last=last),
        wording.POLICY.filled(policy=policy, place=place_on_page(proof.span)),
        wording.HOW_TO_READ,
    ]


def _said(condition: Expression, package: Package) -> Phrase:
    return Phrase(*(describe(condition, package, language) for language in LANGUAGES))


# What the symbols stand for

_SYMBOL: Final = re.compile(r"(?P<path>.*?)(?P<role>\?|\[\d+\]!|\[…\]|~|\.months|\.days|)")
_PART: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def _meaning(symbol: str, shape: RecordType) -> list[Phrase]:
    """The meaning of a symbol; empty for auxiliary ones."""
    if symbol == "as_of#":
        return [wording.AS_OF]
    match = _SYMBOL.fullmatch(symbol)
    assert match is not None
    path, role = match["path"], match["role"]
    if role.endswith("!"):
        path, role = f"{path}{role[:-1]}", "!"
    for where, what in ((symbol, ""), (path, role)):
        found = _along(where, shape)
        if found is not None:
            place, type_ = found
            if what:
                return [wording.ROLES[what].filled(value=place)]
            return [wording.VALUE.filled(value=place, kind=_kind(type_))]
    return []


def _along(path: str, shape: RecordType) -> tuple[Phrase, Type] | None:
    """The words for a path of a record, with its type; None for a path that does not exist."""
    type_: Type = shape
    said: list[tuple[str, str]] = []
    for name, number in _PART.findall(path):
        match type_:
            case RecordType(fields=fields) if name:
                field = next((one for one in fields if one.name == name), None)
                if field is None:
                    return None
                said.append((name, field.label or name))
                type_ = field.type
            case ListType(element) if number:
                said.append((f"#{int(number) + 1}", f"第{int(number) + 1}项"))
                type_ = element
            case _:
                return None
    if not said:
        return None
    return Phrase(" ".join(en for en, _ in said), "·".join(zh for _, zh in said)), type_


def _kind(type_: Type) -> Phrase:
    if isinstance(type_, EnumType):
        members = enumerate(type_.members)
        listed = [(n, one.name, one.label or one.name) for n, one in members]
        en = ", ".join(f"{number} = {name}" for number, name, _ in listed)
        zh = "、".join(f"{number} 为 {label}" for number, _, label in listed)
        return Phrase(en, zh)
    return wording.KINDS.get(type_, Phrase("", "")) if isinstance(type_, Scalar) else Phrase("", "")


# The index


def index_text(found: Analysis, package: Package, language: Language) -> str:
    """The index: every proof with its file and claim; then what has no proof, and why."""
    shown = [one for one in found.findings if one.shown is not None]
    seen = [one for one in found.findings if one.shown is None and not _has_proof(one, found)]
    policy = Phrase(package.name, f"{package.label or ''}（{package.name}）")
    counts = {"proofs": len(found.proofs), "undecided": len(found.undecided), "shown": len(shown)}
    first, last = (in_words(day, Scalar.DATE) for day in (found.days.start, found.days.end))
    lines = [
        wording.TITLE.filled(policy=policy),
        wording.COUNTS.filled(**counts),
        wording.DAYS.filled(first=first, last=last),
        wording.HOW_TO_CHECK,
    ]
    told = [say(line, language) for line in lines]
    for number, proof in enumerate(found.proofs, 1):
        extent = wording.TRIVIAL if proof.script.trivial else wording.extent(proof.list_bound)
        told += ["", file_name(number, proof), f"  {say(proof.claim, language)}"]
        told.append(f"  {say(extent, language)}; {place_on_page(proof.span)}")
    for heading, several in (
        (wording.UNDECIDED, found.undecided),
        (wording.SHOWN, shown),
        (wording.SEEN, seen),
    ):
        if several:
            told += ["", say(heading, language)]
            told += (f"  {_line(one, language)}" for one in several)
    return "\n".join((*map(printable, told), ""))


def _has_proof(finding: Finding, found: Analysis) -> bool:
    return any((finding.kind, finding.span) == (proof.kind, proof.span) for proof in found.proofs)


def _line(one: Finding | Open, language: Language) -> str:
    kind = Phrase(one.kind.value, FINDING_NAMES[one.kind].zh)
    said = wording.LISTED.filled(kind=kind, names=tuple(one.names), place=place_on_page(one.span))
    because = one.because if isinstance(one, Open) else None
    return say(said, language) + ("" if because is None else f" ({say(because, language)})")
