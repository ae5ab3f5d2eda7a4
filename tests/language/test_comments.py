"""Comments stay with the clause they belong to."""

import pytest

from linkage_rules.language import syntax
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.words.keywords import LANGUAGES


def read(text: str) -> syntax.File:
    file, diagnostics = parse(SourceFile("a.pol", text))
    assert diagnostics == []
    return file


CANONICAL = """\
# The licence of this file.

# 第三章
norm entry for Project  # the head
  # the words of the clause
  cites 三.3 "不得纳入项目库"
  # why operating

  # 为什么
  when operating  # behind "a text"
  county must not enter_library
  # the last words

  # of this norm

# about the county
bearer county

# the last words of the file

# and the very last
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_in_canonical_form_keeps_every_comment_where_it_is(language):
    printed = print_file(read(CANONICAL), language)
    assert print_file(read(printed), "en") == CANONICAL


def head_and_clauses(text: str) -> list[syntax.Line]:
    return [line for d in read(text).declarations for line in (d, *d.clauses)]


@pytest.mark.parametrize(
    ("text", "above", "behind"),
    [
        ("# a\nbearer x", [("a",)], [None]),
        ("#a\n#  b\t\nbearer x", [("a", "b")], [None]),
        ("# a\n\n\n# b\nbearer x", [("a", "", "b")], [None]),
        ("# a\n#\n# b\nbearer x", [("a", "", "b")], [None]),
        ("#\n# a\nbearer x", [("a",)], [None]),
        ("# a\n\nbearer x", [("a", "")], [None]),
        ("# a\r\n\r\n# b\r\nbearer x", [("a", "", "b")], [None]),
        ("bearer x # a", [()], ["a"]),
        ("bearer x #", [()], [None]),
        ('bearer x "# a" # b', [()], ["b"]),
        ("bearer 「#」# b", [()], ["b"]),
        ('bearer x # a “ 「 "', [()], ['a “ 「 "']),
        ("enum e # a\n  b # c", [(), ()], ["a", "c"]),
        ("enum e\n# a\n  b", [(), ("a",)], [None, None]),
        ("enum e b # a", [(), ()], [None, "a"]),
        ("norm n for R\n  when a # a\n    and b # b", [(), ("a", "b")], [None, None]),
        ("norm n for R\n  when a # a\n    # b\n    and b", [(), ("a", "b")], [None, None]),
        ("norm n for R\n  # c\n  when a # a\n    and b # b", [(), ("c", "a", "b")], [None, None]),
        ("norm n # a\n  for R # b\n  # c\n  when a", [("a", "b"), ("c",)], [None, None]),
        ("norm n for R\n  when a\n    # a\n    and b\n  x may act", [(), ("a",), ()], [None] * 3),
        ("bearer x\n# a\nbearer y", [(), ("a",)], [None, None]),
        ("## a\nbearer x", [("# a",)], [None]),
    ],
)
def test_a_comment_belongs_to_the_next_clause_or_to_the_one_it_stands_behind(text, above, behind):
    lines = head_and_clauses(text)
    assert [line.comments.above for line in lines] == above
    assert [line.comments.behind for line in lines] == behind


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("norm n for R\n  when a\n  # a\n  # b", ("a", "b")),
        ("norm n for R\n  when a\n\n  # a\n\n  # b\n\n# c\nbearer x", ("a", "", "b")),
        ("norm n for R\n  # a", ("a",)),
        ("norm n for R\n# a\nbearer x", ()),
    ],
)
def test_an_indented_comment_below_the_last_clause_closes_the_declaration(text, closing):
    assert read(text).declarations[0].closing == closing


def test_a_comment_at_the_margin_below_the_last_declaration_closes_the_file():
    file = read("bearer x\n# a\n\n# b")
    assert file.closing == ("a", "", "b")
    assert file.declarations[0].closing == ()


def test_a_file_of_comments_alone_keeps_them():
    assert print_file(read("\n # a\n\n#b"), "en") == "# a\n\n# b\n"


def test_a_comment_that_begins_with_several_hashes_keeps_them():
    text = "### a\nbearer x  #! b\n"
    assert print_file(read(text), "en") == "### a\nbearer x  # ! b\n"
