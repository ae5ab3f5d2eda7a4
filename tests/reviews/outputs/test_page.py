"""The printed opinions and the portfolio in a browser: what an officer sees, prints and signs."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, expect

from linkage_rules.commands.cli import main
from linkage_rules.reviews.outputs import page as page_module
from tests.browsing import PATIENCE, needs_browser, texts
from tests.places import LIBRARY_ENTRY as SMALL

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = ROOT / "samples" / "project_library.xlsx"
ARTIFACTS = ROOT / "test-artifacts" / "reviews"
AS_OF = ("--as-of", "2023-05-01")
OFFICE = ("review", "xiangtan_2022", LIBRARY, *AS_OF, "--language", "zh")
WITH_REMARKS = ("review", SMALL / "policy.pol", SMALL / "projects.json", *AS_OF)

pytestmark = needs_browser


Show = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Writes and opens the page of a review; a request or a complaint of it is a failure."""
    contexts = []
    trouble: list[str] = []

    def shown(*command: object, width: int = 1000) -> Page:
        path = tmp_path / "review.html"
        result = CliRunner().invoke(main, [*map(str, command), "--out", str(path)])
        assert path.exists(), result.stderr
        context = browser.new_context(viewport={"width": width, "height": 1300})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(path.as_uri())
        page.on("request", lambda request: trouble.append(request.url))
        return page

    yield shown
    for context in contexts:
        context.close()
    assert trouble == []


def keep(target: Page | Locator, name: str) -> None:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page = target if isinstance(target, Page) else target.page
    # What is laid out only when it comes into sight would shift the picture.
    page.add_style_tag(content=".opinion { content-visibility: visible !important; }")
    target.screenshot(path=ARTIFACTS / f"{name}.png")


def opinion_on(page: Page, name: str) -> Locator:
    return page.locator(".opinion", has=page.locator(".subtitle", has_text=name))


def headings(opinion: Locator) -> list[str]:
    return texts(opinion.locator("h2"))


def test_the_opinion_begins_with_its_conclusion(show: Show) -> None:
    opinion = opinion_on(show(*OFFICE), "甲鱼养殖场扩建")
    opinion.scroll_into_view_if_needed()
    expect(opinion.get_by_role("heading", level=1)).to_have_text("审核意见书")
    front = texts(opinion.locator(".front p > span"))
    assert front == [
        "文号： 〔 〕 号", "出具日期： 年 月 日",
        "项目编号：2", "审核基准日：2023年5月1日", "主送：", "",
    ]  # fmt: skip
    expect(opinion.locator("section.conclusion > p").first).to_have_text(
        "根据《关于进一步健全完善联农带农机制的实施意见》（中共湘潭市委农村工作领导小组办公室"
        "2022年12月7日印发，以下简称《实施意见》）有关规定，对申报信息进行了审核，意见如下："
    )
    assert headings(opinion) == [
        "一、审核结论", "二、须整改的事项", "三、须补充的信息（一次性告知）", "四、鼓励事项",
        "五、本意见采用的读法", "六、基本情况",
    ]  # fmt: skip
    conclusion = opinion.locator(".verdict")
    expect(conclusion).to_have_text("有不得办理事项不得纳入项目库，不得审批实施。")
    expect(opinion.locator("section.conclusion")).to_contain_text(
        "另有：须整改1项（见二）、待补充信息11项（见三）。"
    )
    box, first = conclusion.bounding_box(), opinion.locator("ol").first.bounding_box()
    assert box
    assert first
    assert box["y"] < first["y"]
    keep(opinion, "opinion")


def test_each_finding_stands_with_clause_quote_and_the_fields_it_rests_on(show: Show) -> None:
    opinion = opinion_on(show(*OFFICE), "甲鱼养殖场扩建")
    ban = opinion.locator(".conclusion .points > li").first
    expect(ban.locator(".said")).to_have_text("（一）不得纳入项目库")
    expect(ban.locator(".because").first).to_have_text(
        "条款依据：《实施意见》三、3.“没有建立联农带农机制和明确成效的，不得纳入项目库”"
    )
    expect(ban.locator(".because").nth(1)).to_contain_text(
        "实施阶段：申报；已建立机制：否；成效明确：否"
    )
    failing = opinion.locator(".failings li").first
    expect(failing.locator(".said")).to_have_text(
        "（一）项目经营主体原则上应当建立联农带农机制，未做到"
    )
    expect(failing).to_contain_text("属“原则上”要求：未做到的，应当书面说明理由或者整改。")
    expect(failing).to_contain_text("例外情况”为前提；补报后认定可能改变。")


