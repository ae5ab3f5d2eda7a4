"""What is around the four places: everybody can use it, it loads nothing from elsewhere, and says
when its program is gone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browsing import needs_browser
from tests.places import ROOT
from tests.serving import Serving

AXE = ROOT / "editors" / "desk" / "node_modules" / "axe-core" / "axe.min.js"
PLACES = ("rules", "review", "check", "compare")
NAMES = {"rules": "规则", "review": "审核", "check": "检查", "compare": "对比"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]


class Watched:
    """A context of a browser, and what goes wrong in it."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.home = address.partition("?")[0]
        self.context: BrowserContext = browser.new_context(**options)
        self.elsewhere: list[str] = []
        self.faults: list[str] = []

        def here(route: Route) -> None:
            if route.request.url.startswith((self.home, "data:", "blob:")):
                route.continue_()
            else:
                self.elsewhere.append(route.request.url)
                route.abort()

        self.context.route("**/*", here)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.goto(address)
        expect(self.page.locator("main h1").first).to_be_attached()

    def go(self, place: str) -> None:
        self.page.locator("header nav a").nth(PLACES.index(place)).click()
        expect(self.page.locator('header nav a[aria-current="page"]')).to_have_count(1)
        expect(self.page.locator("main h1").first).to_be_attached()
        expect(self.page.locator('main[aria-busy="false"]')).to_be_attached()


@pytest.fixture
def watched(browser: Browser, page: Serving) -> Iterator[Any]:
    opened: list[Watched] = []

    def open_(**options: Any) -> Watched:
        opened.append(Watched(browser, page.address, **options))
        return opened[-1]

    yield open_
    for one in opened:
        one.context.close()
        assert (one.elsewhere, one.faults) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_use_every_place(watched, scheme: str, width: int):
    one = watched(color_scheme=scheme, viewport={"width": width, "height": 800})
    for place in PLACES:
        one.go(place)
        one.page.evaluate(AXE.read_text("utf-8"))
        told = one.page.evaluate(
            "tags => axe.run(document, {runOnly: tags})"
            ".then(found => found.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
            RULES,
        )
        assert (place, told) == (place, [])
        wide = one.page.evaluate("document.documentElement.scrollWidth")
        assert (place, wide <= width) == (place, True)


def test_the_keyboard_alone_leads_to_every_place(watched):
    one = watched(viewport={"width": 1280, "height": 800})
    focused = one.page.locator(":focus")
    one.page.keyboard.press("Tab")
    expect(focused).to_have_text("跳到正文")
    one.page.keyboard.press("Enter")
    expect(one.page.locator("main")).to_be_focused()
    for place in PLACES:
        one.page.locator("body").evaluate("body => body.ownerDocument.activeElement.blur()")
        for _ in range(20):
            one.page.keyboard.press("Tab")
            if one.page.evaluate("document.activeElement.textContent") == NAMES[place]:
                break
        one.page.keyboard.press("Enter")
        expect(one.page.locator('header nav a[aria-current="page"]')).to_have_text(NAMES[place])


def test_the_policy_that_is_worked_on_is_the_same_in_every_place(watched):
    one = watched(viewport={"width": 1280, "height": 800})
    chosen = one.page.locator("main select").first
    one.go("check")
    chosen.select_option("example_county")
    for place in ("review", "rules"):
        one.go(place)
        expect(chosen).to_have_value("example_county")
    one.go("compare")
    new = one.page.get_by_role("region", name="新政策").locator("select").first
    expect(new).to_have_value("example_county")
    new.select_option("bundled:xiangtan_2022")
    one.go("rules")
    one.go("check")
    expect(chosen).to_have_value("bundled:xiangtan_2022")


def test_a_policy_is_chosen_by_its_title(watched):
    one = watched(viewport={"width": 1280, "height": 800})
    for place in PLACES:
        one.go(place)
        called = one.page.locator("main select").first.locator("option").all_text_contents()
        assert "关于进一步健全完善联农带农机制的实施意见（xiangtan_2022）" in called, place


def test_where_there_is_room_for_one_message_it_is_the_latest(watched):
    one = watched(viewport={"width": 360, "height": 740})
    one.page.get_by_role("tab", name="规则").click()
    text = one.page.locator(".cm-content")
    expect(text).to_contain_text("国务院办公厅")
    text.focus()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.press("F2")
    faulty = one.page.locator(".notice", has_text="名称")
    expect(faulty).to_be_visible()
    one.page.keyboard.type("# 一句")
    one.page.keyboard.press("Control+s")
    expect(one.page.get_by_text("已保存 calendar_china/00_calendar.pol")).to_be_visible()
    expect(one.page.locator(".notice")).to_have_count(2)
    expect(faulty).to_be_hidden()


def test_the_page_speaks_the_other_language_and_stays_with_it(watched):
    one = watched()
    one.page.get_by_role("button", name="English").click()
    expect(one.page.locator("header nav")).to_contain_text("Rules")
    one.page.reload()
    expect(one.page.locator("header nav")).to_contain_text("Rules")
    assert one.page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_program_that_is_gone_is_told_and_the_place_gets_smaller(
    browser: Browser, page: Serving, width: int
):
    one = Watched(browser, page.address, viewport={"width": width, "height": 800})
    expect(one.page.get_by_role("button", name="新建政策")).to_be_visible()
    page.end()
    banner = one.page.get_by_role("alert")
    expect(banner).to_contain_text("连接已断开")
    assert one.page.evaluate("document.documentElement.scrollHeight") <= 800
    banner.get_by_role("button", name="重新连接").click()
    expect(banner).to_contain_text("连接已断开")
    one.context.close()


def test_nobody_else_gets_the_page(browser: Browser, page: Serving):
    context = browser.new_context()
    tab = context.new_page()
    answer = tab.goto(re.sub(r"\?.*", "", page.address))
    assert answer
    assert answer.status == 401
    expect(tab.locator("body")).to_contain_text("完整网址")
    context.close()


def test_a_program_that_ends_while_the_page_begins_is_told(browser: Browser, page: Serving):
    context = browser.new_context()
    tab = context.new_page()
    # The program is gone before it has answered anything.
    tab.route_web_socket("**/connection", lambda way: way.on_message(lambda _: way.close()))
    tab.goto(page.address)
    expect(tab.get_by_role("alert")).to_contain_text("连接已断开")
    context.close()
