"""A new policy from the text of an official document, or from a shipped policy."""

import re
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

from linkage_rules.desk.days_in_force import days_in_force
from linkage_rules.desk.drafting import parties_in
from linkage_rules.desk.workbench import Conflict, Workbench
from linkage_rules.language.writing.printer import write_text
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.sources import Source, SourceError, source_from_bytes
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.literals import write_date
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import write_name

Days: TypeAlias = tuple[date | None, date | None]
"""The first and the last day on which a policy is in force, each None where it has none."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST_TITLE: Final = 100
_TEXT: Final = "source.txt"

_BAD_NAME: Final = Phrase(
    "the folder cannot be called “{name}”; write small letters, digits and _, a letter first, "
    "such as canal_2024",
    "文件夹不能叫“{name}”；请用小写英文字母、数字和下划线，以字母开头，如 canal_2024",
)
_THERE: Final = Phrase(
    "there is a folder {name} already; choose another name", "已有文件夹 {name}，请换一个名称"
)
_NO_RECORD: Final = Phrase(
    "say what is judged, such as an application or a project", "请写明审核的是什么，如“申请”“项目”"
)
_BACKWARDS: Final = Phrase(
    "the policy would end on {last}, before it begins on {first}; put one of the days right",
    "终止日期 {last} 早于施行日期 {first}，请改正其中一个",
)
_NO_FIRST: Final = Phrase(
    "say from which day the policy is in force, or leave out the day {last} on which it ends",
    "填了终止日期 {last}，请填写施行日期；没有施行期的，两个都不填",
)
_ID: Final = "id"
"""The name by which reviews know the field that tells one record from another."""
_NUMBER: Final = Phrase("number", "编号")
_ABOUT_RECORDS: Final = Phrase(
    'What is reported of one of these stands here, a field a line: applied_on "申请日": date',
    "这里写一件要填报哪些内容，一项一行，例如  申请日：日期　　已建台账：是否　　金额：金额",
)
_ABOUT_RULES: Final = Phrase(
    "Rules stand here: choose a sentence of the text, and have a rule written for it.",
    "规则写在这里：在原文中选一句，按此句写规则。",
)
_ABOUT_PARTIES: Final = Phrase(
    "Found in the text; strike out what is nobody, and add whoever is lacking.",
    "从原文中找到的主体；不是的请删去，缺少的请补上。",
)


def recognised(text: str, language: Language) -> dict[str, Any]:
    """What is seen in a pasted text: its title, its sentences by clause, who has duties in it, its
    days in force, with a ``remark`` on them where there is one; and ``problems``, what is wrong
    with the text, in words."""
    try:
        source = _read(text)
    except SourceError as error:
        problems = [problem.render(language) for problem in error.problems]
        return {
            "title": "",
            "sentences": [],
            "parties": [],
            "first": None,
            "last": None,
            "remark": None,
            "problems": problems,
        }
    found = days_in_force(text)
    return {
        "title": _title(text),
        "sentences": [
            {"clause": one.clause, "text": one.text, "kind": one.kind.value}
            for one in source.tree.sentences
        ],
        "parties": list(parties_in(source.tree.sentences)),
        "first": found.first and found.first.isoformat(),
        "last": found.last and found.last.isoformat(),
        "remark": found.remark and found.remark.render(language),
        "problems": [],
    }


def begun(
    workbench: Workbench,
    name: str,
    title: str,
    record: str,
    text: str,
    days: Days,
    language: Language,
) -> None:
    """Make the folder of a new policy: the text, the head of the policy, and its first words.

    ``record`` is what one thing that is judged is called, ``days`` are the first and the last on
    which the policy is in force. Raises `RefusedError` for a name that cannot be used or days that
    cannot be, and `SourceError` for a text with problems.
    """
    _check_new(workbench, name)
    if not record.strip():
        raise RefusedError(_NO_RECORD)
    _check_days(*days)
    source = _read(text)
    files = {
        _TEXT: text,
        "00_policy.pol": _head(name, title.strip() or _title(text), days, language),
        "10_records.pol": _vocabulary(record.strip(), source, language),
        "20_rules.pol": f"# {_ABOUT_RULES.render(language)}\n",
    }
    _write(workbench, name, files)


def copied(workbench: Workbench, bundled: str, name: str) -> None:
    """Copy a shipped policy into the folder, to be changed there. Raises `RefusedError`."""
    _check_new(workbench, name)
    place = workbench.bundled(bundled)
    _write(
        workbench,
        name,
        {
            path.name: path.read_text("utf-8")
            for path in sorted(place.iterdir())
            if path.suffix in (".pol", ".txt", ".md")
        },
    )


def _read(text: str) -> Source:
    return source_from_bytes(text.encode("utf-8", "surrogatepass"), _TEXT)


def _check_new(workbench: Workbench, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise RefusedError(_BAD_NAME.filled(name=name))
    if (workbench.folder / name).exists():
        raise RefusedError(_THERE.filled(name=name))


def _write(workbench: Workbench, name: str, files: Mapping[str, str]) -> None:
    """All files or none: half of a policy would have its name, and nothing could be begun there."""
    with ExitStack() as written:
        written.callback(_remove_empty, workbench.folder / name)
        for file, text in files.items():
            path = f"{name}/{file}"
            if isinstance(workbench.save(path, text, ""), Conflict):
                raise RefusedError(_THERE.filled(name=name))
            written.callback(workbench.path(path).unlink, missing_ok=True)
        written.pop_all()


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # it was never made, or somebody else has put something into it
        folder.rmdir()


def _title(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first[:_LONGEST_TITLE]


def _check_days(first: date | None, last: date | None) -> None:
    if last and not first:
        raise RefusedError(_NO_FIRST.filled(last=last.isoformat()))
    if first and last and last < first:
        raise RefusedError(_BACKWARDS.filled(first=first.isoformat(), last=last.isoformat()))


def _head(name: str, title: str, in_force: Days, language: Language) -> str:
    lines = [f"{spelling('POLICY', language)} {name} {write_text(title)}"]
    first, last = in_force
    if first:
        days = f"  {spelling('IN_FORCE', language)} {write_date(first, language)}"
        if last:
            days += f" {spelling('TO', language)} {write_date(last, language)}"
        lines.append(days)
    lines.append(f'  {spelling("SOURCE", language)} "{_TEXT}"')
    return "\n".join(lines) + "\n"


def _vocabulary(record: str, source: Source, language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    label = write_text(_NUMBER.render(language))
    lines = [
        f"# {_ABOUT_RECORDS.render(language)}",
        f"{spelling('RECORD', language)} {write_name(record)}",
        f"  {_ID} {label}{colon}{spelling('TYPE_TEXT', language)} {spelling('REQUIRED', language)}",
    ]
    parties = parties_in(source.tree.sentences)
    if parties:
        lines += ["", f"# {_ABOUT_PARTIES.render(language)}"]
        lines += [f"{spelling('BEARER', language)} {write_name(party)}" for party in parties]
    return "\n".join(lines) + "\n"
