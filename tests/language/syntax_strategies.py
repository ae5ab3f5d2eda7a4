"""Strategies of well-formed syntax trees: all that some text can denote, meaningful or not.

Left out is what no text denotes, because another tree reads the same: negative literals in
expressions (a `Negate`), periods of several units, numbers that no decimal denotes, the verdict
“undetermined” (the status of that name), a chain of one operand, and recommendations and
permissions “in principle”.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from linkage_rules.language import syntax
from linkage_rules.language.reading.builder import OUTCOMES
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.model.deontic import FORCES, Force
from linkage_rules.model.expressions import Aggregation
from linkage_rules.model.norms import Bearing
from linkage_rules.model.operations import (
    BETWEEN,
    OPERATIONS,
    YEARS_BETWEEN,
    Comparison,
    Operator,
    written_in_words,
)
from linkage_rules.model.periods import Unit
from linkage_rules.model.types import Only, Scalar
from linkage_rules.model.values import MAX_MAGNITUDE, Period
from linkage_rules.words.keywords import KEYWORDS

MARKS = "“”「」#;；\"\\'（）()：:，、,.[]{}\t -=≥　元%"
MOST_WRAPPERS = 55

# Names and texts

one_line = st.characters(exclude_characters="\n", exclude_categories=["Cs"])
odd_texts = st.text(st.sampled_from(MARKS + "an3年县"), max_size=8)
texts = odd_texts | st.text(one_line, max_size=8)


def without(characters: str, text: str) -> str:
    """The text as a name that holds none of these characters."""
    return "".join(c for c in text if c not in characters).strip() or "a"


keyword_words = sorted({word for k in KEYWORDS for s in k.spellings for word in (s, s.split()[0])})
plain_words = ["a", "f", "funds", "Project", "as_of_date", "资金", "非农收入", "ª"]
unit_words = ["years", "days", "fen", "yuan", "年", "元", "分", "million"]
spellings = st.one_of(
    st.sampled_from(plain_words),
    st.sampled_from(keyword_words),
    st.sampled_from(unit_words),
    texts.map(lambda text: without("「」", text)),
)
names = st.builds(syntax.Name, spellings)
labels = st.none() | texts
clause_numbers = st.sampled_from(["二.(三)", "三.3", "序", "第三条", "1;2", "when", "不得"])

# Comments

comment_texts = texts.map(lambda text: text.strip() or "#")


@st.composite
def comment_lines(draw: st.DrawFn, may_end_empty: bool = False) -> tuple[str, ...]:
    blocks = draw(st.lists(st.lists(comment_texts, min_size=1, max_size=3), max_size=2))
    lines = [line for block in blocks for line in (*block, "")]
    return tuple(lines if may_end_empty and draw(st.booleans()) else lines[:-1])


comments = st.just(syntax.NO_COMMENTS) | st.builds(
    syntax.Comments,
    comment_lines(may_end_empty=True),
    st.none() | comment_texts,
)


def line(kind: Callable[..., Any], *parts: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, *parts, comments=comments)


# Literals


def scaled(number: int, places: int) -> Fraction:
    return Fraction(number, 10**places)


whole_numbers = st.integers(0, 99) | st.integers(0, MAX_MAGNITUDE)
decimals = st.builds(scaled, whole_numbers, st.integers(0, 18))
periods = st.builds(
    lambda amount, unit: Period(days=amount) if unit == 0 else Period(months=amount * unit),
    st.integers(0, 40) | st.integers(0, 9_999_999),
    st.sampled_from([0, 1, 12]),
).map(lambda period: period if period.months else Period(days=period.days))
quantities: dict[LiteralKind, st.SearchStrategy[Any]] = {
    LiteralKind.WHOLE: whole_numbers,
    LiteralKind.DECIMAL: decimals,
    LiteralKind.PERCENT: decimals.map(lambda number: number / 100),
    LiteralKind.MONEY: whole_numbers | st.integers(1, 10**4).map(lambda wan: wan * 10**6),
}
other_values: dict[LiteralKind, st.SearchStrategy[Any]] = {
    LiteralKind.YES_NO: st.booleans(),
    LiteralKind.DATE: st.dates(),
    LiteralKind.PERIOD: periods,
    LiteralKind.TEXT: texts,
}


def of_any_kind(
    values: dict[LiteralKind, st.SearchStrategy[Any]], sign: int = 1
) -> st.SearchStrategy[syntax.Literal]:
    def of_kind(kind: LiteralKind) -> st.SearchStrategy[syntax.Literal]:
        return values[kind].map(lambda v: syntax.Literal(kind, v if sign > 0 else -v))

    return st.sampled_from(list(values)).flatmap(of_kind)


literals = of_any_kind(quantities | other_values)
signed_literals = literals | of_any_kind(quantities, sign=-1)

# Expressions

outcomes = st.builds(syntax.OutcomeIs, names, st.sampled_from(list(OUTCOMES.values())))
leaves = names | literals | st.builds(syntax.AsOf) | outcomes


def arguments(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    one = st.builds(syntax.Argument, names, inner)
    return st.lists(one, min_size=1, max_size=3).map(tuple)


def aggregates(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    count, others = Aggregation.COUNT, [a for a in Aggregation if a is not Aggregation.COUNT]
    aggregate, where = syntax.Aggregate, st.none() | inner
    return st.one_of(
        st.builds(aggregate, st.just(count), st.none(), st.none(), inner, st.none()),
        st.builds(aggregate, st.just(count), st.none(), names, inner, where),
        st.builds(aggregate, st.sampled_from(others), inner, names, inner, where),
    )


def compounds(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    chains = st.lists(inner, min_size=2, max_size=4).map(tuple)
    choices = st.lists(inner, min_size=1, max_size=3).map(tuple)
    quantifiers = st.sampled_from((syntax.Quantifier.SOME, syntax.Quantifier.EVERY))
    how_many = st.integers(0, 9).map(lambda n: syntax.Literal(LiteralKind.WHOLE, n))
    counting = st.sampled_from(tuple(syntax.Quantifier)[2:])
    return st.one_of(
        st.builds(syntax.PartOf, inner, names),
        st.builds(syntax.Asked, st.none() | inner, names, arguments(inner)),
        st.builds(syntax.Not, inner),
        st.builds(syntax.And, chains),
        st.builds(syntax.Or, chains),
        st.builds(syntax.Implies, inner, inner),
        st.builds(syntax.Compare, st.sampled_from(Comparison), inner, inner),
        st.builds(syntax.OneOf, inner, choices),
        st.builds(syntax.ElementOf, inner, inner),
        st.builds(syntax.Arithmetic, st.sampled_from(Operator), inner, inner),
        st.builds(syntax.Negate, inner),
        st.sampled_from([OPERATIONS[name] for name in written_in_words()]).flatmap(
            lambda operation: st.builds(
                syntax.Apply, st.just(operation), st.tuples(*[inner] * operation.arity)
            )
        ),
        st.builds(syntax.ByCalendar, inner, names),
        st.builds(syntax.OnDay, inner, inner),
        st.builds(syntax.Choose, inner, inner, inner),
        st.builds(syntax.Quantified, quantifiers, names, inner, inner),
        st.builds(syntax.Quantified, counting, names, inner, inner, number=how_many),
        aggregates(inner),
        st.builds(syntax.IsKnown, inner),
        st.builds(syntax.ShareOf, names, names),
    )


A, B = syntax.Name("a"), syntax.Name("b")
WRAPPERS: list[Callable[[Any], Any]] = [
    syntax.Not,
    syntax.Negate,
    syntax.IsKnown,
    lambda e: syntax.PartOf(e, A),
    lambda e: syntax.Asked(e, A, (syntax.Argument(B, B),)),
    lambda e: syntax.Asked(None, A, (syntax.Argument(B, e),)),
    lambda e: syntax.And((e, A)),
    lambda e: syntax.And((A, e)),
    lambda e: syntax.Or((A, e, B)),
    lambda e: syntax.Or((A, e)),
    lambda e: syntax.Implies(e, A),
    lambda e: syntax.Implies(A, e),
    lambda e: syntax.Compare(Comparison.LESS, e, A),
    lambda e: syntax.Apply(BETWEEN, (A, e, B)),
    lambda e: syntax.OneOf(e, (A, B)),
    lambda e: syntax.ElementOf(A, e),
    lambda e: syntax.Arithmetic(Operator.MINUS, e, A),
    lambda e: syntax.Arithmetic(Operator.MINUS, A, e),
    lambda e: syntax.Arithmetic(Operator.OVER, e, A),
    lambda e: syntax.Arithmetic(Operator.OVER, A, e),
    lambda e: syntax.Apply(YEARS_BETWEEN, (e, A)),
    lambda e: syntax.Apply(YEARS_BETWEEN, (A, e)),
    lambda e: syntax.ByCalendar(e, A),
    lambda e: syntax.OnDay(e, A),
    lambda e: syntax.OnDay(A, e),
    lambda e: syntax.Choose(e, A, B),
    lambda e: syntax.Choose(A, B, e),
    lambda e: syntax.Quantified(syntax.Quantifier.SOME, A, e, B),
    lambda e: syntax.Quantified(syntax.Quantifier.EVERY, A, B, e),
    lambda e: syntax.Aggregate(Aggregation.COUNT, None, None, e, None),
    lambda e: syntax.Aggregate(Aggregation.SUM, e, A, B, None),
    lambda e: syntax.Aggregate(Aggregation.MIN, A, A, B, e),
]


@st.composite
def deep_expressions(draw: st.DrawFn) -> Any:
    """One long path down, nearly as deep as the parser allows."""
    expression = draw(leaves)
    depth = draw(st.integers(0, MOST_WRAPPERS))
    for wrap in draw(st.lists(st.sampled_from(WRAPPERS), min_size=depth, max_size=depth)):
        expression = wrap(expression)
    return expression


shallow_expressions = st.recursive(leaves, compounds, max_leaves=8)
expressions = shallow_expressions | deep_expressions()

# Data and types


def nested_data(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    entries = st.lists(st.builds(syntax.Entry, names, inner), max_size=3).map(tuple)
    return st.one_of(
        st.builds(syntax.ListDatum, st.lists(inner, max_size=3).map(tuple)),
        st.builds(syntax.RecordDatum, entries),
    )


data = st.recursive(
    signed_literals | names | st.builds(syntax.UnknownDatum), nested_data, max_leaves=8
)
type_names = st.recursive(
    st.builds(syntax.ScalarName, st.sampled_from(Scalar)) | names,
    lambda inner: st.builds(syntax.ListOf, inner),
    max_leaves=3,
)

results = line(syntax.ResultLine, st.none() | names, st.none() | names)
given_values = st.builds(
    syntax.GivenValues,
    st.lists(st.builds(syntax.GivenValue, names, type_names), min_size=1, max_size=3).map(tuple),
)

# Clauses

intervals = st.tuples(st.dates(), st.dates()).map(sorted)


def in_force(interval: list[date], ends: bool, comments: syntax.Comments) -> syntax.InForce:
    start, end = interval
    return syntax.InForce(start, end if ends else None, comments=comments)


def parameter_line(
    value: Any, interval: list[date], starts: bool, ends: bool, because: Any, comments: Any
) -> syntax.ParameterLine:
    start, end = interval
    return syntax.ParameterLine(
        value, start if starts else None, end if ends else None, because, comments=comments
    )


def row(
    cells: Any, value: Any, interval: list[date], starts: bool, ends: bool, comments: Any
) -> syntax.Row:
    start, end = interval
    return syntax.Row(
        cells, value, start if starts else None, end if ends else None, comments=comments
    )


cells = st.one_of(
    st.builds(syntax.Members, st.lists(names, min_size=1, max_size=3).map(tuple)),
    st.builds(syntax.Answer, st.booleans()),
    st.builds(syntax.AnyValue),
    st.builds(
        syntax.Range,
        st.lists(
            st.builds(syntax.Bound, shallow_expressions, st.booleans(), st.booleans()),
            min_size=1,
            max_size=2,
        ).map(tuple),
    ),
)
rows = line(
    row,
    st.lists(cells, max_size=3).map(tuple),
    shallow_expressions | st.builds(syntax.UnknownDatum),
    intervals,
    st.booleans(),
    st.booleans(),
)
in_forces = line(in_force, intervals, st.booleans())
cites = line(syntax.Cites, clause_numbers, texts)
name_lists = st.lists(names, min_size=1, max_size=3).map(tuple)


def duty(
    bearers: tuple[syntax.Name, ...],
    bearing: Bearing,
    said: Force,
    action: syntax.Name,
    counterparty: syntax.Name | None,
    comments: syntax.Comments,
) -> syntax.Duty:
    bearing = bearing if len(bearers) > 1 else Bearing.ONE
    return syntax.Duty(bearers, bearing, *said, action, counterparty, comments=comments)


duties = line(
    duty,
    st.lists(names, min_size=1, max_size=3).map(tuple),
    st.sampled_from([Bearing.ANY, Bearing.ALL]),
    st.sampled_from(list(FORCES)),
    names,
    st.none() | names,
)
bounds = st.none() | signed_literals
links = st.builds(syntax.HasMany, names, names, st.none() | names)
field_lines = line(
    syntax.FieldLine,
    names,
    labels,
    type_names | links,
    st.booleans(),
    bounds,
    bounds,
    st.booleans(),
    st.none(),
    st.none() | st.sampled_from(list(Only)),
    bounds,
).map(lambda field: evolve(field, changeable=field.changeable and field.only is None))
tunables = line(syntax.TunableClause, bounds, bounds)
parameter_lines = line(
    parameter_line, data, intervals, st.booleans(), st.booleans(), st.none() | texts
)
under = line(syntax.Under, name_lists)
simplified = line(syntax.Simplified, texts)
givens = line(syntax.Given, st.lists(st.builds(syntax.Entry, names, data), max_size=4).map(tuple))


elements = st.integers(0, 10**20).map(str)
paths = st.builds(
    lambda first, rest: syntax.FieldPath((first, *rest)),
    names,
    st.lists(names | elements, max_size=3),
)
expect_missing = line(syntax.ExpectMissing, st.lists(paths, min_size=1, max_size=3).map(tuple))
expects = line(syntax.Expect, expressions, st.just(()) | name_lists)

norm_clauses = st.one_of(
    line(syntax.When, expressions),
    line(syntax.Unless, expressions),
    line(syntax.Within, expressions),
    line(syntax.WithinWorkingDays, expressions, st.none() | names),
    line(syntax.NoLaterThan, expressions),
    line(syntax.Before, expressions),
    line(syntax.Lasting, expressions),
    line(syntax.Recurring, st.sampled_from(Unit), expressions, st.none() | expressions),
    line(syntax.Overrides, name_lists),
    line(syntax.GovernedBy, names),
    line(syntax.Delegated),
    line(syntax.Answerable, name_lists),
    under,
    simplified,
    duties,
    in_forces,
    cites,
)


def days_line(
    worked: bool, interval: list[date], ends: bool, label: str | None, comments: Any
) -> syntax.DaysLine:
    start, end = interval
    return syntax.DaysLine(worked, start, end if ends else None, label, comments=comments)


covers = st.builds(
    lambda interval, comments: syntax.Covers(*interval, comments=comments), intervals, comments
)
days_lines = st.builds(days_line, st.booleans(), intervals, st.booleans(), labels, comments)

# Declarations and files


def can_be_written(declaration: Any) -> bool:
    """Not with a line that would be read as the rest of the one above.

    A row that begins with a range is the bounds of “tunable”, and “=” behind the value of a row
    compares it, unless days came between.
    """
    pairs = zip(declaration.clauses, declaration.clauses[1:], strict=False)
    return not any(
        (
            isinstance(first, syntax.TunableClause)
            and isinstance(second, syntax.Row)
            and isinstance(next(iter(second.cells), None), syntax.Range)
        )
        or (
            isinstance(first, syntax.Row)
            and isinstance(second, syntax.ParameterLine)
            and not isinstance(first.value, syntax.UnknownDatum)
            and first.start is first.end is None
        )
        for first, second in pairs
    )


def declaration(kind: type, *head: Any, clauses: Any = None) -> st.SearchStrategy[Any]:
    parts = [] if clauses is None else [st.lists(clauses, max_size=4).map(tuple)]
    return st.builds(kind, *head, *parts, comments=comments, closing=comment_lines())


def of_either_kind(table: Any) -> st.SearchStrategy[Any]:
    """A table, or one of brackets of its first input."""
    return st.sampled_from([table, evolve(table, inputs=table.inputs[:1], progressive=True)])


declarations_of_each_kind: list[st.SearchStrategy[Any]] = [
    declaration(
        syntax.PolicyDeclaration,
        names,
        labels,
        clauses=line(syntax.Issuer, texts)
        | line(syntax.Issued, st.dates())
        | line(syntax.SourceName, texts)
        | in_forces,
    ),
    declaration(syntax.Use, names),
    declaration(
        syntax.EnumDeclaration, names, labels, clauses=line(syntax.EnumMember, names, labels)
    ),
    declaration(syntax.RecordDeclaration, names, labels, clauses=field_lines),
    declaration(syntax.ExtendDeclaration, names, clauses=field_lines),
    declaration(
        syntax.BearerDeclaration,
        names,
        labels,
        st.lists(st.builds(syntax.Tie, names, names), max_size=2).map(tuple),
    ),
    declaration(
        syntax.CalendarDeclaration,
        names,
        labels,
        clauses=st.one_of(covers, line(syntax.Weekend, name_lists), days_lines, cites),
    ),
    declaration(
        syntax.AdjustDeclaration, names, texts, clauses=st.one_of(covers, days_lines, cites)
    ),
    declaration(
        syntax.ParameterDeclaration,
        names,
        labels,
        type_names,
        clauses=parameter_lines | tunables | cites | under,
    ),
    declaration(
        syntax.ReadingDeclaration,
        names,
        labels,
        st.none() | type_names,
        clauses=st.one_of(
            line(syntax.Asks, texts),
            parameter_lines,
            line(syntax.AlternativeLine, data, texts),
            line(syntax.Throughout),
            tunables,
            cites,
        ),
    ),
    declaration(
        syntax.Amend,
        names,
        clauses=line(syntax.Issued, st.dates()) | line(syntax.Continues, st.dates()),
    ),
    declaration(
        syntax.SetDeclaration,
        names,
        st.none(),
        st.just(()),
        clauses=st.one_of(parameter_lines, rows, tunables, cites, under),
    ).filter(can_be_written),
    declaration(
        syntax.SetDeclaration,
        names,
        names,
        name_lists,
        clauses=st.one_of(parameter_lines, rows, tunables, cites, under),
    ).filter(can_be_written),
    declaration(syntax.OverrideDeclaration, names, texts, st.just(()), clauses=norm_clauses),
    declaration(
        syntax.OverrideDeclaration, names, texts, name_lists, clauses=st.one_of(rows, cites, under)
    ).flatmap(of_either_kind),
    declaration(
        syntax.OverrideDeclaration,
        names,
        texts,
        st.just(()),
        clauses=line(syntax.Means, expressions) | given_values | cites | under | simplified,
    ),
    declaration(syntax.RepealDeclaration, names, texts, clauses=cites),
    declaration(syntax.LoosensDeclaration, names, texts, clauses=cites),
    declaration(
        syntax.FactDeclaration,
        names,
        labels,
        names,
        st.none() | type_names,
        st.just(()),
        clauses=line(syntax.Means, expressions)
        | given_values
        | results
        | cites
        | under
        | simplified,
    ),
    declaration(
        syntax.FactDeclaration,
        names,
        labels,
        names,
        st.none() | type_names,
        name_lists,
        clauses=st.one_of(rows, line(syntax.Means, shallow_expressions), given_values, cites),
    ).flatmap(of_either_kind),
    declaration(
        syntax.DistributionDeclaration,
        names,
        labels,
        names,
        clauses=st.one_of(
            line(syntax.Among, names, expressions, st.none() | expressions),
            *(line(kind, expressions) for kind in (syntax.Total, syntax.Base, syntax.ByWeight)),
            line(syntax.InUnits, expressions),
            cites,
            under,
        ),
    ),
    declaration(
        syntax.ActionDeclaration,
        names,
        labels,
        names,
        clauses=st.one_of(
            line(syntax.DoneWhen, expressions),
            line(syntax.DoneOn, expressions),
            line(syntax.DoneAt, expressions, names, expressions, st.none() | expressions),
            line(syntax.PermittedByDefault),
            cites,
            under,
        ),
    ),
    declaration(syntax.NormDeclaration, names, labels, names, clauses=norm_clauses),
    declaration(
        syntax.ExampleDeclaration,
        texts,
        names,
        clauses=st.one_of(givens, line(syntax.AsOfDate, st.dates()), expects, expect_missing),
    ),
    declaration(
        syntax.PropertyDeclaration,
        texts,
        names,
        clauses=line(syntax.Always, expressions) | line(syntax.AnswersClause, names, name_lists),
    ),
    declaration(syntax.StatementDeclaration, clause_numbers, texts, texts),
]
declarations = st.one_of(declarations_of_each_kind)
files = st.builds(
    syntax.File, st.just("a.pol"), st.lists(declarations, max_size=3).map(tuple), comment_lines()
)
