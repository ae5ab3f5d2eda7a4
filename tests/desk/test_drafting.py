"""What a drafted norm takes from its sentence, and what it leaves open instead of dropping it or
turning it round."""

import pytest

from linkage_rules.desk.drafting import drafted_norm, parties_in
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.sources import Sentence, clause_tree
from tests.policies import package_of

PARTIES = package_of(
    """
政策 drafts "起草"

记录 申请
  id "编号"：文本 必填
主体 firm "企业"
主体 town "乡镇政府"
主体 water "县水利局"
"""
)

WHO, WHAT = "「填：谁」", "「填：做什么」"


def who(words: str) -> str:
    return f"「填：“{words}”是谁」"


def left(*words: str) -> str:
    said = "".join(f"“{one}”" for one in words)
    return f"# 尚未写出：{said}。是条件、例外或另一条规定的，请补上。"


NOT_UNDERSTOOD = "# 未能读出原句是“应当”“不得”“可以”还是“鼓励”，请核对。"
RECEIVED = "限期 「填：受理之日」 之后 20天"

DRAFTED = [
    # Who has the duty.
    ("企业应当公示名单", "企业 应当 公示名单"),
    ("firm应当公示名单", "企业 应当 公示名单"),
    ("但企业均应当公示名单", "企业 应当 公示名单"),
    ("取得许可的，企业应当公示名单", "当 「填：取得许可」", "企业 应当 公示名单"),
    ("企业主管部门应当及时公示", "企业主管部门 应当 及时公示"),
    ("各企业应当公示名单", "各企业 应当 公示名单"),
    ("企业以外的单位不得施工", f"{who('企业以外的单位')} 不得 施工"),
    ("乡镇政府和县水利局应当公示名单", f"{who('乡镇政府和县水利局')} 应当 公示名单"),
    ("乡镇政府、县水利局应当公示名单", f"{who('乡镇政府、县水利局')} 应当 公示名单"),
    ("乡镇政府会同县水利局应当公示名单", f"{who('乡镇政府会同县水利局')} 应当 公示名单"),
    ("县水利局等部门应当公示名单", f"{who('县水利局等部门')} 应当 公示名单"),
    ("申请补助的企业应当公示名单", f"{who('申请补助的企业')} 应当 公示名单"),
    ("相应的企业应当公示名单", f"{who('相应的企业')} 应当 公示名单"),
    ("对企业应当给予处罚", f"{who('对企业')} 应当 给予处罚"),
    ("工程竣工后企业应当报告情况", f"{who('工程竣工后企业')} 应当 报告情况"),
    ("县政府批准后应当公示", left("县政府批准后"), f"{WHO} 应当 公示"),
    ("企业不得被列入名单", f"{WHO} 不得 {WHAT}"),
    ("核查应当由县水利局进行", f"{WHO} 应当 {WHAT}"),
    ("企业应当由县水利局核查", f"{WHO} 应当 {WHAT}"),
    ("县水利局鼓励企业施工", f"{WHO} 受鼓励 {WHAT}"),
    ("鼓励企业施工", f"{WHO} 受鼓励 {WHAT}"),
    ("县水利局应当支持企业施工", "县水利局 应当 支持企业施工"),
    ("县水利局支持企业施工", "县水利局 应当 支持企业施工"),
    # Whether it is a duty, a ban or a permission.
    ("企业不应当缺席", "企业 不得 缺席"),
    ("企业不能转让设备", "企业 不得 转让设备"),
    ("企业不予受理", "企业 不得 受理"),
    ("企业不得不施工", "企业 不得 不施工"),
    ("企业不必提交材料", "企业 可以 不提交材料"),
    ("企业无需提交材料", "企业 可以 不提交材料"),
    ("企业可以不提交材料", "企业 可以 不提交材料"),
    ("企业应当不少于三人", "企业 应当 不少于三人"),
    ("企业需提交材料", "企业 应当 提交材料"),
    ("企业有权提出申请", "企业 可以 提出申请"),
    ("企业原则上应当提交材料", "企业 原则上应当 提交材料"),
    ("原则上企业应当提交材料", "企业 原则上应当 提交材料"),
    ("企业应当尽量提交材料", "企业 原则上应当 尽量提交材料"),
    ("企业原则上可以转让", left("原则上"), "企业 可以 转让"),
    ("企业不是必须提交材料", left("不是必须"), f"{WHO} 应当 {WHAT}"),
    ("经批准后，企业方可施工", left("经批准后", "方可"), "企业 可以 施工"),
    ("企业不需要提交材料", NOT_UNDERSTOOD, f"{WHO} 应当 {WHAT}"),
    ("乡镇政府负责核查", NOT_UNDERSTOOD, f"{WHO} 应当 {WHAT}"),
    # Exceptions and what else a sentence says.
    ("除应急抢修外，企业不得施工", left("除应急抢修外"), "企业 不得 施工"),
    ("除应急抢修外企业不得施工", f"{who('除应急抢修外企业')} 不得 施工"),
    ("企业不得施工（应急抢修除外）", f"企业 不得 {WHAT}"),
    (
        "列入名单的企业，不得申请补助，但信用已经修复的除外",
        left("列入名单的企业", "但信用已经修复的除外"),
        f"{WHO} 不得 申请补助",
    ),
    ("企业应当提交材料，不得转让设备", left("不得转让设备"), "企业 应当 提交材料"),
    ("企业应当提交材料并不得转让设备", left("提交材料并不得转让设备"), f"企业 应当 {WHAT}"),
    ("企业必须做到不得施工", left("做到不得施工"), f"企业 应当 {WHAT}"),
    (
        "应当公示而没有公示的，企业不得申报",
        "当 「填：应当公示而没有公示」",
        "企业 不得 申报",
    ),
    # By when.
    ("企业应当自受理之日起20日内公示名单", RECEIVED, "企业 应当 公示名单"),
    ("企业自受理之日起20日内应当公示名单", RECEIVED, "企业 应当 公示名单"),
    ("企业应当在自受理之日起20日内公示名单", RECEIVED, "企业 应当 公示名单"),
    (
        "企业应当自受理之日起20日内，公示名单，接受检查",
        left("接受检查"),
        RECEIVED,
        "企业 应当 公示名单",
    ),
    (
        "企业自受理之日起20日内提交材料，县水利局应当公示名单",
        left("企业自受理之日起20日内提交材料"),
        "县水利局 应当 公示名单",
    ),
    (
        "自受理之日起20日内交材料的企业应当公示名单",
        left("自受理之日起20日内交材料的企业"),
        f"{WHO} 应当 公示名单",
    ),
    ("企业应当公示自受理之日起20日内提交的材料", f"企业 应当 {WHAT}"),
    ("企业应当在5日内提交材料", f"企业 应当 {WHAT}"),
    ("企业应当不迟于2025年12月31日，完成清查", left("完成清查"), f"企业 应当 {WHAT}"),
]


