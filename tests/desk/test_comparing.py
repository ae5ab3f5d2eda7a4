"""What the place “Compare” is told: versions, differences with their records, what changes for
whom."""

import csv
import io
import json
import os
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linkage_rules.desk import versions as keeping
from linkage_rules.desk.comparing import METHODS
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import StoppedError, Task
from linkage_rules.errors import Error
from linkage_rules.extras import MissingExtraError
from linkage_rules.presenting.endings import RefusedError

GRANTS = """政策 grants "补助"

记录 Village "村"
  id "编号"：文本
  name "名称"：文本
  people "人数"：整数 不小于 0

主体 county "县级主管部门"

行为 pay "发放补助" 关于 村
  默认允许

规范 small "人少的不发" 对于 村
  当 人数 < 100
  县级主管部门 不得 发放补助

事实 amount "补助金额" 关于 村：金额
  指 人数 * 100元
  结果 义务方 县级主管部门
"""
STRICTER = GRANTS.replace("人数 < 100", "人数 < 200").replace("* 100元", "* 80元")
RECORDS = [
    {"id": "A1", "name": "甲村", "people": 150},
    {"id": "=B2", "name": "乙村", "people": 300},
    {"id": "C3", "people": "many"},
    {"id": "D4", "people": None},
]
OLD, NEW = {"policy": "grants"}, {"policy": "grants_new"}


def ask(desk: Desk, method: str, task: Task | None = None, /, **asked: Any) -> Any:
    """What a job comes to."""
    return METHODS[f"desk/compare/{method}"].make(desk, asked, task or Task(lambda *_: None))


def sent(records: Any) -> str:
    """Records as the page sends a file."""
    return b64encode(json.dumps(records, ensure_ascii=False).encode()).decode()


@pytest.fixture
def saved(folder: Path, desk: Desk) -> Callable[[str, str], str]:
    """Saves a policy of one file in the folder."""

    def save(name: str, text: str) -> str:
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "10.pol").write_text(text, "utf-8")
        desk.session.look_again()
        return name

    return save


@pytest.fixture
def both(saved: Callable[[str, str], str]) -> None:
    """Two policies, of which the new one is stricter and pays less."""
    saved("grants", GRANTS)
    saved("grants_new", STRICTER.replace("政策 grants", "政策 grants_new"))


