"""The words of diagnostics about record types that are linked."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.words.messages import Message, message

LINKS: Final[Mapping[str, Message]] = {
    "POL-321": message(
        "“{name}” ({found_type}) cannot be equal to “{of}” ({of_type})",
        "“{name}”（{found_type}）不能与“{of}”（{of_type}）对应",
        "two fields of one type: text, whole number or an enum",
        "类型相同的两个字段：文本、整数或枚举",
        "name the field that holds the same: by {name} = …",
        "写明内容相同的字段：依照 {name} = …",
    ),
    "POL-322": message(
        "“{record}” has no required field by which others can name it",
        "“{record}”没有可供其他记录指明它的必填字段",
        "a required field that is a text, a whole number or an enum",
        "一个必填的文本、整数或枚举字段",
        "make such a field required, or name another one: by {name} = …",
        "把这样的字段设为必填，或写明另一个字段：依照 {name} = …",
    ),
}
