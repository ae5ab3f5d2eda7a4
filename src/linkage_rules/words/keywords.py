"""The one table of keywords: every keyword in English and in Chinese, and which language to speak.

The grammar names keywords by their terminal (``WHEN``); the parser takes the spellings from here
and so does the printer. The first spelling in a language is the one the printer writes. The words
of an operation stand in its own row, in `linkage_rules.model.operations`.
"""

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from locale import LC_CTYPE, getlocale
from typing import Final, Literal, TypeAlias

from attrs import frozen

from linkage_rules.model.operations import written_in_words
from linkage_rules.model.types import Only

Language: TypeAlias = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")


@frozen
class Keyword:
    """A keyword of the grammar with its spellings.

    The spellings of a language are empty where it writes the operation without this keyword.
    """

    terminal: str
    en: tuple[str, ...]
    zh: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        return (*self.en, *self.zh)


def _table(rows: str) -> Iterator[Keyword]:
    for row in rows.strip().splitlines():
        terminal, en, zh = (cell.strip() for cell in row.split("|"))
        if terminal == "*":
            yield from _of_operations()
        else:
            yield Keyword(terminal, *(tuple(filter(None, s.split(" ~ "))) for s in (en, zh)))


def _of_operations() -> Iterator[Keyword]:
    for words in written_in_words().values():
        for terminal, *spellings in words.keywords:
            en, zh = ((spelling,) if spelling else () for spelling in spellings)
            yield Keyword(terminal, en, zh)


