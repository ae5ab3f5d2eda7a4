"""The actual format of a file, from its first bytes, whatever its name says."""

import zipfile
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final

from linkage_rules.records.json_files import opened
from linkage_rules.records.problems import InputError
from linkage_rules.records.tables.spreadsheet_faults import refused
from linkage_rules.words.messages import Phrase, Reason, reason

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_BARE: Final = tuple(bytes((9, version)) for version in (0, 2, 4, 8))
"""The first bytes of workbooks that are older than the compound file format."""
_PARQUET: Final = b"PAR1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT: Final = "WordDocument".encode("utf-16-le")
_CHUNK: Final = 1 << 20
_START: Final = 4096
_STRICT: Final = b"http://purl.oclc.org/ooxml/"

_WORKBOOK: Final = Phrase("an Excel workbook", "Excel 工作簿")
_OLD_WORKBOOK: Final = Phrase("an old Excel workbook (.xls)", "旧格式 Excel 工作簿（.xls）")
_SHEETS: Final = Phrase("an OpenDocument spreadsheet (.ods)", "OpenDocument 表格（.ods）")
LOCKED: Final = reason("FIL-601", "the workbook is protected by a password", "工作簿设有打开密码")
_PARQUET_FILE: Final = Phrase("a Parquet file", "Parquet 文件")
_WORD: Final = Phrase("a Word document", "Word 文档")
_OTHER: Final = reason("FIL-602", "not a workbook", "不是工作簿")
_EMPTY: Final = reason("FIL-607", "the file is empty", "文件是空的")
_COPY_ANEW: Final = Phrase(
    "it was not copied or saved completely; copy it again, or save it anew",
    "文件没有复制或保存完整，请重新复制，或重新保存",
)
_NOT_PARQUET: Final = reason("FIL-603", "not a Parquet file", "不是 Parquet 文件")
_STRICT_BOOK: Final = Phrase(
    "a workbook in the format “Strict Open XML”", "“Strict Open XML”格式的工作簿"
)
_TEXTS: Final = (
    (
        "urn:schemas-microsoft-com:office:spreadsheet",
        Phrase("a workbook in the format “XML Spreadsheet 2003”", "“XML 表格 2003”格式的工作簿"),
    ),
    (
        "urn:oasis:names:tc:opendocument",
        Phrase("a flat OpenDocument file (.fods)", "平面 OpenDocument 文件（.fods）"),
    ),
    (
        "mime-version:",
        Phrase("a web archive under the name of a workbook", "网页存档，只是扩展名像工作簿"),
    ),
    (
        "<!doctype html",
        Phrase("a web page under the name of a workbook", "网页，只是扩展名像工作簿"),
    ),
    ("<html", Phrase("a web page under the name of a workbook", "网页，只是扩展名像工作簿")),
    ("<table", Phrase("a web page under the name of a workbook", "网页，只是扩展名像工作簿")),
)
"""What text files under the name of a workbook are, by words at their start."""

_BOOK: Final = Phrase(
    "a workbook (.xlsx, .xls, .et, .ods or .xlsb)", "工作簿（.xlsx、.xls、.et、.ods 或 .xlsb）"
)
_EXPECTED: Final = {
    ".csv": Phrase("a text file with commas (.csv)", "逗号分隔的文本文件（.csv）"),
    ".parquet": Phrase("a Parquet file (.parquet)", "Parquet 文件（.parquet）"),
}
SAVE_AS: Final = Phrase(
    "open it in Excel or WPS and save it as .xlsx", "用 Excel 或 WPS 打开后另存为 .xlsx"
)
_SAVE_PLAIN: Final = Phrase(
    "open it in Excel or WPS and save it as “Excel workbook (.xlsx)”, not as “Strict Open XML”",
    "用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”，不要选“Strict Open XML”",
)
UNLOCK: Final = Phrase(
    "save a copy without the password and read that", "另存一份不设密码的副本后再读取"
)
_SAVE_OTHER_AS: Final = Phrase(
    "open it in Excel or WPS and save it as .xlsx; if it is text with commas, name the file .csv",
    "用 Excel 或 WPS 打开后另存为 .xlsx；如果是逗号分隔的文本，请把扩展名改为 .csv",
)
_RENAME_XLSX: Final = Phrase("name the file .xlsx", "把扩展名改为 .xlsx")
_RENAME_ODS: Final = Phrase("name the file .ods", "把扩展名改为 .ods")
_RENAME_PARQUET: Final = Phrase("name the file .parquet", "把扩展名改为 .parquet")


