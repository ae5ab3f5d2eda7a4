"""What is fed with hostile input: each target takes bytes and raises where the library fails.

An answer, a list of problems or a refusal with its reason is well; anything else is a failure, and
so is a law that does not hold. Every failure that was found is a test by now.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import linkage_rules
from linkage_rules.decisions.filed import filed, read_filed
from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import in_file_order
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.model.types import Field, ListType, Scalar
from linkage_rules.plain.reading import DocumentError
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.records import InputError, RecordError, read_records
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.tables.cells import CellReader
from linkage_rules.records.tables.mapping_files import parse_mapping
from linkage_rules.sources import SourceError, find_quote, source_from_bytes
from linkage_rules.testing.agreement import agreed
from linkage_rules.words.keywords import KEYWORDS

POLICY = Path(__file__).parent / "seeds" / "policy"
DAY = date(2023, 5, 1)
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}


def target(function: Target) -> Target:
    TARGETS[function.__name__] = function
    return function


class BrokenLawError(AssertionError):
    """Something that holds for every input does not hold for this one."""


def must(holds: bool, law: str) -> None:
    if not holds:
        raise BrokenLawError(law)


@cache
def policy() -> linkage_rules.Policy:
    return linkage_rules.load(POLICY)


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


@target
def parser(data: bytes) -> None:
    """Any text is read or ends in messages; what is read is printed, and means the same again."""
    source = SourceFile("a.pol", text_of(data))
    file, problems = parse(source)
    for problem in problems:
        problem.render("zh").encode()
        problem.render("en").encode()
    if problems:
        return
    for language in ("en", "zh"):
        printed = print_file(file, language)
        again, found = parse(SourceFile("a.pol", printed))
        must(not found, "what is printed can be read")
        must(again == file, "what is printed means what was read")
        must(print_file(again, language) == printed, "the canonical form is its own canonical form")


WORD = re.compile(r"\w+|\s+|\"[^\"\n]*\"|[^\w\s]")
MOST_CHANGES = 8


@cache
def own_words() -> tuple[str, ...]:
    return tuple(WORD.findall((POLICY / "a.pol").read_text("utf-8")))


@cache
def shipped() -> tuple[Any, ...]:
    return load_package("xiangtan_2022").files


@cache
def other_words() -> tuple[str, ...]:
    """What may take the place of a word: the language's own words, and what is odd anywhere."""
    spellings = [spelling for keyword in KEYWORDS for spelling in keyword.spellings]
    odd = ["\n", "\n  ", '"', "{", "}", "[", "]", "10^18", "9" * 20, "a.b", "3 years", "2024-02-30"]
    return tuple(dict.fromkeys((*own_words(), *spellings, *odd)))


def mutant(own: tuple[str, ...], data: bytes) -> str:
    """A text with some of its words changed: four bytes say where and into what."""
    changed, others = list(own), other_words()
    for at in range(0, min(len(data), 4 * MOST_CHANGES) - 3, 4):
        place = (data[at] << 8 | data[at + 1]) % len(changed)
        word = others[(data[at + 2] << 8 | data[at + 3]) % len(others)]
        match data[at + 2] >> 6:
            case 0:
                changed[place] = ""
            case 1:
                changed[place] = f"{changed[place]} {word}"
            case _:
                changed[place] = word
    return "".join(changed)


def messages_of(sources: list[SourceFile], uses: tuple[Any, ...], files: dict[str, Any]) -> None:
    read, misread = [], []
    for one in sources:
        file, problems = (files[one.name], []) if one.name in files else parse(one)
        read.append((one, file))
        misread += problems
    checked = check(read, uses)
    names = [one.name for one in sources]
    for problem in in_file_order([*misread, *checked.diagnostics], names):
        problem.render("zh").encode()
        problem.render("en").encode()


@target
def checker(data: bytes) -> None:
    """Checking ends in messages whatever words a policy is made of."""
    messages_of([SourceFile("a.pol", mutant(own_words(), data))], used(POLICY), {})


