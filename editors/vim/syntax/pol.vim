" Colours of policies of linkage_rules, made from the table of its keywords (editors/grammars.py).
if exists('b:current_syntax')
  finish
endif
scriptencoding utf-8

syntax case match
syntax iskeyword @,48-57,_

syntax match polPunctuation '\v%(\S)'
syntax match polOperator '\v%(!\=|\<\=|\>\=|[=＝≠<＜≤>＞≥+＋*×/÷−－-])'
syntax match polName '\v%(\d@!\k\k*)'
syntax match polType '\v\k@1<!%(number|period|money|date|text|拥有多个|多个|整数|文本|日期|是否|期间|金额|数)\k@!'
syntax match polConstant '\v\k@1<!%(unknown|never|yes|未发生|no|从未|未知|否|是)\k@!'
syntax match polModality '\v\k@1<!%(原则上不得|原则上应当|must|原则上应|may|受鼓励|不得|可以|应当|可|应)\k@!'
syntax match polKeyword '\v\k@1<!%(distribution|changeable|throughout|delegated|overrides|parameter|statement|calendar|distinct|override|property|required|answers|applies|because|between|exactly|example|holiday|implies|loosens|missing|reading|tunable|weekend|workday|action|always|bearer|before|covers|expect|extend|issued|issuer|policy|record|repeal|result|source|unless|within|历次完成之日|提前至工作日|未到履行时间|的当半年末日|的当半年首日|相隔工作日数|顺延至工作日|above|after|amend|among|as_of|below|cites|count|every|given|means|round|total|where|分档累进按|四舍五入到|的各半年度|的当季末日|的当季首日|的当年末日|的当年首日|的当月末日|的当月首日|逾期未履行|asks|base|else|enum|fact|from|norm|over|some|then|when|不予撤回|个工作日|但不低于|但不超过|全文适用|分配对象|印发日期|发文机关|只可提高|只可降低|完成之日|履行完毕|工作日历|授权下级|改动代价|每半年自|每季度自|每年度自|的各季度|的各年度|相隔天数|相隔月数|空白视为|调整日历|适用日期|逾期履行|默认允许|and|any|for|has|max|min|not|set|sum|use|不大于|不小于|不适用|中恰好|中至多|中至少|义务方|优先于|依读法|周年数|基准日|完成于|已履行|已采纳|延续至|当日的|待履行|按日历|无规定|有冲突|未采纳|权利方|每季自|每年自|每月自|的各月|的季度|的年份|的月份|的末日|的首日|精确到|舍去到|被允许|被提倡|被禁止|被要求|被违反|进位到|追责于|须早于|by|if|in|is|of|or|to|上班|为期|主体|之前|之后|事实|介于|任意|低于|依据|依照|修订|先付|关于|其中|分给|分配|即为|原文|参数|取代|可改|可调|合计|否则|周休|因为|如果|存在|对于|属于|已知|并且|废止|引用|待定|必填|性质|总有|总额|恰好|或者|截至|扩展|放假|放宽|政策|施行|最大|最小|最迟|期望|枚举|每个|涵盖|满足|生效|示例|种数|答复|结果|给定|缺少|至多|至少|蕴含|行为|规范|计数|记录|设定|读法|适用|遍历|那么|陈述|限期|除非|高于|与|且|个|向|和|对|当|或|指|按|自|至|问|非|项)\k@!'
syntax match polName '\v\k@1<!%(distribution|changeable|calendar|holiday|weekend|workday|covers|extend|result|within|历次完成之日|未到履行时间|among|total|逾期未履行|base|不予撤回|分配对象|只可提高|只可降低|完成之日|履行完毕|工作日历|改动代价|逾期履行|义务方|当日的|待履行|权利方|精确到|is|上班|为期|先付|分配|即为|可改|周休|总额|扩展|放假|涵盖|结果|限期|与|个|向|和|对|项)\k@!'
syntax match polKeyword '\v\k@1<!%(is\s+not\s+yet\s+due|may\s+be\s+lowered|may\s+be\s+raised|not\s+withdrawn|change\s+costs|is\s+performed|changeable|is\s+overdue|is\s+late|is\s+due|未到履行时间|逾期未履行|不予撤回|只可提高|只可降低|履行完毕|改动代价|逾期履行|待履行|可改)\k@!%(\s*[:：.(（=＝\"“]|\s+%(working\s+days\s+before|working\s+days\s+after|is\s+not\s+applicable|is\s+undetermined|as\s+it\s+stood\s+on|is\s+conflicting|is\s+not\s+yet\s+due|is\s+recommended|is\s+unregulated|but\s+at\s+least|is\s+forbidden|is\s+fulfilled|is\s+in\s+effect|is\s+performed|is\s+permitted|but\s+at\s+most|by\s+calendar|is\s+required|is\s+taken\s+up|is\s+violated|is\s+overdue|is\s+known|applies|between|implies|is\s+late|is\s+open|is\s+due|提前至工作日|未到履行时间|的当半年末日|的当半年首日|顺延至工作日|after|四舍五入到|的当季末日|的当季首日|的当年末日|的当年首日|的当月末日|的当月首日|逾期未履行|但不低于|但不超过|履行完毕|逾期履行|and|不适用|已履行|已采纳|待履行|按日历|无规定|有冲突|未采纳|的季度|的年份|的月份|的末日|的首日|舍去到|被允许|被提倡|被禁止|被要求|被违反|进位到|in|or|之前|之后|介于|属于|已知|并且|待定|或者|生效|蕴含|适用|且|或)%(\s|$))@!'
syntax match polKeyword '\v\k@1<!%(义务方|当日的|权利方|is|即为|与|向|和|对)\k@!%(\s+%(\k|[「(（]))@=%(\s+%(working\s+days\s+before|working\s+days\s+after|is\s+not\s+applicable|is\s+undetermined|as\s+it\s+stood\s+on|is\s+conflicting|is\s+not\s+yet\s+due|is\s+recommended|is\s+unregulated|but\s+at\s+least|is\s+forbidden|is\s+fulfilled|is\s+in\s+effect|is\s+performed|is\s+permitted|but\s+at\s+most|by\s+calendar|is\s+required|is\s+taken\s+up|is\s+violated|is\s+overdue|is\s+known|applies|between|implies|is\s+late|is\s+open|is\s+due|提前至工作日|未到履行时间|的当半年末日|的当半年首日|顺延至工作日|after|四舍五入到|的当季末日|的当季首日|的当年末日|的当年首日|的当月末日|的当月首日|逾期未履行|但不低于|但不超过|履行完毕|逾期履行|and|不适用|已履行|已采纳|待履行|按日历|无规定|有冲突|未采纳|的季度|的年份|的月份|的末日|的首日|舍去到|被允许|被提倡|被禁止|被要求|被违反|进位到|in|or|之前|之后|介于|属于|已知|并且|待定|或者|生效|蕴含|适用|且|或)%(\s|$))@!'
syntax match polKeyword '\v%(^\s*)@80<=%(holds\s+for|done\s+at|done\s+on|holiday|weekend|workday|covers|result|within|历次完成之日|among|total|base|分配对象|完成之日|精确到|上班|为期|先付|周休|总额|放假|涵盖|结果|限期)\k@!%(\s+%(\k|[「(（]))@=%(\s+%(working\s+days\s+before|working\s+days\s+after|is\s+not\s+applicable|is\s+undetermined|as\s+it\s+stood\s+on|is\s+conflicting|is\s+not\s+yet\s+due|is\s+recommended|is\s+unregulated|but\s+at\s+least|is\s+forbidden|is\s+fulfilled|is\s+in\s+effect|is\s+performed|is\s+permitted|but\s+at\s+most|by\s+calendar|is\s+required|is\s+taken\s+up|is\s+violated|is\s+overdue|is\s+known|applies|between|implies|is\s+late|is\s+open|is\s+due|提前至工作日|未到履行时间|的当半年末日|的当半年首日|顺延至工作日|after|四舍五入到|的当季末日|的当季首日|的当年末日|的当年首日|的当月末日|的当月首日|逾期未履行|但不低于|但不超过|履行完毕|逾期履行|and|不适用|已履行|已采纳|待履行|按日历|无规定|有冲突|未采纳|的季度|的年份|的月份|的末日|的首日|舍去到|被允许|被提倡|被禁止|被要求|被违反|进位到|in|or|之前|之后|介于|属于|已知|并且|待定|或者|生效|蕴含|适用|且|或)%(\s|$))@!'
syntax match polKeyword '\v%(^\s*)@80<=%(result|结果)\k@!%(\s*$)@='
syntax match polPunctuation '\v%(\.)%(%(\d@!\k\k*))@='
syntax match polName '\v%(%(\.))@80<=%(\d@!\k\k*)'
syntax match polType '\v\k@1<!%(whole\s+number|has\s+many|list\s+of|yes/no)\k@!'
syntax match polModality '\v\k@1<!%(must\s+in\s+principle\s+not|must\s+in\s+principle|encouraged\s+to|must\s+not)\k@!'
syntax match polKeyword '\v\k@1<!%(first\s+day\s+of\s+half-year\s+of|last\s+day\s+of\s+half-year\s+of|working\s+day\s+on\s+or\s+before|first\s+day\s+of\s+quarter\s+of|working\s+day\s+on\s+or\s+after|last\s+day\s+of\s+quarter\s+of|first\s+day\s+of\s+month\s+of|every\s+half-year\s+from|first\s+day\s+of\s+year\s+of|last\s+day\s+of\s+month\s+of|permitted\s+by\s+default|working\s+days\s+between|last\s+day\s+of\s+year\s+of|working\s+days\s+before|every\s+quarter\s+from|simplified\s+because|working\s+days\s+after|is\s+not\s+applicable|every\s+month\s+from|adjust\s+calendar|answered\s+for\s+by|every\s+year\s+from|half-years\s+from|is\s+undetermined|as\s+it\s+stood\s+on|is\s+conflicting|is\s+not\s+yet\s+due|is\s+recommended|is\s+unregulated|may\s+be\s+lowered|months\s+between|progressive\s+by|may\s+be\s+raised|no\s+later\s+than|not\s+withdrawn|quarters\s+from|under\s+reading|years\s+between|but\s+at\s+least|change\s+costs|continues\s+to|days\s+between|is\s+forbidden|is\s+fulfilled|is\s+in\s+effect|is\s+performed|is\s+permitted|working\s+days|blank\s+means|but\s+at\s+most|by\s+calendar|governed\s+by|is\s+required|is\s+taken\s+up|is\s+violated|months\s+from|is\s+overdue|quarter\s+of|round\s+down|years\s+from|done\s+when|holds\s+for|at\s+least|in\s+force|is\s+known|month\s+of|round\s+up|start\s+of|at\s+most|done\s+at|done\s+on|is\s+late|is\s+open|year\s+of|end\s+of|is\s+due|as\s+of|简化\s+因为)\k@!'
syntax match polName '\v\k@1<!%(number|period|money|date|text|整数|文本|日期|是否|期间|金额|数)\k@!'
syntax match polPunctuation '\v%([:：])%(%(\s*)%(whole\s+number|number|period|yes/no|money|date|text|整数|文本|日期|是否|期间|金额|数)%(\k|\s*[:：.])@!)@='
syntax match polType '\v%(%([:：])%(\s*))@80<=%(whole\s+number|number|period|yes/no|money|date|text|整数|文本|日期|是否|期间|金额|数)%(\k|\s*[:：.])@!'
syntax match polType '\v\k@1<!%(list\s+of|多个)%(%(\s+)%(whole\s+number|number|period|yes/no|money|date|text|整数|文本|日期|是否|期间|金额|数)\k@!%(\s*[:：.])@!)@='
syntax match polType '\v%(\k@1<!%(list\s+of|多个)%(\s+))@80<=%(whole\s+number|number|period|yes/no|money|date|text|整数|文本|日期|是否|期间|金额|数)\k@!%(\s*[:：.])@!'
syntax match polNumber '\v%([0-9]+%(\.[0-9]+)?)'
syntax match polNumber '\v%([0-9]+%(\.[0-9]+)?\s*[%％])'
syntax match polNumber '\v%([0-9]+%(\.[0-9]+)?%([十百千]?%(万亿|[万亿])|[百千]))%(\k|\.)@!'
syntax match polNumber '\v%([0-9]+\s*%(years?|months?|weeks?|days?|年|个月|个?星期|周|日|天)%(\s*[0-9]+\s*%(years?|months?|weeks?|days?|年|个月|个?星期|周|日|天))*)%(\k|\.)@!'
syntax match polNumber '\v%([0-9]+%(\.[0-9]+)?\s*%(%([十百千]?%(万亿|[万亿])|[百千]|十)?元|角|分|million\s+yuan|yuan|fen))%(\k|\.)@!'
syntax match polDate '\v%([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日)%(\k|\.)@!'
syntax match polNumber '\v%([0-9]+)%(%(\s+)%(个|项)%(\s*[:：]|\k)@!)@='
syntax match polKeyword '\v%(%([0-9]+)%(\s+))@80<=%(个|项)%(\s*[:：]|\k)@!'
syntax match polNumber '\v%([0-9]+)%(%(working\s+days|个工作日)%(\k)@!)@='
syntax match polKeyword '\v%(%([0-9]+))@80<=%(working\s+days|个工作日)%(\k)@!'
syntax match polName '\v%(「[^「」\n]*」?)'
syntax match polDeclaring '\v^%(adjust\s+calendar|distribution|parameter|statement|calendar|override|property|example|loosens|reading|action|bearer|extend|policy|record|repeal|amend|enum|fact|norm|工作日历|调整日历|set|use|主体|事实|修订|分配|参数|取代|废止|引用|性质|扩展|放宽|政策|枚举|示例|行为|规范|记录|设定|读法|陈述)\k@!'
syntax match polDeclaring '\v^%(distribution|parameter|calendar|reading|action|bearer|policy|record|enum|fact|norm|工作日历|主体|事实|分配|参数|政策|枚举|行为|规范|记录|读法)%(%(\s+)%(「[^「」\n]*」?|\d@!\k\k*)\k@!)@='
syntax match polDeclared '\v%(^%(distribution|parameter|calendar|reading|action|bearer|policy|record|enum|fact|norm|工作日历|主体|事实|分配|参数|政策|枚举|行为|规范|记录|读法)%(\s+))@80<=%(「[^「」\n]*」?|\d@!\k\k*)\k@!'
syntax match polKeyword '\v\k@1<!%(cites|依据)%(%(\s+)%([^ \t\n\u3000"“”「」#,，]+)\k@!)@='
syntax match polClause '\v%(\k@1<!%(cites|依据)%(\s+))@80<=%([^ \t\n\u3000"“”「」#,，]+)\k@!'
syntax match polDeclaring '\v^%(statement|陈述)%(%(\s+)%([^ \t\n\u3000"“”「」#,，]+))@='
syntax match polClause '\v%(^%(statement|陈述)%(\s+))@80<=%([^ \t\n\u3000"“”「」#,，]+)'
syntax match polString '\v%("%([^"\\\n]|\\.)*"?|“%([^“”\n]|“[^“”\n]*”)*”?)'
syntax match polComment '\v%(#[^\n]*)'

highlight default link polComment Comment
highlight default link polString String
highlight default link polName Identifier
highlight default link polDeclared Function
highlight default link polClause Tag
highlight default link polDate Number
highlight default link polNumber Number
highlight default link polDeclaring Structure
highlight default link polModality Special
highlight default link polType Type
highlight default link polConstant Constant
highlight default link polKeyword Statement
highlight default link polOperator Operator
highlight default link polPunctuation Delimiter

let b:current_syntax = 'pol'
