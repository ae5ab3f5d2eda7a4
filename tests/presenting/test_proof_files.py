"""What is proved is written as SMT-LIB 2: its claim in words, and what two solvers answer unsat."""

import sys
from pathlib import Path

import pytest
import z3
from click.testing import CliRunner, Result

from linkage_rules import loads
from linkage_rules.commands.cli import main
from linkage_rules.presenting.proof_files import INDEX, index_text, proof_text
from tests.golden import Golden

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

POLICY = """政策 proved "补助办法"
  施行 2023年1月1日 至 2025年12月31日

枚举 kind "资金种类"
  fiscal "财政资金"
  own "自筹资金"

记录 Fund "资金"
  kind_ "种类"：资金种类 必填
  amount "金额"：金额 不小于 0元

记录 Project "项目"
  place "地点"：文本
  begun "开工日期"：日期
  rate "比例"：数 不小于 0 不大于 1
  funds "资金列表"：多个 资金

主体 county "县级主管部门"

行为 pay "发放补助" 关于 项目

规范 paid "应当补助" 对于 项目
  当 地点 = “花垣” 且 （存在 笔 属于 资金列表 满足 笔.种类 = 财政资金）
  县级主管部门 应当 发放补助

规范 outside "不得补助" 对于 项目
  当 比例 > 0.6 且 比例 < 0.4
  县级主管部门 不得 发放补助

规范 late "迟开工不得补助" 对于 项目
  当 开工日期 + 3个月 ≤ 2023年1月1日 且 开工日期 > 2023年1月1日
  县级主管部门 不得 发放补助

性质 "有财政资金才补助" 对于 项目
  总有 应当补助 适用 蕴含 （存在 笔 属于 资金列表 满足 笔.种类 = 财政资金）

性质 "总额不小于零\u2028(assert false)" 对于 项目
  总有 资金列表 已知 且 （每个 笔 属于 资金列表 满足 笔.金额 已知）
    蕴含 合计（笔.金额 遍历 笔 属于 资金列表） ≥ 0元

性质 "总要补助" 对于 项目
  总有 应当补助 适用
"""


@pytest.fixture(scope="module")
def found():
    policy = loads({"proved.pol": POLICY})
    return policy.package, policy.analyse(proofs=True)


@pytest.fixture(scope="module")
def texts(found):
    package, analysis = found
    return {
        (proof.kind.value, *proof.names): proof_text(proof, analysis, package)
        for proof in analysis.proofs
    }


@pytest.fixture
def assurance(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import assurance

    yield assurance
    for name in [*sys.modules]:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(BENCHMARKS)):
            del sys.modules[name]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyse", *map(str, arguments)])


def test_what_holds_what_never_is_and_what_no_record_has_are_proofs(texts):
    assert set(texts) >= {
        ("property-refuted", "有财政资金才补助"),
        ("never-applies", "outside"),
        ("never-applies", "late"),
        ("conflicting-norms", "paid", "outside"),
        ("undetermined-on-complete-record", "paid"),
    }


def test_what_a_record_refutes_or_shows_is_no_proof(found, texts):
    _, analysis = found
    refuted = [one for one in analysis.findings if one.names == ("总要补助",)]
    assert [one.kind.value for one in refuted] == ["property-refuted"]
    assert ("property-refuted", "总要补助") not in texts
    for one in analysis.findings:
        assert (one.shown is None) == ((one.kind.value, *one.names) in texts)


def test_without_being_asked_for_none_is_kept():
    assert loads({"proved.pol": POLICY}).analyse(time_limit=1, stop_after=0).proofs == ()


def test_what_was_not_decided_is_said_in_the_index_and_has_no_file(found):
    package, _ = found
    stopped = loads({"proved.pol": POLICY}).analyse(stop_after=0, proofs=True)
    assert stopped.undecided
    assert stopped.proofs == ()
    text = index_text(stopped, package, "en")
    assert f"0 proofs, a file each; without a proof: {len(stopped.undecided)} undecided" in text
    _, _, listed = text.partition("Undecided: not proved, no file\n")
    assert "  never-applies: paid (" in listed


