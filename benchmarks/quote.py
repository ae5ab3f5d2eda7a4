"""Run the benchmarks that the documents quote, and put in what they print.

    python benchmarks/quote.py            # every figure, some minutes on a machine at rest
    python benchmarks/quote.py startup    # those whose command has this in it
    python benchmarks/quote.py --chinese  # none: the Chinese pages get those of the English ones

A quoted figure stands in a document below `<!-- figures: COMMAND -->`, up to `<!-- end -->`. The
Chinese page beside it has the same, with its words as `CHINESE` has them, or else as printed.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "benchmarks" / "README.md")
QUOTED = re.compile(r"(<!-- figures: python (benchmarks/.*?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)

CHINESE: Final = {
    "Measured {} on {}, {} cores, {}, {}, with {}.": "{0} 测于 {1}，{2}核，{3}，{4}，命令为 {5}。",
    # peers.py
    "engine": "引擎",
    "rules": "规则",
    "µs a record": "每条记录（微秒）",
    "× by hand, rule by rule": "相当于手写（逐条）的倍数",
    "× by hand, one loop a list": "相当于手写（每个列表一次循环）的倍数",
    "µs, least – most": "微秒，最少 – 最多",
    "× one loop, least – most": "相当于每个列表一次循环的倍数，最少 – 最多",
    "12 of 12": "12条全部",
    "{} of 12": "12条中的{0}条",
    "hand-written Python, one loop a list": "手写 Python，每个列表一次循环",
    "hand-written Python, rule by rule": "手写 Python，逐条",
    "linkage_rules, `assume_valid=True` ({})": "linkage_rules，`assume_valid=True`（{0}）",
    "linkage_rules, every record validated ({})": "linkage_rules，每条记录都校验（{0}）",
    "linkage_rules, validated, every answer read ({})": "linkage_rules，校验，读取每个答案（{0}）",
    "linkage_rules, the reference engine ({})": "linkage_rules，参考引擎（{0}）",
    "zen-engine, bare expression ({})": "zen-engine，单个表达式（{0}）",
    "zen-engine, decision ({})": "zen-engine，决策（{0}）",
    "- {} was not asked rules {}: {}": "- 没有问 {0} 规则{1}：{2}",
    "has no sum over a set": "它不能对集合求和",
    "asks nothing of the elements of a set one by one": "它不能逐项询问集合中的元素",
    "CEL has no sum": "CEL 没有求和",
    # startup.py
    "from a new process, beyond bare Python": "在新的进程里，Python 本身以外",
    "ms": "毫秒",
    "least – most": "最少 – 最多",
    "… and all that `load` is made of": "……加上 `load` 用到的全部模块",
    "… and load {} from the cache": "……并从缓存载入 {0}",
    "… and decide on a first record": "……并审核第一条记录",
    "load {} without the cache": "不用缓存，载入 {0}",
    "the call of `load` alone, from the cache": "只是调用 `load`，从缓存",
    "the call of `load` alone, without the cache": "只是调用 `load`，不用缓存",
    "bare Python itself": "Python 本身",
    # keystroke.py
    "edit": "改动",
    "median, ms": "中位数，毫秒",
    "99 of 100 within, ms": "100次中99次不超过，毫秒",
    "a character typed in a label or a quote": "在标签或引文中打一个字",
    "a declaration that cannot be read": "一项声明无法读取",
    "a name changed where it is declared": "在声明处改名称",
    "a line deleted": "删去一行",
    "{}: {} files, {} characters.": "{0}：{1}个文件，{2}个字符。",
    # editor_requests.py
    "{}, after {} edits.": "{0}，{1}处改动之后。",
    "asked for": "请求",
    "what could be written next": "接下来可以写什么",
    "what a place means": "所指之处的含义",
    "the declaration of a name": "名称的声明",
    "the lines above norms, citations and examples": "规范、引文和示例上方的各行",
    "labels and units between the words": "行间的中文名和单位",
    "colours by meaning": "按含义着色",
    "changes that are offered": "可选的修改",
    "the outline": "大纲",
    "the canonical form": "规范格式",
    # growth.py
    "norms": "规范",
    "load, ms": "载入，毫秒",
    "first decision, ms": "第一次审核，毫秒",
    "µs: few norms apply": "微秒：少数规范适用",
    "µs: all apply": "微秒：全部适用",
    "elements of each list": "每个列表的项数",
    "µs": "微秒",
    "µs an element": "每项微秒",
    # deadlines.py
    "one record judged": "审核一条记录",
    "× in days": "相当于按天的倍数",
    "20 deadlines in days": "20个按天的期限",
    "… in working days": "……按工作日",
    # spreadsheets.py
    "review": "审核",
    "rows": "行数",
    "seconds": "秒",
    "of a processor": "处理器秒数",
    "MB of memory at most": "内存最多（MB）",
    "{} into csv": "从 {0} 到 csv",
    "xlsx into xlsx": "从 xlsx 到 xlsx",
    # reviews.py
    "workbook into workbook": "从工作簿到工作簿",
    "s of a processor": "处理器秒数",
    "× floor": "相当于下限的倍数",
    "s": "秒",
    "calamine, `evaluate_many`, XlsxWriter": "calamine、`evaluate_many`、XlsxWriter",
    "{} records, {} sets of findings, {} doubts.": "{0}条记录，{1}组不同的结论，{2}个存疑单元格。",
    "one record": "一条记录",
    "ms of a processor": "处理器毫秒数",
    "× load and a first decision": "相当于载入加第一次审核的倍数",
    "bare Python": "Python 本身",
    "load and a first decision": "载入加第一次审核",
    # analysis.py, law.py
    "policy": "政策",
    "properties": "性质",
    "findings": "发现",
    "undecided": "未能断定",
    "shipped": "随附的",
    "made up": "编造的",
    "work": "工作",
    "CPU s": "处理器秒数",
    "findings or differences": "发现或差别",
    "MB at most": "最多（MB）",
    "analyse, {} norms on one action": "分析：{0}条规范管同一个行为",
    "analyse, chain of {} facts": "分析：{0}个事实连成一串",
    "analyse, {} norms over {} actions": "分析：{0}条规范管{1}个行为",
    "diff, {} norms, one threshold changed": "比较：{0}条规范，改动一个界限",
    "sums over lists, {} norms": "列表求和：{0}条规范",
    # strategies.py
    "records of the shipped policy": "随附的政策的记录",
    "ms a record": "每条毫秒",
    "drawn freely": "随意生成",
    "aimed at one of {} norms": "针对{0}条规范中的一条",
    "a claim that does not hold, made small": "把不成立的说法缩到最小",
    "choices": "选择次数",
    "no two norms are violated": "没有两条规范被违反",
    "no four norms are violated": "没有四条规范被违反",
    "where {} applies, no three funds": "{0} 适用时，没有三笔资金",
    # advise.py
    "advice": "整改途径",
    "figure": "数字",
    "questions": "提问",
    "median": "中位数",
    "longest": "最久",
    "changes": "要改动",
    "none": "没有途径",
    "reached already": "已经做到",
    # answers.py
    "document": "文档",
    "bytes": "字节",
    "largest": "最大",
    # tables.py
    "{} threads, rows/s": "{0}个线程，每秒行数",
    "1 thread, rows/s": "1个线程，每秒行数",
    "SQL by hand, the 12 rules": "手写 SQL，12条规则",
    "of SQL by hand, alike": "相当于同样做法的手写 SQL",
    "SQL by hand, the 12 rules hashed": "手写 SQL，12条规则，取散列",
    "`evaluate_table`, all 37 columns hashed": "`evaluate_table`，全部37列，取散列",
    "MB of rows": "数据（MB）",
    "rows/s": "每秒行数",
    "{} rows": "{0}行",
    "{}, the 12 statuses": "{0}，12个状态",
    "{}, all {} columns": "{0}，全部{1}列",
    "`evaluate_many` in Python, the verdicts": "Python 里的 `evaluate_many`，单项结论",
    "`evaluate_many` in Python, what all columns say": "Python 里的 `evaluate_many`，全部列所说的",
    "To make and compile the query of {} norms: {} s": "生成并编译{0}条规范的查询：{1}秒",
    "Parquet to Parquet": "从 Parquet 到 Parquet",
    "most memory, MB": "内存最多（MB）",
    "1 thread": "1个线程",
    "PostgreSQL, rows/s": "PostgreSQL，每秒行数",
    "DuckDB, rows/s": "DuckDB，每秒行数",
    "of DuckDB's time": "相当于 DuckDB 用时的倍数",
    "the statuses": "各状态",
    "all columns": "全部列",
    # frames.py
    "ms, {} rows": "毫秒，{0}行",
    "of Polars' time": "相当于 Polars 用时的倍数",
    "good SQL by hand, DuckDB": "手写的好 SQL，DuckDB",
    "Polars by hand": "手写的 Polars",
    "NumPy over Arrow by hand": "手写的 NumPy，用 Arrow 的数据",
    "OpenFisca, its arrays made before": "OpenFisca，输入事先备好",
    # scale.py
    "- s to make = {}": "- 生成（秒）= {0}",
    "- s to run = {}": "- 运行（秒）= {0}",
    "rows, norms, elements": "行、规范、项数",
    "fitted": "用于拟合",
    "s to run": "运行（秒）",
    "by the model": "按模型",
    "yes": "是",
    "no": "否",
    # service.py
    "answer": "答案",
    "clients": "客户端",
    "requests/s": "每秒请求数",
    "p{}, ms": "p{0}，毫秒",
    "without judging": "不审核",
    "the verdicts": "各项结论",
    "a summary": "摘要",
    "in one request": "一个请求之内",
    "records/s": "每秒记录数",
    # distribution.py
    "a distribution": "分配",
    "× by hand": "相当于手写的倍数",
    "{} households, in Python with fractions, by hand": "{0}户，手写，Python 的分数",
    "{} households, compiled code, every status read": "{0}户，编译的代码，读取每个状态",
    "{} projects of {} households, DuckDB, SQL by hand": "{0}个项目各{1}户，DuckDB，手写 SQL",
    "{} projects of {} households, DuckDB, this library": "{0}个项目各{1}户，DuckDB，本库",
}
"""What the commands print in words, a cell or a line, with `{}` for what is a figure or a name."""


def main() -> int:
    chosen = " ".join(sys.argv[1:])

    def measured(quoted: re.Match[str]) -> str:
        before, command, _, after = quoted.groups()
        if chosen == "--chinese" or chosen not in command:
            return quoted[0]
        print(f"python {command}", file=sys.stderr)
        arguments = [sys.executable, *shlex.split(command)]
        done = subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return f"{before}\n{done.stdout}\n{after}"

    for document in DOCUMENTS:
        english = QUOTED.sub(measured, document.read_text("utf-8"))
        document.write_text(english, "utf-8")
        twin = document.with_suffix(".zh.md")
        twin.write_text(with_figures_of(english, twin.read_text("utf-8")), "utf-8")
    return 0


def with_figures_of(english: str, chinese: str) -> str:
    """The Chinese page with what the English one quotes; KeyError where that lacks a command."""
    figures = {command: said for _, command, said, _ in QUOTED.findall(english)}
    return QUOTED.sub(
        lambda quoted: f"{quoted[1]}{in_chinese(figures[quoted[2]])}{quoted[4]}", chinese
    )


def in_chinese(printed: str) -> str:
    """What a command printed, its words in Chinese and its figures as they are."""
    return "\n".join(
        " | ".join(map(_translated, line.split(" | "))) for line in printed.split("\n")
    )


def _translated(cell: str) -> str:
    begins, words, ends = re.fullmatch(r"(\| )?(.*?)( \|)?", cell).groups(default="")
    for english, chinese in CHINESE.items():
        pattern = re.escape(english).replace(r"\{\}", "(.+?)")
        if found := re.fullmatch(pattern, words):
            words = chinese.format(*map(_translated, found.groups()))
            break
    return f"{begins}{words}{ends}"


if __name__ == "__main__":
    sys.exit(main())
