"""Words that people write instead of those of the language, also in traditional characters."""

import re
from collections.abc import Mapping
from typing import Final

_TRADITIONAL: Final = (
    "應當規範對於關為實屬參數記錄動類時間與從國務產業聯農帶機構資產經營項貼縣鄉鎮區級發佈"
    "報審計劃預決備檢檢測評價監督責違處罰禁獎補償還貸擔險稅費額總數業戶員務約訂簽續終戰標準"
    "範圍條則該並無須來給進過這種個們統計表單據證書號碼額萬億圓開門問題話語說請護隊際險難養殖"
    "種樹棟場廠庫車間工連設備電腦網絡軟體資訊數據檔案應認許諾辦離鄰衛醫學習歲異優劃創勵勞動於"
    "嚴稱結論負雙黨導協議專會領團組織層幫貧脫鞏興貨倉運輸銷購買賣財銀債權義爭訴訟調斷後讓轉換變繼緒線紀觀試驗騰寫畫圖館齡傷殘婦屆滿齊點幾歷現擴寬縮減輕環節獲懲"
)
_SIMPLIFIED: Final = (
    "应当规范对于关为实属参数记录动类时间与从国务产业联农带机构资产经营项贴县乡镇区级发布"
    "报审计划预决备检检测评价监督责违处罚禁奖补偿还贷担险税费额总数业户员务约订签续终战标准"
    "范围条则该并无须来给进过这种个们统计表单据证书号码额万亿圆开门问题话语说请护队际险难养殖"
    "种树栋场厂库车间工连设备电脑网络软体资讯数据档案应认许诺办离邻卫医学习岁异优划创励劳动于"
    "严称结论负双党导协议专会领团组织层帮贫脱巩兴货仓运输销购买卖财银债权义争诉讼调断后让转换变继绪线纪观试验腾写画图馆龄伤残妇届满齐点几历现扩宽缩减轻环节获惩"
)
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text in simplified characters.

    >>> simplified("規範"), simplified("應當"), simplified("规范")
    ('规范', '应当', '规范')
    """
    return text.translate(_TO_SIMPLIFIED)


_TABLE: Final = """
    must      shall should
    must not  cannot
    may       can
    when      if where
    unless    except excluding
    norm      rule duty article
    use       import include
    because   since reason
    yes       true
    no        false
    some      any exists
    every     all each
    always not  never
    and       also
    !=        differs is_not
    =         is are equals
    >         greater above exceeds
    <         less below
    应当      必须 须 应该 务必 要
    不得      禁止 严禁 不准 不许 不能 不可 不应 不应当
    受鼓励    鼓励 提倡 支持
    可以      能 能够 有权
    当        如 若 如果 假如 凡
    除非      例外 除外
    规范      规则 条文 规定
    引用      导入 使用
    因为      因 由于 理由
    且        与 和 及 并 而且 以及
    或        或是 或则
    非        不 不是 没有 并非
    是        真 对
    否        假 错
    存在      有 任一 某个
    每个      所有 全部 每 每一 每一个
    >         大于 超过 高于 多于
    <         小于 低于 少于 不足
    >=        at_least
    <=        at_most
    >         more_than
    <         less_than fewer_than
    >=        不少于 不低于 至少
    <=        不超过 不多于 不高于 至多
    =         等于 为
    >=        大于等于 大于或等于 不小于 高于或等于 达到
    <=        小于等于 小于或等于 不大于 低于或等于
    不小于    不少于 不低于 至少
    不大于    不超过 不多于 不高于 至多
    合计      求和 总和 总计 累计
    计数      个数 数量 总数
    种数      不同个数
    最大      最大值
    最小      最小值
    至        到 截止 截止到
    截至      截止 截止于 截止日期
    >         晚于 迟于
    <         早于
    >=        不早于
    <=        不晚于 不迟于
    +         加 加上
    -         减 减去
    *         乘 乘以 x X ✕ ✖ ⨯
    /         除以
    对于      适用于 针对
    关于      有关
    施行      有效期 有效期限 施行期 执行期
    必填      必须 必需 必要
    自        从
    指        定义为 是指 即
    那么      则
    否则      不然
    陈述      声明
    已履行    已履约 已办理 已做到
    被违反    已违反 违规
    待履行    待办理 待办
    已采纳    被采纳 已采用 被采用
    未采纳    未采用 没有采纳
    被禁止    不被允许 已禁止
    被提倡    被鼓励 受提倡
    被允许    准许 许可
    性质      属性
    !=        不等于
    !=        <> ><
    =         == := ===
    >=        => ≧
    <=        =< ≦
    and       && &
    or        || |
    """


def _meanings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.strip().splitlines():
        spelled, rest = re.split(r"\s{2,}", line.strip())
        for written in rest.split():
            word = written.replace("_", " ")
            found[word] = (*found.get(word, ()), spelled)
    return found


MEANT: Final[Mapping[str, tuple[str, ...]]] = _meanings()
"""For each word that is often written instead of one of the language, what it may stand for."""

COMPARING: Final[Mapping[str, str]] = {
    word: meant
    for word, (meant, *_) in MEANT.items()
    if meant in (">", ">=", "<", "<=") and not word.isascii()
} | {
    **dict.fromkeys(("不满", "未满", "不到", "未到", "未达到", "未达", "达不到", "没有达到"), "<"),
    **dict.fromkeys(("满", "已满", "最少", "起码"), ">="),
    **dict.fromkeys(("最多", "顶多"), "<="),
    **dict.fromkeys(("等于", "为", "恰为"), "="),
}
"""Chinese words before a bound, with the comparison they mean."""

COMPARING_IN_ENGLISH: Final[Mapping[str, str]] = {
    "at least": ">=",
    "no less than": ">=",
    "not less than": ">=",
    "no fewer than": ">=",
    "at most": "<=",
    "no more than": "<=",
    "not more than": "<=",
    "more than": ">",
    "less than": "<",
    "fewer than": "<",
    "over": ">",
    "under": "<",
    "equal to": "=",
}
"""English words before a bound, with the comparison they mean."""
