"""The desk under bad circumstances: the page says what happened, and nothing typed is lost."""

import csv
import io
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from attrs import define, field
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browsing import needs_browser
from tests.desk.test_checking import LIMITS
from tests.desk.test_comparing import GRANTS, STRICTER
from tests.desk.test_page_review import drop_file
from tests.desk.test_page_rules import FILES, TEXT, editor, file, put_behind
from tests.serving import Serving, served

pytestmark = needs_browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with small policies."""
    folder = (tmp_path / "政策").resolve()
    for name, texts in (
        ("canal", FILES),
        ("limits", {"10.pol": LIMITS}),
        ("grants", {"10.pol": GRANTS}),
    ):
        (folder / name).mkdir(parents=True)
        for file_, text in texts.items():
            (folder / name / file_).write_text(text, "utf-8")
    return folder


_TOLD = """
window.told = [];
new MutationObserver(changes => {
  for (const change of changes) {
    for (const node of [...change.addedNodes, change.target])
      window.told.push(node.textContent.slice(0, 2000));
  }
}).observe(document, {childList: true, characterData: true, subtree: true});
"""


def was_told(shown: Page, words: str) -> bool:
    """Whether the page has said so since it was opened; what passes may be over when one looks."""
    return bool(shown.evaluate("words => window.told.some(one => one.includes(words))", words))


@define
class Program:
    """A desk that is killed and started again where it was."""

    folder: Path
    state: Path
    context: BrowserContext
    _held: ExitStack = field(factory=ExitStack)
    _now: Serving | None = None

    def start(self, port: int = 0, *, settled: bool = True) -> Page:
        """Start it, and open its page in a window of the same browser."""
        words = [sys.executable, "-m", "linkage_rules", "desk", str(self.folder), "--no-browser"]
        environment = {**os.environ, "XDG_STATE_HOME": str(self.state)}
        command = [*words, "--port", str(port), "--language", "zh"]
        self._now = self._held.enter_context(served(command, environment))
        shown = self.context.new_page()
        shown.goto(self._now.address)
        if settled:
            expect(shown.locator('main[aria-busy="false"]')).to_be_attached()
        return shown

    def kill(self) -> None:
        assert self._now
        self._now.end(signal.SIGKILL)

    def again(self, shown: Page) -> None:
        """Start it where it was, as a user does, and have the old window connect again."""
        assert self._now
        self.start(urlsplit(self._now.address).port or 0).close()
        shown.get_by_role("alert").get_by_role("button", name="重新连接").click()
        expect(shown.get_by_text("与工作台程序的连接已断开")).to_have_count(0)

    def end(self) -> None:
        self._held.close()


@pytest.fixture
def program(
    folder: Path, tmp_path: Path, browser: Browser, page_is_built: None
) -> Iterator[Program]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.add_init_script(_TOLD)
    one = Program(folder, tmp_path / "state", context)
    yield one
    context.close()
    one.end()


def go(shown: Page, place: str, policy: str = "") -> None:
    shown.locator("header").get_by_role("link", name=place).click()
    if policy:
        shown.locator("main select").first.select_option(policy)
    expect(shown.locator('main[aria-busy="false"]')).to_be_attached()


def applications(count: int) -> bytes:
    """A table of that many applications, every tenth with a cell in doubt."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(("编号", "已经通水", "核查合格", "受理日"))
    for number in range(1, count + 1):
        flowing = "大概" if number % 10 == 0 else "是" if number % 2 else "否"
        rows.writerow((f"A-{number}", flowing, "是", "2024-03-05"))
    return written.getvalue().encode()


def dialogs(shown: Page) -> Locator:
    return shown.get_by_role("dialog")


# A connection that is lost


def test_a_review_is_made_again_after_the_program_was_killed(program: Program) -> None:
    shown = program.start()
    go(shown, "审核", "canal")
    drop_file(shown, "申请.csv", applications(40))
    expect(shown.locator(".long td.doubtful").first).to_be_visible()
    shown.get_by_role("button", name="开始审核").click()
    expect(shown.get_by_role("heading", name="审核结果")).to_be_visible()
    program.kill()
    expect(shown.get_by_text("与工作台程序的连接已断开")).to_be_visible()
    # What was shown is still there.
    expect(shown.get_by_role("heading", name="审核结果")).to_be_visible()
    shown.locator("#result").evaluate("heading => { heading.dataset.before = 'yes' }")
    program.again(shown)
    expect(shown.locator("#result:not([data-before])")).to_be_visible()
    assert was_told(shown, "正在重新读取并审核")
    records = shown.get_by_role("region", name="逐条结果")
    records.locator("tbody button").first.click()
    expect(dialogs(shown)).to_be_visible()


