"""The reasons why a policy or a table cannot become a query, raised before anything runs."""

from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from linkage_rules.engines.operations import LackingError
from linkage_rules.errors import ArgumentError, Error, Fault

Language = Literal["en", "zh"]

MOST_SHOWN: Final = 20
"""The most columns that a message names."""


class TableError(Error):
    """A table or a policy that cannot be made into one query; nothing was evaluated.

    ``code`` is stable, ``where`` names the fact, norm, action or column. ``str()`` gives the
    message in English and in Chinese, `render` in one of them.
    """

    def __init__(self, code: str, where: str, en: str, zh: str) -> None:
        super().__init__(code, where, en, zh)
        self.where = where
        self.en = en
        self.zh = zh
        self.problems = (Fault(code, (where,) if where else (), en, zh),)

    def __str__(self) -> str:
        return f"{self.render('en')}\n{self.render('zh')}"

    def render(self, language: Language) -> str:
        """The message in one language."""
        text, colon = (self.en, ": ") if language == "en" else (self.zh, "：")
        return f"{self.where}{colon}{text}" if self.where else text


def too_wide() -> TableError:
    return TableError(
        "TAB-101",
        "",
        "the numbers here can grow beyond 38 digits, which no table holds exactly; give the fields "
        "bounds with “at least” and “at most”, or multiply fewer of them",
        "此处的数可能超过38位，表格无法精确保存；请用“不小于”“不大于”给字段加上界限，或少乘几个",
    )


def quotient_in_list(question: str) -> TableError:
    return TableError(
        "TAB-102",
        "",
        f"“{question}” of quotients over the elements of a list is not possible for tables; divide "
        "after aggregating, or compare each element in “some” or “every”",
        f"表格无法对列表各项的商求 {question}；请先汇总再相除，或用“存在”“每个”逐项比较",
    )


def no_distributions(backend: str) -> TableError:
    return TableError(
        "TAB-137",
        "",
        f"distributions are not worked out on {backend}; take DuckDB or Spark, or judge the "
        "records one by one",
        f"{backend} 上不能计算分配；请改用 DuckDB 或 Spark，或者逐条审核",
    )


def unlike_columns(fields: Sequence[str]) -> TableError:
    listed = ", ".join(fields[:MOST_SHOWN]), "、".join(fields[:MOST_SHOWN])
    return TableError(
        "TAB-138",
        "",
        f"these fields have another type in the other policy, so one column cannot stand for both: "
        f"{listed[0]}; give them one type in both policies, or compare what `linkage-rules impact` "
        "reads of a file",
        f"以下字段在另一个政策中类型不同，同一列不能同时用于两者：{listed[1]}；"
        "请让两个政策中的类型一致，或者用 `linkage-rules impact` 比较文件",
    )


def no_such_operation(error: LackingError) -> TableError:
    return TableError("TAB-120", "", error.render("en"), error.render("zh"))


def too_large() -> TableError:
    return TableError(
        "TAB-103",
        "",
        "this condition would become too large a query; name a part of it as a fact of its own",
        "这个条件展开成查询过大；请把其中一部分写成单独的事实",
    )


def query_too_large(limit: int) -> TableError:
    return TableError(
        "TAB-104",
        "",
        f"with this the query of the policy has more than {limit} parts; judge the records one by "
        "one, or fewer norms at a time",
        f"到此处，该政策展开的查询超过{limit}个部分；请逐条审核，或减少一次审核的规范",
    )


def too_deep(limit: int) -> TableError:
    return TableError(
        "TAB-105",
        "",
        f"more than {limit} facts, norms and questions rest on one another in a row here; no query "
        "is worked out that deep",
        f"此处依次相互依据的事实、规范和列表问题超过{limit}层，查询无法展开这么深",
    )


def not_a_table(found: object) -> TableError:
    return TableError(
        "TAB-106",
        "",
        f"a {type(found).__name__} is not a table; expected an Ibis table, a Polars or pandas "
        "frame, a pyarrow table or dataset, a relation of DuckDB, or the path of Parquet files",
        f"{type(found).__name__} 不是表格；应为 Ibis 表、Polars 或 pandas 数据框、"
        "pyarrow 表或数据集、DuckDB 关系，或 Parquet 文件的路径",
    )


