"""``linkage-rules explain``: why a policy decides as it does on one record."""

from datetime import date
from typing import Final

import click

from linkage_rules.commands.commands import Command, Option
from linkage_rules.commands.inputs import (
    Linked,
    as_of_option,
    find_record_type,
    linked_options,
    outside_option,
    policy_argument,
    record_type_option,
    records_argument,
    table_options,
)
from linkage_rules.commands.judging import (
    choosing_options,
    chosen_record,
    ending,
    require_in_force,
)
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_file,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.decisions import Decision, UnknownNameError
from linkage_rules.policy.out_of_force import Outside
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.records import RecordError, read_records
from linkage_rules.reviews.findings import facts_alone, findings
from linkage_rules.reviews.review_words import Question, remarks, title
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated, say


def explain(
    policy: str,
    record: str,
    action: str | None,
    id_: str | None,
    at: int | None,
    as_of: date | None,
    outside: Outside,
    record_type: str | None,
    mapping: str | None,
    sheet: str | None,
    linked: tuple[str, ...],
    linked_mapping: tuple[str, ...],
    linked_sheet: tuple[str, ...],
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Unfold the verdict on one action, down to record fields and quoted sentences."""
    check_dashes(stdin_filename, policy, record)
    judge = given_policy(policy, stdin_filename)
    shape = find_record_type(judge, record_type)
    question = Question(judge, shape, as_of or date.today(), today=as_of is None)
    require_in_force(question, outside)
    source = given_file(record, stdin_filename)
    entries = read_records(source.place, shape, mapping, sheet, called=source.called)
    entries = Linked(linked, linked_mapping, linked_sheet).link(entries, shape)
    entry = chosen_record(entries, shape, id_, at)
    if entry.problems:
        raise RecordError(entry.problems, entry.omitted)
    decision = judge.evaluate(
        entry.data, as_of=question.as_of, record_type=shape.name, outside="allow"
    )
    names = [action] if action is not None else _gates(decision)
    try:
        reasons = "\n\n".join(decision.explain(name, language).rstrip("\n") for name in names)
    except UnknownNameError as error:
        raise RefusedError(_unknown(error, decision)) from error
    click.echo(safe(say(title(question), language)))
    for remark in remarks(question):
        click.echo(safe(say(remark, language)))
    click.echo("\n" + safe(reasons))
    return ending(question, outside)


def _gates(decision: Decision) -> list[str]:
    """What is explained by default: gates (actions that some norm may forbid) and results; or all
    facts, if the policy has only these.

    Raises `RefusedError` with the available actions when there is none of these.
    """
    found = findings(decision)
    gates = [finding.action.name for finding in found if finding.gate]
    gates += [result.name for result in decision.results.values() if not result.place]
    if gates:
        return gates
    if facts := facts_alone(decision.package, decision.record_type):
        return [fact.name for fact in facts]
    actions = _actions(decision)
    raise RefusedError(
        Phrase(
            f"say with --action what to explain: {actions.en}",
            f"请用 --action 指明事项：{actions.zh}",
        )
    )


def _unknown(error: UnknownNameError, decision: Decision) -> Phrase:
    """The name that was not found, a similar one, and the actions that can be asked about."""
    actions = _actions(decision)
    return Phrase(
        f"{error.render('en')}\nactions: {actions.en}",
        f"{error.render('zh')}\n可写的事项：{actions.zh}",
    )


def _actions(decision: Decision) -> Phrase:
    return enumerated(called(finding.action) for finding in findings(decision))


command: Final = Command(
    "explain",
    about=Phrase(
        "unfold why a policy decides as it does on one record",
        "逐层说明政策对一条记录作出某项结论的理由",
    ),
    params=[
        policy_argument(),
        records_argument("record"),
        Option(
            ["--action"],
            metavar="NAME",
            about=Phrase(
                "action, norm, fact or result to explain, by name or label; without it, every "
                "action that a norm may forbid, and the results",
                "要说明的行为、规定、认定事项或结果，名称或标签均可；"
                "不写则说明可能被禁止的各个行为和各项结果",
            ),
        ),
        *choosing_options(),
        as_of_option(),
        outside_option(),
        record_type_option(),
        *table_options(),
        *linked_options(),
        stdin_filename_option(),
    ],
    callback=explain,
)
"""The command."""
