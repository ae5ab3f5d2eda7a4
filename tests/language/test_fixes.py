"""A likely fix, made, means what was meant; where only the author can say that, none is made."""

import random
import re
from functools import cache
from pathlib import Path

import pytest

from linkage_rules.language.fixes import edited
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.testing.generation.mistakes import rechecked
from tests.policies import read

GOLDEN = Path(__file__).parent / "golden"

CHINESE = """\
政策 p "示例"

枚举 kind "资金种类"
  bridging "衔接资金"
  credit "小额信贷"

记录 Fund "资金来源"
  type "种类"：kind
  amount "数额"：金额

记录 Project "项目"
  operating "经营性"：是否
  poor "受益户（脱贫户）"：整数
  households "带动户数"：整数
  guests "农户-临时户"：整数
  budget "总投资"：金额
  share "分红比例"：数
  begun "开工日"：日期
  ended "完工日"：日期
  term "期限"：期间
  note "说明"：文本
  sort "主要资金"：kind
  funds "资金"：多个 Fund
  main "首笔资金"：Fund

主体 county "县"

工作日历 days
  涵盖 2022-01-01 至 2024-12-31

行为 build "建设" 关于 项目
  完成于 经营性

行为 rectify "整改" 关于 项目

"""

CONDITIONS = [
    # periods
    ("完工日 > 开工日 + 十五日", "完工日 > 开工日 + 15日"),
    ("完工日 > 开工日 + 十五天", "完工日 > 开工日 + 15天"),
    ("完工日 > 开工日 + 两年", "完工日 > 开工日 + 2年"),
    ("完工日 > 开工日 + 半年", "完工日 > 开工日 + 6个月"),
    ("完工日 > 开工日 + 一年半", "完工日 > 开工日 + 18个月"),
    ("完工日 > 开工日 + 2个季度", "完工日 > 开工日 + 6个月"),
    ("完工日 > 开工日 + 15个自然日", "完工日 > 开工日 + 15天"),
    ("完工日 > 开工日 + 15个工作日", "完工日 > （开工日 之后 15个工作日）"),
    ("完工日 > 开工日 + 15工作日", "完工日 > （开工日 之后 15个工作日）"),
    ("完工日 - 3个工作日 > 开工日", "（完工日 之前 3个工作日） > 开工日"),
    ("完工日 > 15个工作日", None),
    ("完工日 > 开工日 + 2季度", None),
    ("完工日 > 开工日 + 3月", None),
    ("完工日 > 开工日 + １５日", "完工日 > 开工日 + 15日"),
    # amounts
    ("总投资 > 1e3元", "总投资 > 1000元"),
    ("总投资 > 1.5e3元", "总投资 > 1500元"),
    ("总投资 > 一千万元", "总投资 > 1000万元"),
    ("总投资 > 一亿二千万元", "总投资 > 1.2亿元"),
    ("总投资 > 五角", "总投资 > 0.5元"),
    ("总投资 > 3元5角", "总投资 > 3.5元"),
    ("总投资 > 1万5千元", "总投资 > 1.5万元"),
    ("总投资 > 200块", "总投资 > 200元"),
    ("总投资 > 200万圆", "总投资 > 200万元"),
    ("总投资 > 人民币200万元", "总投资 > 200万元"),
    ("总投资 > ￥200", "总投资 > 200元"),
    ("总投资 > 1,000元", "总投资 > 1000元"),
    ("总投资 > １２０万元", "总投资 > 120万元"),
    ("总投资 > 3万", "总投资 > 3万元"),
    ("总投资 > 200", None),
    ("总投资 > 3万美元", None),
    ("总投资 > 200万元以上", None),
    # counts and shares
    ("带动户数 > 30户", "带动户数 > 30"),
    ("带动户数 > 3万户", "带动户数 > 3万"),
    ("带动户数 > 三十", "带动户数 > 30"),
    ("带动户数 > 15亩", None),
    ("分红比例 > 百分之三十", "分红比例 > 30%"),
    ("分红比例 > 三成", "分红比例 > 30%"),
    ("分红比例 > 三成半", "分红比例 > 35%"),
    ("分红比例 > 5‰", "分红比例 > 0.5%"),
    ("分红比例 > 5个百分点", "分红比例 > 5%"),
    ("分红比例 > .5", "分红比例 > 0.5"),
    # bounds in words
    ("带动户数 30户以上", "带动户数 >= 30"),
    ("带动户数 30 以上", "带动户数 >= 30"),
    ("带动户数 在 30 以下", "带动户数 <= 30"),
    ("带动户数 30户（含）以上", "带动户数 >= 30"),
    ("总投资 100万元及以上", "总投资 >= 100万元"),
    ("总投资 100万元以内", "总投资 <= 100万元"),
    ("总投资 不满100万元", "总投资 < 100万元"),
    ("总投资 不足 100万元", "总投资 < 100万元"),
    ("带动户数 大于等于 30", "带动户数 >= 30"),
    ("带动户数 不少于 30", "带动户数 >= 30"),
    ("带动户数 至少 30", "带动户数 >= 30"),
    ("带动户数 不超过 30", "带动户数 <= 30"),
    ("带动户数 超过 30", "带动户数 > 30"),
    ("带动户数 => 30", "带动户数 >= 30"),
    ("带动户数 == 30", "带动户数 = 30"),
    ("带动户数 <> 30", "带动户数 != 30"),
    ("带动户数 介于 10 到 30", "带动户数 介于 10 至 30"),
    # limits the wrong way round
    ("带动户数 介于 50 至 30", "带动户数 介于 30 至 50"),
    ("带动户数 介于 3 至 -3", "带动户数 介于 -3 至 3"),
    ("总投资 介于 3万元 至 200元", "总投资 介于 200元 至 3万元"),
    ("分红比例 介于 30% 至 10%", "分红比例 介于 10% 至 30%"),
    (
        "开工日 介于 2025年1月1日 至 2022年1月1日",
        "开工日 介于 2022年1月1日 至 2025年1月1日",
    ),
    # days
    ("开工日 > 2023.5.1", "开工日 > 2023年5月1日"),
    ("开工日 > 2023/5/1", "开工日 > 2023年5月1日"),
    ("开工日 > 2023年5月1号", "开工日 > 2023年5月1日"),
    ("开工日 > 二〇二三年五月一日", "开工日 > 2023年5月1日"),
    ("开工日 >= 2023年5月", "开工日 >= 2023年5月1日"),
    ("开工日 <= 2023年5月", "开工日 <= 2023年5月31日"),
    ("开工日 > 2023年5月", "开工日 > 2023年5月31日"),
    ("开工日 < 2023年5月", "开工日 < 2023年5月1日"),
    ("开工日 = 2023年5月", None),
    ("开工日 >= 2023年度", None),
    # names
    ("受益户（脱贫户） > 3", "「受益户（脱贫户）」 > 3"),
    ("经营性 且 受益户（脱贫户） > 3", "经营性 且 「受益户（脱贫户）」 > 3"),
    ("经营姓", "经营性"),
    ("經營性", "经营性"),
    ("不经营性", "非 经营性"),
    ("农户-临时户 > 3", "「农户-临时户」 > 3"),
    ("首笔资金的数额 > 3元", "首笔资金.数额 > 3元"),
    ("主要资金 = “衔接资金”", "主要资金 = 衔接资金"),
    ("主要资金 = 连接资金", "主要资金 = 衔接资金"),
    # keywords
    ("经营性 和 带动户数 > 3", "经营性 且 带动户数 > 3"),
    ("经营性 而且 带动户数 > 3", "经营性 且 带动户数 > 3"),
    ("不是 经营性", "非 经营性"),
    ("经营性且带动户数 > 3", "经营性 且 带动户数 > 3"),
    ("经营性 & 带动户数 > 3", "经营性 且 带动户数 > 3"),
    ("整改 不被允许", "非 整改 被允许"),
    ("整改 不被禁止", "非 整改 被禁止"),
    ("主要资金 屬於 {衔接资金}", "主要资金 属于 {衔接资金}"),
    ("求和（f.数额 遍历 f 属于 资金）> 3元", "合计（f.数额 遍历 f 属于 资金）> 3元"),
    ("有 f 属于 资金 满足 f.数额 > 3元", "存在 f 属于 资金 满足 f.数额 > 3元"),
    ("所有 f 属于 资金 满足 f.数额 > 3元", "每个 f 属于 资金 满足 f.数额 > 3元"),
    ("经营性 = true", "经营性 = 是"),
    # what is written without an operator
    ("带动户数x2 > 3", "带动户数 * 2 > 3"),
    ("householdsX10 > 3", "households * 10 > 3"),
    ("带动户数 x 2 > 3", "带动户数 * 2 > 3"),
    ("带动户数2 > 3", None),
    ("households2 > 3", None),
    ("说明 = ‘甲’", "说明 = “甲”"),
    # slips of many kinds
    ("：经营性", "经营性"),
    ("经营性，", "经营性"),
    ("经营性且带动户数>3", "经营性 且 带动户数 > 3"),
    ("带动户数 ≧ 30", "带动户数 >= 30"),
    ("带动户数 大于30", "带动户数 > 30"),
    ("带动户数 不少于30户", "带动户数 >= 30"),
    ("带动户数大于30户", "带动户数 > 30"),
    ("带动户数不低于三十", "带动户数 >= 30"),
    ("带动户数 > 30 户", "带动户数 > 30"),
    ("经营性 且 带动户数 不超过 30 户", "经营性 且 带动户数 <= 30"),
    # what is left out would be lost
    ("！经营性", "非 经营性"),
    ("!经营性", "非 经营性"),
    ("带动户数 > 3 且 ！经营性", "带动户数 > 3 且 非 经营性"),
    ("经营性！", "经营性"),
    ("经营性，带动户数 > 3", None),
    ("资金数 > 3", None),
    ("总投资的30% > 5元", None),
    ("带动户数 超过30户（不含）", "带动户数 > 30"),
    ("带动户数 介于 30,50", None),
    ("带动户数 > 30,50", None),
    ("带动户数 > 12,345", "带动户数 > 12345"),
    ("主要资金 属于 （衔接资金，小额信贷）", "主要资金 属于 {衔接资金，小额信贷}"),
    # only the author knows the unit
    ("完工日 > 开工日 + 365", None),
    ("期限 = 3", None),
    ("首笔资金．数额 > 3元", "首笔资金.数额 > 3元"),
    ("首笔资金。数额 > 3元", "首笔资金.数额 > 3元"),
    ("项目.经营性", "经营性"),
    ("开工日 在 2023年1月1日 之后", "开工日 > 2023年1月1日"),
    ("开工日 早于 2023年1月1日", "开工日 < 2023年1月1日"),
    ("开工日 不晚于 2023年1月1日", "开工日 <= 2023年1月1日"),
    ("开工日 = “2023年5月1日”", "开工日 = 2023年5月1日"),
    ("经营性 = “是”", "经营性 = 是"),
    ("带动户数 = “30”", "带动户数 = 30"),
    ("带动户数 介于 10 和 30", "带动户数 介于 10 至 30"),
    ("带动户数 介于 10—30", "带动户数 介于 10 至 30"),
    ("带动户数 在 10 到 30 之间", None),
    ("存在 资金 满足 数额 > 3元", None),
    ("整改 = 被禁止", None),
    ("整改 禁止", "整改 被禁止"),
    ("ｅｖｅｒｙ f in funds has f.amount > 3元", "every f in funds has f.amount > 3元"),
    ("总投资 大于 等于 3元", "总投资 >= 3元"),
    ("总投资 >＝ 3元", "总投资 >= 3元"),
    ("总投资 ＞= 3元", "总投资 >= 3元"),
    ("经营性 並且 带动户数 > 3", "经营性 且 带动户数 > 3"),
    ("经营性、带动户数 > 3", None),
    ("（经营性 或 带动户数 > 3", "（经营性 或 带动户数 > 3）"),
    ("总投资 > 100万人民币", "总投资 > 100万元"),
    ("总投资 > 100w", None),
    ("总投资 > 二〇〇万元", None),
    ("总投资 > 二百五万元", None),
    ("分红比例 > ３０％", "分红比例 > 30%"),
    ("分红比例 > 百分之零点五", "分红比例 > 0.5%"),
    ("分红比例 > 五分之一", None),
    ("带动户数 > 一百二十户", "带动户数 > 120"),
    ("完工日 > 开工日 + 3个 月", "完工日 > 开工日 + 3个月"),
    ("完工日 > 开工日 + 三个月", "完工日 > 开工日 + 3个月"),
    ("完工日 > 开工日 加 15日", "完工日 > 开工日 + 15日"),
    ("总投资 减 3元 > 0元", "总投资 - 3元 > 0元"),
    ("总投资 乘以 2 > 3元", "总投资 * 2 > 3元"),
    ("总投资 > 预算下限", None),
    ("说明 包含 “甲”", None),
]