@pytest.fixture
def git(folder: Path) -> Callable[..., str]:
    """Runs git in the folder, which becomes a repository."""
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_DATE": "2024-01-02T03:04:05Z",
        "GIT_COMMITTER_DATE": "2024-01-02T03:04:05Z",
    }

    def run(*words: str) -> str:
        who = ("-c", "user.name=甲", "-c", "user.email=a@example.org")
        environment = {**os.environ, **settings}
        done = subprocess.run(
            ["git", *who, "-C", str(folder), *words],
            env=environment,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    run("init", "-q", "-b", "main")
    return run


def committed(git: Callable[..., str], subject: str) -> str:
    """The hash of a version with all that is in the folder."""
    git("add", "-A")
    git("commit", "-q", "--no-verify", "-m", subject)
    return git("rev-parse", "HEAD")


# Differences


def test_a_difference_is_told_with_a_record_and_what_both_say_of_it(desk, both):
    found = ask(desk, "texts", old=OLD, new=NEW)
    assert found["differs"]
    (verdict,) = (one for one in found["compared"] if one["name"] == "发放补助")
    assert (verdict["section"], verdict["relation"], verdict["words"]) == (
        "结论",
        "stricter",
        "更严",
    )
    shown = next(one for one in verdict["shown"] if "witness" in one)
    (people,) = (row for row in shown["witness"]["rows"] if row["label"] == "人数")
    assert 100 <= int(people["words"]) < 200
    assert shown["old"]["words"] != shown["new"]["words"]
    (amount,) = (one for one in found["compared"] if one["section"] == "结果")
    assert amount["relation"] == "changed"


def test_a_policy_differs_in_nothing_from_itself(desk, both):
    found = ask(desk, "texts", old=OLD, new=OLD)
    assert not found["differs"]
    assert {one["relation"] for one in found["compared"]} == {"same"}


def test_what_is_typed_is_compared_with_what_is_saved(desk, both):
    place = desk.workbench.folder / "grants" / "10.pol"
    desk.session.open(place, place.as_uri(), STRICTER, 1)
    found = ask(desk, "texts", old={**OLD, "at": "saved"}, new={**OLD, "at": "now"})
    assert found["differs"]


# Versions


def test_versions_of_git_are_listed_and_compared(desk, saved, git):
    saved("grants", GRANTS)
    first = committed(git, "第一稿")
    saved("other", GRANTS.replace("政策 grants", "政策 other"))
    committed(git, "与此政策无关")
    saved("grants", STRICTER)
    second = committed(git, "改严")
    found = ask(desk, "versions", policy="grants")
    assert found["why_none"] is None
    assert [(one["at"], one["words"]) for one in found["versions"]] == [
        ("now", "当前文稿"),
        ("saved", "已保存的文稿"),
        (second, "改严"),
        (first, "第一稿"),
    ]
    assert found["versions"][2]["by"] == "甲"
    compared = ask(desk, "texts", old={**OLD, "at": first}, new={**OLD, "at": second})
    assert compared["differs"]
    assert not ask(desk, "texts", old={**OLD, "at": second}, new={**OLD, "at": "now"})["differs"]


def test_a_version_is_read_with_the_policies_that_it_used_then(desk, git):
    version = committed(git, "全部")
    now, then = ({"policy": "example_county", "at": at} for at in ("now", version))
    policies = [keeping.at_version(desk, one["policy"], one["at"]) for one in (now, then)]
    assert policies[0].digest == policies[1].digest


def test_a_repository_runs_nothing_of_its_own(desk, saved, git, tmp_path):
    """Settings of a repository name programs, and they come from whoever made the repository."""
    saved("grants", GRANTS)
    (desk.workbench.folder / ".gitattributes").write_text("*.pol diff=own filter=own\n")
    version = committed(git, "第一稿")
    trace = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{trace}'\ncat\n")
    program.chmod(0o755)
    for name in (
        *("core.fsmonitor", "diff.external", "diff.own.textconv", "diff.own.command"),
        *("filter.own.smudge", "filter.own.clean", "core.pager", "gpg.program", "core.sshCommand"),
    ):
        git("config", name, str(program))
    git("config", "log.showSignature", "true")
    hooks = desk.workbench.folder / ".git" / "hooks"
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / hook).write_text(program.read_text())
        (hooks / hook).chmod(0o755)
    before = {path: path.stat().st_mtime_ns for path in (hooks.parent).rglob("*")}
    assert ask(desk, "versions", policy="grants")["versions"]
    assert keeping.at_version(desk, "grants", version).name == "grants"
    assert not trace.exists()
    assert {path: path.stat().st_mtime_ns for path in (hooks.parent).rglob("*")} == before


@pytest.mark.parametrize(
    "at", ["HEAD", "--output=x", "main", "a" * 39, "../..", "", "HEAD~1:secret", "\0", "f" * 40]
)
def test_only_a_whole_hash_that_is_there_names_a_version(desk, saved, git, at):
    saved("grants", GRANTS)
    committed(git, "第一稿")
    with pytest.raises(RefusedError):
        ask(desk, "texts", old={**OLD, "at": at}, new=OLD)
    assert not (desk.workbench.folder / "x").exists()


def test_names_of_files_that_git_could_misread_are_names(desk, saved, git):
    name = saved("--output=x", GRANTS)
    committed(git, "怪名")
    assert len(ask(desk, "versions", policy=name)["versions"]) == 3
    assert not (desk.workbench.folder / "x").exists()


def test_a_version_with_faults_says_which(desk, saved, git):
    saved("grants", GRANTS.replace("人数 <", "人口 <"))
    version = committed(git, "写错了")
    saved("grants", GRANTS)
    with pytest.raises(RefusedError) as refused:
        ask(desk, "texts", old={**OLD, "at": version}, new=OLD)
    assert version[:10] in refused.value.render("zh")
    assert "人口" in refused.value.render("zh")


@pytest.mark.parametrize("policy", ["bundled:example_fund", "grants"])
def test_where_there_are_no_versions_it_is_said_why(desk, saved, policy):
    saved("grants", GRANTS)
    assert ask(desk, "versions", policy=policy)["why_none"]


def test_without_git_the_saved_text_is_left_to_compare_with(desk, saved, monkeypatch):
    saved("grants", GRANTS)
    monkeypatch.setattr(keeping, "which", lambda _: None)
    found = ask(desk, "versions", policy="grants")
    assert "没有安装 git" in found["why_none"]
    assert [one["at"] for one in found["versions"]] == ["now", "saved"]


# Records


