"""The one table of clauses: a row says of each how it is written, read, repeated and kept.

A clause is a keyword and what follows it. From its row follow the rule of the grammar, the node
that is built and the line that is printed; the declarations it may be in, and how often; the
message when it is there twice; and the fields of the model that hold it. The few clauses with a
form of their own have a row without places, and a rule in ``grammar.lark``, a method of the builder
and a case of the printer.

A new clause is a node in `syntax.clauses` (and in its union), a row here, its keyword in
`words.keywords`, and what it means: the field that holds it and the checker of its declaration.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

import attrs
from attrs import frozen

from linkage_rules.language import syntax
from linkage_rules.model.deontic import FORCES
from linkage_rules.words.messages import Phrase


class Shape(Enum):
    """The kinds of contents of a place; the value is the form in the grammar."""

    EXPRESSION = "expression"
    NAME = "name"
    NAMES = "name (_COMMA name)*"
    DATUM = "datum"
    ENTRIES = "(entry _COMMA?)*"
    PATHS = "path (_COMMA path)*"
    TEXT = "STRING"
    CLAUSE_NUMBER = "CLAUSE"
    DAY = "DATE"

    @property
    def is_many(self) -> bool:
        """Whether the rest of the clause becomes one field of the node, as a tuple."""
        return self in (Shape.NAMES, Shape.ENTRIES, Shape.PATHS)


@frozen
class Place:
    """A place in a clause, behind ``keyword`` if there is one.

    If ``optional``, the clause may end before it. If it ``wraps``, it goes on the next line where
    there is no room.
    """

    shape: Shape
    keyword: str | None = None
    optional: bool = False
    wraps: bool = False

    @property
    def grammar(self) -> str:
        written = f"_{self.keyword} {self.shape.value}" if self.keyword else self.shape.value
        return f"({written})?" if self.optional else written


@frozen
class ClauseRow:
    """One clause of the language.

    The ``places`` are those of the node's own fields, in their order; None for a clause that has a
    form of its own. ``within`` are the declarations it can stand in, by their rules in the grammar,
    and ``once`` says that it stands there no more than once; ``joined`` is the hint for a second
    one, where it need not simply be removed. ``held`` are the fields of the class in the model that
    hold its content; empty for a clause about the form of the declaration.
    """

    node: type[syntax.Clause]
    keywords: tuple[str, ...]
    places: tuple[Place, ...] | None
    within: tuple[str, ...]
    once: bool = True
    joined: Phrase | None = None
    held: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The name of the rule of the grammar, which follows from the name of the node."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.node.__name__).lower()

    @property
    def keyword(self) -> str:
        """The terminal by which messages name the clause."""
        return self.keywords[0]


_EXPRESSION: Final = (Place(Shape.EXPRESSION),)
_NAMES: Final = (Place(Shape.NAMES),)
_TEXT: Final = (Place(Shape.TEXT),)
_DAY: Final = (Place(Shape.DAY),)
_BECAUSE: Final = Place(Shape.TEXT, "BECAUSE", wraps=True)
_NORMS: Final = ("norm", "override")
_FACTS: Final = ("fact", "table")
_TABLES: Final = ("table", "override_table")
_CALENDARS: Final = ("calendar", "adjust")
_CITING: Final = (
    *("parameter", "reading", "set", *_NORMS, "override_table", "repeal", "loosens"),
    *(*_FACTS, "distribution", "action", *_CALENDARS),
)
_DEFINING: Final = (*_FACTS, "override", "override_table")
_RESTING: Final = (
    *("parameter", "set", *_NORMS, "override_table"),
    *(*_FACTS, "distribution", "action"),
)

_CONDITIONS: Final = Phrase(
    "join the two with “and” or “or”, or remove one", "用“且”或“或”合并，或删去一个"
)
_LISTED: Final = Phrase("name them all in one line, with commas", "写在同一行，用逗号隔开")
_ENTERED: Final = Phrase("join the two with a comma", "用逗号合并")
_ANOTHER_NORM: Final = Phrase(
    "give the second duty a norm of its own, with the same conditions",
    "第二项义务另写一条规范，条件照写",
)

CLAUSES: Final = (
    # What several declarations have
    ClauseRow(
        syntax.InForce,
        ("IN_FORCE",),
        (Place(Shape.DAY), Place(Shape.DAY, "TO", optional=True)),
        ("policy", *_NORMS, "override_table"),
        held=("in_force",),
    ),
    ClauseRow(
        syntax.Cites,
        ("CITES",),
        (Place(Shape.CLAUSE_NUMBER), Place(Shape.TEXT)),
        _CITING,
        once=False,
        held=("citations",),
    ),
    ClauseRow(
        syntax.Under, ("UNDER_READING",), _NAMES, _RESTING, joined=_LISTED, held=("readings",)
    ),
    ClauseRow(
        syntax.Simplified,
        ("SIMPLIFIED_BECAUSE",),
        _TEXT,
        (*_NORMS, *_FACTS, "override_table", "distribution"),
        held=("simplified",),
    ),
    ClauseRow(
        syntax.ParameterLine,
        ("EQUALS",),
        None,
        ("parameter", "reading", "set"),
        once=False,
        held=("periods",),
    ),
    ClauseRow(
        syntax.TunableClause, ("TUNABLE",), None, ("parameter", "reading", "set"), held=("tunable",)
    ),
    ClauseRow(syntax.Issued, ("ISSUED",), _DAY, ("policy", "amend"), held=("issued",)),
    # Policies and what they amend
    ClauseRow(syntax.Issuer, ("ISSUER",), _TEXT, ("policy",), held=("issuer",)),
    ClauseRow(syntax.SourceName, ("SOURCE",), _TEXT, ("policy",), held=("source",)),
    ClauseRow(syntax.Continues, ("CONTINUES_TO",), _DAY, ("amend",)),
    # Calendars of working days
    ClauseRow(
        syntax.Covers,
        ("COVERS",),
        (Place(Shape.DAY), Place(Shape.DAY, "TO")),
        _CALENDARS,
        once=False,
        held=("start", "end"),
    ),
    ClauseRow(
        syntax.Weekend, ("WEEKEND",), _NAMES, ("calendar",), joined=_LISTED, held=("weekend",)
    ),
    ClauseRow(
        syntax.DaysLine, ("HOLIDAY", "WORKDAY"), None, _CALENDARS, once=False, held=("listed",)
    ),
    # Types
    ClauseRow(syntax.EnumMember, (), None, ("enum",), once=False, held=("members",)),
    ClauseRow(syntax.FieldLine, (), None, ("record", "extend"), once=False, held=("fields",)),
    # Readings and tables
    ClauseRow(syntax.Asks, ("ASKS",), _TEXT, ("reading",), held=("reading",)),
    ClauseRow(
        syntax.AlternativeLine,
        ("OR",),
        (Place(Shape.DATUM), _BECAUSE),
        ("reading",),
        once=False,
        held=("reading",),
    ),
    ClauseRow(syntax.Throughout, ("THROUGHOUT",), (), ("reading",), held=("reading",)),
    ClauseRow(syntax.Row, (), None, ("set", *_TABLES), once=False, held=("table",)),
    # Facts and actions
    ClauseRow(syntax.ResultLine, ("RESULT",), None, _FACTS, held=("result",)),
    ClauseRow(syntax.GivenValues, ("GIVEN",), None, _DEFINING, joined=_ENTERED, held=("given",)),
    ClauseRow(
        syntax.Means,
        ("MEANS",),
        _EXPRESSION,
        _DEFINING,
        joined=_CONDITIONS,
        held=("means",),
    ),
    # Distributions
    ClauseRow(syntax.Among, ("AMONG",), None, ("distribution",), held=("means",)),
    ClauseRow(syntax.Total, ("TOTAL",), _EXPRESSION, ("distribution",), held=("means",)),
    ClauseRow(syntax.Base, ("BASE",), _EXPRESSION, ("distribution",), held=("means",)),
    ClauseRow(syntax.ByWeight, ("BY",), _EXPRESSION, ("distribution",), held=("means",)),
    ClauseRow(syntax.InUnits, ("TO",), None, ("distribution",), held=("means",)),
    ClauseRow(
        syntax.DoneWhen,
        ("DONE_WHEN",),
        _EXPRESSION,
        ("action",),
        joined=_CONDITIONS,
        held=("done_when",),
    ),
    ClauseRow(syntax.DoneOn, ("DONE_ON",), _EXPRESSION, ("action",), held=("done_on",)),
    ClauseRow(syntax.DoneAt, ("DONE_AT",), None, ("action",), held=("done_at",)),
    ClauseRow(
        syntax.PermittedByDefault,
        ("PERMITTED_BY_DEFAULT",),
        (),
        ("action",),
        held=("permitted_by_default",),
    ),
    # Norms
    ClauseRow(syntax.When, ("WHEN",), _EXPRESSION, _NORMS, joined=_CONDITIONS, held=("when",)),
    ClauseRow(
        syntax.Unless, ("UNLESS",), _EXPRESSION, _NORMS, joined=_CONDITIONS, held=("unless",)
    ),
    ClauseRow(syntax.Within, ("WITHIN",), _EXPRESSION, _NORMS, held=("deadline",)),
    ClauseRow(syntax.WithinWorkingDays, ("WITHIN",), None, _NORMS, held=("deadline",)),
    ClauseRow(syntax.NoLaterThan, ("NO_LATER_THAN",), _EXPRESSION, _NORMS, held=("deadline",)),
    ClauseRow(syntax.Before, ("BEFORE",), _EXPRESSION, _NORMS, held=("deadline",)),
    ClauseRow(syntax.Recurring, ("EVERY_QUARTER",), None, _NORMS, held=("deadline", "spanning")),
    ClauseRow(
        syntax.Lasting,
        ("HOLDS_FOR",),
        _EXPRESSION,
        _NORMS,
        held=("lasting",),
    ),
    ClauseRow(
        syntax.Overrides, ("OVERRIDES",), _NAMES, _NORMS, joined=_LISTED, held=("overrides",)
    ),
    ClauseRow(
        syntax.Duty,
        ("MUST",),
        None,
        _NORMS,
        joined=_ANOTHER_NORM,
        held=(
            *("modality", "strength", "bearer", "co_bearers", "bearing"),
            *("action", "counterparty"),
        ),
    ),
    ClauseRow(
        syntax.GovernedBy, ("GOVERNED_BY",), (Place(Shape.NAME),), _NORMS, held=("governed_by",)
    ),
    ClauseRow(syntax.Delegated, ("DELEGATED",), (), _NORMS, held=("delegated",)),
    ClauseRow(syntax.Answerable, ("ANSWERED_FOR_BY",), _NAMES, _NORMS, held=("answerable",)),
    # Examples and properties
    ClauseRow(
        syntax.Given,
        ("GIVEN",),
        (Place(Shape.ENTRIES, wraps=True),),
        ("example",),
        joined=_ENTERED,
        held=("given",),
    ),
    ClauseRow(syntax.AsOfDate, ("AS_OF_DATE",), _DAY, ("example",), held=("as_of",)),
    ClauseRow(
        syntax.Expect,
        ("EXPECT",),
        (Place(Shape.EXPRESSION), Place(Shape.NAMES, "BY", optional=True, wraps=True)),
        ("example",),
        once=False,
        held=("expectations",),
    ),
    ClauseRow(
        syntax.ExpectMissing,
        ("EXPECT", "MISSING"),
        (Place(Shape.PATHS),),
        ("example",),
        once=False,
        held=("expectations",),
    ),
    ClauseRow(
        syntax.Always, ("ALWAYS",), _EXPRESSION, ("property",), joined=_CONDITIONS, held=("always",)
    ),
    ClauseRow(
        syntax.AnswersClause,
        ("ANSWERS",),
        (Place(Shape.NAME), Place(Shape.NAMES, "OF")),
        ("property",),
        once=False,
        held=("answers",),
    ),
)

BY_NODE: Final[Mapping[type[syntax.Line], ClauseRow]] = {row.node: row for row in CLAUSES}
BY_RULE: Final = {row.rule: row for row in CLAUSES if row.places is not None}


def values_of(node: syntax.PlainClause) -> Iterator[object]:
    """The values of the clause's own fields, in the order of its places."""
    for attribute in attrs.fields(type(node)):
        if not attribute.kw_only:
            yield getattr(node, attribute.name)


def grammar_rules() -> str:
    """The rules of clauses in Lark's notation: which each declaration has, and the words of duties.

    A form is written out wherever it can stand, which saves the parser a step for each clause.
    """
    declarations = dict.fromkeys(name for row in CLAUSES for name in row.within)
    choices = (
        f"?{name}_clause: " + "\n| ".join(_form(row) for row in CLAUSES if name in row.within)
        for name in declarations
    )
    forces = "!modality: " + " | ".join(f"_{keyword}" for keyword in FORCES.values())
    return "\n".join((*choices, forces))


def _form(row: ClauseRow) -> str:
    if row.places is None:
        return row.rule
    keywords = (f"_{keyword}" for keyword in row.keywords)
    return " ".join((*keywords, *(place.grammar for place in row.places), "->", row.rule))
