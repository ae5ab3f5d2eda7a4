"""The desk that needs no server: its program runs in the browser, and so do the records."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

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


def test_what_is_brought_along_stays_and_can_be_taken_away(page: Page, tmp_path: Path):
    along = packed(tmp_path / "along.zip", wells__00_policy='政策 wells "水井办法"\n')
    page.locator('input[type="file"][accept=".zip"]').set_input_files(along)
    expect(page.get_by_role("status")).to_contain_text("已导入 1 个文件")
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