def weighed(desk: Desk, **asked: Any) -> Any:
    """What changes for the records."""
    given = {"old": OLD, "new": NEW, "name": "村.json", "content": sent(RECORDS)}
    return ask(desk, "portfolio", **{**given, "as_of": "2024-06-01", **asked})


def test_who_is_concerned_and_how_much_it_comes_to(desk, both):
    found = weighed(desk)
    assert (found["read"], found["unreadable"], found["touched"]) == (4, 1, 2)
    assert [found[one] for one in ("file", "record_type", "as_of")] == [
        "村.json",
        "村",
        "2024-06-01",
    ]
    first, second = found["rows"]
    assert (first["title"], first["name"]) == ("A1", "甲村")
    changes = {one["name"]: one for one in first["changes"]}
    assert changes["发放补助"]["before"] != changes["发放补助"]["after"]
    assert changes["补助金额"]["before"] == "1.5万元"
    assert changes["补助金额"]["more"] == {"words": "−3000元", "way": -1}
    assert [one["name"] for one in second["changes"]] == ["补助金额"]
    (fault,) = found["faults"]
    assert fault["title"] == "C3"
    assert "many" in fault["problems"][0]
    assert {one["count"] for one in found["groups"]} == {1}
    (total,) = found["totals"]
    assert total["name"] == "补助金额"


def test_the_file_for_spreadsheets_has_every_change_and_runs_nothing(desk, both):
    rows = list(csv.reader(io.StringIO(weighed(desk)["csv"])))
    assert rows[0][:3] == ["记录", "名称", "位置"]
    assert len(rows) == 1 + 4
    assert rows[-1][0] == "'=B2"


def test_two_policies_that_say_the_same_change_nothing(desk, both):
    found = weighed(desk, new=OLD)
    assert (found["touched"], found["rows"], found["groups"]) == (0, [], [])


QUOTA = """政策 quotas "额度"

记录 Village "村"
  id "编号"：文本 必填
  quota "额度"：整数
  done "已办"：是否

主体 county "县级主管部门"

行为 pay "发放补助" 关于 村
  默认允许

规范 small "额度不够的不发" 对于 村
  当 额度 < 1000
  县级主管部门 不得 发放补助
"""


@pytest.mark.parametrize(
    ("table", "unchanged", "remarked"),
    [
        ("编号,额度,已办\nA1,5000,是\n", "没有变化。", None),
        (
            "编号,申请额度数,已办\nA1,500,是\n",
            "未能审核的有：未读取的列1个",
            "未读取的列：B 申请额度数",
        ),
        ("编号,额度,已办\nA1,约500,是\n", "存疑单元格1个（按未知处理）", "存疑单元格1个"),
        ("编号,额度,已办\n,500,是\n,600,否\n", "没有读取到任何记录", "无法读取2"),
        ("编号,额度,已办\n,500,是\nA1,5000,是\n", "无法读取的记录1条", "无法读取1"),
        ("编号,额度,已办\n", "没有读取到任何记录", "共1行：记录0行"),
    ],
    ids=["whole", "column", "doubtful", "no id", "some without id", "headings alone"],
)
def test_that_nothing_changes_is_said_of_what_was_judged_alone(
    desk, saved, table, unchanged, remarked
):
    saved("grants", QUOTA)
    saved("grants_new", QUOTA.replace("额度 < 1000", "额度 < 10"))
    found = weighed(desk, name="村.csv", content=b64encode(table.encode()).decode())
    assert found["touched"] == 0
    assert found["whole"] is (remarked is None)
    assert unchanged in found["unchanged"]
    told = "\n".join(found["remarks"])
    assert told == "" if remarked is None else remarked in told


AMOUNT = QUOTA.replace('额度"：整数', '额度"：金额').replace("额度 < 1000", "额度 < 1000元")


GRADED = (
    QUOTA.replace('额度"：整数', '额度"：等级')
    .replace("额度 < 1000", "额度 = 大")
    .replace("主体", '枚举 grade "等级"\n  big "大"\n  small "小"\n\n主体')
)
LISTED = {
    "an amount where it was a count": (QUOTA, AMOUNT, "额度（万元）\nA1,0.05", 1, False),
    "a count where it was an amount": (AMOUNT, QUOTA, "额度（万元）\nA1,0.05", 1, False),
    "a number where it was a count": (QUOTA, QUOTA.replace("整数", "数"), "额度\nA1,900", 0, True),
    "other values": (GRADED, GRADED.replace("big", "large"), "额度\nA1,大", 0, True),
    "less values": (GRADED, GRADED.replace('  small "小"\n', ""), "额度\nA1,小", 1, False),
    "a text": (
        *(QUOTA, QUOTA.replace("整数", "文本").replace("额度 < 1000", '额度 = "900"')),
        *("额度\nA1,900", 0, True),
    ),
    "a field that only the old has": (
        *(QUOTA, QUOTA.replace('  done "已办"：是否\n', ""), "额度,已办\nA1,900,是", 0, True),
    ),
    "another label": (
        *(QUOTA, QUOTA.replace('额度"：', '定额"：').replace("额度 <", "定额 <")),
        *("额度,定额\nA1,900,2000", 1, True),
    ),
}


