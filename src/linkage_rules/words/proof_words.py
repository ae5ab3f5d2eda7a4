"""The claims of proofs, in words."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.findings import FindingKind
from linkage_rules.model.types import Scalar
from linkage_rules.words.messages import Phrase

CLAIMS: Final[Mapping[FindingKind, Phrase]] = {
    FindingKind.CONFLICTING_NORMS: Phrase(
        "there is no record to which {one} and {other} both apply",
        "没有一条记录同时适用“{one}”和“{other}”",
    ),
    FindingKind.NEVER_APPLIES: Phrase(
        "there is no record to which {one} applies", "没有一条记录适用“{one}”"
    ),
    FindingKind.IMPLIED_NORM: Phrase(
        "there is no record to which {one} applies, and none of these: {others}",
        "没有一条记录适用“{one}”，而不适用以下任何一条：“{others}”",
    ),
    FindingKind.IDLE_EXCEPTION: Phrase(
        "there is no record of which it is known whether {one} applies, and which its exception "
        "makes any different",
        "“{one}”有没有它的例外，凡能断定是否适用的记录，结论都一样",
    ),
    FindingKind.IDLE_OVERRIDE: Phrase(
        "there is no record of which it is known whether {other} applies, and which it makes any "
        "different that {one} overrides it",
        "“{one}”是否优先于“{other}”，凡能断定“{other}”是否适用的记录，结论都一样",
    ),
    FindingKind.NEVER_FULFILLED: Phrase(
        "there is no record on which {one} is fulfilled", "没有一条记录履行了“{one}”"
    ),
    FindingKind.NEVER_VIOLATED: Phrase(
        "there is no record on which {one} is violated", "没有一条记录违反了“{one}”"
    ),
    FindingKind.UNMEETABLE_TOGETHER: Phrase(
        "there is no record on which {one} and {other} both apply and are both fulfilled, made use "
        "of, or not yet due",
        "没有一条记录同时适用“{one}”和“{other}”，而且两条都已履行、已照做（或者都未到期）",
    ),
    FindingKind.NO_VERDICT: Phrase(
        "while the policy is in force there is no record of which nothing is said of {one}",
        "政策施行期间，没有一条记录对“{one}”毫无规定",
    ),
    FindingKind.PROPERTY_REFUTED: Phrase(
        "there is no record for which the property “{one}” is no",
        "没有一条记录使性质“{one}”不成立",
    ),
}
"""The claim that is proved when no record shows a finding of this kind.

