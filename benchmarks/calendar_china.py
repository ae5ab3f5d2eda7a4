"""Writes ``policies/calendar_china``: the working days of mainland China, by the yearly notices.

    pip install chinesecalendar==1.11.0 holidays==0.109
    python3 benchmarks/calendar_china.py
    linkage-rules fmt policies/calendar_china

Days come from the one library and are held against the other, day by day; nothing is written where
the two disagree. The words of the notices stand below, and every day is shown by the clause that
says so. A year is added with its notice: its words below, the last day, newer libraries. The last
day is 28 December: the notice of the following year may still change what comes after it.
"""

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from attrs import frozen

HERE = Path(__file__).parents[1] / "policies" / "calendar_china"
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 28)
DAY = timedelta(days=1)


@frozen
class Notice:
    """A notice of the State Council's general office, with the clauses that name days."""

    title: str
    number: str
    address: str
    years: tuple[int, ...]
    clauses: tuple[str, ...]


def yearly(year: int, number: str, address: str, clauses: str) -> Notice:
    """The notice of a year."""
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    lines = tuple(line.strip() for line in clauses.strip().splitlines())
    return Notice(title, number, f"https://www.gov.cn/zhengce/{address}", (year,), lines)


NOTICES = (
    yearly(
        *(2019, "国办发明电〔2018〕15号", "content/2018-12/06/content_5346276.htm"),
        """
        元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
        春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
        清明节：4月5日放假，与周末连休。
        劳动节：5月1日放假。
        端午节：6月7日放假，与周末连休。
        中秋节：9月13日放假，与周末连休。
        国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
        """,
    ),
    Notice(
        "国务院办公厅关于调整2019年劳动节假期安排的通知",
        "国办发明电〔2019〕3号",
        "https://www.gov.cn/zhengce/content/2019-03/22/content_5375877.htm",
        (2019,),
        ("劳动节：2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。",),
    ),
    yearly(
        *(2020, "国办发明电〔2019〕16号", "content/2019-11/21/content_5454164.htm"),
        """
        元旦：2020年1月1日放假，共1天。
        春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
        清明节：4月4日至6日放假调休，共3天。
        劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
        端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
        国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。
        """,
    ),
    Notice(
        "国务院办公厅关于延长2020年春节假期的通知",
        "国办发明电〔2020〕1号",
        "https://www.gov.cn/zhengce/content/2020-01/27/content_5472352.htm",
        (2020,),
        ("春节：延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。",),
    ),
    yearly(
        *(2021, "国办发明电〔2020〕27号", "content/2020-11/25/content_5564127.htm"),
        """
        元旦：2021年1月1日至3日放假，共3天。
        春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
        清明节：4月3日至5日放假调休，共3天。
        劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
        端午节：6月12日至14日放假，共3天。
        中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
        国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。
        """,
    ),
    yearly(
        *(2022, "国办发明电〔2021〕11号", "content/2021-10/25/content_5644835.htm"),
        """
        元旦：2022年1月1日至3日放假，共3天。
        春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
        清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
        劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
        端午节：6月3日至5日放假，共3天。
        中秋节：9月10日至12日放假，共3天。
        国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。
        """,
    ),
    yearly(
        *(2023, "国办发明电〔2022〕16号", "content/2022-12/08/content_5730844.htm"),
        """
        元旦：2022年12月31日至2023年1月2日放假调休，共3天。
        春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
        清明节：4月5日放假，共1天。
        劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
        端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
        中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
        """,
    ),
    yearly(
        *(2024, "国办发明电〔2023〕7号", "content/202310/content_6911527.htm"),
        """
        元旦：1月1日放假，与周末连休。
        春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。
        清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
        劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
        端午节：6月10日放假，与周末连休。
        中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
        国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
        """,
    ),
    yearly(
        *(2025, "国办发明电〔2024〕12号", "content/202411/content_6986382.htm"),
        """
        元旦：1月1日（周三）放假1天，不调休。
        春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
        清明节：4月4日（周五）至6日（周日）放假，共3天。
        劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
        端午节：5月31日（周六）至6月2日（周一）放假，共3天。
        国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
        """,
    ),
    yearly(
        *(2026, "国办发明电〔2025〕7号", "content/202511/content_7047090.htm"),
        """
        元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
        清明节：4月4日（周六）至6日（周一）放假，共3天。
        劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
        端午节：6月19日（周五）至21日（周日）放假，共3天。
        中秋节：9月25日（周五）至27日（周日）放假，共3天。
        国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
        """,
    ),
)

