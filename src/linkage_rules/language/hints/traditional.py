"""Traditional characters as the simplified ones, as far as policies are likely to hold them."""

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