def sentence(words: str) -> Sentence:
    (found,) = clause_tree(f"五、{words}。").sentences
    return found


@pytest.mark.parametrize(("said", "lines"), [(said, [*lines]) for said, *lines in DRAFTED])
def test_a_draft_says_what_the_sentence_says_or_leaves_it_open(said: str, lines: list[str]) -> None:
    draft = drafted_norm(sentence(said), PARTIES, "申请", "zh")
    *_, norm = draft.strip().split("\n\n")
    found = [line.strip() for line in norm.splitlines()]
    assert [one for one in found if not one.startswith(("规范", "依据"))] == lines


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("said", [said for said, *_ in DRAFTED])
def test_every_draft_is_read_and_is_as_the_formatter_has_it(said: str, language: str) -> None:
    draft = drafted_norm(sentence(said), PARTIES, "申请", language)
    file, problems = parse(SourceFile("a.pol", draft))
    assert not problems
    assert print_file(file, language) == draft


@pytest.mark.parametrize(
    ("said", "parties"),
    [
        ("乡镇政府和县水利局应当公示名单", ("乡镇政府", "县水利局")),
        ("和平村应当公示名单", ("和平村",)),
        ("企业以外的单位不得施工", ()),
        ("对企业应当给予处罚", ()),
        ("企业均应当公示名单", ("企业",)),
    ],
)
def test_whoever_has_duties_is_named_one_by_one(said: str, parties: tuple[str, ...]) -> None:
    assert parties_in([sentence(said)]) == parties
