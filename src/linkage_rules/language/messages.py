"""The words of every diagnostic, in both languages, under its stable code."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.language.keywords import Language

Words: TypeAlias = "str | int | Phrase | tuple[Words, ...]"


@frozen
class Phrase:
    """The same words in English and in Chinese, with ``{…}`` for what is filled in.

    >>> Phrase("no {kind}", "没有{kind}").fill("zh", {"kind": Phrase("norm", "规范")})
    '没有规范'
    """

    en: str
    zh: str

    def fill(self, language: Language, arguments: Mapping[str, "Words"]) -> str:
        template = self.en if language == "en" else self.zh
        return template.format_map({k: say(v, language) for k, v in arguments.items()})

    def filled(self, **arguments: "Words") -> "Phrase":
        """The phrase with its places filled in, in both languages."""
        return Phrase(self.fill("en", arguments), self.fill("zh", arguments))


def say(words: Words, language: Language) -> str:
    """An argument in one language; several are listed."""
    if isinstance(words, Phrase):
        return words.en if language == "en" else words.zh
    if isinstance(words, tuple):
        return (", " if language == "en" else "、").join(say(word, language) for word in words)
    return str(words)


@frozen
class Message:
    found: Phrase
    expected: Phrase
    hint: Phrase | None = None


def _message(*texts: str) -> Message:
    phrases = [Phrase(en, zh) for en, zh in zip(texts[::2], texts[1::2], strict=True)]
    return Message(*phrases)


DID_YOU_MEAN: Final = Phrase("did you mean {near}?", "是否想写 {near}？")
SPACE_AFTER_KEYWORD: Final = Phrase(
    "leave a space after the keyword {keyword}: {keyword} {rest}",
    "关键词“{keyword}”之后要空一格：{keyword} {rest}",
)
SPACE_AROUND_KEYWORD: Final = Phrase(
    "leave a space before the keyword at the end of {word}",
    "“{word}”末尾的关键词之前要空一格",
)
FIRST_PLACE: Final = Phrase("the other place", "另一处")

CATALOGUE: Final[Mapping[str, Message]] = {
    # Files and packages
    "POL-001": _message(
        "there is no policy at {place}",
        "{place} 处没有政策",
        "the name of a shipped policy ({known}), a .pol file or a folder of .pol files",
        "随附政策的名称（{known}）、一个 .pol 文件，或装有 .pol 文件的文件夹",
    ),
    "POL-002": _message(
        "the file is not UTF-8 text: byte {byte} cannot be read",
        "文件不是 UTF-8 文本：第 {byte} 个字节无法识别",
        "a text file in UTF-8",
        "UTF-8 编码的文本文件",
        "open it in an editor and save it as UTF-8",
        "用编辑器打开后另存为 UTF-8 编码",
    ),
    "POL-003": _message(
        "the file has {size} characters",
        "文件有 {size} 个字符",
        "at most {limit} characters",
        "最多 {limit} 个字符",
        "split the policy into several .pol files in one folder",
        "把政策分成同一文件夹下的几个 .pol 文件",
    ),
    "POL-004": _message(
        "no file of this policy has a “policy” declaration",
        "此政策的文件中没有“政策”声明",
        "one declaration: policy name “title”",
        "一条声明：政策 名称 “标题”",
    ),
    "POL-005": _message(
        "a second “policy” declaration",
        "第二条“政策”声明",
        "one for all files in a folder",
        "同一文件夹的所有文件只有一条",
        "remove this one",
        "删去这一条",
    ),
    "POL-006": _message(
        "no policy named {name} can be found to use",
        "找不到可引用的政策 {name}",
        "a folder {name} beside this policy, or the name of a shipped policy ({known})",
        "本政策旁边的文件夹 {name}，或随附政策的名称（{known}）",
    ),
    "POL-007": _message(
        "policies use one another in a circle: {cycle}",
        "政策互相引用成环：{cycle}",
        "each policy uses only policies that do not use it in turn",
        "被引用的政策不再引用回来",
        "move what both need into a third policy",
        "把双方都需要的内容移到第三个政策",
    ),
    "POL-008": _message(
        "a policy that itself has errors is used: {name}",
        "引用的政策 {name} 本身有错误",
        "a policy without errors",
        "没有错误的政策",
        "correct {name} first; its problems are listed too",
        "先改正 {name}；其问题也已列出",
    ),
    "POL-009": _message(
        "policies that use one another more than {limit} levels deep",
        "政策逐级引用超过 {limit} 层",
        "at most {limit} levels",
        "最多 {limit} 层",
    ),
    "POL-010": _message(
        "a declaration of {size} characters",
        "一条声明有 {size} 个字符",
        "at most {limit} characters",
        "最多 {limit} 个字符",
        "split it, for example with a “fact” that names a part of it",
        "把它拆开，例如用“事实”给其中一部分起名",
    ),
    # Syntax
    "POL-101": _message(
        "{token}",
        "{token}",
        "{expected}",
        "{expected}",
    ),
    "POL-102": _message(
        "the character {character}, which has no meaning here",
        "字符 {character}，此处没有意义",
        "{expected}",
        "{expected}",
    ),
    "POL-103": _message(
        "text before the first declaration, or a declaration that is indented",
        "第一条声明之前有文字，或声明前有空格",
        "a declaration that starts at the left margin",
        "顶格书写的声明",
        "remove the spaces in front",
        "删去前面的空格",
    ),
    "POL-104": _message(
        "{name}, which is a keyword of the language",
        "{name}，这是语言的关键词",
        "a name",
        "一个名称",
        "if it is meant as a name, write 「{name}」; otherwise check the words before it",
        "若要作名称，写成「{name}」；否则检查它前面的文字",
    ),
    "POL-105": _message(
        "{literal}, which is not a whole number of fen",
        "{literal}，不是整数分",
        "an amount down to the fen (0.01元)",
        "精确到分（0.01元）的金额",
    ),
    "POL-106": _message(
        "{literal}, which is too large or too long",
        "{literal}，数值太大或位数太多",
        "at most 1,000,000,000,000,000,000 (in fen for money) and at most 18 decimals",
        "绝对值不超过一百亿亿（金额以分计），小数不超过 18 位",
    ),
    "POL-107": _message(
        "{literal}, a day that is not in the calendar",
        "{literal}，日历上没有这一天",
        "a day of the calendar, such as 2022-12-07",
        "日历上的日子，如 2022年12月7日",
    ),
    "POL-108": _message(
        "something nested more than {limit} levels deep",
        "嵌套超过 {limit} 层",
        "at most {limit} levels",
        "最多 {limit} 层",
        "give a part of it a name with a “fact”",
        "用“事实”给其中一部分起名",
    ),
    "POL-109": _message(
        "a second “{clause}” in one declaration",
        "同一声明中第二个“{clause}”",
        "one",
        "只有一个",
        "join the two with “and” or “or”, or remove one",
        "用“且”或“或”合并，或删去一个",
    ),
    "POL-110": _message(
        "a declaration without “{clause}”",
        "声明中缺少“{clause}”",
        "{expected}",
        "{expected}",
    ),
    "POL-111": _message(
        "a text whose closing quotation mark is missing on this line",
        "本行的文字缺少右引号",
        "text between a pair of quotation marks, on one line",
        "同一行内成对引号之间的文字",
    ),
    "POL-112": _message(
        "an end before its beginning: {start} to {end}",
        "终日早于始日：{start} 至 {end}",
        "a last day on or after the first",
        "终日不早于始日",
    ),
    # Names
    "POL-201": _message(
        "{name} is declared a second time",
        "{name} 重复声明",
        "each name and label is declared once",
        "每个名称和标签只声明一次",
        "choose another name, or remove one of the two",
        "换一个名称，或删去其中之一",
    ),
    "POL-202": _message(
        "{name}, which is no {kind} that is known here",
        "{name}，此处没有叫这个名字的{kind}",
        "a known {kind}, by its name or label",
        "{kind}的名称或标签",
    ),
    "POL-203": _message(
        "{name}, which is declared as {found_kind}",
        "{name}，这是{found_kind}",
        "a name that is declared as {kind}",
        "声明为{kind}的名称",
    ),
    "POL-204": _message(
        "{name}, a value of several enums: {enums}",
        "{name}，它是几个枚举共有的值：{enums}",
        "a value of one enum",
        "某一个枚举的值",
        "write the enum in front: {first}.{name}",
        "在前面写明枚举：{first}.{name}",
    ),
    "POL-205": _message(
        "the variable {name} has the name of something else",
        "变量 {name} 与别的名称相同",
        "a name that is not in use",
        "没有用过的名称",
    ),
    "POL-206": _message(
        "{name} is about {found_type}",
        "{name} 是关于{found_type}的",
        "something about {record_type}",
        "关于{record_type}的内容",
    ),
    "POL-207": _message(
        "definitions rest on one another in a circle: {cycle}",
        "定义互相依赖成环：{cycle}",
        "each definition rests on others that do not rest on it",
        "定义所依据的内容不再依赖它",
        "remove one of these references",
        "删去其中一处引用",
    ),
    "POL-208": _message(
        "record types contain one another in a circle: {cycle}",
        "记录类型互相包含成环：{cycle}",
        "record types that do not contain themselves",
        "不包含自身的记录类型",
    ),
    # Types and units
    "POL-301": _message(
        "{found_type}",
        "{found_type}",
        "{expected_type}",
        "{expected_type}",
    ),
    "POL-302": _message(
        "{left} {operator} {right}",
        "{left} {operator} {right}",
        "{expected}",
        "{expected}",
    ),
    "POL-303": _message(
        "a comparison of {left} with {right}",
        "拿{left}与{right}比较",
        "two values of one kind, such as two amounts or two dates",
        "同一类的两个值，如两个金额或两个日期",
    ),
    "POL-304": _message(
        "a comparison of order between values of type {found_type}",
        "对{found_type}比较大小",
        "numbers, amounts or dates",
        "数、金额或日期",
        "use = or !=, or “in”",
        "用 = 或 !=，或“属于”",
    ),
    "POL-305": _message(
        "{found_type}, which is no list",
        "{found_type}，不是列表",
        "a list",
        "列表",
    ),
    "POL-306": _message(
        "{name}, which is no field of {record_type}",
        "{name}，不是{record_type}的字段",
        "a field of {record_type}: {fields}",
        "{record_type}的字段：{fields}",
    ),
    "POL-307": _message(
        "a field of {found_type}, which has no fields",
        "取{found_type}的字段，但它没有字段",
        "a record",
        "记录",
    ),
    "POL-308": _message(
        "“{outcome}” asked of {name}",
        "对 {name} 问“{outcome}”",
        "{expected}",
        "{expected}",
    ),
    "POL-309": _message(
        "{value}, outside the bounds of {name}",
        "{value}，超出 {name} 的范围",
        "{bounds}",
        "{bounds}",
    ),
    "POL-310": _message(
        "a product of more than {limit} factors, counting those inside facts",
        "连乘超过 {limit} 个因子（含事实之内的）",
        "at most {limit} factors",
        "最多 {limit} 个因子",
    ),
    "POL-311": _message(
        "the field {name} is given twice",
        "字段 {name} 重复给出",
        "each field once",
        "每个字段一次",
    ),
    "POL-312": _message(
        "a least value above the greatest",
        "下限大于上限",
        "“at least” no greater than “at most”",
        "“不小于”的值不大于“不大于”的值",
    ),
    # Norms and parameters
    "POL-401": _message(
        "two values of {name} that start on the same day: {start}",
        "{name} 有两个值从同一天开始：{start}",
        "one value for each day",
        "每一天只有一个值",
    ),
    "POL-402": _message(
        "{name} cites nothing, although the policy names its source",
        "{name} 没有依据，而政策写明了原文",
        "cites clause “the words it rests on”",
        "依据 条款 “所依据的原话”",
    ),
    # Citations
    "POL-501": _message(
        "the source text {place} cannot be used: {reason}",
        "原文 {place} 无法使用：{reason}",
        "a UTF-8 text with consistently numbered clauses",
        "UTF-8 编码、条款编号连贯的文本",
    ),
    "POL-502": _message(
        "clause {clause}, which the source does not have",
        "条款 {clause}，原文没有此条款",
        "a clause of the source",
        "原文中的条款",
    ),
    "POL-503": _message(
        "a quote that does not stand in clause {clause}",
        "条款 {clause} 中没有这段引文",
        "words of the source, as they stand; the nearest are in {nearest_clause}: “{nearest}”",
        "原文原话；最接近的在{nearest_clause}：“{nearest}”",
        "the quote says “{quoted}” where the source says “{written}”",
        "引文写“{quoted}”，原文为“{written}”",
    ),
    "POL-504": _message(
        "a quote that does not stand in clause {clause} but in {actual}",
        "引文不在条款 {clause}，而在 {actual}",
        "the clause that the words stand in",
        "引文所在的条款",
        "write {actual}",
        "改写为 {actual}",
    ),
    "POL-505": _message(
        "a quote without words",
        "引文没有文字",
        "words of clause {clause}",
        "条款 {clause} 中的原话",
    ),
    "POL-506": _message(
        "a quote that stands nowhere in the source",
        "原文中没有这段引文",
        "words of clause {clause}, as they stand",
        "条款 {clause} 中的原话",
        "copy the words from the source text",
        "从原文复制文字",
    ),
}