@target
def shipped_policies(data: bytes) -> None:
    """The same of one of the files of a shipped policy: the first byte says which."""
    files = shipped()
    number = data[0] % len(files) if data else 0
    changed = files[number][0]
    text = mutant(tuple(WORD.findall(changed.text)), data[1:])
    sources = [SourceFile(changed.name, text) if f is changed else f for f, _ in files]
    known = {f.name: tree for f, tree in files if f is not changed}
    messages_of(sources, used("xiangtan_2022"), known)


@cache
def used(place: str | Path) -> tuple[Any, ...]:
    return tuple(one.package for one in load_package(place).uses)


@target
def records(data: bytes) -> None:
    """Records from JSON are read or listed with problems, and engines say the same of them."""
    path = FOLDER / ("a.json" if data[:1] != b"\n" else "a.ndjson")
    path.write_bytes(data)
    shape = policy().record_type("Project")
    try:
        for entry in islice(read_records(path), 20):
            entry.place.zh.encode()
            for problem in entry.problems:
                problem.render("zh").encode()
            if entry.data is None:
                continue
            found = agreed(policy(), shape.name, entry.data, DAY)
            if isinstance(found, RecordError):
                found.render("zh").encode()
            else:
                json.dumps(found.to_dict(), ensure_ascii=False).encode()
                waiting.append(found.record)
                in_one_query()
    except InputError as error:
        error.render("zh").encode()


waiting: list[Any] = []
"""Valid records that the slower engines have not judged yet."""

ASKED_TOGETHER = 50


def in_one_query() -> None:
    """Records that were read are judged by the query and by the constraints, many at a time."""
    if len(waiting) < ASKED_TOGETHER:
        return
    from linkage_rules.testing.engines import differences, engines

    shape, package = policy().record_type("Project"), policy().package
    some = waiting[:]
    waiting.clear()
    every = engines()
    told = every.pop("reference")(package, shape, some, DAY)
    for name, engine in every.items():
        asked = some[:3] if name == "symbolic" else some
        for expected, found in zip(told, engine(package, shape, asked, DAY), strict=False):
            must(not list(differences(expected, found)), f"{name} says what the reference says")


@target
def cells(data: bytes) -> None:
    """A text in a cell is a value of the type of its column, or in doubt."""
    text = text_of(data)
    for reader in readers():
        try:
            reader.read(text)
        except RefusedValueError as error:
            error.why.zh.encode()


@cache
def readers() -> tuple[CellReader, ...]:
    fields = [Field("f", "字段", scalar) for scalar in Scalar]
    lists = [Field("f", "字段", ListType(scalar)) for scalar in Scalar]
    return (*map(CellReader, fields + lists), CellReader(fields[0], "万元"))


@target
def mapping(data: bytes) -> None:
    """A mapping file is taken or refused with all its problems."""
    try:
        parse_mapping(text_of(data), "a.toml", policy().record_type("Project"))
    except InputError as error:
        error.render("zh").encode()


@target
def source(data: bytes) -> None:
    """An official text has clauses, or problems; every sentence is found where it stands."""
    try:
        read = source_from_bytes(data, "source.txt")
    except SourceError as error:
        for problem in error.problems:
            problem.render("zh").encode()
        return
    for sentence in islice(read.tree.sentences, 5):
        find_quote(read.tree, sentence.clause, sentence.text)
        find_quote(read.tree, sentence.clause, sentence.text[1:-1] + "改")


@target
def filed_decisions(data: bytes) -> None:
    """A filed decision is read, or refused with the reason."""
    path = FOLDER / "filed.json"
    path.write_bytes(data)
    try:
        read_filed(path)
    except DocumentError as error:
        error.why.zh.encode()
    except InputError as error:
        error.render("zh").encode()


@cache
def decision() -> str:
    return json.dumps(policy().evaluate({"id": "A"}, as_of=DAY).to_dict(), ensure_ascii=False)


