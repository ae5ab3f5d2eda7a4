"""A new policy from the text of an official document, or from a shipped policy."""

import re
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from linkage_rules.desk.drafting import parties_in
from linkage_rules.desk.workbench import Conflict, Workbench
from linkage_rules.language.writing.printer import write_text
from linkage_rules.model.clauses import read_ordinal
from linkage_rules.model.values import Period, shift
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.sources import Source, SourceError, source_from_bytes
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.literals import write_date
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import write_name

Days: TypeAlias = tuple[date | None, date | None]
"""The first and the last day on which a policy is in force, each None where it has none."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DAY: Final = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_FROM: Final = re.compile(rf"自{_DAY}起(?:施行|实施|执行|生效)")
_TO: Final = re.compile(rf"(?:有效期)?至{_DAY}(?:止|为止|废止)?")
_FOR: Final = re.compile(
    r"(?:有效|试行|施行|实施|执行)期?(?:限)?为?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})"
    r"(?P<unit>年|个月)"
)
"""How long: “有效期三年”, “有效期为5年”, “试行一年”."""
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
_COUNTED: Final = Phrase(
    "The text says “{words}”: counted from the first day, the last is the day before the same day "
    "{later}. Change it where it is counted otherwise.",
    "原文写“{words}”：从施行之日算起，最后一天是{later}对应日的前一天。计算方法不同的，请改动。",
)
_YEARS: Final = Phrase("{n} years later", "{n}年后")
_MONTHS: Final = Phrase("{n} months later", "{n}个月后")
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
    days in force, with how the last was ``counted`` where the text says how long; and ``problems``,
    what is wrong with the text, in words."""
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
            "counted": None,
            "problems": problems,
        }
    first, last, counted = _in_force(text)
    return {
        "title": _title(text),
        "sentences": [
            {"clause": one.clause, "text": one.text, "kind": one.kind.value}
            for one in source.tree.sentences
        ],
        "parties": list(parties_in(source.tree.sentences)),
        "first": first and first.isoformat(),
        "last": last and last.isoformat(),
        "counted": counted and counted.render(language),
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


def _in_force(text: str) -> tuple[date | None, date | None, Phrase | None]:
    """The days from which and to which a text says that it is in force, and how the last was
    counted where the text says how long."""
    found = _FROM.search(text)
    first = _day(found)
    if found is None or first is None:
        return None, None, None
    if last := _day(_TO.search(text, found.end())):
        return first, last, None
    for_ = _FOR.search(text, found.end())
    count = read_ordinal(for_["count"].replace("两", "二")) if for_ else None
    if for_ is None or count is None:
        return first, None, None
    years = for_["unit"] == "年"
    later = (_YEARS if years else _MONTHS).filled(n=count)
    last = _last_day(first, count * 12 if years else count)
    counted = _COUNTED.filled(words=for_[0], later=later) if last else None
    return first, last, counted


def _last_day(first: date, months: int) -> date | None:
    """The last day of so many months from a day on, which is the first of them: the day before the
    same day after them, or the end of the month where that has no such day. None beyond the days
    of the calendar.

    >>> _last_day(date(2024, 3, 1), 36), _last_day(date(2024, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2025, 2, 28))
    """
    same = shift(first, Period(months=months), 1)
    return same if same is None or same.day < first.day else same - timedelta(days=1)


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


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
