"""Decisions: what a policy says of a record, what is still missing, and why.

**It takes** a package, the type of a record, the validated record, the day, and what an engine
gave: whether each norm applies and its status, and the verdict on each action. **It gives** a
`Decision`, which cannot be changed and holds no more than that. Everything else about it, from the
missing fields to an HTML page, is worked out when it is first asked for: making a decision costs no
more than running the engine, and an explanation costs only those who ask for it.

Read `judgement` first: `Judgement` is everything that is known of a judged record, and knows
nothing of how it is shown. The modules that show it take a `Judgement`; `decision.Decision`, the
class that users hold, adds methods that call these modules. So imports run one way:

- `derivations` reads a derivation of the reference engine: the parts that decide, the row of a
  table it led to. There is no second evaluation that could differ from the explanation: whatever
  engine gave the answers, reasons are read off the derivations of the reference engine.
- `verdicts` says which part each norm plays in a verdict, and which norms could still change it.
- `missing` finds the fields that could still change an answer, by following what is unknown, and
  where an answer rests on something not being reported.
- `results` are what a policy gives the record and each record that stands in it.
- `duties` are the obligations that are not fulfilled: who owes what to whom by when.
- `shares` are what each entry of a list has in a distribution, and why.
- `readings` tries out what another choice of a reading would change.
- `explanation` is the tree of sentences; `steps` makes it of expressions, `explaining` of what a
  policy declares. Every sentence is a phrase in both languages from `words.decision_words`.
- `report` sets a whole decision out in the order in which it is read. `text` and `page` print that
  for a terminal and as HTML; `serialising` writes the document of ``decision.schema.json``.
- `summary` says in a few lines what is decided, violated, to be done and missing.
- `filed` reads such a document back, whoever wrote it; `comparing` says which answers of two
  decisions differ.

**It may not know** what is done with decisions: how they are counted, reviewed, signed or listed,
nor which command asks. Where a record comes from, and how it was read, is nothing to it either; it
takes it as valid. The words of the policy language for conditions come from `language.writing`.
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.decisions.decision import Decision
    from linkage_rules.decisions.duties import Duty, Party
    from linkage_rules.decisions.explanation import Kind, Node
    from linkage_rules.decisions.results import Result
    from linkage_rules.decisions.sent import PolicyNotHereError
    from linkage_rules.decisions.shares import Share, Shares
    from linkage_rules.words.called import UnknownNameError

__all__ = [
    "Decision",
    "Duty",
    "Kind",
    "Node",
    "Party",
    "PolicyNotHereError",
    "Result",
    "Share",
    "Shares",
    "UnknownNameError",
]

__getattr__ = on_demand(
    __name__,
    {
        "decision": ("Decision",),
        "duties": ("Duty", "Party"),
        "explanation": ("Kind", "Node"),
        "results": ("Result",),
        "sent": ("PolicyNotHereError",),
        "shares": ("Share", "Shares"),
        ".words.called": ("UnknownNameError",),
    },
)
