"""What the site makes of the pages of docs/, and what it refuses."""

from pathlib import Path

import pytest

from tests.site.modules import checks, documents, llms, pages


def folder_of(root: Path, **texts: str) -> Path:
    """A repository with pages: `a` is docs/a.md, `a_zh` its Chinese twin."""
    (root / "docs").mkdir()
    for name, text in texts.items():
        (root / "docs" / f"{name.replace('_zh', '.zh')}.md").write_text(text, "utf-8")
    return root


def found_in(root: Path, **texts: str) -> list[str]:
    read = pages.written_pages(folder_of(root, **texts))
    section = pages.Section({"en": "A", "zh": "甲"}, ("a",), ())
    return [problem.rpartition("docs/")[2] for problem in pages.problems(read, (section,))]


def test_every_page_of_the_repository_has_its_twin_its_place_and_no_lost_link():
    read = pages.written_pages()
    sections = pages.navigation(read)
    assert len(read) > 40
    assert pages.problems(read, sections) == []
    linked = {**read, **{page.name: page for page in documents.generated()}}
    lost = [
        problem
        for page in read.values()
        for language in page.texts
        for problem in pages.staged(page, language, linked)[1]
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"a": "# A\n", "a_zh": "# 甲\n"}, []),
        ({"a": "# A\n"}, ["a.md: there is no Chinese page beside it"]),
        ({"a_zh": "# 甲\n"}, ["a.zh.md: there is no English page beside it"]),
        (
            {"a": "# A\n", "a_zh": "# 甲\n", "b": "# B\n", "b_zh": "# 乙\n"},
            ["site/nav.toml: the page b has no place"],
        ),
        (
            {"a": "# A\n## B\n", "a_zh": "# 甲\n"},
            ["a.md:2: the heading “B” is missing in the other language"],
        ),
        (
            {"a": "# A\n## B\n", "a_zh": "# 甲\n### 乙\n"},
            ["a.zh.md:2: the heading “乙” is of level 3, “B” in English of level 2"],
        ),
        (
            {"a": "# A\n```sh\n# no heading\n```\n", "a_zh": "# 甲\n"},
            ["a.zh.md: 0 blocks of code, 1 in English"],
        ),
    ],
)
def test_pages_that_are_not_alike_in_both_languages_are_told(tmp_path, texts, said):
    assert found_in(tmp_path, **texts) == said


def staged(root: Path, language: str, **texts: str) -> tuple[str, list[str]]:
    read = pages.written_pages(folder_of(root, **texts))
    text, lost = pages.staged(read["a"], language, read)
    return text.split("\n", 1)[1], [problem.rpartition("docs/")[2] for problem in lost]


TWIN = {"a": "# A\n", "c": "# C\n", "b": "# B\n## C d\n", "b_zh": "# 乙\n## 丙\n"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[乙](b.zh.md)", "[乙](b.md)"),
        ("[丙](b.zh.md#c-d)", "[丙](b.md#c-d)"),
        ("[乙](b.md)", "[乙](b.md)"),
        ("[丙](c.md)", "[丙](../en/c.html)"),
        ("[English](a.md)", "[English](../en/a.html)"),
        ("[上文](#a)", "[上文](#a)"),
        ("[别处](https://example.org)", "[别处](https://example.org)"),
        ("`[乙](b.zh.md)`", "`[乙](b.zh.md)`"),
        ("[`b`](b.zh.md)", "[`b`](b.md)"),
        ("[程序](../run.py)", "程序 (`run.py`)"),
    ],
)
def test_links_lead_to_pages_of_the_site_in_the_language_of_the_reader(
    tmp_path, monkeypatch, written, shown
):
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    (tmp_path / "run.py").touch()
    text, lost = staged(tmp_path, "zh", **TWIN, a_zh=f"# 甲\n\n{written}\n")
    assert text.strip() == shown
    assert lost == []


@pytest.mark.parametrize("target", ["d.md", "c.zh.md"])
def test_a_link_that_leads_nowhere_is_told_with_its_page(tmp_path, target):
    _, lost = staged(tmp_path, "zh", **TWIN, a_zh=f"# 甲\n\n[丁]({target})\n")
    assert lost == [f"a.zh.md: the link to {target} leads nowhere"]


def test_what_a_generated_page_says_of_itself_stays_in_its_language():
    texts = dict.fromkeys(("en", "zh"), "# A\n\n## B { #a.B }\n\n[`B`](a.md#a.B)\n")
    page = pages.Page("reference/a", texts, {})
    assert "[`B`](a.md#a.B)" in pages.staged(page, "zh", {"reference/a": page})[0]


@pytest.mark.parametrize(
    ("written", "lost"),
    [
        ("[丙](b.zh.md#c-d)", []),
        ("[甲](#a)", []),
        ("[丙](b.zh.md#丙)", ["a.zh.md: there is no anchor for the link to b.zh.md#丙"]),
        ("[甲](#甲)", ["a.zh.md: there is no anchor for the link to #甲"]),
    ],
)
def test_a_link_names_a_heading_by_its_english_anchor_and_is_told_where_it_does_not(
    tmp_path, written, lost
):
    assert staged(tmp_path, "zh", **TWIN, a_zh=f"# 甲\n\n{written}\n")[1] == lost


