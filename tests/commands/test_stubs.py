"""`linkage-rules stubs` and `schema`: what a policy is to type checkers and to other programs."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from mypy import api

import linkage_rules as lr
from linkage_rules.commands.stubs import stubs
from tests.places import module_at
from tests.policies import policy_of

ODD = """
policy odd "“怪”的 \\\\ 政策"
enum date "日期种类"
  str "文字"
  class "班"
  「two words」 "两个词"
record 「a b」 "带空格"
  「q r」 "问": whole number at least 0
record Policy "政策"
  class "类": yes/no required
  date "日": date
  __hidden "藏": money
  term "期限": period
  kind "种类": date
  parts "部分": list of 「a b」
  names "名称": list of text
bearer office "办公室"
action 「do it」 "办\\u202e理" of Policy
action import "引入" of Policy
fact 「from」 "来自" of Policy
  means class
fact many "多" of Policy: whole number
  means count(parts)
norm 「n 1」 "规 1" for Policy
  when 「from」
  office must 「do it」
"""


def loaded(text: str, folder: Path, name: str) -> ModuleType:
    """The module, imported as a program imports it."""
    path = folder / f"{name}.py"
    path.write_text(text, "utf-8")
    module: ModuleType = module_at(path, name)
    return module


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> ModuleType:
    policy = lr.load("xiangtan_2022")
    return loaded(stubs(policy), tmp_path_factory.mktemp("stubs"), "policy_types")


def test_the_module_knows_every_name(shipped):
    package = lr.load("xiangtan_2022").package
    assert set(get_args(shipped.ActionName)) == set(package.actions)
    assert set(get_args(shipped.NormName)) == set(package.norms)
    assert set(get_args(shipped.FactName)) == set(package.facts) - set(package.derived)
    assert set(get_args(shipped.StatusName)) == {status.value for status in lr.Status}
    assert "bridging_subsidy" in get_args(shipped.fund_type)
    assert "财政衔接推进乡村振兴补助资金" in get_args(shipped.fund_type)


def test_records_are_typed_dicts_with_their_labels(shipped):
    assert shipped.Project.__required_keys__ == {"id"}
    assert shipped.Fund.__doc__ == "资金来源"
    fields = lr.load("xiangtan_2022").record_type("Project").fields
    assert [*shipped.Project.__annotations__] == [field.name for field in fields]


def test_in_a_running_program_the_policy_is_the_library_s_own(shipped):
    policy = shipped.load()
    assert isinstance(policy, shipped.Policy)
    assert shipped.Policy is lr.Policy
    assert shipped.ProjectDecision is lr.Decision


def test_names_that_python_has_no_place_for_are_written_otherwise(tmp_path):
    module = loaded(stubs(policy_of(ODD)), tmp_path, "odd_types")
    assert module.a_b.__annotations__ == {"q r": int | None}
    (record,) = {name for name in vars(module) if name.startswith("Policy_") and name.endswith("_")}
    assert getattr(module, record).__required_keys__ == {"class"}
    assert set(get_args(module.ActionName)) == {"do it", "import"}


@pytest.mark.parametrize("name", ["vocabulary", "example_county", "example_award"])
def test_the_module_is_the_same_each_time_and_runs(name, tmp_path):
    text = stubs(lr.load(name))
    assert stubs(lr.load(name)) == text
    assert lr.load(name).digest == loaded(text, tmp_path, "other_types").DIGEST


USE = """\
from datetime import date
from typing import NamedTuple
import linkage_rules as lr
from policy_types import Fund, Policy, Project, ProjectDecision, Village, load

policy: Policy = load()
day = date(2023, 5, 1)
fund: Fund = {"type": "bridging_subsidy", "amount": "120万元"}
project: Project = {"id": "P-1", "operating": True, "funds": [fund], "planned_start": day}
decision = policy.evaluate(project, as_of=day)

class Row(NamedTuple):
    id: str

