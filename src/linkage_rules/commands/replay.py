"""``linkage-rules replay``: whether a filed decision still holds, and if not, what changed."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

import click
from attrs import frozen

from linkage_rules.commands.commands import Argument, Command, Option
from linkage_rules.commands.standard_input import (
    GivenFile,
    check_dashes,
    given_file,
    stdin_filename_option,
)
from linkage_rules.decisions import Decision
from linkage_rules.decisions.comparing import ChangedAnswer, changed
from linkage_rules.decisions.filed import Filed, FiledResult, filed, read_filed
from linkage_rules.decisions.results import Total
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.norms import Fact, Parameter
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import EnumType, Scalar
from linkage_rules.model.values import Percent, Period, Value
from linkage_rules.plain.reading import DocumentError, untagged
from linkage_rules.plain.writing import FORMATS, written
from linkage_rules.policy.loading import load
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.records import Entry, RecordError, read_records
from linkage_rules.records.reading import naming
from linkage_rules.reviews.change_words import of_status, of_total, of_verdict
from linkage_rules.words.called import called
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import not_in_force
from linkage_rules.words.told_values import in_words

_NAME: Final = re.compile(r"[^\W\d]\w*")

_HOLDS: Final = Phrase("The decision holds.", "审核结论仍然成立。")
_HOLDS_NO_MORE: Final = Phrase("The decision no longer holds.", "审核结论不再成立。")
_ABOUT: Final = Phrase("{policy}, as of {day}", "{policy}，基准日 {day}")
_SAME_RECORD: Final = Phrase(
    "Record: the one that was judged ({digest})", "记录：就是当时审核的记录（{digest}）"
)
_OTHER_RECORD: Final = Phrase(
    "Record: not the one that was judged. Digest then {before}, now {after}",
    "记录：不是当时审核的记录。当时的校验码 {before}，现在 {after}",
)
_SAME_POLICY: Final = Phrase("Policy: unchanged ({digest})", "政策：没有改动（{digest}）")
_OTHER_POLICY: Final = Phrase(
    "Policy: its text has changed. Digest then {before}, now {after}",
    "政策：文本有改动。当时的校验码 {before}，现在 {after}",
)
_ALTERED: Final = Phrase(
    "Neither has changed, so the file was altered or was made by another version of this program.",
    "两者都没有改动，所以文件被改过，或出自本程序的其他版本。",
)
_VERDICTS: Final = Phrase("Verdicts that are others now:", "结论有变的行为：")
_STATUSES: Final = Phrase("Norms with another status now:", "状态有变的规定：")
_RESULTS: Final = Phrase("Results that are others now:", "有变的结果：")
_SUMS: Final = Phrase("What the results come to:", "结果合计：")
_NONE: Final = Phrase("(no such result)", "（无此结果）")
_FRACTION: Final = re.compile(r"-?[0-9]{1,100}/[1-9][0-9]{0,100}")
_VALUES: Final = Phrase("Facts with another value now:", "取值有变的事实：")
_PARAMETERS: Final = Phrase("Parameters with another value now:", "取值有变的参数：")
_RULES: Final = Phrase("Norms and facts that say something else now:", "内容有变的规定和认定事项：")
_ADDED: Final = Phrase("{name}: new", "{name}：新增")
_REMOVED: Final = Phrase("{name}: gone", "{name}：已删去")
_OTHERWISE: Final = Phrase("{name}: changed", "{name}：有改动")
_CALLED: Final = Phrase("{called}: {sentence}", "{called}：{sentence}")
_COUNTED: Final = Phrase(
    "{count} decisions; {held} hold, {others} no longer do.",
    "审核结论{count}份：仍然成立{held}份，不再成立{others}份。",
)
_ONE_RECORD: Final = Phrase(
    "--record is for one decision, but the file holds several",
    "--record 只用于一份存档，而文件中有多份",
)
_NOW_IN_FORCE: Final = Phrase(
    "The policy is in force on that day now; it was not when the decision was made.",
    "政策现在在该日施行；作出审核结论时不在施行期内。",
)
_FROM_TO: Final = Phrase("{name}: {before} → {after}", "{name}：{before} → {after}")


@frozen
class Replay:
    """A filed decision and the present one on the same record.

    ``rules``, ``values`` and ``parameters`` hold by name what differs: before and now, ``None``
    where one is missing.
    """

    before: Filed
    after: Decision
    verdicts: tuple[ChangedAnswer[VerdictStatus], ...]
    statuses: tuple[ChangedAnswer[Status], ...]
    values: dict[str, tuple[object, object]]
    rules: dict[str, tuple[object, object]]
    parameters: dict[str, tuple[object, object]]
    results: dict[str, tuple[FiledResult | None, FiledResult | None]]

    @property
    def same_record(self) -> bool:
        return self.before.record_digest == self.after.record_digest

    @property
    def same_policy(self) -> bool:
        return self.before.policy_digest == self.after.policy_digest

    @property
    def same_force(self) -> bool:
        """Whether the policy is in force on the day as it was when the decision was filed, if that
        tells."""
        return self.before.in_force in (None, self.after.in_force)

    @property
    def holds(self) -> bool:
        """Whether the record is the one that was judged and every answer is the same."""
        same = self.same_record and self.same_force
        return same and not (self.verdicts or self.statuses or self.values or self.results)


def replay(before: Filed, after: Decision) -> Replay:
    """Compare a filed decision with one on the same record, by whatever the policy says now."""
    now = filed(after.to_dict())
    return Replay(
        before,
        after,
        changed(before.answers.verdicts, now.answers.verdicts),
        changed(before.answers.norms, now.answers.norms),
        _differing(before.values, now.values),
        _differing(before.rules, now.rules) if before.rules else {},
        _differing(before.parameters, now.parameters) if before.parameters else {},
        _other_results(before.results, now.results or {}),
    )


Declared: TypeAlias = Fact | Parameter | None

_Results: TypeAlias = Mapping[str, FiledResult]


def _other_results(
    before: _Results | None, after: _Results
) -> dict[str, tuple[FiledResult | None, FiledResult | None]]:
    """The results whose values differ; none for a decision that was filed before there were
    results."""
    names = {} if before is None else dict.fromkeys([*before, *after])
    pairs = {name: ((before or {}).get(name), after.get(name)) for name in names}
    return {
        name: (old, new)
        for name, (old, new) in pairs.items()
        if (old and old.value) != (new and new.value)
    }


def _differing(before: Any, after: Any) -> dict[str, tuple[object, object]]:
    names = dict.fromkeys([*before, *after])
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def replay_decision(
    decision: str,
    policy: str | None,
    record: str | None,
    stdin_filename: str | None,
    format_: str,
    language: Language,
) -> ExitStatus:
    """Judge the record of each filed decision again and say whether the answer is the same."""
    check_dashes(stdin_filename, decision, record)
    filings = _read(given_file(decision, stdin_filename, "decision.json"))
    records = None if record is None else given_file(record, stdin_filename)
    if record is not None and len(filings) > 1:
        raise RefusedError(_ONE_RECORD)
    judges: dict[str, Policy] = {}
    found = []
    for before in filings:
        name = policy or _policy_of(before)
        judge = judges.get(name) or judges.setdefault(name, _load(name, named=policy is None))
        data = _record_of(before) if records is None else _only(records, judge, before)
        try:
            after = judge.evaluate(
                data, as_of=before.as_of, record_type=before.record_type, outside="allow"
            )
        except RecordError as error:
            if not before.called:
                raise
            en, zh = (f"{before.called}\n{error.render(language)}" for language in LANGUAGES)
            raise RefusedError(Phrase(en, zh)) from error
        found.append(replay(before, after))
    if format_ == "json":
        click.echo(written(_document(found)), nl=False)
    else:
        click.echo(safe("\n".join(say(line, language) for line in _text(found))))
    return ExitStatus.WELL if all(one.holds for one in found) else ExitStatus.FINDINGS


def _read(source: GivenFile) -> tuple[Filed, ...]:
    path = source.called
    try:
        with naming(source.path, path):
            return read_filed(source.path)
    except DocumentError as error:
        why = error.why
        raise RefusedError(
            Phrase(
                f"{path} is no filed decision: {why.en}",
                f"{path} 的内容与存档格式不符，可能被改动过：{why.zh}",
            )
        ) from None


def _load(name: str, *, named: bool) -> Policy:
    """The policy; if the decision ``named`` it and it is not found, the error says how to name
    it."""
    try:
        return load(name)
    except PolicyError as error:
        if not named or error.diagnostics[0].code not in ("POL-001", "POL-017"):
            raise
        raise RefusedError(
            Phrase(
                f"the decision was made by the policy {name}, which is not here; "
                "give its file or folder with --policy",
                f"审核所用的政策 {name} 不在此处，请用 --policy 给出它的文件或文件夹",
            )
        ) from error


def _policy_of(before: Filed) -> str:
    if _NAME.fullmatch(before.policy) is None:
        raise RefusedError(
            Phrase(
                f"the decision names {before.policy[:60]!r}, which cannot be the name of a policy; "
                "give --policy",
                f"存档写明的 {before.policy[:60]!r} 不能是政策的名称，请用 --policy 指明政策",
            )
        )
    return before.policy


def _record_of(before: Filed) -> object:
    if before.record is None:
        raise RefusedError(
            Phrase(
                "the decision does not hold its record (format 1); give it with --record FILE",
                "存档中没有所审核的记录（格式 1），请用 --record 文件 给出",
            )
        )
    return before.record


def _only(source: GivenFile, judge: Any, before: Filed) -> object:
    shape, path = judge.record_type(before.record_type), source.called
    entries: list[Entry] = [*read_records(source.place, shape, called=path)]
    if len(entries) != 1:
        count = len(entries)
        raise RefusedError(
            Phrase(f"{path} holds {count} records, not one", f"{path} 有{count}条记录，应为一条")
        )
    if entries[0].problems:
        raise RecordError(entries[0].problems, entries[0].omitted)
    return entries[0].data


# What is said


def _text(found: Sequence[Replay]) -> list[Phrase]:
    """A single decision in full; for a review a line for each that holds, and counts at the end."""
    if not found[0].before.called:
        return _lines(found[0])
    told = []
    for one in found:
        called = one.before.called
        first, *rest = _lines(one)
        told.append(_CALLED.filled(called=called, sentence=first))
        if not one.holds:
            told += [Phrase(f"  {line.en}", f"  {line.zh}") for line in rest]
    held = sum(one.holds for one in found)
    counted = _COUNTED.filled(count=len(found), held=held, others=len(found) - held)
    if not (sums := _totals(found)):
        return [*told, counted]
    return [*told, counted, _SUMS, *(Phrase(f"  - {one.en}", f"  - {one.zh}") for one in sums)]


def _lines(found: Replay) -> list[Phrase]:
    before, after = found.before, found.after
    package = after.package
    day = Phrase(before.as_of.isoformat(), before.as_of.isoformat())
    title = Phrase(
        package.name, f"{package.label}（{package.name}）" if package.label else package.name
    )
    lines = [_HOLDS if found.holds else _HOLDS_NO_MORE, _ABOUT.filled(policy=title, day=day)]
    if found.same_record:
        lines.append(_SAME_RECORD.filled(digest=_short(after.record_digest)))
    else:
        digests = {"before": _short(before.record_digest), "after": _short(after.record_digest)}
        lines.append(_OTHER_RECORD.filled(**digests))
    if found.same_policy:
        lines.append(_SAME_POLICY.filled(digest=_short(after.policy_digest)))
    else:
        digests = {"before": _short(before.policy_digest), "after": _short(after.policy_digest)}
        lines.append(_OTHER_POLICY.filled(**digests))
    if not found.same_force:
        lines.append(_NOW_IN_FORCE if after.in_force else not_in_force(package, after.as_of))
    if found.same_record and found.same_policy and not found.holds:
        lines.append(_ALTERED)
    labels = _labels(found)
    for heading, entries in (
        (_VERDICTS, [of_verdict(change) for change in found.verdicts]),
        (_STATUSES, [of_status(change) for change in found.statuses]),
        (_RESULTS, [_result(key, *pair) for key, pair in found.results.items()]),
        (
            _VALUES,
            [
                _values(labels, name, package.stated_facts.get(name), *pair)
                for name, pair in found.values.items()
                if name not in found.results
            ],
        ),
        (
            _PARAMETERS,
            [
                _values(labels, name, package.parameters.get(name), *pair)
                for name, pair in found.parameters.items()
            ],
        ),
        (_RULES, [_rule(labels, name, *pair) for name, pair in found.rules.items()]),
    ):
        if entries:
            lines.append(heading)
            lines += [Phrase(f"  - {entry.en}", f"  - {entry.zh}") for entry in entries]
    return lines


def _labels(found: Replay) -> dict[str, Phrase]:
    package = found.after.package
    named: list[Any] = [*package.stated_facts.values(), *package.parameters.values()]
    named += package.norms.values()
    return {item.name: called(item) for item in named}


def _rule(labels: dict[str, Phrase], name: str, before: object, after: object) -> Phrase:
    pattern = _ADDED if before is None else _REMOVED if after is None else _OTHERWISE
    return pattern.filled(name=labels.get(name, name))


def _result(key: str, before: FiledResult | None, after: FiledResult | None) -> Phrase:
    one = after or before
    assert one is not None
    of = key.removesuffix(one.fact)
    name = Phrase(key, f"{of}{one.label or one.fact}")
    words = {s: _NONE if r is None else r.words for s, r in (("before", before), ("after", after))}
    return _FROM_TO.filled(name=name, **words)


def _totals(found: Sequence[Replay]) -> list[Phrase]:
    """The totals of the results of all decisions, then and now, where they differ."""
    sums: dict[str, tuple[Total, Total]] = {}
    for one in found:
        for key, now in one.after.results.items():
            then = (one.before.results or {}).get(key)
            pair = sums.setdefault(now.name, (Total(now.fact), Total(now.fact)))
            pair[1].add(now.value)
            if then is not None:
                pair[0].add(_number(then.value))
        for key, then in (one.before.results or {}).items():
            if key not in one.after.results and then.fact in sums:
                sums[then.fact][0].add(_number(then.value))
    return [
        of_total(new.fact, old, new)
        for old, new in sums.values()
        if new.amount is not None and old != new
    ]


def _number(value: object) -> Value:
    """A number as it was filed; unknown if it is no number."""
    held = value.get("value") if isinstance(value, dict) else None
    if isinstance(held, str) and _FRACTION.fullmatch(held):
        return Fraction(held)
    return held if isinstance(held, int) and not isinstance(held, bool) else None


def _values(
    labels: dict[str, Phrase], name: str, declared: Declared, before: object, after: object
) -> Phrase:
    words = {s: _written(value, declared) for s, value in (("before", before), ("after", after))}
    return _FROM_TO.filled(name=labels.get(name, name), **words)


def _written(value: object, declared: Declared) -> Phrase | str:
    """A filed value in words by the type of the present declaration, or as it was filed."""
    held = value.get("value") if isinstance(value, dict) else None
    if held is None:
        return Phrase("unknown", "未知")
    match declared and declared.type:
        case Scalar.MONEY | Scalar.NUMBER | Scalar.WHOLE as type_:
            number = _number(value)
            if isinstance(number, int | Fraction):
                of_percent = isinstance(declared, Parameter) and declared.is_in_percent
                return in_words(Percent(number) if of_percent else number, type_)
        case Scalar.YES_NO | Scalar.DATE | Scalar.PERIOD as type_:
            known = _known(value)
            if isinstance(known, bool | date | Period):
                return in_words(known, type_)
        case EnumType(members=members) as type_ if held in {member.name for member in members}:
            return in_words(held, type_)
    return held if isinstance(held, str) else json.dumps(held, ensure_ascii=False)


def _known(value: object) -> object:
    """A filed value; None where it cannot be read."""
    try:
        return untagged(value)
    except DocumentError:
        return None


def _short(digest: str) -> str:
    return digest[:12]


def _document(found: Sequence[Replay]) -> dict[str, Any]:
    if not found[0].before.called:
        return _plain(found[0])
    return {
        **FORMATS["replays"].head,
        "holds": all(one.holds for one in found),
        "replays": [{"called": one.before.called, **_plain(one)} for one in found],
    }


def _plain(found: Replay) -> dict[str, Any]:
    def pairs(differing: dict[str, tuple[object, object]]) -> dict[str, Any]:
        return {n: {"before": before, "after": after} for n, (before, after) in differing.items()}

    def statuses(changes: tuple[ChangedAnswer[Any], ...]) -> dict[str, Any]:
        return {
            change.name: {
                "before": change.before.status.value if change.before else None,
                "after": change.after.status.value if change.after else None,
            }
            for change in changes
        }

    return {
        **FORMATS["replay"].head,
        "holds": found.holds,
        "policy": {
            "name": found.after.policy,
            "before": found.before.policy_digest,
            "after": found.after.policy_digest,
        },
        "record": {"before": found.before.record_digest, "after": found.after.record_digest},
        "as_of": found.before.as_of.isoformat(),
        "verdicts": statuses(found.verdicts),
        "norms": statuses(found.statuses),
        "facts": pairs(found.values),
        "results": pairs(
            {
                key: (old and old.value, new and new.value)
                for key, (old, new) in found.results.items()
            }
        ),
        "parameters": pairs(found.parameters),
        "rules": pairs(found.rules),
    }


command: Final = Command(
    "replay",
    about=Phrase(
        "judge the record of a filed decision again: does it still hold, and if not, what changed\n"
        "Exit status 1 when it no longer holds.",
        "重新审核存档的记录：是否仍然成立，如不成立，什么变了\n不再成立时退出状态为 1。",
    ),
    params=[
        Argument(
            ["decision"],
            called=Phrase("DECISION", "存档文件"),
            about=Phrase(
                "file with a decision, as Decision.to_json writes it, or with those of a review "
                "(review --out FILE.json)",
                "审核结论的存档文件：Decision.to_json 写出的一份，或 review --out 文件.json 写出的",
            ),
        ),
        Option(
            ["--policy"],
            metavar="POLICY",
            about=Phrase(
                "policy to judge by (default: the one that the decision names)",
                "据以审核的政策（默认为存档中写明的政策）",
            ),
        ),
        Option(
            ["--record"],
            metavar="FILE",
            about=Phrase(
                "file with the record, where the decision does not hold it",
                "记录文件，存档中没有记录时使用",
            ),
        ),
        stdin_filename_option(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json")),
            default="text",
            about=Phrase("form of the output", "输出格式"),
        ),
    ],
    callback=replay_decision,
)
