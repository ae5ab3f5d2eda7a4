"""`Decision`: what a policy says of one record on one day, and every way to show it.

The modules that explain and print are imported when they are first needed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from linkage_rules.decisions.judgement import Grounds, Judgement, give

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkage_rules.decisions.explanation import Node
    from linkage_rules.words.keywords import Language


def _spoken(language: Language) -> Language:
    """The language itself; raises `ArgumentError` if it is neither ``zh`` nor ``en``."""
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

    def _repr_html_(self) -> str:
        from linkage_rules.decisions.text import as_card

        return as_card(self)

    def explanation(self, name: str) -> Node:
        """The reasons, as a tree of sentences, of an action, a norm or a fact by name or label, or
        of a result by its key in `results`.

        Raises `UnknownNameError` as `derivation` does.
        """
        from linkage_rules.decisions.explaining import Explainer
        from linkage_rules.decisions.explanation import Kind

        if (inside := self._result_within(name)) is not None:
            from linkage_rules.decisions.explaining import result_within

            return result_within(inside, self.record_type)
        kind, found = self._find(name)
        explainer = Explainer(self.needs)
        if kind is Kind.VERDICT:
            return explainer.verdict(found)
        return explainer.norm(found) if kind is Kind.NORM else explainer.fact(found)

    def explain(self, name: str, language: Language = "zh") -> str:
        """The reasons, as indented text, of an action, a norm, a fact or a result, as
        `explanation`.

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

    def to_dict(self, include: Iterable[str] | None = None) -> dict[str, Any]:
        """The whole decision as plain data, as ``decision.schema.json`` describes it.

        Money is whole fen, dates are ISO 8601, nothing is a floating point number. With
        ``include`` only those parts, such as ``("verdicts", "missing")``, are worked out; most of
        the size and the time of the whole is in ``derivations``. For an answer of a service see
        `summary`.

        Raises `ArgumentError` for a part that there is not.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> decision.to_dict()["as_of"]
        '2023-05-01'
        """
        from linkage_rules.decisions.serialising import document

        return document(self, include)

    def summary(self) -> dict[str, Any]:
        """What is decided, violated, to be done and missing, as ``summary.schema.json`` describes.

        A few kB where the whole decision has a hundred: the verdict on each action, the norms that
        are violated, what each bearer has to act on, the fields to ask for, and a sentence in
        Chinese and one in English.

        >>> import linkage_rules as lr
        >>> record = {"id": "P-1", "operating": True, "mechanism_established": False}
        >>> record["funds"] = [{"type": "bridging_subsidy"}]
        >>> told = lr.load("xiangtan_2022").evaluate(record, as_of=date(2023, 5, 1)).summary()
        >>> told["verdicts"]["enter_library"], told["words"]["en"][:9]
        ('forbidden', 'must not:')
        """
        from linkage_rules.decisions.summary import summary

        return summary(self)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """The entries of `to_dict`, so that ``dict(decision)`` works as it does with a pydantic
        model."""
        return iter(self.to_dict().items())

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> Any:
        from linkage_rules.decisions.filed import received
        from linkage_rules.plain.hooks import core_schema

        return core_schema(cls, Decision.to_dict, lambda found: Decision(*received(found)))

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: object) -> dict[str, Any]:
        from linkage_rules.decisions.serialising import schema

        return schema()

    def to_json(self) -> str:
        """`to_dict` as JSON text, the same text for the same decision."""
        from linkage_rules.decisions.serialising import serialised

        return serialised(self)


def judged(grounds: Grounds, as_of: date, answers: object, record: object) -> Decision:
    """Make a decision from what an engine gave for the answers and for the record."""
    decision = _new(Decision)
    give(decision, (grounds, as_of, answers, record))
    return decision


_new: Final = Decision.__new__
