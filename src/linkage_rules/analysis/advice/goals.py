"""Reading a goal, which is given in the words of the policy language."""

import re
from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from linkage_rules.engines.reference import Evaluation
from linkage_rules.errors import Error, Fault
from linkage_rules.language import syntax
from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic, Excerpt, PolicyError
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES, WITH_DEADLINE, meant_by, possible_statuses
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import transformed, walk
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.words import advice_words as wording
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Reason
from linkage_rules.words.names import write_name

LONGEST: Final = 2_000
"""The most characters of a goal."""

_PLACE: Final = "goal"


_NOTHING: Final = "nothing"
_LABEL: Final = "没有规定"
"""The name and the label that stand for “no norm” in a goal: no norm is violated."""

_SAID: Final = re.compile(
    r"(?<!\w)(?:nothing\s+(?:is\s+)?violated|(?:nothing|(?:没有|无)(?:任何)?(?:规定|规范))\s*被违反"
    r"|没有被违反的(?:规定|规范)|(?:没有|无)违反)(?!\w)",
    re.IGNORECASE,
)


@frozen
class NothingViolated(model.And):
    """The condition that none of the norms on records of a type is violated, as a conjunction."""


class GoalError(Error, ValueError):
    """The text that was given as a goal is no condition. `render` says why in either language."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why
        self.problems = (Fault(why.code, (_PLACE,), why.en, why.zh),)

    def __str__(self) -> str:
        return self.render("en")


def read_goal(text: str, package: Package, record_type: RecordType) -> Expression:
    """The condition that a goal names, such as “enter_library is permitted”.

    Names and keywords may be in either language; every status and verdict may be asked for, as in
    the expectations of an example. “nothing violated” (没有规定被违反) is a goal about all norms on
    records of the type.

    Raises `PolicyError`, as loading does, when it cannot be read or names something unknown, and
    `GoalError` when it is not one condition.
    """
    written = " ".join(text.split())
    if len(written) > LONGEST:
        raise GoalError(wording.TOO_LONG.filled(limit=LONGEST))
    if not written:
        raise GoalError(wording.NOT_ONE)
    violable = [norm for norm in package.norms.values() if _may_be_violated(norm, package)]
    violable = [norm for norm in violable if norm.record_type == record_type.name]
    speaks_of_nothing = _NOTHING not in package.norms and _SAID.search(written)
    if speaks_of_nothing:
        if not violable:
            raise GoalError(wording.NONE_TO_VIOLATE)
        written = _SAID.sub(f"{_NOTHING} {spelling('IS_VIOLATED', 'en')}", written)
        package = _with_nothing(package, violable[0])
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
    return _spoken_out(holds, violable) if speaks_of_nothing else holds


def _may_be_violated(norm: Norm, package: Package) -> bool:
    observable = package.actions[norm.action].done_when is not None
    possible = WITH_DEADLINE if norm.deadline else possible_statuses(norm.modality, observable)
    return not possible.isdisjoint(meant_by(Status.VIOLATED))


def _with_nothing(package: Package, like: Norm) -> Package:
    """The package with an extra norm that stands for “no norm”, so that the checker knows the
    name."""
    nothing = evolve(like, name=_NOTHING, label=_LABEL, overrides=())
    return evolve(package, declared_norms=(*package.declared_norms, nothing))


def _spoken_out(goal: Expression, norms: list[Norm]) -> Expression:
    """The goal with “nothing violated” replaced by a `NothingViolated`.

    Raises `GoalError` where something else is said of “no norm”.
    """

    def meant(part: Expression) -> Expression | None:
        if isinstance(part, model.NormIs) and part.norm == _NOTHING:
            asked = (model.NormIs(norm.name, Status.VIOLATED) for norm in norms)
            return NothingViolated(tuple(model.Not(one) for one in asked), span=part.span)
        return None

    if any(isinstance(p, model.NormApplies) and p.norm == _NOTHING for p in walk(goal)):
        raise GoalError(wording.NOT_ONE)
    return transformed(goal, meant)


def left_open(goal: Expression, judged: Evaluation) -> tuple[Expression, tuple[Norm, ...]]:
    """The goal for one record, and the norms whose violation is unknown in it.

    For a goal that nothing is violated these norms only have to be not violated for certain,
    because finding out what is unknown is not a change. All other norms must not become unknown
    either.
    """
    found: dict[str, Norm] = {}

    def meant(part: Expression) -> Expression | None:
        if not isinstance(part, NothingViolated):
            return None
        operands: list[Expression] = []
        for one in part.operands:
            assert isinstance(one, model.Not)
            asked = one.operand
            assert isinstance(asked, model.NormIs)
            if judged.derive(asked).answer is None:
                found[asked.norm] = judged.package.norms[asked.norm]
                one = model.Not(model.And((model.IsKnown(asked), asked)))
            operands.append(one)
        return NothingViolated(tuple(operands), span=part.span)

    return transformed(goal, meant), tuple(found.values())


def as_conditions(goal: Expression, package: Package) -> Expression:
    """The goal with each status and verdict that only expectations may ask for rewritten as a
    condition.

    A norm or an action is undetermined where none of its other statuses or verdicts is certain.
    Other parts of a goal are conditions already.
    """

    def meant(part: Expression) -> Expression | None:
        match part:
            case model.NormIs(name, Status() as status):
                return _status(package.norms[name], status, package)
            case model.ActionIs(name, VerdictStatus.UNDETERMINED):
                return _none_certain(
                    model.ActionIs(name, verdict)
                    for verdict in VerdictStatus
                    if verdict is not VerdictStatus.UNDETERMINED
                )
        return None

    return transformed(goal, meant)


def _status(norm: Norm, status: Status, package: Package) -> Expression:
    observable = package.actions[norm.action].done_when is not None
    if status is Status.UNDETERMINED:
        possible = WITH_DEADLINE if norm.deadline else possible_statuses(norm.modality, observable)
        return _none_certain(
            _status(norm, one, package) for one in Status if one in possible and one is not status
        )
    applies, row = model.NormApplies(norm.name), MODALITIES[norm.modality]
    if norm.deadline is None and status is Status.NOT_APPLICABLE:
        return model.Not(applies)
    whatever_is_done = {row.if_done, row.if_not_done} if observable else {row.unobserved}
    if norm.deadline is None and whatever_is_done == {status}:
        return applies
    return model.NormIs(norm.name, status)


def _none_certain(answers: Iterable[Expression]) -> Expression:
    return model.Not(model.Or(tuple(model.And((model.IsKnown(one), one)) for one in answers)))


def without_nothing_violated(goal: Expression) -> Expression:
    """The goal without its part about all norms."""
    yes = model.Constant(True, Scalar.YES_NO)
    return transformed(goal, lambda e: yes if isinstance(e, NothingViolated) else None)


def described(goal: Expression, package: Package, language: Language) -> str:
    """A goal on one line, as it may be written."""
    if not any(isinstance(part, NothingViolated) for part in walk(goal)):
        return describe(goal, package, language)
    like = next(iter(package.norms.values()))
    said = model.NormIs(_NOTHING, Status.VIOLATED)
    short = transformed(goal, lambda e: said if isinstance(e, NothingViolated) else None)
    return describe(short, _with_nothing(package, like), language)


def _moved(problem: Diagnostic, by: int, goal: SourceFile) -> Diagnostic:
    """The diagnostic, with its place changed to one in the goal."""
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
