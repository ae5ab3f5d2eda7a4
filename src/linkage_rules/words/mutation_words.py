"""What is said of a small change of a policy that no example notices."""

from typing import Final

from linkage_rules.words.messages import Phrase

SHOWN: Final = Phrase(
    "an example would tell: of {kind}, given {given}, as of {day}",
    "可补充示例加以区分：关于 {kind}，给定 {given}，截至 {day}",
)
ALIKE: Final = Phrase(
    "proved: it changes no answer on any record, so no example can tell",
    "已证明：不改变任何记录的结论，无需示例",
)
ALIKE_BOUNDED: Final = Phrase(
    "proved for lists up to {bound} elements: no answer changes; of longer lists nothing is known",
    "已证明：列表不超过{bound}项时，任何记录的结论都不变；更长的列表未能断定",
)
UNTOLD: Final = Phrase(
    "undecided: no record was found on which it makes a difference, nor a proof that none does",
    "未能断定：未找到因此而结论不同的记录，也未能证明不存在",
)
NO_PROOFS: Final = Phrase(
    'more is found and proved with z3: pip install "linkage-rules[analysis]"',
    '安装 z3 后能找到和证明的更多：pip install "linkage-rules[analysis]"',
)
