"""The place “Rules” in a browser: what is typed is told, kept, saved, tried and judged."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

import linkage_rules as lr
from linkage_rules.testing import run_examples
from tests.browsing import PATIENCE, answers_held, needs_browser
from tests.places import ROOT
from tests.serving import Serving, served

pytestmark = needs_browser

TEXT = """青禾县小型水渠修缮补助办法

一、核查

乡镇政府应当自受理之日起20日内完成核查。水渠没有通水的，核查不得定为合格。

二、施行

本办法自2024年3月1日起施行。
"""
FILES = {
    "source.txt": TEXT,
    "00_policy.pol": '政策 canal "青禾县小型水渠修缮补助办法"\n  原文 "source.txt"\n',
    "10_records.pol": (
        '记录 申请\n  id "编号"：文本 必填\n  已经通水：是否\n  核查合格：是否\n'
        "  受理日：日期 空白视为 从未\n\n主体 乡镇政府\n"
    ),
    "20_rules.pol": (
        "行为 定为合格 关于 申请\n  完成于 核查合格\n\n"
        "规范 没有通水不得定为合格 对于 申请\n"
        '  依据 一 "水渠没有通水的，核查不得定为合格"\n'
        "  当 非 已经通水\n  乡镇政府 不得 定为合格\n\n"
        '示例 "没有通水却定为合格" 关于 申请\n'
        '  给定 编号："1"，已经通水：否，核查合格：是\n  截至 2024年6月3日\n'
        "  期望 没有通水不得定为合格 被违反\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small policy."""
    folder = (tmp_path / "政策").resolve()
    (folder / "canal").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / "canal" / name).write_text(text, "utf-8")
    return folder


@contextmanager
def new_tab(browser: Browser) -> Iterator[Page]:
    """A page of a browser until the end of the block; nothing may be wrong in its console."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield tab
    context.close()
    assert not faults


@pytest.fixture
def opened(page: Serving, browser: Browser) -> Iterator[Page]:
    """The page with the policy open."""
    with new_tab(browser) as tab:
        show(tab, page.address)
        yield tab


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page on which nothing is open yet."""
    with new_tab(browser) as tab:
        yield tab


def show(tab: Page, address: str) -> None:
    tab.goto(address)
    file(tab, "20_rules.pol").click()
    expect(editor(tab)).to_contain_text("没有通水不得定为合格")


def editor(tab: Page) -> Locator:
    return tab.locator(".cm-content")


def file(tab: Page, name: str) -> Locator:
    files = tab.get_by_role("navigation", name=re.compile("^(文件|Files)$"))
    return files.get_by_role("button", name=re.compile(re.escape(name)))


def put_behind(tab: Page, words: str, typed: str, *, erase: int = 0) -> None:
    """Type behind the first place where some words stand in the editor, as a person does."""
    tab.locator(".cm-line", has_text=words).first.click()
    tab.keyboard.press("End")
    for _ in range(erase):
        tab.keyboard.press("Backspace")
    tab.keyboard.insert_text(typed)


def test_a_slip_is_underlined_put_right_by_its_fix_saved_and_undone_by_the_history(
    opened: Page, folder: Path
) -> None:
    put_behind(opened, "当 非 已经通水", "", erase=1)
    expect(opened.locator(".cm-lintRange-error").first).to_have_text("已经通")
    expect(file(opened, "20_rules.pol")).to_contain_text("未保存")
    expect(file(opened, "20_rules.pol")).to_contain_text("1处问题")
    opened.keyboard.press("Control+Shift+M")
    opened.locator(".cm-diagnosticAction").first.click()
    expect(opened.locator(".cm-lintRange-error")).to_have_count(0)
    expect(editor(opened)).to_contain_text("当 非 已经通水")
    expect(file(opened, "20_rules.pol")).not_to_contain_text("未保存")
    put_behind(opened, "期望 没有通水不得定为合格 被违反", "\n# 看过了")
    opened.keyboard.press("Control+s")
    expect(opened.get_by_text("已保存 canal/20_rules.pol")).to_be_visible()
    place = folder / "canal" / "20_rules.pol"
    assert "# 看过了" in place.read_text("utf-8")
    opened.get_by_role("button", name="历史").click()
    opened.locator(".past button").first.click()
    opened.get_by_role("button", name="换回这一份").click()
    expect(editor(opened)).not_to_contain_text("看过了")
    opened.get_by_role("button", name="保存", exact=True).click()
    expect(opened.get_by_role("button", name="保存", exact=True)).to_be_disabled()
    assert place.read_text("utf-8") == FILES["20_rules.pol"]


