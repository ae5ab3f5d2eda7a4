"""Binary workbooks (.xlsb, and .xls without a compound file) written record by record (MS-XLSB 2.4,
MS-XLS 2.4), as far as tests need them."""

import struct
import zipfile
from pathlib import Path

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + content


def text(value: str) -> bytes:
    encoded = value.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def cell(column: int, value: object, style: int) -> bytes:
    place = struct.pack("<II", column, style)
    match value:
        case None:
            return record(1, place)
        case bool():
            return record(4, place + bytes([value]))
        case float() | int():
            return record(5, place + struct.pack("<d", value))
        case {"error": code}:
            return record(3, place + bytes([code]))
        case {"formula": str(result), **more}:
            flags = struct.pack("<HI", more.get("flags", 0), 0)
            return record(8, place + text(result) + flags)
        case {"formula": result, **more}:
            return record(9, place + struct.pack("<dHI", result, more.get("flags", 0), 0))
        case _:
            return record(6, place + text(str(value)))


def sheet(
    rows: list[list[object]],
    styles: dict[tuple[int, int], int],
    merges=(),
    hidden_rows=(),
    hidden_columns=(),
    rules=(),
) -> bytes:
    """``rules`` are conditional formats: a block of cells, and the records of their rules."""
    parts = [record(129), record(390)]
    parts += (record(60, struct.pack("<4IH", at, at, 2000, 0, 1)) for at in hidden_columns)
    parts += [record(391), record(145)]
    for number, row in enumerate(rows):
        flags = 0x1000 if number in hidden_rows else 0
        parts.append(record(0, struct.pack("<IIHH", number, 0, 300, flags) + bytes(13)))
        parts += (cell(at, v, styles.get((number, at), 0)) for at, v in enumerate(row))
    parts += [record(146), record(177, struct.pack("<I", len(merges)))]
    parts += (record(176, struct.pack("<4I", *block)) for block in merges)
    parts.append(record(178))
    for block, content in rules:
        parts.append(record(461, struct.pack("<3I4I", 1, 0, 1, *block)) + content + record(462))
    return b"".join([*parts, record(130)])


def rule(style: int, inside: bytes = b"") -> bytes:
    """A rule that gives the cells a conditional style, or what stands inside it."""
    return record(463, struct.pack("<IIiI", 1, 0, style, 1) + bytes(18)) + inside + record(464)


def conditional_style(property_: int, content: bytes) -> bytes:
    size = 4 + len(content)
    return record(507, struct.pack("<3H2H", 0, 0, 1, property_, size) + content)


def style_sheet(codes: list[str], conditional: bytes = b"") -> bytes:
    """Cell styles: 0 is General, then one for each format."""
    parts = [record(278), record(615, struct.pack("<I", len(codes)))]
    parts += (record(44, struct.pack("<H", 164 + n) + text(c)) for n, c in enumerate(codes))
    parts += [record(616), record(617, struct.pack("<I", len(codes) + 1))]
    numbers = [0, *(164 + n for n in range(len(codes)))]
    parts += (record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in numbers)
    return b"".join([*parts, record(618), conditional, record(279)])


def write(
    path: Path, sheets: dict[str, bytes], codes: list[str], hidden=(), conditional=b"", engine=0
) -> Path:
    calculated = record(157, struct.pack("<I", engine) + bytes(22))
    book, relations = [record(131), record(143)], []
    for number, name in enumerate(sheets, 1):
        state = int(name in hidden)
        book.append(
            record(156, struct.pack("<II", state, number) + text(f"r{number}") + text(name))
        )
        relations.append(("worksheet", f"r{number}", f"worksheets/sheet{number}.bin"))
    relations.append(("styles", "r99", "styles.bin"))
    listed = "".join(
        f'<Relationship Id="{one}" Type="{_OFFICE}{kind}" Target="{target}"/>'
        for kind, one, target in relations
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}content-types"/>')
        archive.writestr("xl/workbook.bin", b"".join([*book, record(144), calculated, record(132)]))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}relationships">{listed}</Relationships>',
        )
        archive.writestr("xl/styles.bin", style_sheet(codes, conditional))
        for number, content in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", content)
    return path


# The older format: each record is its kind, its length and its content.


def old(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    match value:
        case {"formula": str(), **more}:
            empty = b"\x03" + bytes(5) + b"\xff\xff"
            return old(6, place + empty + struct.pack("<HIH", more.get("flags", 0), 0, 0))
        case {"formula": result, **more}:
            stored = struct.pack("<dHIH", result, more.get("flags", 0), 0, 0)
            return old(6, place + stored)
        case float() | int():
            return old(0x0203, place + struct.pack("<d", value))
        case _:
            written = str(value)
            size = struct.pack("<HB", len(written), 1)
            return old(0x0204, place + size + written.encode("utf-16-le"))


def old_rule(*, sets_format: bool) -> bytes:
    return old(0x01B1, struct.pack("<BBHHI", 2, 5, 3, 0, sets_format << 25) + bytes(5))


def old_conditions(block: tuple[int, int, int, int], rules: bytes) -> bytes:
    head = struct.pack("<HH4H", 1, 1 << 1, *block)
    return old(0x01B0, head + struct.pack("<H4H", 1, *block)) + rules


def write_old(path: Path, rows: list[list[object]], conditions=b"", *, engine=0) -> Path:
    def part(kind: int, *records: bytes) -> bytes:
        start = struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6)
        return b"".join([old(0x0809, start), *records, old(0x000A)])

    cells = [old_cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row)]
    calculated = [old(0x01C1, struct.pack("<HHI", 0x01C1, 0, engine))] if engine else []
    font = old(0x0031, struct.pack("<5H4BBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    style = old(0x00E0, bytes(20))

    def book(at: int) -> bytes:
        name = old(0x0085, struct.pack("<IBBBB", at, 0, 0, 2, 1) + "台账".encode("utf-16-le"))
        return part(5, old(0x0042, struct.pack("<H", 1200)), font, style, name, *calculated)

    path.write_bytes(book(len(book(0))) + part(16, *cells, conditions))
    return path
