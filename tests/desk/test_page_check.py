"""The places “Check” and “Compare” in a browser: what is found is opened, added and compared."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import needs_browser, questions_held
from tests.desk.test_checking import LIMITS
from tests.desk.test_comparing import GRANTS, RECORDS, STRICTER

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def policies(folder: Path) -> Path:
    """A folder with small policies, one of which has versions in git."""
    for name, text in (("limits", LIMITS), ("grants", GRANTS)):
        (folder / name).mkdir()
        (folder / name / "10.pol").write_text(text, "utf-8")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=甲", "-c", "user.email=a@example.org", "commit", "-qm", "第一稿"],
    ):
        subprocess.run(["git", "-C", str(folder), *words], env=environment, check=True)
    (folder / "grants" / "10.pol").write_text(STRICTER, "utf-8")
    return folder


@pytest.fixture
def shown(policies: Path, page, browser: Browser) -> Iterator[Page]:
    """The page of a desk on that folder, with whatever a browser complains of."""
    context = browser.new_context(locale="zh-CN")
    one = context.new_page()
    faults: list[str] = []
    one.on("pageerror", lambda error: faults.append(str(error)))
    one.on("console", lambda said: said.type == "error" and faults.append(said.text))
    one.goto(page.address)
    yield one
    context.close()
    assert faults == []


def test_a_finding_is_opened_in_its_form_and_becomes_an_example(shown, policies):
    shown.get_by_role("link", name="检查").click()
    shown.locator("main select").first.select_option("limits")
    shown.get_by_role("button", name="开始 一致性").click()
    card = shown.locator("article", has_text="规范冲突").first
    expect(card).to_contain_text("紧急")
    address = card.get_by_role("link").get_attribute("href")
    card.get_by_role("button", name="在表单中打开").click()
    dialog = shown.get_by_role("dialog")
    expect(dialog.get_by_label("投资额").first).not_to_have_value("")
    expect(dialog.locator(".decision")).to_contain_text("入库")
    dialog.get_by_role("button", name="关闭").click()
    card.get_by_role("button", name="写成示例").click()
    expect(shown.get_by_role("status").filter(has_text="尚未保存")).to_be_visible()
    # Nothing is saved, and the next check is of what is typed.
    assert (policies / "limits" / "10.pol").read_text("utf-8") == LIMITS
    shown.get_by_role("button", name="开始 示例覆盖").click()
    expect(shown.get_by_role("heading", name="共有示例2个")).to_be_visible()
    shown.evaluate("address => { location.hash = address }", address)
    line = int(unquote(address).rpartition(":")[2])
    expect(shown.locator(".cm-activeLine")).to_have_text(LIMITS.splitlines()[line - 1])


def test_what_comes_late_of_a_policy_is_not_taken_for_the_one_that_was_chosen_since(
    policies: Path, page: Any, browser: Browser, tmp_path: Path
) -> None:
    records = tmp_path / "村.json"
    records.write_text(json.dumps(RECORDS, ensure_ascii=False), "utf-8")
    context = browser.new_context(locale="zh-CN")
    said = questions_held(
        context,
        lambda asked: asked.get("method") == "desk/compare/types" and "limits" in str(asked),
    )
    shown = context.new_page()
    shown.goto(page.address)
    shown.get_by_role("link", name="对比").click()
    old, new = (shown.get_by_role("combobox", name=name) for name in ("原政策", "新政策"))
    old.select_option("grants")
    shown.locator(".drop input").set_input_files(records)
    new.select_option("limits")
    weigh = shown.get_by_role("button", name="比较影响")
    expect(weigh).to_be_disabled()
    new.select_option("grants")
    expect(weigh).to_be_enabled()
    said.let_go()
    weigh.click()
    expect(shown.get_by_text("读取4条")).to_be_visible()
    context.close()


def test_no_other_file_is_chosen_while_one_is_compared(
    policies: Path, page: Any, browser: Browser, tmp_path: Path
) -> None:
    records = tmp_path / "甲.json"
    records.write_text(json.dumps(RECORDS, ensure_ascii=False), "utf-8")
    context = browser.new_context(locale="zh-CN")
    said = questions_held(context, lambda asked: asked.get("method") == "desk/compare/portfolio")
    shown = context.new_page()
    shown.goto(page.address)
    shown.get_by_role("link", name="对比").click()
    for name in ("原政策", "新政策"):
        shown.get_by_role("combobox", name=name).select_option("grants")
    drop = shown.locator(".drop input")
    drop.set_input_files(records)
    shown.get_by_role("button", name="比较影响").click()
    expect(drop).to_be_disabled()
    said.let_go()
    expect(shown.get_by_role("heading", name="读取4条")).to_be_visible()
    expect(drop).to_be_enabled()
    context.close()


def test_two_versions_are_compared_in_meaning_and_for_records(shown, tmp_path):
    records = tmp_path / "村.json"
    records.write_text(json.dumps(RECORDS), "utf-8")
    shown.get_by_role("link", name="对比").click()
    old, new = (shown.get_by_role("region", name=name) for name in ("原政策", "新政策"))
    for side in (old, new):
        side.locator("select").first.select_option("grants")
    kept = old.locator("select").nth(1).locator("option", has_text="第一稿")
    expect(kept).to_have_count(1)
    old.locator("select").nth(1).select_option(kept.get_attribute("value"))
    shown.get_by_role("button", name="比较含义").click()
    difference = shown.locator("article", has_text="发放补助").first
    expect(difference).to_contain_text("更严")
    expect(difference.get_by_role("table")).to_contain_text("人数")
    shown.locator("input[type=file]").set_input_files(records)
    day = shown.locator(".compare input[type=date]").last
    day.fill("2024-06-01")
    shown.get_by_role("button", name="比较影响").click()
    expect(
        shown.get_by_role(
            "heading", name="村.json（村，审核基准日 2024-06-01）：读取4条，无法读取1条"
        )
    ).to_be_visible()
    day.fill("2024-07-01")
    expect(shown.get_by_role("heading", name="审核基准日 2024-06-01")).to_be_visible()
    expect(shown.locator("table.rows")).to_contain_text("−3000元")
    with shown.expect_download() as download:
        shown.get_by_role("button", name="下载 CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert "'=B2" in text
    # The other way round: a record is opened in its form by the version that is the new side.
    old.locator("select").nth(1).select_option("saved")
    new.locator("select").nth(1).select_option(kept.get_attribute("value"))
    shown.get_by_role("button", name="比较含义").click()
    expect(difference).to_contain_text("更宽")
    difference.get_by_role("button", name="在表单中打开").click()
    dialog = shown.get_by_role("dialog")
    expect(dialog.get_by_label("人数").first).not_to_have_value("")
    expect(dialog.locator(".decision")).to_contain_text("发放补助")
    expect(dialog.locator(".decision")).not_to_contain_text("不得")
    dialog.get_by_role("button", name="关闭").click()


def test_a_check_that_is_stopped_says_so_and_another_can_begin(shown):
    shown.get_by_role("link", name="检查").click()
    shown.locator("main select").first.select_option("xiangtan_2022")
    shown.get_by_role("button", name="开始 试改").click()
    # It is stopped while changes are tried, of which there are many.
    expect(shown.locator(".job-told")).to_have_text(re.compile("^(?!示例“|找到|正在).+：.+"))
    shown.get_by_role("button", name="停止").click()
    expect(shown.locator(".stopped")).to_contain_text("不能算作检查完毕")
    expect(shown.locator(".stopped")).to_contain_text("没有试改的")
    expect(shown.locator(".result")).not_to_contain_text("示例发现了每一处改动")
    shown.get_by_role("button", name="开始 示例覆盖").click()
    expect(shown.get_by_text("规范", exact=True).first).to_be_visible()


@pytest.mark.parametrize("place", ["check/limits", "compare"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(shown, page, place, width):
    shown.set_viewport_size({"width": width, "height": 800})
    shown.evaluate("place => { location.hash = `#/${place}` }", place)
    expect(shown.get_by_role("combobox").nth(1)).to_be_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
