"""What types are called elsewhere."""

import re
from collections.abc import Set
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.fixes import Fix, replacing
from linkage_rules.words.messages import Phrase

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
    """What a type is called in the language that was written as it is called elsewhere.

    “Fund清单” is a list of Fund, if that is ``known``.

    >>> type_meant(syntax.Name("百分比"), set()).edits[0].text
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
