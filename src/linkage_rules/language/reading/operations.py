"""Operations that are written in words, as rules of the grammar and as what they build."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from linkage_rules.language import syntax
from linkage_rules.model.operations import OPERATIONS, Level, Operation, in_words
from linkage_rules.model.spans import Span

_RULES: Final = {
    Level.COMPARISON: "comparison",
    Level.SUM: "sum",
    Level.PRODUCT: "product",
    Level.UNARY: "unary",
    Level.POSTFIX: "postfix",
}
"""The rules of the grammar that an operation or an operand of it can be one of."""


@frozen
class Applied:
    """One way of writing an operation; ``order`` are the operands as they stand in it."""

    operation: Operation
    pattern: str
    order: tuple[int, ...]

    def node(self, span: Span, children: Sequence[Any]) -> syntax.Apply:
        """The node of what the rule has matched."""
        by_number = dict(zip(self.order, children, strict=True))
        operands = tuple(by_number[number] for number in sorted(by_number))
        return syntax.Apply(self.operation, operands, span=span)

    def rule(self, alias: str) -> str:
        """The alternative that it adds to a rule, in Lark's notation."""
        words = self.operation.words
        body: list[str] = []
        for part in self.pattern.split():
            is_operand = part.startswith("{")
            body.append(_RULES[words.level_of(first=not body)] if is_operand else f"_{part}")
        host = "atom" if words.is_prefix else _RULES[words.level]
        return f"%extend {host}: {' '.join(body)} -> {alias}"


def _ways() -> Iterator[tuple[str, Applied]]:
    for name, words in in_words().items():
        for number, pattern in enumerate(words.patterns):
            order = tuple(int(digits) for digits in re.findall(r"\{(\d+)\}", pattern))
            yield f"apply_{name}_{number}", Applied(OPERATIONS[name], pattern, order)


APPLIED: Final[Mapping[str, Applied]] = dict(_ways())
"""What a rule builds, by the name that the rule has in the tree."""

RULES: Final = "\n".join(applied.rule(alias) for alias, applied in APPLIED.items())
"""The rules, in Lark's notation."""