def test_what_has_to_be_chosen_is_offered_in_as_many_ways_and_one_is_made(opened: Page) -> None:
    limit = "\n\n参数 limit “上限”：金额\n  = 20000\n"
    put_behind(opened, "期望 没有通水不得定为合格 被违反", limit)
    expect(opened.locator(".cm-lintRange-error").first).to_have_text("20000")
    opened.keyboard.press("Control+Shift+M")
    ways = opened.locator(".cm-diagnosticAction")
    expect(ways).to_have_text(["改为：20000元", "改为：20000万元"])
    ways.nth(1).click()
    expect(editor(opened)).to_contain_text("= 20000万元")
    expect(opened.locator(".cm-lintRange-error")).to_have_count(0)


def test_a_fix_is_made_where_it_was_offered_though_others_offer_the_same(opened: Page) -> None:
    limits = "".join(f"\n\n参数 {name} “{name}”：金额\n  = 20000" for name in ("a1", "a2"))
    put_behind(opened, "期望 没有通水不得定为合格 被违反", limits + "\n")
    wrong = opened.locator(".cm-lintRange-error")
    expect(wrong).to_have_text(["20000", "20000"])
    opened.keyboard.press("Control+Shift+M")
    offered = opened.locator(".cm-panel-lint li", has_text="20000").get_by_text("改为：20000元")
    expect(offered).to_have_count(2)
    with standing_still(opened):
        # What is written since moves the place along.
        put_behind(opened, "当 非 已经通水", "\n    # 见下")
        offered.nth(1).click()
        expect(editor(opened)).to_contain_text("= 20000元")
    expect(wrong).to_have_text(["20000"])
    expect(editor(opened)).to_contain_text(re.compile("a1.*= 20000[^元]*a2.*= 20000元"))


def test_a_fix_of_a_text_that_was_typed_into_since_is_not_made_and_told(
    page: Serving, tab: Page
) -> None:
    clicked: list[bool] = []
    said = answers_held(
        tab, lambda asked: asked.get("method") == "textDocument/codeAction" and bool(clicked)
    )
    show(tab, page.address)
    put_behind(tab, "当 非 已经通水", "", erase=1)
    expect(tab.locator(".cm-lintRange-error").first).to_have_text("已经通")
    tab.keyboard.press("Control+Shift+M")
    fix = tab.locator(".cm-diagnosticAction").first
    expect(fix).to_be_visible()
    clicked.append(True)
    fix.click()
    put_behind(tab, "行为 定为合格 关于 申请", "  # 一")
    said.let_go()
    expect(tab.locator(".notice")).to_contain_text("刚才又有改动，所以什么都没有改")
    expect(editor(tab)).to_contain_text(re.compile("申请  # 一.*当 非 已经通  乡镇政府"))


def test_the_next_problem_is_none_that_was_just_put_right(opened: Page) -> None:
    put_behind(opened, "当 非 已经通水", " 且 「填：甲」 且 「填：乙」")
    expect(file(opened, "20_rules.pol")).to_contain_text("2处问题")
    with standing_still(opened):
        for written in ("核查合格", "已经通水"):
            opened.keyboard.press("F8")
            opened.keyboard.insert_text(written)
        opened.keyboard.press("F8")
        opened.keyboard.insert_text(" 且 核查合格")
        line = opened.locator(".cm-line", has_text="当 非")
        expect(line).to_have_text("  当 非 已经通水 且 核查合格 且 已经通水 且 核查合格")


def test_what_stands_above_a_line_is_done_where_it_stands_now(opened: Page) -> None:
    run = opened.get_by_role("button", name="运行这个示例")
    expect(run).to_be_visible()
    with standing_still(opened):
        put_behind(opened, "行为 定为合格 关于 申请", "\n  # 一\n  # 二")
        run.click()
        expect(opened.locator(".notice")).to_have_text("符合期望：没有通水却定为合格×")


