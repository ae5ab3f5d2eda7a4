"""The place of reviews in a browser: a spreadsheet is dropped, corrected, reviewed and written."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import needs_browser, questions_held
from tests.places import ROOT
from tests.serving import Serving

pytestmark = needs_browser

POLICY = "bundled:xiangtan_2022"
LIBRARY = ROOT / "samples" / "project_library.xlsx"
AS_OF = "2023-06-01"

_DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const place = document.querySelector(".drop");
  place.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true }));
}"""


@contextmanager
def reviewing(shown: Page, page: Serving) -> Iterator[None]:
    """The place of reviews, with a policy and a day chosen; nothing may be said in its console."""
    said: list[str] = []
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.goto(page.address)
    expect(shown.get_by_role("link", name="审核")).to_be_visible()
    shown.get_by_role("link", name="审核").click()
    policy = shown.get_by_role("combobox", name="政策", exact=True)
    expect(policy).to_be_enabled()
    policy.select_option(POLICY)
    expect(shown.get_by_label("审核对象")).to_have_value("Project")
    shown.get_by_label("审核基准日").fill(AS_OF)
    expect(policy.locator("option:checked")).to_have_text(
        "关于进一步健全完善联农带农机制的实施意见（xiangtan_2022）"
    )
    yield
    assert said == []
    shown.close()


@pytest.fixture
def review(browser: Browser, page: Serving) -> Iterator[Page]:
    shown = browser.new_page(locale="zh-CN")
    with reviewing(shown, page):
        yield shown


def drop_file(shown: Page, name: str, content: bytes) -> None:
    expect(shown.locator(".drop input")).to_be_enabled()
    shown.evaluate(_DROP, [name, base64.b64encode(content).decode()])


def drop(shown: Page) -> None:
    drop_file(shown, LIBRARY.name, LIBRARY.read_bytes())
    expect(shown.locator(".long td.doubtful")).to_have_count(4)


def test_a_spreadsheet_becomes_a_review_with_opinions_and_files(review, run, tmp_path):
    drop(review)
    sheet = review.get_by_role("region", name=LIBRARY.name)
    expect(sheet.locator("tr.refused")).to_have_count(1)
    # A doubtful cell says why, by the keyboard alone.
    cell = review.get_by_role("button", name="⚠ 约95（第11行N列存疑，查看原因）")
    cell.press("Enter")
    expect(review.get_by_role("dialog")).to_contain_text("不是金额")
    review.keyboard.press("Escape")
    expect(review.get_by_role("dialog")).to_have_count(0)

    # A heading that was not understood is put right by clicking.
    review.get_by_role("button", name=re.compile("^AE 备注.*未识别.*点此更改$")).click()
    review.get_by_role("dialog").get_by_label("对应的字段").select_option("approver")
    review.get_by_role("button", name="记下，稍后一起读取").click()
    review.get_by_role("button", name="更改并重新读取").click()
    expect(
        review.get_by_role("button", name=re.compile("^AE 备注.*审批单位.*点此更改$"))
    ).to_be_visible()
    with review.expect_download() as mapping:
        review.get_by_role("button", name="下载列对应文件").click()
    mapping.value.save_as(tmp_path / "库.toml")

    review.get_by_role("button", name="开始审核").click()
    expect(review.get_by_role("heading", name="审核结果")).to_be_visible()
    records = review.get_by_role("region", name="逐条结果")
    expect(records.locator("tbody tr")).to_have_count(9)
    review.get_by_role("button", name="有不得办理事项1条").click()
    expect(records.locator("tbody tr")).to_have_count(1)
    records.get_by_role("button", name="甲鱼养殖场扩建").click()
    opinion = review.frame_locator("iframe.paper")
    expect(opinion.locator(".verdict .head").first).to_have_text("有不得办理事项")
    # It is shown as it is printed: its own style holds, and no script is in it.
    expect(opinion.locator(".verdict").first).to_have_css("border-left-width", "6px")
    review.keyboard.press("Escape")
    expect(review.get_by_role("dialog")).to_have_count(0)
    review.get_by_role("button", name="清除筛选").click()
    review.get_by_label("按编号或名称查找").fill("大棚")
    expect(records.locator("tbody tr")).to_have_count(1)

    # What is downloaded is what the command writes by the same mapping.
    with review.expect_download() as written:
        review.get_by_role("button", name="↓ 结果表（CSV）").last.click()
    assert written.value.suggested_filename == "project_library_审核结果.csv"
    written.value.save_as(tmp_path / "ours.csv")
    source = tmp_path / LIBRARY.name
    source.write_bytes(LIBRARY.read_bytes())
    words = ("--as-of", AS_OF, "--mapping", tmp_path / "库.toml")
    run("review", "xiangtan_2022", source, *words, "--out", tmp_path / "theirs.csv")
    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()


def test_a_file_that_cannot_be_read_is_told_and_the_page_stays_as_it_was(review):
    drop(review)
    drop_file(review, "库.xlsx", b"<html>")
    expect(review.locator(".notice")).to_contain_text("网页，只是扩展名像工作簿")
    expect(review.locator(".long td.doubtful")).to_have_count(4)


def test_what_is_told_late_of_a_policy_does_not_read_the_file_again(
    browser: Browser, page: Serving
) -> None:
    review = browser.new_page(locale="zh-CN")
    about = "desk/review/about"
    # The one that is asked for before another policy is chosen.
    said = questions_held(
        review, lambda asked: asked.get("method") == about and said.asked.count(about) == 1
    )
    with reviewing(review, page):
        drop(review)
        said.let_go()
        drop_file(review, "库.xlsx", b"<html>")
        expect(review.locator(".notice")).to_contain_text("网页，只是扩展名像工作簿")
        assert said.asked.count("desk/review/read") == 2


def test_a_mapping_that_is_no_text_is_told_in_words(review: Page) -> None:
    drop(review)
    drop_file(review, "对应.toml", b"\xff\xff\x00")
    expect(review.locator(".notice")).to_contain_text("不是文本文件，不能作为列对应文件")
    expect(review.locator(".long td.doubtful")).to_have_count(4)


def test_a_file_is_read_again_before_it_is_judged_by_a_type_that_was_edited_since(
    review: Page, folder: Path
) -> None:
    policy = review.get_by_role("combobox", name="政策", exact=True)
    policy.select_option("xiangtan_2022")
    drop(review)
    fields = folder / "vocabulary" / "50_project.pol"
    text = fields.read_text("utf-8")
    before = 'total_investment "项目预算总投资"：金额 不小于 '
    assert text.count(before + "0元") == 1
    fields.write_text(text.replace(before + "0元", before + "1元"), "utf-8")
    review.get_by_role("button", name="开始审核").click()
    expect(review.locator(".notice")).to_contain_text("再次开始审核")
    expect(review.locator(".long td.doubtful")).to_have_count(4)
    review.get_by_role("button", name="开始审核").click()
    expect(review.get_by_role("heading", name="审核结果")).to_be_visible()
