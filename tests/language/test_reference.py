"""The reference in ``docs`` says what the code says.

After a change run this file with ``UPDATE_GOLDEN=1`` and read what changed.
"""

import re

from linkage_rules.language.explanations import explanations
from linkage_rules.words.catalogue import CATALOGUE
from linkage_rules.words.keywords import KEYWORDS
from tests.golden import matches
from tests.places import DOCS


def _keyword_table() -> str:
    rows = [f"| {' · '.join(k.en)} | {' · '.join(k.zh)} |" for k in KEYWORDS]
    return "\n".join(("| English | 中文 |", "|---|---|", *rows)) + "\n"


_HEAD = """\
# Diagnostics

Every message says in its first line what is wrong, then where, what was expected, the likely fix
and, where it is certain what was meant, the line put right. Words in braces are filled in.

`Diagnostic.choices` holds the changes to the text that put it right, each a `Choice` with a `title`
that says what it does and its `edits`: an `Edit` replaces the characters of its `span` by its
`text`, and `edited(text, edits)` makes all of them. Where it is certain what was meant there is one
that `is_sure`, and `Diagnostic.edits` are its changes. Where only the author can say what was meant
there are several to choose among, or none.

| code | what is wrong | 问题 |
|---|---|---|
"""


def _diagnostics() -> str:
    rows = [
        f"| {code} | {_cell(m.headline.en)} | {_cell(m.headline.zh)} |"
        for code, m in CATALOGUE.items()
    ]
    return _HEAD + "\n".join(rows) + "\n" + _CAUSES + "\n\n".join(_explained()) + "\n"


_CAUSES = """
## Cause and cure

`linkage-rules check --explain CODE` prints these.

"""


def _explained() -> list[str]:
    return [
        f"**{code}** {e.cause.en} {e.cure.en}\n{e.cause.zh}{e.cure.zh}"
        for code, e in explanations().items()
    ]


_HEAD_ZH = """\
# 诊断

每条消息第一行写明错在哪里，然后是位置、应当写什么、多半应怎样改；能确定本意的，再给出改好的一行。花括号中的词由程序填写。

`Diagnostic.choices` 是能改正问题的各种改法：每个 `Choice` 的 `title` 写明作什么改动，`edits`
是所作的改动；一个 `Edit` 把其 `span` 处的字符换成它的 `text`，`edited(text, edits)` 全部照改。
能确定本意的只有一种改法，其 `is_sure` 为真，`Diagnostic.edits` 就是它的改动；
只有作者才知道本意的，有几种可选，或者没有。[English](diagnostics.md)

| 代码 | 问题 |
|---|---|
"""
_CAUSES_ZH = """
## 原因和改法

`linkage-rules check --explain 代码` 显示的就是这些。

"""


def _diagnostics_in_chinese() -> str:
    rows = [f"| {code} | {_cell(m.headline.zh)} |\n" for code, m in CATALOGUE.items()]
    told = [f"**{code}** {e.cause.zh}{e.cure.zh}\n" for code, e in explanations().items()]
    return _HEAD_ZH + "".join(rows) + _CAUSES_ZH + "\n".join(told)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def test_the_table_of_keywords_is_the_one_the_parser_uses() -> None:
    for page, heading in (("language.md", "## Keywords\n"), ("language.zh.md", "## 关键词\n")):
        path = DOCS / page
        before, _, _ = path.read_text(encoding="utf-8").partition(heading)
        matches(path, f"{before}{heading}\n{_keyword_table()}")


def test_the_list_of_diagnostics_is_the_catalogue() -> None:
    matches(DOCS / "diagnostics.md", _diagnostics())
    matches(DOCS / "diagnostics.zh.md", _diagnostics_in_chinese())


def test_every_code_is_explained() -> None:
    assert sorted(explanations()) == sorted(CATALOGUE)
    for explanation in explanations().values():
        for phrase in (explanation.cause, explanation.cure):
            assert phrase.en.isascii() or re.search("[“”…「」一-鿿]", phrase.en)
            assert not phrase.zh.isascii()
