"""What ``review --format json`` writes, and ``--out FILE.json``."""

from linkage_rules.commands.schemas.shapes import (
    PROBLEM_OF_A_RECORD,
    Schema,
    by_name,
    count,
    day,
    document,
    fields,
    named,
    one_of,
    or_none,
    part,
    policy,
    several,
    text,
    yes_no,
)
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.records.linking import Misfit
from linkage_rules.records.tables.rows import Skip

_TITLE = {
    "position": count(
        "Which record of the file it is, counted from 1; of a table the row.",
        "文件中的第几条记录，从1数起；表格为行号。",
    ),
    "id": or_none(text("The id; null: none.", "编号；没有的为 null。")),
    "name": or_none(text("The name; null: none.", "名称；没有的为 null。")),
}
_CELL = {
    "row": count("The row, counted from 1.", "行号，从1数起。"),
    "column": text("The column, as letters.", "列，用字母表示。"),
    "heading": text("What stands above the cell.", "列标题。"),
    "path": text("The field for which the cell is meant.", "单元格对应的字段。"),
    "value": text("What stands in the cell, shortened.", "单元格的内容，有节略。"),
}
_SKIPPED = {
    Skip.TITLE: ("Above the headings.", "标题以上的行。"),
    Skip.HEADING: ("Headings.", "列标题行。"),
    Skip.BLANK: ("Blank rows.", "空行。"),
    Skip.TOTAL: ("Totals.", "合计行。"),
    Skip.SECTION: ("Headings of sections.", "分段标题行。"),
    Skip.NOTE: ("Notes.", "注释行。"),
}
_TABLE = fields(
    {
        "sheet": or_none(
            text(
                "The sheet that was read; null: the file has none.",
                "所读的工作表；没有工作表的为 null。",
            )
        ),
        "mapping": text("What the mapping of the columns is called.", "列对照的名称。"),
        "rows": count("How many rows there are.", "共有多少行。"),
        "skipped": fields(
            {skip.value: count(*words) for skip, words in _SKIPPED.items()},
            "How many rows were passed over, and why; reasons without a row are left out.",
            "略过了多少行、因为什么；没有的不列。",
            optional=[*(skip.value for skip in _SKIPPED)],
        ),
        "unused_columns": several(
            {"type": "string"},
            "The headings that no column of the mapping has.",
            "列对照中没有的列标题。",
        ),
        "other_sheets": several(
            {"type": "string"}, "The sheets that were not read.", "没有读的工作表。"
        ),
        "doubtful": count("How many cells are doubtful.", "多少个单元格存疑。"),
        "doubts": several(
            fields(
                {
                    **_CELL,
                    "why": part("phrase", "Why it cannot be taken.", "不能采用的原因。"),
                    "hint": or_none(
                        part(
                            "phrase",
                            "The likely fix; null: none is known.",
                            "可能的改法；没有的为 null。",
                        )
                    ),
                },
            ),
            "The doubtful cells, whose fields are unknown: the first thousand.",
            "存疑的单元格，其字段为未知：最前的一千个。",
        ),
        "noted": count("How many cells are noted.", "多少个单元格有提示。"),
        "notes": several(
            fields(
                {**_CELL, "what": part("phrase", "What to know of it.", "须知道什么。")},
            ),
            "The cells that were taken in a way that one should know of: the first thousand.",
            "采用的方式须说明的单元格：最前的一千个。",
        ),
    },
    "What became of the rows of a table.",
    "表格各行的读取情况。",
)
_LINKED = fields(
    {
        "path": text(
            "The list that it fills, such as projects.funds.", "填入的列表，如 projects.funds。"
        ),
        "file": text("The file.", "文件。"),
        "rows": count("How many rows it has.", "共有多少行。"),
        "linked": count("How many of them belong to a record.", "其中多少行归入记录。"),
        "misfits": several(
            fields(
                {
                    "kind": one_of(
                        Misfit,
                        "dangling: no record has the key. duplicate: several have it. unknown: the "
                        "row has none. unreadable: the row cannot be read.",
                        "dangling：没有记录有这个编号。duplicate：几条记录有。unknown：该行没有编号。"
                        "unreadable：该行无法读取。",
                    ),
                    "key": or_none(text("The key; null: unknown.", "对应的编号；未知为 null。")),
                    "places": several(part("phrase"), "Where the rows stand.", "这些行的位置。"),
                    "rows": count(
                        "How many rows; of duplicate how many records.",
                        "多少行；duplicate 为多少条记录。",
                    ),
                    "problems": several(
                        part("problem"), "Why the row cannot be read.", "该行无法读取的原因。"
                    ),
                }
            ),
            "The rows that do not fit: the first thousand.",
            "对不上的行：最前的一千项。",
        ),
        "omitted": count("How many of these are not listed.", "另有多少项没有列出。"),
        "table": or_none(
            part(
                "table",
                "How a table was read; null: it is none.",
                "表格的读取情况；不是表格的为 null。",
            )
        ),
    }
)
_SUMMARY = fields(
    {
        "read": count("How many records were read.", "读取了多少条记录。"),
        "unreadable": count("How many could not be read.", "多少条无法读取。"),
        "complete": yes_no(
            "false if the file breaks off, so that not all of it was read.",
            "文件中断、没有读完的为 false。",
        ),
        "verdicts": {
            **by_name(
                count("How many there are of it.", "有多少项这样的结论。"),
                "How many verdicts there are of each kind, over all actions and records.",
                "所有记录的所有行为，各种结论各有多少。",
            ),
            "propertyNames": {"enum": [status.value for status in VerdictStatus]},
        },
        "violated": count("How many records violate a norm.", "多少条记录违反规范。"),
        "results": by_name(
            fields(
                {
                    "label": or_none(
                        text("The Chinese label; null: none.", "中文标签；没有的为 null。")
                    ),
                    "known": count("Of how many records it is known.", "多少条记录已知。"),
                    "unknown": count("Of how many records it is unknown.", "多少条记录未知。"),
                    "sum": or_none(
                        part(
                            "value",
                            "The sum of those that are known, with its type; money is fen. null: "
                            "there is nothing to sum up.",
                            "已知各项的合计及其类型，金额以分计；没有可合计的为 null。",
                        )
                    ),
                },
                "One result.",
                "一项结果。",
            ),
            "Of a policy with results: what each comes to, by name.",
            "有结果的政策：各项结果的合计，按名称。",
        ),
    },
    "The whole in numbers.",
    "总数。",
    optional=("results",),
)
_REPEATED = fields(
    {
        "ids": several(
            fields(
                {
                    "id": text("The id.", "编号。"),
                    "count": count("How many records have it.", "有多少条记录用它。"),
                    "positions": several(
                        {"type": "integer", "minimum": 1},
                        "The first of them: which records of the file, counted from 1.",
                        "最前的几条是文件中的第几条，从1数起。",
                    ),
                    "places": several(part("phrase"), "Where these stand.", "这几条的位置。"),
                    "words": part("phrase", "The same in words.", "文字说明。"),
                }
            ),
            "Each of them: the first thousand, with ten places each.",
            "各个编号：最前的一千个，各列十处。",
        ),
        "omitted": count(
            "How many records have an id of this kind that is not listed.",
            "另有多少条记录的编号也重复而没有列出。",
        ),
    },
    "The ids that several records have.",
    "几条记录共用的编号。",
)


