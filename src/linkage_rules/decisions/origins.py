"""Which layer of a stack a norm or value comes from, and what was changed there and why.

Of a policy that amends none there is nothing to tell, so nothing is told.
"""

from collections.abc import Iterator

from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.model.layers import Amendment, Change
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.package import Package
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import printable


def layer_called(package: Package, layer: str) -> Phrase:
    """What a layer is called: in Chinese by its title, where it has one."""
    label = package.layers[layer].label if layer in package.layers else None
    return Phrase(layer, f"《{label}》" if label else layer)


def loosened(package: Package) -> tuple[Amendment, ...]:
    """The strict norms that layers of a policy loosen, each with the reason."""
    return tuple(a for a in package.amendments if a.change is Change.LOOSEN)


def loosening(package: Package, amendment: Amendment) -> Phrase:
    """What is said of a norm that a layer loosens."""
    norm = Phrase(amendment.target, amendment.label or amendment.target)
    return wording.LOOSENS.filled(
        layer=layer_called(package, amendment.layer),
        norm=norm,
        below=layer_called(package, amendment.replaces),
        because=printable(amendment.because or ""),
    )


def loosenings(package: Package) -> tuple[Phrase, ...]:
    """What is said of all that the layers of a policy loosen, above every answer it gives."""
    return tuple(loosening(package, amendment) for amendment in loosened(package))


def of_norm(norm: Norm, package: Package) -> Iterator[Node]:
    """Where a norm comes from, what it replaces, and whether it was loosened."""
    if len(package.layers) == 1 or not norm.layer:
        return
    layer = layer_called(package, norm.layer)
    override = _amendment(package, Change.OVERRIDE, norm.name, norm.layer)
    if override is None:
        yield _note(wording.FROM_LAYER.filled(layer=layer))
    else:
        below = layer_called(package, override.replaces)
        because = printable(override.because or "")
        yield _note(wording.OVERRIDES.filled(layer=layer, below=below, because=because))
    for amendment in loosened(package):
        if amendment.target == norm.name:
            yield _note(loosening(package, amendment))


def of_fact(fact: Fact, package: Package) -> Iterator[Node]:
    """Which layer defines a fact, or sets it by a table."""
    if len(package.layers) > 1 and fact.layer:
        pattern = wording.SET_BY if fact.table else wording.FROM_LAYER
        yield _note(pattern.filled(layer=layer_called(package, fact.layer)))


def of_value(layer: str, package: Package) -> Iterator[Node]:
    """Which layer sets a value."""
    if len(package.layers) > 1 and layer:
        yield _note(wording.SET_BY.filled(layer=layer_called(package, layer)))


def _amendment(package: Package, change: Change, target: str, layer: str) -> Amendment | None:
    found = (
        a
        for a in package.amendments
        if a.change is change and a.target == target and a.layer == layer
    )
    return next(found, None)


def _note(sentence: Phrase) -> Node:
    return Node(Kind.NOTE, sentence)
