"""The words of every diagnostic, in both languages, under its stable code."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.language.keywords import Language, spelling

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


def keyword_phrase(terminal: str) -> Phrase:
    """A keyword as it is written in each language.

    >>> keyword_phrase("WHEN").zh
    '当'
    """
    return Phrase(spelling(terminal, "en"), spelling(terminal, "zh"))


@frozen
class Message:
    found: Phrase
    expected: Phrase
    hint: Phrase | None = None


def _message(*texts: str) -> Message:
    phrases = [Phrase(en, zh) for en, zh in zip(texts[::2], texts[1::2], strict=True)]
    return Message(*phrases)


DID_YOU_MEAN: Final = Phrase("did you mean {near}?", "是否想写 {near}？")
FIRST_PLACE: Final = Phrase("the other place", "另一处")

CATALOGUE: Final[Mapping[str, Message]] = {
    # Files and packages
    "POL-001": _message(
        "no policy at {place}",
        "{place} 处没有政策",
        "the name of a shipped policy ({known}), a .pol file or a folder of .pol files",
        "随附政策的名称（{known}）、一个 .pol 文件，或装有 .pol 文件的文件夹",
    ),
    "POL-002": _message(
        "a file that is not UTF-8 text: byte {byte} cannot be read",
        "文件不是 UTF-8 文本：第 {byte} 个字节无法识别",
        "a text file in UTF-8",
        "UTF-8 编码的文本文件",
        "open it in an editor and save it as UTF-8",
        "用编辑器打开后另存为 UTF-8 编码",
    ),
    "POL-003": _message(
        "a file of {size}",
        "文件有 {size}",
        "at most {limit} characters",
        "最多 {limit} 个字符",
        "split the policy into several .pol files in one folder",
        "把政策分成同一文件夹下的几个 .pol 文件",
    ),
    "POL-004": _message(
        "no “policy” declaration in any file of this policy",
        "此政策的文件中没有“政策”声明",
        "one line such as: policy my_policy “its title”",
        "这样的一行：政策 my_policy “政策标题”",
        "add that line at the beginning of the first file",
        "在第一个文件的开头加上这一行",
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
        "{name}, but there is no such policy to use",
        "{name}，找不到这个可引用的政策",
        "the name of a file or folder beside this policy, or of a shipped policy ({known})",
        "本政策旁边的文件或文件夹的名称，或随附政策的名称（{known}）",
    ),
    "POL-007": _message(
        "policies that use one another in a circle: {cycle}",
        "政策互相引用成环：{cycle}",
        "a policy that does not use this one in turn",
        "不再引用回来的政策",
        "move what both need into a third policy",
        "把双方都需要的内容移到第三个政策",
    ),
    "POL-008": _message(
        "{name}, a policy that itself has errors",
        "{name}，这个政策本身有错误",
        "a policy without errors",
        "没有错误的政策",
        "correct {name} first; its problems are listed above",
        "先改正 {name}；其问题已列在前面",
    ),
    "POL-009": _message(
        "policies that use one another more than {limit} levels deep",
        "政策逐级引用超过 {limit} 层",
        "at most {limit} levels",
        "最多 {limit} 层",
        "use the policies at the far end directly",
        "直接引用最里层的政策",
    ),
    "POL-010": _message(
        "a declaration of {size} characters",
        "一条声明有 {size} 个字符",
        "at most {limit} characters",
        "最多 {limit} 个字符",
        "split it, for example with a “fact” that names a part of it",
        "把它拆开，例如用“事实”给其中一部分起名",
    ),
    "POL-011": _message(
        "a file that cannot be read: {reason}",
        "文件无法读取：{reason}",
        "a text file that may be opened",
        "可以打开的文本文件",
        "check that it is a file and no folder, and that you may open it",
        "检查它是文件而不是文件夹，并且有权打开",
    ),
    "POL-012": _message(
        "more than {limit} declarations that cannot be read",
        "无法读懂的声明超过 {limit} 条",
        "a file of policy declarations",
        "由政策声明组成的文件",
        "correct those listed above and check again; what follows was not looked at",
        "先改正前面列出的，再检查一次；此后的内容没有检查",
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
        "text before the first declaration, or a declaration with spaces in front",
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
        "if it is meant as a name, write 「{name}」; otherwise a word is missing before it",
        "若要作名称，写成「{name}」；否则它前面漏了文字",
    ),
    "POL-105": _message(
        "{literal}, which is not a whole number of fen",
        "{literal}，不是整数分",
        "an amount down to the fen (0.01元)",
        "精确到分（0.01元）的金额",
    ),
    "POL-106": _message(
        "{literal}, which is too large or has too many decimals",
        "{literal}，数值太大或小数位数太多",
        "at most 1,000,000,000,000,000,000 (in fen for an amount of money), "
        "9,999,999 for a period, and 18 decimals",
        "不超过 1,000,000,000,000,000,000（金额以分计），期间不超过 9,999,999，小数不超过 18 位",
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
        "only one",
        "只有一个",
        "remove one of the two",
        "删去其中一个",
    ),
    "POL-110": _message(
        "a declaration without “{clause}”",
        "声明中缺少“{clause}”",
        "{expected}",
        "{expected}",
    ),
    "POL-111": _message(
        "{opening} without its closing {closing} on the same line",
        "{opening} 在本行没有配对的 {closing}",
        "text between {opening} and {closing}, on one line",
        "同一行内写在 {opening} 和 {closing} 之间的文字",
        "write {closing} where the text ends",
        "在文字结束处写上 {closing}",
    ),
    "POL-112": _message(
        "an end before its beginning: {start} to {end}",
        "终日早于始日：{start} 至 {end}",
        "a last day on or after the first",
        "终日不早于始日",
        "check the two dates",
        "核对两个日期",
    ),
    # Names
    "POL-201": _message(
        "{name}, a name that is used for something else already",
        "{name}，这个名称已经用过",
        "a name or label that is used only once",
        "没有用过的名称或标签",
        "choose another name, or remove one of the two",
        "换一个名称，或删去其中之一",
    ),
    "POL-202": _message(
        "{name}, a name that is not known here",
        "{name}，此处没有这个名称",
        "{kind}",
        "{kind}",
    ),
    "POL-203": _message(
        "{name}, which is {found_kind}",
        "{name}，这是{found_kind}",
        "{kind}",
        "{kind}",
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
        "{name}, a name that is used for something else already",
        "{name}，这个名称已经用过",
        "a name of its own for the elements that are looked at",
        "给所看的元素另起的名称",
        "choose another name, such as each",
        "换一个名称，如 每项",
    ),
    "POL-206": _message(
        "{name}, which is about {found_type}",
        "{name}，它是关于{found_type}的",
        "something that is about {record_type}",
        "关于{record_type}的内容",
    ),
    "POL-207": _message(
        "definitions that rest on one another in a circle: {cycle}",
        "定义互相依赖成环：{cycle}",
        "definitions that can be worked out one after the other",
        "可以依次得出的定义",
        "remove one of these references",
        "删去其中一处引用",
    ),
    "POL-208": _message(
        "record types that contain one another in a circle: {cycle}",
        "记录类型互相包含成环：{cycle}",
        "record types that do not contain themselves",
        "不包含自身的记录类型",
        "remove one of these fields",
        "删去其中一个字段",
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
        "two values of one kind, such as two amounts of money or two dates",
        "同一类的两个值，如两个金额或两个日期",
    ),
    "POL-304": _message(
        "{found_type}, which has no greater or smaller",
        "{found_type}，没有大小之分",
        "numbers, amounts of money or dates",
        "数、金额或日期",
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
        "the field {name} for the second time",
        "字段 {name} 重复给出",
        "each field once",
        "每个字段一次",
        "remove one of the two",
        "删去其中一个",
    ),
    "POL-312": _message(
        "a least value of {least} and a greatest value of {greatest}",
        "下限 {least}，上限 {greatest}",
        "a least value that is not above the greatest",
        "下限不大于上限",
        "check the two values",
        "核对两个值",
    ),
    # Norms and parameters
    "POL-401": _message(
        "two values of {name} that begin on the same day: {start}",
        "{name} 有两个值从同一天开始：{start}",
        "one value for each day",
        "每一天只有一个值",
        "give each value the day it begins: = value from date",
        "给每个值写上起始日：= 值 自 日期",
    ),
    "POL-402": _message(
        "{name}, which cites nothing, although the policy names its source",
        "{name} 没有依据，而政策写明了原文",
        "a line such as: cites 三.3 “the words it rests on”",
        "这样的一行：依据 三.3 “所依据的原话”",
    ),
    # Citations
    "POL-501": _message(
        "a source text that cannot be used: {reason}",
        "原文无法使用：{reason}",
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
        "原文原话；最接近的在 {nearest_clause}：“{nearest}”",
    ),
    "POL-504": _message(
        "a quote that does not stand in clause {clause} but in {actual}",
        "引文不在条款 {clause}，而在 {actual}",
        "the clause that the words stand in",
        "引文所在的条款",
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
