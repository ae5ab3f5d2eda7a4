"""How the workbooks in this folder were made: one table, saved in every format.

    pip install openpyxl pyxlsbwriter
    python make.py            # needs LibreOffice, which writes .xls and .ods

`looped.xls` is table.xls with bytes changed by chance, so that a sector of it refers to itself: no
reader may go round in it for ever.

`.et` is what WPS calls its own format; today it writes the old Excel format under that name.
"""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
SAVE = ("soffice", "--headless", "--convert-to")

ROWS = [
    ["单位：万元"],
    ["编号", "名称", "总投资", "分红比例", "受益户数", "成立日期", "经营性", "备注"],
    ["000012", "甲村", 120, 0.3, 30, datetime(2023, 5, 1), "是", "文本编号"],
    [12, "乙村", 12.5, 5, 8, datetime(2023, 5, 15), "否", '编号 000000，比例 0"%"，日期 yyyy年m月'],
    ["000014", "丙村", 12.345, 0.1, 1234, datetime(2023, 5, 15), "是", "金额显示 0.00，户数 #,##0"],
    ["000015", "丁村", "=1/0", 0.25, "=2+3", datetime(2023, 6, 1), True, "公式"],
    ["000016", "戊村", "1,200.5", "30%", "40户", "2023年7月", "否", "文字\n两行"],
    [None, "己村", None, None, None, None, None, None],
    ["合计", None, 1000, None, 100, None, None, None],
]
FORMATS = {
    "A4": "000000", "D3": "0%", "D4": '0"%"', "D5": "0.0%", "D6": "0%", "C5": "0.00", "E5": "#,##0",
    "F3": "yyyy-mm-dd", "F4": 'yyyy"年"m"月"', "F5": 'yyyy"年"m"月"d"日"', "F6": "yyyy/m/d",
}  # fmt: skip


def make(folder: Path = HERE) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in ROWS:
        sheet.append(row)
    for place, code in FORMATS.items():
        sheet[place].number_format = code
    # The last two share one amount, and a cell for two columns.
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A7:A8")
    hidden = book.create_sheet("旧表")
    hidden.append(["编号", "名称"])
    hidden.append(["X", "不应读取"])
    hidden.sheet_state = "hidden"
    book.save(folder / "table.xlsx")
    for extension in ("xls", "ods"):
        subprocess.run([*SAVE, extension, "--outdir", folder, folder / "table.xlsx"], check=True)
    # LibreOffice works the formulas out.
    shutil.move(folder / "table.xlsx", folder / "uncomputed.xlsx")
    subprocess.run([*SAVE, "xlsx", "--outdir", folder, folder / "table.xls"], check=True)
    shutil.copy(folder / "table.xls", folder / "table.et")
    make_hidden(folder)


def make_hidden(folder: Path) -> None:
    """A table of which a row and a column are hidden."""
    book = openpyxl.Workbook()
    for row in [["编号", "名称", "备注"], ["1", "甲村", "a"], ["2", "乙村", "b"]]:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(folder / "hidden.xlsx")
    for extension in ("xls", "ods"):
        subprocess.run([*SAVE, extension, "--outdir", folder, folder / "hidden.xlsx"], check=True)


if __name__ == "__main__":
    make()