def test_every_file_is_answered_unsat_by_the_solver_that_found_it(texts):
    for text in texts.values():
        assert "(set-info :status unsat)" in text
        solver = z3.Solver()
        solver.from_string(text)
        assert solver.check() == z3.unsat


def test_a_second_solver_agrees_and_is_given_no_contradiction_to_start_with(texts, assurance):
    counts, wrong = assurance.crosscheck(texts.values(), 10.0)
    assert wrong == []
    assert counts["agree"] == counts["proofs"] == len(texts) > 8
    assert counts["premises sat"] + counts["settled"] >= len(texts)


def test_a_second_solver_would_tell_if_a_claim_were_wrong(texts, assurance):
    text = texts["never-applies", "outside"]
    wrong = text.replace("(/ 2.0 5.0)", "(/ 4.0 5.0)")
    assert wrong != text
    counts, told = assurance.crosscheck([wrong, text.replace("(assert", "(asert", 1)], 10.0)
    assert counts["agree"] == 0
    assert "sat" in told[0][1]
    assert told[-1][1].startswith(("unreadable", "the premises alone: unreadable"))


def test_what_takes_too_long_is_undecided_and_no_agreement(assurance):
    hard = (
        "(set-logic ALL)(declare-fun a () Int)(declare-fun b () Int)(declare-fun c () Int)\n"
        "(assert (> a 1))\n(assert (and (> b a) (> c b)))\n"
        "(assert (= (* c c c c c) (+ (* a a a a a) (* b b b b b))))\n(check-sat)\n"
    )
    counts, wrong = assurance.crosscheck([hard], 0.05)
    assert (counts["undecided"], counts["agree"], wrong) == (1, 0, [])


def test_words_of_a_policy_stay_in_comments(texts):
    (text,) = (t for (kind, *_), t in texts.items() if kind == "idle-property")
    assert "总额不小于零 (assert false)" in text
    assert "\n(assert false)" not in text
    plain = [line for line in text.splitlines() if not line.startswith(";")]
    assert not any("\u2028" in line or "总额" in line for line in plain)


def test_the_numbers_of_values_are_told(texts):
    text = texts["property-refuted", "有财政资金才补助"]
    assert "; 资金列表·第1项·种类 0 为 财政资金、1 为 自筹资金" in text
    assert "; funds #1 kind_ 0 = fiscal, 1 = own" in text
    assert "; Claim: there is no record for which the property “有财政资金才补助” is no" in text
    assert "; 总有：应当补助 适用 蕴含" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_folder_of_proofs(tmp_path, monkeypatch, golden: Golden, language) -> None:
    monkeypatch.chdir(tmp_path)
    Path("proved.pol").write_text(POLICY, "utf-8")
    result = run("proved.pol", "--proofs", "proofs", "--language", language)
    assert result.exit_code == 1, result.output
    index = Path("proofs", INDEX).read_text("utf-8")
    golden(f"index.{language}.txt", index)
    files = sorted(path.name for path in Path("proofs").glob("*.smt2"))
    assert [line for line in index.splitlines() if line.endswith(".smt2")] == files
    assert all(name.isascii() and len(name) < 110 for name in files)
    (outside,) = Path("proofs").glob("*-never-applies-outside.smt2")
    golden("outside.smt2", outside.read_text("utf-8"))
    again = run("proved.pol", "--proofs", "proofs", "--language", language)
    assert again.exit_code == 2
    assert "proofs" in again.output
    assert "so that no older proof" in again.output or "以免混入以前写出的证明" in again.output
    assert Path("proofs", INDEX).read_text("utf-8") == index


def test_a_folder_that_cannot_be_is_refused_before_anything_is_asked(tmp_path) -> None:
    result = run("no_such_policy", "--proofs", tmp_path / "a" / "b", "--language", "en")
    assert result.exit_code == 2
    assert f"there is no folder {tmp_path / 'a'}" in result.output
