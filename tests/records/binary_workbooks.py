"""Binary workbooks (.xlsb) written record by record (MS-XLSB 2.4), as far as tests need them."""

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
        case {"formula": result}:
            return record(9, place + struct.pack("<dHI", result, 0, 0))
        case _:
            return record(6, place + text(str(value)))


def sheet(
    rows: list[list[object]],
    styles: dict[tuple[int, int], int],
    merges=(),
    hidden_rows=(),
    hidden_columns=(),
) -> bytes:
    parts = [record(129), record(390)]
    parts += (record(60, struct.pack("<4IH", at, at, 2000, 0, 1)) for at in hidden_columns)
    parts += [record(391), record(145)]
    for number, row in enumerate(rows):
        flags = 0x1000 if number in hidden_rows else 0
        parts.append(record(0, struct.pack("<IIHH", number, 0, 300, flags) + bytes(13)))
        parts += (cell(at, v, styles.get((number, at), 0)) for at, v in enumerate(row))
    parts += [record(146), record(177, struct.pack("<I", len(merges)))]
    parts += (record(176, struct.pack("<4I", *block)) for block in merges)
    return b"".join([*parts, record(178), record(130)])


def style_sheet(codes: list[str]) -> bytes:
    """Cell styles: 0 is General, then one for each format."""
    parts = [record(278), record(615, struct.pack("<I", len(codes)))]
    parts += (record(44, struct.pack("<H", 164 + n) + text(c)) for n, c in enumerate(codes))
    parts += [record(616), record(617, struct.pack("<I", len(codes) + 1))]
    numbers = [0, *(164 + n for n in range(len(codes)))]
    parts += (record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in numbers)
    return b"".join([*parts, record(618), record(279)])


def write(path: Path, sheets: dict[str, bytes], codes: list[str], hidden=()) -> Path:
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
        archive.writestr("xl/workbook.bin", b"".join([*book, record(144), record(132)]))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}relationships">{listed}</Relationships>',
        )
        archive.writestr("xl/styles.bin", style_sheet(codes))
        for number, content in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", content)
    return path