def test_a_review_that_is_cut_off_is_told_and_begun_anew(program: Program) -> None:
    shown = program.start()
    go(shown, "审核", "canal")
    drop_file(shown, "申请.csv", applications(20_000))
    expect(shown.get_by_role("button", name="开始审核")).to_be_enabled()
    shown.get_by_role("button", name="开始审核").click()
    expect(shown.locator(".job-told")).to_be_visible()
    program.kill()
    expect(shown.locator(".notice.bad")).to_contain_text("连接断开，刚才的工作没有完成")
    expect(shown.locator(".job-told")).to_have_count(0)
    expect(shown.get_by_role("button", name="开始审核")).to_be_enabled()
    program.again(shown)
    shown.get_by_role("button", name="开始审核").click()
    expect(shown.get_by_role("heading", name="审核结果")).to_be_visible()
    assert was_told(shown, "正在重新读取。")


@pytest.mark.parametrize("check", ["一致性", "试改"])
def test_a_check_that_is_cut_off_is_told_and_begun_anew(program: Program, check: str) -> None:
    shown = program.start()
    # A policy of some size, so that there is something to be cut off.
    go(shown, "检查", "bundled:xiangtan_2022")
    shown.get_by_role("button", name=f"开始 {check}").click()
    expect(shown.locator(".job-told")).to_be_visible()
    program.kill()
    expect(shown.locator(".notice.bad")).to_contain_text("连接断开，刚才的工作没有完成")
    expect(shown.locator(".job-told")).to_have_count(0)
    expect(shown.get_by_role("button", name=f"开始 {check}")).to_be_enabled()
    program.again(shown)
    shown.locator("main select").first.select_option("limits")
    shown.get_by_role("button", name="开始 示例覆盖").click()
    expect(shown.get_by_role("heading", name="共有示例1个")).to_be_visible()


def test_a_comparison_that_is_cut_off_is_told_and_begun_anew(program: Program) -> None:
    shown = program.start()
    go(shown, "对比")
    for side in ("原政策", "新政策"):
        policy = shown.get_by_role("region", name=side).locator("select").first
        policy.select_option("bundled:xiangtan_2022")
    shown.get_by_role("button", name="比较含义").click()
    expect(shown.locator(".job-told")).to_be_visible()
    program.kill()
    expect(shown.locator(".notice.bad")).to_contain_text("连接断开，刚才的工作没有完成")
    expect(shown.locator(".job-told")).to_have_count(0)
    program.again(shown)
    expect(shown.get_by_role("button", name="比较含义")).to_be_enabled()
    expect(shown.get_by_role("region", name="新政策").locator("select")).to_have_count(2)


def test_what_is_typed_while_nobody_is_there_is_saved_afterwards(
    program: Program, folder: Path
) -> None:
    shown = program.start()
    go(shown, "规则", "canal")
    file(shown, "20_rules.pol").click()
    expect(editor(shown)).to_contain_text("没有通水不得定为合格")
    program.kill()
    expect(shown.get_by_text("与工作台程序的连接已断开")).to_be_visible()
    put_behind(shown, "期望 没有通水不得定为合格 被违反", "\n# 断开时写的")
    shown.keyboard.press("Control+s")
    expect(shown.locator(".notice.bad")).to_contain_text("canal/20_rules.pol 没有保存：连接断开")
    program.again(shown)
    # It is kept as a draft without another key being pressed, and can be saved.
    file(shown, "20_rules.pol").click()
    expect(file(shown, "20_rules.pol")).to_contain_text("未保存")
    other = shown.context.new_page()
    shown.bring_to_front()
    shown.get_by_role("button", name="保存", exact=True).click()
    expect(shown.get_by_text("已保存 canal/20_rules.pol")).to_be_visible()
    assert "# 断开时写的" in (folder / "canal" / "20_rules.pol").read_text("utf-8")
    other.close()


# Two desks on one folder