def not_a_frame(found: object) -> TableError:
    return TableError(
        "TAB-131",
        "",
        f"a {type(found).__name__} is not read cell by cell; expected a pandas or Polars frame, or "
        "a pyarrow table. Files are read by read_records, and other tables can be made one of "
        "these first, such as with .to_pyarrow()",
        f"{type(found).__name__} 不能逐格读取；应为 pandas 或 Polars 数据框，或 pyarrow 表。"
        "文件请用 read_records 读取，其他表请先转换，如用 .to_pyarrow()",
    )


def unlike_headings(found: Sequence[str], lacking: Sequence[str]) -> TableError:
    """The error for a table that lacks columns without which no row is a record."""
    en = f"; there is no column for {', '.join(lacking)}" if lacking else ""
    zh = f"；缺少列：{'、'.join(lacking)}" if lacking else ""
    return TableError(
        "TAB-132",
        "",
        "the columns are not those of a known table: "
        f"{', '.join(found[:MOST_SHOWN]) or 'there are none'}{en}; name them by labels or names of "
        "fields, or give a mapping",
        f"各列与已知的表格都不相符：{'、'.join(found[:MOST_SHOWN]) or '没有列'}{zh}；"
        "列名请用字段的标签或名称，或者提供列对应文件",
    )


def no_such_answer(name: str, near: str | None, columns: Sequence[str]) -> TableError:
    meant_en, meant_zh = (
        (f"did you mean {near}?", f"是否想写 {near}？")
        if near
        else (
            f"it has {', '.join(columns[:MOST_SHOWN])} …",
            f"现有：{'、'.join(columns[:MOST_SHOWN])}……",
        )
    )
    return TableError(
        "TAB-133",
        name,
        f"the result has no such column; {meant_en}",
        f"结果中没有这一列；{meant_zh}",
    )


def no_such_form(found: object) -> ArgumentError:
    return ArgumentError(
        "ASK-120",
        "lists",
        f"lists must be “arrays” or “text”, not {found!r}",
        f"lists 应为 arrays 或 text，而不是 {found!r}",
    )


_ADVICE: Final = {
    "sqlite": (
        "read its records with linkage_rules.records.read_records, or give the command review "
        "its URL, sqlite:///projects.db?table=projects; or copy the table into DuckDB",
        "请用 linkage_rules.records.read_records 逐条读取，或把网址 "
        "sqlite:///projects.db?table=projects 交给命令 review；也可先把表复制到 DuckDB",
    ),
    "mysql": (
        "read its records with linkage_rules.records.read_records, or give the command review "
        "its URL, mysql://user@host/db?table=projects; or copy the table into DuckDB",
        "请用 linkage_rules.records.read_records 逐条读取，或把网址 "
        "mysql://user@host/db?table=projects 交给命令 review；也可先把表复制到 DuckDB",
    ),
}
_ELSE: Final = (
    "write the table to Parquet and give that, or copy it into DuckDB or PostgreSQL",
    "请把表导出为 Parquet 再处理，或复制到 DuckDB、PostgreSQL",
)


def too_long(length: int, most: int) -> TableError:
    return TableError(
        "TAB-128",
        "",
        f"the query of the policy has {length} characters, and the memory of Spark's driver is "
        f"enough for {most}; give it more (spark.driver.memory, when the session is started), or "
        "judge the rows on DuckDB",
        f"该政策展开的查询有{length}个字符，而 Spark 驱动程序的内存只够解析{most}个；请在启动会话时"
        "增加内存（spark.driver.memory），或改用 DuckDB 审核",
    )


def no_such_backend(name: str) -> TableError:
    en, zh = _ADVICE.get(name, _ELSE)
    return TableError(
        "TAB-121",
        "",
        f"this is a table of the backend {name}, on which no query of a policy is tested; DuckDB, "
        f"PostgreSQL and Spark are. {en[0].upper()}{en[1:]}",
        f"此表属于后端 {name}，政策查询未在其上测试；"
        f"经过测试的有 DuckDB、PostgreSQL 和 Spark。{zh}",
    )


