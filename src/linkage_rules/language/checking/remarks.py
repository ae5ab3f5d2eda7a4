"""Remarks: parts of a policy that are no faults but may not be what the author means."""

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.cases import TableCases
from linkage_rules.language.checking.constants import answered_alone
from linkage_rules.language.checking.definitions import read_today
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Diagnostic, Related
from linkage_rules.language.fixes import Choice, Edit, Fix, certain, replacing
from linkage_rules.language.hints.choices import each, writing
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import References
from linkage_rules.language.writing.translate import dominant_language
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.operations import (
    BUT_AT_LEAST,
    BUT_AT_MOST,
    EQUAL,
    GREATEST,
    LEAST,
    NOT_EQUAL,
    OVER,
    PLUS,
    ROUND,
    ROUND_DOWN,
    ROUND_UP,
    TIMES,
    YEAR_OF,
)
from linkage_rules.model.package import Package
from linkage_rules.model.periods import CALENDAR_PERIOD
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import parts_of, walk
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import Value
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, keyword_phrase
from linkage_rules.words.names import write_name

_AGAIN = Phrase("the norm that applies again", "重新适用的规范")
_OVERRIDE_BOTH = Phrase(
    "if it shall not apply either, override it too: {text}",
    "若它也不应适用，一并写明优先于它：{text}",
)


_ROUND = Phrase("for example: round {text} to 0.01 yuan", "如：{text} 四舍五入到 0.01元")
_ROUND_CHOICE = Phrase(
    "for example: round ({text}) to 0.01 yuan", "如：（{text}）四舍五入到 0.01元"
)


_ROUND_ELSEWHERE = Phrase(
    "make the result a fact of its own that rounds this one, such as: means {text}",
    "把结果另写为一个事实，由它取整，如：指 {text}",
)
_ROUND_RESULT = Phrase("write how it is rounded, for example: {text}", "写明怎样取整，如：{text}")


_KEEP_SIGN: Final = frozenset(
    {PLUS, TIMES, OVER, ROUND, ROUND_UP, ROUND_DOWN, LEAST, BUT_AT_MOST, YEAR_OF}
)
"""Operations whose result is not negative if no operand is."""


def _weights_below_zero(package: Package, own: Set[str], problems: Problems) -> None:
    """Remark on weights of distributions that may be negative."""
    for fact in package.declared_facts:
        means = fact.means
        if isinstance(means, model.Distribute) and fact.name not in package.derived:
            weight = means.weight
            if weight.span.file in own and not _is_never_negative(weight, package):
                written = problems.quoted(weight.span)
                hint = _kept_from_zero(weight, own, problems)
                problems.report("POL-388", weight.span, hint=hint, written=written)


def _is_never_negative(expression: Expression, package: Package) -> bool:
    """Whether a value is never negative, as far as its expression shows."""

    def least(value: Value) -> bool:
        return isinstance(value, int | Fraction) and value >= 0

    def seen(part: Expression) -> bool:
        return _is_never_negative(part, package)

    match expression:
        case model.Constant(value):
            return least(value)
        case model.FieldValue(record, name) if isinstance(record.type, RecordType):
            return least(record.type.by_spelling[name].minimum)
        case model.ParameterValue(name):
            return all(least(period.value) for period in package.parameters[name].periods)
        case model.FactValue(name):
            return seen(package.facts[name].means)
        case model.FactOf(means=means) | model.OnDay(means=means):
            return seen(means)
        case model.Aggregate(Aggregation.COUNT | Aggregation.DISTINCT):
            return True
        case model.Aggregate(_, item) if item is not None:
            return seen(item)
        case model.Choose(_, consequence, alternative):
            return seen(consequence) and seen(alternative)
        case model.ShareOf():
            return True
        case model.Apply(operation, operands) if operation in (BUT_AT_LEAST, GREATEST):
            return any(map(seen, operands))
        case model.Apply(operation, operands) if operation in _KEEP_SIGN:
            return all(map(seen, operands))
    return False


