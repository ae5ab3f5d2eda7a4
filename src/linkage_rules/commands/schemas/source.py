"""What ``source --format json`` writes."""

from linkage_rules.commands.schemas.shapes import (
    PLACE,
    Schema,
    count,
    document,
    fields,
    named,
    one_of,
    or_none,
    part,
    several,
    text,
)
from linkage_rules.presenting.cited_rules import RuleKind
from linkage_rules.presenting.source_view import Standing


def _share(en: str, zh: str) -> Schema:
    return fields(
        {
            "quoted": count("Characters that are quoted.", "被引用的字数。"),
            "total": count(
                "All characters, but for punctuation and white space.", "总字数，不计标点和空白。"
            ),
            "percent": count("The share in percent, from 0 to 100.", "百分比，0到100。"),
        },
        en,
        zh,
    )


_RULE = fields(
    {
        "key": text(
            "The ASCII name; statements have none and are counted: statement-1.",
            "ASCII 名称；陈述没有名称，按次序编号，如 statement-1。",
        ),
        "kind": one_of(
            [kind.value.lower() for kind in RuleKind],
            "What kind of declaration it is.",
            "是哪一种声明。",
        ),
        "label": or_none(text("The Chinese label; null: none.", "中文标签；没有的为 null。")),
        "path": PLACE,
        "simplified": or_none(
            text(
                "Why it says less than the text; null: it does not.",
                "比原文简单的理由；没有简化的为 null。",
            )
        ),
    },
    "A rule or a statement of the policy.",
    "政策中的一条规则或陈述。",
)

_SENTENCE = fields(
    {
        "number": count("Its number in the text, counted from 1.", "在原文中的序号，从1数起。"),
        "clause": text("The clause in which it stands.", "所在的条款。"),
        "standing": one_of(
            Standing,
            "cited: a rule quotes it. accounted: a statement says why it needs none. "
            "open: nothing does. heading, formal: it is no sentence that says anything.",
            "cited：有规则引用。accounted：有陈述说明为何不需要规则。open：尚未处理。"
            "heading、formal：标题或格式文字。",
        ),
        "text": text("The sentence, letter by letter.", "句子的文字，一字不差。"),
        "share": _share("How much of it is quoted.", "其中有多少被引用。"),
        "stretches": several(
            fields(
                {
                    "text": text("Words of the sentence.", "句中的文字。"),
                    "quoted_by": several(
                        {"type": "string"},
                        "The keys of the rules that quote just these.",
                        "恰好引用这些文字的规则，以 key 表示。",
                    ),
                }
            ),
            "The sentence in parts, by what quotes them.",
            "按被谁引用把句子分成的各段。",
        ),
        "unquoted_norms": several(
            {"type": "string"},
            "The words that make a norm (must, may …) and that nothing quotes.",
            "没有被引用的规范用语（应当、不得、可以等）。",
        ),
        "rules": several(part("rule"), "The rules that quote it.", "引用它的规则。"),
    },
    "A sentence of the official text.",
    "原文的一个句子。",
)


def schema() -> Schema:
    """An official text sentence by sentence, with what quotes it."""
    numbers: Schema = {"type": "integer", "minimum": 1}
    return document(
        "source",
        fields(
            {
                "policy": named("The policy.", "政策。"),
                "share": _share(
                    "How much is quoted of the sentences that a policy has to account for.",
                    "政策须处理的句子有多少被引用。",
                ),
                "open": several(
                    numbers, "The numbers of the sentences that are open.", "尚未处理的句子的序号。"
                ),
                "unquoted_norms": several(
                    numbers,
                    "The numbers of the other sentences with words that make a norm and that "
                    "nothing quotes.",
                    "其余句子中，有规范用语没有被引用的，其序号。",
                ),
                "sentences": several(part("sentence"), "All sentences, in order.", "全部句子。"),
                "without_quote": several(
                    part("rule"),
                    "Rules that quote nothing, so that nobody can hold them against the text.",
                    "没有引用原文、无从核对的规则。",
                ),
                "without_effect": several(
                    part("rule"),
                    "Rules that quote the text and have no effect in any example.",
                    "引用了原文、但在各个示例中都不起作用的规则。",
                ),
                "disagreements": several(
                    fields(
                        {
                            "name": text("The ASCII name of the rule.", "规则的 ASCII 名称。"),
                            "sentence": part("phrase", "What does not agree.", "不一致之处。"),
                        }
                    ),
                    "Rules whose words usually say something else than the rule does.",
                    "所引文字通常的含义与规则不同的规则。",
                ),
            },
            "The official text of a policy sentence by sentence, with the rules that quote it.",
            "政策的原文，逐句列出引用它的规则。",
        ),
        {"rule": _RULE, "sentence": _SENTENCE},
    )
