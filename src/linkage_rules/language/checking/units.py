"""The words for types and for operands of operations, in messages."""

from collections.abc import Sequence
from typing import Final

from linkage_rules.model.operations import Operation
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.written import written

_NAMES: Final = {
    Scalar.YES_NO: Phrase("yes or no", "是或否"),
    Scalar.WHOLE: Phrase("a whole number", "整数"),
    Scalar.NUMBER: Phrase("a number", "数"),
    Scalar.MONEY: Phrase("an amount of money", "金额"),
    Scalar.DATE: Phrase("a date", "日期"),
    Scalar.PERIOD: Phrase("a period", "时长"),
    Scalar.TEXT: Phrase("text", "文本"),
}

_SEVERAL: Final = {
    Scalar.YES_NO: "yes or no",
    Scalar.WHOLE: "whole numbers",
    Scalar.NUMBER: "numbers",
    Scalar.MONEY: "amounts of money",
    Scalar.DATE: "dates",
    Scalar.PERIOD: "periods",
    Scalar.TEXT: "texts",
}


def type_phrase(type_: Type) -> Phrase:
    """What a value of a type is called in messages.

    >>> type_phrase(ListType(Scalar.MONEY))
    Phrase(en='a list of amounts of money', zh='多个金额')
    """
    match type_:
        case Scalar():
            return _NAMES[type_]
        case ListType(element):
            return Phrase(f"a list of {_several(element)}", f"多个{type_phrase(element).zh}")
        case EnumType():
            return Phrase(f"a value of “{type_.name}”", f"“{type_.label or type_.name}”的值")
        case RecordType():
            return Phrase(f"a “{type_.name}” record", f"“{type_.label or type_.name}”记录")


def _several(type_: Type) -> str:
    match type_:
        case Scalar():
            return _SEVERAL[type_]
        case ListType(element):
            return f"lists of {_several(element)}"
        case EnumType():
            return f"values of “{type_.name}”"
        case RecordType():
            return f"“{type_.name}” records"


def operand_types(operation: Operation) -> Phrase:
    """What an operation takes, in words.

    >>> from linkage_rules.model.operations import YEARS_BETWEEN
    >>> operand_types(YEARS_BETWEEN).zh
    '日期、日期'
    """
    if operation.taking is not None:
        return Phrase(*operation.taking)
    each = [enumerated(map(type_phrase, signature.operands)) for signature in operation.takes]
    return enumerated(each, "; or ", "；或")


def said(operation: Operation, operands: Sequence[Type]) -> Phrase:
    """An operation with words for its operands, as messages show it."""
    return written(operation, [type_phrase(type_) for type_ in operands])
