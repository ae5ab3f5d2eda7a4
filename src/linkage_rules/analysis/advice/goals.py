"""What is to be reached, in the words of the policy language."""

from typing import Final

from attrs import evolve

from linkage_rules.errors import Error, Fault
from linkage_rules.language import syntax
from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic, Excerpt, PolicyError
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.words import advice_words as wording
from linkage_rules.words.keywords import spelling
from linkage_rules.words.messages import Reason
from linkage_rules.words.names import write_name

LONGEST: Final = 2_000
"""The characters that a goal may have."""

_PLACE: Final = "goal"


class GoalError(Error, ValueError):
    """What was given as a goal is no condition. `render` says why in either language."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why
        self.problems = (Fault(why.code, (_PLACE,), why.en, why.zh),)

    def __str__(self) -> str:
        return self.render("en")


def read_goal(text: str, package: Package, record_type: RecordType) -> Expression:
    """The condition that a goal names, such as “enter_library is permitted”.

    Names and keywords may be in either language; every status and verdict may be asked for, as in
    the expectations of an example.

    Raises `PolicyError`, as loading does, when it cannot be read or names something unknown, and
    `GoalError` when it is not one condition.
    """
    written = " ".join(text.split())
    if len(written) > LONGEST:
        raise GoalError(wording.TOO_LONG.filled(limit=LONGEST))
    if not written:
        raise GoalError(wording.NOT_ONE)
    # An example has a place for a condition on outcomes. The goal stands on a line of its own, so
    # that a message about it shows nothing else.
    about = write_name(record_type.name)
    before = (
        f"{spelling('POLICY', 'en')} {_PLACE}",
        f'{spelling("EXAMPLE", "en")} "{_PLACE}" {spelling("OF", "en")} {about}',
        f"  {spelling('GIVEN', 'en')}",
        f"  {spelling('AS_OF_DATE', 'en')} 2000-01-01",
        f"  {spelling('EXPECT', 'en')}",
        "    ",
    )
    source = SourceFile(_PLACE, "\n".join(before) + written)
    goal = SourceFile(_PLACE, written)
    moved = len(source.text) - len(written)
    tree, problems = parse(source)
    if problems:
        raise PolicyError(_moved(one, moved, goal) for one in problems)
    if not _is_one_condition(tree):
        raise GoalError(wording.NOT_ONE)
    checked = check(((source, tree),), (package,))
    if checked.diagnostics:
        raise PolicyError(_moved(one, moved, goal) for one in checked.diagnostics)
    holds = checked.package.examples[0].expectations[0].holds
    assert holds is not None
    return holds


def _moved(problem: Diagnostic, by: int, goal: SourceFile) -> Diagnostic:
    """The problem, placed in the goal alone."""
    length = len(goal.text)
    start, end = (min(max(at - by, 0), length) for at in (problem.span.start, problem.span.end))
    return evolve(problem, excerpt=Excerpt.of(goal, goal.span(start, end)))


def _is_one_condition(tree: syntax.File) -> bool:
    if [type(d) for d in tree.declarations] != [
        syntax.PolicyDeclaration,
        syntax.ExampleDeclaration,
    ]:
        return False
    kinds = (syntax.Given, syntax.AsOfDate, syntax.Expect)
    clauses = tree.declarations[1].clauses
    if tuple(type(clause) for clause in clauses) != kinds:
        return False
    given, _, expect = clauses
    assert isinstance(given, syntax.Given)
    assert isinstance(expect, syntax.Expect)
    return not given.entries and not expect.by
