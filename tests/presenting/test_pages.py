"""Pages: what comes from a policy is text and nothing else."""

import pytest
from jinja2 import UndefinedError

from linkage_rules.presenting.pages import page


def shown(title: str, **more: object) -> str:
    words = {"all_covered": "", "explained": "", "nothing": ""}
    content: dict[str, object] = {"words": words, **more}
    return page("coverage_report.html", "zh", title=title, figures=(), entries=[], **content)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<b>", "&lt;b&gt;"),
        ('"&', "&#34;&amp;"),
        ("甲\u202e乙", r"甲\u202e乙"),
        ("甲\x00乙", r"甲\x00乙"),
        ("甲\u200b乙", r"甲\u200b乙"),
        ("甲　乙", "甲　乙"),
    ],
)
def test_a_text_is_escaped_and_nothing_in_it_is_invisible(text, written):
    assert f"<h1>{written}</h1>" in shown(text)


def test_a_page_allows_itself_no_script_and_no_request():
    assert "default-src 'none'; style-src 'unsafe-inline'" in shown("甲")


def test_content_that_a_template_asks_for_and_nobody_gives_is_an_error():
    with pytest.raises(UndefinedError):
        shown("甲", words={})
