"""A review as one page to be printed: the portfolio, then an opinion for each record.

It needs nothing but itself: no script, no other file, no network.
"""

import shutil
from collections import defaultdict
from typing import IO, Any, Final

from attrs import frozen

from linkage_rules.model.deontic import Tone
from linkage_rules.presenting.pages import page
from linkage_rules.reviews.opinions import Conclusion, Opinion, conclusions
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import GROUNDS, HATCHES, INKS
from linkage_rules.reviews.opinions.unread import Unread, unread_in
from linkage_rules.reviews.outputs import charts, page_words
from linkage_rules.reviews.outputs.head import question_lines, reading_lines, warnings
from linkage_rules.reviews.outputs.opinion_pages import AMONG_OTHERS, opinion_page, set_on_page
from linkage_rules.reviews.outputs.portfolio import Portfolio, groupings
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.reviews import Judged, Title, Unreadable
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import wrapped

MOST_OPINIONS: Final = 5_000
"""The most opinions on one page; more could not be opened comfortably in a browser."""

MOST_LISTED: Final = 2_000
"""The most rows of the table of records, and of the table of what was not read."""


@frozen
class Listed:
    """A record in the list of the portfolio. ``link`` leads to its opinion."""

    link: str
    title: Title
    conclusion: Conclusion
    sentence: Phrase


class PortfolioPage:
    """Collects what the portfolio needs while the records are judged, and writes its page at the
    end."""

    def __init__(self, review: Review, language: Language) -> None:
        self._review, self._language = review, language
        self._record_type = review.question.record_type
        self._portfolio = Portfolio(spoken(self._record_type), groupings(self._record_type))
        self._listed: dict[Conclusion, list[Listed]] = defaultdict(list)
        self._unread: list[Unread] = []
        self._unread_count = 0

    def judged(self, one: Judged, told: Opinion, link: str) -> None:
        """Count a record whose opinion is at ``link``."""
        self._portfolio.add(one, told)
        self._note_unread(one)
        listed = self._listed[told.conclusion]
        if len(listed) < MOST_LISTED:
            listed.append(Listed(link, one.title, told.conclusion, told.sentence))

    def unreadable(self, one: Unreadable) -> None:
        """Note what is wrong with a record that could not be read."""
        self._note_unread(one)

    def write(self, out: IO[str], follow: Phrase | None) -> None:
        """Write the page except its end; ``follow`` says where the opinions are, or None."""
        listed = [one for conclusion in Conclusion for one in self._listed[conclusion]]
        judged = sum(self._portfolio.conclusions.values())
        out.write(
            self._rendered(
                "review_portfolio.html",
                charts=tuple(self._portfolio.charts()),
                chart_sizes=charts,
                counts=self._portfolio.conclusions,
                lines=(*question_lines(self._review), *reading_lines(self._review)),
                warnings=tuple(warnings(self._review)),
                totals=tuple(self._review.tally.totals().values()),
                spoken=spoken,
                listed=listed[:MOST_LISTED],
                judged=judged,
                kind=spoken(self._record_type),
                summary=self._summary(),
                most_opinions=MOST_OPINIONS,
                unread=self._unread,
                unread_count=self._unread_count,
                follow=follow,
                tones=Tone,
                inks=INKS,
                grounds=GROUNDS,
                hatches=HATCHES,
                wrapped=wrapped,
                legend=conclusions.listed(self._portfolio.conclusions),
            )
        )

    def _summary(self) -> Phrase:
        """The result in one sentence."""
        found = self._portfolio.conclusions
        counts: tuple[Phrase, ...] = tuple(
            page_words.COUNTED.filled(what=conclusions.CONCLUSIONS[one], count=found[one])
            for one in Conclusion
            if found[one]
        )
        if unreadable := self._review.tally.unreadable:
            counts += (page_words.COUNTED.filled(what=page_words.UNREADABLE, count=unreadable),)
        read = self._review.tally.read
        kind = spoken(self._record_type)
        if not counts:
            return page_words.SUMMARY_OF_NONE.filled(kind=kind)
        return page_words.SUMMARY.filled(read=read, kind=kind, counts=counts)

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
            kept=set_on_page,
            said=page_words,
            concluded=conclusions,
            policy_called=called(policy),
            **content,
        )


class PageWriter:
    """Writes the portfolio with all opinions behind it into one page.

    The opinions are kept in the file ``opinions`` until the end, so that they are never all in
    memory.
    """

    def __init__(self, out: IO[str], opinions: IO[str], review: Review, language: Language) -> None:
        self._out, self._opinions = out, opinions
        self._review, self._language = review, language
        self._portfolio = PortfolioPage(review, language)
        self._judged = 0

    def judged(self, one: Judged, told: Opinion) -> None:
        """Count a record, and write its opinion unless there are too many already."""
        self._judged += 1
        anchor = f"record-{one.entry.position}"
        self._portfolio.judged(one, told, f"#{anchor}")
        if self._judged <= MOST_OPINIONS:
            self._opinions.write(
                opinion_page(AMONG_OTHERS, one, told, self._review, self._language, anchor)
            )

    def unreadable(self, one: Unreadable) -> None:
        """Note what is wrong with a record that could not be read."""
        self._portfolio.unreadable(one)

    def finish(self) -> None:
        """Write the page."""
        with_opinions = self._judged <= MOST_OPINIONS
        self._portfolio.write(self._out, page_words.OPINIONS_FOLLOW if with_opinions else None)
        if with_opinions:
            self._opinions.seek(0)
            shutil.copyfileobj(self._opinions, self._out)
        self._out.write(page_words.END)
