"""Claims about files of records."""

import json
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.records import InputError, RecordError, digest, read_records, reading, validate
from linkage_rules.records.limits import MAX_DEPTH, MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_LISTED
from linkage_rules.records.tables import reading as tables

GOLDEN = Path(__file__).parent / "golden"
GOOD = '{"name": "油茶种植", "dividend_share": 0.1, "investment": 5}'
GOOD_DATA = {"name": "油茶种植", "dividend_share": Decimal("0.1"), "investment": 5}


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes a file into an empty current folder, so that messages do not name the folder."""
    monkeypatch.chdir(tmp_path)

    def write(name, content):
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    return write


def entries(path):
    return list(read_records(path))


def reasons(entry):
    return {problem.where: str(problem.why) for problem in entry.problems}


def failure(path):
    with pytest.raises(InputError) as caught:
        entries(path)
    return caught.value.problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", f"[{GOOD}, {GOOD}]"),
        ("a.JSON", f"\r\n\t [ {GOOD}\n,\n{GOOD} ] \n"),
        ("a.ndjson", f"{GOOD}\n{GOOD}\n"),
        ("a.jsonl", f"  {GOOD}  \r\n{GOOD}"),
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "with BOM"])
def test_records_are_read_in_order_with_exact_decimals(file, name, content, bom):
    found = entries(file(name, bom + content.encode()))
    assert [(e.position, e.data, e.problems) for e in found] == [
        (1, GOOD_DATA, ()),
        (2, GOOD_DATA, ()),
    ]


def test_one_object_is_one_record(file):
    (entry,) = entries(file("a.json", GOOD))
    assert (entry.position, entry.data) == (1, GOOD_DATA)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.json", "[]"), ("a.json", " [ ] "), ("a.ndjson", ""), ("a.jsonl", "\n")],
)
def test_a_file_may_hold_no_records(file, name, content):
    assert entries(file(name, content)) == []


def test_a_position_counts_records_in_an_array_and_lines_otherwise(file):
    third = entries(file("a.json", "[{}, {},\n\n {}]"))[2]
    assert (third.position, third.place.en, third.place.zh) == (3, "record 3", "第3条记录")
    after_a_gap = entries(file("a.ndjson", "{}\n\n  \n{}"))[1]
    assert (after_a_gap.position, after_a_gap.place.en) == (4, "line 4")
    assert after_a_gap.place.zh == "第4行"


def test_an_entry_gives_its_record_or_all_that_is_wrong_with_it(file, project):
    good, unread, invalid = entries(file("a.ndjson", f'{GOOD}\n{{"a": NaN}}\n{{"name": 3}}'))
    assert good.validated(project) == validate(GOOD_DATA, project)
    with pytest.raises(RecordError) as caught:
        unread.validated(project)
    assert caught.value.problems == unread.problems != ()
    with pytest.raises(RecordError, match="wrong type"):
        invalid.validated(project)


def test_reading_a_record_from_a_file_does_not_change_its_digest(file, project):
    (entry,) = entries(file("a.json", GOOD))
    given = {"investment": 5, "dividend_share": "10%", "项目名称": "油茶种植"}
    assert digest(entry.validated(project)) == digest(validate(given, project))


FLAWED = [
    ('{"a": NaN}', {"a": "not a number that JSON knows"}),
    ('{"a": {"b": [1, -Infinity]}}', {"a.b[1]": "not a number that JSON knows"}),
    ('{"a": 1, "a": 1}', {"a": "the field is given more than once"}),
    ('{"a": [{"b": 1, "c": NaN, "b": 2}], "d": Infinity}', {
        "a[0].b": "the field is given more than once",
        "a[0].c": "not a number that JSON knows",
        "d": "not a number that JSON knows",
    }),
    (f'{{"a": 1e{"9" * 30}}}', {"a": "too large or with too many decimals: the bound is 10^18"}),
    ("[1, 2]", {"": "not a record"}),
    ('"text"', {"": "not a record"}),
    ("null", {"": "not a record"}),
    ("[" * 100_000 + "]" * 100_000, {"": f"nested deeper than {MAX_DEPTH} levels"}),
    ('{"a":' * 100_000 + '"]}"' + "}" * 100_000, {"": f"nested deeper than {MAX_DEPTH} levels"}),
    ('{"a":' * 40 + "NaN" + "}" * 40, {
        ".".join("a" * MAX_DEPTH): f"nested deeper than {MAX_DEPTH} levels"
    }),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), FLAWED, ids=lambda v: str(v)[:30])
def test_a_record_that_cannot_be_taken_leaves_the_others_alone(file, content, why):
    for path in (
        file("a.json", f"[{GOOD}, {content}, {GOOD}]"),
        file("a.ndjson", f"{GOOD}\n{content}\n{GOOD}\n"),
    ):
        first, second, third = entries(path)
        assert (first.data, third.data) == (GOOD_DATA, GOOD_DATA)
        assert second.data is None
        assert reasons(second) == why


def test_a_single_record_with_a_flaw_is_an_entry_too(file):
    (entry,) = entries(file("a.json", '{"a": NaN}'))
    assert reasons(entry) == {"a": "not a number that JSON knows"}
    (deep,) = entries(file("a.json", '{"a":' * 100_000 + "1" + "}" * 100_000 + "\n"))
    assert reasons(deep) == {"": f"nested deeper than {MAX_DEPTH} levels"}


def test_all_values_of_a_field_given_twice_are_shown(file):
    (entry,) = entries(file("a.ndjson", '{"amount": "1元", "amount": "2元", "amount": null}'))
    assert entry.problems[0].value == '["1元", "2元", null]'


@pytest.mark.parametrize("number", ["1" * 5000, "-" + "1" * 100_000, "1e400", "1" * 41])
def test_a_number_too_long_to_count_with_is_left_for_validation_to_refuse(file, number, project):
    (entry,) = entries(file("a.ndjson", f'{{"households": {number}}}'))
    with pytest.raises(RecordError, match="households"):
        entry.validated(project)


def test_flaws_beyond_the_bound_are_counted(file):
    content = json.dumps({"xs": [float("nan")] * (MAX_LISTED + 5)})
    (entry,) = entries(file("a.ndjson", content))
    assert (len(entry.problems), entry.omitted) == (MAX_LISTED, 5)


BAD_LINES = [
    b'{"name": "x"',
    b'{"name" "x"}',
    b'{"name": "x" "y": 1}',
    b"{name: 1}",
    b'{"name": }',
    b'{"name": "x',
    b'{"name": "a\tb"}',
    b'{"name": "\\q"}',
    b'{"name": "x"} {"name": "y"}',
    '{"名称": "乡村"}'.encode("gb18030"),
    b"name,operating",
    b"\x00",
]


def test_a_bad_line_is_a_problem_of_that_line_only(file):
    good = GOOD.encode()
    lines = [line for bad in BAD_LINES for line in (bad, good)]
    found = entries(file("a.ndjson", b"\n".join(lines)))
    assert [entry.data for entry in found[1::2]] == [GOOD_DATA] * len(BAD_LINES)
    assert [(entry.data, len(entry.problems)) for entry in found[::2]] == [(None, 1)] * len(
        BAD_LINES
    )
    assert [entry.position for entry in found] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_problem_of_a_line_reads_as_filed(file, language):
    flawed = [content.encode() for content, _ in FLAWED]
    found = entries(file("a.ndjson", b"\n".join(BAD_LINES + flawed)))
    messages = [
        f"# {entry.place.render(language)}\n{problem.render(language)}\n"
        for entry in found
        for problem in entry.problems
    ]
    expected = (GOLDEN / f"bad_lines.{language}.txt").read_text("utf-8")
    assert "".join(messages) == expected


def test_a_line_beyond_the_bound_is_passed_over(file):
    path = Path(file("a.ndjson", GOOD + "\n"))
    with path.open("r+b") as stream:
        stream.seek(0, 2)
        stream.write(b'{"name": "')
        stream.seek(MAX_LINE_BYTES * 2 + 100, 1)
        stream.write(b'"}\n' + GOOD.encode())
    first, second, third = read_records(path)
    assert (first.data, third.data) == (GOOD_DATA, GOOD_DATA)
    assert reasons(second) == {"": "the line is too long"}
    assert (second.position, third.position) == (2, 3)


@pytest.mark.slow
def test_lines_are_read_without_holding_the_file_in_memory(file):
    path = file("a.ndjson", f"{GOOD}\n" * 40_000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_records(path))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 40_000
    assert most < Path(path).stat().st_size / 4


BAD_FILES = {
    "missing.json": None,
    "missing.ndjson": None,
    "folder.json": "folder",
    "table.csv": b"a,b",
    "no_extension": b"[]",
    "empty.json": b"",
    "words.json": "项目".encode(),
    "number.json": b"12",
    "text.json": b'"text"',
    "null.json": b"null",
    "gb18030.json": '[{"名称": "乡村"}]'.encode("gb18030"),
    "utf16.json": '[{"name": "x"}]'.encode("utf-16"),
    "truncated.json": b'[{"name": "x"},\n {"name": "y"',
    "no_comma.json": b'[{"name": "x"}\n {"name": "y"}]',
    "no_element.json": b"[{},\n,{}]",
    "two_arrays.json": b"[]\n[]",
    "lines.json": b'{"name": "x"}\n{"name": "y"}\n',
    "never_closed.json": b"[" * 100_000,
}


@pytest.fixture
def bad_files(file):
    for name, content in BAD_FILES.items():
        if content == "folder":
            Path(name).mkdir()
        elif content is not None:
            file(name, content)


@pytest.mark.usefixtures("bad_files")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_file_that_cannot_be_read_says_why_as_filed(language):
    messages = [failure(name).render(language) + "\n" for name in BAD_FILES]
    expected = (GOLDEN / f"bad_files.{language}.txt").read_text("utf-8")
    assert "".join(messages) == expected


@pytest.mark.usefixtures("bad_files")
@pytest.mark.parametrize(
    "name",
    ["missing.json", "missing.ndjson", "folder.json", "table.csv", "gb18030.json", "null.json"],
)
def test_what_can_be_told_at_once_is_told_before_the_first_record(name):
    with pytest.raises(InputError):
        read_records(name)


def test_a_syntax_error_is_placed_by_line_and_column(file):
    problem = failure(file("a.json", '[{"name": "油茶"},\n  {"name" "x"}]'))
    assert problem.where == "a.json:2:11"
    assert str(problem.why) == "not JSON, a colon is missing"


def test_a_syntax_error_on_a_line_is_placed_by_character(file):
    (entry,) = entries(file("a.ndjson", '   {"name" "x"}'))
    assert str(entry.problems[0].why) == "not JSON, a colon is missing at character 12"


def test_the_records_before_a_syntax_error_are_given(file):
    reading = read_records(file("a.json", f"[{GOOD}, {GOOD}, oops]"))
    assert [next(reading).data, next(reading).data] == [GOOD_DATA, GOOD_DATA]
    with pytest.raises(InputError):
        next(reading)


def test_a_file_too_large_to_hold_is_refused_unread(file):
    with Path(file("a.json", "[")).open("r+b") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    problem = failure("a.json")
    assert str(problem.why) == f"the file has {MAX_FILE_BYTES + 1} bytes"
    assert ".ndjson" in str(problem.hint)


def test_a_text_of_megabytes_reaches_validation_as_a_problem(file, project):
    (entry,) = entries(file("a.ndjson", json.dumps({"name": "x" * 10_000_000})))
    with pytest.raises(RecordError, match="the text has 10000000 characters"):
        entry.validated(project)


PIECES = st.sampled_from(
    ["{", "}", "[", "]", ",", ":", '"a"', '"', "\\", "1", "NaN", "-", "e9", "\n"]
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
@given(content=st.lists(PIECES, max_size=30).map("".join).map(str.encode) | st.binary(max_size=30))
def test_whatever_a_file_holds_the_answer_is_entries_or_an_input_error(scratch, name, content):
    path = scratch / name
    path.write_bytes(content)
    try:
        found = entries(path)
    except InputError as error:
        assert name == "a.json"
        error.render("zh").encode()
    else:
        for entry in found:
            assert isinstance(entry.data, dict) != bool(entry.problems)


@pytest.mark.parametrize(("name", "form"), [("a.json", "[{}]"), ("a.ndjson", "{}\n")])
@pytest.mark.parametrize("text", ["甲镇 ", "　甲镇", "\ufeff甲镇\u200b", "\t甲镇\u00a0\n"])
def test_what_does_not_show_at_the_ends_of_a_text_is_no_part_of_it(file, name, form, text):
    record = {"town": text, "towns": [text, {"name": text}], "other": "甲 镇", "none": " "}
    content = form.replace("{}", json.dumps(record, ensure_ascii=False))
    (entry,) = read_records(file(name, content))
    assert entry.data == {
        "town": "甲镇",
        "towns": ["甲镇", {"name": "甲镇"}],
        "other": "甲 镇",
        "none": "",
    }


def test_every_kind_of_table_that_is_offered_can_be_read():
    assert set(reading.TABLES) == set(tables.TABLES)