ENDING = '行为 finish "收尾" 关于 项目\n  完成之日 完工日\n\n规范 n 对于 项目\n'

DECLARATIONS = [
    # deadlines
    *(
        (f"{ENDING}  限期 {written}\n  县 应当 收尾", f"{ENDING}  限期 {meant}\n  县 应当 收尾")
        for written, meant in (
            ("开工日 之后 ２０天", "开工日 之后 20天"),
            ("开工日 之后 ３个月", "开工日 之后 3个月"),
            ("开工日 之后 十五日", "开工日 之后 15天"),
            ("开工日 20天以内", "开工日 之后 20天"),
            ("自开工日起 20天内", "开工日 之后 20天"),
            ("自开工之日起 20日内", "开工日 之后 20天"),
            ("自开工日起20天内", "开工日 之后 20天"),
            ("开工日之后20天", "开工日 之后 20天"),
            ("开工日 后 20天", "开工日 之后 20天"),
            ("开工日 起 十五日内", "开工日 之后 15天"),
        )
    ),
    (
        f"{ENDING}  within 20 days of begun\n  县 应当 收尾",
        f"{ENDING}  within 20 days after begun\n  县 应当 收尾",
    ),
    # what is about what
    ("事实 f 项目\n  指 经营性", "事实 f 关于 项目\n  指 经营性"),
    ('事实 f "标签" 项目\n  指 经营性', '事实 f "标签" 关于 项目\n  指 经营性'),
    ("事实 f 对于 项目\n  指 经营性", "事实 f 关于 项目\n  指 经营性"),
    ("事实 f 對於 项目\n  指 经营性", "事实 f 关于 项目\n  指 经营性"),
    ("事实 f\n  指 经营性", None),
    ("事实 f 关于 项目\n  当 经营性", "事实 f 关于 项目\n  指 经营性"),
    ("事实 f 关于 项目\n  经营性", "事实 f 关于 项目\n  指 经营性"),
    ("事实 f 关于 项目 金额\n  指 总投资", "事实 f 关于 项目：金额\n  指 总投资"),
    ("规范 n 项目\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 关于 项目\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    # duties
    ("规范 n 对于 项目\n  县 必须 建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 对于 项目\n  县 應當 建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 对于 项目\n  县 严禁 建设", "规范 n 对于 项目\n  县 不得 建设"),
    ("规范 n 对于 项目\n  县 鼓励 建设", "规范 n 对于 项目\n  县 受鼓励 建设"),
    ("规范 n 对于 项目\n  县 应当 建设\n  县 应当 整改", None),
    ("规范 n 对于 项目\n  县 应当 建设、整改", None),
    ("規範 n 对于 项目\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    (
        "规范 n 对于 项目\n  如 经营性\n  县 应当 建设",
        "规范 n 对于 项目\n  当 经营性\n  县 应当 建设",
    ),
    (
        "规范 n 对于 项目\n  施行 2023年1月 至 2023年12月\n  县 应当 建设",
        "规范 n 对于 项目\n  施行 2023年1月1日 至 2023年12月31日\n  县 应当 建设",
    ),
    (
        "规范 n 对于 项目\n  施行 从 2023年1月1日\n  县 应当 建设",
        None,
    ),
    # labels without quotation marks
    ("记录 R\n  n 甲：整数", "记录 R\n  n “甲”：整数"),
    ("记录 R 某表\n  n：整数", "记录 R “某表”\n  n：整数"),
    ("枚举 e\n  coop 合作社", '枚举 e\n  coop "合作社"'),
    ("枚举 e 某类\n  coop\n  firm", '枚举 e "某类"\n  coop\n  firm'),
    ("枚举 e\n  甲 乙", None),
    ("参数 q 上限：金额\n  = 3元", "参数 q “上限”：金额\n  = 3元"),
    ("事实 f 甲事 关于 项目\n  指 经营性", "事实 f “甲事” 关于 项目\n  指 经营性"),
    ("行为 g 甲事 关于 项目", "行为 g “甲事” 关于 项目"),
    ("规范 n 某条 对于 项目\n  县 应当 建设", "规范 n “某条” 对于 项目\n  县 应当 建设"),
    ("主体 b 某局", "主体 b “某局”"),
    # records
    ("记录 R\n  甲 整数", "记录 R\n  甲：整数"),
    ("记录 R\n  甲=整数", "记录 R\n  甲：整数"),
    ("记录 R\n  农户（户）：整数", "记录 R\n  「农户（户）」：整数"),
    (
        "记录 R\n  甲：整数 不小于 50 不大于 30",
        "记录 R\n  甲：整数 不小于 30 不大于 50",
    ),
    (
        "参数 q：金额\n  可调 不小于 5元 不大于 3元\n  = 4元",
        "参数 q：金额\n  可调 不小于 3元 不大于 5元\n  = 4元",
    ),
    ("记录 R\n  甲：整数 不少于 3", "记录 R\n  甲：整数 不小于 3"),
    ("记录 R\n  甲：整数 至少 3", "记录 R\n  甲：整数 不小于 3"),
    # data
    ("参数 q：金额\n  = 一千万元", "参数 q：金额\n  = 1000万元"),
    ("参数 q：金额\n  = “200万元”", "参数 q：金额\n  = 200万元"),
    ("参数 q：金额\n  = 3万", "参数 q：金额\n  = 3万元"),
    ("参数 q：数\n  = 三成", "参数 q：数\n  = 30%"),
    ("参数 q：期间\n  = 十五日", "参数 q：期间\n  = 15日"),
    ("参数 q：金额\n  = 3元 从 2023年1月1日", "参数 q：金额\n  = 3元 自 2023年1月1日"),
    ("参数 q：金额\n  = 3元 自 2023年1月", "参数 q：金额\n  = 3元 自 2023年1月1日"),
    ("参数 q：金额\n  = 3元 至 2023年2月", "参数 q：金额\n  = 3元 至 2023年2月28日"),
    (
        '示例 "e" 关于 项目\n  给定 开工日：2023.5.1\n  截至 2023年5月1日\n  期望 开工日 已知',
        '示例 "e" 关于 项目\n  给定 开工日：2023年5月1日\n  截至 2023年5月1日\n  期望 开工日 已知',
    ),
    (
        '示例 "e" 关于 项目\n  给定 经营性：有\n  截至 2023年5月1日\n  期望 经营性',
        '示例 "e" 关于 项目\n  给定 经营性：是\n  截至 2023年5月1日\n  期望 经营性',
    ),
    ("规范n 对于 项目\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 适用于 项目\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 针对 项目\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 对于 项目\n  县应当建设", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 对于 项目\n  县 应当 建设。", "规范 n 对于 项目\n  县 应当 建设"),
    ("规范 n 对于 项目：\n  县 应当 建设", "规范 n 对于 项目\n  县 应当 建设"),
    (
        '示例 "e" 关于 项目\n  截至 2023年5月1日\n  期望 经营性\n  总投资 = 3元',
        '示例 "e" 关于 项目\n  截至 2023年5月1日\n  期望 经营性\n  期望 总投资 = 3元',
    ),
    ("事实 f 关于 项目：整数\n  指 带动户数 不低于 30", None),
    ("事实 f 关于 项目：金额\n  指 总投资 不超过 30元", None),
    ("fact f of Project: whole number\n  means households at least 30", None),
    (
        "fact f of Project: yes/no\n  means households at least 30",
        "fact f of Project: yes/no\n  means households >= 30",
    ),
    ("规范 n 对于 项目\n  县 可 不 建设", None),
    ("规范 n 对于 项目\n  县 可不 建设", None),
    ("规范 n 对于 项目\n  县 不得不 建设", None),
    ("规范 n 对于 项目\n  县级 应当 建设", None),
    ("记录 R\n  甲：Fund列表", "记录 R\n  甲：多个 Fund"),
    (
        '示例 "e" 关于 项目\n  给定 资金：[种类：衔接资金]\n  截至 2023年5月1日\n  期望 经营性',
        None,
    ),
    (
        '示例 "e" 关于 项目\n  给定 经营性：是\n  截至 2023年5月\n  期望 经营性',
        None,
    ),
    ("规范 n 对于 项目\n  县 原则上 应当 建设", "规范 n 对于 项目\n  县 原则上应当 建设"),
    ("规范 n 对于 项目\n  县 原则不得 建设", "规范 n 对于 项目\n  县 原则上不得 建设"),
    (
        "规范 n 对于 项目\n  有效期 2023年1月1日 至 2023年12月31日\n  县 应当 建设",
        "规范 n 对于 项目\n  施行 2023年1月1日 至 2023年12月31日\n  县 应当 建设",
    ),
    ("记录 R\n  甲：布尔", "记录 R\n  甲：是否"),
    ("记录 R\n  甲：字符串", "记录 R\n  甲：文本"),
    ("记录 R\n  甲：整型", "记录 R\n  甲：整数"),
    ("记录 R\n  甲：百分比", "记录 R\n  甲：数"),
    ("记录 R\n  甲：时间", None),
    ("记录 R\n  甲：多个Fund", "记录 R\n  甲：多个 Fund"),
    ("记录 R\n  甲：是/否", "记录 R\n  甲：是否"),
    ("記錄 R\n  甲：整數", "记录 R\n  甲：整数"),
    ("记录 R\n  甲：整数 必须", "记录 R\n  甲：整数 必填"),
    (
        '示例 "e" 关于 项目\n  给定 经营性 是\n  截至 2023年5月1日\n  期望 经营性',
        '示例 "e" 关于 项目\n  给定 经营性：是\n  截至 2023年5月1日\n  期望 经营性',
    ),
    (
        '示例 "e" 关于 项目\n  给定 经营性=是\n  截止 2023年5月1日\n  期望 经营性',
        '示例 "e" 关于 项目\n  给定 经营性：是\n  截至 2023年5月1日\n  期望 经营性',
    ),
    (
        "示例 e 关于 项目\n  给定 经营性：是\n  截至 2023年5月1日\n  期望 经营性",
        '示例 "e" 关于 项目\n  给定 经营性：是\n  截至 2023年5月1日\n  期望 经营性',
    ),
    (
        "示例 “e“ 关于 项目\n  给定 经营性：是\n  截至 2023年5月1日\n  期望 经营性",
        None,
    ),
    ('陈述 三.1 因为 "标题"', None),
]

ENGLISH = [
    ("ended > begun + 15 working days", "ended > (15 working days after begun)"),
    ("ended - 3 business days > begun", "(3 working days before ended) > begun"),
    ("ended > 15 working days", None),
    ("households at least 30", "households >= 30"),
    ("households is at most 30 and operating", "households <= 30 and operating"),
    ("not (households at least poor)", "not (households >= poor)"),
    ("budget no less than 30 yuan", "budget >= 30 yuan"),
    ("households more than 30", "households > 30"),
    ("!operating", "not operating"),
    ("households > 3 and !operating", "households > 3 and not operating"),
    ("sort in (bridging, credit)", "sort in {bridging, credit}"),
    ("begun + 30 < ended", None),
    ("rectify is not permitted", "not rectify is permitted"),
    ("operating && households > 3", "operating and households > 3"),
    ("operatng", "operating"),
    ("households >= 3 and nto operating", "households >= 3 and not operating"),
    ("budget > 1,000 yuan", "budget > 1000 yuan"),
    ("begun > 2023/5/1", "begun > 2023-05-01"),
    ("sort = 'bridging'", "sort = bridging"),
    ("any f in funds has f.amount > 3 yuan", "some f in funds has f.amount > 3 yuan"),
]

CASES = [
    *(
        (
            f"规范 n 对于 项目\n  当 {a}\n  县 应当 建设",
            b and f"规范 n 对于 项目\n  当 {b}\n  县 应当 建设",
        )
        for a, b in CONDITIONS
    ),
    *DECLARATIONS,
    *(
        (
            f"norm n for Project\n  when {a}\n  county must build",
            b and f"norm n for Project\n  when {b}\n  county must build",
        )
        for a, b in ENGLISH
    ),
]


def mended(text: str) -> str:
    """The text with every fix made that can be made, one after the other."""
    for _ in range(6):
        diagnostics = read(text).diagnostics
        fix = next((d for d in diagnostics if d.edits), None)
        if fix is None:
            break
        text = edited(text, fix.edits)
    return text


@pytest.mark.slow
@pytest.mark.parametrize(("written", "meant"), CASES, ids=[a.replace("\n", " ") for a, _ in CASES])
def test_a_fix_that_is_made_means_what_was_meant(written, meant):
    text = f"{CHINESE}{written}\n"
    assert read(text).diagnostics, "this is no mistake"
    found = mended(text)
    if meant is None:
        assert found == text
        assert all(d.advice("zh") or d.expected("zh") for d in read(text).diagnostics)
    else:
        reading = read(found)
        assert not reading.diagnostics, f"{found[len(CHINESE) :]}\n{reading.rendered}"
        assert reading.package == read(f"{CHINESE}{meant}\n").package, found[len(CHINESE) :]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(p.name for p in GOLDEN.iterdir() if any(p.rglob("*.pol"))))
def test_a_fix_of_a_message_ends_it(name, tmp_path):
    """Of every message that has one, among all that are shown whole."""
    folder = GOLDEN / name / "p" if (GOLDEN / name / "p").is_dir() else GOLDEN / name
    for diagnostic in load_package(folder).diagnostics:
        for edit in diagnostic.edits:
            file = Path(edit.span.file)
            text = file.read_text(encoding="utf-8")
            assert text[edit.span.start : edit.span.end] != edit.text
            changed = read(edited(text, diagnostic.edits))
            assert (diagnostic.code, diagnostic.span.start, diagnostic.headline("zh")) not in [
                (d.code, d.span.start, d.headline("zh")) for d in changed.diagnostics
            ]


SLIPS = {
    "a letter doubled": lambda word, dice: word + word[-1],
    "two letters exchanged": lambda word, dice: word[:-2] + word[-1] + word[-2],
    "a letter left out": lambda word, dice: word[:-1],
}


@cache
def city() -> LoadedPackage:
    return load_package("xiangtan_2022")


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_name_or_keyword_is_mended_to_what_it_was_or_left_alone(slip):
    """Words of the shipped policy, misspelt one at a time: no fix makes another policy of it."""
    loaded, dice = city(), random.Random(slip)
    mended_well = 0
    for _ in range(20):
        number = dice.randrange(len(loaded.files))
        text = loaded.files[number][0].text
        words = [
            *re.finditer(r"(?<![\w“\"])[a-z_]{5,}|(?<=[ （])[\u4e00-\u9fff]{4,}(?=[ ）])", text)
        ]
        word = dice.choice(words)
        wrong = SLIPS[slip](word[0], dice)
        slipped = text[: word.start()] + wrong + text[word.end() :]
        found = rechecked(loaded, number, slipped)
        for diagnostic in found.diagnostics:
            after = edited(slipped, diagnostic.edits)
            if diagnostic.edits and diagnostic.span.file == loaded.files[number][0].name:
                again = rechecked(loaded, number, after)
                if not again.diagnostics:
                    assert again.package == loaded.package, (
                        word[0],
                        wrong,
                        after[word.start() - 20 : word.end() + 20],
                    )
                    mended_well += 1
                    break
    assert mended_well >= 5
