"""What an expression or a type was probably meant to be."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from fractions import Fraction
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.fixes import Fix, replacing
from linkage_rules.language.hints.choices import each
from linkage_rules.language.hints.names_meant import ANSWERS_MEANT
from linkage_rules.language.hints.quantities import quantity_meant
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.model.operations import Comparison, Operation, Operator
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period
from linkage_rules.words import literals
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, keyword_phrase
from linkage_rules.words.names import write_name

_WRITE: Final = Phrase("write “{text}” instead of “{word}”", "把“{word}”改写为“{text}”")
_LIST_BEHIND: Final = re.compile(r"(\w+?)(?:列表|清单|数组|集合|[Ll]ist|[Aa]rray)")
_MEANT: Final = {
    **dict.fromkeys(("布尔", "布尔值", "是非"), "是否"),
    **dict.fromkeys(("字符串", "文字", "字符"), "文本"),
    **dict.fromkeys(("整型", "个数", "户数", "人数"), "整数"),
    **dict.fromkeys(("百分比", "比例", "比率", "数字", "数值", "小数"), "数"),
    **dict.fromkeys(("货币", "资金额", "钱"), "金额"),
    **dict.fromkeys(("期限", "时长"), "期间"),
    **dict.fromkeys(("bool", "boolean"), "yes/no"),
    **dict.fromkeys(("int", "integer", "whole"), "whole number"),
    **dict.fromkeys(("float", "decimal", "percent", "percentage"), "number"),
    **dict.fromkeys(("string", "str"), "text"),
    **dict.fromkeys(("amount", "currency", "yuan"), "money"),
}


def type_meant(name: syntax.Name, known: Set[str]) -> Fix | None:
    """The type name in the language for a type that was written as elsewhere.

    “Fund清单” is a list of Fund, if that is ``known``.

    >>> type_meant(syntax.Name("百分比"), set()).choices[0].edits[0].text
    '数'
    """
    text = _MEANT.get(name.text)
    if text is None and (found := _LIST_BEHIND.fullmatch(name.text)):
        element = _MEANT.get(found[1], found[1])
        several = "多个" if not name.text.isascii() else "list of"
        text = f"{several} {element}" if element in known else None
    if text is None:
        return None
    return replacing(name.span, text, _WRITE.filled(word=name.text, text=text))


_UNIT: Final = Phrase(
    "write the amount with its unit: {number}元 or {number}万元",
    "金额要写单位：{number}元 或 {number}万元",
)
_DATE: Final = Phrase(
    "write a date as 2022-12-07 or 2022年12月7日", "日期写成 2022年12月7日 或 2022-12-07"
)
_PERIOD: Final = Phrase(
    "write the time with its unit: {number} days, {number} months or {number} years",
    "时长要写单位：{number}天、{number}个月 或 {number}年",
)
_NO_QUOTES: Final = Phrase("leave out the quotation marks: {text}", "去掉引号：{text}")
_QUOTES: Final = Phrase("put text in quotation marks: “{text}”", "文字要加引号：“{text}”")
_YES_NO: Final = Phrase("write yes or no", "写 是 或 否")
_ANSWERS: Final = ("是", "否", "yes", "no")
_WRITE_VALUE: Final = Phrase("write {text}", "写成 {text}")
_BRACKETS: Final = Phrase("a list stands in square brackets: […]", "列表要写在方括号里：[…]")
_IN_LIST: Final = Phrase(
    "to ask whether a value is in a list, write: value in list",
    "要问列表里有没有某个值，写：值 属于 列表",
)
_EACH: Final = Phrase(
    "to speak of the elements of a list, write: some x in … has, or: every x in … has",
    "要说列表的元素，写：存在 某项 属于 … 满足，或：每个 某项 属于 … 满足",
)
_TYPE_OF_FACT: Final = Phrase(
    "if the fact is to be {value}, end its first line with “: {type}”",
    "事实若要表示{value}，在第一行末尾写“: {type}”",
)


def to_fit(found: syntax.Node, expected: Type) -> Phrase | Fix | None:
    """How to turn what was written into a value of the expected type; None where that is not clear.

    >>> fix = to_fit(syntax.Literal(LiteralKind.WHOLE, 200), Scalar.MONEY)
    >>> fix.hint.en, [choice.title.en for choice in fix.choices]
    ('write the amount with its unit: 200元 or 200万元', ['write: 200元', 'write: 200万元'])
    """
    match found, expected:
        case syntax.Literal(written=written), Scalar.MONEY if written[-1:] in tuple("百千万亿"):
            text = f"{written}元"
            return replacing(found.span, text, _WRITE.filled(word=written, text=text))
        case (
            syntax.Literal(
                LiteralKind.WHOLE | LiteralKind.DECIMAL, value=int() | Fraction() as number
            ),
            Scalar.MONEY,
        ):
            text = literals.write_number(number)
            units = (f"{text}元", f"{text}万元")
            return Fix(_UNIT.filled(number=text), each(found.span, units))
        case syntax.Arithmetic(Operator.OVER | Operator.MINUS), Scalar.DATE:
            day = _divided_day(found)
            return (
                _DATE if day is None else replacing(found.span, day, _WRITE_VALUE.filled(text=day))
            )
        case syntax.Literal(LiteralKind.WHOLE, value=int(number)), Scalar.PERIOD:
            return _times(found, number)
        case syntax.Literal(LiteralKind.WHOLE, value=int(year)), Scalar.DATE:
            return _days_of(found, year) if 1000 <= year <= 9999 else _DATE
        case syntax.Literal(LiteralKind.TEXT, value=str(text)), EnumType():
            name = write_name(text.strip())
            return replacing(found.span, name, _NO_QUOTES.filled(text=name))
        case syntax.Literal(LiteralKind.TEXT, value=str(text)), Scalar():
            is_answer = expected is Scalar.YES_NO and text in _ANSWERS
            meant = text if is_answer else _quantity(text, expected)
            if meant is None:
                return _NO_QUOTES.filled(text=text)
            return replacing(found.span, meant, _NO_QUOTES.filled(text=meant))
        case ((syntax.Literal() | syntax.Name() | syntax.RecordDatum()), ListType()):
            return _BRACKETS
    return None


def datum_to_fit(found: syntax.Datum, expected: Type) -> Phrase | Fix | None:
    """Like `to_fit` for data, where a name that is no enum value may be anything.

    >>> datum_to_fit(syntax.Name("一千万元"), Scalar.MONEY).choices[0].edits[0].text
    '1000万元'
    """
    match found, expected:
        case syntax.Name(text), Scalar.YES_NO if text in ANSWERS_MEANT:
            return replacing(found.span, ANSWERS_MEANT[text], _YES_NO)
        case syntax.Name(text), Scalar.TEXT:
            return replacing(found.span, f"“{text}”", _QUOTES.filled(text=text))
        case syntax.Name(text), Scalar():
            meant = _quantity(text, expected)
            if meant is not None:
                return replacing(found.span, meant, _WRITE_VALUE.filled(text=meant))
    return to_fit(found, expected)


def _divided_day(node: syntax.Arithmetic) -> str | None:
    """The day that “2023/5/1” was meant to be, which is a division in the language."""
    match node:
        case syntax.Arithmetic(
            left=syntax.Arithmetic(
                left=syntax.Literal(LiteralKind.WHOLE, value=int(year)),
                right=syntax.Literal(LiteralKind.WHOLE, value=int(month)),
            ),
            right=syntax.Literal(LiteralKind.WHOLE, value=int(day)),
        ) if 1000 <= year <= 9999 and month < 100 and day < 100:
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                return None
    return None


_READERS: Final[Mapping[Scalar, Callable[[str], object]]] = {
    Scalar.WHOLE: literals.read_number,
    Scalar.NUMBER: lambda text: literals.read_number(text) or literals.read_percent(text),
    Scalar.MONEY: literals.read_money,
    Scalar.DATE: literals.read_date,
    Scalar.PERIOD: literals.read_period,
}


def _quantity(written: str, type_: Scalar) -> str | None:
    """The text as a quantity of a type, in a spelling that the language reads; None if it is
    none."""
    read = _READERS.get(type_)
    for text in (written.strip(), quantity_meant(written)):
        try:
            if read is not None and text and read(text) is not None:
                return text
        except literals.LiteralError:
            return None
    return None


def to_compare(
    whole: syntax.Node, left: syntax.Node, left_type: Type, right: syntax.Node, right_type: Type
) -> Phrase | Fix | None:
    """How to make two values comparable in the comparison ``whole``."""
    if isinstance(left_type, ListType) != isinstance(right_type, ListType):
        return _IN_LIST
    return (
        to_fit(left, right_type)
        or to_fit(right, left_type)
        or _answer_asked(whole)
        or _of_one_kind(left_type, right, right_type)
        or _of_one_kind(right_type, left, left_type)
    )


def to_ask(found: syntax.Node, type_: Type, expected: Type) -> Phrase | None:
    """How to turn a value into a condition, by an example."""
    name = _as_written(found)
    if expected is not Scalar.YES_NO or not isinstance(type_, Scalar) or name is None:
        return None
    if type_ not in _SAMPLES:
        return None
    return _ASK.filled(name=name, comparison=_COMPARED_WITH[type_], sample=_SAMPLES[type_])


def _answer_asked(whole: syntax.Node) -> Phrase | Fix | None:
    """The fix for “x = 1” where the field is a yes/no."""
    match whole:
        case syntax.Compare(
            Comparison.EQUAL | Comparison.NOT_EQUAL as how,
            left,
            syntax.Literal(LiteralKind.WHOLE, value=0 | 1 as number) as right,
        ) if (name := _as_written(left)) is not None:
            is_so = (number == 1) == (how is Comparison.EQUAL)
            chinese = not name.isascii()
            text = name if is_so else f"{'非' if chinese else 'not'} {name}"
            asked = f"{how.value} {right.written or number}"
            return replacing(whole.span, text, _NO_NUMBER.filled(asked=asked, text=text))
    return None


def _times(found: syntax.Node, number: int) -> Fix:
    units = (f"{number}天", f"{number}个月", f"{number}年")
    return Fix(_PERIOD.filled(number=number), each(found.span, units))


def _days_of(found: syntax.Node, year: int) -> Fix:
    ends = (f"{year}-01-01", f"{year}-12-31")
    return Fix(_YEAR.filled(year=year), each(found.span, ends))


def _of_one_kind(wanted: Type, found: syntax.Node, type_: Type) -> Phrase | Fix | None:
    """What to write instead of a value of another kind, by an example."""
    match wanted, found:
        case Scalar.DATE, syntax.Literal(LiteralKind.PERIOD, value=Period(months=months, days=0)):
            years, rest = divmod(months, 12)
            return None if rest or not 1000 <= years <= 9999 else _days_of(found, years)
        case Scalar(), syntax.Literal() if wanted in _SAMPLES:
            return _SAMPLE.filled(value=type_phrase(wanted), sample=_SAMPLES[wanted])
    return None


def _as_written(node: syntax.Node) -> str | None:
    match node:
        case syntax.Name(text):
            return write_name(text)
        case syntax.PartOf(whole, part):
            before = _as_written(whole)
            return None if before is None else f"{before}.{write_name(part.text)}"
    return None


_ASK: Final = Phrase(
    "a condition is yes or no, for example: {name} {comparison} {sample}",
    "条件的结果须为是或否，如：{name} {comparison} {sample}",
)
_NO_NUMBER: Final = Phrase(
    "a yes/no field stands alone, without “{asked}”: {text}",
    "是否类字段直接写，不用“{asked}”：{text}",
)
_YEAR: Final = Phrase(
    "to compare with a year, write a date: {year}-01-01 or {year}-12-31",
    "与年份比较请写日期：{year}年1月1日，或{year}年12月31日",
)
_SAMPLE: Final = Phrase("write {value}, such as {sample}", "请写{value}，如 {sample}")
_SAMPLES: Final = {
    Scalar.WHOLE: Phrase("30", "30"),
    Scalar.NUMBER: Phrase("30%", "30%"),
    Scalar.MONEY: Phrase("500000 yuan", "50万元"),
    Scalar.DATE: Phrase("2023-01-01", "2023年1月1日"),
    Scalar.PERIOD: Phrase("3 years", "3年"),
    Scalar.TEXT: Phrase("“…”", "“…”"),
}
_COMPARED_WITH: Final = {
    **dict.fromkeys((Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY), ">"),
    **dict.fromkeys((Scalar.DATE, Scalar.PERIOD), ">="),
    Scalar.TEXT: "=",
}


def to_combine(node: syntax.Arithmetic, left_type: Type, right_type: Type) -> Phrase | Fix | None:
    """How to change two values such that they can be added or subtracted."""
    if node.operator not in (Operator.PLUS, Operator.MINUS):
        return None
    match node.right:
        case syntax.Literal(LiteralKind.WHOLE, value=int(number)) if left_type is Scalar.DATE:
            return _times(node.right, number)
    return to_fit(node.left, right_type) or to_fit(node.right, left_type)


def to_be_taken(
    operations: Sequence[Operation], nodes: Sequence[syntax.Node], types: Sequence[Type]
) -> Phrase | Fix | None:
    """How to change one of the operands such that the operation takes it."""
    for place, node in enumerate(nodes):
        others = {*types[:place], *types[place + 1 :]}
        if len(others) == 1:
            (wanted,) = others
            alike = [wanted] * len(types)
            hint = to_fit(node, wanted)
            if hint and any(operation.result(alike) is not None for operation in operations):
                return hint
    return None


def for_elements(found: Type) -> Phrase | None:
    """The hint for a field that was asked of a list instead of its elements."""
    return _EACH if isinstance(found, ListType) else None


def type_to_state(type_: Type) -> Phrase:
    """The type clause that is missing in the first line of a fact.

    >>> type_to_state(Scalar.MONEY).en
    'if the fact is to be an amount of money, end its first line with “: money”'
    """
    return _TYPE_OF_FACT.filled(value=type_phrase(type_), type=type_written(type_))


def type_written(type_: Type) -> Phrase:
    """A type as it is written in each language."""
    match type_:
        case Scalar():
            return keyword_phrase(f"TYPE_{type_.name}")
        case ListType(element):
            several, inner = keyword_phrase("LIST_OF"), type_written(element)
            return Phrase(f"{several.en} {inner.en}", f"{several.zh} {inner.zh}")
        case EnumType() | RecordType():
            return called(type_)