def remarks(
    package: Package,
    files: Sequence[tuple[SourceFile, syntax.File]],
    references: References,
) -> tuple[Diagnostic, ...]:
    """The remarks on a package without faults, in the order of its files.

    An overridden norm does not override: where ``a`` overrides ``b`` and ``b`` overrides ``c``,
    ``c`` applies again when ``a`` does. That is remarked where ``a`` and ``c`` say different things
    about the same action.

    An amount that is paid is a whole number of fen, a computed one need not be. So it is remarked
    where a computed amount is compared with a field for equality, or is a result, without being
    rounded.

    A row of a table that no record belongs to is remarked, too, and a comparison of two values that
    are written out.
    """
    problems = Problems({file.name: file for file, _ in files})
    for _, tree in files:
        for declaration in tree.declarations:
            for clause in syntax.clauses_of(declaration, syntax.Overrides):
                for overriding, name, again in _brought_back(clause, package, references):
                    _remark(overriding, name, again, problems)
    _remark_idle_rows(package, {file.name for file, _ in files}, problems)
    own, whole = {file.name for file, _ in files}, package.whole_facts
    for expression in _conditions(package):
        if expression.span.file in own:
            _remark_parts_of_a_fen(expression, whole, problems)
    for fact in package.declared_facts:
        if fact.span.file in own and fact.name not in package.derived:
            _remark_unrounded_result(fact, whole, problems)
    _of_constants(package, own, problems)
    _weights_below_zero(package, own, problems)
    _of_the_day_in_periods(package, own, problems)
    return tuple(problems.diagnostics)


def _of_constants(package: Package, own: Set[str], problems: Problems) -> None:
    """Remark on comparisons that have the same answer for every record, since no record is looked
    at."""
    for expression in _conditions(package):
        for part, answer in answered_alone(expression):
            if part.span.file in own:
                is_english = dominant_language(problems.files[part.span.file]) == "en"
                said = keyword_phrase("YES" if answer else "NO")
                hint = Fix(None, (writing(part.span, said.en if is_english else said.zh),))
                written = problems.quoted(part.span)
                problems.report("POL-806", part.span, hint=hint, written=written, answer=said)


def _remark_idle_rows(package: Package, own: set[str], problems: Problems) -> None:
    """Remark on rows of tables that no record belongs to."""
    for fact in package.declared_facts:
        if fact.table and fact.span.file in own and fact.name not in package.derived:
            cases = TableCases(package, problems, fact, fact.span, whole=False)
            for row in cases.idle():
                problems.report("POL-804", row.place, hint=problems.without(row.place))


def _conditions(package: Package) -> Iterator[Expression]:
    declared: tuple[Fact | Norm | Action, ...] = (
        *package.declared_facts,
        *package.declared_norms,
        *package.declared_actions,
    )
    for declaration in declared:
        if declaration.name not in package.derived:
            yield from declaration.conditions()


def _remark_parts_of_a_fen(
    expression: Expression, whole_facts: frozenset[str], problems: Problems
) -> None:
    """Remark on a field that is compared for equality with an amount which may be a fraction of a
    fen."""
    for part in walk(expression):
        match part:
            case model.Apply(operation, (left, right)) if operation in (EQUAL, NOT_EQUAL):
                for paid, computed in ((left, right), (right, left)):
                    is_field = isinstance(paid, model.FieldValue) and paid.type is Scalar.MONEY
                    if is_field and not model.is_whole(computed, whole_facts.__contains__):
                        is_choice = isinstance(computed, model.Choose)
                        hint = _ROUND_CHOICE if is_choice else _ROUND
                        said = hint.filled(text=problems.quoted(computed.span))
                        fix = Fix(said, (to_the_fen(computed.span, problems),))
                        problems.report("POL-802", computed.span, hint=fix)


def _remark_unrounded_result(fact: Fact, whole_facts: frozenset[str], problems: Problems) -> None:
    """Remark on a result that may be a fraction of a fen.

    Rounding to the nearest fen is only a proposal: direction and unit depend on the text. For a
    table it is proposed for each row that needs it; a progressive table is summed by brackets, so
    its sum has to be rounded in another fact.
    """
    if fact.result is None or fact.type is not Scalar.MONEY:
        return
    if fact.progressive:
        if not model.is_whole(fact.definition, whole_facts.__contains__):
            name = write_name(fact.name)
            english, chinese = f"round {name} to 0.01 yuan", f"{name} 四舍五入到 0.01元"
            hint = Fix(_ROUND_ELSEWHERE.filled(text=Phrase(english, chinese)))
            problems.report("POL-803", fact.span, name=called(fact), hint=hint)
        return
    for part in [row.value for row in fact.table] or [fact.definition]:
        if part.span.file in problems.files and not model.is_whole(part, whole_facts.__contains__):
            (edit,) = to_the_fen(part.span, problems).edits
            shown = edit.text.replace(problems.text(part.span), problems.quoted(part.span))
            hint = replacing(part.span, edit.text, _ROUND_RESULT.filled(text=shown))
            problems.report("POL-803", part.span, name=called(fact), hint=hint)


def to_the_fen(place: Span, problems: Problems) -> Choice:
    """The choice to round an amount to the nearest fen."""
    is_english = dominant_language(problems.files[place.file]) == "en"
    form = "round ({}) to 0.01 yuan" if is_english else "（{}）四舍五入到 0.01元"
    return writing(place, form.format(problems.text(place)))


