"""`linkage-rules review`: every record judged, whatever is wrong with the others."""

import itertools
import json
import re
import shutil
import subprocess
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from jsonschema import Draft202012Validator

from linkage_rules.commands import review as reviewing
from linkage_rules.reviews.outputs import terminal
from linkage_rules.words.wrapping import display_width
from tests.databases import PASSWORD
from tests.places import LIBRARY_ENTRY, ROOT

AS_OF = ("--as-of", "2023-05-01")
OVERVIEW = ("review", "policy.pol", "projects.json", *AS_OF)
REVIEW = (*OVERVIEW, "--details")
SAMPLES = ROOT / "samples" / "projects.json"


@pytest.fixture
def good_records(library_entry, tmp_path):
    """The records of the small policy without the one that cannot be read."""
    records = json.loads((library_entry / "projects.json").read_text("utf-8"))
    path = tmp_path / "good.json"
    path.write_text(json.dumps([r for r in records if r.get("id") != "A-3"]), "utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 100, 140])
def test_the_table_fits_the_page_and_says_what_to_attend_to(
    run, golden, library_entry, language, columns
):
    found = run(*REVIEW, language=language, columns=columns)
    golden(f"review.{language}.{columns}.txt", found.output)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 140])
def test_the_first_screen_counts_by_conclusion_and_has_a_line_a_record(
    run, golden, library_entry, language, columns
):
    found = run(*OVERVIEW, language=language, columns=columns)
    golden(f"review_overview.{language}.{columns}.txt", found.stdout)


def proposed(found):
    """The words of each command that a review proposes, as a shell reads them; the last last."""
    typed = [line.partition("linkage-rules ")[2] for line in found.stdout.splitlines()]
    script = "".join(f"printf '%s\\0' {line}; printf '\\n\\0'; " for line in typed if line)
    read = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout
    return [line.split("\0")[:-1] for line in read.decode().split("\n\0")[:-1]]


def test_the_last_lines_are_what_to_type_next_and_can_be_typed(
    run, library_entry, tmp_path, monkeypatch
):
    office = tmp_path / "office"
    shutil.copytree(library_entry, office)
    monkeypatch.chdir(office)
    found = [*proposed(run(*OVERVIEW))]
    assert [words[0] for words in found] == ["review", "review", "review", "explain"]
    assert found[-1][-2:] == ["--id", "A-4"]
    # One record of the file cannot be read, which a review ends with.
    assert [run(*words).exit_code for words in found] == [2, 2, 2, 0]
    assert (office / "审核结果.xlsx").is_file()
    assert any((office / "审核意见书").iterdir())