def two_backends(first: str, second: str) -> TableError:
    return TableError(
        "TAB-122",
        "",
        f"the tables stand in two connections ({first} and {second}), and one query cannot speak "
        "of both; take them from one connection, or give one of them as a frame or a file",
        f"这些表分属两个连接（{first} 与 {second}），一条查询无法同时使用；请取自同一连接，"
        "或把其中之一作为数据框或文件给出",
    )


def nested_in_memory(column: str, backend: str) -> TableError:
    return TableError(
        "TAB-123",
        column,
        f"a list or record in memory cannot be handed to {backend}, which has no columns for it; "
        "write the table into the database, with JSON in that column, or give the lists as a table "
        "of their own in linked",
        f"内存中的列表或记录无法交给 {backend}：其中没有相应的列类型；"
        "请把表写入数据库，该列用 JSON，或把列表另作一张表，在 linked 中给出",
    )


def no_such_files(path: str) -> TableError:
    return TableError(
        "TAB-107",
        path,
        "no Parquet file is found there; expected a file, a folder of them or a pattern such as "
        "projects/*.parquet",
        "此处没有 Parquet 文件；应为一个文件、一个文件夹，或 projects/*.parquet 这样的模式",
    )


def no_such_column(name: str, columns: list[str]) -> TableError:
    return TableError(
        "TAB-108",
        name,
        f"the table has no such column; it has {', '.join(columns)}",
        f"表中没有这一列；现有：{'、'.join(columns)}",
    )


@frozen
class Stranger:
    """A column that is not named like any field, and the field that may be meant."""

    path: str
    near: str | None


def no_such_fields(record_type: str, shown: Sequence[Stranger], count: int) -> TableError:
    """The error for columns that are no fields: ``shown`` are the first of ``count``."""
    en = ", ".join(f"{s.path} (did you mean {s.near}?)" if s.near else s.path for s in shown)
    zh = "、".join(f"{s.path}（是否想写 {s.near}？）" if s.near else s.path for s in shown)
    if more := count - len(shown):
        en, zh = f"{en} and {more} more", f"{zh}，另有{more}列"
    return TableError(
        "TAB-109",
        "",
        f"no field of {record_type} is named {en}; rename the column, name it in keep if it is to "
        "be carried along, or leave it out; strict=False lets other columns stand",
        f"{record_type} 没有这样的字段：{zh}；请改正列名，需要随同保留的列写入 keep，"
        "无关的列请去掉；strict=False 则允许另有其他列",
    )


def given_twice(field: str, first: str, second: str) -> TableError:
    return TableError(
        "TAB-110",
        field,
        f"two columns for one field: {first} and {second}; leave one of them out",
        f"两列对应同一字段：{first} 与 {second}；请去掉其中一列",
    )


def no_such_link(path: str, record_type: str, links: list[str]) -> TableError:
    known_en = ", ".join(links) or "none"
    known_zh = "、".join(links) or "没有"
    return TableError(
        "TAB-111",
        path,
        f"{record_type} has no linked field of that name; its linked fields: {known_en}",
        f"{record_type} 没有这个关联字段；关联字段：{known_zh}",
    )


def unlike_keys(path: str, own: str, by: str) -> TableError:
    return TableError(
        "TAB-112",
        path,
        f"the keys cannot be compared: {own} and {by}; cast one of the columns",
        f"两边的键无法比较：{own} 与 {by}；请转换其中一列的类型",
    )


def unreadable_files(path: str) -> TableError:
    return TableError(
        "TAB-113",
        path,
        "the Parquet files there cannot be read: they are damaged, were not copied completely, or "
        "are not alike; write them anew",
        "此处的 Parquet 文件无法读取：可能已损坏、没有复制完整，或彼此结构不同；请重新写出",
    )


def named_twice(name: str) -> TableError:
    return TableError(
        "TAB-203",
        "",
        f"two columns are named {name}; rename one of them, or leave it out",
        f"有两列都名为 {name}；请改名或去掉其中一列",
    )