def _kept_from_zero(weight: Expression, own: Set[str], problems: Problems) -> Fix:
    """The choices for a weight: to limit it, or the field that it is."""
    is_english = dominant_language(problems.files[weight.span.file]) == "en"
    words, zero = problems.text(weight.span), "0"
    if weight.type is Scalar.MONEY:
        zero = "0 yuan" if is_english else "0元"
    least, limit = keyword_phrase("AT_LEAST"), keyword_phrase("BUT_AT_LEAST")
    held = f"({words}) {limit.en} {zero}" if is_english else f"（{words}）{limit.zh} {zero}"
    choices = [writing(weight.span, held)]
    match weight:
        case model.FieldValue(record, name) if isinstance(record.type, RecordType):
            span = record.type.by_spelling[name].span
            if span.file in own:
                said = f" {least.en if is_english else least.zh} {zero}"
                end = problems.files[span.file].span(span.end, span.end)
                choices.append(writing(end, said, _BEHIND_THE_FIELD))
    return Fix(None, tuple(choices))


_BEHIND_THE_FIELD: Final = Phrase("write behind the field: {text}", "在字段后面写：{text}")


def _of_the_day_in_periods(package: Package, own: Set[str], problems: Problems) -> None:
    """Remark on values that change with time and are read as of the as-of date inside a list of
    periods.

    The author may have meant the value in each period. Each place is remarked once.
    """
    told: set[Span] = set()
    for expression in _conditions(package):
        for looked in walk(expression):
            if not isinstance(looked, _LOOKING) or looked.variable.type != CALENDAR_PERIOD:
                continue
            parts = (p for p in parts_of(looked) if p is not looked.collection)
            for read in (one for part in parts for one in _read_today(part, package)):
                if read.span.file in own and read.span not in told:
                    told.add(read.span)
                    _remark_value_of_today(read, looked.variable.name, problems)


def _read_today(expression: Expression, package: Package) -> Iterator[Expression]:
    """The parameters with several values over time that an expression reads as of the as-of date,
    and the facts that rest on such."""
    match expression:
        case model.OnDay(day=day):
            yield from _read_today(day, package)
        case model.ParameterValue() | model.FactValue() | model.FactOf():
            read = read_today(expression, package)
            if any(isinstance(part, model.ParameterValue) for part in read):
                yield expression
        case _:
            for part in parts_of(expression):
                yield from _read_today(part, package)


def _remark_value_of_today(read: Expression, period: str, problems: Problems) -> None:
    written, named = problems.quoted(read.span), write_name(period)
    is_english = dominant_language(problems.files[read.span.file]) == "en"
    edge = f"start of {named}" if is_english else f"{named} 的首日"
    own, today = (
        f"{written} as it stood on {day}" if is_english else f"{day} 当日的 {written}"
        for day in (edge, "as_of" if is_english else "基准日")
    )
    hint = Fix(None, each(read.span, (own, today)))
    problems.report("POL-442", read.span, hint=hint, name=written, own=own, today=today)


_LOOKING: Final = (model.Some, model.Every, model.HowMany, model.Aggregate)


def _brought_back(
    clause: syntax.Overrides,
    package: Package,
    references: References,
) -> Iterator[tuple[Norm, syntax.Name, Norm]]:
    overridden = [(name, package.norms[references[name.span].name]) for name in clause.norms]
    for norm in package.norms.values():
        if not norm.span.start <= clause.span.start < norm.span.end:
            continue
        if norm.span.file != clause.span.file:
            continue
        for name, middle in overridden:
            for again in (package.norms[n] for n in middle.overrides if n in package.norms):
                alike = (norm.modality, norm.strength) == (again.modality, again.strength)
                if norm.action == again.action and again.name not in norm.overrides and not alike:
                    yield norm, name, again


def _remark(overriding: Norm, name: syntax.Name, again: Norm, problems: Problems) -> None:
    spelled = again.name if name.text.isascii() else again.label or again.name
    text = f"{', ' if name.text.isascii() else '、'}{write_name(spelled)}"
    end = name.span.end - name.span.start
    after = Span(
        name.span.file, name.span.end, name.span.end, name.span.line, name.span.column + end
    )
    problems.report(
        "POL-801",
        name.span,
        name=name.text,
        norm=called(overriding),
        again=called(again),
        related=(Related(problems.excerpt(again.span), _AGAIN),),
        hint=certain(_OVERRIDE_BOTH.filled(text=f"{name.text}{text}"), Edit(after, text)),
    )
