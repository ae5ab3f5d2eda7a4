"""Every reason why tables cannot be judged is shown whole, in both languages, with its code."""

import inspect
from typing import Any

from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.tabular import faults
from linkage_rules.engines.tabular.faults import MOST_SHOWN, Stranger, TableError
from linkage_rules.errors import Error
from linkage_rules.words.messages import Phrase
from tests.golden import Golden

MANY = [f"c{number}" for number in range(MOST_SHOWN + 5)]

CASES: dict[str, list[tuple[Any, ...]]] = {
    "too_wide": [()],
    "quotient_in_list": [("sum",)],
    "no_distributions": [("PostgreSQL",)],
    "no_such_operation": [(LackingError(Phrase("tables have no sums", "表格没有求和")),)],
    "too_large": [()],
    "query_too_large": [(1000,)],
    "too_deep": [(50,)],
    "too_long": [(400_000, 153_000)],
    "not_a_table": [([],)],
    "not_a_frame": [([],)],
    "unlike_headings": [(["a", "b"], ["name", "day"]), ([], []), (MANY, ())],
    "no_such_answer": [("statu_x", "status_x", []), ("y", None, ["a", "b"]), ("y", None, MANY)],
    "no_such_form": [("table",)],
    "no_such_backend": [("sqlite",), ("mysql",), ("oracle",)],
    "two_backends": [("duckdb", "postgres")],
    "nested_in_memory": [("funds", "mysql")],
    "no_such_files": [("data/*.parquet",)],
    "no_such_column": [("a", ["b", "c"])],
    "no_such_fields": [
        ("Project", [Stranger("planed", "planned"), Stranger("x", None)], 2),
        ("Project", [Stranger("x", None)], 4),
    ],
    "unlike_columns": [(["amount"],), (["amount", "shares.kind"],)],
    "given_twice": [("planned", "planned", "有方案")],
    "no_such_link": [("funds", "Project", ["mechanisms", "shares"]), ("funds", "Project", [])],
    "unlike_keys": [("funds", "string", "date")],
    "unreadable_files": [("a.parquet",)],
    "named_twice": [("a",)],
    "not_taken": [(ValueError("no such type"),)],
    "not_worked_out": [(ValueError("out of memory"),)],
    "shared_names": [(["missing", "problems"],)],
    "no_such_group": [("x", ["county", "kind"]), ("x", [])],
    "deep_group": [("funds.parts", "PostgreSQL")],
    "not_one_value": [("funds", ["kind", "amount"])],
    "not_a_date": [("county:month", "string")],
    "not_in_memory": [("funds",)],
    "other_columns": [
        ("", [("amount", "int64", "string"), ("operating", "boolean", None), ("x", None, "int8")]),
        ("funds", [(name, None, "string") for name in MANY]),
    ],
    "other_tables": [(["funds", "modes"], ["funds"]), (["funds"], [])],
    "shared_groups": [(["name", "rows"],)],
}


def told() -> list[Error]:
    return [getattr(faults, name)(*given) for name, some in CASES.items() for given in some]


def test_every_fault_reads_as_it_should(golden: Golden) -> None:
    parts = [
        f"{one.problems[0].code} at {one.problems[0].path}\n"
        f"{one.render('en')}\n{one.render('zh')}\n"
        for one in told()
    ]
    golden("faults.txt", "\n".join(parts))


def test_every_fault_has_a_case_and_a_code_of_its_own() -> None:
    made = inspect.getmembers(faults, inspect.isfunction)
    assert {name for name, one in made if one.__module__ == faults.__name__} == {*CASES}
    codes = {
        name: {getattr(faults, name)(*one).problems[0].code for one in CASES[name]}
        for name in CASES
    }
    assert len({code for some in codes.values() for code in some}) == len(CASES)


def test_a_fault_says_both_languages_each_after_its_place() -> None:
    for one in told():
        if not isinstance(one, TableError):
            continue
        english, chinese = one.render("en"), one.render("zh")
        assert str(one) == f"{english}\n{chinese}"
        assert english.startswith(f"{one.where}: " if one.where else one.en)
        assert chinese.startswith(f"{one.where}：" if one.where else one.zh)