@target
def changed_decisions(data: bytes) -> None:
    """A filed decision of which one part was changed is read, or refused with the reason."""
    found = json.loads(decision())
    place: Any = found
    for byte in data[:6]:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = keys[byte % len(keys)]
        if isinstance(place[key], dict | list):
            place = place[key]
            continue
        break
    if isinstance(place, dict | list) and place and data:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        place[keys[data[0] % len(keys)]] = odd_value(data[6:])
    try:
        filed(found)
    except DocumentError as error:
        error.why.zh.encode()


def odd_value(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return text_of(data)


def read_table(path: Path) -> None:
    try:
        for entry in islice(read_records(path, policy().record_type("Project")), 50):
            for said in (*entry.problems, *entry.doubts, *entry.notes):
                said.render("zh").encode()
            if entry.data is not None:
                try:
                    policy().evaluate(entry.data, as_of=DAY)
                except RecordError as error:
                    error.render("zh").encode()
    except InputError as error:
        error.render("zh").encode()


@target
def csv(data: bytes) -> None:
    """A CSV file is read row by row, or refused."""
    path = FOLDER / "a.csv"
    path.write_bytes(data)
    read_table(path)


@target
def workbook_archives(data: bytes) -> None:
    """A file that calls itself a workbook is read, or refused."""
    path = FOLDER / "a.xlsx"
    path.write_bytes(data)
    read_table(path)


@cache
def workbook_parts() -> dict[str, bytes]:
    import openpyxl

    made = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["编号", "名称", "总投资（万元）"])
    book.active.append(["A-1", "水渠", 12.5])
    book.save(made)
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")


@target
def workbook_cells(data: bytes) -> None:
    """A workbook with any XML in one of its parts is read, or refused: a byte says which part."""
    parts = dict(workbook_parts())
    parts[PARTS[data[0] % len(PARTS) if data else 0]] = data[1:]
    path = FOLDER / "b.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    read_table(path)


@target
def parquet_archives(data: bytes) -> None:
    """A file that calls itself Parquet is read, or refused."""
    path = FOLDER / "a.parquet"
    path.write_bytes(data)
    read_table(path)


@target
def parquet_cells(data: bytes) -> None:
    """Whatever type a column has and whatever stands in it, its row is read or in doubt."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    types = (
        pa.string(), pa.binary(), pa.int64(), pa.uint64(), pa.float64(), pa.date32(), pa.date64(),
        pa.timestamp("us"), pa.timestamp("us", "Asia/Shanghai"), pa.timestamp("ms", "Nowhere/X"),
        pa.time64("us"), pa.duration("us"), pa.bool_(), pa.decimal128(38, 9),
        pa.list_(pa.date32()), pa.list_(pa.string()), pa.dictionary(pa.int32(), pa.string()),
    )  # fmt: skip
    names = ("name", "id", "investment", "approved_on", "operating", "other")
    columns = {}
    for at in range(0, min(len(data), 4 * 18), 18):
        kind = types[data[at] % len(types)]
        values = data[at + 2 : at + 18].ljust(16, b"\0")
        try:
            column = odd_column(pa, kind, values)
        except (pa.ArrowException, ValueError):
            continue
        columns[names[data[at + 1 if at + 1 < len(data) else at] % len(names)]] = column
    path = FOLDER / "b.parquet"
    try:
        parquet.write_table(pa.table(columns), path)
    except (pa.ArrowException, ValueError):
        return
    read_table(path)


def odd_column(pa: Any, kind: Any, values: bytes) -> Any:
    """Two values of a type, made of sixteen bytes."""
    if pa.types.is_list(kind):
        inner = odd_column(pa, kind.value_type, values)
        return pa.ListArray.from_arrays([0, 1, 2], inner)
    if pa.types.is_dictionary(kind):
        return odd_column(pa, pa.string(), values).dictionary_encode()
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        offsets = pa.py_buffer((0).to_bytes(4, "little") + (8).to_bytes(4, "little") * 1
                               + (16).to_bytes(4, "little"))  # fmt: skip
        return pa.Array.from_buffers(kind, 2, [None, offsets, pa.py_buffer(values)])
    width = kind.bit_width if kind.bit_width >= 8 else 64
    content = values * (2 * width // 128 or 1)
    return pa.Array.from_buffers(kind, 2, [None, pa.py_buffer(content)])
