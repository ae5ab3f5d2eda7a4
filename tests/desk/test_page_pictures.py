"""The pictures of the desk in its documentation: each is of the page as it is.

What a picture shows is kept beside it in words, as a screen reader tells it, with the digest of the
picture. The editor and tables of any length show as much as fits the window, and are left out of
these words. ``UPDATE_GOLDEN=1`` makes the pictures anew; look at them.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import needs_browser
from tests.desk.test_checking import LIMITS
from tests.desk.test_comparing import GRANTS, RECORDS, STRICTER
from tests.desk.test_page_rules import FILES
from tests.golden import matches
from tests.places import ROOT

PICTURES = ROOT / "docs" / "pictures"
LIBRARY = ROOT / "samples" / "project_library.xlsx"
DAY = "2024-06-03"
LARGEST = 180_000

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the policies that the pictures show."""
    folder = (tmp_path / "政策").resolve()
    written = {
        "canal": FILES,
        "limits": {"10_limits.pol": LIMITS},
        "grants": {"10_grants.pol": GRANTS},
        "grants_2025": {"10_grants.pol": STRICTER.replace("政策 grants", "政策 grants_2025")},
    }
    for name, files in written.items():
        (folder / name).mkdir(parents=True)
        for file, text in files.items():
            (folder / name / file).write_text(text, "utf-8")
    return folder


@pytest.fixture(params=["en", "zh"])
def shown(request: pytest.FixtureRequest, page, browser: Browser) -> Iterator[tuple[Page, str]]:
    """The page on a day that stays, in a language, in light colours."""
    context = browser.new_context(
        viewport={"width": 1160, "height": 610},
        color_scheme="light",
        locale={"en": "en-GB", "zh": "zh-CN"}[request.param],
    )
    context.add_init_script(f"localStorage.setItem('language', '{request.param}')")
    context.clock.set_fixed_time(f"{DAY}T09:00:00")
    one = context.new_page()
    one.goto(page.address)
    expect(one.locator("header nav a")).to_have_count(4)
    yield one, request.param
    context.close()


def go(page: Page, place: str) -> None:
    page.evaluate("place => { location.hash = `#/${place}` }", place)
    expect(page.locator('main[aria-busy="false"]')).to_be_attached()


def column(page: Page, number: int) -> None:
    """Show a column of the place of rules, where the window has room for one alone."""
    tab = page.locator(".columns-of [role=tab]").nth(number)
    if tab.is_visible():
        tab.click()


def rules(page: Page, _: Path) -> tuple[str, ...]:
    """A sentence that was chosen, and a record that violates the norm."""
    go(page, "rules/canal")
    page.locator(".files button", has_text="20_rules.pol").click()
    column(page, 0)
    page.locator(".sentence .words", has_text="核查不得定为合格").click()
    column(page, 2)
    page.locator(".does [role=tab]").nth(1).click()
    page.locator('.does [data-field="id"]').fill("1")
    for field, value in (("已经通水", 2), ("核查合格", 1)):
        page.locator(f'.does [data-field="{field}"]').select_option(index=value)
    expect(page.locator(".decision .tone.bad").first).to_be_visible()
    page.locator(".decision").scroll_into_view_if_needed()
    return (".card.text", ".card.does")


def review(page: Page, _: Path) -> tuple[str, ...]:
    """What came out of a spreadsheet."""
    go(page, "review")
    page.locator(".asked select").first.select_option("bundled:xiangtan_2022")
    expect(page.locator(".asked select").nth(1)).to_have_value("Project")
    page.locator(".asked input").fill("2023-06-01")
    expect(page.locator(".drop input")).to_be_enabled()
    page.locator(".drop input").set_input_files(LIBRARY)
    expect(page.locator(".long td.doubtful")).to_have_count(4)
    page.locator("section button.main", has_text=re.compile("^(开始审核|Review)$")).click()
    expect(page.locator("#result")).to_be_visible()
    page.locator("#result").evaluate("heading => heading.parentElement.scrollIntoView()")
    return ('[aria-labelledby="result"]',)


def check(page: Page, _: Path) -> tuple[str, ...]:
    """Two norms that collide, with the record that shows it."""
    go(page, "check/limits")
    page.locator(".checks button").first.click()
    expect(page.locator(".result article").first).to_be_visible()
    return (".checks", ".result article >> nth=0 >> h3")


def compare(page: Page, folder: Path) -> tuple[str, ...]:
    """For whom a stricter policy changes something, and how much."""
    records = folder.parent / "村.json"
    records.write_text(json.dumps(RECORDS, ensure_ascii=False), "utf-8")
    go(page, "compare")
    for side, name in enumerate(("grants", "grants_2025")):
        chosen = page.locator(".sides").first.locator("section").nth(side).locator("select")
        chosen.first.select_option(name)
        expect(chosen).to_have_count(2)
    page.locator(".drop input").set_input_files(records)
    page.locator(".sides section button.main").last.click()
    expect(page.locator("table.rows")).to_be_visible()
    page.locator(".compare > section h2").last.evaluate("heading => heading.scrollIntoView()")
    return (".compare",)


@pytest.mark.parametrize("state", [rules, review, check, compare])
def test_the_pictures_of_the_documentation_are_of_the_page_as_it_is(
    shown: tuple[Page, str], folder: Path, state: Callable[[Page, Path], tuple[str, ...]]
) -> None:
    page, language = shown
    parts = state(page, folder)
    expect(page.locator('main[aria-busy="false"]')).to_be_attached()
    expect(page.locator(".notice")).to_have_count(0)
    told = "\n\n".join(page.locator(part).first.aria_snapshot() for part in parts)
    picture = PICTURES / f"desk-{state.__name__}.{language}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        PICTURES.mkdir(exist_ok=True)
        picture.write_bytes(page.screenshot())
    assert picture.is_file(), f"{picture} is not there; UPDATE_GOLDEN=1 makes it"
    content = picture.read_bytes()
    assert len(content) <= LARGEST
    kept = Path(__file__).parent / "golden" / f"{picture.stem}.txt"
    matches(kept, f"{picture.name} {sha256(content).hexdigest()}\n\n{told}\n")