def test_two_desks_on_one_folder_take_nothing_from_one_another(
    program: Program, browser: Browser, folder: Path, tmp_path: Path
) -> None:
    one = program.start()
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    second = Program(folder, tmp_path / "state", context)
    two = second.start()
    place = folder / "canal" / "20_rules.pol"
    for shown, words in ((one, "\n# 甲写的"), (two, "\n# 乙写的")):
        go(shown, "规则", "canal")
        file(shown, "20_rules.pol").click()
        expect(editor(shown)).to_contain_text("没有通水不得定为合格")
        put_behind(shown, "规范 没有通水不得定为合格", words)
        expect(file(shown, "20_rules.pol")).to_contain_text("未保存")
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.get_by_text("已保存 canal/20_rules.pol")).to_be_visible()
    two.get_by_role("button", name="保存", exact=True).click()
    expect(dialogs(two)).to_contain_text("# 甲写的")
    expect(dialogs(two)).to_contain_text("# 乙写的")
    dialogs(two).get_by_role("button", name="用这里的").click()
    expect(dialogs(two)).to_have_count(0)
    assert "# 乙写的" in place.read_text("utf-8")
    # What one gives up for what the other has saved is in the history.
    put_behind(two, "# 乙写的", "\n# 乙又写的")
    expect(file(two, "20_rules.pol")).to_contain_text("未保存")
    place.write_text(place.read_text("utf-8").replace("# 乙写的", "# 丙写的"), "utf-8")
    two.get_by_role("button", name="比较两个版本").click()
    dialogs(two).get_by_role("button", name="用磁盘上的").click()
    expect(dialogs(two)).to_have_count(0)
    expect(editor(two)).to_contain_text("# 丙写的")
    two.get_by_role("button", name="历史").click()
    two.locator(".past button").first.click()
    expect(dialogs(two).locator("pre").first).to_contain_text("# 乙又写的")
    two.keyboard.press("Escape")
    # So is what the other had saved, and it is told there that the file was changed.
    expect(one.get_by_text("已换成新的内容")).to_be_visible()
    expect(editor(one)).to_contain_text("# 丙写的")
    one.get_by_role("button", name="历史").click()
    one.locator(".past button").nth(1).click()
    expect(dialogs(one).locator("pre").first).to_contain_text("# 甲写的")
    context.close()
    second.end()


# A policy that is replaced


def test_a_policy_that_is_replaced_while_one_reviews_is_told(
    program: Program, folder: Path
) -> None:
    shown = program.start()
    go(shown, "审核", "canal")
    drop_file(shown, "申请.csv", applications(40))
    shown.get_by_role("button", name="开始审核").click()
    expect(shown.get_by_role("heading", name="审核结果")).to_be_visible()
    rules = folder / "canal" / "20_rules.pol"
    rules.write_text(FILES["20_rules.pol"].replace("当 非 已经通水", "当 已经通水"), "utf-8")
    told = shown.get_by_role("alert")
    expect(told).to_contain_text("政策“canal”在此之后已有改动")
    rules.write_bytes(b"\xff\xfe\x00\x01")
    expect(shown.locator(".notice.bad")).to_contain_text("20_rules.pol 不是 UTF-8 编码")
    folder.joinpath("canal").rename(folder / "elsewhere")
    expect(told.first).to_contain_text("文件夹里已没有政策“canal”")
    # So are the files that are open in the page, of which it has the last copy.
    expect(shown.get_by_text("canal/20_rules.pol 已不在磁盘上")).to_be_visible()
    # What was found by it can still be read.
    shown.get_by_role("region", name="逐条结果").locator("tbody button").first.click()
    expect(dialogs(shown)).to_be_visible()
    shown.keyboard.press("Escape")
    folder.joinpath("elsewhere").rename(folder / "canal")
    rules.write_text(FILES["20_rules.pol"], "utf-8")
    expect(told).to_have_count(0)


def test_a_policy_that_is_replaced_after_a_check_or_a_comparison_is_told(
    program: Program, folder: Path
) -> None:
    shown = program.start()
    go(shown, "检查", "grants")
    shown.get_by_role("button", name="开始 示例覆盖").click()
    result = shown.get_by_role("region", name="示例覆盖：结果")
    expect(result).to_be_visible()
    (folder / "grants" / "10.pol").write_text(STRICTER, "utf-8")
    expect(result.get_by_role("alert")).to_contain_text("政策“grants”在此之后已有改动")
    go(shown, "对比")
    shown.get_by_role("button", name="比较含义").click()
    result = shown.get_by_role("region", name="含义的差异：结果")
    expect(result).to_be_visible()
    expect(result.get_by_role("alert")).to_have_count(0)
    shutil.rmtree(folder / "grants")
    expect(result.get_by_role("alert")).to_contain_text("文件夹里已没有政策“grants”")


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_opened(
    program: Program, folder: Path
) -> None:
    (folder / "canal" / "30_more.pol").write_bytes("# 备注".encode("gbk"))
    shown = program.start()
    go(shown, "规则", "canal")
    expect(shown.locator(".notice.bad")).to_contain_text("30_more.pol 不是 UTF-8 编码")
    expect(file(shown, "20_rules.pol")).to_be_visible()