def test_half_made_words_of_an_input_method_are_told_to_nobody(
    page: Serving, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    sent: list[str] = []
    channels: list[WebSocket] = []

    def listen(channel: WebSocket) -> None:
        channels.append(channel)
        channel.on("framesent", lambda frame: sent.append(str(frame)))

    tab.on("websocket", listen)
    show(tab, page.address)
    put_behind(tab, "当 非 已经通水", " 且 ")
    devtools = context.new_cdp_session(tab)
    for made in ("h", "he", "hech", "hecha"):
        half: dict[str, Any] = {"text": made, "selectionStart": len(made)}
        devtools.send("Input.imeSetComposition", {**half, "selectionEnd": len(made)})
        expect(editor(tab)).to_contain_text(f"且 {made}")
    with channels[0].expect_event(
        "framesent",
        lambda frame: "textDocument/didChange" in str(frame) and "核查合格" in str(frame),
        timeout=PATIENCE,
    ):
        devtools.send("Input.insertText", {"text": "核查合格"})
    expect(editor(tab)).to_contain_text("且 核查合格")
    expect(file(tab, "20_rules.pol")).to_contain_text("未保存")
    expect(tab.locator(".cm-lintRange-error")).to_have_count(0)
    tab.keyboard.press("Control+s")
    expect(tab.get_by_text("已保存 canal/20_rules.pol")).to_be_visible()
    told = [frame for frame in sent if "textDocument/didChange" in frame]
    assert told
    assert not [frame for frame in told if "hecha" in frame or '"he' in frame]
    context.close()


def test_what_somebody_else_has_written_is_shown_beside_what_is_here(
    opened: Page, folder: Path
) -> None:
    place = folder / "canal" / "20_rules.pol"
    put_behind(opened, "期望 没有通水不得定为合格 被违反", "\n# 这里的")
    expect(file(opened, "20_rules.pol")).to_contain_text("未保存")
    place.write_text(FILES["20_rules.pol"] + "# 别处的\n", "utf-8")
    opened.keyboard.press("Control+s")
    dialog = opened.get_by_role("dialog")
    expect(dialog.get_by_label("这里的（未保存）")).to_contain_text("# 这里的")
    expect(dialog.get_by_label("磁盘上的", exact=True)).to_contain_text("# 别处的")
    dialog.get_by_role("button", name="取消").click()
    assert "# 别处的" in place.read_text("utf-8")
    opened.get_by_role("button", name="比较两个版本").click()
    opened.get_by_role("dialog").get_by_role("button", name="用磁盘上的").click()
    expect(editor(opened)).to_contain_text("# 别处的")
    expect(editor(opened)).not_to_contain_text("# 这里的")


def test_what_is_changed_elsewhere_is_shown_where_nothing_was_typed(
    opened: Page, folder: Path
) -> None:
    place = folder / "canal" / "20_rules.pol"
    place.write_text(FILES["20_rules.pol"] + "# 别处的\n", "utf-8")
    expect(editor(opened)).to_contain_text("# 别处的")
    expect(file(opened, "20_rules.pol")).not_to_contain_text("未保存")


def test_what_a_deleted_file_held_stays_until_somebody_decides(opened: Page, folder: Path) -> None:
    place = folder / "canal" / "20_rules.pol"
    place.unlink()
    expect(opened.get_by_text("canal/20_rules.pol 已不在磁盘上")).to_be_visible()
    expect(editor(opened)).to_contain_text("没有通水不得定为合格")
    opened.get_by_role("button", name="比较两个版本").click()
    opened.get_by_role("dialog").get_by_role("button", name="用这里的").click()
    expect(opened.get_by_role("dialog")).to_have_count(0)
    assert place.read_text("utf-8") == FILES["20_rules.pol"]
    place.unlink()
    expect(opened.get_by_text("canal/20_rules.pol 已不在磁盘上")).to_be_visible()
    place.write_text(FILES["20_rules.pol"], "utf-8")
    expect(opened.get_by_text("canal/20_rules.pol 已不在磁盘上")).to_have_count(0)


def test_what_was_typed_is_there_again_after_the_program_was_killed(
    page: Serving, browser: Browser, folder: Path, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    channels: list[WebSocket] = []
    tab.on("websocket", lambda channel: channels.append(channel))
    show(tab, page.address)
    drafts = tmp_path / "state"
    with channels[0].expect_event(
        "framereceived",
        lambda _: any("不能丢" in text for text in _texts_below(drafts)),
        timeout=PATIENCE,
    ):
        put_behind(tab, "期望 没有通水不得定为合格 被违反", "\n# 不能丢")
    page.end(signal.SIGKILL)
    expect(tab.get_by_text("连接已断开")).to_be_visible()
    expect(editor(tab)).to_contain_text("# 不能丢")
    words = [sys.executable, "-m", "linkage_rules", "desk", str(folder), "--port", "0"]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    with served([*words, "--no-browser", "--language", "zh"], environment) as again:
        show(tab, again.address)
        expect(editor(tab)).to_contain_text("# 不能丢")
        expect(file(tab, "20_rules.pol")).to_contain_text("未保存")
        context.close()
    assert (folder / "canal" / "20_rules.pol").read_text("utf-8") == FILES["20_rules.pol"]


def test_an_example_turns_red_and_green_while_one_types(opened: Page) -> None:
    example = opened.locator(".examples > li", has_text="没有通水却定为合格")
    expect(example).to_contain_text("通过")
    expect(opened.locator(".cm-sign.good").first).to_have_text("●")
    put_behind(opened, "期望 没有通水不得定为合格 被违反", "已履行", erase=3)
    expect(example).to_contain_text("未通过")
    expect(example).to_contain_text("没有通水不得定为合格 被违反")
    expect(opened.locator(".cm-sign.bad")).to_have_text("✗")
    put_behind(opened, "期望 没有通水不得定为合格 已履行", "被违反", erase=3)
    expect(opened.locator(".cm-sign.bad")).to_have_count(0)
    expect(example.locator(".tone.good")).to_be_visible()


def test_examples_of_other_files_turn_with_what_one_types(
    page: Serving, tab: Page, folder: Path
) -> None:
    other = '参数 limit "上限"：整数\n  = 5\n\n事实 few "少" 关于 申请：是否\n  指 上限 < 10\n'
    (folder / "canal" / "15_limit.pol").write_text(other, "utf-8")
    example = FILES["20_rules.pol"].partition("示例")[2].replace("没有通水却定为合格", "少的")
    expected = example.replace("没有通水不得定为合格 被违反", "少 = 是")
    with (folder / "canal" / "20_rules.pol").open("a", encoding="utf-8") as rules:
        rules.write(f"\n示例{expected}")
    show(tab, page.address)
    expect(tab.locator(".counts")).to_have_text("通过2个，未通过0个")
    file(tab, "15_limit.pol").click()
    with standing_still(tab):
        put_behind(tab, "= 5", "0")
        tab.clock.run_for(500)
        expect(tab.get_by_text("其中2个是改动前的结果")).to_be_visible()
    expect(tab.locator(".counts")).to_have_text("通过1个，未通过1个")
    expect(tab.get_by_text("改动前")).to_have_count(0)


def test_what_was_decided_of_another_record_is_not_shown_while_the_rules_have_a_problem(
    opened: Page,
) -> None:
    opened.get_by_role("tab", name="试一件").click()
    opened.get_by_label("编号").fill("1")
    opened.get_by_label("核查合格").select_option("是")
    opened.get_by_label("已经通水").select_option("否")
    expect(opened.locator(".decision")).to_contain_text("定为合格")
    put_behind(opened, "当 非 已经通水", "", erase=1)
    expect(opened.locator(".judged .tone.open")).to_be_visible()
    expect(opened.locator(".decision")).to_be_visible()
    opened.get_by_label("已经通水").select_option("是")
    expect(opened.locator(".decision")).to_have_count(0)
    put_behind(opened, "当 非 已经通", "水")
    expect(opened.locator(".decision")).to_be_visible()


def test_what_is_typed_in_a_form_is_meant_by_the_type_that_its_field_has_now(
    page: Serving, tab: Page, folder: Path
) -> None:
    records = folder / "canal" / "10_records.pol"
    text = FILES["10_records.pol"]
    records.write_text(text.replace("  已经通水", "  造价：整数\n  已经通水"), "utf-8")
    show(tab, page.address)
    tab.get_by_role("tab", name="试一件").click()
    tab.get_by_label("编号").fill("1")
    cost = tab.get_by_label("造价", exact=True)
    cost.fill("5000")
    file(tab, "10_records.pol").click()
    put_behind(tab, "造价：整数", "金额", erase=2)
    label = tab.locator(".record label", has_text="造价").first
    expect(label).to_have_attribute("title", re.compile("元"))
    tab.get_by_label("核查合格").select_option("是")
    tab.get_by_label("已经通水").select_option("否")
    tab.get_by_role("button", name="变成示例").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("示例的标题").fill("造价")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name="加入").click()
    expect(editor(tab)).to_contain_text("造价：5000元")


def test_a_rule_of_another_policy_is_opened_as_that_policy(
    page: Serving, tab: Page, folder: Path
) -> None:
    for name in ("xiangtan_2022", "vocabulary", "calendar_china", "example_county"):
        copytree(ROOT / "policies" / name, folder / name)
    tab.goto(f"{page.address}#/rules/example_county")
    expect(file(tab, "20_execution.pol")).to_be_visible()
    tab.get_by_role("tab", name="规范用到的示例").click()
    opened = tab.locator(".exercised button", has_text="入库")
    opened.first.click()
    expect(tab.get_by_role("combobox", name="政策")).to_have_value("xiangtan_2022")
    expect(tab.locator(".cm-activeLine")).to_contain_text("规范")


def test_examples_of_one_title_have_each_its_own_result(opened: Page) -> None:
    example = FILES["20_rules.pol"].partition("示例")[2].replace("通水：否", "通水：是")
    put_behind(opened, "期望 没有通水不得定为合格 被违反", f"\n\n示例{example}")
    found = opened.locator(".examples > li")
    expect(found).to_have_count(2)
    expect(opened.locator(".counts")).to_have_text("通过1个，未通过1个")
    expect(opened.locator(".cm-sign.bad")).to_have_text("✗")
    # The one that fails is the second.
    found.first.get_by_role("button").click()
    expect(opened.locator(".cm-activeLine")).to_contain_text("示例")
    expect(opened.locator(".cm-line", has_text="已经通水：是").first).to_be_visible()
    assert found.locator(".tone").all_text_contents() == ["未通过", "通过"]


def test_what_comes_late_of_all_examples_is_not_taken_for_what_was_typed_since(
    page: Serving, tab: Page
) -> None:
    said = answers_held(
        tab,
        lambda asked: (
            asked.get("method") == "desk/rules/examples" and "path" not in asked["params"]
        ),
    )
    show(tab, page.address)
    example = tab.locator(".examples > li", has_text="没有通水却定为合格")
    expect(example.locator(".tone.good")).to_be_visible()
    put_behind(tab, "期望 没有通水不得定为合格 被违反", "已履行", erase=3)
    expect(example.locator(".tone.bad")).to_be_visible()
    said.let_go()
    expect(tab.get_by_role("button", name="运行全部示例")).to_be_visible()
    expect(example.locator(".tone.bad")).to_be_visible()
    expect(tab.locator(".cm-sign.bad")).to_have_text("✗")


def test_a_record_is_judged_in_a_form_and_reasons_lead_to_rule_sentence_and_field(
    opened: Page,
) -> None:
    opened.get_by_role("tab", name="试一件").click()
    expect(opened.get_by_text("填好必填的字段，这里就有结论")).to_be_visible()
    expect(opened.locator(".does .problem")).to_have_count(0)
    opened.get_by_role("button", name="变成示例").click()
    expect(opened.get_by_text("记录有1处要改")).to_be_visible()
    expect(opened.get_by_label("编号 必填")).to_be_focused()
    opened.get_by_label("编号 必填").fill("1")
    decision = opened.locator(".decision")
    expect(decision.locator(".missing")).to_contain_text("已经通水")
    decision.locator(".missing button").first.click()
    expect(opened.get_by_label("已经通水")).to_be_focused()
    opened.get_by_label("已经通水").select_option("否")
    verdict = decision.locator("details", has_text="定为合格").first
    verdict.locator("summary").first.click()
    expect(verdict).to_contain_text("水渠没有通水的，核查不得定为合格")
    verdict.get_by_role("button", name="看原文").first.click()
    expect(opened.locator(".sentence.chosen")).to_contain_text("水渠没有通水的")
    verdict.get_by_role("button", name="看规则").first.click()
    expect(opened.locator(".cm-activeLine")).to_contain_text("定为合格")
    how = opened.get_by_label("受理日：怎样填")
    assert how.locator("option").all_text_contents() == [
        *("填写", "空着（读作从未）", "不详", "从未")
    ]
    how.select_option("不详")
    # A box for a day shows no words, so the choice is as wide as what was chosen.
    expect(how).to_have_class("said")
    wide = how.bounding_box()
    assert wide is not None
    assert wide["width"] > 50
    opened.get_by_role("button", name="变成示例").click()
    dialog = opened.get_by_role("dialog")
    dialog.get_by_label("示例的标题").fill("没有通水的不得定为合格")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name="加入").click()
    expect(editor(opened)).to_contain_text('示例 "没有通水的不得定为合格" 关于 申请')
    expect(editor(opened)).to_contain_text("受理日：未知")
    opened.get_by_role("tab", name="示例", exact=True).click()
    added = opened.locator(".examples > li", has_text="没有通水的不得定为合格")
    expect(added.locator(".tone.good")).to_be_visible()


