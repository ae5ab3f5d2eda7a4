"""Every error the library raises on purpose has one base, and says what it has to say to people,
to programs and to other processes; its codes are those of docs/errors.md."""

import ast
import json
import pickle
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import attrs
import pytest

import linkage_rules as lr
from linkage_rules.analysis.advice.goals import GoalError
from linkage_rules.analysis.difference.vocabulary import IncompatibleError
from linkage_rules.analysis.witnesses import ReplayError
from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.tabular.faults import no_such_column
from linkage_rules.errors import ArgumentError, Fault
from linkage_rules.extras import MissingExtraError
from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package
from linkage_rules.plain.reading import DocumentError
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import read_mapping, read_records
from linkage_rules.records.problems import CellProblem, FileProblem, Place, Problem
from linkage_rules.sources import read_source
from linkage_rules.sources.problems import _WORDINGS
from linkage_rules.testing.agreement import DisagreementError
from linkage_rules.testing.generation import AimError
from linkage_rules.words.catalogue import CATALOGUE
from linkage_rules.words.messages import Phrase, reason
from tests.golden import matches
from tests.places import DOCS

SRC = Path(lr.__file__).parent
DAY = date(2023, 5, 1)
DOCUMENTED = (DOCS / "errors.md").read_text("utf-8")

INSIDE = {
    "DeclinedError": "editing/answers.py",
    "IrrationalError": "engines/symbolic/search.py",
    "LiteralError": "words/literals.py",
    "LostError": "policy/loading/evidence.py",
    "NotForCompleteRecordsError": "engines/compiled/complete.py",
    "NotPlainError": "plain/rows.py",
    "OutOfTimeError": "engines/symbolic/revision.py",
    "PolicyRefusedError": "testing/engines.py",
    "RefusedValueError": "records/refusals.py",
    "ServiceError": "service/problems.py",
    "StoppedError": "desk/methods.py",
    "TooLargeError": "engines/symbolic/records.py",
    "_EndedError": "testing/mutation/trying.py",
    "_FoundError": "testing/properties.py",
    "_GivenUpError": "editing/lacking.py",
    "_UnfitError": "language/checking/definitions.py",
    "_UnreadableError": "policy/loading/packages.py",
}
"""Errors by which one part of the library tells another something; each is caught within it."""
OF_OTHERS = {
    "PolicyFailed": "what pytest calls a failure",
    "UsageRefusedError": "a usage error of click",
    "OutOfForceWarning": "a warning",
}


@cache
def trees():
    paths = sorted(SRC.rglob("*.py"))
    return [(p.relative_to(SRC).as_posix(), ast.parse(p.read_text("utf-8"))) for p in paths]


def test_whatever_is_raised_to_users_has_the_one_base():
    strangers = {}
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
                raised = [base for base in bases if base.endswith(("Error", "Exception"))]
                ours = {"Error", "InputError"} & set(bases) or node.name == "Error"
                if raised and not ours and node.name not in OF_OTHERS:
                    strangers[node.name] = place
    assert strangers == INSIDE


def test_nothing_public_raises_an_error_of_python_on_purpose():
    """What is left says that the library itself is wrong, or is caught where it is raised."""
    builtin = {"ValueError", "TypeError", "KeyError", "RuntimeError", "LookupError", "ImportError"}
    found = {
        place
        for place, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in builtin
    }
    assert found == {
        "engines/symbolic/concrete.py",
        "engines/symbolic/values.py",
        "language/checking/cases.py",
        "language/checking/expressions.py",
        "language/checking/tables.py",
        "language/checking/unchanged.py",
        "language/writing/printer.py",
        "language/writing/transcribing.py",
        "language/writing/unparse.py",
        "model/clauses.py",
        "model/recurrence.py",
        "plain/reading.py",
        "plain/writing.py",
        "records/tables/xlsb_files.py",
        "service/app.py",
    }


def record_error():
    with pytest.raises(lr.RecordError) as raised:
        lr.load("xiangtan_2022").evaluate({"id": "P-1", "funds": [{"amonut": 1}]}, as_of=DAY)
    return raised.value


