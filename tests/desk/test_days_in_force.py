"""Which days an official text says of itself, and which it says of others."""

from datetime import date

import pytest

from linkage_rules.desk.days_in_force import days_in_force
from tests.growth.work import assert_grows_in_step, calls

OF_ITSELF_OR_NOT = [
    # Of another document.
    (
        "依据自2018年1月1日起施行的《某条例》，制定本办法。本办法自印发之日起施行。",
        None, None, "没有写明日期",
    ),
    ("《某条例》自2018年1月1日起施行。本办法自发布之日起施行。", None, None, "没有写明日期"),
    ("《某条例》已经通过，自2018年1月1日起施行，请遵照执行。", None, None, ""),
    ("依据《某条例》（自2018年1月1日起施行），制定本办法。", None, None, ""),
    ("自2018年1月1日起施行的《旧办法》同时废止。", None, None, ""),
    ("原《旧办法》（水发〔2018〕1号）自2018年1月1日起施行至今。", None, None, ""),
    (
        "本办法自2024年3月1日起施行，自2018年1月1日起施行的《旧办法》同时废止。",
        "2024-03-01", None, "",
    ),
    (
        "本办法自2024年3月1日起施行，《旧办法》（自2018年1月1日起施行）同时废止。",
        "2024-03-01", None, "",
    ),
    (
        "本办法自2024年3月1日起施行。《旧办法》有效期五年，同时废止。",
        "2024-03-01", None, "",
    ),
    ("《水渠补助办法》自2024年3月1日起施行。", "2024-03-01", None, ""),
    ("现将《水渠补助办法》印发给你们，自2024年3月1日起施行。", "2024-03-01", None, ""),
    ("《别的名称》已经通过，现予公布，自2024年3月1日起施行。", "2024-03-01", None, ""),
    ("根据《某条例》规定，自2024年3月1日起施行。", "2024-03-01", None, ""),
    # Of projects, payments and permits.
    (
        "自2021年1月1日起实施的项目，适用本办法。本办法自发布之日起施行，有效期五年。",
        None, None, "没有写明日期",
    ),
    ("本办法自印发之日起施行。原办法自2019年1月1日起施行。", None, None, "没有写明日期"),
    ("自2021年1月1日起实施产业项目的，适用本办法。", None, None, ""),
    ("自2021年1月1日起至2023年12月31日止实施的项目，适用本办法。", None, None, ""),
    ("项目自批准之日起6个月内实施。", None, None, ""),
    ("自公布之日起实施的项目，适用本办法。", None, None, ""),
    ("补贴标准自2021年1月1日起执行。", None, None, "看不出"),
    ("该条例自2018年1月1日起施行。", None, None, "看不出"),
    ("许可证有效期自2024年3月1日至2026年12月31日。", None, None, "看不出"),
    ("本通知规定的补贴标准自2021年1月1日起执行。", None, None, "看不出"),
    ("补贴标准自2021年1月1日起执行。本办法自发布之日起施行。", None, None, "几处"),
    ("本办法自2024年3月1日起施行，许可证有效期三年。", "2024-03-01", None, ""),
    ("本办法自2024年3月1日起施行，申请受理至2025年1月1日止。", "2024-03-01", None, ""),
    # Of itself, in the ways that it is written.
    ("现印发给你们，自印发之日起施行。\n本办法自2024年3月1日起施行。", None, None, "几处"),
    (
        "自2024年3月1日起施行。\n（一）本办法自2024年3月1日起施行，有效期五年。",
        "2024-03-01", "2029-02-28", "有效期五年",
    ),
    (
        "自2024年3月1日起施行。\n\n二、本办法自2024年4月1日起施行。",
        None, None, "几处",
    ),
    (
        "本办法由县水利局负责解释，自2024年3月1日起施行，有效期至2029年2月28日。",
        "2024-03-01", "2029-02-28", "",
    ),
    (
        "本办法自2024年3月1日起施行。有效期至2029年2月28日。",
        "2024-03-01", "2029-02-28", "",
    ),
    ("本实施细则自2024年3月1日起试行一年。", "2024-03-01", "2025-02-28", "试行一年"),
    ("本办法（试行）自2024年3月1日起施行。", "2024-03-01", None, ""),
    ("本办法定于2024年3月1日起正式实施。", "2024-03-01", None, ""),
    ("本通知自2024年3月1日零时起施行（有效期2年）。", "2024-03-01", "2026-02-28", "有效期2年"),
    ("（2024年1月5日公布，自2024年3月1日起施行）", "2024-03-01", None, ""),
    ("本办法的有效期自2024年3月1日至2026年12月31日。", "2024-03-01", "2026-12-31", ""),
    ("自本办法公布之日起施行。", None, None, "没有写明日期"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "first", "last", "remarked"), OF_ITSELF_OR_NOT)
def test_only_what_a_document_says_of_itself_are_its_days(
    said: str, first: str | None, last: str | None, remarked: str
) -> None:
    found = days_in_force(f"水渠补助办法\n\n一、施行\n\n{said}\n")
    assert [found.first, found.last] == [day and date.fromisoformat(day) for day in (first, last)]
    assert remarked in (found.remark.zh if found.remark else "")
    assert (remarked == "") == (found.remark is None)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("自2024年3月1日起施行，", id="days of one clause each"),
        pytest.param("本办法自2024年3月1日起施行至2025年1月1日，有效期两年，", id="of itself"),
        pytest.param("依据《条例》（自2024年3月1日起施行）", id="of another"),
        pytest.param("自发布之日起施行，", id="no day"),
    ],
)
def test_a_long_paragraph_takes_no_more_than_its_length(said: str) -> None:
    def cost(times: int) -> int:
        text = said * times
        return calls(lambda: days_in_force(text))

    assert_grows_in_step(cost, 500)