def test_a_field_that_is_written_is_in_the_form_at_once(opened: Page) -> None:
    opened.get_by_role("tab", name="试一件").click()
    expect(opened.get_by_label("核查合格")).to_be_visible()
    file(opened, "10_records.pol").click()
    put_behind(opened, "核查合格：是否", "\n  渠道长度：数")
    expect(opened.get_by_label("渠道长度")).to_be_visible()


def test_a_name_typed_in_chinese_is_offered_and_leads_to_its_declaration(opened: Page) -> None:
    put_behind(opened, "当 非 已经通水", " 且 ")
    opened.keyboard.type("核")
    offered = opened.locator(".cm-tooltip-autocomplete li", has_text="核查合格")
    expect(offered.first).to_be_visible()
    offered.first.click()
    expect(editor(opened)).to_contain_text("且 核查合格")
    opened.keyboard.press("F12")
    expect(opened.locator(".cm-activeLine")).to_contain_text("核查合格：是否")
    expect(file(opened, "10_records.pol")).to_have_attribute("aria-current", "true")


def _texts_below(folder: Path) -> Iterator[str]:
    """The texts of all files that are whole: until then they have names that begin with a dot."""
    for path in folder.rglob("[!.]*"):
        with suppress(FileNotFoundError, IsADirectoryError):
            yield path.read_text("utf-8")


