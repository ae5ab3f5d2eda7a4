"""The expressions that declarations are made of, each with the part it plays."""

from collections.abc import Callable, Iterator
from typing import Any, Self

from attrs import evolve, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression, Not


@frozen
class Constituent:
    """An expression of a declaration; ``role`` is the field of the declaration that holds it.

    ``sign`` says how its answer counts when the declaration is worked out: True as it is, False
    turned into its opposite; None where the declaration is worked out without it.
    """

    role: str
    expression: Expression
    sign: bool | None = True

    __repr__ = in_brief


class Composed:
    """A declaration that is made of expressions: a fact, an action, a norm, a property.

    Subclasses define `parts`. It is no ``abstractmethod``, because the metaclass that this needs
    slows down every ``isinstance`` and ``match``, of which there are many.
    """

    __slots__ = ()

    def parts(self) -> Iterator[Constituent]:
        """Every expression that the declaration is made of, in the order they are written."""
        raise NotImplementedError

    def conditions(self) -> tuple[Expression, ...]:
        """The expressions from which the answer of the declaration is worked out (those with a
        ``sign``)."""
        return tuple(part.expression for part in self.parts() if part.sign is not None)

    def replacing(self, part: Constituent, expression: Expression | None) -> Self:
        """The declaration with ``expression`` in the place of ``part``; without that part where it
        is None."""
        of_any_kind: Any = self
        changed: Self = evolve(of_any_kind, **{part.role: expression})
        return changed

    def rewritten(self, change: Callable[[Expression], Expression]) -> Self:
        """The declaration with ``change`` applied to each expression that its answer is worked out
        from."""
        changed = self
        for part in self.parts():
            new = part.expression if part.sign is None else change(part.expression)
            if new is not part.expression:
                changed = changed.replacing(part, new)
        return changed

    def requirements(self) -> Iterator[Expression]:
        """The expressions that all have to be yes for the declaration to hold.

        A condition whose ``sign`` is False stands among them negated.

        >>> from linkage_rules.model.expressions import Constant
        >>> from linkage_rules.model.norms import Modality, Norm, Strength
        >>> from linkage_rules.model.types import Scalar
        >>> unless = Constant(True, Scalar.YES_NO)
        >>> of = ("n", None, "Village", Modality.PERMISSION, Strength.STRICT, "county", "build")
        >>> [*Norm(*of, unless=unless).requirements()] == [Not(unless)]
        True
        """
        for part in self.parts():
            if part.sign is not None:
                yield part.expression if part.sign else Not(part.expression)
