"""What is worked out in which order: facts, norms, and questions about lists, each once.

A step rests on steps of earlier stages only, and a stage is one projection of the query. So the
query grows with the policy, not with how often its parts are used.
"""

from collections.abc import Iterable, Iterator

from attrs import frozen

from linkage_rules.engines.tabular.expressions import ListQuestion
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.traversal import parts_of, walk
from linkage_rules.model.types import ListType, RecordType


@frozen
class Task:
    """One step of a query. ``name`` is its column, ``after`` what it rests on."""

    name: str
    stage: int
    after: frozenset[str]


class Plan:
    """The steps of a query about one record type.

    ``tasks`` are by name; ``questions`` gives the name of each question that has a column of its
    own, ``asked`` the question behind a name.
    """

    def __init__(self, package: Package, record_type: RecordType) -> None:
        self.package = package
        self.tasks: dict[str, Task] = {}
        self.questions: dict[Expression, str] = {}
        self.asked: dict[str, Expression] = {}
        for step in package.orders[record_type.name]:
            match step.kind:
                case StepKind.FACT:
                    fact = package.facts[step.name]
                    if is_column(fact.means):
                        self._add(f"fact_{step.name}", [fact.means])
                case StepKind.DONE:
                    if package.actions[step.name].done_when is not None:
                        self._add(f"done_{step.name}", expressions_of(step, package))
                case StepKind.APPLIES:
                    others = {f"applies_{n.name}" for n in package.overriding[step.name]}
                    self._add(f"applies_{step.name}", expressions_of(step, package), others)

    def stages(self) -> Iterator[list[str]]:
        """The names of the tasks, stage by stage."""
        last = max((task.stage for task in self.tasks.values()), default=0)
        for stage in range(1, last + 1):
            yield [task.name for task in self.tasks.values() if task.stage == stage]

    def _add(
        self, name: str, expressions: Iterable[Expression], others: Iterable[str] = ()
    ) -> None:
        after = set(others)
        for expression in expressions:
            self._collect(expression, after, is_inside=False)
        stage = 1 + max((self.tasks[other].stage for other in after), default=0)
        self.tasks[name] = Task(name, stage, frozenset(after))

    def _collect(self, expression: Expression, after: set[str], is_inside: bool) -> None:
        """What an expression rests on. Questions about lists become tasks of their own, and so do
        the conditions of choices that choose in their turn: a query writes a condition out for
        each of its cases, which would double with every level."""
        if isinstance(expression, ListQuestion) and not is_inside:
            after.add(self._question(expression))
            return
        match expression:
            case model.FactValue(name):
                fact = self.package.facts[name]
                if is_column(fact.means):
                    after.add(f"fact_{name}")
                else:
                    self._collect(fact.means, after, is_inside)
            case model.NormApplies(norm):
                after.add(f"applies_{norm}")
            case model.NormIs(norm):
                after.add(f"applies_{norm}")
                action = self.package.actions[self.package.norms[norm].action]
                after |= {f"done_{action.name}"} if action.done_when is not None else set()
            case model.ActionIs(action):
                after |= {f"applies_{norm.name}" for norm in self.package.norms_on[action]}
            case model.Choose(condition) if not is_inside and _chooses(condition):
                after.add(self._question(condition))
                for part in parts_of(expression):
                    if part is not condition:
                        self._collect(part, after, is_inside)
            case _:
                inside = is_inside or isinstance(expression, ListQuestion)
                for part in parts_of(expression):
                    self._collect(part, after, inside)

    def _question(self, question: Expression) -> str:
        name = self.questions.get(question)
        if name is None:
            after = set[str]()
            if isinstance(question, ListQuestion):
                for part in parts_of(question):
                    self._collect(part, after, is_inside=True)
            else:
                self._collect(question, after, is_inside=False)
            name = f"question_{len(self.questions)}"
            self.questions[question] = name
            self.asked[name] = question
            stage = 1 + max((self.tasks[other].stage for other in after), default=0)
            self.tasks[name] = Task(name, stage, frozenset(after))
        return name

    def needed_after(self, stage: int) -> frozenset[str]:
        """The tasks whose columns are read after a stage, be it by the answers at the end."""
        answers = (n for n in self.tasks if n.startswith(("applies_", "done_")))
        later = (task.after for task in self.tasks.values() if task.stage > stage)
        return frozenset(answers).union(*later)

    def label(self, name: str) -> str:
        """The declaration a task belongs to; of a question the first that asks it."""
        while name in self.asked:
            name = next(t.name for t in self.tasks.values() if name in t.after)
        return name.partition("_")[2]


def _chooses(condition: Expression) -> bool:
    """Whether something is chosen within a condition."""
    return any(isinstance(part, model.Choose) for part in walk(condition))


def is_column(expression: Expression) -> bool:
    """Whether a value can be a column: lists and records are worked out where they are asked."""
    return not isinstance(expression.type, ListType | RecordType)