# Questions


def test_a_new_file_is_asked_for_by_the_keyboard_alone_and_what_is_wrong_is_told_there(
    opened: Page, folder: Path
) -> None:
    more = opened.get_by_role("button", name="新建文件")
    more.focus()
    opened.keyboard.press("Enter")
    dialog = opened.get_by_role("dialog", name="新建文件")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    opened.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(more).to_be_focused()
    opened.keyboard.press("Enter")
    for wrong, said in (
        ("20_rules", "已有文件 canal/20_rules.pol，请换一个名称"),
        ("../../elsewhere.pol", "在文件夹之外"),
    ):
        dialog.get_by_role("textbox").fill(wrong)
        opened.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text(said)
        expect(dialog.get_by_role("textbox")).to_have_value(wrong)
    dialog.get_by_role("textbox").fill("30_more")
    opened.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(file(opened, "30_more.pol")).to_be_visible()
    expect(more).to_be_focused()
    assert (folder / "canal" / "30_more.pol").read_text("utf-8") == ""
    assert (folder / "canal" / "20_rules.pol").read_text("utf-8") == FILES["20_rules.pol"]


def test_a_name_is_changed_everywhere_and_a_bad_one_is_told_beneath_it(opened: Page) -> None:
    opened.locator(".cm-line", has_text="当 非 已经通水").get_by_text("已经通水").dblclick()
    opened.keyboard.press("F2")
    dialog = opened.get_by_role("dialog", name="改名")
    expect(dialog.get_by_role("textbox")).to_have_value("已经通水")
    opened.keyboard.insert_text('通水"了"')
    opened.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("不含任何引号")
    dialog.get_by_role("textbox").fill("已通水")
    opened.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(editor(opened)).to_be_focused()
    expect(editor(opened)).to_contain_text("当 非 已通水")
    file(opened, "10_records.pol").click()
    expect(editor(opened)).to_contain_text("已通水：是否")


