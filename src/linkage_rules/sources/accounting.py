"""Which sentences of a text the citations of a policy rest on."""

from __future__ import annotations

from collections.abc import Iterable

from linkage_rules.model.norms import Citation
from linkage_rules.sources.quotes import QuoteFound, find_quote
from linkage_rules.sources.tree import ClauseTree, Sentence


def covered(
    tree: ClauseTree, citations: Iterable[tuple[str, Citation]]
) -> dict[Sentence, tuple[str, ...]]:
    """For every sentence of a text, in order, the labels of the citations that rest on it.

    A citation comes with a label, such as the name of its norm. It rests on a sentence if its
    quote touches at least one character of it, at any place in the cited clause where the quote
    stands. A citation whose quote does not stand where it should rests on nothing; `find_quote`
    says why. Headings and formal sentences are listed too: their kind tells that nobody needs to
    cite them.

    >>> from linkage_rules.sources import clause_tree
    >>> tree = clause_tree("一、要求。市级要安排资金。县级要监督。")
    >>> resting = covered(tree, [("funding", Citation("一", "安排资金"))])
    >>> [(sentence.text, labels) for sentence, labels in resting.items()]
    [('要求。', ()), ('市级要安排资金。', ('funding',)), ('县级要监督。', ())]
    """
    labels: dict[Sentence, dict[str, None]] = {sentence: {} for sentence in tree.sentences}
    for label, citation in citations:
        result = find_quote(tree, citation.clause, citation.quote)
        if isinstance(result, QuoteFound):
            for sentence in result.sentences:
                labels[sentence][label] = None
    return {sentence: tuple(names) for sentence, names in labels.items()}
