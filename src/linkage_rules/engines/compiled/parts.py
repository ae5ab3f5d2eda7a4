"""What a compiled expression is: a node, and whether it can be unknown."""

import ast
from collections.abc import Sequence

from attrs import frozen

from linkage_rules.engines.compiled.emit import NONE, any_of, choose, constant, is_


@frozen
class Part:
    """A node, and whether it can be unknown."""

    node: ast.expr
    nullable: bool = True


YES = Part(constant(True), nullable=False)
NO = Part(constant(False), nullable=False)


def if_known(parts: Sequence[Part], node: ast.expr) -> Part:
    """A node that is unknown when one of these parts, which must be atoms, is."""
    unknown = [is_(part.node, None) for part in parts if part.nullable]
    if not unknown:
        return Part(node, nullable=False)
    return Part(choose(any_of(unknown), NONE, node))
