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

Where it is certain what was meant, `Diagnostic.edits` holds the change to the text that says so in
the language: an `Edit` replaces the characters of its `span` by its `text`, and
`edited(text, edits)` makes all of them. Where only the author can say what was meant, there are
none.

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


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def test_the_table_of_keywords_is_the_one_the_parser_uses() -> None:
    path = DOCS / "language.md"
    before, _, _ = path.read_text(encoding="utf-8").partition("## Keywords\n")
    matches(path, f"{before}## Keywords\n\n{_keyword_table()}")


def test_the_list_of_diagnostics_is_the_catalogue() -> None:
    matches(DOCS / "diagnostics.md", _diagnostics())


def test_every_code_is_explained() -> None:
    assert sorted(explanations()) == sorted(CATALOGUE)
    for explanation in explanations().values():
        for phrase in (explanation.cause, explanation.cure):
            assert phrase.en.isascii() or re.search("[“”…「」一-鿿]", phrase.en)
            assert not phrase.zh.isascii()
