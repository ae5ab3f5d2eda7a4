"""A record, as JSON, written as an example that expects what the policy says of it now."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import count
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final

from lsprotocol import types

from linkage_rules.editing.answers import Answer, Arguments, DeclinedError
from linkage_rules.editing.folders import Known
from linkage_rules.editing.placing import end_of, require_sound, sound_after
from linkage_rules.language.fixes import Edit
from linkage_rules.language.writing.transcribing import example_text
from linkage_rules.language.writing.translate import dominant_language
from linkage_rules.model import expressions as model
from linkage_rules.model.package import Expectation, Package
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import Record
from linkage_rules.records.json_files import Decoder, after_space, explained
from linkage_rules.records.problems import Problem, RecordError
from linkage_rules.records.validation import validate
from linkage_rules.testing.expecting import can_be_written, expectations
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase

WRITE: Final = "linkage-rules.writeExample"
"""The command that writes a record as an example at the end of a document."""

_TITLE: Final = Phrase(
    "Write this record as an example about {kind}", "把这条记录改写成“{kind}”的示例"
)
_ADDED: Final = Phrase("the record is an example now: {title}", "已写成示例：{title}")
_ARGUMENTS: Final = Phrase(
    "the command takes a document, a record as JSON, and on request the name of its type and the "
    "day, such as 2024-06-01",
    "这个命令的参数是文档、JSON 格式的记录，还可以写记录类型的名称和日期（如 2024-06-01）",
)
_NO_TYPE: Final = Phrase("the policy has no record type {name}", "政策没有记录类型 {name}")
_NO_DAY: Final = Phrase(
    "the policy says no day from which it is in force: name the day for which the example is",
    "政策没有写明自哪天起施行，请写明示例截至哪一天",
)
_NO_DECIMAL: Final = Phrase(
    "the record has a number that cannot be written as a decimal",
    "记录中有不能写成有限小数的数，示例无法写出",
)
_NOTHING_DECIDED: Final = Phrase(
    "the policy says nothing of such a record that an example could expect",
    "政策对这样的记录没有可供示例期望的结论",
)


def offers(known: Known, path: Path, within: types.Range) -> Iterator[types.CodeAction]:
    """To write the JSON that is selected as an example of each type that it is a record of."""
    if known.sound is None or within.start == within.end:
        return
    start, end = known.offset(path, within.start), known.offset(path, within.end)
    text = known.document(path).read[start:end]
    if not text.lstrip().startswith("{"):
        return
    package, (source, _) = known.package, known.sources[path]
    for shape in package.record_types.values():
        try:
            data = _decoded(text)
            record = validate(data, shape) if data else None
            if record is None:
                return
            written = _example(record, shape, None, package, dominant_language(source))
            edit = Edit(source.span(start, end), written[1] + "\n" * text.endswith("\n"))
            sound_after(known, (edit,))
        except (RecordError, DeclinedError):
            # The text is no such record, or something else is wrong as well.
            continue
        yield types.CodeAction(
            title=_TITLE.fill(known.language, {"kind": shape.label or shape.name}),
            kind=types.CodeActionKind.RefactorRewrite,
            edit=known.workspace_edit((edit,)),
        )


def write(known: Known, path: Path, asked: Arguments) -> Answer:
    """Write a record as an example at the end of a file."""
    require_sound(known)
    data, named, day = _asked(asked)
    package, (source, file) = known.package, known.sources[path]
    shapes = [*package.record_types.values()]
    if named is not None:
        shapes = [shape for shape in shapes if named in (shape.name, shape.label)]
        if not shapes:
            raise DeclinedError(_NO_TYPE.filled(name=named))
    record, shape = _read(data, shapes)
    title, text = _example(record, shape, day, package, dominant_language(source))
    if file.declarations:
        place = end_of(known, path, file.declarations[-1])
        edit = Edit(place, f"\n\n{text}")
    else:
        edit = Edit(source.span(len(source.text), len(source.text)), f"{text}\n")
    sound_after(known, (edit,))
    said = _ADDED.fill(known.language, {"title": title})
    return Answer(said, edit=known.workspace_edit((edit,)))


def _asked(arguments: Arguments) -> tuple[object, str | None, date | None]:
    match (*arguments, None, None)[:3]:
        case (dict() | str() as given, (str() | None) as named, (str() | None) as day):
            try:
                as_of = None if day is None else date.fromisoformat(day)
            except ValueError as error:
                raise DeclinedError(_ARGUMENTS) from error
            return (_decoded(given) if isinstance(given, str) else given), named, as_of
    raise DeclinedError(_ARGUMENTS)


def _decoded(text: str) -> object:
    """The value of a JSON text. Raises `DeclinedError` where it is none."""
    try:
        decoded = Decoder().decode(text, after_space(text, 0))
    except JSONDecodeError as error:
        raise DeclinedError(explained(error)) from error
    if decoded.problems:
        raise DeclinedError(_said(decoded.problems))
    if after_space(text, decoded.end) != len(text):
        raise DeclinedError(_ARGUMENTS)
    return decoded.value


def _read(data: object, shapes: list[RecordType]) -> tuple[Record, RecordType]:
    """The record with its type: the first of which it is one. Raises `DeclinedError` with the
    problems of the type that is the nearest."""
    problems: list[tuple[Problem, ...]] = []
    for shape in shapes:
        try:
            return validate(data, shape), shape
        except RecordError as error:
            problems.append(tuple(error.problems))
    raise DeclinedError(_said(min(problems, key=len, default=())))


def _said(problems: tuple[Problem, ...]) -> Phrase:
    lines = {lang: "\n".join(one.render(lang) for one in problems) for lang in LANGUAGES}
    return Phrase(lines["en"], lines["zh"], is_pattern=False)


def _example(
    record: Record, shape: RecordType, day: date | None, package: Package, language: Language
) -> tuple[str, str]:
    """The title and the text of an example that expects the verdicts on a record."""
    if not can_be_written(record):
        raise DeclinedError(_NO_DECIMAL)
    as_of = day or _usual_day(package, shape)
    told = expectations(package, shape, record, as_of)
    expected = [one for one in told if _is_verdict(one)] or told[:1]
    if not expected:
        raise DeclinedError(_NOTHING_DECIDED)
    title = _title(record, shape, package)
    return title, example_text(title, shape, record, as_of, expected, package, language)


def _is_verdict(one: Expectation) -> bool:
    holds = one.holds
    return isinstance(holds, model.ActionIs) and holds.verdict is not VerdictStatus.UNREGULATED


def _usual_day(package: Package, shape: RecordType) -> date:
    """The day of most examples about such records, or the first on which the policy is in
    force."""
    days = Counter(e.as_of for e in package.examples if e.as_of and e.record_type == shape.name)
    if days:
        return days.most_common(1)[0][0]
    starts = (period.start for period in package.periods)
    first = next((start for start in starts if start is not None), None)
    if first is None:
        raise DeclinedError(_NO_DAY)
    return first


def _title(record: Record, shape: RecordType, package: Package) -> str:
    """What the record is called by its first text, so that no other example is called so."""
    values: Iterator[Any] = (
        record.get(field.name) for field in shape.fields if field.type is Scalar.TEXT
    )
    called = next((value for value in values if value), None)
    kind = shape.label or shape.name
    plain = f"{kind}{called}" if called else kind
    taken = {example.title for example in package.examples}
    titles = (plain if n == 1 else f"{plain}，{n}" for n in count(1))
    return next(title for title in titles if title not in taken)
