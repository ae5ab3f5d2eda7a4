"""Which parts of a derivation decide its answer."""

from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Norm
from linkage_rules.model.outcomes import Derivation


def deciding(derivation: Derivation) -> tuple[Derivation, ...]:
    """The parts that have to be shown for the answer to be understood.

    Of a conjunction that is no, the parts that are no; of one that is yes, all; of anything
    unknown, the unknown parts, or all where none of them is.

    >>> from linkage_rules.model.types import Scalar
    >>> yes, no = (model.Constant(answer, Scalar.YES_NO) for answer in (True, False))
    >>> parts = (Derivation(yes, True), Derivation(no, False))
    >>> deciding(Derivation(model.And((yes, no)), False, parts)) == parts[1:]
    True
    """
    parts = derivation.parts
    if derivation.answer is None:
        return tuple(part for part in parts if part.answer is None) or parts
    match derivation.subject:
        case model.And() | Norm():
            return _agreeing(parts, False) if derivation.answer is False else parts
        case model.Or():
            return _agreeing(parts, True) if derivation.answer is True else parts
        case model.Implies() if derivation.answer is True:
            condition, consequence = parts
            return (*_agreeing((condition,), False), *_agreeing((consequence,), True))
        case model.NormIs() if derivation.answer is False:
            applies, *done = parts
            return (applies,) if applies.answer is False else tuple(done)
        case model.Some() | model.Every():
            return tuple(bodies(derivation).values())
    return parts


def bodies(derivation: Derivation) -> dict[int, Derivation]:
    """The elements that decide a quantifier over a known list, by position, each with its answer.

    They are those that agree with the answer: every element, where no single one decides.
    """
    elements = enumerate(derivation.parts[1:])
    return {index: body for index, body in elements if body.answer is derivation.answer}


def _agreeing(parts: tuple[Derivation, ...], answer: bool) -> tuple[Derivation, ...]:
    return tuple(part for part in parts if part.answer is answer)