KEYWORDS: Final = tuple(
    _table("""
    POLICY                | policy                | 政策
    ISSUER                | issuer                | 发文机关
    ISSUED                | issued                | 印发日期
    IN_FORCE              | in force              | 施行
    TO                    | to                    | 至
    FROM                  | from                  | 自
    SOURCE                | source                | 原文
    USE                   | use                   | 引用
    AMEND                 | amend                 | 修订
    CONTINUES_TO          | continues to          | 延续至
    ENUM                  | enum                  | 枚举
    RECORD                | record                | 记录
    EXTEND                | extend                | 扩展
    REQUIRED              | required              | 必填
    CHANGEABLE            | changeable            | 可改
    MAY_BE_RAISED         | may be raised         | 只可提高
    MAY_BE_LOWERED        | may be lowered        | 只可降低
    NOT_WITHDRAWN         | not withdrawn         | 不予撤回
    CHANGE_COSTS          | change costs          | 改动代价
    BLANK_MEANS           | blank means           | 空白视为
    AT_LEAST              | at least              | 不小于
    AT_MOST               | at most               | 不大于
    BEARER                | bearer                | 主体
    NAMED_BY              | is                    | 即为
    CALENDAR              | calendar              | 工作日历
    COVERS                | covers                | 涵盖
    WEEKEND               | weekend               | 周休
    HOLIDAY               | holiday               | 放假
    WORKDAY               | workday               | 上班
    BY_CALENDAR           | by calendar           | 按日历
    PARAMETER             | parameter             | 参数
    TUNABLE               | tunable               | 可调
    SET                   | set                   | 设定
    ABOVE                 | above                 | 高于
    BELOW                 | below                 | 低于
    ANY                   | any                   | 任意
    READING               | reading               | 读法
    ASKS                  | asks                  | 问
    THROUGHOUT            | throughout            | 全文适用
    UNDER_READING         | under reading         | 依读法
    FACT                  | fact                  | 事实
    OF                    | of                    | 关于
    MEANS                 | means                 | 指
    RESULT                | result                | 结果
    OWED_BY               |                       | 义务方
    OWED_TO               |                       | 权利方
    CITES                 | cites                 | 依据
    DISTRIBUTION          | distribution          | 分配
    AMONG                 | among                 | 分配对象
    TOTAL                 | total                 | 总额
    BASE                  | base                  | 先付
    IN_UNITS              |                       | 精确到
    SHARED_TO             |                       | 分给
    ACTION                | action                | 行为
    DONE_WHEN             | done when             | 完成于
    DONE_ON               | done on               | 完成之日
    DONE_AT               | done at               | 历次完成之日
    PERMITTED_BY_DEFAULT  | permitted by default  | 默认允许
    NORM                  | norm                  | 规范
    FOR                   | for                   | 对于
    WHEN                  | when                  | 当
    UNLESS                | unless                | 除非
    OVERRIDES             | overrides             | 优先于
    WITHIN                | within                | 限期
    NO_LATER_THAN         | no later than         | 最迟
    BEFORE                | before                | 须早于
    EVERY_YEAR            | every year from       | 每年自 ~ 每年度自
    EVERY_HALF_YEAR       | every half-year from  | 每半年自
    EVERY_QUARTER         | every quarter from    | 每季度自 ~ 每季自
    EVERY_MONTH           | every month from      | 每月自
    HOLDS_FOR             | holds for             | 为期
    GOVERNED_BY           | governed by           | 适用日期
    DELEGATED             | delegated             | 授权下级
    ANSWERED_FOR_BY       | answered for by       | 追责于
    ADJUST                | adjust calendar       | 调整日历
    OVERRIDE              | override              | 取代
    REPEAL                | repeal                | 废止
    LOOSENS               | loosens               | 放宽
    MUST                  | must                  | 应当 ~ 应
    MUST_IN_PRINCIPLE     | must in principle     | 原则上应当 ~ 原则上应
    MUST_NOT              | must not              | 不得
    MUST_IN_PRINCIPLE_NOT | must in principle not | 原则上不得
    ENCOURAGED_TO         | encouraged to         | 受鼓励
    MAY                   | may                   | 可以 ~ 可
    TOGETHER_WITH         |                       | 和 ~ 与
    TOWARD                |                       | 向 ~ 对
    EXAMPLE               | example               | 示例
    GIVEN                 | given                 | 给定
    AS_OF_DATE            | as of                 | 截至
    EXPECT                | expect                | 期望
    BY                    | by                    | 依照 ~ 按
    PROGRESSIVE_BY        | progressive by        | 分档累进按
    MISSING               | missing               | 缺少
    UNKNOWN               | unknown               | 未知
    PROPERTY              | property              | 性质
    ALWAYS                | always                | 总有
    ANSWERS               | answers               | 答复
    STATEMENT             | statement             | 陈述
    BECAUSE               | because               | 因为
    SIMPLIFIED_BECAUSE    | simplified because    | 简化 因为
    IMPLIES               | implies               | 蕴含
    AND                   | and                   | 且 ~ 并且
    OR                    | or                    | 或 ~ 或者
    NOT                   | not                   | 非
    IN                    | in                    | 属于
    IF                    | if                    | 如果
    THEN                  | then                  | 那么
    ELSE                  | else                  | 否则
    SOME                  | some                  | 存在
    EVERY                 | every                 | 每个
    HAS                   | has                   | 满足
    COUNT                 | count                 | 计数
    SUM                   | sum                   | 合计
    MIN                   | min                   | 最小
    MAX                   | max                   | 最大
    DISTINCT              | distinct              | 种数
    OVER                  | over                  | 遍历
    WHERE                 | where                 | 其中
    EXACTLY               | exactly               | 恰好
    NO_FEWER_THAN         |                       | 至少
    NO_MORE_THAN          |                       | 至多
    COUNTED               |                       | 个
    ITEMS                 |                       | 项
    *                     |                       |
    AS_OF                 | as_of                 | 基准日
    AS_IT_STOOD_ON        | as it stood on        |
    OF_THAT_DAY           |                       | 当日的
    IS_KNOWN              | is known              | 已知
    APPLIES               | applies               | 适用
    IS_NOT_APPLICABLE     | is not applicable     | 不适用
    IS_FULFILLED          | is fulfilled          | 已履行
    IS_VIOLATED           | is violated           | 被违反
    IS_PERFORMED          | is performed          | 履行完毕
    IS_NOT_YET_DUE        | is not yet due        | 未到履行时间
    IS_DUE                | is due                | 待履行
    IS_LATE               | is late               | 逾期履行
    IS_OVERDUE            | is overdue            | 逾期未履行
    IS_IN_EFFECT          | is in effect          | 生效
    IS_TAKEN_UP           | is taken up           | 已采纳
    IS_OPEN               | is open               | 未采纳
    IS_UNDETERMINED       | is undetermined       | 待定
    IS_CONFLICTING        | is conflicting        | 有冲突
    IS_FORBIDDEN          | is forbidden          | 被禁止
    IS_REQUIRED           | is required           | 被要求
    IS_RECOMMENDED        | is recommended        | 被提倡
    IS_PERMITTED          | is permitted          | 被允许
    IS_UNREGULATED        | is unregulated        | 无规定
    NEVER                 | never                 | 从未 ~ 未发生
    YES                   | yes                   | 是
    NO                    | no                    | 否
    TYPE_YES_NO           | yes/no                | 是否
    TYPE_WHOLE            | whole number          | 整数
    TYPE_NUMBER           | number                | 数
    TYPE_MONEY            | money                 | 金额
    TYPE_DATE             | date                  | 日期
    TYPE_PERIOD           | period                | 期间
    TYPE_TEXT             | text                  | 文本
    LIST_OF               | list of               | 多个
    HAS_MANY              | has many              | 拥有多个
    """)
)

