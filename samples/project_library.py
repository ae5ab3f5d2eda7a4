"""Writes project_library.xlsx beside this file: a project library as an office keeps it.

    python samples/project_library.py

It has what such tables have: a title, a line with the unit, two rows of headings with merged cells,
a row that numbers the columns, a township written once for several rows, subtotals, a total, notes
and signatures at the end; days in many forms, √ for yes, blanks, dashes, a broken formula. Needs
XlsxWriter, which the extra `sheets` installs.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

COLUMNS = (
    ("序号", None, 5),
    ("项目类别", "项目类型", 10),
    ("项目类别", "二级项目类型", 11),
    ("项目类别", "项目子类型", 12),
    ("乡镇", None, 8),
    ("村", None, 8),
    ("项目名称", None, 26),
    ("建设性质", None, 8),
    ("实施地点", None, 12),
    ("时间进度", "计划开工时间", 11),
    ("时间进度", "计划完工时间", 11),
    ("责任单位", None, 14),
    ("建设内容及规模", None, 30),
    ("资金规模和筹资方式", "项目预算总投资（万元）", 12),
    ("资金规模和筹资方式", "其中：财政资金", 10),
    ("资金规模和筹资方式", "其他资金", 10),
    ("资金规模和筹资方式", "财政资金种类", 12),
    ("受益对象", "受益村（个）", 8),
    ("受益对象", "受益户数（户）", 8),
    ("受益对象", "受益人口数（人）", 8),
    ("受益对象", "其中：受益脱贫村数", 8),
    ("受益对象", "受益脱贫户及监测对象户数", 10),
    ("受益对象", "受益脱贫人口及监测对象人数", 10),
    ("绩效目标总体", None, 24),
    ("联农带农机制", None, 24),
    ("是否经营性", None, 8),
    ("已建立机制", None, 8),
    ("成效明确", None, 8),
    ("实施阶段", None, 9),
    ("入库日期", None, 11),
    ("备注", None, 14),
)
WIDTH = len(COLUMNS)
TITLE = "某某县2023年度巩固拓展脱贫攻坚成果和乡村振兴项目库"
UNIT = "填报单位：某某县乡村振兴局　　　　填报日期：2023年3月20日　　　　金额单位：万元"
NOTES = (
    "备注：1.本表由各乡镇填报，县乡村振兴局汇总；2.“财政资金”指各级财政安排的资金。",
    "填表人：　　　　　　审核人：　　　　　　单位负责人：　　　　　　联系电话：",
)
FIRST_ROW = 5
"""Where the records begin, counted from 0: below title, unit, two rows of headings, numbers."""


class Broken(str):
    """A formula that Excel could not work out; the text is what Excel shows."""


Cell = str | int | float | date | Broken | None
Row = Sequence[Cell]

ROWS: tuple[Row, ...] = (
    ("一、产业发展",),
    (
        1, "产业发展", "生产项目", "种植业基地",
        "花石镇", "甲村", "湘莲种植基地扩建", "扩建", "甲村三组",
        "2023年4月", "2023年11月", "花石镇人民政府", "扩建湘莲基地120亩，配套排灌沟渠800米",
        120, 80, 40, "衔接资金", 1, 86, 260, 1, 37, 112,
        "带动86户增收，户均年增收5000元以上", "订单收购，吸纳务工，土地流转", "√",
        "√", "√", "申报", None, None,
    ),
    (
        2, "产业发展", "加工流通项目", "农产品仓储保鲜冷链基础设施建设",
        None, "乙村", "甲鱼养殖场扩建", "扩建", "乙村",
        "2023.05", date(2023, 12, 31), "花石镇人民政府", "新建养殖池20亩",
        150, 60, 90, "衔接资金", 1, "12户", 40, None, 5, 16,
        "新增产值80万元", "拟通过务工就业带动", "√", "×", "×", "申报", None, None,
    ),
    (
        3, "产业发展", "生产项目", "种植业基地", None, "丙村", "食用菌大棚二期", "续建", "丙村一组",
        date(2023, 3, 15), "2023/10/30", "花石镇人民政府", "新建大棚15个，购置菌棒20万棒",
        "86.5", 86.5, "—", "衔接资金", 1, 45, 138, 0, 21, 66,
        "村集体年增收6万元，带动45户", "入股分红、务工就业带动", "是", "是", None,
        "申报", None, "二期",
    ),
    ("花石镇小计", *[None] * 12, 356.5, 226.5, 130),
    (
        4, "产业发展", "加工流通项目", "加工业", "龙洞镇", "甲村", "油茶加工坊改造", "新建", "甲村",
        "2023.1", "2023年底", "县农业农村局", "改造加工厂房600平方米，购置榨油设备1套",
        "约95", 50, Broken("#REF!"), "东西部协作资金", 1, 30, 92, 1, 12, 40,
        None, "保护价收购鲜果", "√", None, None, "申报", None, "金额待核",
    ),
    (
        5, "产业发展", "产业服务支撑项目", "农业社会化服务",
        None, "乙村", "农机社会化服务中心", "新建", "乙村",
        "2023-05-01", "2023-12-01", "县农业农村局", "购置农机12台",
        68, 0, 68, None, 2, 120, 380, 1, 44, 139,
        "服务面积3000亩", "优惠价为脱贫户提供机耕机收", "是", "否", "否",
        "已审批", "2023.2.20", "社会投资",
    ),
    ("龙洞镇小计", *[None] * 12, 163, 50, 68),
    ("二、乡村建设行动",),
    (
        6, "乡村建设", "农村基础设施", "农村道路建设",
        "石鼓镇", "甲村", "组级公路硬化", "新建", "甲村四组至七组",
        20230401, 20230930, "县交通运输局", "硬化道路1.8公里，宽3.5米",
        72, 72, 0, "衔接资金", 1, 210, 690, 1, 58, 180,
        "解决210户出行难", None, "×", None, None, "申报", None, None,
    ),
    (
        7, "乡村建设行动", "农村基础设施", "农村供水保障",
        None, "乙村", "饮水管网改造", "改建", "乙村",
        "2023年6月", "2023年9月20日", "县水利局", "改造管网6.2公里",
        "45万元", 45, None, "整合资金", 1, 160, "512人", 0, 30, 98,
        "160户饮水安全", None, "否", None, None, "申报", None, None,
    ),
    (
        None, "产业发展", "生产项目", "养殖业基地", None, "丙村", "肉牛养殖场", "新建", None,
        "2022年3月", "2022年12月", "石鼓镇人民政府", "存栏肉牛200头",
        200, 100, 100, "衔接资金", 1, 20, 61, None, 8, 25,
        None, None, "√", "×", "×", "已完工", "2022年1月", "2022年结转",
    ),
    (8, "产业发展", None, None, None, "丁村", None, None, None, None, None, None, None, 30),
    ("石鼓镇小计", *[None] * 12, 347, 217, 100),
    (None,),
    ("合　计", *[None] * 12, 866.5, 493.5, 298),
)  # fmt: skip
SHARED_TOWNSHIPS = ((1, 3), (5, 6), (9, 12))
"""The rows above, counted from 0, of which the township stands in one merged cell."""


def write(path: Path, rows: Iterable[Row], shared: Iterable[tuple[int, int]] = ()) -> None:
    """Write a workbook in the layout of the office; `shared` as `SHARED_TOWNSHIPS`."""
    book = xlsxwriter.Workbook(str(path))
    # The same rows give the same file, whenever it is made.
    book.set_properties({"created": datetime(2023, 3, 20)})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"border": 1, "num_format": "yyyy/m/d", "valign": "vcenter"})
    head = book.add_format(
        {"border": 1, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
    sheet = book.add_worksheet("项目库")
    for column, (_, _, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, WIDTH - 1, TITLE, title)
    sheet.merge_range(1, 0, 1, WIDTH - 1, UNIT)
    _write_headings(sheet, head)
    for column in range(WIDTH):
        sheet.write_number(FIRST_ROW - 1, column, column + 1, head)
    last = FIRST_ROW - 1
    for last, row in enumerate(rows, FIRST_ROW):
        for column, cell in enumerate(row):
            _write(sheet, last, column, cell, plain, day)
    for top, bottom in shared:
        township = rows[top][4] if isinstance(rows, Sequence) else None
        sheet.merge_range(FIRST_ROW + top, 4, FIRST_ROW + bottom, 4, township, plain)
    for number, note in enumerate(NOTES, last + 1):
        sheet.merge_range(number, 0, number, WIDTH - 1, note)
    sheet.freeze_panes(FIRST_ROW, 7)
    guide = book.add_worksheet("填表说明")
    guide.write_string(0, 0, "一、项目类型按统一口径填写；二、金额保留两位小数。")
    book.close()


def _write_headings(sheet, head) -> None:
    column = 0
    while column < WIDTH:
        upper, lower, _ = COLUMNS[column]
        if lower is None:
            sheet.merge_range(2, column, 3, column, upper, head)
            column += 1
            continue
        start = column
        while column < WIDTH and COLUMNS[column][0] == upper:
            sheet.write_string(3, column, COLUMNS[column][1], head)
            column += 1
        sheet.merge_range(2, start, 2, column - 1, upper, head)


def _write(sheet, row: int, column: int, cell: Cell, plain, day) -> None:
    if isinstance(cell, Broken):
        sheet.write_formula(row, column, f"=N{row + 1}-{cell}", plain, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, plain)
    elif cell is not None:
        sheet.write_number(row, column, cell, plain)
    else:
        sheet.write_blank(row, column, None, plain)


if __name__ == "__main__":
    write(Path(__file__).with_name("project_library.xlsx"), ROWS, SHARED_TOWNSHIPS)