def test_what_decides_is_asked_for_first_and_marked(show: Show) -> None:
    opinion = opinion_on(show(*OFFICE), "食用菌大棚二期")
    expect(opinion.locator(".verdict")).to_contain_text("能否纳入项目库，待补充后再定")
    rows = opinion.locator(".demands tbody tr")
    expect(rows.first).to_have_text("1★成效是否明确纳入项目库")
    assert ["★" in row for row in rows.all_text_contents()].count(True) == 1


def test_reasons_unfold_on_the_screen_and_are_left_out_on_paper(show: Show) -> None:
    page = show(*OFFICE)
    why = opinion_on(page, "甲鱼养殖场扩建").locator("details.why").first
    reason = why.get_by_text("已建立机制：否", exact=True).first
    expect(reason).to_be_hidden()
    why.locator("summary").first.click()
    expect(reason).to_be_visible()
    page.emulate_media(media="print")
    expect(why).to_be_hidden()


def test_doubtful_cells_stand_in_the_opinion_with_their_place(show: Show) -> None:
    opinion = opinion_on(show(*OFFICE), "油茶加工坊改造")
    rows = opinion.locator("section.doubts tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("第11行J列")
    expect(rows.nth(2)).to_contain_text("约95")
    keep(opinion, "opinion_with_doubts")


def test_there_is_room_to_sign(show: Show) -> None:
    opinion = opinion_on(show(*OFFICE), "组级公路硬化")
    signature = opinion.locator(".signature")
    for label in (
        "审核人意见",
        "整改（补正）期限",
        "联系人及电话",
        "审核人（签字）",
        "复核人（签字）",
        "审核单位（盖章）",
        "日期",
        "签收（申报单位）",
        "签收日期",
    ):
        expect(signature.get_by_role("rowheader", name=label, exact=True)).to_be_visible()
    expect(signature).to_contain_text("□同意　　□不同意，理由：")
    for cell in signature.locator("td:not(.reminder)").all():
        box = cell.bounding_box()
        assert box
        assert box["width"] >= 100
        assert box["height"] >= 34


def test_each_opinion_begins_on_a_sheet_of_its_own(show: Show) -> None:
    page = show(*OFFICE)
    opinions = page.locator(".opinion").count()
    assert opinions == 8
    page.emulate_media(media="print")
    breaks = "all => all.map(one => getComputedStyle(one).breakBefore)"
    assert page.locator(".opinion").evaluate_all(breaks) == ["page"] * opinions
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    printed = page.pdf(path=ARTIFACTS / "review.pdf", prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert opinions + 1 <= sheets <= 5 * opinions + 4


def test_the_portfolio_says_what_became_of_every_row(show: Show) -> None:
    portfolio = show(*OFFICE).locator(".portfolio")
    rows = portfolio.locator(".lines tr").all()
    lines = dict(texts(row.locator("th, td")) for row in rows)
    assert lines["工作表行数"] == "共23行：记录9行（已审核8、无法读取1），略过14行"
    assert lines["存疑的单元格"] == "4"
    assert lines["未读取的列"] == "AE 备注"
    expect(portfolio.locator(".unread tbody tr")).to_have_count(5)
    expect(portfolio.locator(".unread")).to_contain_text("第18行G列“项目名称”")
    keep(portfolio, "portfolio")


def test_bars_are_as_long_as_what_they_count(show: Show) -> None:
    charts = show(*OFFICE).locator(".chart")
    titles = texts(charts.locator("figcaption"))
    assert titles == [
        "各类审核结论的项目数", "按乡镇统计的审核结论", "按资金类型统计的审核结论", "最常见的问题",
    ]  # fmt: skip
    towns = charts.nth(1).locator(".bar")
    found = {}
    for bar in towns.all():
        words = bar.locator("text").all_text_contents()
        boxes = [box for one in bar.locator("rect").all() if (box := one.bounding_box())]
        found[words[0]] = int(words[-1]), sum(box["width"] for box in boxes)
    assert {label: total for label, (total, _) in found.items()} == {
        "石鼓镇": 3, "花石镇": 3, "龙洞镇": 2,
    }  # fmt: skip
    assert found["龙洞镇"][1] / found["石鼓镇"][1] == pytest.approx(2 / 3, rel=0.02)


def test_bars_say_what_they_are_without_colour_in_a_legend_of_their_own(show: Show) -> None:
    page = show(*OFFICE)
    towns = page.locator(".chart").nth(1)
    meant = texts(towns.locator(".key span"))
    tags = texts(page.locator(".legend .tag"))
    assert meant
    assert [one for one in tags if one in meant] == meant
    drawn = {rect.get_attribute("fill") for rect in towns.locator(".bar rect").all()}
    assert drawn == {rect.get_attribute("fill") for rect in towns.locator(".key rect").all()}
    hatched = page.locator("pattern").evaluate_all("found => found.map(one => `url(#${one.id})`)")
    assert drawn <= set(hatched)


def test_a_record_in_the_portfolio_leads_to_its_opinion(show: Show) -> None:
    page = show(*OFFICE)
    page.locator(".records").get_by_role("link", name="肉牛养殖场").click()
    expect(opinion_on(page, "肉牛养殖场")).to_be_in_viewport()
    listed = texts(page.locator(".records tbody tr"))
    assert ["有不得办理事项" in row for row in listed] == [True] + [False] * 7


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1000, 420])
def test_nothing_sticks_out_of_the_window(show: Show, width: int, language: str) -> None:
    page = show(*OFFICE[:-1], language, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep(page, f"review_{language}_{width}")


def test_what_a_record_says_stays_words_on_the_page(show: Show, tmp_path: Path) -> None:
    script = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
    name = f"{script}</title></style>{{{{ 7 * 7 }}}}\u202e" + "长" * 300
    records = tmp_path / "hostile.json"
    records.write_text(json.dumps([{"id": script, "name": name}, {"id": "2", script: 1}]), "utf-8")
    page = show("review", SMALL / "policy.pol", records, *AS_OF, "--language", "zh")
    assert "taken" not in page.title()
    assert page.locator("script, img").count() == 0
    subtitle = page.locator(".opinion .subtitle")
    expect(subtitle).to_contain_text(script)
    expect(subtitle).to_contain_text("{{ 7 * 7 }}")
    expect(subtitle).to_contain_text(r"\u202e")
    expect(page.locator(".unread")).to_contain_text("没有这个字段")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_too_many_records_for_a_browser_get_the_portfolio_alone_and_are_told(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "MOST_OPINIONS", 3)
    monkeypatch.setattr(page_module, "MOST_LISTED", 2)
    page = show(*WITH_REMARKS, "--language", "zh")
    expect(page.locator(".opinion")).to_have_count(0)
    expect(page.locator(".records tbody tr")).to_have_count(2)
    expect(page.locator(".warning").first).to_contain_text("共审核4条。超过3条时")
    expect(page.locator(".warning").nth(1)).to_contain_text("列出4条中的2条")


def test_a_day_outside_the_time_in_force_is_pointed_out_on_every_sheet(show: Show) -> None:
    command = ("review", SMALL / "policy.pol", SMALL / "projects.json", "--as-of", "2021-12-31")
    page = show(*command, "--language", "zh")
    expect(page.locator(".portfolio .warning")).to_contain_text("不在施行期内")
    opinions = page.locator(".opinion").count()
    verdicts = page.locator(".opinion .verdict.soft", has_text="不在施行期内，本次不作审核结论")
    expect(verdicts).to_have_count(opinions)
    expect(page.locator(".closing, .opinion .warning")).to_have_count(0)
    expect(page.locator(".opinion").first).not_to_contain_text("--as-of")


def test_of_no_records_there_is_a_page_that_says_so(show: Show, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]", "utf-8")
    page = show("review", SMALL / "policy.pol", tmp_path / "none.json", *AS_OF, "--language", "zh")
    expect(page.get_by_role("row", name="已审核的项目 0")).to_be_visible()
    expect(page.locator(".opinion, .chart")).to_have_count(0)