# The tutorial


def dropped(tab: Page, onto: Locator, name: str, content: bytes) -> None:
    """A file is dragged onto a place and let go."""
    held = tab.evaluate_handle(
        """([name, bytes]) => {
          const held = new DataTransfer();
          held.items.add(new File([new Uint8Array(bytes)], name));
          return held;
        }""",
        [name, list(content)],
    )
    onto.dispatch_event("drop", {"dataTransfer": held})


def test_a_text_is_dropped_in_the_encodings_that_offices_write(opened: Page) -> None:
    opened.get_by_role("button", name="新建政策").click()
    text = opened.get_by_label("把文件全文粘贴到这里")
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        text.fill("")
        dropped(opened, text, "办法.txt", TEXT.encode(encoding))
        expect(text).to_have_value(TEXT)
    for name, content in (
        ("办法.docx", b"PK\x03\x04\x14\x00\x06\x00"),
        ("办法.pdf", b"%PDF\xff\xff\0"),
    ):
        dropped(opened, text, name, content)
        expect(opened.get_by_text(f"“{name}”不是文本文件")).to_be_visible()
        expect(text).to_have_value(TEXT)


def test_a_name_that_a_folder_cannot_have_is_told_in_the_words_of_the_page(opened: Page) -> None:
    opened.get_by_role("button", name="新建政策").click()
    opened.get_by_label("把文件全文粘贴到这里").fill(TEXT)
    opened.get_by_label("审核的是什么").fill("申请")
    name = opened.get_by_label("文件夹名称")
    name.fill("水渠")
    opened.get_by_role("button", name="开始").click()
    told = name.evaluate("(input) => input.validationMessage")
    assert "小写英文字母" in told
    name.fill("shuiqu")
    opened.get_by_role("button", name="开始").click()
    expect(opened.get_by_role("dialog")).to_have_count(0)
    expect(file(opened, "source.txt")).to_be_visible()


