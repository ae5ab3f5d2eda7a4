"""`linkage-rules document`: a policy clause by clause, in two languages."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from linkage_rules.commands.cli import main
from linkage_rules.commands.document import policy_document
from linkage_rules.policy.loading import load
from linkage_rules.presenting.cited_rules import rules_of
from tests.places import SMALL_WORKS

DOCUMENTS = Path(__file__).resolve().parents[2] / "docs" / "policies"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["document", *map(str, arguments)])


def document(policy: str | Path) -> str:
    loaded = load(policy)
    assert loaded.source
    return policy_document(loaded.package, loaded.source.tree)


def test_clauses_follow_the_text_with_their_rules_below():
    text = document(SMALL_WORKS)
    assert text.startswith("# 小水利项目\n")
    headings = [line for line in text.splitlines() if line.startswith("##")]
    assert headings == [
        "## 第一部分 总则",
        "## 第二部分 要求",
        "### 二、（一） 入库",
        "### 二、（二） 建设",
        "## 未引用原文的条目 / Without a quote",
    ]
    section = text.partition("### 二、（一） 入库")[2].partition("###")[0]
    assert section == (
        "\n\n> 没有方案的项目，不得入库。有方案并经村民同意的项目，原则上都要入库，"
        "并在村内公示，接受监督。\n"
        "\n"
        '- <a id="no_plan"></a>规范 / norm 无方案不得入库 `no_plan`\n'
        "  - 项目符合`非 有方案`的，镇办公室不得入库。\n"
        "  - For a work where `not has_plan`, the office must not enter library.\n"
        '- <a id="ready"></a>事实 / fact 具备入库条件 `ready`\n'
        "  - “具备入库条件”，是指项目符合`有方案 且 村民同意`。\n"
        "  - “ready” means a work where `has_plan and agreed`.\n"
        '- <a id="listing"></a>规范 / norm 具备条件应入库 `listing`\n'
        "  - 项目符合`具备入库条件`的，镇办公室原则上应当入库；但`已获豁免`的除外。\n"
        "  - For a work where `ready`, the office must, in principle, enter library, "
        "unless `exempt`.\n"
        "\n"
    )


def test_a_rule_that_quotes_two_clauses_stands_in_the_first_and_is_linked_from_the_second(
    tmp_path,
):
    pol = (SMALL_WORKS / "policy.pol").read_text("utf-8")
    pol = pol.replace(
        '依据 二.(二) "50万元以下"', '依据 二.(二) "50万元以下"\n  依据 二.(一) "不得入库"'
    )
    (tmp_path / "policy.pol").write_text(pol, "utf-8")
    (tmp_path / "source.txt").write_bytes((SMALL_WORKS / "source.txt").read_bytes())
    text = document(tmp_path)
    first, second = text.partition("### 二、（二）")[::2]
    assert '<a id="small_limit"></a>' in first
    assert '<a id="small_limit"></a>' not in second
    assert "- 另见 / see [参数 / parameter 小型限额 `small_limit`](#small_limit)" in second


@pytest.mark.parametrize("policy", [SMALL_WORKS, "xiangtan_2022"], ids=["small", "shipped"])
def test_every_rule_stands_in_the_document_exactly_once(policy):
    text = document(policy)
    package = load(policy).package
    counts = {rule.key: text.count(f'<a id="{rule.key}"></a>') for rule in rules_of(package)}
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("policy", [SMALL_WORKS, "xiangtan_2022"], ids=["small", "shipped"])
def test_the_document_is_headings_quotes_and_lists_alone(policy):
    kinds = {token.type.rpartition("_")[0] for token in MarkdownIt().parse(document(policy))}
    assert kinds <= {"heading", "", "paragraph", "blockquote", "bullet_list", "list_item"}


def test_the_document_is_printed_or_written(tmp_path):
    printed = run(SMALL_WORKS)
    assert (printed.exit_code, printed.stdout) == (0, document(SMALL_WORKS))
    out = tmp_path / "small.md"
    written = run(SMALL_WORKS, "--out", out)
    assert (written.exit_code, written.stdout) == (0, "")
    assert out.read_bytes() == document(SMALL_WORKS).encode()


def test_check_accepts_a_document_that_is_up_to_date_and_writes_nothing(tmp_path):
    out = tmp_path / "small.md"
    run(SMALL_WORKS, "--out", out)
    assert run(SMALL_WORKS, "--out", out, "--check").exit_code == 0
    out.write_bytes(out.read_bytes() + b"more\n")
    stale = run(SMALL_WORKS, "--out", out, "--check", "--language", "en")
    assert stale.exit_code == 1
    assert "run the command again without --check" in stale.stderr
    assert out.read_bytes().endswith(b"more\n")


def test_check_finds_a_document_that_is_not_there(tmp_path):
    assert run(SMALL_WORKS, "--out", tmp_path / "none.md", "--check").exit_code == 1
    assert not (tmp_path / "none.md").exists()


def test_check_without_a_file_is_refused():
    found = run(SMALL_WORKS, "--check", "--language", "en")
    assert found.exit_code == 2
    assert "--check needs --out FILE" in found.stderr


def test_a_folder_that_does_not_exist_is_no_crash(tmp_path):
    found = run(SMALL_WORKS, "--out", tmp_path / "no" / "small.md", "--language", "en")
    assert found.exit_code == 2
    assert "small.md" in found.stderr


SHIPPED = (
    *("xiangtan_2022", "example_county", "example_successor"),
    *("example_award", "example_fund"),
)


@pytest.mark.parametrize("policy", SHIPPED)
def test_the_document_of_a_shipped_policy_is_up_to_date(policy):
    """Otherwise: `linkage-rules document POLICY --out docs/policies/POLICY.md`."""
    assert (DOCUMENTS / f"{policy}.md").read_text("utf-8") == document(policy)
