"""The problems that a file of an official text can have, and their messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from linkage_rules.errors import Error
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import visible


@frozen
class _Phrase:
    zh: str
    en: str


@frozen
class _Wording:
    found: _Phrase
    expected: _Phrase
    hint: _Phrase


def _wording(*texts: str) -> _Wording:
    phrases = [_Phrase(zh, en) for zh, en in zip(texts[::2], texts[1::2], strict=True)]
    return _Wording(*phrases)


_WORDINGS: Final[Mapping[str, _Wording]] = {
    # The file
    "SRC-001": _wording(
        "没有这个文件",
        "there is no such file",
        "一个 UTF-8 编码的文本文件",
        "a UTF-8 text file",
        "核对文件名，并把官方文本放在政策文件旁边",
        "check the name, and put the official text beside the policy files",
    ),
    "SRC-002": _wording(
        "无法读取：{found}",
        "it cannot be read: {found}",
        "一个可以读取的文本文件",
        "a text file that may be read",
        "核对它是不是文件夹，以及读取权限",
        "check that it is no folder and that you may read it",
    ),
    "SRC-003": _wording(
        "文件大于{expected}字节",
        "the file is larger than {expected} bytes",
        "不超过{expected}字节",
        "at most {expected} bytes",
        "只保留官方文本的正文",
        "keep the words of the official text and nothing else",
    ),
    "SRC-004": _wording(
        "文件没有文字",
        "the file holds no words",
        "官方文本",
        "the official text",
        "把官方文本粘贴进来并保存",
        "paste the official text and save the file",
    ),
    "SRC-005": _wording(
        "文件多于{expected}行",
        "the file has more than {expected} lines",
        "不超过{expected}行",
        "at most {expected} lines",
        "只保留官方文本的正文",
        "keep the words of the official text and nothing else",
    ),
    # Characters
    "SRC-101": _wording(
        "编码看来是 {found}，从这一行起不是 UTF-8",
        "the encoding looks like {found}; from this line on it is not UTF-8",
        "UTF-8 编码",
        "UTF-8",
        "用编辑器打开，另存为 UTF-8（无 BOM）",
        "open it in an editor and save it as UTF-8 without a byte order mark",
    ),
    "SRC-102": _wording(
        "字节 {found} 不是 UTF-8 文字",
        "the byte {found} is no UTF-8 text",
        "UTF-8 编码",
        "UTF-8",
        "对照原件补正这一行，存为 UTF-8",
        "mend this line from the original and save the file as UTF-8",
    ),
    "SRC-104": _wording(
        "有看不见的字符 {found}",
        "there is the invisible character {found}",
        "文字、标点、空格和换行",
        "words, punctuation, spaces and line breaks",
        "删去这个字符；换页符要连同页眉页脚一起删去",
        "take the character out; a page break goes together with the header and footer",
    ),
    "SRC-105": _wording(
        "有转换时损坏的字符 {found}",
        "there is the character {found}, left by a failed conversion",
        "原件上的字",
        "the character of the original",
        "对照原件补正",
        "put the character of the original in its place",
    ),
    # Pages
    "SRC-201": _wording(
        "这一行是页码：“{found}”",
        "this line is a page number: “{found}”",
        "只有正文",
        "the words of the document only",
        "删去页码",
        "take the page number out",
    ),
    "SRC-202": _wording(
        "这一行看来是页眉或页脚，与第{other}行相同：“{found}”",
        "this line looks like a page header or footer, it repeats line {other}: “{found}”",
        "只有正文",
        "the words of the document only",
        "删去页眉和页脚",
        "take the headers and footers out",
    ),
    # Numbers of clauses
    "SRC-301": _wording(
        "编号“{found}”重复，第{other}行已有",
        "the number “{found}” stands here again, after line {other}",
        "“{expected}”",
        "“{expected}”",
        "对照原件改正编号；目录和另一份文件不要放在一起；若是一句话的中间，接到上一行",
        "correct the number from the original; leave out a table of contents or a second document;"
        " if a sentence was broken here, join it to the line above",
    ),
    "SRC-302": _wording(
        "编号跳到“{found}”",
        "the numbers jump to “{found}”",
        "“{expected}”",
        "“{expected}”",
        "对照原件，补上遗漏的条款或改正编号；若是一句话的中间，接到上一行",
        "add the clause that is missing or correct the number from the original;"
        " if a sentence was broken here, join it to the line above",
    ),
    "SRC-303": _wording(
        "编号倒退到“{found}”",
        "the numbers go back to “{found}”",
        "“{expected}”",
        "“{expected}”",
        "对照原件调整次序或改正编号；若是一句话的中间，接到上一行",
        "put the clauses in order or correct the number from the original;"
        " if a sentence was broken here, join it to the line above",
    ),
    "SRC-901": _wording(
        "问题超过{found}个，其余未列出",
        "there are more than {found} problems; the others are not listed",
        "官方文本的文字",
        "the words of the official text",
        "核对这是不是官方文本，改正已列出的再试",
        "check that this is the official text, mend what is listed and try again",
    ),
}

MOST_PROBLEMS: Final = 500
"""How many problems of one file are listed."""

_LONGEST_SHOWN = 40


@frozen
class SourceProblem:
    """One thing that is wrong with the file of an official text.

    ``code`` is stable. ``line`` counts from 1 and is None where the whole file is meant. ``found``
    and ``expected`` are words of the text, numbers or names, free of language, or why the system
    failed in both; either may be empty.
    ``other_line`` is the line that this one contradicts, if it does.

    >>> problem = SourceProblem("SRC-302", "source.txt", 12, "3.", "2.")
    >>> print(problem.render("en").partition(" (")[0])
    source.txt, line 12: the numbers jump to “3.”; expected: “2.”
    """

    code: str
    source: str
    line: int | None
    found: str | Phrase = ""
    expected: str = ""
    other_line: int | None = None

    def render(self, language: Language) -> str:
        """Where, what was found, what was expected and the likely fix, on one line."""
        wording = _WORDINGS[self.code]
        found, expected = self._say(wording.found, language), self._say(wording.expected, language)
        hint, source = self._say(wording.hint, language), visible(self.source, _LONGEST_SHOWN)
        if language == "zh":
            line = "" if self.line is None else f" 第{self.line}行"
            return f"{source}{line}：{found}；应为：{expected}（{hint}）"
        line = "" if self.line is None else f", line {self.line}"
        return f"{source}{line}: {found}; expected: {expected} ({hint})"

    @property
    def path(self) -> tuple[str | int, ...]:
        """The file and, where one is meant, the line."""
        return (self.source,) if self.line is None else (self.source, self.line)

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain data, ready for JSON."""
        return {
            "code": self.code,
            "path": list(self.path),
            "message": {"zh": self.render("zh"), "en": self.render("en")},
        }

    def _say(self, phrase: _Phrase, language: Language) -> str:
        template = phrase.zh if language == "zh" else phrase.en
        return template.format(
            found=visible(say(self.found, language), _LONGEST_SHOWN),
            expected=self.expected,
            other=self.other_line,
        )


class SourceError(Error):
    """An official text that cannot be used; ``problems`` are all that is wrong with it.

    >>> str(SourceError([SourceProblem("SRC-004", "source.txt", 1)])).splitlines()[0]
    'source.txt 第1行：文件没有文字；应为：官方文本（把官方文本粘贴进来并保存）'
    """

    problems: tuple[SourceProblem, ...]

    def __init__(self, problems: Iterable[SourceProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return f"{self.render('zh')}\n{self.render('en')}"
