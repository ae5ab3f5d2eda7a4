"""Reading filed decisions back from their JSON text, which may come from anybody."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.decisions.comparing import Answer, AnswersGiven, answers_of, changed
from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.sent import PolicyNotHereError
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.known import known
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.plain.reading import DocumentError, Entry, loaded, refuse, untagged_fields
from linkage_rules.plain.writing import FORMATS
from linkage_rules.records import RecordError, validate
from linkage_rules.records.json_files import opened
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import shown

MAX_BYTES: Final = 50_000_000
"""The most bytes that a file with decisions may have."""

_FIRST_WITH_FORCE: Final = 3


@frozen
class FiledResult:
    """A result as it was filed: its value, the name of its fact, its label and its words."""

    fact: str
    value: object
    label: str | None
    words: Phrase


@frozen
class Filed:
    """What a filed decision says.

    ``record`` is the record that was judged, as plain data; format 1 did not hold it. ``rules`` are
    the digests of norms and facts by name, ``values`` the facts and ``parameters`` the parameters
    of that day as the JSON has them; format 1 held neither digests nor parameters. ``results`` are
    the results as the JSON has them, None in a decision that was filed before there were any.
    ``in_force`` says whether the policy was in force on the day; formats 1 and 2 did not say it.
    ``called`` is the name of the record in a review, empty for a decision filed by itself.
    """

    format_version: int
    policy: str
    policy_digest: str
    record_type: str
    record_digest: str
    as_of: date
    answers: AnswersGiven
    values: Mapping[str, object]
    record: Mapping[str, object] | None = None
    rules: Mapping[str, str] = {}
    parameters: Mapping[str, object] = {}
    in_force: bool | None = None
    called: str = ""
    results: Mapping[str, FiledResult] | None = None


def read_filed(path: Path) -> tuple[Filed, ...]:
    """The decision in a file, or all the decisions of a review; there is at least one.

    Raises `DocumentError` when there is none or one of them cannot be read as a decision, and
    `InputError` when the file cannot be opened.
    """
    with opened(path) as file:
        text = file.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        refuse(f"more than {MAX_BYTES:,} bytes", f"超过{MAX_BYTES:,}字节")
    found = loaded(text)
    if isinstance(found, dict) and (review := Entry(found)).is_of(FORMATS["review"]):
        return tuple(_reviewed(review))
    return (filed(found),)


def filed(found: object) -> Filed:
    """The decision in data that `Decision.to_dict` gave; raises `DocumentError` for any other
    data."""
    whole = Entry.of(found, "decision")
    version, newest = whole.get("format_version"), FORMATS["decision"].version
    if not whole.is_of(FORMATS["decision"]) or not isinstance(version, int):
        refuse("it does not say that it is one", "其中没有写明是审核结论")
    if not 1 <= version <= newest:
        refuse(
            f"format {version}; this program reads 1 to {newest}",
            f"格式 {version}；本程序可读 1 至 {newest}",
        )
    policy = whole.entry("policy")
    norms, facts = whole.entries("norms"), whole.entries("facts")
    rules = {
        name: entry.text("digest")
        for name, entry in (*norms.items(), *facts.items())
        if "digest" in entry
    }
    record = whole.get("record")
    return Filed(
        format_version=version,
        policy=policy.text("name"),
        policy_digest=policy.text("digest"),
        record_type=whole.entry("record_type").text("name"),
        record_digest=whole.text("record_digest"),
        as_of=whole.date("as_of"),
        answers=AnswersGiven(
            verdicts={
                name: Answer(
                    entry.text_or_none("label"),
                    entry.member(VerdictStatus, "status"),
                    by := tuple(str(norm) for norm in entry.list("by")),
                    by_labels=tuple(
                        norms[norm].text_or_none("label") if norm in norms else None for norm in by
                    ),
                )
                for name, entry in whole.entries("verdicts").items()
            },
            norms={
                name: Answer(entry.text_or_none("label"), entry.member(Status, "status"))
                for name, entry in norms.items()
            },
        ),
        values={name: _value(entry) for name, entry in facts.items()},
        record=None if record is None else untagged_fields(record),
        rules=rules,
        parameters={name: _value(entry) for name, entry in whole.entries("parameters").items()},
        in_force=whole.yes_or_no("in_force") if version >= _FIRST_WITH_FORCE else None,
        results=_results(whole) if "results" in whole else None,
    )


def _results(whole: Entry) -> dict[str, FiledResult]:
    found = {}
    for key, entry in whole.entries("results").items():
        words = entry.entry("words")
        found[key] = FiledResult(
            entry.text("fact"),
            _value(entry),
            entry.text_or_none("label"),
            Phrase(words.text("en"), words.text("zh")),
        )
    return found


Parts: TypeAlias = tuple[Package, str, RecordType, Record, Outcome]
"""The package, record type name, record type, record and outcome that a decision is made of."""


def received(found: object) -> Parts:
    """The parts of a decision that came as plain data.

    The record is judged once more by the policy; the answers in the data are only compared with
    that.

    Raises `DocumentError` when the data are no decision; when the policy, by its digest, is not
    loaded here, or has no such records; when the record is not valid; and when the policy decides
    anything else than the data say.
    """
    told = filed(found)
    package = known(told.policy_digest, told.policy)
    if package is None:
        absent = PolicyNotHereError(told.policy, told.policy_digest)
        refuse(absent.render("en"), absent.render("zh"))
    record_type = package.record_types.get(told.record_type)
    if record_type is None:
        refuse(
            f"no records of type {shown(told.record_type)}",
            f"没有记录类型{shown(told.record_type)}",
        )
    if told.record is None:
        refuse("it does not hold the record", "其中没有记录")
    try:
        record = validate(told.record, record_type)
    except RecordError as error:
        refuse(error.render("en"), error.render("zh"))
    outcome = evaluate(package, record_type, record, told.as_of)
    parts = (package, told.policy_digest, record_type, record, outcome)
    decision = Judgement(*parts)
    said, found_here = told.answers, answers_of(decision)
    verdicts = changed(said.verdicts, found_here.verdicts)
    statuses = changed(said.norms, found_here.norms)
    if (
        told.record_digest != decision.record_digest
        or verdicts
        or statuses
        or _deciding(said) != _deciding(found_here)
    ):
        refuse(
            "the policy decides otherwise about this record than is said here",
            "对这条记录，政策的结论与此处所写不同",
        )
    return parts


def _deciding(given: AnswersGiven) -> dict[str, frozenset[str]]:
    return {name: frozenset(one.by) for name, one in given.verdicts.items()}


def _value(entry: Entry) -> object:
    return {key: entry.get(key) for key in ("type", "value")}


def _reviewed(review: Entry) -> Iterator[Filed]:
    version, known = review.get("format_version"), FORMATS["review"].version
    if version != known:
        refuse(
            f"a review of format {version!r:.20}; this program reads {known}",
            f"审核结果的格式为 {version!r:.20}；本程序可读 {known}",
        )
    entries = review.list("decisions")
    if not entries:
        refuse("a review without a decision", "审核结果中没有单项结论")
    for number, entry in enumerate(entries, 1):
        try:
            one = Entry.of(entry, "decisions")
            found = filed(one.get("decision"))
            name = next((one.text(key) for key in ("id", "name") if one.get(key)), "")
        except DocumentError as error:
            raise DocumentError(_IN_REVIEW.filled(number=number, why=error.why)) from None
        yield evolve(found, called=name or str(number))


_IN_REVIEW: Final = Phrase("decision {number}: {why}", "第{number}份存档：{why}")
