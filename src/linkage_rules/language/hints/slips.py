"""What is left out of a line, told as such: who is bound, and of what type a field is.

Only the author can say what belongs there, so the likely fix is words with an example.
"""

import re
from collections import Counter
from typing import Final

from attrs import frozen

from linkage_rules.language.hints.repair import Stop
from linkage_rules.language.hints.words_meant import MEANT
from linkage_rules.model.deontic import FORCES
from linkage_rules.words.keywords import BY_TERMINAL
from linkage_rules.words.messages import Phrase, Words


@frozen
class Slip:
    """What is missing, under the code of its message, and the place from which it is missing."""

    code: str
    start: int
    end: int
    arguments: dict[str, Words]
    hint: Phrase


def _spelled(*terminals: str) -> frozenset[str]:
    return frozenset(s for t in terminals for s in BY_TERMINAL[t].spellings)


_MODALITIES: Final = _spelled(*FORCES.values())
_ALTERNATIVES: Final = "|".join(sorted(_MODALITIES, key=len, reverse=True))
_DUTY: Final = re.compile(
    rf"^[^\S\n]+(?P<bearer>[^\W\d]\w*|「[^「」\n]+」)[^\S\n]+(?:{_ALTERNATIVES})(?!\w)",
    re.MULTILINE,
)
_WITHOUT_BEARER: Final = re.compile(
    rf"(?P<modality>{_ALTERNATIVES}|[^\W\d]\w*)[^\S\n]+(?P<action>[^\W\d]\w*|「[^「」\n]+」)"
    r"[^\S\n]*(?=\n|$)"
)
_TYPED: Final = re.compile(
    r"(?P<start>[^\S\n]*)(?P<line>(?P<name>[^\W\d]\w*|「[^「」\n]+」)"
    r"(?:[^\S\n]+(?:\"(?P<a>[^\"\n]*)\"|“(?P<b>[^“”\n]*)”))?)[^\S\n]*(?P<colon>[:：]?)[^\S\n]*"
)
_LONGEST_LINE: Final = 200
_PARAMETER: Final = re.compile(rf"(?:{'|'.join(_spelled('PARAMETER'))})[^\S\n]+")

_WRITE: Final = Phrase("write: {line}", "写成：{line}")
_WRITE_BELOW: Final = Phrase("write on a line of its own: {line}", "另起一行写：{line}")
_FOR_EXAMPLE: Final = Phrase("write the type, for example: {line}", "写明类型，例如：{line}")

_BEARERS: Final = {"zh": "县级主管部门", "en": "county"}
_TYPES: Final = (
    (re.compile(r"日期|时间|日$|date|_on$|_at$|started|ended"), "日期", "date"),
    (re.compile(r"金额|资金|投资|收入|费用?$|额$|amount|money|budget|fund"), "金额", "money"),
    (re.compile(r"比例|比率|率$|占比|share|rate|ratio"), "数", "number"),
    (re.compile(r"户数|人数|数量|个数|数$|count|number|households"), "整数", "whole number"),
    (re.compile(r"是否|^已|^有|^属于|^is_|^has_"), "是否", "yes/no"),
)


def slip_at(code: str, stop: Stop, file: str) -> Slip | None:
    """What is left out where the reading of a declaration stops, if that is plain.

    ``file`` is the whole text, in which a bearer for the example is looked for.
    """
    return _bearer_missing(code, stop, file) or _type_missing(code, stop)


def _bearer_missing(code: str, stop: Stop, file: str) -> Slip | None:
    first = re.match(r"[^\W\d]\w*", code)
    if first is None or first[0] not in _spelled("NORM", "OVERRIDE"):
        return None
    for start in (stop.at, *(start for start, _ in stop.words[:1])):
        match = _WITHOUT_BEARER.match(code, start)
        modality = match["modality"] if match else ""
        before = code[code.rfind("\n", 0, start) + 1 : start]
        meant = [m for m in (modality, *MEANT.get(modality, ())) if m in _MODALITIES]
        # A word in front may be the bearer, and what is no keyword may be meant in another way.
        may_be = not before.strip() or (modality in _MODALITIES and len(before.split()) > 1)
        if match and meant and may_be:
            break
    else:
        return None
    language = "en" if meant[0].isascii() else "zh"
    bearers = Counter(m["bearer"] for m in _DUTY.finditer(file))
    bearer = bearers.most_common(1)[0][0] if bearers else _BEARERS[language]
    phrase = _WRITE_BELOW if before.strip() else _WRITE
    hint = phrase.filled(line=f"{bearer} {meant[0]} {match['action']}")
    return Slip("POL-113", *match.span("modality"), {"modality": modality}, hint)


def _type_missing(code: str, stop: Stop) -> Slip | None:
    first = re.match(r"[^\W\d]\w*", code)
    if first is None or first[0] not in _spelled("RECORD", "PARAMETER"):
        return None
    line_start = code.rfind("\n", 0, stop.at) + 1
    # The reading stops on the line below, at the end, or behind what was taken for the type.
    if "_COLON" in stop.accepted and not code[line_start : stop.at].strip():
        ends = len(code[:line_start].rstrip())
    elif "_COLON" in stop.accepted and not code[stop.at :].strip():
        ends = len(code.rstrip())
    elif re.fullmatch(r"[^\S\n]+\w+[^\S\n]+", code[line_start : stop.at]) and line_start:
        ends = len(code[:line_start].rstrip())
        if code[ends - 1 : ends] not in (":", "："):
            return None
    else:
        return None
    begins = code.rfind("\n", 0, ends) + 1
    if parameter := _PARAMETER.match(code, begins):
        begins = parameter.end()
    elif begins == 0:
        return None
    if ends - begins > _LONGEST_LINE:
        return None
    typed = _TYPED.fullmatch(code, begins, ends)
    if typed is None or (not typed["colon"] and "_COLON" not in stop.accepted):
        return None
    label = typed["a"] or typed["b"] or typed["name"]
    chinese = not first[0].isascii()
    types = next(((zh, en) for p, zh, en in _TYPES if p.search(label)), ("文本", "text"))
    line = typed["line"].rstrip() + ("：" + types[0] if chinese else ": " + types[1])
    return Slip("POL-114", *typed.span("line"), {"name": label}, _FOR_EXAMPLE.filled(line=line))
