"""The places at work, with what they have found and what they ask: everybody can use them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import needs_browser
from tests.desk.test_page_pictures import check, column, compare, folder, review, rules
from tests.desk.test_page_shell import AXE, RULES

__all__ = ["folder"]

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def slip(page: Page, folder: Path) -> None:
    """Rules with a problem that is told in the editor, and the question for a new file."""
    rules(page, folder)
    page.locator(".decision summary").first.click()
    judged(page, "rules")
    column(page, 1)
    page.locator(".cm-line", has_text="当 非 已经通水").click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    judged(page, "a slip")
    page.locator(".files button").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def heading(page: Page, folder: Path) -> None:
    """A review, and the question what a heading is for."""
    review(page, folder)
    judged(page, "review")
    page.locator(".long button.heading").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def witness(page: Page, folder: Path) -> None:
    """A finding with its record in the form."""
    check(page, folder)
    judged(page, "check")
    page.locator(".witness button").first.click()
    expect(page.get_by_role("dialog").locator(".decision")).to_be_visible()


def judged(page: Page, what: str) -> None:
    """Nothing is wrong with what is shown now, and nothing is wider than the window."""
    expect(page.locator('main[aria-busy="false"]')).to_be_attached()
    page.evaluate(AXE.read_text("utf-8"))
    told = page.evaluate(
        "tags => axe.run(document, {runOnly: tags})"
        ".then(found => found.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
        RULES,
    )
    assert (what, told) == (what, [])
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (what, wide <= 0) == (what, True)


@pytest.fixture
def shown(browser: Browser, page: Any) -> Iterator[Any]:
    """Opens the page in a language, in colours and as wide as is said."""
    contexts = []

    def open_(language: str, scheme: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        context.add_init_script(f"localStorage.setItem('language', '{language}')")
        one = context.new_page()
        one.goto(page.address)
        expect(one.locator("header nav a")).to_have_count(4)
        return one

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("state", [slip, heading, witness, compare])
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh", "light", 1280), ("en", "dark", 1280), ("en", "light", 360), ("zh", "dark", 360)],
)
def test_everybody_can_use_a_place_at_work(
    shown: Any, folder: Path, state: Any, language: str, scheme: str, width: int
) -> None:
    page = shown(language, scheme, width)
    state(page, folder)
    judged(page, state.__name__)
