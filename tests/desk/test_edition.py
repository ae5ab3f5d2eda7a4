"""The desk that needs no server: its program runs in the browser, and so do the records."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import needs_browser
from tests.places import ROOT

EDITION = ROOT / "build" / "edition"

pytestmark = [
    needs_browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not (EDITION / "index.html").is_file(),
        reason="the edition is not built: python3 dev.py edition",
    ),
]


class Silent(SimpleHTTPRequestHandler):
    """A web server of the simplest kind, which says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    handler = partial(Silent, directory=str(EDITION))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    expect(page.get_by_role("button", name="全部下载")).to_be_visible()
    yield page
    elsewhere = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert (elsewhere, faults) == ([], [])
    context.close()


def packed(path: Path, **texts: str) -> Path:
    with ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name.replace("__", "/") + ".pol", text)
    return path


def copied(page: Page, bundled: str, name: str) -> None:
    """A shipped policy is copied and open, and nothing is done with it any more."""
    page.get_by_role("button", name="新建政策").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("复制随附政策").check()
    dialog.get_by_label("复制哪一份").select_option(f"bundled:{bundled}")
    dialog.get_by_label("文件夹名称").fill(name)
    dialog.get_by_role("button", name="开始").click()
    expect(page.locator(".examples > li.good").first).to_be_visible()
    expect(page.locator(".does progress")).to_have_count(0)


def test_what_was_typed_is_there_again_after_the_page_was_left(page: Page):
    copied(page, "example_award", "award")
    text = page.locator(".cm-content")
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("# 不能丢")
    expect(page.locator(".files button[aria-current]")).to_contain_text("未保存")
    page.get_by_role("button", name="全部下载").click()
    expect(page.locator(".notice")).to_contain_text("没有这些未保存的改动")
    # The browser would ask whether to leave until what was typed is kept.
    page.evaluate(
        """async () => {
            while (!dispatchEvent(new Event("beforeunload", {cancelable: true})))
                await new Promise(requestAnimationFrame);
        }"""
    )
    page.reload()
    expect(page.locator(".files button", has_text="未保存")).to_have_count(1)
    expect(text).to_contain_text("# 不能丢")


def test_a_job_says_how_far_it_is_and_what_it_found_until_it_was_stopped(page: Page):
    copied(page, "example_award", "award")
    page.get_by_role("link", name="检查").click()
    changes = page.get_by_role("region", name="试改")
    changes.get_by_role("button", name="开始").click()
    job = page.locator(".job")
    expect(job.locator("progress[value]")).to_be_visible()
    expect(job).to_contain_text("：")
    job.get_by_role("button", name="停止").click()
    expect(job).to_have_count(0)
    expect(page.get_by_text("已停止，下面是停止之前的结果")).to_be_visible()
    page.get_by_role("link", name="规则").click()
    expect(page.locator(".examples > li.good").first).to_be_visible()


def test_a_browser_that_cannot_suspend_a_job_stops_it_with_its_program(
    browser: Browser, address: str
):
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()

    def without(route: Route) -> None:
        whole = route.fetch().text()
        route.fulfill(body=f"delete WebAssembly.Suspending;{whole}", content_type="text/javascript")

    context.route(re.compile(r"/assets/worker-.*\.js$"), without)
    page.goto(address)
    copied(page, "example_award", "award")
    page.get_by_role("link", name="检查").click()
    changes = page.get_by_role("region", name="试改")
    changes.get_by_role("button", name="开始").click()
    page.locator(".job").get_by_role("button", name="停止").click()
    expect(page.get_by_text("页面中的程序已停止，正在重新启动")).to_be_visible()
    expect(page.get_by_text("页面中的程序已停止，正在重新启动")).to_have_count(0)
    page.get_by_role("region", name="示例覆盖").get_by_role("button", name="开始").click()
    expect(page.get_by_role("heading", name="共有示例")).to_be_visible()
    context.close()


def test_a_spreadsheet_is_reviewed_and_what_cannot_be_written_is_not_offered(page: Page):
    page.get_by_role("link", name="审核").click()
    page.locator("main select").first.select_option("bundled:xiangtan_2022")
    expect(page.get_by_label("审核对象")).to_have_value("Project")
    page.get_by_label("审核基准日").fill("2023-06-01")
    expect(page.locator(".drop input")).to_be_enabled()
    page.locator(".drop input").set_input_files(ROOT / "samples" / "project_library.xlsx")
    expect(page.locator(".long td.doubtful")).to_have_count(4)
    page.get_by_role("button", name="开始审核").click()
    downloads = page.get_by_role("region", name="下载")
    expect(downloads.get_by_text("Word 文档在浏览器版中没有")).to_be_visible()
    expect(downloads.get_by_role("button", name="Parquet")).to_have_count(0)
    for place in (downloads, page.get_by_role("region", name="待办台账")):
        for button in place.get_by_role("button", name="↓").all():
            with page.expect_download() as written:
                button.click()
            assert written.value.path().stat().st_size > 0
    page.locator(".long .name").first.click()
    expect(page.get_by_role("dialog").locator("iframe")).to_be_visible()


def test_checks_that_need_a_solver_say_so_before_they_are_asked_for(page: Page):
    page.get_by_role("link", name="检查").click()
    page.locator("main select").first.select_option("bundled:example_award")
    for name in ("一致性", "补充示例"):
        one = page.get_by_role("region", name=name)
        expect(one).to_contain_text("证明与推理在浏览器版中没有")
        expect(one.get_by_role("button")).to_be_disabled()
    expect(page.get_by_role("region", name="试改").get_by_role("button")).to_be_enabled()


def test_what_is_brought_along_stays_and_can_be_taken_away(page: Page, tmp_path: Path):
    along = packed(tmp_path / "along.zip", wells__00_policy='政策 wells "水井办法"\n')
    page.locator('input[type="file"][accept=".zip"]').set_input_files(along)
    expect(page.get_by_role("status")).to_contain_text("已导入1个文件")
    page.reload()
    expect(page.get_by_role("button", name="全部下载")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="全部下载").click()
    with ZipFile(taken.value.path()) as archive:
        assert archive.namelist() == ["wells/00_policy.pol"]
        assert archive.read("wells/00_policy.pol").decode() == '政策 wells "水井办法"\n'


def test_no_wheel_needs_a_compiler_of_this_machine():
    wheels = {path.name for path in (EDITION / "wheels").glob("*.whl")}
    assert {name for name in wheels if not name.endswith("-none-any.whl")} == set()
    assert any(name.startswith("linkage_rules-") for name in wheels)
