"""A review as one page to be printed: the portfolio, then an opinion for each record.

It needs nothing but itself: no script, no other file, no network.
"""

import shutil
from collections import defaultdict
from collections.abc import Mapping
from typing import IO, Any, Final

from attrs import frozen

from linkage_rules.decisions import Node, wording
from linkage_rules.decisions.names import called
from linkage_rules.decisions.wrapping import wrapped
from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import Phrase, say
from linkage_rules.model.types import Scalar
from linkage_rules.tools.opinions import Conclusion, Opinion, conclusions
from linkage_rules.tools.opinions.particulars import particulars
from linkage_rules.tools.opinions.spoken import day_of
from linkage_rules.tools.opinions.tones import GROUNDS, HATCHES, INKS, Tone
from linkage_rules.tools.opinions.unread import Unread, unread_in
from linkage_rules.tools.outputs import charts, page_words
from linkage_rules.tools.outputs.head import question_lines, reading_lines, warnings
from linkage_rules.tools.outputs.portfolio import Portfolio, groupings
from linkage_rules.tools.outputs.review import Review
from linkage_rules.tools.pages import page
from linkage_rules.tools.review_words import remarks
from linkage_rules.tools.reviews import Judged, Title, Unreadable

MOST_OPINIONS: Final = 5_000
"""Records up to which opinions are printed. More could not be opened comfortably in a browser."""

MOST_LISTED: Final = 2_000
"""Rows of the table of records, and of the table of what was not read."""

_NUMERALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")
_MARKS: Final[Mapping[bool | None, str]] = {True: "yes", False: "no", None: "unknown"}


@frozen
class Listed:
    """A record as the portfolio lists it. ``anchor`` is where its opinion stands."""

    anchor: str
    title: Title
    conclusion: Conclusion
    sentence: Phrase


class PageWriter:
    """Keeps what the portfolio needs while the records pass, and writes the page at the end.

    Until then the opinions wait in the file ``opinions``, so that they are never all in memory.
    """

    def __init__(self, out: IO[str], opinions: IO[str], review: Review, language: Language) -> None:
        self._out, self._opinions = out, opinions
        self._review, self._language = review, language
        self._record_type = review.question.record_type
        self._portfolio = Portfolio(groupings(self._record_type))
        self._listed: dict[Conclusion, list[Listed]] = defaultdict(list)
        self._unread: list[Unread] = []
        self._unread_count = 0
        self._judged = 0

    def judged(self, one: Judged, told: Opinion) -> None:
        """Count a record and set its opinion, if there are not too many already."""
        self._judged += 1
        self._portfolio.add(one, told)
        self._note_unread(one)
        anchor = f"record-{one.entry.position}"
        listed = self._listed[told.conclusion]
        if len(listed) < MOST_LISTED:
            listed.append(Listed(anchor, one.title, told.conclusion, told.sentence))
        if self._judged <= MOST_OPINIONS:
            self._opinions.write(self._opinion(anchor, one, told))

    def unreadable(self, one: Unreadable) -> None:
        """Note what is wrong with a record that could not be read."""
        self._note_unread(one)

    def finish(self) -> None:
        """Write the page."""
        listed = [one for conclusion in Conclusion for one in self._listed[conclusion]]
        with_opinions = self._judged <= MOST_OPINIONS
        self._out.write(
            self._rendered(
                "review_portfolio.html",
                charts=tuple(self._portfolio.charts()),
                chart_sizes=charts,
                counts=self._portfolio.conclusions,
                lines=(*question_lines(self._review), *reading_lines(self._review)),
                warnings=tuple(warnings(self._review)),
                listed=listed[:MOST_LISTED],
                judged=self._judged,
                most_opinions=MOST_OPINIONS,
                unread=self._unread,
                unread_count=self._unread_count,
                with_opinions=with_opinions,
                tones=Tone,
                inks=INKS,
                grounds=GROUNDS,
                hatches=HATCHES,
                wrapped=wrapped,
                legend=conclusions.listed(self._portfolio.conclusions),
            )
        )
        if with_opinions:
            self._opinions.seek(0)
            shutil.copyfileobj(self._opinions, self._out)
        self._out.write("</body>\n</html>\n")

    def _opinion(self, anchor: str, one: Judged, told: Opinion) -> str:
        return self._rendered(
            "review_opinion.html",
            told=told,
            anchor=anchor,
            doubts=tuple(unread_in(one, self._record_type)),
            particulars=particulars(one.decision),
            record_digest=one.decision.record_digest,
            why=one.decision.explanation,
            truth=_truth,
            nowhere=_nowhere,
            numeral=_chinese if self._language == "zh" else _arabic,
            day=day_of(self._review.question.as_of),
            remarks=tuple(remarks(self._review.question)),
        )

    def _note_unread(self, one: Judged | Unreadable) -> None:
        for unread in unread_in(one, self._record_type):
            self._unread_count += 1
            if len(self._unread) < MOST_LISTED:
                self._unread.append(unread)

    def _rendered(self, template: str, **content: Any) -> str:
        def words(phrase: Phrase, **filled: Any) -> str:
            return say(phrase.filled(**filled) if filled else phrase, self._language)

        policy = self._review.question.policy
        return page(
            template,
            self._language,
            words=words,
            said=page_words,
            heading=wording,
            concluded=conclusions,
            policy=policy,
            policy_called=called(policy),
            **content,
        )


def _chinese(number: int) -> str:
    """A section number as official letters write it; no opinion has more than eleven sections."""
    return f"{_NUMERALS[number - 1]}、"


def _arabic(number: int) -> str:
    return f"{number}. "


def _truth(node: Node) -> str:
    """Whether a node says yes, no or unknown, to mark it; nothing for other answers."""
    if isinstance(node.answer, bool) or (node.answer is None and node.type is Scalar.YES_NO):
        return _MARKS[node.answer]
    return ""


def _nowhere(node: Node) -> str:
    """Every explanation on the page stands by itself: none leads to another."""
    return ""
