"""What ``replay --format json`` writes: of one decision, and of those of a review."""

from linkage_rules.commands.schemas.shapes import (
    Schema,
    by_name,
    day,
    digest,
    document,
    fields,
    or_none,
    part,
    said,
    several,
    text,
    with_head,
    yes_no,
)
from linkage_rules.model.statuses import Status, VerdictStatus

_FILED = ("As it was filed; null: it was not filed.", "存档时的情况；没有存档的为 null。")
_NOW = ("As it is now; null: there is none.", "现在的情况；没有的为 null。")


def _pairs(before: Schema, after: Schema, en: str, zh: str) -> Schema:
    both = {"before": or_none(said(before, *_FILED)), "after": or_none(said(after, *_NOW))}
    return by_name(fields(both, "Then and now.", "当时的和现在的。"), en, zh)


_STATUS = {"enum": [*(one.value for one in Status)]}
_VERDICT = {"enum": [*(one.value for one in VerdictStatus)]}
_AS_FILED: Schema = {"type": "object"}
_VALUE = part("value")
_DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}

_ONE = fields(
    {
        "holds": yes_no(
            "Whether the record is the one that was judged and every answer is the same.",
            "是否仍是所审核的记录，且每项答复都相同。",
        ),
        "policy": fields(
            {
                "name": text("The ASCII name of the policy.", "政策的 ASCII 名称。"),
                "before": digest("SHA-256 of its text as it was.", "当时文本的 SHA-256。"),
                "after": digest("SHA-256 of its text as it is.", "现在文本的 SHA-256。"),
            },
            "The policy, then and now.",
            "政策，当时的和现在的。",
        ),
        "record": fields(
            {
                "before": digest(
                    "SHA-256 of the record that was judged.", "当时所审核的记录的 SHA-256。"
                ),
                "after": digest(
                    "SHA-256 of the record that is judged now.", "现在所审核的记录的 SHA-256。"
                ),
            },
            "The record, then and now.",
            "记录，当时的和现在的。",
        ),
        "as_of": day("The day to judge by.", "审核基准日。"),
        "verdicts": _pairs(
            _VERDICT, _VERDICT, "The actions with another verdict.", "结论不同的行为。"
        ),
        "norms": _pairs(_STATUS, _STATUS, "The norms that stand otherwise.", "情况不同的规范。"),
        "facts": _pairs(
            _AS_FILED,
            _VALUE,
            "The facts of another value; within a value null is unknown.",
            "值不同的事实；值中的 null 为未知。",
        ),
        "results": _pairs(
            _AS_FILED,
            _VALUE,
            "The results of another value; within a value null is unknown.",
            "值不同的结果；值中的 null 为未知。",
        ),
        "parameters": _pairs(
            _AS_FILED,
            _VALUE,
            "The parameters of another value on the day; within a value null is none.",
            "当天取值不同的参数；值中的 null 为没有取值。",
        ),
        "rules": _pairs(
            _DIGEST,
            _DIGEST,
            "The norms and facts that say something else, by their digests.",
            "内容不同的规范和事实，以摘要表示。",
        ),
    },
    "Whether a filed decision still holds, and if not, what changed. All names are ASCII names.",
    "存档的结论是否仍然成立；不成立的，什么变了。名称都是 ASCII 名称。",
)


def schema() -> Schema:
    """A filed decision, judged again."""
    return document("replay", _ONE)


def of_several() -> Schema:
    """The decisions of a filed review, each judged again."""
    each = with_head("replay", _ONE)
    called = text("What the decision is called: the id of the record.", "结论的名称：记录的编号。")
    one = {
        **each,
        "required": ["called", *each["required"]],
        "properties": {"called": called, **each["properties"]},
    }
    return document(
        "replays",
        fields(
            {
                "holds": yes_no("Whether all of them still hold.", "是否全部仍然成立。"),
                "replays": several(
                    part("replay"), "Each decision, in their order.", "各项结论，按原来的顺序。"
                ),
            },
            "Whether the filed decisions of a review still hold, and if not, what changed.",
            "存档的审核中各项结论是否仍然成立；不成立的，什么变了。",
        ),
        {"replay": one},
    )