# Fields that are left blank


def test_a_day_that_is_cleared_is_asked_for_in_every_place(program: Program) -> None:
    shown = program.start()
    needed = shown.get_by_text("请填写审核基准日")
    go(shown, "审核", "canal")
    drop_file(shown, "申请.csv", applications(12))
    begin = shown.get_by_role("button", name="开始审核")
    expect(begin).to_be_enabled()
    day = shown.get_by_label("审核基准日")
    day.fill("")
    expect(needed).to_be_visible()
    expect(begin).to_be_disabled()
    day.fill("2024-06-03")
    expect(needed).to_have_count(0)
    begin.click()
    expect(shown.get_by_role("heading", name="审核结果")).to_be_visible()
    day.fill("")
    expect(shown.get_by_role("button", name="重新审核")).to_be_disabled()
    # Rows of headings that are none.
    shown.get_by_label("表头行").fill("")
    expect(shown.get_by_text("表头行请填1至33的整数")).to_be_visible()
    expect(shown.get_by_role("button", name="重新读取")).to_be_disabled()
    go(shown, "对比")
    day.fill("")
    expect(needed).to_be_visible()
    go(shown, "规则", "canal")
    shown.get_by_role("tab", name="试一件").click()
    day.fill("")
    expect(needed).to_be_visible()
    expect(shown.get_by_role("button", name="变成示例")).to_be_disabled()


# What is half filled in


def test_what_is_filled_in_is_there_again_after_the_page_was_loaded_anew(program: Program) -> None:
    shown = program.start()
    go(shown, "规则", "canal")
    shown.get_by_role("tab", name="试一件").click()
    shown.get_by_label("编号 必填").fill("填了一半")
    shown.get_by_label("审核基准日").fill("2024-06-03")
    shown.get_by_role("button", name="新建政策").click()
    shown.get_by_label("把文件全文粘贴到这里").fill(TEXT)
    expect(shown.get_by_text("找到的主体：乡镇政府")).to_be_visible()
    shown.get_by_label("文件夹名称").fill("half")
    shown.reload()
    shown.get_by_role("tab", name="试一件").click()
    expect(shown.get_by_label("编号 必填")).to_have_value("填了一半")
    expect(shown.get_by_label("审核基准日")).to_have_value("2024-06-03")
    # Of another place one comes back to the same record.
    go(shown, "检查")
    go(shown, "规则")
    shown.get_by_role("tab", name="试一件").click()
    expect(shown.get_by_label("编号 必填")).to_have_value("填了一半")
    # Whatever has closed the dialog, what was filled in is there.
    for leave in ("取消", "Escape"):
        shown.get_by_role("button", name="新建政策").click()
        expect(shown.get_by_label("把文件全文粘贴到这里")).to_have_value(TEXT)
        expect(shown.get_by_label("文件夹名称")).to_have_value("half")
        if leave == "取消":
            dialogs(shown).get_by_role("button", name=leave).click()
        else:
            shown.keyboard.press(leave)
        expect(dialogs(shown)).to_have_count(0)


def test_what_was_typed_last_is_kept_when_the_page_is_loaded_anew_at_once(program: Program) -> None:
    shown = program.start()
    go(shown, "规则", "canal")
    file(shown, "20_rules.pol").click()
    expect(editor(shown)).to_contain_text("没有通水不得定为合格")
    put_behind(shown, "规范 没有通水不得定为合格", "\n# 最后写的")
    # The browser may ask first; whoever leaves all the same loses nothing.
    shown.on("dialog", lambda asked: asked.accept())
    shown.reload()
    file(shown, "20_rules.pol").click()
    expect(editor(shown)).to_contain_text("# 最后写的")


def test_a_question_that_is_half_answered_is_not_given_up_at_the_first_escape(
    program: Program,
) -> None:
    shown = program.start()
    go(shown, "规则", "canal")
    shown.get_by_role("button", name="新建文件").click()
    dialogs(shown).get_by_role("textbox").fill("30_more")
    shown.keyboard.press("Escape")
    expect(dialogs(shown)).to_contain_text("再按一次 Esc 就放弃")
    expect(dialogs(shown).get_by_role("textbox")).to_have_value("30_more")
    shown.keyboard.press("Escape")
    expect(dialogs(shown)).to_have_count(0)


# What is too large


