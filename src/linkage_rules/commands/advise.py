"""``linkage-rules advise``: the smallest changes with which a record reaches a goal."""

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
from linkage_rules.commands.solving import require_solver, time_limit_option, whole_number_option
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_file,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.policy.out_of_force import Outside
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe, width
from linkage_rules.records import RecordError, read_records
from linkage_rules.reviews.review_words import Question, remarks, title
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

_MOST_ALTERNATIVES: Final = 20


def advise(
    policy: str,
    record: str,
    goal: str,
    id_: str | None,
    at: int | None,
    as_of: date | None,
    outside: Outside,
    alternatives: int,
    time_limit: int,
    record_type: str | None,
    mapping: str | None,
    sheet: str | None,
    linked: tuple[str, ...],
    linked_mapping: tuple[str, ...],
    linked_sheet: tuple[str, ...],
    stdin_filename: str | None,
    format_: str,
    language: Language,
) -> ExitStatus:
    """Say what to change; findings if no way was found."""
    require_solver()
    from linkage_rules.analysis.advice import GoalError

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
    try:
        found = judge.advise(
            entry.data,
            goal,
            as_of=question.as_of,
            record_type=shape.name,
            alternatives=alternatives,
            time_limit=time_limit,
            outside="allow",
        )
    except GoalError as error:
        raise RefusedError(Phrase(error.render("en"), error.render("zh"))) from error
    if format_ == "json":
        click.echo(found.to_json(), nl=False)
    else:
        click.echo(safe(say(title(question), language)))
        for remark in remarks(question):
            click.echo(safe(say(remark, language)))
        click.echo("\n" + safe(found.to_text(language, width=width())).rstrip())
    told = ExitStatus.WELL if found.reached or found.alternatives else ExitStatus.FINDINGS
    return max(told, ending(question, outside))


command: Final = Command(
    "advise",
    about=Phrase(
        "find the fewest things to be done with which a record reaches a goal\n"
        "Exit status: 0 a way was found or the goal is reached, 1 none was found or the policy is "
        "not in force on the day, 2 if the input is wrong.",
        "给出使一条记录达到目标所须落实的最少事项\n"
        "退出状态：0 有途径或者目标已达到，1 没有找到途径或者政策在基准日不在施行期，2 输入有误。",
    ),
    params=[
        policy_argument(),
        records_argument("record"),
        Option(
            ["--goal"],
            required=True,
            metavar="CONDITION",
            about=Phrase(
                'what to reach, such as "enter_library is permitted" or "nothing violated"',
                "要达到的目标，如“纳入项目库 被允许”或者“没有规定被违反”",
            ),
        ),
        *choosing_options(),
        as_of_option(),
        outside_option(),
        whole_number_option(
            "--alternatives",
            Phrase("how many ways to show at most (default: 3)", "最多给出几种途径（默认 3）"),
            3,
            1,
            _MOST_ALTERNATIVES,
        ),
        time_limit_option(
            Phrase("seconds after which the search ends (default: 10)", "查找时限，秒（默认 10）"),
            10,
        ),
        record_type_option(),
        *table_options(),
        *linked_options(),
        stdin_filename_option(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json")),
            default="text",
            about=Phrase("text (default) or json", "text（默认）或 json"),
        ),
    ],
    callback=advise,
)
"""The command."""