ONLY: Final[Mapping[Only, str]] = {
    Only.RAISED: "MAY_BE_RAISED",
    Only.LOWERED: "MAY_BE_LOWERED",
    Only.KEPT: "NOT_WITHDRAWN",
}
"""The keywords for the only direction in which a field may be changed."""

BY_TERMINAL: Final = {keyword.terminal: keyword for keyword in KEYWORDS}


def spelling(terminal: str, language: Language) -> str:
    """How the printer writes a keyword.

    >>> spelling("WHEN", "en"), spelling("WHEN", "zh")
    ('when', '当')
    """
    keyword = BY_TERMINAL[terminal]
    own = keyword.en if language == "en" else keyword.zh
    return (own or keyword.spellings)[0]


def spelled(*terminals: str) -> frozenset[str]:
    """Every spelling of some keywords, in both languages.

    >>> sorted(spelled("OR"))
    ['or', '或', '或者']
    """
    return frozenset(s for t in terminals for s in BY_TERMINAL[t].spellings)


DECLARING: Final = (
    *("POLICY", "USE", "AMEND", "ENUM", "RECORD", "EXTEND", "BEARER", "CALENDAR", "PARAMETER"),
    *("READING", "FACT", "DISTRIBUTION", "ACTION", "NORM", "SET", "ADJUST", "OVERRIDE", "REPEAL"),
    *("LOOSENS", "EXAMPLE", "PROPERTY", "STATEMENT"),
)
"""The keywords that a declaration begins with."""

_IN_ITS_PLACE: Final = frozenset(
    {
        *("ITEMS", "COUNTED", "RESULT", "OWED_BY", "OWED_TO"),
        *("NAMED_BY", "TOGETHER_WITH", "TOWARD", "EXTEND"),
        *("CALENDAR", "COVERS", "WEEKEND", "HOLIDAY", "WORKDAY"),
        *("DISTRIBUTION", "AMONG", "TOTAL", "BASE", "IN_UNITS"),
        *("CHANGEABLE", "MAY_BE_RAISED", "MAY_BE_LOWERED", "NOT_WITHDRAWN", "CHANGE_COSTS"),
        *("WITHIN", "HOLDS_FOR", "DONE_ON", "DONE_AT", "OF_THAT_DAY"),
        *("IS_PERFORMED", "IS_NOT_YET_DUE", "IS_DUE", "IS_LATE", "IS_OVERDUE"),
    }
)
"""Keywords that may be used as names, because they are keywords in a few places only."""


