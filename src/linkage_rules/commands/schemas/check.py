"""What ``check --format json`` writes."""

from linkage_rules.commands.schemas.shapes import (
    PLACE,
    PROBLEM_OF_A_POLICY,
    Schema,
    count,
    document,
    fields,
    one_of,
    or_none,
    part,
    several,
    text,
)
from linkage_rules.presenting.watching import Level

_MESSAGE = text("What is to be said of it, in the language asked for.", "说明，用所选的语言。")
_TOLD = fields({"path": PLACE, "message": _MESSAGE})
_POLICY = fields(
    {
        "asked": text("The policy as it was asked for.", "所要检查的政策，照所写的名称或路径。"),
        "name": or_none(
            text("The ASCII name; null where it cannot be read.", "ASCII 名称；无法读取的为 null。")
        ),
        "files": several({"type": "string"}, "The files of the policy.", "政策的各个文件。"),
        "norms": count("How many norms it declares itself.", "自己声明的规范条数。"),
        "facts": count("How many facts it declares itself.", "自己声明的事实个数。"),
        "examples": count("How many examples it has.", "示例个数。"),
        "properties": count("How many properties it claims.", "性质个数。"),
        "problems": count("How many problems were found.", "问题个数。"),
        "remarks": count("How many remarks there are.", "提示条数。"),
    }
)


def schema() -> Schema:
    """Everything that is wrong with some policies."""
    return document(
        "check",
        fields(
            {
                "policies": several(_POLICY, "The policies that were checked.", "所检查的政策。"),
                "problems": several(
                    part("problem"),
                    "What is wrong, each once, though several policies may have it.",
                    "各个问题，几项政策共有的只列一次。",
                ),
                "remarks": several(
                    part("problem"),
                    "What does not keep a policy from being used.",
                    "不妨碍使用的提示。",
                ),
                "loosened": several(
                    fields(
                        {
                            "path": PLACE,
                            "message": _MESSAGE,
                            "level": one_of(
                                Level,
                                "error: a strict norm is loosened. warning: another one.",
                                "error：放宽的是无例外规范。warning：其他规范。",
                            ),
                        }
                    ),
                    "With --analyse: norms that an overlay loosens without saying so.",
                    "用 --analyse 时：叠加的政策没有说明就放宽的规范。",
                ),
                "undecided": or_none(
                    several(
                        _TOLD,
                        "With --analyse: what could not be decided in time; null without.",
                        "用 --analyse 时：未能在限定时间内判断的；不用的为 null。",
                    )
                ),
                "simplified": or_none(
                    several(
                        _TOLD,
                        "With --strict: what says less than the text, and why; null without.",
                        "用 --strict 时：对原文的简化及理由；不用的为 null。",
                    )
                ),
            },
            "Everything that is wrong with policies.",
            "政策的全部问题。",
        ),
        {"problem": PROBLEM_OF_A_POLICY},
    )