HOSTILE = ["-1", "a'b $(touch x)", "长 号", "x\x1b[2J", 'q\\n"', "半\u3000角"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_typed_next_means_the_record_whatever_it_is_called(
    run, tmp_path, monkeypatch, hostile
):
    shutil.copytree(LIBRARY_ENTRY, tmp_path / "office")
    monkeypatch.chdir(tmp_path / "office")
    Path("policy.pol").rename("-p '政策'.pol")
    records = Path("-r $x.json")
    records.write_text(json.dumps([{"id": hostile, "name": "甲"}, {"id": "B"}]), "utf-8")
    asked = ("./-p '政策'.pol", "--outside", "allow", *AS_OF, "--", records)
    (*_, explain) = proposed(run("review", *asked, language="en"))
    assert explain[explain.index("--id") + 1] == hostile
    assert ("--outside", "allow") in itertools.pairwise(explain)
    assert run(*explain).exit_code == 0


def test_a_record_without_an_id_is_unfolded_by_its_place(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    policy = "policy p\nrecord R\n  n: whole number\nbearer b\naction a of R\nnorm ban for R\n"
    Path("p.pol").write_text(policy + "  when n > 1\n  b must not a\n", "utf-8")
    Path("rows.ndjson").write_text('{"n": 1}\n\n{"n": 5}\n', "utf-8")
    *_, explain = proposed(run("review", "p.pol", "rows.ndjson"))
    assert explain[-2:] == ["--at", "3"]
    assert "n：5" in run(*explain, "--action", "a").stdout
    assert "--at 2：这个位置没有记录" in run(*explain[:-1], "2").stderr
    assert "请只用其一" in run(*explain, "--id", "x").stderr


def test_what_has_most_against_it_stands_first(run):
    told = run("review", "xiangtan_2022", SAMPLES, *AS_OF, columns=200).stdout
    group = told.split("须整改（11）\n")[1].split("\n\n")[0]
    counts = [int(number) for number in re.findall(r"整改(\d+)", group)]
    assert len(counts) == 11
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_the_overview_fits_its_page_and_lines_up(run, language, columns):
    told = run("review", "xiangtan_2022", SAMPLES, *AS_OF, language=language, columns=columns)
    records = told.stdout.split("\n\n", 1)[1].rsplit("\n\n", 1)[0].splitlines()
    assert max(map(display_width, records)) <= columns
    begins = re.compile(r"  (XT\d{4}-\d{3} \S+  +)\S")
    second = {display_width(m[1]) for line in records if (m := begins.match(line))}
    assert len(second) == 1, "the second column begins at one place"
    assert not re.search(r"(整改|待办|待补)$", "\n".join(records), re.MULTILINE)


def test_more_records_than_a_screen_holds_are_counted_and_said_to_be(
    run, library_entry, tmp_path, monkeypatch
):
    monkeypatch.setattr(terminal, "MOST_LISTED", 1)
    records = tmp_path / "many.json"
    records.write_text(json.dumps([{"id": f"B-{n}", "planned": True} for n in range(5)]), "utf-8")
    found = run("review", "policy.pol", records, *AS_OF)
    assert "另有4个没有列出" in found.stdout


def test_all_shows_what_is_met_and_what_is_not_regulated(run, golden, library_entry):
    golden("review_all.zh.txt", run(*REVIEW, "--all").output)


def test_one_bad_record_stops_no_other_and_is_listed_with_its_reasons(run, library_entry):
    found = run(*REVIEW)
    assert "共5条：已审核4条，无法读取1条" in found.output
    assert "第3条记录 A-3 丙村冷库" in found.output
    assert "不是整数分" in found.output
    assert "是否想写 planned？" in found.output
    assert "丁村抢险" in found.output
    assert found.exit_code == 2


def test_without_a_bad_record_it_ends_well(run, good_records):
    found = run("review", "policy.pol", good_records, *AS_OF, "--detail")
    assert "共4条：已审核4条，无法读取0条" in found.output
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        (["conflicting"], 1),
        (["recommended", "unregulated"], 1),
        (["violated"], 1),
        (["forbidden"], 1),
    ],
)
def test_a_verdict_to_fail_on_makes_findings(run, good_records, verdicts, status):
    options = [word for verdict in verdicts for word in ("--fail-on", verdict)]
    assert run("review", "policy.pol", good_records, *AS_OF, *options).exit_code == status


def test_a_verdict_to_fail_on_that_no_record_has_is_no_finding(run, library_entry, tmp_path):
    path = tmp_path / "one.json"
    path.write_text('{"id": "A-1", "planned": true, "urgent": false}', "utf-8")
    found = run("review", "policy.pol", path, *AS_OF, "--fail-on", "forbidden")
    assert "不得" not in found.output
    assert found.exit_code == 0


def test_a_standing_ban_that_is_kept_to_is_not_spoken_of(run, good_records):
    output = run("review", "policy.pol", good_records, *AS_OF, "--all").output
    assert output.count("挪用") == 2  # the action and the norm, for the one project that did it


def test_a_bad_record_outweighs_a_finding(run, library_entry):
    assert run(*REVIEW, "--fail-on", "forbidden").exit_code == 2


def test_without_a_day_it_is_today_and_says_so(run, library_entry, monkeypatch):
    class FixedDate(date):
        @classmethod
        def today(cls):
            return date(2024, 2, 29)

    monkeypatch.setattr(reviewing, "date", FixedDate)
    found = run("review", "policy.pol", "projects.json")
    assert found.output.startswith(
        "项目入库办法（library_entry），审核基准日2024年2月29日（今天）\n"
    )


@pytest.mark.parametrize("day", ["2021-12-31", "2026-01-01"])
def test_a_day_outside_the_time_in_force_is_pointed_out(run, good_records, day):
    for form in ("table", "json", "html"):
        found = run("review", "policy.pol", good_records, "--as-of", day, "--format", form)
        words = "".join(found.output.split())
        assert "不在施行期内（2022年1月1日至2025年12月31日施行）" in words