@pytest.mark.parametrize(
    ("old", "new", "table", "touched", "whole"), LISTED.values(), ids=LISTED.keys()
)
def test_each_side_judges_a_table_as_it_is_read_by_its_own_type(
    desk, saved, old, new, table, touched, whole
):
    saved("grants", old)
    saved("grants_new", new)
    table = b64encode(f"编号,{table}\n".encode()).decode()
    found = weighed(desk, name="村.csv", content=table)
    changed = [one["name"] for row in found["rows"] for one in row["changes"]]
    assert (found["read"], found["touched"], found["whole"]) == (1, touched, whole), changed
    assert (found["unreadable"], found["faults"]) == (0, [])
    if not whole:
        assert any("存疑单元格1个" in line for line in found["remarks"])


@pytest.mark.parametrize(("old", "new"), [(QUOTA, AMOUNT), (AMOUNT, QUOTA)])
def test_numbers_that_may_count_fen_are_not_taken_for_both(desk, saved, old, new):
    saved("grants", old)
    saved("grants_new", new)
    with pytest.raises(RefusedError) as refused:
        weighed(desk, content=sent([{"编号": "A1", "额度": 50000}]))
    for language, name in (("zh", "额度（原政策为"), ("en", "quota (")):
        assert name in refused.value.render(language)


def test_a_row_that_is_a_record_for_one_policy_only_is_counted_as_unreadable(desk, saved):
    saved("grants", QUOTA.replace("文本 必填", "文本"))
    saved("grants_new", QUOTA)
    table = b64encode("编号,额度\nA1,500\n,500\nA3,600\n".encode()).decode()
    found = weighed(desk, name="村.csv", content=table)
    assert (found["read"], found["unreadable"], found["touched"]) == (3, 1, 0)
    assert [one["place"] for one in found["faults"]] == ["第3行"]


def test_a_mapping_of_the_new_policy_is_used_for_the_old_as_far_as_it_has_the_fields(desk, saved):
    saved("grants", QUOTA.replace('  done "已办"：是否\n', ""))
    saved("grants_new", QUOTA.replace("额度 < 1000", "额度 < 10"))
    mapping = "".join(
        f'[[column]]\nheading = "{heading}"\nfield = "{field}"\n'
        for heading, field in (("代号", "id"), ("额", "quota"), ("办了", "done"))
    )
    place = desk.workbench.folder / "grants_new" / "村.mapping.toml"
    place.write_text(mapping, "utf-8")
    table = b64encode("代号,额,办了\nA1,500,是\n".encode()).decode()
    found = weighed(desk, name="村.csv", content=table)
    assert (found["touched"], found["remarks"]) == (1, [])


def test_a_fixed_value_is_not_taken_for_one_of_another_type(desk, saved):
    saved("grants", QUOTA)
    saved("grants_new", AMOUNT)
    place = desk.workbench.folder / "grants_new" / "村.mapping.toml"
    column = '[[column]]\nheading = "代号"\nfield = "id"\n'
    place.write_text(f'name = "村表"\n{column}[fixed]\nquota = "500元"\n', "utf-8")
    table = b64encode("代号\nA1\n".encode()).decode()
    with pytest.raises(Error) as refused:
        weighed(desk, name="村.csv", content=table)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == ("MAP-214", "村表: fixed.quota")


def test_a_file_that_breaks_off_is_compared_as_far_as_it_can_be_read(desk, both):
    whole = json.dumps(RECORDS[:2], ensure_ascii=False)
    broken = b64encode(f"{whole[:-1]}, {{".encode()).decode()
    found = weighed(desk, new=OLD, content=broken)
    assert (found["read"], found["whole"]) == (2, False)
    assert "文件的其余部分" in found["unchanged"]
    assert "文件未能读到末尾" in found["remarks"][0]


