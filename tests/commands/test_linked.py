"""``--linked LIST=FILE``: a list of the records that stands in a file of its own, found by key."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from linkage_rules.records import linking

POLICY = """\
policy villages "村级项目"
record Fund "资金"
  project "项目编号": text
  amount "金额": money at least 0 yuan
record Project "项目"
  id "编号": text required
  village "村": text
  total "投资": money at least 0 yuan
  finished "已完工": yes/no
  funds "资金明细": has many Fund by project
record Village "村"
  name "村名": text required
  poor "脱贫村": yes/no
  projects "项目": has many Project by village
bearer county "县"
action apply "申报" of Village
  permitted by default
norm unfinished "有未完工项目不得申报" for Village
  when some p in projects has not p.finished
  county must not apply
norm large "资金过大不得申报" for Village
  when some p in projects has sum(f.amount over f in p.funds) > 1000000 yuan
  county must not apply
"""
VILLAGES = [{"name": "甲村"}, {"name": "乙村"}, {"name": "丙村"}]
HEADINGS = ("编号", "村", "投资（元）", "已完工")
PROJECTS = [("P-1", "甲村", 100, "是"), ("P-2", "乙村", 200, "否"), ("P-3", "乙村", 300, "是")]
DAY = ("--as-of", "2023-05-01", "--record-type", "Village")


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.pol").write_text(POLICY, "utf-8")
    (tmp_path / "villages.json").write_text(json.dumps(VILLAGES), "utf-8")
    return tmp_path


def as_records(rows):
    return [
        {"id": id_, "village": village, "total": f"{total}元", "finished": finished == "是"}
        for id_, village, total, finished in rows
    ]


def projects_in(kind, rows=PROJECTS):
    name = f"projects.{kind}"
    match kind:
        case "csv":
            with open(name, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADINGS, *rows])
        case "xlsx":
            book = Workbook()
            for row in (HEADINGS, *rows):
                book.active.append(row)
            book.save(name)
        case "json":
            with open(name, "w", encoding="utf-8") as file:
                json.dump(as_records(rows), file)
        case "ndjson":
            with open(name, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(one) + "\n" for one in as_records(rows))
        case "parquet":
            plain = [{**one, "total": 100} for one in as_records(rows)]
            pq.write_table(pa.Table.from_pylist(plain), name)
    return name


def review(run, *linked, **settings):
    return run("review", "p.pol", "villages.json", *DAY, *linked, **settings)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "ndjson", "parquet"])
@pytest.mark.parametrize("name", ["projects", "项目"])
def test_a_list_is_filled_from_a_file_of_any_kind(run, office, kind, name):
    found = review(run, "--linked", f"{name}={projects_in(kind)}", "--format", "json")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    lists = [one["decision"]["record"]["projects"] for one in document["decisions"]]
    ids = [[e["value"]["id"]["value"] for e in one["elements"]] for one in map(plain, lists)]
    assert ids == [["P-1"], ["P-2", "P-3"], []]
    statuses = [o["decision"]["verdicts"]["apply"]["status"] for o in document["decisions"]]
    assert statuses == ["undetermined", "forbidden", "permitted"]
    (linked,) = document["linked"]
    assert (linked["path"], linked["rows"], linked["linked"]) == ("projects", 3, 3)
    assert linked["misfits"] == []


def plain(value):
    return value if "elements" in value else {"elements": value["value"]}


def test_without_the_file_the_list_is_unknown(run, office):
    told = json.loads(review(run, "--format", "json").stdout)
    verdicts = [one["decision"]["verdicts"]["apply"]["status"] for one in told["decisions"]]
    assert set(verdicts) == {"undetermined"}


def test_what_fits_nowhere_is_told_and_the_review_ends_as_with_wrong_input(run, office):
    rows = [*PROJECTS, ("P-4", "丁村", 1, "是"), ("P-5", None, 1, "是"), ("P-6", "丁村", 1, "否")]
    (office / "villages.json").write_text(json.dumps([*VILLAGES, {"name": "甲村"}]), "utf-8")
    found = review(run, "--linked", f"projects={projects_in('xlsx', rows)}")
    assert found.exit_code == 2
    assert "projects 取自 projects.xlsx：共6行，其中3行属于所审核的记录" in found.stdout
    assert "没有记录的键为“丁村”：第5行、第7行" in found.stdout
    assert "未填写键：第6行" in found.stdout
    assert "2条记录的键都是“甲村”" in found.stdout
    english = review(run, "--linked", "projects=projects.xlsx", language="en").stdout
    assert "no record has the key 丁村: row 5, row 7" in english
    piped = review(run, "--linked", "projects=projects.xlsx", "--format", "csv")
    assert "没有记录的键为“丁村”" in piped.stderr
    written = review(run, "--linked", "projects=projects.xlsx", "--out", "out.xlsx")
    assert "未填写键：第6行" in written.stderr
    cells = [
        c for row in load_workbook("out.xlsx")["汇总"].iter_rows(values_only=True) for c in row
    ]
    assert "没有记录的键为“丁村”：第5行、第7行" in cells
    misfits = json.loads(review(run, "--linked", "项目=projects.xlsx", "--format", "json").stdout)
    kinds = [(one["kind"], one["key"], one["rows"]) for one in misfits["linked"][0]["misfits"]]
    assert kinds == [("unknown", None, 1), ("dangling", "丁村", 2), ("duplicate", "甲村", 2)]


def test_a_cell_in_doubt_is_told_with_its_file(run, office):
    rows = [("P-1", "甲村", "约100", "是"), ("P-2", "乙村", 200, "大概")]
    found = review(run, "--linked", f"projects={projects_in('xlsx', rows)}", "--out", "out.xlsx")
    assert found.exit_code == 0, found.stderr
    doubts = [*load_workbook("out.xlsx")["无法读取和存疑"].iter_rows(values_only=True)][1:]
    places = {row[0]: row for row in doubts}
    assert "projects.xlsx 第2行C列“投资（元）”" in places
    assert places["projects.xlsx 第3行D列“已完工”"][1] == "乙村"
    told = json.loads(review(run, "--linked", "projects=projects.xlsx", "--format", "json").stdout)
    assert told["linked"][0]["table"]["doubtful"] == 2
    assert "第2行C列" in review(run, "--linked", "projects=projects.xlsx").stdout


def test_a_record_whose_row_cannot_be_read_is_not_judged_on_a_shorter_list(run, office):
    projects = as_records(PROJECTS)
    projects[2]["total"] = "-5元"
    projects.append({"village": "丙村"})
    (office / "projects.json").write_text(json.dumps(projects), "utf-8")
    found = review(run, "--linked", "projects=projects.json", "--format", "json")
    document = json.loads(found.stdout)
    assert found.exit_code == 2
    assert [one["name"] for one in document["decisions"]] == ["甲村"]
    (negative, *_), (lacking, *_) = (one["problems"] for one in document["unreadable"])
    assert negative["path"] == "projects[1].total"
    assert negative["why"]["zh"].startswith("projects.json 第3条记录：")
    assert lacking["path"] == "projects[0].id"
    kinds = [one["kind"] for one in document["linked"][0]["misfits"]]
    assert kinds == ["unreadable", "unreadable"]


def test_lists_within_lists_have_files_of_their_own(run, office):
    (office / "funds.csv").write_text(
        "项目编号,金额（万元）\nP-1,60\nP-1,50\nP-2,1\nP-9,3\n", "utf-8"
    )
    files = ("--linked", f"projects={projects_in('csv')}", "--linked", "项目.资金明细=funds.csv")
    document = json.loads(review(run, *files, "--format", "json").stdout)
    verdicts = [one["decision"]["verdicts"]["apply"] for one in document["decisions"]]
    assert [one["status"] for one in verdicts] == ["forbidden", "forbidden", "permitted"]
    assert [one["path"] for one in document["linked"]] == ["projects", "projects.funds"]
    (stray,) = document["linked"][1]["misfits"]
    assert (stray["kind"], stray["key"]) == ("dangling", "P-9")


def test_a_list_that_the_record_brings_itself_is_not_overwritten(run, office):
    (office / "villages.json").write_text(json.dumps([{"name": "甲村", "项目": []}]), "utf-8")
    found = review(run, "--linked", f"projects={projects_in('csv')}")
    assert found.exit_code == 2
    assert "记录中和 projects.csv 中都有该列表" in found.stdout


def test_the_record_is_explained_with_the_same_files(run, office):
    found = review(run, "--linked", f"projects={projects_in('csv')}")
    last = found.stdout.rstrip().splitlines()[-1]
    assert "--linked projects=projects.csv" in last
    words = last.partition("linkage-rules ")[2].split()
    told = run(*words)
    assert told.exit_code == 0
    assert "有未完工项目不得申报" in told.stdout


def test_mapping_and_sheet_of_a_linked_file_can_be_said(run, office):
    book = Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("台账")
    for row in (("项目代码", "所在", "完工"), ("P-1", "甲村", "否")):
        sheet.append(row)
    book.save("odd.xlsx")
    columns = {"项目代码": "id", "所在": "village", "完工": "finished"}
    told = (f'[[column]]\nheading = "{h}"\nfield = "{f}"\n' for h, f in columns.items())
    mapping = 'name = "台账"\nrecord_type = "Project"\n' + "".join(told)
    (office / "odd.toml").write_text(mapping, "utf-8")
    files = ("--linked", "项目=odd.xlsx", "--linked-sheet", "projects=台账")
    found = review(run, *files, "--linked-mapping", "项目=odd.toml", "--format", "json")
    verdicts = json.loads(found.stdout)["decisions"]
    assert verdicts[0]["decision"]["verdicts"]["apply"]["status"] == "forbidden", found.output


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--linked", "projects"], "请写成 列表=文件"),
        (["--linked", "=x.csv"], "请写成 列表=文件"),
        (["--linked", "projects="], "请写成 列表=文件"),
        (["--linked", "project=x.csv"], "是否想写 projects？"),
        (["--linked", "name=x.csv"], "不是可以另用表格填报的列表"),
        (["--linked", "projects.__class__=x.csv"], "不是可以另用表格填报的列表"),
        (["--linked", "projects..funds=x.csv"], "不是可以另用表格填报的列表"),
        (["--linked", "projects=a.csv", "--linked", "项目=b.csv"], "projects 写了两次"),
        (["--linked", "projects.funds=a.csv"], "没有给出后者的文件"),
        (["--linked-sheet", "projects=a"], "没有用 --linked 给出 projects 的文件"),
        (["--linked", "projects=nowhere.csv"], "没有这个文件"),
        (["--linked", "projects=a.docx"], "无法识别的文件类型"),
    ],
)
def test_what_names_no_list_or_no_file_is_refused(run, office, typed, said):
    (office / "a.csv").write_text("项目编号,金额（元）\nP,1\n", "utf-8")
    found = review(run, *typed)
    assert found.exit_code == 2
    assert said in found.stderr


def test_more_rows_than_the_bound_are_refused(run, office, monkeypatch):
    monkeypatch.setattr(linking, "MAX_LINKED", 2)
    found = review(run, "--linked", f"projects={projects_in('csv')}")
    assert found.exit_code == 2
    assert "projects.csv：超过2行" in found.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_in_which_no_row_has_a_key_is_another_one_and_nothing_is_judged_by_it(
    run, office, language
):
    projects_in("json", [(id_, None, *rest) for id_, _, *rest in PROJECTS])
    asked = ("review", "p.pol", "villages.json", "--linked", "projects=projects.json", *DAY)
    found = run(*asked, language=language)
    assert (found.exit_code, found.stdout) == (2, "")
    told = {"zh": "没有一行写明属于哪条记录", "en": "no row says to which record it belongs"}
    assert told[language] in found.stderr
    assert {"zh": "“村”", "en": "in village"}[language] in found.stderr


def test_a_list_does_not_come_through_standard_input(run, office):
    found = run("review", "p.pol", "villages.json", "--linked", "projects=-", *DAY, stdin="[]")
    assert found.exit_code == 2
    assert "标准输入只能传入记录本身" in found.stderr