def policy_error(tmp_path):
    (tmp_path / "a.pol").write_text("policy p\nfact x of Projct\n", "utf-8")
    with pytest.raises(lr.PolicyError) as raised:
        lr.load(tmp_path / "a.pol")
    return raised.value


def source_error(tmp_path):
    with pytest.raises(lr.SourceError) as raised:
        read_source(tmp_path / "nothing.txt")
    return raised.value


def input_error(tmp_path):
    (tmp_path / "a.json").write_text('[{"id": ]', "utf-8")
    with pytest.raises(lr.InputError) as raised:
        list(read_records(tmp_path / "a.json"))
    return raised.value


def mapping_error(tmp_path):
    (tmp_path / "a.toml").write_text('colour = 1\n[[column]]\nheading = "甲"\n', "utf-8")
    shape = lr.load("xiangtan_2022").record_type("Project")
    with pytest.raises(lr.InputError) as raised:
        read_mapping(tmp_path / "a.toml", shape)
    assert len(raised.value.problems) > 1
    return raised.value


WORDS = Phrase("words", "文字")
LATER = Package(name="p", in_force=Interval(date(2024, 1, 1)))
ERRORS = {
    "a record": lambda _: record_error(),
    "a policy": policy_error,
    "an official text": source_error,
    "a file": input_error,
    "a mapping": mapping_error,
    "a table": lambda _: no_such_column("x", ["id"]),
    "a missing extra": lambda _: MissingExtraError("analysis", ModuleNotFoundError(name="z3")),
    "a library that is broken": lambda _: MissingExtraError(
        "word", ImportError("lib", name="docx")
    ),
    "an argument": lambda _: ArgumentError("ASK-105", "engine", "no such engine", "没有这个引擎"),
    "a day": lambda _: lr.OutOfForceError(
        Package(name="p", in_force=Interval(date(2024, 1, 1))), DAY
    ),
    "a policy elsewhere": lambda _: lr.PolicyNotHereError("p", "06cc817d" * 8),
    "a name in a mapping": lambda _: lr.UnknownNameError("entr", None, Phrase("action", "行为")),
    "no name": lambda _: lr.UnknownNameError(5),  # type: ignore[arg-type]
    "a name": lambda _: lr.UnknownNameError("entr", "entry"),
    "a goal": lambda _: GoalError(reason("ASK-201", "no goal", "不是目标")),
    "two policies": lambda _: IncompatibleError((Fault("ASK-301", ("R", "a"), "types", "类型"),)),
    "a document": lambda _: DocumentError(WORDS),
    "an aim": lambda _: AimError(reason("ASK-401", "no norm", "没有规范")),
    "an operation": lambda _: LackingError(WORDS),
    "a command": lambda _: RefusedError(WORDS),
    "engines": lambda _: DisagreementError("verdicts"),
    "a replay": lambda _: ReplayError({"a": 1}, DAY, "not confirmed"),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_is_told_to_people_to_programs_and_to_other_processes(kind, tmp_path):
    error = ERRORS[kind](tmp_path)
    assert isinstance(error, lr.Error)
    assert error.problems
    documented = re.findall(r"^\| ([A-Z]{3}-\d{3}) ", DOCUMENTED, re.M)
    for problem in error.problems:
        assert problem.code in {*documented, *CATALOGUE}
        assert isinstance(problem.path, tuple)
        told = problem.to_dict()
        assert (told["code"], tuple(told["path"])) == (problem.code, problem.path)
        assert told["message"]["zh"] != told["message"]["en"]
    assert error.render("zh") != error.render("en")
    told = json.loads(json.dumps(error.to_dict()))
    assert told["error"] == type(error).__name__
    assert told["code"] == error.code == told["problems"][0]["code"]
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.to_dict()) == (type(error), str(error), error.to_dict())


def test_errors_are_still_the_ones_of_python_that_they_were():
    assert issubclass(lr.MissingExtraError, ImportError)
    assert issubclass(lr.UnknownNameError, KeyError)
    assert issubclass(lr.OutOfForceError, ValueError)
    policy = lr.load("xiangtan_2022")
    for wrong in ({"as_of": "2023-05-01"}, {"engine": "fast"}, {"outside": "ignore"}):
        for kind in (lr.Error, lr.ArgumentError, ValueError, TypeError):
            with pytest.raises(kind):
                policy.evaluate({"id": "P-1"}, **{"as_of": DAY, **wrong})


