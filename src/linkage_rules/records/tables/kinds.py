"""What a file is by its first bytes, whatever its name says; and what reading it takes."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final

from linkage_rules.extras import MissingExtraError, required
from linkage_rules.records.json_files import opened
from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.showing import printable
from linkage_rules.records.wording import Wording

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_PARQUET: Final = b"PAR1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CHUNK: Final = 1 << 20

_WORKBOOK: Final = Wording("an Excel workbook", "Excel 工作簿")
_OLD_WORKBOOK: Final = Wording("an old Excel workbook (.xls)", "旧格式 Excel 工作簿（.xls）")
_LOCKED: Final = Wording("the workbook is protected by a password", "工作簿设有打开密码")
_PARQUET_FILE: Final = Wording("a Parquet file", "Parquet 文件")
_OTHER: Final = Wording("not a workbook", "不是工作簿")
_NOT_PARQUET: Final = Wording("not a Parquet file", "不是 Parquet 文件")
_EXPECTED: Final = {
    ".xlsx": Wording("an Excel workbook (.xlsx)", "Excel 工作簿（.xlsx）"),
    ".csv": Wording("a text file with commas (.csv)", "逗号分隔的文本文件（.csv）"),
    ".parquet": Wording("a Parquet file (.parquet)", "Parquet 文件（.parquet）"),
}
SAVE_AS: Final = Wording(
    "open it in Excel or WPS and save it as .xlsx", "用 Excel 或 WPS 打开后另存为 .xlsx"
)
_UNLOCK: Final = Wording(
    "save a copy without the password and read that", "另存一份不设密码的副本后再读取"
)
_SAVE_OTHER_AS: Final = Wording(
    "open it in Excel or WPS and save it as .xlsx; if it is text with commas, name the file .csv",
    "用 Excel 或 WPS 打开后另存为 .xlsx；如果是逗号分隔的文本，请把扩展名改为 .csv",
)
_RENAME_XLSX: Final = Wording("name the file .xlsx", "把扩展名改为 .xlsx")
_RENAME_PARQUET: Final = Wording("name the file .parquet", "把扩展名改为 .parquet")


def check_kind(path: Path, extension: str) -> None:
    """Raise `InputError` if a file is not what its extension says, as far as its start tells."""
    with opened(path) as file:
        start = file.read(8)
        if start == _COMPOUND:
            if _holds(file.read, _ENCRYPTED):
                raise _wrong(path, _LOCKED, extension, _UNLOCK)
            raise _wrong(path, _this_is(_OLD_WORKBOOK), extension, SAVE_AS)
    is_zip = start.startswith((_ZIP, _EMPTY_ZIP))
    is_parquet = start.startswith(_PARQUET)
    if extension == ".xlsx" and not is_zip:
        hint = _RENAME_PARQUET if is_parquet else _SAVE_OTHER_AS
        raise _wrong(path, _OTHER, extension, hint)
    if extension == ".parquet" and not is_parquet:
        raise _wrong(path, _NOT_PARQUET, extension, _RENAME_XLSX if is_zip else None)
    if extension == ".csv" and is_zip:
        raise _wrong(path, _this_is(_WORKBOOK), extension, _RENAME_XLSX)
    if extension == ".csv" and is_parquet:
        raise _wrong(path, _this_is(_PARQUET_FILE), extension, _RENAME_PARQUET)


def library(path: Path, module: str, extra: str) -> ModuleType:
    """A library that only some users need; `InputError` names the extra that installs it."""
    try:
        return required(module, extra)
    except MissingExtraError as error:
        why = Wording(error.lacking_en, error.lacking_zh)
        expected = Wording(f"{error.package} is installed", f"已安装 {error.package}")
        hint = Wording(f"run {error.command}", f"运行 {error.command}")
        raise InputError(Problem(printable(str(path)), "", why, expected, hint)) from error


def _wrong(path: Path, why: Wording, extension: str, hint: Wording | None) -> InputError:
    return InputError(Problem(printable(str(path)), "", why, _EXPECTED[extension], hint))


def _this_is(what: Wording) -> Wording:
    return Wording(f"this is {what.en}", f"这是{what.zh}")


def _holds(read: Callable[[int], bytes], what: bytes) -> bool:
    tail = b""
    while chunk := read(_CHUNK):
        if what in tail + chunk:
            return True
        tail = chunk[-len(what) :]
    return False