``one`` and ``other`` are the declarations that the finding is about, ``others`` all but the first.
For a kind that is not listed the words of the finding are used.
"""

NORM_KNOWN: Final = Phrase(
    "there is no record with all its fields known on which it matters and is unknown whether "
    "{one} applies",
    "没有一条字段齐全的记录，“{one}”是否适用既要紧又无法判断",
)
DONE_KNOWN: Final = Phrase(
    "there is no record with all its fields known on which it matters and is unknown whether "
    "{one} is done",
    "没有一条字段齐全的记录，“{one}”是否完成既要紧又无法判断",
)
VALUE_ENOUGH: Final = Phrase(
    "there is no record with all its fields known that {norm} leaves undetermined for want of a "
    "value of {one} alone",
    "没有一条字段齐全的记录，仅因“{one}”没有值而无法判断“{norm}”",
)
SETTLES: Final = Phrase(
    "there is no record on which it is otherwise: {words}", "没有一条记录不是这样：{words}"
)

# How far a proof goes

EXTENT: Final = {
    True: Phrase("proved for all records", "对任何记录均已证明"),
    False: Phrase("holds for lists up to {length} elements", "列表不超过{length}项时成立"),
}


def extent(list_bound: int | None) -> Phrase:
    """The records that a claim was proved for, given the bound on the length of lists.

    >>> extent(3).en
    'holds for lists up to 3 elements'
    """
    return EXTENT[list_bound is None].filled(length=list_bound or 0)


# Files of proofs

PROVES: Final[Mapping[FindingKind, str]] = {
    FindingKind.CONFLICTING_NORMS: "no-conflict",
    FindingKind.NO_VERDICT: "verdict-for-all",
    FindingKind.MISSING_PARAMETER: "parameter-has-value",
    FindingKind.UNDETERMINED_ON_COMPLETE_RECORD: "determined",
    FindingKind.PROPERTY_REFUTED: "property",
}
"""The name of the file of a proof that there is no finding of this kind."""

NO_OLDER_PROOFS: Final = Phrase(
    "no older proof is left among the new ones", "以免混入以前写出的证明"
)
CLAIM: Final = Phrase("Claim: {claim}", "主张：{claim}")
ALWAYS: Final = Phrase("Always: {condition}", "总有：{condition}")
EXTENT_OF: Final = Phrase("Extent: {extent}", "范围：{extent}")
DAYS: Final = Phrase(
    "Days: from {first} to {last}; dates of records lie there too, or are never",
    "日期：{first}至{last}；记录中的日期也在此范围内，或为“从未”",
)
POLICY: Final = Phrase("Policy: {policy}; {place}", "政策：{policy}；{place}")
HOW_TO_READ: Final = Phrase(
    "The assertions describe a record that contradicts the claim; unsat: there is none.",
    "以下断言描述一条与主张相反的记录；答 unsat 即没有这样的记录。",
)
SYMBOLS: Final = Phrase(
    "What the symbols stand for; days are counted from 0001-01-01, which is 1, and 3652059 is "
    "never; those without words help to count",
    "各符号的含义；日期自公元1年1月1日（为1）起计数，3652059 为“从未”；没有说明的符号用于辅助计算",
)
AS_OF: Final = Phrase("the day that is asked about", "截至的日期")
VALUE: Final = Phrase("{value} {kind}", "{value} {kind}")
ROLES: Final[Mapping[str, Phrase]] = {
    "?": Phrase("whether {value} is known", "“{value}”是否已知"),
    "!": Phrase("whether there is {value}", "是否有“{value}”"),
    "[…]": Phrase(
        "how many entries {value} has beyond those written out", "“{value}”另有多少项未逐项写出"
    ),
    "~": Phrase(
        "whether the other entries of {value} may answer anything",
        "“{value}”其余各项是否可作任何答复",
    ),
    ".months": Phrase("{value}: months", "“{value}”的月数"),
    ".days": Phrase("{value}: days", "“{value}”的天数"),
}
KINDS: Final[Mapping[Scalar, Phrase]] = {
    Scalar.MONEY: Phrase("(fen)", "（分）"),
    Scalar.DATE: Phrase("(day)", "（日期）"),
    Scalar.TEXT: Phrase("(number of a text)", "（文本的编号）"),
    Scalar.YES_NO: Phrase("(yes)", "（是）"),
}
TEXTS: Final = Phrase("The numbers of texts: {texts}", "文本的编号：{texts}")
PREMISES: Final = Phrase(
    "True of every valid record and of every day", "任何有效记录、任何日期都满足"
)
LISTS: Final = Phrase(
    "The entries written out are enough, or there are no others", "写出的各项已足够，或没有其他项"
)
ASKED: Final = Phrase("Contrary to the claim", "与主张相反")
TRIVIAL: Final = Phrase(
    "the policy settles it by itself: nothing was left to ask", "政策本身已经决定，无需再问"
)

TITLE: Final = Phrase("Proofs of {policy}", "{policy}的证明")
COUNTS: Final = Phrase(
    "{proofs} proofs, a file each; without a proof: {undecided} undecided, {shown} shown by a "
    "record",
    "证明{proofs}个，各成一个文件；没有证明的：未能断定{undecided}项，有记录为证{shown}项",
)
HOW_TO_CHECK: Final = Phrase(
    "Any solver that reads SMT-LIB 2 can check a file; the answer has to be unsat.",
    "凡能读 SMT-LIB 2 的求解器都可复核，应答 unsat。",
)
UNDECIDED: Final = Phrase("Undecided: not proved, no file", "未能断定：没有证明，也没有文件")
SHOWN: Final = Phrase(
    "Shown by a record, which the analysis prints: no proof, no file",
    "有记录为证（见一致性分析）：不是证明，没有文件",
)
SEEN: Final = Phrase(
    "Seen in the text of the policy: no solver was asked, no file",
    "从政策文本即可看出：未问求解器，没有文件",
)
LISTED: Final = Phrase("{kind}: {names} ({place})", "{kind}：{names}（{place}）")
