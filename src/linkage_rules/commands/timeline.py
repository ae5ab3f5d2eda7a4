"""``linkage-rules timeline``: what changes in a policy when, layer by layer."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import click
from attrs import frozen

from linkage_rules.commands.commands import Command, Option
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import overlap, some_day, stretches
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Interval, Norm, Parameter
from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.values import NEVER
from linkage_rules.plain.writing import FORMATS, plain, written
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import write_date
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import layer_called
from linkage_rules.words.told_values import in_words

_MOST_NAMED: Final = 3
"""What one layer has in force on the same days is named up to so many, and counted beyond."""

_BEGINS: Final = Phrase("in force from here on: {what}", "{what}起施行")
_ENDS: Final = Phrase("in force until this day: {what}", "{what}施行至此日")
_VALUE: Final = Phrase("parameter {name} is {value} from here on", "参数“{name}”自此日起为{value}")
_FIRST_VALUE: Final = Phrase("parameter {name} is {value}", "参数“{name}”为{value}")
_NO_VALUE: Final = Phrase(
    "parameter {name} has no value from here on", "参数“{name}”自此日起没有规定值"
)
_POLICY: Final = Phrase("policy {name}", "政策{name}")
_NORM: Final = Phrase("norm {name}", "规范“{name}”")
_NORMS: Final = Phrase("{count} norms of {layer}", "{layer}的{count}条规范")
_DEFAULT: Final = Phrase("permission by default of {name}", "“{name}”的默认允许")
_DEFAULTS: Final = Phrase("{count} permissions by default of {layer}", "{layer}的{count}项默认允许")
_TABLE: Final = Phrase(
    "{layer} sets {name} by a table; rows from here on: {count}",
    "“{name}”自此日起按{layer}的标准表（{count}行）执行",
)
_OWN_TABLE: Final = Phrase(
    "rows of the table {name} from here on: {count}", "“{name}”表自此日起有{count}行"
)
_FIRST_TABLES: Final = {
    True: Phrase(
        "{layer} sets {name} by a table; rows: {count}",
        "“{name}”按{layer}的标准表（{count}行）执行",
    ),
    False: Phrase("rows of the table {name}: {count}", "“{name}”表有{count}行"),
}
"""What is said of a table that is there from the start, by whether a policy above sets it."""
_CHANGES: Final = {
    AmendmentKind.OVERRIDE: Phrase(
        "{layer} overrides {name}: {because}", "{layer}取代“{name}”：{because}"
    ),
    AmendmentKind.REPEAL: Phrase(
        "{layer} repeals {name}: {because}", "{layer}废止“{name}”：{because}"
    ),
    AmendmentKind.LOOSEN: Phrase(
        "{layer} loosens {name}: {because}", "{layer}放宽“{name}”：{because}"
    ),
    AmendmentKind.ADJUST: Phrase(
        "{layer} adjusts the calendar {name}: {because}", "{layer}调整工作日历“{name}”：{because}"
    ),
    AmendmentKind.SET: Phrase("{layer} sets {name}", "{layer}设定“{name}”"),
    AmendmentKind.CONTINUE: Phrase("{layer} continues {name}", "{layer}延续{name}"),
}
_DUE: Final = Phrase("the duty of {name} is due by this day", "“{name}”最迟至此日履行")
_OVERDUE: Final = Phrase(
    "the duty of {name} is overdue from here on if it was not done",
    "“{name}”尚未履行的，自此日起逾期",
)
_FROM_THE_START: Final = Phrase("always", "一直")
_NOTHING: Final = Phrase("Nothing changes over time.", "没有随时间变化的内容。")
_EVENT: Final = Phrase("  - {what}", "  - {what}")


@frozen
class Event:
    """Something that begins or ends on a day; ``day`` absent is from the start.

    ``kind`` and ``name`` say what it concerns, ``layer`` which policy of the stack it comes from.
    """

    day: date | None
    kind: str
    name: str
    layer: str
    words: Phrase


def timeline(package: Package) -> tuple[Event, ...]:
    """What begins and ends in a policy, in the order of the days.

    Many norms, or permissions by default, of one layer with the same days are counted, a few are
    named.
    """
    events = [
        *_policies(package),
        *_amendments(package),
        *_defaults(package),
        *_norms(package),
        *_tables(package),
        *_deadlines(package),
        *(e for p in package.declared_parameters for e in _values(p, package)),
    ]
    return tuple(sorted(events, key=lambda event: event.day or date.min))


def _policies(package: Package) -> Iterator[Event]:
    for layer in package.layers.values():
        what = _POLICY.filled(name=layer_called(package, layer.name))
        yield from _interval("policy", layer.name, layer.name, layer.in_force, what)


def _amendments(package: Package) -> Iterator[Event]:
    tables = {fact.name for fact in package.declared_facts if fact.table}
    for amendment in package.amendments:
        if amendment.change is AmendmentKind.SET and amendment.target in tables:
            continue
        name = Phrase(amendment.target, amendment.label or amendment.target)
        words = _CHANGES[amendment.change].filled(
            layer=layer_called(package, amendment.layer),
            name=name,
            because=amendment.because or "",
        )
        start = amendment.in_force.start or package.layers[amendment.layer].in_force.start
        yield Event(start, amendment.change.value, amendment.target, amendment.layer, words)


def _defaults(package: Package) -> Iterator[Event]:
    """The days on which something is permitted by default."""
    together: dict[tuple[str, Interval], list[Action]] = {}
    for action in package.actions.values():
        if action.permitted_by_default:
            for days in package.default_periods[action.name]:
                together.setdefault((action.layer or package.name, days), []).append(action)
    for (layer, days), actions in together.items():
        if len(actions) > _MOST_NAMED:
            what = _DEFAULTS.filled(count=len(actions), layer=layer_called(package, layer))
            yield from _interval("defaults", layer, layer, days, what)
            continue
        for action in actions:
            what = _DEFAULT.filled(name=called(action))
            yield from _interval("default", action.name, layer, days, what)


def _norms(package: Package) -> Iterator[Event]:
    """The days of norms; what a date of the record governs has no days of its own."""
    together: dict[tuple[str, Interval], list[Norm]] = {}
    for norm in package.declared_norms:
        if norm.governed_by is None:
            group = together.setdefault((norm.layer or package.name, norm.in_force), [])
            group.append(norm)
    for (layer, interval), norms in together.items():
        if len(norms) > _MOST_NAMED:
            what = _NORMS.filled(count=len(norms), layer=layer_called(package, layer))
            yield from _interval("norms", layer, layer, interval, what)
            continue
        for norm in norms:
            what = _NORM.filled(name=called(norm))
            yield from _interval("norm", norm.name, layer, interval, what)


def _deadlines(package: Package) -> Iterator[Event]:
    """The days on which duties stand otherwise that are due on a day of the policy itself, and not
    so long after something in the record."""
    for norm in package.declared_norms:
        if norm.deadline is None or not _is_fixed(norm.deadline.written):
            continue
        layer = norm.layer or package.name
        found: set[date] = set()
        for day in _days_of(norm, package):
            shape = package.record_types[norm.record_type]
            asked = Evaluation(package, shape, {field.name: None for field in shape.fields}, day)
            due = value_of(asked.derive(package.facts[norm.deadline.due].means))
            if isinstance(due, date) and due != NEVER:
                found.add(due)
        for due in sorted(found):
            yield Event(due, "due", norm.name, layer, _DUE.filled(name=called(norm)))
            if due < NEVER - timedelta(days=1):
                after, what = due + timedelta(days=1), _OVERDUE.filled(name=called(norm))
                yield Event(after, "overdue", norm.name, layer, what)


def _is_fixed(expression: Expression) -> bool:
    """Whether an expression asks for literals and parameters alone."""
    inside = (model.Constant, model.ParameterValue, model.Apply)
    return all(isinstance(part, inside) for part in walk(expression))


def _days_of(norm: Norm, package: Package) -> Iterator[date]:
    """A day of each stretch on which the parameters behind a deadline have the same values."""
    assert norm.deadline is not None
    named = {p.name for p in walk(norm.deadline.written) if isinstance(p, model.ParameterValue)}
    periods = [period for name in named for period in package.parameters[name].periods]
    for stretch in stretches(period.in_force for period in periods):
        held = overlap(stretch, norm.in_force)
        if held is not None:
            yield some_day(held)


def _tables(package: Package) -> Iterator[Event]:
    set_here = {a.target for a in package.amendments if a.change is AmendmentKind.SET}
    for fact in package.declared_facts:
        is_dated = any(row.in_force != Interval() for row in fact.table)
        if fact.name in package.derived or not (is_dated or fact.name in set_here):
            continue
        is_set = fact.name in set_here
        rows: dict[date | None, int] = {}
        for row in fact.table:
            rows[row.in_force.start] = rows.get(row.in_force.start, 0) + 1
        for start, count in rows.items():
            later = _TABLE if is_set else _OWN_TABLE
            words = (_FIRST_TABLES[is_set] if start is None else later).filled(
                layer=layer_called(package, fact.layer),
                name=called(fact),
                count=count,
            )
            yield Event(start, "table", fact.name, fact.layer, words)


def _interval(
    kind: str, name: str, layer: str, interval: Interval, what: Phrase
) -> Iterator[Event]:
    if interval.start is not None:
        yield Event(interval.start, kind, name, layer, _BEGINS.filled(what=what))
    if interval.end is not None:
        yield Event(interval.end, kind, name, layer, _ENDS.filled(what=what))


def _values(parameter: Parameter, package: Package) -> Iterator[Event]:
    """The changes of a value; one that never changes is none."""
    if len(parameter.periods) < 2 and all(
        period.in_force == Interval() for period in parameter.periods
    ):
        return
    if parameter.name in package.derived:
        return
    name = called(parameter)
    before: object = None
    for stretch in stretches(period.in_force for period in parameter.periods):
        day = stretch.start
        period = parameter.period_on(day or date.min)
        value = None if period is None else period.value
        if value == before and day is not None:
            continue
        if value is None:
            if day is None:
                continue
            words = _NO_VALUE.filled(name=name)
        else:
            pattern = _FIRST_VALUE if day is None else _VALUE
            words = pattern.filled(name=name, value=in_words(value, parameter.type))
        layer = (period.layer if period else "") or parameter.layer or package.name
        before = value
        yield Event(day, "parameter", parameter.name, layer, words)


def show_timeline(
    policy: str, format_: str, stdin_filename: str | None, language: Language
) -> ExitStatus:
    """Print the days on which something changes, and what."""
    check_dashes(stdin_filename, policy)
    judge = given_policy(policy, stdin_filename)
    events = timeline(judge.package)
    if format_ == "json":
        click.echo(written(_document(judge.package, events)), nl=False)
        return ExitStatus.WELL
    title = f"{judge.label}（{judge.name}）" if judge.label and language == "zh" else judge.name
    click.echo(safe(title))
    if not events:
        click.echo(say(_NOTHING, language))
    day: date | str | None = ""
    for event in events:
        if event.day != day:
            day = event.day
            shown = say(_FROM_THE_START, language) if day is None else write_date(day, language)
            click.echo(f"\n{shown}")
        click.echo(safe(say(_EVENT.filled(what=event.words), language)))
    return ExitStatus.WELL


def _document(package: Package, events: tuple[Event, ...]) -> dict[str, Any]:
    return {
        **FORMATS["timeline"].head,
        "policy": package.name,
        "layers": [*package.layers],
        "events": plain(events),
    }


command: Final = Command(
    "timeline",
    about=Phrase(
        "show what changes in a policy when: layers, norms, permissions by default, parameters",
        "列出政策何时有何变化：各层、规范、默认允许、参数取值",
    ),
    params=[
        policy_argument(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json")),
            default="text",
            about=Phrase("form of the output", "输出格式"),
        ),
        stdin_filename_option(),
    ],
    callback=show_timeline,
)