def test_a_day_on_which_a_policy_is_not_in_force_is_told(desk, saved, both):
    saved(
        "grants_new",
        STRICTER.replace(
            '政策 grants "补助"', '政策 grants_new "补助"\n  施行 2025年1月1日 至 2026年12月31日'
        ),
    )
    assert weighed(desk)["remarks"]


# A record that shows a difference, in its form


def test_a_record_is_judged_by_the_version_that_is_compared(desk, saved, git):
    saved("grants", GRANTS.replace("人数 < 100", "人数 < 50"))
    first = committed(git, "第一稿")
    saved("grants", GRANTS)
    place = desk.workbench.folder / "grants" / "10.pol"
    typed = STRICTER.replace('people "人数"：整数', 'people "人口"：数').replace("人数", "人口")
    desk.session.open(place, place.as_uri(), typed, 1)
    record = {"id": "A1", "people": 150}
    asked = {"policy": "grants", "type": "Village", "record": record, "as_of": "2024-06-01"}
    found = {
        at: ask(desk, "judge", **{**asked, "at": at, "record": {**record, "people": people}})
        for at, people in ((first, 60), ("saved", 150), ("now", 150))
    }
    verdicts = {at: one["decision"]["actions"][0]["words"] for at, one in found.items()}
    assert verdicts[first] == verdicts["saved"] != verdicts["now"]
    forms = [ask(desk, "form", **{**asked, "at": at}) for at in (first, "saved", "now")]
    labels = [one["types"]["Village"]["fields"][2]["label"] for one in forms]
    assert labels == ["人数", "人数", "人口"]


# What cannot be compared


@pytest.mark.parametrize(
    ("method", "asked", "words"),
    [
        ("texts", {"new": {"policy": "nowhere"}}, "nowhere"),
        ("texts", {"new": "grants"}, "new"),
        ("texts", {"first": "soon"}, "“soon”不是日期"),
        ("texts", {"first": "2024-02-01", "last": "2024-01-01"}, "晚于"),
        ("portfolio", {"name": "村.docx"}, "不能读取这种文件"),
        ("portfolio", {"content": "%%%"}, "没有完整传到"),
        ("portfolio", {"content": b64encode(b"{").decode()}, "村.json"),
        ("portfolio", {"as_of": "2024-13-01"}, "不是日期"),
        ("portfolio", {"type": "Town"}, "Town"),
        ("versions", {"policy": "../etc"}, "../etc"),
    ],
)
def test_what_cannot_be_compared_is_said(desk, both, method, asked, words):
    given = {"old": OLD, "new": NEW, "name": "村.json", "content": sent(RECORDS)}
    with pytest.raises(Error) as refused:
        ask(desk, method, **{**given, **asked})
    assert words in "\n".join(one.render("zh") for one in refused.value.problems)


@pytest.mark.parametrize("method", ["texts", "portfolio"])
def test_a_comparison_ends_where_it_is_stopped(desk, both, method):
    task = Task(lambda *_: task.stop())
    given = {"old": OLD, "new": NEW, "name": "村.json", "content": sent(RECORDS * 60)}
    if method == "portfolio":
        with pytest.raises(StoppedError):
            METHODS["desk/compare/portfolio"].make(desk, given, task)
        return
    found = METHODS["desk/compare/texts"].make(desk, given, task)
    assert found["stopped"]
    assert "undecided" in {one["relation"] for one in found["compared"]}


MAPPING = """name = "村表"
record_type = "Village"

[[column]]
heading = "代号"
field = "id"

[[column]]
heading = "村名"
field = "name"

[[column]]
heading = "多少人"
field = "people"
"""


def test_a_table_is_read_by_the_mapping_that_lies_beside_the_policy(desk, both):
    table = b64encode("代号,村名,多少人\nA1,甲村,150\n".encode()).decode()
    with pytest.raises(Error):
        weighed(desk, name="村.csv", content=table)
    place = desk.workbench.folder / "grants_new" / "村.mapping.toml"
    place.write_text(MAPPING, "utf-8")
    assert weighed(desk, name="村.csv", content=table)["touched"] == 1
    (desk.workbench.folder / "grants_new" / "坏.mapping.toml").write_text("[[column]]\n", "utf-8")
    assert "坏.mapping.toml 有误" in weighed(desk, name="村.csv", content=table)["remarks"][0]


def test_without_the_solver_it_is_said_what_is_missing(desk, both, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    with pytest.raises(MissingExtraError, match="analysis"):
        ask(desk, "texts", old=OLD, new=NEW)