@contextmanager
def standing_still(tab: Page) -> Iterator[None]:
    """What the page does after a while is not done until the end of the block."""
    tab.clock.install()
    tab.clock.pause_at(datetime.now() + timedelta(seconds=1))
    yield
    tab.clock.resume()


def test_a_record_becomes_an_example_at_once_after_its_last_field_was_filled_in(
    opened: Page,
) -> None:
    opened.get_by_role("tab", name="试一件").click()
    expect(opened.get_by_text("填好必填的字段，这里就有结论")).to_be_visible()
    with standing_still(opened):
        opened.get_by_label("编号").fill("1")
        opened.get_by_role("button", name="变成示例").click()
    expect(opened.get_by_role("dialog").get_by_label("示例的标题")).to_be_visible()


def test_a_policy_begins_with_title_and_days_of_its_text_at_once_after_it_was_pasted(
    opened: Page, folder: Path
) -> None:
    opened.get_by_role("button", name="新建政策").click()
    with standing_still(opened):
        opened.get_by_label("把文件全文粘贴到这里").fill(TEXT)
        opened.get_by_label("审核的是什么").fill("申请")
        opened.get_by_label("文件夹名称").fill("ditch")
        opened.get_by_role("button", name="开始", exact=True).click()
    expect(opened.get_by_role("combobox", name="政策", exact=True)).to_have_value("ditch")
    written = (folder / "ditch" / "00_policy.pol").read_text("utf-8")
    assert 'ditch "青禾县小型水渠修缮补助办法"' in written
    assert "2024年3月1日" in written


def test_a_field_stays_where_it_is_while_its_decision_comes(opened: Page) -> None:
    opened.get_by_role("tab", name="试一件").click()
    field = opened.get_by_label("核查合格")
    expect(opened.locator(".judged")).to_contain_text("填好必填的字段")
    at = field.bounding_box()
    opened.get_by_label("编号 必填").fill("1")
    opened.get_by_label("已经通水").select_option("否")
    field.select_option("是")
    expect(opened.locator(".judged")).to_contain_text("被违反")
    before, after = at, field.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 1
    expect(opened.locator(".judged h3").first).to_be_in_viewport()


