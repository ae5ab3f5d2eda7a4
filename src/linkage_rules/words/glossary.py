"""The terms of the project: one word for one thing, in both languages, with the words to avoid.

`docs/wording.md` prints this table; a test holds it against every text the product says.
"""

from typing import Final

from attrs import frozen

OFFICER: Final = frozenset(
    {
        *("reviews", "decisions", "words/decision_words.py", "words/deontic_words.py"),
        *("presenting/cited_rules.py", "presenting/modal_words.py", "presenting/pages.py"),
        *("presenting/plain_words.py", "presenting/templates", "presenting/titles.py"),
    }
)
"""The modules whose texts an officer reads. Elsewhere the readers write policies; there the
keywords of the policy language have words of their own."""

PROGRAM: Final = frozenset({"analysis", "commands", "decisions", "language", "records", "reviews"})
"""The modules of the program, without the labels of policies: those use the words of their
documents."""

EVERYWHERE: Final = frozenset({""})


@frozen
class Term:
    """A term of the glossary.

    ``thing`` says what is meant; ``zh`` and ``en`` are the words for it, ``not_zh`` and ``not_en``
    words to avoid. ``said_in`` are the folders and modules in which these are avoided; ``but`` are
    longer words and turns of phrase that contain the same characters and are allowed.
    """

    thing: str
    zh: str
    en: str
    not_zh: tuple[str, ...] = ()
    not_en: tuple[str, ...] = ()
    said_in: frozenset[str] = EVERYWHERE
    but: tuple[str, ...] = ()


GLOSSARY: Final = (
    Term("what is judged", "项目，按记录类型的名称；通用处“记录”", "the name of the record type"),
    Term(
        "norm",
        "规定（“规范”只作政策语言的关键词）",
        "rule; norm where the language is spoken of",
        ("规范",),
        said_in=OFFICER,
        # What a sentence of a text is, whatever a policy makes of it.
        but=("规范性句子", "规范用语"),
    ),
    Term("part of a document", "条款", "clause"),
    Term(
        "legal ground",
        "条款依据；句首“根据《…》”",
        "clause; under …",
        ("依照", "认定依据"),
        said_in=OFFICER,
    ),
    Term("what was reported", "填报情况", "as reported"),
    Term("declared fact", "认定事项", "finding, fact"),
    Term("what the tool does, and its result", "审核；审核结论", "review; conclusion", ("判定书",)),
    Term("verdict on an action", "单项结论", "verdict"),
    Term("undetermined", "待定", "undetermined", (), ("undecided",), said_in=OFFICER),
    Term("due", "待办", "to be done", ("待履行", "有待办理"), said_in=OFFICER),
    Term("fulfilled", "已做到", "met"),
    Term(
        "permitted by default",
        "未发现不得…的情形；单元格内“无禁止情形”",
        "nothing found that forbids …; no ban found",
        ("没有禁止，可以",),
    ),
    Term("permitted by a norm", "可以", "may"),
    Term("obligation", "应当（规定）；须（对办事人的要求）", "must; to be …"),
    Term("as-of day", "审核基准日", "as of", ("以哪天为准",)),
    Term("in force", "施行；施行期", "in force", ("有效期内", "生效期"), but=("协议在有效期内",)),
    Term(
        "digest",
        "规则校验码、记录校验码",
        "checksum",
        ("政策摘要", "记录摘要", "意见摘要", "哈希"),
        ("digest of",),
    ),
    Term("unreadable", "无法读取", "could not be read", ("拒收", "读不出"), ("unreadable file",)),
    Term("doubtful cell", "存疑单元格", "cell in doubt", ("可疑单元格", "疑问单元格")),
    Term("two versions of a policy", "原政策；新政策", "old policy; new policy", ("之前/之后",)),
    Term(
        "first and last day",
        "起始日期；截止日期",
        "from; to",
        ("始日", "终日", "届期"),
        said_in=PROGRAM,
        but=("起始日期", "原始日期", "安排起始日", "安排终止日"),
    ),
    Term("length of time", "时长", "period", ("期限长度",)),
    Term("list", "列表；政策语言中“多个”", "list", ("清单", "数组"), but=("由记录组成的数组",)),
    Term("what to do to reach a goal", "整改途径", "way", ("办法1", "最小改动")),
    Term(
        "to be judged by people",
        "须人工研判；由审核单位研究确定",
        "to be judged by a person",
        ("由人判断", "由人裁定", "先裁定"),
    ),
)
"""All terms, beginning with the word for what is judged."""
