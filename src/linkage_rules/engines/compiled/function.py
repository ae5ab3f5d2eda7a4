"""One generated function: read the record, work through the plan, return the truths."""

import ast

from linkage_rules.engines.compiled.answers import VerdictTable
from linkage_rules.engines.compiled.emit import NO, YES, Code, assign, is_, item, tuple_of, when
from linkage_rules.engines.compiled.expressions import HELPERS, ExpressionCompiler
from linkage_rules.engines.compiled.plan import Group, Plan, conjuncts, likeness
from linkage_rules.engines.compiled.reading import Reading, Run
from linkage_rules.model.package import Step, StepKind


def written(
    plan: Plan, reading: Reading, kind: type[ExpressionCompiler], otherwise: Run | None = None
) -> Code:
    """The code of a function that takes a record and a date and gives what was judged: the truths
    of the single norms, of the observed actions and of each group, and what was read."""
    code = Code({**HELPERS, "otherwise": otherwise})
    compiler = kind(plan, reading, code)
    compiler.merge_loops(plan.expressions_for_all())
    read = reading.read(compiler)
    for step in plan.steps:
        _work_out(step, compiler, plan)
    groups = [_group(group, compiler, plan) for group in plan.groups]
    truths = [
        *(compiler.applies[norm.name].node for norm in plan.norms),
        *(compiler.done[action].node for action in plan.observed),
        *groups,
    ]
    code.add(ast.Return(tuple_of([tuple_of(truths), read])))
    reading.finish(compiler)
    return code


def _work_out(step: Step, compiler: ExpressionCompiler, plan: Plan) -> None:
    package = plan.package
    match step.kind:
        case StepKind.FACT:
            compiler.define(package.facts[step.name])
        case StepKind.DONE:
            done = package.actions[step.name].done_when
            assert done is not None
            compiler.done[step.name] = compiler.atom(compiler.compile(done))
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            compiler.applies[step.name] = compiler.atom(compiler.applies_of(norm))
        case StepKind.VERDICT:
            action, norms = package.actions[step.name], package.norms_on[step.name]
            by_default = package.permits_by_default(step.name, plan.day)
            table = compiler.code.share(VerdictTable(action, norms, by_default), "verdicts")
            key = tuple_of([compiler.applies.get(norm.name, NO).node for norm in norms])
            local = compiler.code.fresh("verdict")
            compiler.code.add(assign(local, item(table, key)))
            compiler.verdicts[step.name] = local


def _group(group: Group, compiler: ExpressionCompiler, plan: Plan) -> ast.expr:
    """The truths of a group: all no where its guard is, else worked out one by one."""
    code = compiler.code
    guard = compiler.atom(compiler.compile(group.guard))
    shared = likeness(group.guard)
    for norm in group.norms:
        for condition in conjuncts(norm.when):
            if likeness(condition) == shared:
                compiler.answer(condition, guard if guard.nullable else YES)
    truths = code.fresh("group")
    with code.nested() as worked_out:
        for name in group.facts:
            compiler.define(plan.package.facts[name])
        parts = [compiler.applies_of(norm).node for norm in group.norms]
        code.add(assign(truths, tuple_of(parts)))
    none = code.share((False,) * len(group.norms), "none")
    code.add(when(is_(guard.node, False), [assign(truths, none)], worked_out))
    return ast.Name(truths, ast.Load())