def test_headings_of_both_languages_have_the_anchors_that_github_makes_of_the_english_ones(
    tmp_path,
):
    read = pages.written_pages(
        folder_of(
            tmp_path,
            a="# A\n## What `b` is, and why\n## C\n## C\n",
            a_zh="# 甲\n## 乙是什么\n## 丙\n## 丙\n",
        )
    )
    text, _ = pages.staged(read["a"], "zh", read)
    assert text.splitlines() == [
        "# 甲 { #a }",
        "## 乙是什么 { #what-b-is-and-why }",
        "## 丙 { #c }",
        "## 丙 { #c-1 }",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("公文里的\n一句话", "公文里的一句话"),
        ("写成 `when`\n的条件", "写成 `when`的条件"),
        ("in English\nas it was", "in English\nas it was"),
        ("- 第一项\n  接着说\n- 第二项", "- 第一项接着说\n- 第二项"),
        ("一段。\n\n另一段。", "一段。\n\n另一段。"),
        ("| 甲 |\n|---|\n| 乙 |", "| 甲 |\n|---|\n| 乙 |"),
        ("```text\n甲\n乙\n```", "```text\n甲\n乙\n```"),
        ("> 引文\n> 引文", "> 引文\n> 引文"),
    ],
)
def test_lines_of_chinese_that_were_wrapped_are_one(written, shown):
    assert pages.joined(written).strip() == shown


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("# A\n\nFirst of all,\na [link](b.md). Then more.\n", "First of all, a link."),
        ("# 甲\n\n先说一句。再说一句。\n", "先说一句。"),
        ("# A\n\n```sh\nrun\n```\n\n| a |\n\nThe first sentence.\n", "The first sentence."),
        ("# A\n\nIn short: a small one: a list. Then more.\n", "In short: a small one: a list."),
        ("# A\n\nFrom Python:\n\n```python\n1\n```\n\nIt answers.\n", "It answers."),
        ("# 甲\n\n[English](a.md)\n\n先说一句。\n", "先说一句。"),
        ("# A\n\nStep by step: [b](b.md).\n\nTwo ways.\n", "Two ways."),
        ("# A\n\n**Goal.** What it is for. More.\n", "What it is for."),
        ("# 甲\n\n**要做什么**。给出答案。[English](a.md)\n", "给出答案。"),
        ("# A\n\nVersion 1.2 of it.\n", "Version 1.2 of it."),
        ("# A\n\nNo end:\n", ""),
        ("# A\n", ""),
    ],
)
def test_a_page_is_listed_with_its_first_sentence(page, said):
    assert llms.summary(page) == said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_written_page_is_listed_with_a_whole_sentence(language):
    listed = {
        name: llms.summary(page.texts[language])
        for name, page in pages.written_pages().items()
        if not name.startswith(llms.LONG)
    }
    assert [name for name, said in listed.items() if not said.endswith((".", "。"))] == []


def test_what_is_for_the_generator_is_not_in_the_markdown_for_language_models():
    laid_out = "---\nsearch: {boost: 3}\n---\n\n# A { #a }\n\n```text\n# B { #b }\n```\n"
    assert llms.without_marks(laid_out) == "# A\n\n```text\n# B { #b }\n```\n"


def test_what_a_page_says_to_its_tests_is_not_on_the_site(tmp_path):
    remarks = "<!-- needs: z3 -->\n```text\n<!-- kept -->\n```\n<!-- run: python\n# x\n-->\nEnd.\n"
    read = pages.written_pages(folder_of(tmp_path, a=f"# A\n{remarks}"))
    assert read["a"].texts["en"] == "# A\n\n```text\n<!-- kept -->\n```\n\n\n\nEnd.\n"


BUILT = '<html lang="{language}"><h1 id="a">A</h1>{body}</html>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="#a">', []),
        ('<a href="../en/a.html#a">', []),
        ('<a href="https://example.org/">', []),
        ('<a href="#b">', ["zh/a.html: there is no anchor for the link to #b"]),
        ('<a href="b.html">', ["zh/a.html: the link to b.html leads nowhere"]),
        ('<a href="../../a">', ["zh/a.html: the link to ../../a leads nowhere"]),
        ('<img src="//example.org/a.png">', ["zh/a.html: fetches //example.org/a.png"]),
        (
            '<script src="https://example.org/a.js"></script>',
            ["zh/a.html: fetches https://example.org/a.js"],
        ),
        ("<h1>B</h1>", ["zh/a.html: it has 2 headings of the first level"]),
    ],
)
def test_what_is_wrong_with_a_built_page_is_told(tmp_path, body, said):
    for language, held in (("en", ""), ("zh", body)):
        (tmp_path / language).mkdir()
        page = BUILT.format(language=language, body=held)
        (tmp_path / language / "a.html").write_text(page, "utf-8")
    assert checks.problems(tmp_path) == said


def test_a_style_that_fetches_from_elsewhere_or_what_is_not_there_is_told(tmp_path):
    (tmp_path / "a.css").write_text(
        "@import 'https://example.org/a.css'; a { background: url(b.png) url(data:x) }", "utf-8"
    )
    assert checks.problems(tmp_path) == [
        "a.css: fetches https://example.org/a.css",
        "a.css: fetches b.png",
    ]
