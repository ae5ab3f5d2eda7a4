"""The page of a decision, as a person sees it in a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from linkage_rules.decisions import Decision
from linkage_rules.words.keywords import LANGUAGES, Language
from tests.browsing import PATIENCE, needs_browser

from .cases import CASES, LINKAGE, Case
from .judging import judge

ARTIFACTS = Path(__file__).parents[2] / "test-artifacts" / "decisions"

DATA = {
    "id": "P-1",
    "operating": True,
    "funds": [{"type": "bridging", "amount": "120万元"}],
    "mechanism_established": False,
}
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
HOSTILE = (
    LINKAGE.replace("项目编号", SCRIPT.replace('"', ""))
    .replace("联农带农试行办法", "办法</title></style><h1>假</h1>")
    .replace("纳入项目库", "{{ 7 * 7 }}<b>入库</b>")
    .replace("县级主管部门", "县&amp;<i>")
)


Show = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Shows the page of a decision; any message in the console and any request is a failure."""
    context = browser.new_context(viewport={"width": 1024, "height": 900})
    context.set_default_timeout(PATIENCE)
    trouble: list[str] = []

    def opened(decision: Decision, language: Language = "zh", width: int = 1024) -> Page:
        file = tmp_path / "decision.html"
        file.write_text(decision.to_html(language), "utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(file.as_uri())
        page.on("request", lambda request: trouble.append(request.url))
        return page

    yield opened
    context.close()
    assert trouble == []


@pytest.fixture
def decision() -> Decision:
    return judge(LINKAGE, DATA)


@needs_browser
def test_the_conclusion_stands_first_and_open(show: Show, decision: Decision) -> None:
    page = show(decision)
    expect(page.get_by_role("heading", level=1)).to_have_text("联农带农试行办法")
    first = page.locator("tbody").first
    expect(first.get_by_role("row").first).to_have_text(
        "不得 纳入项目库 无机制不得入库 县级主管部门"
    )
    assert page.locator("section").first.get_attribute("id") == "conclusions"


@needs_browser
def test_reasons_open_at_a_click_and_lead_down_to_field_and_quote(
    show: Show, decision: Decision
) -> None:
    page = show(decision)
    verdict = page.locator("#verdict-enter_library")
    reason = verdict.get_by_text("资金第1项的种类：衔接资金")
    expect(reason).to_be_hidden()
    verdict.get_by_text("理由", exact=True).click()
    expect(reason).to_be_visible()
    expect(
        verdict.get_by_text(
            "条款依据：《试行办法》三、3.“没有建立联农带农机制和明确成效的，不得纳入项目库”"
        )
    ).to_be_visible()
    verdict.get_by_text("使用帮扶资金：是").click()
    expect(reason).to_be_hidden()
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / "reasons.png", full_page=True)


@needs_browser
def test_every_norm_is_shown_with_its_clause_and_its_words(show: Show, decision: Decision) -> None:
    page = show(decision)
    norm = page.locator("#norm-linkage_duty")
    expect(norm.get_by_role("heading")).to_have_text("被违反 应建立机制")
    expect(norm.locator("blockquote")).to_have_text(
        "《试行办法》二、（三） “原则上都要建立联农带农机制”"
    )
    expect(norm.get_by_text("应当书面说明理由或者整改").first).to_be_visible()


@needs_browser
def test_missing_fields_are_listed_with_what_they_concern(show: Show) -> None:
    page = show(judge(LINKAGE, {**DATA, "mechanism_established": None, "implemented": False}))
    rows = page.locator("#missing tbody tr")
    expect(rows.first.locator("th, td")).to_have_text(
        ["已建立机制mechanism_established", "纳入项目库、应建立机制、无机制不得入库"]
    )


@needs_browser
def test_a_link_to_what_is_explained_elsewhere_opens_it(show: Show, decision: Decision) -> None:
    page = show(decision)
    duty = page.locator("#verdict-establish")
    duty.get_by_text("理由", exact=True).click()
    duty.get_by_role("link").first.click()
    expect(page.locator("#fact-assistance_funded")).to_be_in_viewport()
    assert page.url.endswith("#fact-assistance_funded")


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_nothing_sticks_out_of_the_window(show: Show, case: Case, language: Language) -> None:
    page = show(judge(case.policy, case.data, case.as_of), language)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in (1024, 480):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1024, "height": 900})
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{case.name}.{language}.png", full_page=True)


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_record_or_a_policy_says_stays_words(show: Show, language: Language) -> None:
    page = show(judge(HOSTILE, {**DATA, "id": SCRIPT + "‮" + "长" * 500}), language)
    assert "taken" not in page.title()
    assert page.locator("script, img, h1 h1, b, i").count() == 0
    assert page.get_by_role("heading", level=1).count() == 1
    record = page.locator("#record")
    expect(record).to_contain_text("<script>document.title='taken'</script>")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024
    if language == "zh":
        expect(page.locator("#conclusions")).to_contain_text("{{ 7 * 7 }}<b>入库</b>")
        expect(page.locator("#conclusions")).to_contain_text("县&amp;<i>")


@needs_browser
def test_a_printed_page_has_all_reasons_on_it(show: Show, decision: Decision) -> None:
    page = show(decision)
    reason = page.locator("#verdict-enter_library").get_by_text("资金第1项的种类：衔接资金")
    expect(reason).to_be_hidden()
    page.emulate_media(media="print")
    box = reason.bounding_box()
    assert box is not None
    assert box["height"] > 5
    assert reason.is_visible()


@needs_browser
def test_a_reader_of_a_dark_screen_gets_a_dark_page(show: Show, decision: Decision) -> None:
    page = show(decision)
    brightness = "parseInt(getComputedStyle(document.body).backgroundColor.slice(4))"
    assert page.evaluate(brightness) > 200
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(brightness) < 60
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / "dark.png")


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language_and_needs_nothing_else(
    decision: Decision, language: Language, tag: str
) -> None:
    page = decision.to_html(language)
    assert page.startswith("<!DOCTYPE html>")
    assert f'<html lang="{tag}">' in page
    for outside in ("<script", "<link", "<img", "http://", "https://", "url(", "@import"):
        assert outside not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_is_escaped_in_the_text_of_the_page(language: Language) -> None:
    page = judge(HOSTILE, {**DATA, "id": SCRIPT}).to_html(language)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("</title>") == page.count("</style>") == page.count("<h1>") == 1
