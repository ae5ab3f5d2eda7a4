"""Texts in Markdown read as what they are."""

import html
import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from linkage_rules.presenting.markdown import anchor, code, link, literally
from linkage_rules.presenting.terminal import safe

TEXTS = st.text(
    st.one_of(st.sampled_from("`*_[]()<>|~#&\\-+1.!\n 文a"), st.characters(codec="utf-8")),
    max_size=20,
)


def shown(markdown: str) -> str:
    """The text of a rendered document, without its markup."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "code_inline", "text_special"}
    assert {t.type for t in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    return "".join(child.content for child in inline)


def on_one_line(text: str) -> str:
    return " ".join(safe(text).split())


@given(TEXTS)
@example("__0__")
@example("a_b_c")
@example("0)")
def test_a_text_written_literally_is_shown_as_it_is(text):
    assert shown(literally(text)) == on_one_line(text)


@given(TEXTS)
def test_code_is_shown_as_it_is(text):
    assert shown(f"x{code(text)}x") == f"x{on_one_line(text)}x"


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "***", "---", "==="])
def test_a_text_at_the_start_of_a_line_begins_no_block(text):
    assert shown(literally(text)) == text


@pytest.mark.parametrize("name", ["enter_library", 'a"b', "纳入 项目库", "a)b", "<b>"])
def test_a_link_leads_to_the_anchor_of_the_same_name(name):
    rendered = MarkdownIt("commonmark").render(link("there", name))
    target = re.search(r'<a href="#([^"]*)">there</a>', rendered)
    assert target
    assert anchor(name) == f'<a id="{html.escape(unquote(html.unescape(target[1])))}"></a>'