def test_the_other_records_of_a_file_that_breaks_off_are_judged(run, library_entry, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('[{"id": "A-1", "planned": false, "urgent": false}, {"id": "A-2",', "utf-8")
    found = run("review", "policy.pol", path, *AS_OF)
    assert "共1个项目，文件其余部分未能读取" in found.stdout
    found = run("review", "policy.pol", path, *AS_OF, "--detail")
    assert "无方案不得入库" in found.stdout
    assert "文件其余部分未能读取" in found.stdout
    assert "不是有效的 JSON" in found.stderr
    assert found.exit_code == 2


def test_one_record_a_line_is_read_line_by_line(run, library_entry, tmp_path):
    path = tmp_path / "projects.ndjson"
    lines = ['{"id": "A-1", "planned": false, "urgent": false}', "{", '{"id": "A-3"}']
    path.write_text("\n".join(lines), "utf-8")
    found = run("review", "policy.pol", path, *AS_OF, "--detail")
    assert "共3条：已审核2条，无法读取1条" in found.output
    assert "第2行" in found.output


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "projects.csv"
    path.write_text(
        "编号,名称,金额（万元）,有方案,应急,备注\nA-1,甲村水渠,30,否,否,x\nA-2,乙村机耕道,abc,是,否,\n合计,,30,,,\n",
        "utf-8",
    )
    return path


def test_a_table_is_read_and_what_became_of_its_rows_is_said(run, golden, library_entry, table):
    found = run("review", "policy.pol", table, *AS_OF, "--detail")
    golden("review_table.zh.txt", found.output)
    assert found.exit_code == 0


def words_of(page):
    """A page without the marks that keep words on one line."""
    return re.sub(r'<span class="(?:kept|clause)">(.*?)</span>', r"\1", page)


def test_doubtful_cells_are_in_the_page_and_in_the_json_document(run, library_entry, table):
    page = words_of(run("review", "policy.pol", table, *AS_OF, "--format", "html").stdout)
    assert "第3行C列“金额（万元）”" in page
    assert "金额：不是金额" in page
    document = json.loads(run("review", "policy.pol", table, *AS_OF, "--format", "json").stdout)
    (doubt,) = document["table"]["doubts"]
    assert (doubt["row"], doubt["column"], doubt["path"]) == (3, "C", "amount")
    assert document["table"]["unused_columns"] == ["备注"]


def test_columns_may_be_assigned_by_a_mapping_file(run, library_entry, tmp_path):
    found = run("review", "policy.pol", "projects.json", "--mapping", tmp_path / "no.toml")
    assert found.exit_code == 2
    assert "文件不是表格" in found.stderr


def test_no_records_are_no_mistake(run, library_entry, tmp_path):
    path = tmp_path / "none.json"
    path.write_text("[]", "utf-8")
    found = run("review", "policy.pol", path, *AS_OF)
    assert found.exit_code == 0
    assert "共0个项目" in found.output


def test_what_a_record_holds_cannot_steer_the_terminal(run, library_entry, tmp_path):
    path = tmp_path / "hostile.json"
    name = "\x1b[2J[bold]甲[/bold]\u202e\r\n:smile:"
    path.write_text(json.dumps([{"id": "A-1", "name": name, "x\x1b[0m": 1}, {"id": name}]), "utf-8")
    output = run("review", "policy.pol", path, *AS_OF).output
    assert not set(output) & {"\x1b", "\u202e", "\r"}
    assert "[bold]" in output
    assert ":smile:" in output


def test_the_json_document_holds_every_decision_and_every_problem(run, library_entry):
    found = run(*REVIEW, "--format", "json")
    document = json.loads(found.stdout)
    assert [entry["id"] for entry in document["decisions"]] == ["A-1", "A-2", "A-4", "A-5"]
    assert (
        document["decisions"][1]["decision"]["verdicts"]["enter_library"]["status"] == "forbidden"
    )
    (unreadable,) = document["unreadable"]
    assert (unreadable["position"], unreadable["id"]) == (3, "A-3")
    assert [problem["path"] for problem in unreadable["problems"]] == ["amount", "planed"]
    assert unreadable["problems"][0]["why"] == {
        "en": "not a whole number of fen",
        "zh": "不是整数分",
    }
    assert document["summary"] == {
        "read": 5,
        "unreadable": 1,
        "complete": True,
        "verdicts": {
            "conflicting": 1,
            "forbidden": 2,
            "required": 3,
            "recommended": 4,
            "permitted": 1,
            "unregulated": 4,
            "undetermined": 2,
        },
        "violated": 3,
    }


def test_the_json_document_is_the_same_in_either_language(run, library_entry):
    assert (
        run(*REVIEW, "--format", "json").stdout
        == run(*REVIEW, "--format", "json", "--language", "en").stdout
    )


def test_each_decision_in_the_json_document_follows_the_schema(run, library_entry):
    schema = json.loads((files("linkage_rules") / "decision.schema.json").read_text("utf-8"))
    document = json.loads(run(*REVIEW, "--format", "json").stdout)
    for entry in document["decisions"]:
        Draft202012Validator(schema).validate(entry["decision"])


def test_the_page_needs_nothing_but_itself_and_escapes_everything(run, library_entry, tmp_path):
    path = tmp_path / "hostile.json"
    name = "<script>alert(1)</script>"
    records = [{"id": "A-1", "name": name}, {"id": "A-2", "name": name, name: 1}]
    path.write_text(json.dumps(records), "utf-8")
    page = run("review", "policy.pol", path, *AS_OF, "--format", "html").stdout
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3
    assert "http://" not in page.replace("http-equiv", "")
    assert 'src="' not in page


def test_the_page_has_the_overview_the_reasons_and_the_unreadable_records(run, library_entry):
    page = run(*REVIEW, "--format", "html").stdout
    assert '<html lang="zh-CN">' in page
    assert '<a href="#record-2">' in page
    assert '<article class="sheet opinion" id="record-2"' in page
    assert "“没有方案的项目，不得入库”" in words_of(page)
    assert "不是整数分" in words_of(page)


def test_out_writes_the_same_into_a_file(run, library_entry, tmp_path):
    endings = {"table": "txt", "json": "json", "html": "html", "csv": "csv"}
    paths = [tmp_path / f"review.{ending}" for ending in endings.values()]
    written = run(*REVIEW, *(word for path in paths for word in ("--out", path)))
    assert written.stdout == ""
    assert "共5条：已审核4条，无法读取1条" in written.stderr
    for form, path in zip(endings, paths, strict=True):
        content = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert content == run(*REVIEW, "--format", form).stdout.replace("\r\n", "\n")


def test_out_into_a_folder_that_is_not_there_is_refused(run, library_entry, tmp_path):
    found = run(*REVIEW, "--out", tmp_path / "no" / "review.txt")
    assert found.exit_code == 2
    assert "没有文件夹" in found.stderr


def test_the_record_type_is_found_by_name_or_label(run, good_records):
    for name in ("Project", "项目"):
        found = run("review", "policy.pol", good_records, *AS_OF, "--record-type", name)
        assert found.exit_code == 0


def test_an_unknown_record_type_is_refused_with_the_nearest_one(run, good_records):
    found = run("review", "policy.pol", good_records, "--record-type", "Projet")
    assert found.exit_code == 2
    assert "--record-type Projet" in found.stderr
    assert "是否想写 Project？" in found.stderr


def test_the_only_record_type_with_norms_need_not_be_named(run, tmp_path):
    policy = (
        "policy wells\nrecord Well\n  id: text\n  clean: yes/no\nbearer owner\n"
        "action draw of Well\n  permitted by default\n"
        "norm no_dirty_water for Well\n  when not clean\n  owner must not draw\n"
    )
    (tmp_path / "wells.pol").write_text(policy, "utf-8")
    (tmp_path / "wells.json").write_text('{"id": "W-1", "clean": false}', "utf-8")
    found = run("review", tmp_path / "wells.pol", tmp_path / "wells.json", language="en")
    assert found.exit_code == 0
    assert "must not" in found.output


def test_the_sample_projects_are_judged_by_the_shipped_policy(run):
    samples = Path(__file__).parents[2] / "samples" / "projects.json"
    found = run("review", "xiangtan_2022", samples, *AS_OF)
    assert found.exit_code == 0
    count = len(json.loads(samples.read_text("utf-8")))
    assert f"共{count}个项目：" in found.output
    words = ("有不得办理事项", "须整改", "尚有事项待办", "最常见的问题", "下一步")
    assert all(word in found.output for word in words)
    to_read = [line for line in found.output.splitlines() if "linkage-rules" not in line]
    assert max(map(display_width, to_read)) <= 100


def test_records_come_from_a_database_and_answers_go_into_it(run, postgres):
    """The password is in nothing that is printed, whether it goes well or not."""
    url = postgres.database()
    with psycopg.connect(url) as one:
        one.execute('CREATE TABLE "项 目" ("编号" text, "项目名称" text)')
        one.execute("""INSERT INTO "项 目" VALUES ('P-1', '甲'), ('P-2', '乙')""")
    records, answers = f"{url}?table=%E9%A1%B9%20%E7%9B%AE", f"{url}?table=answers"
    policy = "xiangtan_2022"
    printed = run("review", policy, records, "--as-of", "2023-05-01")
    written = run("review", policy, records, "--as-of", "2023-05-01", "--out", answers)
    refused = run("review", policy, records, "--as-of", "2023-05-01", "--out", answers)
    itself = run("review", policy, records, "--out", f"{records}&if_exists=replace")
    missing = run("explain", policy, f"{url}?table=nothing")
    mapped = run("map", records)
    results = (printed, written, refused, itself, missing, mapped)
    assert [result.exit_code for result in results] == [0, 0, 2, 2, 2, 0], printed.output
    assert "table=%E9%A1%B9%20%E7%9B%AE" in printed.output
    assert "表已存在" in refused.output
    assert "就是记录所在的表" in itself.output
    for result in results:
        for secret in (PASSWORD, quote(PASSWORD, safe=""), "w@rd", "w%40rd"):
            assert secret not in result.output
    with psycopg.connect(url) as one:
        found = one.execute("SELECT id, as_of, policy, in_force, problems FROM answers ORDER BY id")
        day = date(2023, 5, 1)
        assert found.fetchall() == [(n, day, policy, True, None) for n in ("P-1", "P-2")]