class Plain:
    id = "P-1"

def told(decision: ProjectDecision, plain: lr.Decision) -> str:
    return decision.explain("approve_project", "en") + decision.explain("纳入项目库")

told(decision, decision)
told(policy.evaluate(Row("P-1"), as_of=day), decision)
policy.evaluate(Plain(), as_of=day, from_attributes=True)
policy.evaluate(decision.record, as_of=day, assume_valid=True)
village = policy.evaluate({"id": "V-1"}, as_of=day, record_type="Village")
for name, verdict in decision.verdicts.items():
    print(name, verdict.status, decision.norms["no_mechanism_no_entry"].status)
for one in policy.evaluate_many([project], as_of=day, refused=print):
    known: bool | None = one.facts["targeted"]

decision.verdicts["enter_librry"]  # wrong
decision.verdicts["no_mechanism_no_entry"]  # wrong
decision.norms["no_mechanism"]  # wrong
decision.facts["entred"]  # wrong
decision.explain("enter_librry")  # wrong
village.verdicts["enter_library"]  # wrong
policy.evaluate({"id": "P-1", "opperating": True}, as_of=day)  # wrong
policy.evaluate({"id": "P-1"}, as_of=day, record_type="Projekt")  # wrong
policy.evaluate(Plain(), as_of=day)  # wrong
misspelt: Fund = {"type": "bridging_subsidi"}  # wrong
without: Project = {"operating": True}  # wrong
"""
WRONG = {n for n, line in enumerate(USE.splitlines(), 1) if line.endswith("# wrong")}


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """A program that uses the types of the shipped policy, and those of one with odd names."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "policy_types.py").write_text(stubs(lr.load("xiangtan_2022")), "utf-8")
    (folder / "odd_types.py").write_text(stubs(policy_of(ODD)), "utf-8")
    (folder / "use.py").write_text(USE, "utf-8")
    return folder


@pytest.mark.slow
def test_mypy_knows_the_names_of_the_policy(program, monkeypatch):
    monkeypatch.chdir(program)
    options = ["--strict", "--no-error-summary", "--cache-dir", str(program / "cache")]
    found, problems, _ = api.run([*options, "use.py", "odd_types.py"])
    assert problems == ""
    errors = re.findall(r"^(\w+\.py):(\d+): error", found, re.MULTILINE)
    assert {(file, int(line)) for file, line in errors} == {("use.py", line) for line in WRONG}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="pyright needs node, which is not here")
def test_pyright_knows_the_names_of_the_policy(program):
    words = ["pyright", "--outputjson", "--pythonpath", sys.executable]
    files = ["use.py", "odd_types.py", "policy_types.py"]
    ran = subprocess.run(
        [sys.executable, "-m", *words, *files], cwd=program, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    errors = {
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1)
        for one in found["generalDiagnostics"]
        if one["severity"] == "error"
    }
    assert errors == {("use.py", line) for line in WRONG}


def test_stubs_are_kept_and_held_against_the_policy(run, tmp_path):
    out = tmp_path / "types.py"
    assert run("stubs", "vocabulary", "--out", out).exit_code == 0
    assert run("stubs", "vocabulary", "--out", out, "--check").exit_code == 0
    out.write_text(out.read_text("utf-8") + "\n", "utf-8")
    assert run("stubs", "vocabulary", "--out", out, "--check").exit_code == 1


def test_a_schema_is_printed_as_json(run):
    found = run("schema", "xiangtan_2022", "--record-type", "村级")
    assert found.exit_code == 2
    found = run("schema", "xiangtan_2022", "--record-type", "资金来源", "--by-label")
    assert found.exit_code == 0
    schema = json.loads(found.stdout)
    Draft202012Validator.check_schema(schema)
    assert [*schema["properties"]] == ["资金类型", "资金级次", "金额", "使用日期", "下达文号"]
    assert json.loads(run("schema", "xiangtan_2022").stdout)["required"] == ["id"]
