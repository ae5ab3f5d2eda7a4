"""One word for one thing: the table of words, held against every text the product says."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from linkage_rules.words.glossary import GLOSSARY, Term

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "linkage_rules"
HAN = re.compile("[一-鿿]")
QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
"""A text in the source of the page and of the extension for VS Code."""

READ_NOT_SAID = (
    "words/keywords.py",
    "words/glossary.py",
    "language/hints/",
    "sources/",
    "testing/generation/",
)
"""Keywords of the language, and words that somebody else wrote and the program recognises."""


def texts() -> Iterator[tuple[str, str]]:
    """Every text in the program and its pages, but for what is written for who reads the source."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith(READ_NOT_SAID):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in remarks:
                yield f"{name}:{node.lineno}", node.value
    for path in (*sorted(SOURCE.rglob("templates/*")), SOURCE / "language" / "explanations.txt"):
        yield path.relative_to(SOURCE).as_posix(), path.read_text("utf-8")
    for path in sorted((ROOT / "editors").glob("*/src/**/*.ts*")):
        name = path.relative_to(ROOT).as_posix()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.lstrip().startswith(("import", "//", "*")):
                yield from ((f"{name}:{number}", text) for text in QUOTED.findall(line))


@cache
def in_chinese_and_english() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    said = list(texts())
    chinese = [(place, text) for place, text in said if HAN.search(text)]
    english = [(place, text) for place, text in said if " " in text and not HAN.search(text)]
    return chinese, english


def texts_of_policies() -> Iterator[tuple[str, str]]:
    """What shipped policies say in words of their own – labels, readings, titles of examples – and
    the documents written from them. Quotes of an official text are left out."""
    for path in sorted((ROOT / "policies").rglob("*.pol")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.lstrip().startswith(("#", "依据", "陈述", "under", "statement")):
                for text in re.findall(r'"([^"]+)"', line):
                    yield f"{path.name}:{number}", text
    for path in sorted((ROOT / "docs" / "policies").glob("*.md")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.lstrip().startswith(">"):
                yield f"{path.name}:{number}", re.sub(r"`[^`]*`|<[^>]*>", "", line)


@cache
def policy_texts() -> list[tuple[str, str]]:
    return list(texts_of_policies())


def without(term: Term, text: str) -> str:
    for longer in term.but:
        text = text.replace(longer, "")
    return text


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.thing)
def test_no_text_says_a_thing_in_another_word(term: Term) -> None:
    for said, words in zip(in_chinese_and_english(), (term.not_zh, term.not_en), strict=True):
        found = [
            (place, text)
            for place, text in said
            if place.startswith(tuple(term.said_in))
            and any(word in without(term, text) for word in words)
        ]
        assert not found


DOCUMENT_WORDS = ("norm", "legal ground", "due")
"""Words that mean something else in a document, or are keywords that its readers see there."""


@pytest.mark.parametrize("term", [t for t in GLOSSARY if t.not_zh], ids=lambda term: term.thing)
def test_no_shipped_policy_says_a_thing_in_another_word(term: Term) -> None:
    if term.thing not in DOCUMENT_WORDS:
        said = [
            one for one in policy_texts() if any(w in without(term, one[1]) for w in term.not_zh)
        ]
        assert not said


MACHINE_CLAUSE = re.compile(r"[一二三四五六七八九十]\.(?:\(|（|\d)")


def test_shipped_policies_cite_clauses_as_documents_print_them() -> None:
    assert MACHINE_CLAUSE.search("二.(三) 的责任")
    assert MACHINE_CLAUSE.search("三.1 把标准交给各地")
    assert not [one for one in policy_texts() if MACHINE_CLAUSE.search(one[1])]


def test_the_table_is_held_against_something() -> None:
    assert [len(said) > 1500 for said in in_chinese_and_english()] == [True, True]
    assert len(policy_texts()) > 1500
    everywhere = next(term for term in GLOSSARY if "拒收" in term.not_zh)
    assert "拒收" in without(everywhere, "读取8行，拒收1行")


def test_the_documentation_prints_the_table() -> None:
    printed = (ROOT / "docs" / "wording.md").read_text("utf-8")
    for term in GLOSSARY:
        words = "、".join(term.not_zh + term.not_en)
        assert f"| {term.thing} | {term.zh} | {term.en} | {words} |" in printed


LANGUAGE_MARKS = (
    *("language/", "words/catalogue.py", "testing/", "policy/", "words/written.py"),
    "editors/desk/src/places/rules/",
)
"""Where 「」 is spoken of as a mark of the policy language, which names things with it."""


def test_quotation_marks_are_those_of_the_standard() -> None:
    """“…‘…’…” (GB/T 15834); 「」 is a mark of the policy language alone."""
    chinese, _ = in_chinese_and_english()
    wrong = [
        (place, text)
        for place, text in chinese
        if ("「" in text or "」" in text) and not place.startswith(LANGUAGE_MARKS)
    ]
    assert not wrong
    uneven = [
        (place, text)
        for place, text in chinese
        if place.startswith(("reviews", "words", "commands")) and text.count("“") != text.count("”")
    ]
    assert not [one for one in uneven if "{" not in one[1] and one[1][-1] in "。；"]


COUNTED = re.compile(r"(?:\{\w+\}|\d) (?:[条项个处行户人份页]|[月日](?![一-鿿]))")


def test_no_blank_stands_between_a_number_and_what_it_counts() -> None:
    wrong = [(place, text) for place, text in in_chinese_and_english()[0] if COUNTED.search(text)]
    assert not wrong