NUMBERS = "一二三四五六七八九十"
FESTIVALS = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def every_day() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY


def agreed() -> tuple[dict[date, str], dict[date, str]]:
    """The days that rest and the weekend days that are worked, by the festival they belong to."""
    import chinese_calendar
    import holidays

    other = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))
    asked = (chinese_calendar.is_workday, other.is_working_day)
    unlike = [day for day in every_day() if len({ask(day) for ask in asked}) > 1]
    if unlike:
        sys.exit(f"the two libraries differ on {', '.join(map(str, unlike))}")
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}

    def known(days: dict[date, str]) -> dict[date, str]:
        found = {day: names[name] for day, name in days.items() if FIRST <= day <= LAST}
        return {day: FESTIVALS.get(name, name) for day, name in sorted(found.items())}

    return known(chinese_calendar.constants.holidays), known(chinese_calendar.constants.workdays)


def clauses_on(festival: str, day: date) -> Iterator[tuple[str, str]]:
    """The clauses that speak of a festival, each with its number and its words."""
    year = day.year + (festival == "元旦" and day.month == 12)
    for number, notice in enumerate(NOTICES):
        for place, clause in enumerate(notice.clauses):
            names = clause.partition("：")[0]
            if year in notice.years and festival in re.split("、", names):
                yield f"{NUMBERS[number]}.({NUMBERS[place]})", clause


def policy() -> str:
    rests, worked = agreed()
    days = [(day, name, False) for day, name in rests.items()]
    days += [(day, name, True) for day, name in worked.items()]

    def cited(day: tuple[date, str, bool]) -> tuple[tuple[str, str], ...]:
        when, festival, _ = day
        found = tuple(clauses_on(festival, when))
        assert found, day
        return found

    lines = [HEAD]
    groups: dict[tuple[tuple[str, str], ...], list[tuple[date, str, bool]]] = {}
    for day in days:
        groups.setdefault(cited(day), []).append(day)
    for citations, listed in sorted(groups.items(), key=lambda group: min(group[1])):
        name = "、".join(dict.fromkeys(festival for _, festival, _ in sorted(listed)))
        for is_worked in (False, True):
            of_kind = sorted(day for day, _, worked_ in listed if worked_ is is_worked)
            for start, end in stretches(of_kind):
                until = f" 至 {written(end)}" if end != start else ""
                keyword = "上班" if is_worked else "放假"
                lines.append(f'  {keyword} {written(start)}{until} "{name}"')
        lines += [f'  依据 {clause} "{words}"' for clause, words in citations]
    for number, notice in enumerate(NOTICES):
        told = f'陈述 {NUMBERS[number]} "{heading(notice)}" 因为 "通知的标题、文号和网址"'
        lines += ["", told]
    return "\n".join(lines) + "\n"


def heading(notice: Notice) -> str:
    return f"{notice.title}（{notice.number}，{notice.address}）"


def stretches(days: list[date]) -> Iterator[tuple[date, date]]:
    for _, run in groupby(enumerate(days), key=lambda one: one[1].toordinal() - one[0]):
        found = [day for _, day in run]
        yield found[0], found[-1]


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


HEAD = f"""\
# 全国节假日及调休安排：哪些日子是工作日。由 benchmarks/calendar_china.py 写成，不要手工改动；
# 某地另有安排的，用“调整日历”写在该地的政策里。
#
# 止于2026年12月28日：下一年的通知可能改动12月底的安排，须待通知印发后再补。

政策 calendar_china "全国节假日及调休安排"
  发文机关 "国务院办公厅"
  原文 "source.txt"

工作日历 china "全国节假日及调休"
  涵盖 {written(FIRST)} 至 {written(LAST)}"""


def source() -> str:
    parts = ["全国节假日及调休安排"]
    for number, notice in enumerate(NOTICES):
        parts.append(f"{NUMBERS[number]}、{heading(notice)}")
        parts += [f"（{NUMBERS[n]}）{clause}" for n, clause in enumerate(notice.clauses)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    (HERE / "00_calendar.pol").write_text(policy(), "utf-8")
    (HERE / "source.txt").write_text(source(), "utf-8")
