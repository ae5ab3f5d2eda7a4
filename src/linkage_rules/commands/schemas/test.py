"""What ``test --format json`` writes."""

from linkage_rules.commands.schemas.shapes import (
    PLACE,
    PROBLEM_OF_A_POLICY,
    Schema,
    by_name,
    count,
    document,
    fields,
    or_none,
    part,
    said,
    several,
    text,
    yes_no,
)

_EXAMPLE = fields(
    {
        "title": text("The title of the example.", "示例的标题。"),
        "path": PLACE,
        "passed": yes_no("Whether all of its checks hold.", "是否全部符合。"),
        "checks": count("How many claims were held against it.", "核对了多少项。"),
        "failures": several(
            fields(
                {
                    "path": PLACE,
                    "expected": part("phrase", "What was expected.", "应当如何。"),
                    "found": part("phrase", "What was found.", "实际如何。"),
                }
            ),
            "The claims that do not hold.",
            "不符合的各项。",
        ),
    }
)
_PROPERTY = fields(
    {
        "title": text("The title of the property.", "性质的标题。"),
        "path": PLACE,
        "passed": yes_no("Whether no record refutes it.", "是否没有记录推翻它。"),
        "tried": count("On how many generated records it was tried.", "在多少条生成的记录上核对。"),
        "answered": count(
            "Of how many of them it was yes or no, not unknown.", "其中多少条上不是未知。"
        ),
        "seed": said({"type": "integer"}, "Where the records start.", "生成记录的种子。"),
        "counterexample": or_none(
            part("phrase", "A record that refutes it; null: none.", "推翻它的记录；没有的为 null。")
        ),
        "unasked_engines": by_name(
            part("phrase", "Why it was not asked.", "没有用它核对的原因。"),
            "The engines that were not asked.",
            "没有用来核对的引擎。",
        ),
    }
)
_SUGGESTED = fields(
    {
        "examples": several(
            fields(
                {
                    "title": part("phrase", "A title.", "标题。"),
                    "record_type": text(
                        "The ASCII name of the record type.", "记录类型的 ASCII 名称。"
                    ),
                    "reasons": several(part("phrase"), "What it is for.", "补写的理由。"),
                    "text": part(
                        "phrase", "The example as it is written.", "示例的写法，可直接粘贴。"
                    ),
                }
            ),
            "The examples, ready to paste.",
            "各个示例。",
        ),
        "without": several(
            fields(
                {
                    "reason": part("phrase", "What an example is lacking for.", "缺什么示例。"),
                    "why": part("phrase", "Why none was found.", "没有找到的原因。"),
                }
            ),
            "What no example was found for.",
            "没有找到示例的。",
        ),
        "complete": yes_no(
            "Whether everything was looked for in the time.", "是否在时限内找遍了。"
        ),
    },
    "With --suggest: the examples that the policy lacks. Not there where it has problems or "
    "an example fails.",
    "用 --suggest 时：政策所缺的示例。政策有问题或者示例不成立的，没有这一项。",
)
_POLICY = fields(
    {
        "asked": text("The policy as it was asked for.", "所要测试的政策，照所写的名称或路径。"),
        "name": or_none(
            text("The ASCII name; null where it cannot be read.", "ASCII 名称；无法读取的为 null。")
        ),
        "problems": several(
            part("problem"), "What is wrong; then nothing was run.", "各个问题；有问题的没有运行。"
        ),
        "examples": several(_EXAMPLE, "The examples.", "各个示例。"),
        "properties": several(
            _PROPERTY,
            "With --records: the properties that were tried on generated records.",
            "用 --records 时：在生成的记录上核对的性质。",
        ),
        "suggested": _SUGGESTED,
        "not_asked": several(
            fields(
                {
                    "title": text("The title of the property.", "性质的标题。"),
                    "path": PLACE,
                    "why": part("phrase", "Why nothing was put to it.", "没有得到核对的原因。"),
                }
            ),
            "The properties to which nothing was put: they are unknown of every record.",
            "没有得到核对的性质：在每条记录上都是未知。",
        ),
    },
    optional=("suggested",),
)


def schema() -> Schema:
    """The examples and properties of some policies, and which of them fail."""
    return document(
        "test",
        fields(
            {
                "policies": several(_POLICY, "The policies.", "各项政策。"),
                "passed": count("How many examples and properties hold.", "成立的个数。"),
                "failed": count(
                    "How many do not, policies that cannot be read among them.",
                    "不成立的个数，包括无法读取的政策。",
                ),
                "not_asked": count(
                    "How many properties nothing was put to.", "没有得到核对的性质个数。"
                ),
            },
            "The examples and properties of policies, and which of them fail.",
            "政策的示例和性质，以及哪些不成立。",
        ),
        {"problem": PROBLEM_OF_A_POLICY},
    )