def schema() -> Schema:
    """The decisions on the records of a file, and what became of the others."""
    return document(
        "review",
        fields(
            {
                "policy": policy(),
                "record_type": named("The type of the records.", "记录的类型。"),
                "as_of": day("The day to judge by.", "审核基准日。"),
                "in_force": yes_no(
                    "Whether the policy is in force on the day.", "政策当天是否施行。"
                ),
                "decisions": several(
                    fields({**_TITLE, "decision": part("Decision")}),
                    "The decision on each record that was read, in the order of the file.",
                    "读取的每条记录的结论，按文件的顺序。",
                ),
                "unreadable": several(
                    fields(
                        {
                            **_TITLE,
                            "problems": several(
                                part("problem"), "What is wrong with it.", "各个问题。"
                            ),
                            "omitted": count(
                                "How many problems are not listed.", "另有多少个问题没有列出。"
                            ),
                        }
                    ),
                    "Each record that could not be read, in the order of the file.",
                    "无法读取的每条记录，按文件的顺序。",
                ),
                "table": or_none(
                    part(
                        "table",
                        "What became of the rows of a table; null: the file is none.",
                        "表格各行的读取情况；不是表格的为 null。",
                    )
                ),
                "linked": several(
                    _LINKED,
                    "Each file that was given with --linked.",
                    "用 --linked 给出的各个文件。",
                ),
                "repeated": _REPEATED,
                "summary": _SUMMARY,
            },
            "The decisions on the records of a file, and what became of the others. The fields "
            "come in this order, so that a file of any length can be read on the way.",
            "文件中各条记录的结论，以及无法读取的记录。字段按此顺序写出，多长的文件都可以边读边用。",
        ),
        {"problem": PROBLEM_OF_A_RECORD, "table": _TABLE},
    )
