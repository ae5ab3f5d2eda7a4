"""`Decision`: what a policy says of one record on one day, and every way to show it.

What explains and prints a decision is imported when it is asked for.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from linkage_rules.decisions.judgement import Grounds, Judgement, give

if TYPE_CHECKING:
    from linkage_rules.decisions.explanation import Node
    from linkage_rules.words.keywords import Language


def _spoken(language: Language) -> Language:
    """The language, if there are words for it; `ArgumentError` if not."""
    from linkage_rules.words.keywords import LANGUAGES

    if language not in LANGUAGES:
        from linkage_rules.errors import ArgumentError
        from linkage_rules.words.showing import shown

        raise ArgumentError(
            "ASK-106",
            "language",
            f"the language is 'zh' or 'en', not {shown(language)}",
            f"语言应为 zh 或 en，而不是 {shown(language)}",
        )
    return language


class Decision(Judgement):
    """What a policy says of one record on one day. It cannot be changed, so it can be filed.

    ``record`` is the validated record that was judged, ``outcome`` all answers. A decision keeps
    what an engine has given and no more; everything you ask of it, from verdicts to pages, is
    worked out when it is first asked for.

    >>> import linkage_rules as lr
    >>> policy = lr.load("xiangtan_2022")
    >>> record = {"id": "P-1", "operating": True, "mechanism_established": False}
    >>> record["funds"] = [{"type": "bridging_subsidy", "amount": "60万元"}]
    >>> decision = policy.evaluate(record, as_of=date(2023, 5, 1))
    >>> decision.verdicts["approve_project"].status.value
    'forbidden'
    """

    __slots__ = ()

    def explanation(self, name: str) -> Node:
        """Why, as a tree of sentences: of an action, a norm or a fact, by name or label.

        Raises `UnknownNameError` as `derivation` does.
        """
        from linkage_rules.decisions.explaining import Explainer
        from linkage_rules.decisions.explanation import Kind

        kind, found = self._find(name)
        explainer = Explainer(self.needs)
        if kind is Kind.VERDICT:
            return explainer.verdict(found)
        return explainer.norm(found) if kind is Kind.NORM else explainer.fact(found)

    def explain(self, name: str, language: Language = "zh") -> str:
        """Why, as indented text: of an action, a norm or a fact, by name or label.

        Raises `UnknownNameError` as `derivation` does, and ValueError for a language other than
        ``zh`` and ``en``.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> print(decision.explain("approve_project").splitlines()[0])
        审批实施：待定（可能的结论：不得、无禁止情形）
        """
        from linkage_rules.decisions.text import tree

        return tree(self.explanation(name), _spoken(language))

    def to_text(self, language: Language = "zh") -> str:
        """The whole decision as text for a terminal of 100 columns: conclusions, then reasons.

        Raises ValueError for a language other than ``zh`` and ``en``.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> print(decision.to_text().splitlines()[1])
          审核基准日：2023年5月1日
        """
        from linkage_rules.decisions.text import text

        return text(self, _spoken(language))

    def to_html(self, language: Language = "zh") -> str:
        """The whole decision as one HTML page that needs no other file and no script.

        Raises ValueError for a language other than ``zh`` and ``en``.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> decision.to_html("en").splitlines()[1]
        '<html lang="en">'
        """
        from linkage_rules.decisions.page import page

        return page(self, _spoken(language))

    def to_dict(self) -> dict[str, Any]:
        """The whole decision as plain data, as ``decision.schema.json`` describes it.

        Money is whole fen, dates are ISO 8601, nothing is a floating point number.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> decision.to_dict()["as_of"]
        '2023-05-01'
        """
        from linkage_rules.decisions.serialising import document

        return document(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text, the same text for the same decision."""
        from linkage_rules.decisions.serialising import serialised

        return serialised(self)


def judged(grounds: Grounds, as_of: date, answers: object, record: object) -> Decision:
    """A decision from what an engine has given for the answers and for the record."""
    decision = _new(Decision)
    give(decision, (grounds, as_of, answers, record))
    return decision


_new: Final = Decision.__new__
