"""The report pages in a browser: what a reviewer sees and can click, without any script."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from linkage_rules.commands.cli import main
from tests.browsing import PATIENCE, needs_browser
from tests.places import SMALL_WORKS

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"

pytestmark = needs_browser

WIDE = {"width": 1440, "height": 1000}
NARROW = {"width": 390, "height": 900}


@cache
def told(*arguments: str) -> str:
    """What a command says of a policy that no test changes, asked once."""
    result = CliRunner().invoke(main, [*arguments, "--format", "html"])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page of a report; anything it asks for or says on the console is a failure."""
    contexts = []
    complaints: list[str] = []

    def open_page(*command: object, size: dict[str, int] = WIDE) -> Page:
        page_of = told.__wrapped__ if tmp_path in command else told
        (tmp_path / "report.html").write_text(page_of(*map(str, command)), "utf-8")
        context = browser.new_context(viewport=size, java_script_enabled=False)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: complaints.append(request.url))
        page.goto((tmp_path / "report.html").as_uri())
        complaints.remove((tmp_path / "report.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def keep(page: Page, name: str, whole: bool = True) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=whole)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policy", "language"), [(SMALL_WORKS, "zh"), (SMALL_WORKS, "en"), ("xiangtan_2022", "zh")]
)
@pytest.mark.parametrize("report", ["source", "coverage"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_report_is_wider_than_its_window(opened, report, policy, language, size):
    page = opened(report, policy, "--language", language, size=size)
    expect(page.locator("h1")).to_be_visible()
    keep(page, f"{report}_{Path(policy).name}_{language}_{size['width']}", policy == SMALL_WORKS)
    assert page.locator("html").evaluate("root => root.scrollWidth") <= size["width"]


def test_a_rule_stands_beside_the_sentence_it_quotes(opened):
    page = opened("source", SMALL_WORKS)
    sentence = page.locator(".sentence", has_text="没有方案的项目，不得入库。")
    rule = page.locator("#rule-no_plan")
    left, right = sentence.bounding_box(), rule.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 5


def test_in_a_narrow_window_a_rule_stands_below_its_sentence(opened):
    page = opened("source", SMALL_WORKS, size=NARROW)
    sentence = page.locator(".sentence", has_text="没有方案的项目，不得入库。").bounding_box()
    rule = page.locator("#rule-no_plan").bounding_box()
    assert sentence
    assert rule
    assert sentence["y"] + sentence["height"] <= rule["y"]


@pytest.mark.slow
def test_quoted_words_lead_to_the_rule_and_the_rule_back_to_its_sentence(opened):
    page = opened("source", "xiangtan_2022", "--language", "zh")
    page.locator(".sentence a", has_text="不得纳入项目库").first.click()
    rule = page.locator(".card:target")
    expect(rule).to_be_in_viewport()
    expect(rule).to_contain_text("不得纳入项目库")
    rule.get_by_role("link").first.click()
    sentence = page.locator(".sentence:target")
    expect(sentence).to_be_in_viewport()
    expect(sentence).to_contain_text("不得纳入项目库")


def test_words_that_nothing_quotes_look_different(opened):
    page = opened("source", SMALL_WORKS)
    sentence = page.locator(".sentence", has_text="并在村内公示")
    quoted = sentence.locator("mark")
    expect(quoted).to_have_text(["有方案并经村民同意的项目", "，原则上都要入库"])
    expect(sentence.locator(".unquoted")).to_have_text("，并在村内公示，接受监督。")
    expect(quoted.first).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_an_open_sentence_is_listed_first_and_reached_from_there(opened, tmp_path):
    pol = (SMALL_WORKS / "policy.pol").read_text("utf-8")
    (tmp_path / "policy.pol").write_text(pol.partition("规范 labour")[0], "utf-8")
    shutil.copy(SMALL_WORKS / "source.txt", tmp_path)
    page = opened("source", tmp_path, "--language", "en")
    keep(page, "source_open_en")
    page.get_by_role("link", name="clause 二.(二), sentence 2").click()
    expect(page.locator(".sentence.open:target")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("Nothing rests on this sentence yet.")


def test_what_is_not_covered_is_listed_first_and_reached_from_there(opened):
    page = opened("coverage", SMALL_WORKS, "--language", "zh")
    page.get_by_role("link", name="规范 具备条件应入库（listing）").click()
    section = page.locator("section:target")
    expect(section).to_be_in_viewport()
    expect(section.locator(".advice")).to_have_text(
        "缺示例：此条件为“是”，同时“具备入库条件”为“是”"
    )
    expect(section.locator("tr", has_text="已获豁免").locator("td").nth(2)).to_contain_text("缺")
    expect(section.locator("tr", has_text="已获豁免").locator("td").nth(3)).to_contain_text(
        "具备条件"
    )


def test_texts_of_a_policy_do_nothing_in_a_browser(opened, tmp_path):
    shutil.copy(SMALL_WORKS / "source.txt", tmp_path)
    pol = (SMALL_WORKS / "policy.pol").read_text("utf-8")
    hostile = "<img src='https://example.invalid/x.png'><style>body{display:none}</style>"
    pol = pol.replace('因为 "说明目的"', f'因为 "{hostile}"').replace('"具备条件"', f'"{hostile}"')
    (tmp_path / "policy.pol").write_text(pol, "utf-8")
    for report in ("source", "coverage"):
        page = opened(report, tmp_path)
        expect(page.locator("body")).to_be_visible()
        assert page.locator("img").count() == 0
        expect(page.locator("body")).to_contain_text(hostile)