def test_a_path_leads_from_the_outside_to_the_inside():
    assert {p.path for p in record_error().problems} >= {("funds", 0, "amonut")}
    why, words = reason("REC-102", "unknown field", "没有这个字段"), Phrase("x", "x")
    for where, path in {
        "": (),
        "funds[fiscal].amount": ("funds", "fiscal", "amount"),
        'funds[0]["a.b[1]"].c': ("funds", 0, "a.b[1]", "c"),
    }.items():
        assert Problem(where, "", why, words).path == path
    for where, path in {
        "a.json:2:11": ("a.json", 2, 11),
        "b.xlsx!3": ("b.xlsx", 3),
        "b.xlsx [项目库]": ("b.xlsx", "项目库"),
        "7": (7,),
        "a.toml:3: column 2.field": ("a.toml", 3, "column 2.field"),
    }.items():
        assert FileProblem(where, "", why, words).path == path
    place = Place("表一", 7, "L", "金额")
    doubt = CellProblem(place, "funds[a].amount, funds[b].amount", "x", why, words)
    assert doubt.path == ("funds", "a", "amount")
    assert doubt.to_dict()["place"] == attrs.asdict(place)


# The table of codes

MAKERS = ("reason", "Fault", "TableError", "ArgumentError")
VARIOUS = {
    "ASK-101": (
        "no action, norm or fact is called {name}",
        "没有名为 {name} 的行为、规定或认定事项",
    ),
    "ASK-102": ("the policy is not in force on the day", "政策在该日未施行"),
    "ASK-113": ("what is known of each {kind} cannot be changed", "各{kind}的内容不可更改"),
    "ASK-501": ("an engine has no function for {operation}", "引擎不支持运算 {operation}"),
    "ASK-601": (
        "this needs the policy {policy}, which is not loaded here",
        "此处需要政策 {policy}，尚未载入",
    ),
    "CMD-001": ("a command cannot do what was asked", "命令无法完成所要求的事"),
    "DOC-001": ("the text is not the document it should be", "文本不是所要求的文件"),
    "EXT-001": ("a library is missing that {extra} installs", "缺少由 {extra} 安装的库"),
    "INT-001": ("two engines do not say the same: {what}", "两个引擎的结论不一致：{what}"),
    "INT-002": ("a record was not confirmed by the reference engine", "参考引擎未能证实一条记录"),
    "TAB-120": ("an operation that no query has", "查询不支持的运算"),
}
"""What is said where the words are put together elsewhere."""
HEAD = "| code | what is wrong | 问题 |\n|---|---|---|\n"


def worded(node):
    """The words of a call, with what is filled in by name."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(map(worded, node.values))
        case ast.FormattedValue(value=value):
            while isinstance(value, ast.Attribute):
                value = value.value
            return f"{{{value.id}}}" if isinstance(value, ast.Name) else "{…}"
        case ast.BinOp(left=left):
            return f"{worded(left)}…"
        case _:
            return None


def codes():
    for _, tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in MAKERS
                and isinstance(node.args[0], ast.Constant)
            ):
                code, *_, en, zh = node.args
                yield code.value, VARIOUS.get(code.value) or (worded(en), worded(zh))
    for code, said in _WORDINGS.items():
        yield code, (said.found.en, said.found.zh)


def test_every_code_is_in_the_table_once_and_only_there():
    found = list(codes())
    assert [code for code, count in Counter(code for code, _ in found).items() if count > 1] == []
    assert all(re.fullmatch(r"[A-Z]{3}-\d{3}", code) and en and zh for code, (en, zh) in found)
    assert not {code for code, _ in found} & set(CATALOGUE)
    assert set(VARIOUS) <= {code for code, _ in found}
    rows = [
        f"| {code} | {' '.join(en.split())} | {zh} |".replace("\\", "\\\\")
        for code, (en, zh) in sorted(found)
    ]
    before, _, _ = (DOCS / "errors.md").read_text("utf-8").partition(HEAD)
    matches(DOCS / "errors.md", before + HEAD + "\n".join(rows) + "\n")
