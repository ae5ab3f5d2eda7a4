"""Every word of every policy is coloured as what the parser takes it for: the table, Pygments."""

import json
from importlib.metadata import entry_points

import pytest
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename

from linkage_rules.language.lexical import CLOSING, COUNTING, JOINING, LEADING, Kind, rows
from linkage_rules.presenting.pygments_lexer import TOKENS, PolicyLexer
from linkage_rules.words.keywords import BY_TERMINAL, DECLARING, words_in_their_place
from tests.editors.truth import GRAMMARS, Policies, Word, signs
from tests.golden import matches
from tests.places import ROOT


def test_the_policies_hold_every_kind_of_word_in_both_languages(policies: Policies) -> None:
    english = {name for name in policies if name.startswith("en/")}
    for names in (english, policies.keys() - english):
        assert {word.kind for name in names for word in policies[name][1]} == {*Kind}
    assert sum(len(found) for _, found in policies.values()) > 50_000


def coloured(text: str) -> list[Word]:
    kinds = {token: kind for kind, token in TOKENS.items()}
    lexer = PolicyLexer(stripnl=False, ensurenl=False)
    found = [*lexer.get_tokens_unprocessed(text)]
    assert "".join(words for _, _, words in found) == text
    return [
        Word(start, words, kind)
        for start, token, words in found
        if (kind := kinds[token]) is not None
    ]


def test_pygments_takes_every_word_of_every_policy_as_the_parser_does(policies: Policies) -> None:
    for name, (text, known) in policies.items():
        found = {(word.start, word.text): word.kind for word in coloured(text)}
        wrong = [word for word in known if found.get((word.start, word.text)) != word.kind]
        assert wrong == [], name


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("当 金额 > 3\n", "keyword name operator number"),
        ("  sold “交售”：金额 必填\n", "name string punctuation type keyword"),
        ("  金额 “交售金额”：金额\n", "name string punctuation type"),
        ("  指 笔.金额\n", "keyword name punctuation name"),
        ("  结果\n", "keyword"),
        ("  结果：文本\n", "name punctuation type"),
        ("  total “总数”: number\n", "name string punctuation type"),
        ("  total must.part\n", "keyword modality punctuation name"),
        ("norm must for Project\n", "declaring keyword declared name keyword name"),
        ("  county must not enter\n", "name modality name"),
        ("  依据 一.(一) “不少于10户”\n", "keyword clause string"),
        ("  within 10 working days\n", "keyword number keyword"),
        ("  限期 10个工作日 # 自受理之日起\n", "keyword number keyword comment"),
        ("截至 2024年5月1日\n", "keyword date"),
        ("  「when」: 12.50 million yuan\n", "name punctuation number"),
        ("  when 「a # b” “c\n", "keyword name"),
        ("  asks “没有写完 # 不是注释\n", "keyword string"),
    ],
)
def test_a_line_is_coloured_by_what_stands_beside_a_word(text: str, kinds: str) -> None:
    assert " ".join(word.kind.value for word in coloured(text)) == kinds


def test_a_word_that_is_a_keyword_in_one_place_only_has_a_place() -> None:
    placed = {
        spelling
        for terminal in (*LEADING, *COUNTING, *JOINING, *CLOSING, *DECLARING)
        for spelling in BY_TERMINAL[terminal].spellings
    }
    assert words_in_their_place() <= placed


def test_pygments_finds_the_lexer_by_its_name_and_by_that_of_a_file() -> None:
    (entry,) = (one for one in entry_points(group="pygments.lexers") if one.name == "pol")
    assert entry.load() is PolicyLexer
    assert isinstance(get_lexer_by_name("pol"), PolicyLexer)
    assert isinstance(get_lexer_for_filename("norms.pol"), PolicyLexer)


def test_the_files_of_editors_are_those_that_the_table_makes() -> None:
    for path, text in GRAMMARS.files().items():
        matches(path, text)


def test_every_kind_of_word_has_a_colour_of_its_own_in_every_editor() -> None:
    for table in (TOKENS, GRAMMARS.SCOPES, GRAMMARS.GROUPS):
        assert {*Kind} <= table.keys()
        assert len({str(value) for value in table.values()}) == len(table)


def test_no_pattern_of_the_table_looks_ahead_or_behind() -> None:
    """Those who write it for another program could not exchange such signs one by one."""
    patterns = [
        pattern
        for row in rows()
        for pattern in (*(one for one, _ in row.pieces), row.followed_by, row.not_before)
        if pattern is not None
    ]
    assert [p for p in patterns if "(?=" in p or "(?!" in p or "(?<" in p or r"\b" in p] == []


PAIRS = (("LPAR", "RPAR"), ("LSQB", "RSQB"), ("LBRACE", "RBRACE"))


def test_editors_know_the_brackets_of_the_language_in_both_scripts() -> None:
    pairs = {
        pair
        for opening, closing in PAIRS
        for pair in zip(signs(f"_{opening}"), signs(f"_{closing}"), strict=True)
    }
    assert {("(", ")"), ("（", "）"), ("【", "】")} <= pairs
    code = json.loads((ROOT / "editors/vscode/language-configuration.json").read_text("utf-8"))
    assert {tuple(pair) for pair in code["brackets"]} == pairs
    quotes = {('"', '"'), ("“", "”"), ("「", "」")}
    closed = {(pair["open"], pair["close"]) for pair in code["autoClosingPairs"]}
    assert closed == {tuple(pair) for pair in code["surroundingPairs"]} == pairs | quotes
    plugin = (ROOT / "editors/vim/ftplugin/pol.vim").read_text("utf-8")
    (matched,) = [line for line in plugin.splitlines() if "matchpairs=" in line]
    shown = {tuple(pair.split(":")) for pair in matched.partition("=")[2].split(",")}
    assert shown == pairs | quotes - {('"', '"')}
