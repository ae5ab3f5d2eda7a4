"""`analyse`: what collides, has no effect or is missing, and which properties are proved.

The same findings as text, as JSON and as an example to paste into the policy.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

import click

from linkage_rules.commands.commands import Command, Option, UsageRefusedError
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.solving import (
    list_bound_option,
    question_limit_option,
    require_solver,
    stop_after_option,
    whole_number_option,
)
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.model.findings import FAULTS, FindingKind
from linkage_rules.model.package import Package
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Record, Value
from linkage_rules.plain.writing import FORMATS, chosen, plain
from linkage_rules.presenting import watching
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.finding_words import example_of, others_of
from linkage_rules.presenting.progress_bar import Asking
from linkage_rules.presenting.terminal import safe, width
from linkage_rules.presenting.titles import place_of, title_of
from linkage_rules.words.finding_words import ANSWERABLE, FINDING_ADVICE, FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.proof_words import extent
from linkage_rules.words.told_values import in_words
from linkage_rules.words.working_days import COVERED, covering
from linkage_rules.words.wrapping import wrapped

# Printing the help must not import the solver.
if TYPE_CHECKING:
    from linkage_rules.analysis.consistency import Analysis, Finding, Open, Proved


_TITLE: Final = Phrase("Analysis of {policy}", "一致性分析：{policy}")
_COUNTS: Final = Phrase(
    "to look at: {open}; answered: {answered}; "
    "properties that hold: {proved}; undecided: {undecided}",
    "待处理{open}项，已答复{answered}项；成立的性质{proved}条；未能断定{undecided}项",
)
_DAYS: Final = Phrase(
    "Asked about the days from {first} to {last}; dates of records lie there too, or are never.",
    "考察的日期：{first}至{last}；记录中的日期也在此范围内，或为“从未”。",
)
_ANSWER: Final = Phrase(
    "What is meant to be so is answered by a property that says why, here by a line in it: "
    "answers {kind} of {names}",
    "确属本意的，写一条性质说明并答复，如在其中写：答复 {kind} 关于 {names}",
)
_ANSWERED: Final = Phrase("answered by the property “{title}”", "已由性质“{title}”答复")
_RECORD: Final = Phrase(
    "a record that shows it, checked on the reference engine:",
    "实例（已用参考引擎复核）：",
)
_COMPLETE: Final = Phrase(
    "every other field is known too, and plays no part", "其余字段也都已填写，不影响结果"
)
_PROPERTIES: Final = Phrase("Properties", "性质")
_REMARKS: Final = Phrase("Remarks (nothing has to be done)", "提示（不必处理）")
_UNDECIDED: Final = Phrase(
    "Undecided within the time limit (a longer one may help)", "在时限内未能断定（可以延长时限）"
)


def head_lines(package: Package, language: Language) -> Iterator[str]:
    """The lines on what is analysed; printed before the first question."""
    policy = title_of(package.name, package.label, language)
    yield _TITLE.fill(language, {"policy": policy})


def end_lines(found: "Analysis", package: Package, language: Language) -> Iterator[str]:
    """The lines at the end: what is answered, open or proved, with counts."""
    answered = [one for one in found.findings if one.answered_by is not None]
    for one in answered:
        yield from ("", *_finding_lines(one, package, language))
    if found.undecided:
        yield from ("", say(_UNDECIDED, language))
        yield from (f"  {_open(one, language)}" for one in found.undecided)
    if found.remarks:
        yield from ("", say(_REMARKS, language))
        for one in found.remarks:
            yield from (f"  {_head(one, language)}", *_paragraph(one.words, language))
    if found.proved:
        yield from ("", say(_PROPERTIES, language))
        yield from (f"  {line}" for one in found.proved for line in _proved(one, language))
    first, last = (in_words(day, Scalar.DATE) for day in (found.days.start, found.days.end))
    days = _DAYS.fill(language, {"first": first, "last": last})
    yield from ("", *wrapped(days, width()))
    if found.calendars:
        covered = COVERED.filled(calendars=covering(found.calendars))
        yield from wrapped(say(covered, language), width())
    counts = {
        "open": len(found.unanswered),
        "answered": len(answered),
        "proved": len(found.proved),
        "undecided": len(found.undecided),
    }
    yield _COUNTS.fill(language, counts)
    if (meant := next(filter(_may_be_meant, found.unanswered), None)) is not None:
        yield from wrapped(say(_answer(meant), language), width())


def _may_be_meant(one: "Finding") -> bool:
    return one.kind not in FAULTS and one.kind in ANSWERABLE.values()


def _answer(one: "Finding") -> Phrase:
    """How the policy says that a finding is as it should be."""
    names = Phrase(", ".join(one.answered_for), "、".join(one.answered_for))
    return _ANSWER.filled(kind=FINDING_NAMES[one.kind], names=names)


def _finding_lines(one: "Finding", package: Package, language: Language) -> Iterator[str]:
    yield _head(one, language)
    yield from _paragraph(one.words, language)
    if one.answered_by is not None:
        yield from _paragraph(_ANSWERED.filled(title=one.answered_by.title), language)
        return
    yield from _evidence(one, package, language)
    if one.together:
        yield from _paragraph(others_of(one), language)
    yield from _paragraph(FINDING_ADVICE[one.kind], language)


def _evidence(one: "Finding", package: Package, language: Language) -> Iterator[str]:
    if one.shown is None:
        yield from _paragraph(extent(one.list_bound), language)
        return
    yield from _paragraph(_RECORD, language)
    yield indent(example_of(one, package, language), "    ")
    if one.shown.complete:
        yield from _paragraph(_COMPLETE, language)


def _head(one: "Finding | Open", language: Language) -> str:
    label = FINDING_NAMES[one.kind].zh if language == "zh" else ""
    return " ".join(part for part in (f"[{one.kind.value}]", label, place_of(one.span)) if part)


def _open(one: "Open", language: Language) -> str:
    why = "" if one.because is None else f" ({say(one.because, language)})"
    return f"{_head(one, language)} {say(tuple(one.names), language)}{why}"


def _proved(one: "Proved", language: Language) -> list[str]:
    said = Phrase("{title}: {extent}", "{title}：{extent}")
    filled = said.filled(title=one.property.title, extent=extent(one.list_bound))
    return wrapped(say(filled, language), width() - 2)


def _paragraph(words: Phrase, language: Language) -> Iterator[str]:
    for line in wrapped(say(words, language), width() - 2):
        yield f"  {line}"


def analysis_json(found: "Analysis", package: Package) -> str:
    """The analysis as JSON text: findings with spans and witnesses, properties, what is open.

    In a witness amounts are whole fen, numbers that are not whole texts ``n/d``, dates ISO 8601;
    fields that are not known are left out.
    """
    data = {
        **FORMATS["analysis"].head,
        "policy": chosen(package, "name", "label"),
        "days": [plain(found.days.start), plain(found.days.end)],
        "calendars": [chosen(one, "name", "start", "end") for one in found.calendars],
        "findings": [_finding(one) for one in found.findings],
        "remarks": [_finding(one) for one in found.remarks],
        "properties": [
            {
                "title": one.property.title,
                "holds": "for all records" if one.list_bound is None else "for lists up to",
                "list_bound": one.list_bound,
                **plain(one.property.span),
            }
            for one in found.proved
        ],
        "undecided": [
            {**chosen(one, "kind", "names", "because"), **plain(one.span)}
            for one in found.undecided
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _finding(one: "Finding") -> dict[str, Any]:
    return {
        **chosen(one, "kind", "names"),
        "message": plain(one.words),
        **plain(one.span),
        "list_bound": one.list_bound,
        "witness": None
        if one.shown is None
        else {
            "record_type": one.shown.witness.record_type.name,
            "record": _known(one.shown.witness.record),
            "as_of": plain(one.shown.witness.as_of),
        },
        "together": [_finding(other) for other in one.together],
        "answered_by": None if one.answered_by is None else one.answered_by.title,
    }


def _known(record: Record) -> dict[str, Any]:
    """The known fields of a record, at every level."""
    return {name: _of_known(value) for name, value in record.items() if value is not None}


def _of_known(value: Value) -> Any:
    if isinstance(value, Mapping):
        return _known(value)
    return [_of_known(element) for element in value] if isinstance(value, tuple) else plain(value)


def sightings(
    found: "Analysis", package: Package, language: Language
) -> Iterator[watching.Sighting]:
    """The findings for programs that watch a repository."""
    for one in (*found.findings, *found.remarks):
        text = headline = say(one.words, language)
        if one.shown is not None:
            text = f"{text}\n\n{example_of(one, package, language)}"
        if one.together:
            text = f"{text}\n\n{say(others_of(one), language)}"
        yield watching.Sighting(
            rule=watching.Rule(
                one.kind.value,
                say(FINDING_NAMES[one.kind], language).replace("_", " "),
                say(FINDING_ADVICE[one.kind], language),
            ),
            level=_level(one.kind),
            headline=headline,
            text=text,
            span=one.span,
            identity=",".join((one.kind.value, *sorted(one.names))),
            answered=None if one.answered_by is None else one.answered_by.title,
        )


def _level(kind: FindingKind) -> watching.Level:
    return watching.Level.ERROR if kind in FAULTS else watching.Level.WARNING


def analyse(
    policy: str,
    format_: str,
    list_bound: int,
    time_limit: int,
    stop_after: int | None,
    years: int,
    proofs: str | None,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Print what was found; findings unless all are answered and everything was decided."""
    require_solver()
    from linkage_rules.analysis.consistency import Finding
    from linkage_rules.presenting.proof_files import check_proofs_folder, write_proofs

    folder = None if proofs is None else Path(proofs)
    if folder is not None:
        check_proofs_folder(folder)
    check_dashes(stdin_filename, policy)
    judge = given_policy(policy, stdin_filename)
    package = judge.package
    text = format_ == "text"
    if text:
        click.echo("\n".join(head_lines(package, language)))

    def tell(one: "Finding | Proved | Open") -> None:
        """Print a finding or open question as soon as it is found."""
        if text and isinstance(one, Finding) and one.answered_by is None:
            with progress.aside():
                click.echo(safe("\n".join(("", *_finding_lines(one, package, language)))))

    with Asking(language) as progress:
        found = judge.analyse(
            list_bound=list_bound,
            time_limit=time_limit,
            stop_after=stop_after,
            years=years,
            proofs=folder is not None,
            tell=tell,
            asking=progress.asking,
        )
    if folder is not None:
        write_proofs(folder, found, package, language)
    match format_:
        case "json":
            click.echo(analysis_json(found, package))
        case "sarif":
            click.echo(watching.sarif(sightings(found, package, language)))
        case "github":
            for line in watching.workflow_commands(sightings(found, package, language)):
                click.echo(line)
        case _:
            click.echo(safe("\n".join(end_lines(found, package, language))))
    return ExitStatus.WELL if found.clean else ExitStatus.FINDINGS


