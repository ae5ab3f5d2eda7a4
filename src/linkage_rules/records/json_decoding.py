"""JSON values decoded one at a time, exactly, and with their flaws located."""

import json
import re
from decimal import Decimal
from typing import Final

from attrs import frozen

from linkage_rules.plain.reading import NOT_CHARACTERS, is_whole
from linkage_rules.records.exactness import OUT_OF_RANGE
from linkage_rules.records.findings import too_deep
from linkage_rules.records.limits import MAX_DEPTH
from linkage_rules.records.problems import Problem, ProblemList
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import excerpt, part, shown

_SPACE: Final = re.compile(r"[ \t\r\n]*")
# The only way to half a character in a text that was decoded from UTF-8.
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_TEXT_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)

# Python refuses to read whole numbers of thousands of digits, as that takes quadratic time.
_LONGEST_WHOLE = 40

_SYNTAX: Final = (
    ("Expecting value", Phrase("a value is missing or cannot be read", "缺少值，或值无法识别")),
    (
        "Expecting property name",
        Phrase("a field name in double quotes is missing", "缺少用双引号括起的字段名"),
    ),
    ("Expecting ':'", Phrase("a colon is missing", "缺少冒号")),
    ("Expecting ','", Phrase("a comma or a closing bracket is missing", "缺少逗号或右括号")),
    ("Extra data", Phrase("something follows the end of the data", "数据结束后还有内容")),
    (
        "Unterminated string",
        Phrase("the text that begins here has no closing quote", "由此开始的文本缺少右引号"),
    ),
    (
        "Invalid control",
        Phrase("a text holds a line break or another control character", "文本中有换行等控制字符"),
    ),
    ("Invalid \\", Phrase("a backslash without a meaning", "反斜杠后的内容无法识别")),
    ("Illegal trailing", Phrase("a comma after the last element", "最后一个元素之后多了逗号")),
)
_UNREADABLE: Final = Phrase("this cannot be read", "此处无法识别")

_NOT_A_NUMBER: Final = Phrase("not a number that JSON knows", "不是 JSON 允许的数")
_GIVEN_TWICE: Final = Phrase("the field is given more than once", "字段重复填写")
_WHOLE_CHARACTERS: Final = Phrase("text of whole characters", "由完整字符组成的文本")
_A_NUMBER: Final = Phrase("a number, or nothing if it is not known", "数；不清楚时请不要填写")
_ONCE: Final = Phrase("each field once", "每个字段只填一次")


@frozen
class Decoded:
    """A JSON value and where the text goes on after it; the value is nothing if there are flaws."""

    value: object
    end: int
    problems: tuple[Problem, ...] = ()
    omitted: int = 0


@frozen
class _Flaw:
    """Stands in the decoded data where a flaw is, until the whole is known and so its path."""

    value: str
    why: Phrase
    expected: Phrase

    def at(self, path: str) -> Problem:
        return Problem(path, self.value, self.why, self.expected)


class Decoder:
    """Decodes JSON values with every number exact.

    Decimals become `Decimal`. NaN, infinities, fields given twice, and halves of characters such as
    ``"\\ud83d"``, which no file could be written with, are problems of the value they stand in;
    Python's own decoder lets them pass.

    >>> Decoder().decode('{"share": 0.1}', 0).value
    {'share': Decimal('0.1')}
    >>> [p.path for p in Decoder().decode('{"a": [NaN], "b": 1, "b": 2}', 0).problems]
    ['a[0]', 'b']
    """

    def __init__(self) -> None:
        self._flawed = False
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self._decimal,
            parse_int=self._whole,
            parse_constant=self._constant,
        )

    def decode(self, text: str, start: int) -> Decoded:
        """The value that begins at ``start``.

        Raises `json.JSONDecodeError`. A value nested too deeply to be decoded is a problem, and
        ends where its outermost bracket is closed.
        """
        self._flawed = False
        try:
            value, end = self._json.raw_decode(text, start)
        except RecursionError:
            return Decoded(
                None, _after_brackets(text, start), (too_deep("", excerpt(text, start)),)
            )
        if not self._flawed and not _HALF.search(text, start, end):
            return Decoded(value, end)
        found = _located(value)
        if not found.problems:
            return Decoded(value, end)
        return Decoded(None, end, tuple(found.problems), found.omitted)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            self._flawed = True
            given: dict[str, list[object]] = {}
            for name, value in pairs:
                given.setdefault(name, []).append(value)
            for name, values in given.items():
                if len(values) > 1:
                    fields[name] = _Flaw(shown(values), _GIVEN_TWICE, _ONCE)
        return fields

    def _decimal(self, digits: str) -> object:
        try:
            return Decimal(digits)
        except ArithmeticError:
            return self._flaw(digits, OUT_OF_RANGE)

    def _whole(self, digits: str) -> object:
        return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)

    def _constant(self, name: str) -> _Flaw:
        return self._flaw(name, _NOT_A_NUMBER)

    def _flaw(self, number: str, why: Phrase) -> _Flaw:
        self._flawed = True
        return _Flaw(excerpt(number), why, _A_NUMBER)


def after_space(text: str, start: int) -> int:
    """The offset of the first character that is no space."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def explained(error: json.JSONDecodeError) -> Phrase:
    """What is wrong with the syntax, in plain words.

    >>> explained(json.JSONDecodeError("Expecting ',' delimiter", "[1 2]", 3)).en
    'a comma or a closing bracket is missing'
    """
    return next((w for start, w in _SYNTAX if error.msg.startswith(start)), _UNREADABLE)


def _after_brackets(text: str, start: int) -> int:
    depth = 0
    for token in _TEXT_OR_BRACKET.finditer(text, start):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
            if depth == 0:
                return token.end()
    return len(text)


def _located(value: object) -> ProblemList:
    """The flaws in a value with their paths, in its order."""
    found = ProblemList()
    waiting: list[tuple[str, int, object]] = [("", 1, value)]
    while waiting:
        path, depth, node = waiting.pop()
        parts: list[tuple[str, object]] = []
        if isinstance(node, str) and not is_whole(node):
            node = _Flaw(shown(node), NOT_CHARACTERS, _WHOLE_CHARACTERS)
        if isinstance(node, _Flaw):
            found.report(node.at, path)
        elif isinstance(node, dict | list) and depth > MAX_DEPTH:
            found.report(too_deep, path, shown(node))
        elif isinstance(node, dict):
            parts = [(part(path, name), v) for name, v in node.items()]
            # A name that is no text is shown as the value of its place.
            parts += ((part(path, name), name) for name in node if not is_whole(name))
        elif isinstance(node, list):
            parts = [(f"{path}[{index}]", v) for index, v in enumerate(node)]
        waiting += ((inner, depth + 1, v) for inner, v in reversed(parts))
    return found
