"""`linkage-rules source`: what it says of each sentence and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linkage_rules.commands.cli import main
from tests.places import SMALL_WORKS

TEXT = (SMALL_WORKS / "source.txt").read_text("utf-8")
POLICY = (SMALL_WORKS / "policy.pol").read_text("utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["source", *map(str, arguments)])


@pytest.fixture
def policy(tmp_path):
    def write(pol: str = POLICY, text: str = TEXT) -> Path:
        (tmp_path / "source.txt").write_text(text, "utf-8")
        (tmp_path / "policy.pol").write_text(pol, "utf-8")
        return tmp_path

    return write


def without(pol: str, opening: str) -> str:
    """The policy without the declarations that begin like that."""
    blocks = pol.split("\n\n")
    assert any(block.startswith(opening) for block in blocks)
    return "\n\n".join(block for block in blocks if not block.startswith(opening))


def test_every_sentence_comes_with_its_standing_and_what_rests_on_it():
    found = run(SMALL_WORKS, "--language", "zh")
    assert found.exit_code == 0
    text = found.stdout.replace(str(SMALL_WORKS), "SMALL").replace(
        "tests/small_policies/small_works", "SMALL"
    )
    assert text == (
        "原文与规则对照：小水利项目\n"
        "  规范性句子  5\n"
        "  有规则引用  4\n"
        "  以说明条目处理  1\n"
        "  未处理  0\n"
        "  没有引用的规范用语  1\n"
        "  已引用文字  74%\n"
        "\n"
        "【】内的文字有引用，其余文字没有引用。\n"
        "\n"
        "序  关于规范小水利项目管理的通知\n"
        "  [2] 各村民委员会：\n"
        "      格式性文字\n"
        "\n"
        "一  总则\n"
        "  [1] 【为管好小水利项目，制定本通知】。\n"
        "      已说明  100%\n"
        "      ← 陈述：说明目的\n"
        "\n"
        "二  要求\n"
        "\n"
        "二.(一)  入库。\n"
        "  [1] 【没有方案的项目，不得入库】。\n"
        "      已引用  100%\n"
        "      ← 规范 无方案不得入库（no_plan）  SMALL/policy.pol:37\n"
        "  [2] 【有方案并经村民同意的项目，原则上都要入库】，并在村内公示，接受监督。\n"
        "      已引用  65%\n"
        "      ← 事实 具备入库条件（ready）  SMALL/policy.pol:25\n"
        "      ← 规范 具备条件应入库（listing）  SMALL/policy.pol:42\n"
        "\n"
        "二.(二)  建设。\n"
        "  [1] 金额在【50万元以下】的项目，【可以由村集体承建】。\n"
        "      已引用  70%\n"
        "      ← 参数 小型限额（small_limit）  SMALL/policy.pol:21\n"
        "      ← 规范 村集体可承建（village_builds）  SMALL/policy.pol:48\n"
        "  [2] 【鼓励农户投工投劳】，鼓励社会捐赠。\n"
        "      已引用  57%\n"
        "      ← 规范 鼓励投工投劳（labour）  SMALL/policy.pol:53\n"
        "\n"
        "未引用原文\n"
        "  行为 入库（enter_library）  SMALL/policy.pol:29\n"
        "  行为 承建（build）  SMALL/policy.pol:33\n"
        "  行为 投工投劳（join）  SMALL/policy.pol:35\n"
    )


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("陈述", "为管好小水利项目，制定本通知。"),
        ("规范 no_plan", "没有方案的项目，不得入库。"),
        ("规范 labour", "鼓励农户投工投劳，鼓励社会捐赠。"),
    ],
)
def test_check_names_each_open_sentence_and_ends_with_findings(policy, left_out, sentence):
    pol = without(POLICY, left_out).partition("示例")[0]
    found = run(policy(pol), "--check", "--language", "en")
    assert found.exit_code == 1
    assert "\n  open  1\n" in found.stdout
    assert f"]  {sentence}\n" in found.stdout.partition("Open sentences\n")[2]


def test_without_check_an_open_sentence_is_marked_but_is_no_finding(policy):
    found = run(policy(without(POLICY, "规范 labour")), "--language", "en")
    assert found.exit_code == 0
    assert "  [2] 鼓励农户投工投劳，鼓励社会捐赠。\n      !! open\n" in found.stdout


def test_check_shows_the_words_nobody_quotes_in_sentences_that_are_cited():
    found = run(SMALL_WORKS, "--check", "--language", "en")
    assert found.exit_code == 1
    assert found.stdout.endswith(
        "Every normative sentence is accounted for.\n"
        "\n"
        "Normative words that nothing quotes\n"
        "  二.(二) [2]  鼓励\n"
        "\n"
        "Words that nothing quotes in other sentences\n"
        "  二.(一) [2]  65%  并在村内公示，接受监督\n"
        "  二.(二) [1]  70%  金额在 … 的项目\n"
        "  二.(二) [2]  57%  鼓励社会捐赠\n"
    )


@pytest.mark.parametrize(
    ("sentence", "quote", "left"),
    [
        ("项目单位应当公示，不得挪用", "应当公示", ["不得"]),
        # Three characters, and only half of the word.
        ("项目单位不应当挪用资金", "当挪用资金", ["不应当"]),
        ("相应的主要支出可能增加", "支出", []),
        ("要求必要时应急处置", "处置", []),
        ("重要事项要报告，必须留痕，严禁补记", "报告", ["要", "必须", "严禁"]),
        ("项目可申请，也可以不申请", "项目", ["可", "可以"]),
        ("无须审批", "审批", ["无须"]),
        ("项目单位原则上应公示", "应公示", ["原则上"]),
    ],
)
def test_check_reports_each_normative_word_that_no_quote_covers(policy, sentence, quote, left):
    text = f"一、要求\n\n{sentence}。\n"
    pol = f'政策 p\n  原文 "source.txt"\n\n陈述 一 "{quote}" 因为 "试"\n'
    found = run(policy(pol, text), "--check", "--language", "zh")
    assert found.exit_code == (1 if left else 0), found.stderr
    assert (f"  一 [1]  {', '.join(left)}\n" in found.stdout) is bool(left)


def test_a_document_for_programs_says_of_each_sentence_what_is_quoted_and_what_is_left():
    found = run(SMALL_WORKS, "--check", "--format", "json")
    assert found.exit_code == 1
    said = json.loads(found.stdout)
    assert (said["share"]["percent"], said["open"]) == (74, [])
    sentences = {one["number"]: one for one in said["sentences"]}
    assert [sentences[number]["unquoted_norms"] for number in said["unquoted_norms"]] == [["鼓励"]]
    for one in sentences.values():
        assert "".join(stretch["text"] for stretch in one["stretches"]) == one["text"]
        loose = [s["text"] for s in one["stretches"] if s["quoted_by"]]
        assert one["share"]["quoted"] == sum(map(str.isalnum, "".join(loose)))
    cited = [one for one in sentences.values() if one["standing"] == "cited"]
    assert all(one["rules"] and one["share"]["percent"] > 0 for one in cited)


def test_each_clause_is_named_also_where_it_has_no_heading(policy):
    text = "某办法\n\n第一条 为了增收，制定本办法。\n第二条 本县适用。\n"
    pol = '政策 p\n  原文 "source.txt"\n\n陈述 第一条 "为了增收" 因为 "目的"\n'
    found = run(policy(pol, text), "--language", "zh").stdout
    assert "\n第一条\n  [1] 【为了增收】，制定本办法。\n" in found
    assert "\n第二条\n  [1] 本县适用。\n" in found


@pytest.mark.parametrize("options", [(), ("--check",), ("--format", "html")])
@pytest.mark.parametrize(("language", "said"), [("en", "error POL-503"), ("zh", "错误 POL-503")])
def test_a_quote_that_is_wrong_by_one_character_is_an_error(policy, options, language, said):
    wrong = POLICY.replace("没有方案的项目，不得入库", "没有方案的项目，不能入库")
    found = run(policy(wrong), *options, "--language", language)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert said in found.stderr


@pytest.mark.parametrize(
    ("language", "said"), [("en", "names no official text"), ("zh", "没有写明原文")]
)
def test_a_policy_without_a_text_is_refused(tmp_path, language, said):
    place = tmp_path / "bare.pol"
    place.write_text("政策 bare\n", "utf-8")
    found = run(place, "--language", language)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr


def test_check_with_a_page_still_tells_by_its_status(policy):
    found = run(policy(without(POLICY, "规范 labour")), "--check", "--format", "html")
    assert found.exit_code == 1
    assert found.stdout.startswith("<!DOCTYPE html>")


def test_the_page_needs_no_other_file():
    page = run(SMALL_WORKS, "--format", "html", "--language", "en").stdout
    assert '<html lang="en">' in page
    assert not [word for word in ("<script", "<link", "http:", "https:", "src=") if word in page]


def test_the_page_writes_rules_in_the_language_asked_for():
    english = run(SMALL_WORKS, "--format", "html", "--language", "en").stdout
    chinese = run(SMALL_WORKS, "--format", "html", "--language", "zh").stdout
    assert "  office must in principle enter_library" in english
    assert "  镇办公室 原则上应当 入库" in chinese
    assert "# 限额本身不算在“以下”之内。" in english


def test_texts_of_the_policy_and_its_source_cannot_become_markup(policy):
    text = TEXT.replace("鼓励社会捐赠", "鼓励<img src=x onerror=alert(1)>捐赠")
    pol = POLICY.replace('"鼓励农户投工投劳"', '"鼓励<img src=x onerror=alert(1)>捐赠"')
    pol = pol.replace('因为 "说明目的"', '因为 "</p><script>alert(1)</script>"')
    pol = pol.replace('household "农户"', 'household "<b onclick=alert(1)>农户"')
    pol = pol.replace("  农户 受鼓励", "  household 受鼓励")
    page = run(policy(pol, text), "--format", "html", "--language", "zh")
    assert page.exit_code == 0, page.stderr
    assert not [tag for tag in ("<img", "<script", "<b onclick") if tag in page.stdout]
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.stdout