def test_what_is_too_large_is_told_with_the_most_that_is_taken(
    program: Program, tmp_path: Path
) -> None:
    shown = program.start()
    large = tmp_path / "大.csv"
    with large.open("wb") as written:
        written.truncate(41_000_000)
    go(shown, "审核", "canal")
    expect(shown.locator(".drop input")).to_be_enabled()
    shown.locator(".drop input").set_input_files(large)
    expect(shown.locator(".notice.bad")).to_contain_text("大.csv 有 41 MB，这里最多打开 40 MB")
    shown.locator(".notice button").click()
    go(shown, "对比")
    shown.locator(".drop input").set_input_files(large)
    shown.get_by_role("button", name="比较影响").click()
    expect(shown.locator(".notice.bad")).to_contain_text("最多打开 40 MB")
    go(shown, "规则")
    shown.get_by_role("button", name="新建政策").click()
    text = shown.get_by_label("把文件全文粘贴到这里")
    text.evaluate(
        "(area, line) => { area.value = line.repeat(200_000);"
        " area.dispatchEvent(new Event('input', {bubbles: true})); }",
        "乡镇政府应当完成核查。\n",
    )
    expect(dialogs(shown)).to_contain_text("不超过5000000字节")
    assert was_told(shown, "正在识别原文")
    expect(shown.get_by_text("与工作台程序的连接已断开")).to_have_count(0)


@pytest.mark.slow
def test_a_policy_of_the_documented_maximum_says_that_it_is_being_read(
    program: Program, folder: Path
) -> None:
    lines = (f"参数 标准{number}：金额\n  取 {number}元\n" for number in range(60_000))
    text = ""
    while len(text) < 999_900:
        text += next(lines)
    (folder / "canal" / "30_large.pol").write_text(text, "utf-8")
    shown = program.start(settled=False)
    expect(file(shown, "30_large.pol")).to_be_visible()
    assert was_told(shown, "正在处理……")
    # One character more than there may be is told, with what to do.
    (folder / "canal" / "30_large.pol").write_text(f"{text}{'#' * 101}", "utf-8")
    expect(shown.get_by_text("文件太长").first).to_be_visible()


# A spreadsheet of 50,000 rows

ROWS, FEWER = 50_000, 2_000


@pytest.mark.slow
def test_fifty_thousand_rows_are_read_and_their_review_is_stopped(
    program: Program, tmp_path: Path
) -> None:
    shown = program.start()
    go(shown, "审核", "canal")
    drop_file(shown, "申请.csv", applications(ROWS))
    # It says how far it is, and the page goes on.
    told = shown.locator(".job-told")
    expect(told.locator("progress")).to_be_visible()
    expect(
        shown.get_by_text(f"{ROWS}条记录，0条无法读取，{ROWS // 10}个单元格存疑")
    ).to_be_visible()
    sheet = shown.get_by_role("region", name="申请.csv")
    expect(sheet.locator("table")).to_have_attribute("aria-rowcount", str(ROWS + 2))
    # Rows that are not in sight are not there; the last is a scroll away.
    sheet.evaluate("box => { box.scrollTop = box.scrollHeight }")
    expect(sheet.get_by_text(f"A-{ROWS}", exact=True)).to_be_visible()
    shown.get_by_label(f"只看存疑的行（{ROWS // 10}）").check()
    sheet.evaluate("box => { box.scrollTop = box.scrollHeight }")
    expect(sheet.get_by_text(f"A-{ROWS}", exact=True)).to_be_visible()
    assert shown.locator("tr").count() < 200
    # A review that is stopped leaves what there is, and can be begun again.
    shown.get_by_role("button", name="开始审核").click()
    expect(told).to_contain_text("已审核")
    shown.get_by_role("button", name="停止").click()
    expect(told).to_have_count(0)
    expect(shown.get_by_text("已停止。")).to_be_visible()
    # That of all rows takes minutes: benchmarks/desk.py. One works on while fewer are reviewed.
    drop_file(shown, "申请.csv", applications(FEWER))
    expect(shown.get_by_text(f"{FEWER}条记录")).to_be_visible()
    shown.get_by_role("button", name="开始审核").click()
    go(shown, "规则")
    expect(file(shown, "20_rules.pol")).to_be_visible()
    go(shown, "审核")
    records = shown.get_by_role("region", name="逐条结果")
    expect(records.locator("tbody button").first).to_be_visible()
    with shown.expect_download() as written:
        shown.get_by_role("button", name="↓ 结果表（CSV）").last.click()
    lines = written.value.path().read_text("utf-8-sig").splitlines()
    assert len([line for line in lines if re.search(r"A-\d+", line)]) == FEWER