TUTORIAL = {
    "zh": {
        "begins": "十分钟写出",
        "none": "文件夹里还没有政策",
        "new": "新建政策",
        "paste": "把文件全文粘贴到这里",
        "seen": "找到的主体：乡镇政府",
        "until": "终止日期",
        "judged": "审核的是什么",
        "folder": "文件夹名称",
        "begin": "开始",
        "number": 'id "编号"：文本 必填',
        "unsaved": "未保存",
        "write": "按此句写规则",
        "hole": "填：",
        "left": "{n}处问题",
        "problems": "处问题",
        "cited": "已引用",
        "try": "试一件",
        "id": "编号 必填",
        "yes": "是",
        "no": "否",
        "make": "变成示例",
        "title": "示例的标题",
        "violated": "没有通水不得定为合格 被违反",
        "not": "非 没有通水不得定为合格 适用",
        "add": "加入",
        "no rule": "此句不写成规则",
        "accounted": "已说明",
        "saved": "已保存 canal/{name}",
        "examples": "示例",
        "passing": "通过2个，未通过0个",
    },
    "en": {
        "begins": "Your first norm in ten minutes",
        "none": "There is no policy in this folder yet",
        "new": "New policy",
        "paste": "Paste the whole text here",
        "seen": "those who have duties: 乡镇政府",
        "until": "to (may be left blank)",
        "judged": "What is judged",
        "folder": "Name of the folder",
        "begin": "Begin",
        "number": 'id "number": text required',
        "unsaved": "not saved",
        "write": "Write a rule for it",
        "hole": "fill in: ",
        "left": "problems: {n}",
        "problems": "problems",
        "cited": "cited",
        "try": "Try a record",
        "id": "id required",
        "yes": "yes",
        "no": "no",
        "make": "Make it an example",
        "title": "The title of the example",
        "violated": "没有通水不得定为合格 is violated",
        "not": "not 没有通水不得定为合格 applies",
        "add": "Add",
        "no rule": "It is no rule",
        "accounted": "accounted for",
        "saved": "saved: canal/{name}",
        "examples": "Examples",
        "passing": "2 pass, 0 fail",
    },
}
"""What the page says where the tutorial leads, in its language."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tutorial_leads_from_a_text_to_a_norm_with_its_examples(
    page: Serving, browser: Browser, folder: Path, language: str
) -> None:
    for place in (folder / "canal").iterdir():
        place.unlink()
    (folder / "canal").rmdir()
    said = TUTORIAL[language]
    name = "desk.md" if language == "en" else "desk.zh.md"
    tutorial = (ROOT / "docs" / name).read_text("utf-8").partition(said["begins"])[2]
    text, fields = re.findall(r"```text\n(.*?)```", tutorial, re.DOTALL)
    holes = dict(re.findall(rf"^\| ({said['hole']}.*?) \| (.*?) \|$", tutorial, re.MULTILINE))
    assert len(holes) == 4
    told = tutorial.replace("\n", "" if language == "zh" else " ")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(f"localStorage.setItem('language', '{language}')")
    tab = context.new_page()

    def press(key: str) -> None:
        """Click a button that the tutorial names."""
        assert f"“{said[key]}”" in told
        tab.get_by_role("button", name=said[key], exact=True).click()

    def problems(left: int) -> str:
        return said["left"].format(n=left)

    tab.goto(page.address)
    expect(tab.get_by_text(said["none"])).to_be_visible()
    # 1
    press("new")
    tab.get_by_label(said["paste"]).fill(text)
    expect(tab.get_by_text(said["seen"])).to_be_visible()
    expect(tab.get_by_label(said["until"])).to_have_value("2035-12-31")
    for key, written in (("judged", "申请"), ("folder", "canal")):
        assert said[key] in told
        tab.get_by_label(said[key]).fill(written)
    press("begin")
    # 2
    file(tab, "10_records.pol").click()
    put_behind(tab, said["number"], f"\n{fields.rstrip()}")
    expect(file(tab, "10_records.pol")).to_contain_text(said["unsaved"])
    # 3
    tab.locator(".sentence .words", has_text="核查不得定为合格").click()
    press("write")
    expect(file(tab, "20_rules.pol")).to_contain_text(problems(len(holes)))
    for hole in holes:
        expect(editor(tab)).to_contain_text(f"「{hole}」")
    for left, written in zip(range(len(holes) - 1, -1, -1), holes.values(), strict=True):
        tab.keyboard.insert_text(written)
        if left:
            expect(file(tab, "20_rules.pol")).to_contain_text(problems(left))
            tab.keyboard.press("F8")
    expect(file(tab, "20_rules.pol")).not_to_contain_text(said["problems"])
    sentence = tab.locator(".sentence", has_text="核查不得定为合格")
    expect(sentence).to_contain_text(said["cited"])
    # 4
    assert f"“{said['try']}”" in told
    tab.get_by_role("tab", name=said["try"]).click()
    tab.get_by_label(said["id"]).fill("1")
    tab.get_by_label("核查合格").select_option(said["yes"])
    for flowing, title, expected in (
        ("no", "没有通水却定为合格", "violated"),
        ("yes", "通水的可以定为合格", "not"),
    ):
        assert f"`{title}`" in told
        assert f"“{said[expected]}”" in told
        tab.get_by_label("已经通水").select_option(said[flowing])
        press("make")
        dialog = tab.get_by_role("dialog")
        dialog.get_by_label(said["title"]).fill(title)
        dialog.get_by_label(said[expected]).check()
        press("add")
        expect(editor(tab)).to_contain_text(title)
    # 5
    tab.locator(".sentence .words", has_text="起施行").click()
    press("no rule")
    tab.get_by_role("dialog").get_by_role("textbox").fill("写在政策的施行期里")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.locator(".sentence", has_text="起施行")).to_contain_text(said["accounted"])
    for name in ("20_rules.pol", "10_records.pol"):
        file(tab, name).click()
        tab.keyboard.press("Control+s")
        expect(tab.get_by_text(said["saved"].format(name=name))).to_be_visible()
        expect(file(tab, name)).not_to_contain_text(said["unsaved"])
    tab.get_by_role("tab", name=said["examples"], exact=True).click()
    expect(tab.get_by_text(said["passing"])).to_be_visible()
    context.close()
    policy = lr.load(folder / "canal")
    assert [one.passed for one in run_examples(policy.package)] == [True, True]