def not_taken(error: Exception) -> TableError:
    return TableError(
        "TAB-204",
        "",
        f"DuckDB does not take this table: {error}",
        f"DuckDB 不能接受此表：{error}",
    )


def not_worked_out(error: Exception) -> TableError:
    return TableError(
        "TAB-114",
        "",
        f"the query could not be worked out to its end: {error}",
        f"查询未能算完：{error}",
    )


def shared_names(kept: Sequence[str]) -> TableError:
    return TableError(
        "TAB-115",
        ", ".join(kept),
        "a column to keep has the name of an answer, or is named twice; rename it first",
        "要保留的列与答案列同名，或重复写了；请先改名",
    )


def no_such_group(name: str, fields: Sequence[str]) -> TableError:
    known_en = f"; the fields here: {', '.join(fields)}" if fields else ""
    known_zh = f"；此处的字段：{'、'.join(fields)}" if fields else ""
    return TableError(
        "TAB-116",
        name,
        "nothing to count by; expected a field or a column, a path such as funds.type, or a date "
        f"with :month or :year{known_en}",
        "无法据此分组；应为字段或列、funds.type 这样的路径，或在日期后加“:月”“:年”" + known_zh,
    )


def deep_group(name: str, backend: str) -> TableError:
    return TableError(
        "TAB-124",
        name,
        f"{backend} cannot lay out lists within lists to count by them; count by a field of the "
        "outer list, or copy the table into DuckDB",
        f"{backend} 无法按列表中的列表分组；请按外层列表的字段分组，或把表复制到 DuckDB",
    )


def not_one_value(name: str, fields: Sequence[str]) -> TableError:
    return TableError(
        "TAB-117",
        name,
        f"a record has no one value to count by; name a field of it: {', '.join(fields)}",
        f"记录没有单一的值可供分组；请写出其中的字段：{'、'.join(fields)}",
    )


def not_a_date(name: str, found: str) -> TableError:
    return TableError(
        "TAB-118",
        name,
        f"only a date has a month and a year; the column holds {found}",
        f"只有日期才有年、月；该列类型为 {found}",
    )


def shared_groups(names: Sequence[str]) -> TableError:
    return TableError(
        "TAB-119",
        ", ".join(names),
        "each must be named once, and otherwise than about, name, answer and rows; a field may be "
        "named by its label",
        "各项不得重复，也不得与 about、name、answer、rows 同名；字段可改用标签书写",
    )


def not_in_memory(path: str) -> TableError:
    return TableError(
        "TAB-125",
        path,
        "a prepared query is asked of rows in memory: expected a Polars or pandas frame, a pyarrow "
        "table or dataset, or a relation of DuckDB; evaluate_table judges an Ibis table or Parquet "
        "files where they are",
        "预先准备的查询用于内存中的行：应为 Polars 或 pandas 数据框、pyarrow 表或数据集，或 DuckDB "
        "关系；Ibis 表和 Parquet 文件请用 evaluate_table 就地审核",
    )


def other_columns(path: str, columns: Sequence[tuple[str, str | None, str | None]]) -> TableError:
    shown = columns[:MOST_SHOWN]
    en = ", ".join(f"{name} {found or 'is not there'} ({wanted or 'unknown'})"
                   for name, wanted, found in shown)  # fmt: skip
    zh = "、".join(f"{name} {found or '缺'}（{wanted or '无'}）" for name, wanted, found in shown)
    return TableError(
        "TAB-126",
        path,
        f"the table has other columns than those the query was prepared for, which stand in "
        f"brackets: {en}; cast them, or prepare a query for this table",
        f"表的列与准备查询时不同（括号内为准备时的类型）：{zh}；请转换类型，或为此表另行准备查询",
    )


def other_tables(wanted: Sequence[str], found: Sequence[str]) -> TableError:
    en, zh = ((sep.join(wanted) or none, sep.join(found) or none)
              for sep, none in ((", ", "none"), ("、", "无")))  # fmt: skip
    return TableError(
        "TAB-127",
        "",
        f"the query was prepared with other linked tables: {en[0]}; given: {en[1]}",
        f"准备查询时的关联表不同：{zh[0]}；现给出：{zh[1]}",
    )