class Kind(Enum):
    """The formats of workbooks, as their content tells them."""

    OPEN_XML = "Open XML"
    BINARY = "Excel binary"
    OLD = "Excel 97"
    OPEN_DOCUMENT = "OpenDocument"


def workbook_kind(path: Path) -> Kind:
    """The format of a workbook by its content, whatever its extension says.

    Offices rename files, and programs that write them often get the extension wrong. Raises
    `InputError` for a file that is no workbook, with what it is instead; and for a locked one.
    """
    with opened(path) as file:
        start = file.read(_START)
        if start.startswith((_COMPOUND, *_BARE)):
            rest = _found(file, start, (_ENCRYPTED, _DOCUMENT))
            if _ENCRYPTED in rest:
                raise refused(path, LOCKED, _BOOK, UNLOCK)
            if _DOCUMENT in rest:
                raise refused(path, _this_is(_WORD), _BOOK)
            return Kind.OLD
    if not start:
        raise refused(path, _EMPTY, _BOOK, _COPY_ANEW)
    if start.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(path)
    if start.startswith(_PARQUET):
        raise refused(path, _this_is(_PARQUET_FILE), _BOOK, _RENAME_PARQUET)
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = start.decode(encoding, errors="replace").casefold()
    what = next((words for sign, words in _TEXTS if sign in text), None)
    if what is not None:
        raise refused(path, _this_is(what), _BOOK, SAVE_AS)
    raise refused(path, _OTHER, _BOOK, _SAVE_OTHER_AS)


def _zipped(path: Path) -> Kind:
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            return _archived(path, archive)
    except InputError:
        raise
    # Its reader will report what is wrong with it.
    except Exception:
        return Kind.OPEN_XML


def _archived(path: Path, archive: zipfile.ZipFile) -> Kind:
    names = archive.namelist()
    if "content.xml" in names and "[Content_Types].xml" not in names:
        return Kind.OPEN_DOCUMENT
    if "xl/workbook.bin" in names:
        return Kind.BINARY
    if "xl/workbook.xml" in names:
        with archive.open("xl/workbook.xml") as book:
            strict = _STRICT in book.read(_START)
        if strict:
            raise refused(path, _this_is(_STRICT_BOOK), _BOOK, _SAVE_PLAIN)
    return Kind.OPEN_XML


def check_kind(path: Path, extension: str) -> None:
    """Raise `InputError` if the start of a file shows that it is not what its extension says.

    It is used for the extensions of other formats than workbooks.
    """
    with opened(path) as file:
        start = file.read(8)
        expected = _EXPECTED[extension]
        if start == _COMPOUND:
            if _found(file, start, (_ENCRYPTED,)):
                raise refused(path, LOCKED, expected, UNLOCK)
            raise refused(path, _this_is(_OLD_WORKBOOK), expected, SAVE_AS)
    is_zip = start.startswith((_ZIP, _EMPTY_ZIP))
    is_parquet = start.startswith(_PARQUET)
    if extension == ".parquet" and not start:
        raise refused(path, _EMPTY, expected, _COPY_ANEW)
    if extension == ".parquet" and not is_parquet:
        raise refused(path, _NOT_PARQUET, expected, _RENAME_XLSX if is_zip else None)
    if extension == ".csv" and is_zip:
        kind = _zipped(path)
        is_ods = kind is Kind.OPEN_DOCUMENT
        hint = _RENAME_ODS if is_ods else _RENAME_XLSX
        raise refused(path, _this_is(_SHEETS if is_ods else _WORKBOOK), expected, hint)
    if extension == ".csv" and is_parquet:
        raise refused(path, _this_is(_PARQUET_FILE), expected, _RENAME_PARQUET)


def _this_is(what: Phrase) -> Reason:
    return reason("FIL-604", f"this is {what.en}", f"这是{what.zh}")


def _found(file: BinaryIO, start: bytes, marks: tuple[bytes, ...]) -> set[bytes]:
    """Which of some marks occur in a file; ``start`` has been read already."""
    longest = max(map(len, marks))
    found: set[bytes] = set()
    before, chunk = b"", start
    while chunk:
        found.update(mark for mark in marks if mark in before + chunk)
        before, chunk = chunk[-longest:], file.read(_CHUNK)
    return found
