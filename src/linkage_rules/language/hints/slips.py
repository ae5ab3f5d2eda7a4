"""What a declaration lacks where reading it stops: who has a duty, a type, the inputs of a table,
the start of a period. Each is a message of its own."""

import re
from collections import Counter
from typing import Final

from attrs import frozen

from linkage_rules.language.hints.repair import Proposal, Repair, Stop
from linkage_rules.language.hints.repairs import near_keywords
from linkage_rules.language.hints.words_meant import MEANT
from linkage_rules.model.deontic import FORCES
from linkage_rules.model.types import Scalar
from linkage_rules.words.keywords import reserved_words, spelled, spelling
from linkage_rules.words.messages import Phrase, Words, keyword_phrase
from linkage_rules.words.names import to_fill_in, write_name


@frozen
class Slip:
    """Something that is missing: the code of its message, and the place where it is missing."""

    code: str
    start: int
    end: int
    arguments: dict[str, Words]
    proposal: Proposal


_MODALITIES: Final = spelled(*FORCES.values())
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
_PARAMETER: Final = re.compile(rf"(?:{'|'.join(spelled('PARAMETER'))})[^\S\n]+")

_WRITE_LINE: Final = Phrase("write: {line}", "写成：{line}")
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
    """What is missing where reading of a declaration stops, if that is clear.

    ``file`` is the whole text, in which a bearer for the example is searched.
    """
    return (
        _begin_missing(code, stop)
        or _inputs_missing(code, stop)
        or _bearer_missing(code, stop, file)
        or _type_missing(code, stop)
    )


_EVERY: Final = re.compile(
    r"[^\S\n]*(?P<every>every (?:year|half-year|quarter|month)|每(?:年度?|半年|季度?|月))"
    r"(?!\w)[^\S\n]*(?P<rest>[^\n]*)"
)


def _begin_missing(code: str, stop: Stop) -> Slip | None:
    """The missing start of a duty of every period: “every quarter”, “每季度 开工日期”."""
    match = _EVERY.match(code, code.rfind("\n", 0, stop.at) + 1)
    if match is None or match["rest"].startswith(("from", "自")):
        return None
    every = match["every"]
    begins = "begun_on" if every.isascii() else "开工日期"
    joined = f"{every} from " if every.isascii() else f"{every}自 "
    line = joined + (match["rest"].strip() or begins)
    arguments: dict[str, Words] = {"every": every}
    hint = _WRITE_LINE.filled(line=line)
    begins_at, ends_at = match.start("every"), match.end()
    written = Repair(begins_at, begins_at + len(code[begins_at:ends_at].rstrip()), line, hint)
    return Slip("POL-351", *match.span("every"), arguments, Proposal(hint, (written,)))


_ROW: Final = re.compile(
    r"^[^\S\n]+(?P<cells>[^:：\n\"“#]{1,400}?)[^\S\n]*(?P<colon>[:：])[^\S\n]*\S", re.MULTILINE
)
_WITHOUT_INPUTS: Final = re.compile(
    rf"(?P<keyword>{'|'.join(spelled('FACT', 'OVERRIDE', 'PARAMETER'))})[^\S\n]+"
    r"(?P<name>[^\W\d]\w*|「[^「」\n]+」)[^\n]{0,400}"
)
_OF_CELLS: Final = spelled(
    *("ELSE", "ANY", "YES", "NO", "AT_LEAST", "AT_MOST", "ABOVE", "BELOW", "OR")
)
_OF_A_CELL: Final = re.compile(
    "|".join(
        rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(_OF_CELLS, key=len, reverse=True)
    )
)
_BETWEEN_CELLS: Final = re.compile(r"[,，、]")
_INPUTS: Final = Phrase(
    "write the first line so, with a field, fact or parameter in place of “…” for each cell of a "
    "row ({n}): {line}",
    "第一行写成下面这样，“…”处写字段、事实或参数，每行有几格（{n}格）就写几个：{line}",
)