@cache
def words_in_their_place() -> frozenset[str]:
    """The words that are keywords in a few places only and may be names anywhere else.

    >>> "结果" in words_in_their_place(), "项" in words_in_their_place()
    (True, True)
    """
    return frozenset(s for s in spelled(*_IN_ITS_PLACE) if s.isidentifier())


@cache
def reserved_words() -> frozenset[str]:
    """Words that cannot be a name unless written in 「」: the keywords that are one word.

    The names of types are not reserved: they are types behind a colon only, and people call fields
    “金额” or “日期”. Nor are the words that are keywords in one place only: “项” behind a number,
    “和” between bearers, “结果” at the start of a clause of a fact.
    """
    return frozenset(
        s
        for k in KEYWORDS
        if not k.terminal.startswith("TYPE_") and k.terminal not in _IN_ITS_PLACE
        for s in k.spellings
        if s.isidentifier()
    )


SCALAR_WORDS: Final = tuple(
    spelling
    for keyword in KEYWORDS
    if keyword.terminal.startswith("TYPE_")
    for spelling in keyword.spellings
)
"""The names of the types that need no declaration, in both languages."""


def leading_keyword(word: str) -> str | None:
    """The Chinese keyword that a word begins with, when a space was left out after it.

    >>> leading_keyword("非农收入")
    '非'
    >>> leading_keyword("收入") is None
    True
    """
    found = [s for k in KEYWORDS for s in k.zh if word.startswith(s) and word != s]
    return max(found, key=len, default=None)


def terminal_definitions() -> str:
    """The keyword terminals in Lark's notation; ``_`` in front keeps them out of the tree.

    A keyword is a whole word, so none is recognised inside a longer word. A spelling of several
    words wins over a shorter one that it begins with (``must not`` over ``must``).
    """
    return "\n".join(_definition(keyword) for keyword in KEYWORDS)


def _definition(keyword: Keyword) -> str:
    longest_first = sorted(keyword.spellings, key=len, reverse=True)
    alternatives = "|".join(_pattern(spelling) for spelling in longest_first)
    priority = 100 + len(longest_first[0])
    return rf"_{keyword.terminal}.{priority}: /(?:{alternatives})(?!\w)/"


def _pattern(spelling: str) -> str:
    words = r"\s+".join(re.escape(word) for word in spelling.split())
    return words.replace("/", r"\s*\/\s*")


LANGUAGE_VARIABLE: Final = "LINKAGE_RULES_LANGUAGE"

_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def preferred_language(
    environment: Mapping[str, str] = os.environ, system_locale: str | None = None
) -> Language:
    """The language to speak when none is asked for.

    The variable ``LINKAGE_RULES_LANGUAGE`` decides, else the locale: Chinese for a Chinese one,
    English for any other. Without a locale it is Chinese, as policies and their labels are.

    >>> preferred_language({"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> preferred_language({"LANG": "zh_CN.UTF-8", "LINKAGE_RULES_LANGUAGE": "en"})
    'en'
    >>> preferred_language({"LANG": "C.UTF-8"}, "C"), preferred_language({}, "en_US")
    ('zh', 'en')
    """
    own = environment.get(LANGUAGE_VARIABLE, "")
    for language in LANGUAGES:
        if own == language:
            return language
    given = (environment.get(variable) for variable in _LOCALE_VARIABLES)
    locale = next(filter(None, given), system_locale or getlocale(LC_CTYPE)[0] or "")
    name = locale.partition(".")[0].lower()
    # Windows calls its locales “Chinese (Simplified)_China”.
    return "zh" if name in ("", "c", "posix") or name.startswith(("zh", "chinese")) else "en"
