"""The pages of the reference that are made from the code, so that they always agree with it.

Keywords, operations, statuses, diagnostics, findings and commands come from the tables that the
library itself works with; the examples of diagnostics and findings are those of the tests.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from click.testing import CliRunner
from pages import ROOT, Page
from parts import block, paragraph, table

from linkage_rules.commands.cli import main as command_line
from linkage_rules.language.explanations import explanations
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model.deontic import FORCES, MODALITIES, STATUSES, VERDICTS, determined_verdict
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Modality
from linkage_rules.model.operations import OPERATIONS, Listing, Operation
from linkage_rules.model.types import ListType, Scalar, Type
from linkage_rules.words import deontic_words
from linkage_rules.words.catalogue import CATALOGUE
from linkage_rules.words.finding_words import FINDING_ADVICE, FINDING_NAMES
from linkage_rules.words.keywords import KEYWORDS, LANGUAGES, Language, spelling
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.written import written


def generated() -> Iterator[Page]:
    """The generated pages, each in both languages."""
    for name, make in {
        "language/keywords": _keywords,
        "language/operations": _operations,
        "language/statuses": _statuses,
        "messages/diagnostics": _diagnostics,
        "messages/findings": _findings,
        "commands/commands": _commands,
    }.items():
        texts = {language: "\n".join(make(language)) + "\n" for language in LANGUAGES}
        yield Page(f"reference/{name}", texts, {})


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _keywords(language: Language) -> Iterator[str]:
    yield from paragraph(say(Phrase("# Keywords", "# 关键词一览"), language))
    about = Phrase(
        "Every keyword in English and in Chinese; either may be written anywhere. The first "
        "spelling is the one that `linkage-rules fmt --language` writes.",
        "全部关键词的英文和中文写法，两种写法可以混用。列在最前面的，是 "
        "`linkage-rules fmt --language` 写出来的那一种。",
    )
    yield from paragraph(say(about, language))
    yield from table(
        ("English", "中文"),
        ((" · ".join(map(_code, k.en)), " · ".join(map(_code, k.zh))) for k in KEYWORDS),
    )


def _type(type_: Type, language: Language) -> str:
    match type_:
        case Scalar():
            return next(getattr(k, language)[0] for k in KEYWORDS if type_.value in k.en)
        case ListType(element=element):
            return say(Phrase("list of {of}", "多个{of}"), language).format(
                of=_type(element, language)
            )
        case _:
            return (
                getattr(type_, "label", None) if language == "zh" else type_.name.replace("_", " ")
            )


def _pattern(operation: Operation, language: Language) -> str:
    if isinstance(operation.written, Listing):
        return f"a {spelling('IN', language)} [b, c]"
    operands = [Phrase(each, each) for each in "abcdefgh"[: operation.arity]]
    return say(written(operation, operands), language)


def _takes(operation: Operation, language: Language) -> str:
    if operation.taking is not None:
        return operation.taking[language == "zh"]
    if not operation.takes:
        return say(Phrase("values of one kind", "同一类的值"), language)
    comma = say(Phrase(", ", "、"), language)
    ways = (comma.join(_type(each, language) for each in one.operands) for one in operation.takes)
    return say(Phrase("; or ", "；或"), language).join(dict.fromkeys(ways))


def _gives(operation: Operation, language: Language) -> str:
    if not operation.takes:
        return _type(Scalar.YES_NO, language)
    *others, last = dict.fromkeys(_type(one.result, language) for one in operation.takes)
    comma, either = (say(each, language) for each in (Phrase(", ", "、"), Phrase(" or ", "或")))
    return either.join(filter(None, (comma.join(others), last)))


_UNKNOWN: Mapping[str, Phrase] = {
    "operand": Phrase("with an unknown operand", "有一项未知时"),
    "open": Phrase("while what is unknown could change it", "未知的部分还能改变答案时"),
    "partial": Phrase(
        "with an unknown operand, and where there is no value", "有一项未知时，以及没有值时"
    ),
}


def _unknown(operation: Operation, language: Language) -> str:
    if operation.kleene or operation.joined:
        return say(_UNKNOWN["open"], language)
    return say(_UNKNOWN["operand" if operation.total else "partial"], language)


def _operations(language: Language) -> Iterator[str]:
    yield from paragraph(say(Phrase("# Operations", "# 运算一览"), language))
    about = Phrase(
        "Every operation on values: how it is written, what it takes and gives, and when its "
        "answer is unknown. Letters stand for operands. [The language](../../language.md) "
        "says what they mean, [Time](../../language-time.md) those of days.",
        "对值的全部运算：怎样写、用在什么上、得到什么、什么时候答案是未知。字母代表参加运算的各项。"
        "含义见[政策语言](../../language.md)，日期的运算见[期限和时间](../../language-time.md)。",
    )
    yield from paragraph(say(about, language))
    head = Phrase("English|中文|takes|gives|unknown", "English|中文|用在什么上|得到|何时未知")
    yield from table(
        say(head, language).split("|"),
        (
            (
                _code(_pattern(operation, "en")),
                _code(_pattern(operation, "zh")),
                _takes(operation, language),
                _gives(operation, language),
                _unknown(operation, language),
            )
            for operation in OPERATIONS.values()
        ),
    )


def _statuses(language: Language) -> Iterator[str]:
    def called(status: object) -> str:
        return say(deontic_words.STATUSES[status], language)  # type: ignore[index]

    yield from paragraph(say(Phrase("# Statuses and verdicts", "# 状态和结论"), language))
    about = Phrase(
        "A norm has a status for one record; the norms on an action together come to a "
        "verdict on it. Names are those of `Status`, `VerdictStatus` and the JSON.",
        "一条规范对一条记录有一个状态；针对同一行为的各条规范合起来，对这个行为得出一个结论。"
        "名称是 `Status`、`VerdictStatus` 和所写 JSON 中的名称。",
    )
    yield from paragraph(say(about, language))
    yield from paragraph(say(Phrase("## Statuses", "## 状态"), language))
    yield from paragraph(
        say(
            Phrase("What somebody has to act on first stands first.", "越要先处理的，排得越靠前。"),
            language,
        )
    )
    head = Phrase("name|called|may be asked", "名称|叫作|可作条件")
    yield from table(
        say(head, language).split("|"),
        (
            (_code(status.value), called(status), _code(_asked(status.name, row.asked, language)))
            for status, row in STATUSES.items()
        ),
    )
    yield from paragraph(say(Phrase("## The status of a norm", "## 规范的状态"), language))
    about = Phrase(
        "Where a norm applies. Where it does not its status is *not applicable*; where what is "
        "unknown could change it, *undetermined*. Deadlines: see "
        "[Time](../../language-time.md).",
        "规范适用时如下。不适用时状态是“不适用”；未知的部分还能改变它时是“待定”。期限见"
        "[期限和时间](../../language-time.md)。",
    )
    yield from paragraph(say(about, language))
    says = Phrase("the norm says|done|not done|not observed", "规范说|做了|没做|看不出")
    yield from table(
        say(says, language).split("|"),
        (
            (
                _code(spelling(keyword, language)),
                called(MODALITIES[modality].if_done),
                called(MODALITIES[modality].if_not_done),
                called(MODALITIES[modality].unobserved),
            )
            for (modality, _), keyword in FORCES.items()
        ),
    )
    yield from paragraph(say(Phrase("## Verdicts", "## 结论"), language))
    yield from table(
        say(head, language).split("|"),
        (
            (
                _code(verdict.value),
                say(deontic_words.VERDICTS[verdict].called, language),
                _code(_asked(verdict.name, row.asked, language)),
            )
            for verdict, row in VERDICTS.items()
        ),
    )
    yield from paragraph(say(Phrase("## What two norms come to", "## 两条规范合起来"), language))
    about = Phrase(
        "The verdict on an action to which the norms of the row and of the column apply.",
        "行和列中的规范都适用于同一行为时，得出的结论。",
    )
    yield from paragraph(say(about, language))
    names = [_code(spelling(keyword, language)) for keyword in FORCES.values()]
    found = [
        say(deontic_words.VERDICTS[determined_verdict(frozenset(pair), False)[0]].called, language)
        for pair in product(FORCES, repeat=2)
    ]
    size = len(names)
    yield from table(
        ("", *names),
        ((name, *found[at * size : (at + 1) * size]) for at, name in enumerate(names)),
    )
    assert {modality for modality, _ in FORCES} == set(Modality)


def _asked(name: str, is_asked: bool, language: Language) -> str:
    return spelling(f"IS_{name}", language) if is_asked else ""


def _diagnostics(language: Language) -> Iterator[str]:
    yield from paragraph(say(Phrase("# Diagnostics, one by one", "# 提示逐条说明"), language))
    about = Phrase(
        "Each code that `check` can give: what is wrong, the cause, the cure, and a small "
        "policy with the words of `check`. Words in braces are filled in.",
        "`check` 可能给出的每一个代码：问题是什么、原因、改法，以及一份很小的政策和 `check` 的"
        "原话。花括号里的词由程序填写。",
    )
    yield from paragraph(say(about, language))
    examples = ROOT / "tests" / "language" / "golden"
    for code, message in CATALOGUE.items():
        explained = explanations()[code]
        yield from paragraph(f"## {code}")
        yield from paragraph(f"**{_literal(say(message.headline, language))}**")
        yield from paragraph(
            _literal(
                say(explained.cause, language) + _gap(language) + say(explained.cure, language)
            )
        )
        folders = (each for each in (examples / code, *sorted(examples.glob(f"{code}-*"))))
        if folder := next((each for each in folders if each.is_dir()), None):
            for policy in sorted(folder.rglob("*.pol")):
                # One of the files is not valid UTF-8.
                yield from block("pol", policy.read_bytes().decode("utf-8", "replace"))
            yield from block("text", (folder / f"expected.{language}.txt").read_text("utf-8"))


def _gap(language: Language) -> str:
    return " " if language == "en" else ""


def _literal(text: str) -> str:
    """Words escaped for Markdown."""
    for each in "\\`*_[]<>#|":
        text = text.replace(each, f"\\{each}" if each not in "<>|" else f"&#{ord(each)};")
    return text


def _findings(language: Language) -> Iterator[str]:
    yield from paragraph(say(Phrase("# Findings of an analysis", "# 分析的发现"), language))
    about = Phrase(
        "What `linkage-rules analyse` can find, what to do about it, and a policy in which it "
        "is found, with the lines that put it right. [Questions about a whole policy]"
        "(../../analysis.md) says how it looks for them.",
        "`linkage-rules analyse` 可能发现什么、怎么办，以及一份有此问题的政策和改正它的几行。"
        "怎样查找，见[对整部政策提问](../../analysis.md)。",
    )
    yield from paragraph(say(about, language))
    faults = ROOT / "tests" / "analysis" / "faults"
    for kind in FindingKind:
        # The English name is used in both languages, so that the anchors are the same.
        yield from paragraph(
            f"## {kind.value}" + (f"：{FINDING_NAMES[kind].zh}" if language == "zh" else "")
        )
        if kind in FINDING_ADVICE:
            yield from paragraph(_literal(say(FINDING_ADVICE[kind], language)))
        repaired = sorted((faults / kind.value).glob("*.repaired.pol"))
        if not repaired:
            continue
        faulty = repaired[0].with_name(repaired[0].name.replace(".repaired", ""))
        wrong, right = (_without_remarks(path, language) for path in (faulty, repaired[0]))
        yield from block("pol", wrong)
        changes = difflib.unified_diff(wrong.splitlines(), right.splitlines(), n=0, lineterm="")
        kept = [line for line in changes if line[:3] not in ("---", "+++") and line[:2] != "@@"]
        if kept:
            yield from block("diff", "\n".join(kept))


def _without_remarks(path: Path, language: Language) -> str:
    """A policy in the keywords of a language."""
    lines = path.read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    return format_text(SourceFile(path.name, text), language).strip()


def _commands(language: Language) -> Iterator[str]:
    yield from paragraph(say(Phrase("# Commands", "# 命令一览"), language))
    about = Phrase(
        "What `--help` says of every command. [The command line](../../command-line.md) "
        "shows them at work.",
        "每个命令的 `--help`。用法见[命令行](../../command-line.md)。",
    )
    yield from paragraph(say(about, language))
    yield from block("text", _help(language))
    for name in command_line.homes:
        yield from paragraph(f"## {name}")
        yield from block("text", _help(language, name))


def _help(language: Language, *command: str) -> str:
    environment = {**os.environ, "COLUMNS": "90", "LINKAGE_RULES_LANGUAGE": language}
    asked = CliRunner().invoke(
        command_line, [*command, "--help", "--language", language], "linkage-rules", env=environment
    )
    if asked.exit_code:
        raise RuntimeError(f"--help of {command}: {asked.output}")
    return asked.output