def _inputs_missing(code: str, stop: Stop) -> Slip | None:
    """The missing inputs of a table: it has rows, but its first line does not name any input."""
    head = _WITHOUT_INPUTS.match(code)
    bare = re.sub(r"\"[^\"\n]*\"|“[^”\n]*”|「[^」\n]*」", " ", head[0]) if head else ""
    if head is None or any(word in spelled("BY", "PROGRESSIVE_BY") for word in bare.split()):
        return None
    begins = code.rfind("\n", 0, stop.at) + 1
    row = _ROW.match(code, begins)
    if row is None or stop.at > row.start("colon") or not _is_row(row["cells"]):
        return None
    rows = [other["cells"] for other in _ROW.finditer(code, begins) if _is_row(other["cells"])]
    if len(rows) == 1 and not _is_plainly_a_row(rows[0]):
        return None
    line, keyword = head[0].rstrip(), head["keyword"]
    chinese = not keyword.isascii()
    if keyword in spelled("PARAMETER"):
        # A value that depends on the record is no parameter.
        name, colon, type_ = re.sub(r"^\S+\s+", "", line).partition("：" if chinese else ":")
        of = "事实 {} 关于 记录类型" if chinese else "fact {} of TYPE"
        line = f"{of.format(name.strip())}{colon}{type_}"
    line = f"{line} {spelling('BY', 'zh' if chinese else 'en')} …"
    cells = max(len(_BETWEEN_CELLS.split(cells)) for cells in rows)
    arguments: dict[str, Words] = {"name": head["name"].strip("「」")}
    hint = _INPUTS.filled(n=str(cells), line=line)
    open_ = write_name(to_fill_in(*(("字段", "zh") if chinese else ("a field", "en"))))
    made = line.removesuffix("…") + ("、" if chinese else ", ").join([open_] * cells)
    title = _FIRST_LINE.filled(line=made)
    repair = Repair(head.start(), head.start() + len(head[0].rstrip()), made, title)
    return Slip("POL-406", *head.span("name"), arguments, Proposal(hint, (repair,)))


_FIRST_LINE: Final = Phrase("write the first line so: {line}", "第一行写成：{line}")


def _is_row(cells: str) -> bool:
    """Whether the words before a colon can be cells of a row; no clause begins with them."""
    first = re.match(r"\w+", cells)
    word = first[0] if first else ""
    return word in _OF_CELLS or not (word in reserved_words() or word in MEANT)


def _is_plainly_a_row(cells: str) -> bool:
    if _OF_A_CELL.search(cells) or _BETWEEN_CELLS.search(cells):
        return True
    return next(near_keywords(cells), None) is None


def _bearer_missing(code: str, stop: Stop, file: str) -> Slip | None:
    first = re.match(r"[^\W\d]\w*", code)
    if first is None or first[0] not in spelled("NORM", "OVERRIDE"):
        return None
    for start in (stop.at, *(start for start, _ in stop.words[:1])):
        match = _WITHOUT_BEARER.match(code, start)
        modality = match["modality"] if match else ""
        before = code[code.rfind("\n", 0, start) + 1 : start]
        meant = [m for m in (modality, *MEANT.get(modality, ())) if m in _MODALITIES]
        # A word in front may be the bearer, and a word that is no keyword may be meant otherwise.
        may_be = not before.strip() or (modality in _MODALITIES and len(before.split()) > 1)
        if match and meant and may_be:
            break
    else:
        return None
    language = "en" if meant[0].isascii() else "zh"
    bearers = Counter(m["bearer"] for m in _DUTY.finditer(file))
    bearer = bearers.most_common(1)[0][0] if bearers else _BEARERS[language]
    phrase = _WRITE_BELOW if before.strip() else _WRITE_LINE
    line = f"{bearer} {meant[0]} {match['action']}"
    hint = phrase.filled(line=line)
    # On the line before it there may be a label or a condition.
    text = f"\n  {line}" if before.strip() else line
    start = len(code[: match.start()].rstrip()) if before.strip() else match.start()
    repair = Repair(start, match.end(), text, hint)
    return Slip(
        "POL-113", *match.span("modality"), {"modality": modality}, Proposal(hint, (repair,))
    )


def _type_missing(code: str, stop: Stop) -> Slip | None:
    first = re.match(r"[^\W\d]\w*", code)
    if first is None or first[0] not in spelled("RECORD", "PARAMETER"):
        return None
    line_start = code.rfind("\n", 0, stop.at) + 1
    # Reading may stop on the next line, at the end, or behind a word that was taken for the type.
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
    line = typed["line"].rstrip()
    named = (keyword_phrase(f"TYPE_{one.name}") for one in Scalar)
    others = ((one.zh, one.en) for one in named)
    lines = [
        line + ("：" + zh if chinese else ": " + en) for zh, en in dict.fromkeys((types, *others))
    ]
    start, end = typed.start("line"), typed.end()
    made = tuple(Repair(start, end, one, _WRITE_LINE.filled(line=one)) for one in lines)
    proposal = Proposal(_FOR_EXAMPLE.filled(line=lines[0]), made)
    return Slip("POL-114", *typed.span("line"), {"name": label}, proposal)
