"""The site as readers meet it in a browser, opened from a folder and without any network.

It is `python3 dev.py docs` that builds it; `.ci/run` asks these of what it built.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browsing import needs_browser
from tests.places import ROOT

ASKED = os.environ.get("LINKAGE_RULES_SITE")
SITE = Path(ROOT / (ASKED or "build/site"))
pytestmark = [
    needs_browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not ASKED, reason="LINKAGE_RULES_SITE does not say where the site was built (.ci/run)"
    ),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window whose requests stay on this machine; anything else that is asked for fails."""
    asked: list[str] = []

    def only_files(route: Route) -> None:
        if route.request.url.startswith(SITE.as_uri()):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.route("**/*", only_files)
    yield context
    context.close()
    assert asked == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, name: str) -> Page:
    path, mark, anchor = name.partition("#")
    page.goto(f"{(SITE / path).as_uri()}{mark}{anchor}")
    return page


def found_for(page: Page, words: str) -> list[str]:
    """The pages that a search gives, best first."""
    field = page.locator(".md-search__input")
    field.click()
    field.fill(words)
    field.press("End")
    results = page.locator(".md-search-result__item > a.md-search-result__link")
    expect(results.first).to_be_attached()
    addresses = [each.get_attribute("href") or "" for each in results.all()]
    return [address.partition("?")[0].rpartition("/")[2] for address in addresses]


def test_the_first_page_leads_to_the_language_of_the_reader(page):
    opened(page, "index.html")
    page.wait_for_url("**/zh/index.html")
    expect(page.locator("h1")).to_have_text("从这里开始¶")


@pytest.mark.parametrize(
    ("language", "sections"),
    [
        ("zh", ["开始", "教程", "操作指南", "参考", "说明"]),
        ("en", ["Start", "Tutorials", "How-to", "Reference", "Explanation"]),
    ],
)
def test_the_navigation_names_the_sections_and_leads_to_their_pages(page, language, sections):
    opened(page, f"{language}/index.html")
    tabs = page.locator(".md-tabs__link")
    assert [" ".join(each.split()) for each in tabs.all_text_contents()] == sections
    tabs.nth(2).click()
    page.wait_for_url(f"**/{language}/patterns.html")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(
    ("language", "words", "wanted"),
    [
        ("zh", "入库", "language.html"),
        ("zh", "次月", "patterns.html"),
        ("zh", "期限", "language-time.html"),
        ("zh", "未知", "language.html"),
        ("en", "deadline", "language-time.html"),
        ("en", "unknown", "language.html"),
        ("en", "入库", "language.html"),
    ],
)
def test_a_search_finds_the_page(page, language, words, wanted):
    opened(page, f"{language}/index.html")
    assert wanted in found_for(page, words)[:5]


def test_who_looks_for_the_words_of_an_official_text_comes_to_how_they_are_written(page):
    opened(page, "zh/index.html")
    assert found_for(page, "入库")[0] == "patterns.html"


@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_the_switch_leads_to_the_same_heading_in_the_other_language(page, language, other):
    opened(page, f"{language}/language.html#readings")
    page.locator(".switch").click()
    page.wait_for_url(f"**/{other}/language.html#readings")
    expect(page.locator("#readings")).to_be_in_viewport()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_a_phone(page, language):
    page.set_viewport_size(PHONE)
    # Without scripts, which take longest and make nothing wider; with them: the test below.
    page.route("**/*.js", lambda route: route.abort())
    wide = []
    # Of the pages of policies and of modules one stands for all: they are the longest.
    paths = [
        path
        for path in (SITE / language).rglob("*.html")
        if path.parent.name not in ("policies", "api")
    ]
    for name in ("policies/example_county.html", "reference/api/linkage_rules.analysis.html"):
        paths.append(SITE / language / name)
    for path in sorted(paths):
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path.relative_to(SITE).as_posix())
    assert wide == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_the_menu_opens(page, language):
    page.set_viewport_size(PHONE)
    opened(page, f"{language}/patterns.html")
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(page.locator(".md-nav--primary")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize(("font", "text"), [("Pages Sans", "入库"), ("Pages Mono", "when")])
def test_a_machine_without_fonts_gets_those_of_the_site(page, font, text):
    opened(page, "zh/patterns.html")
    loaded = (
        "([font, text]) => document.fonts.load(`16px '${font}'`, text).then((all) => all.length)"
    )
    assert page.evaluate(loaded, [font, text]) == 1


def test_language_models_find_every_page_as_markdown():
    listed = (SITE / "llms.txt").read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", listed)
    assert len(links) == len(set(links)) > 80
    assert [link for link in links if not (SITE / link).is_file()] == []
    for language, whole in (("en", "llms-full.txt"), ("zh", "llms-full.zh.txt")):
        text = (SITE / whole).read_text("utf-8")
        names = {path.name for path in (SITE / language).glob("*.md")}
        assert [name for name in names if f"<!-- {language}/{name} -->" not in text] == []
        assert "{ #" not in text


COLOURS = """() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [red, green, blue, alpha = 1] = channels(getComputedStyle(each).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const luminance = (colour) => colour
    .map((each) => each / 255)
    .map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  return [...document.querySelectorAll("article p, article td, article pre code, article pre span")]
    .filter((each) => each.textContent.trim())
    .map((each) => {
      const below = ground(each);
      const [red, green, blue, alpha = 1] = channels(getComputedStyle(each).color);
      const shown = [red, green, blue].map((one, at) => one * alpha + below[at] * (1 - alpha));
      const [low, high] = [luminance(shown), luminance(below)].sort((one, other) => one - other);
      return [(high + 0.05) / (low + 0.05), each.className + " " + each.textContent.slice(0, 30)];
    })
    .filter(([contrast]) => contrast < 4.5);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["zh/patterns.html", "en/python.html"])
def test_text_and_code_can_be_read_in_the_light_and_in_the_dark(page, name, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(page, name)
    shown = {"light": "default", "dark": "slate"}[scheme]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", shown)
    assert page.evaluate(COLOURS) == []


@pytest.mark.parametrize("name", ["zh/language.html", "en/language.html"])
def test_what_is_printed_is_the_page_alone_black_on_white(page, name):
    page.emulate_media(media="print", color_scheme="dark")
    opened(page, name)
    expect(page.locator("article h1")).to_be_visible()
    for hidden in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-footer"):
        expect(page.locator(hidden)).to_be_hidden()
    body = "(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator("body").evaluate(body) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