_NO_TESTS: Final = Phrase(
    "--format junit: an analysis asks questions and runs no tests; write sarif, or test --format "
    "junit for the examples",
    "--format junit：一致性分析不是测试；请写 sarif，示例的结果请用 test --format junit",
)


def _refuse_junit(ctx: click.Context, parameter: click.Parameter, form: str) -> str:
    if form == "junit":
        raise UsageRefusedError(_NO_TESTS, ctx)
    return form


command: Final = Command(
    "analyse",
    about=Phrase(
        "prove that a policy is consistent, or show the record on which it is not\n"
        "Norms that collide, never apply or repeat another; exceptions and conditions without "
        "effect; records without a verdict; properties.",
        "证明政策前后一致，或给出不一致的记录\n"
        "规范冲突、从不适用或重复；不起作用的例外和条件；没有结论的记录；性质是否成立。",
    ),
    params=[
        policy_argument(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json", "sarif", "github", "junit")),
            callback=_refuse_junit,
            default="text",
            about=Phrase(
                "text (default), json, sarif for code scanning, or github for annotations",
                "text（默认）、json、供代码扫描用的 sarif、供 GitHub 标注用的 github",
            ),
        ),
        stdin_filename_option(),
        list_bound_option(),
        question_limit_option(),
        stop_after_option(),
        whole_number_option(
            "--years",
            Phrase(
                "ask about so many years before the first and after the last day that the policy "
                "speaks of (default: 100)",
                "考察的日期：政策提到的最早一日之前、最晚一日之后各多少年（默认 100）",
            ),
            100,
            0,
            9998,
        ),
        Option(
            ["--proofs"],
            metavar="FOLDER",
            about=Phrase(
                "write each proof there as a file of SMT-LIB 2 that another solver can check, with "
                "an index",
                "把每个证明写到该文件夹，各成一个 SMT-LIB 2 文件，可由其他求解器复核，并附目录",
            ),
        ),
    ],
    callback=analyse,
)
"""The command."""
