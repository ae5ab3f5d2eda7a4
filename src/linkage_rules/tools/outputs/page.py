"""A review as one page to be printed: the portfolio, then an opinion for each record.

It needs nothing but itself: no script, no other file, no network.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import IO, Any, Final

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import Phrase, say
from linkage_rules.tools.outputs import charts, conclusions, grounds_in_words, opinion_words
from linkage_rules.tools.outputs.conclusions import Conclusion
from linkage_rules.tools.outputs.opinion import Opinion
from linkage_rules.tools.outputs.portfolio import Portfolio, groupings
from linkage_rules.tools.outputs.review import Review
from linkage_rules.tools.outputs.spoken import day_of
from linkage_rules.tools.outputs.summary import question_lines, reading_lines, warnings
from linkage_rules.tools.outputs.tones import GROUNDS, INKS, Tone
from linkage_rules.tools.outputs.unread import Unread, unread_in
from linkage_rules.tools.reviews import Judged, Title, Unreadable
from linkage_rules.tools.terminal import safe

MOST_OPINIONS: Final = 500
"""Records up to which opinions are printed. More could not be opened comfortably in a browser."""

MOST_LISTED: Final = 2_000
"""Rows of the table of records, and of the table of what was not read."""

_LANGUAGE_TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
_NUMERALS: Final = "一二三四五六七八九十"


@frozen
class Listed:
    """A record as the portfolio lists it. ``anchor`` is where its opinion stands."""

    anchor: str
    title: Title
    conclusion: Conclusion
    matters: tuple[Phrase, ...]


class PageWriter:
    """Keeps what the portfolio needs while the records pass, and writes the page at the end."""

    def __init__(self, file: IO[str], review: Review, language: Language) -> None:
        self._file, self._review, self._language = file, review, language
        self._portfolio = Portfolio(groupings(review.question.record_type))
        self._opinions: list[str] = []
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
            matters = (gate.sentence for gate in told.gates if gate.against)
            failing = map(grounds_in_words.asked, told.failings)
            listed.append(Listed(anchor, one.title, told.conclusion, (*matters, *failing)))
        if self._judged <= MOST_OPINIONS:
            doubts = tuple(doubt.render(self._language) for doubt in one.entry.doubts)
            self._opinions.append(
                self._rendered("opinion.html", told=told, anchor=anchor, doubts=doubts)
            )
        else:
            self._opinions.clear()

    def unreadable(self, one: Unreadable) -> None:
        """Note what is wrong with a record that could not be read."""
        self._note_unread(one)

    def finish(self) -> None:
        """Write the page."""
        listed = [one for conclusion in Conclusion for one in self._listed[conclusion]]
        self._file.write(
            self._rendered(
                "portfolio.html",
                charts=tuple(self._portfolio.charts()),
                chart_sizes=charts,
                counts=self._portfolio.conclusions,
                question_lines=tuple(question_lines(self._review)),
                reading_lines=tuple(reading_lines(self._review)),
                warnings=tuple(warnings(self._review)),
                listed=listed[:MOST_LISTED],
                judged=self._judged,
                most_opinions=MOST_OPINIONS,
                unread=self._unread,
                unread_count=self._unread_count,
                with_opinions=bool(self._opinions),
                tones=Tone,
                inks=INKS,
                grounds=GROUNDS,
            )
        )
        for opinion in self._opinions:
            self._file.write(opinion)
        self._file.write("</body>\n</html>\n")

    def _note_unread(self, one: Judged | Unreadable) -> None:
        for unread in unread_in(one):
            self._unread_count += 1
            if len(self._unread) < MOST_LISTED:
                self._unread.append(unread)

    def _rendered(self, template: str, **content: Any) -> str:
        language, question = self._language, self._review.question

        def words(phrase: Phrase, **filled: Any) -> str:
            return say(phrase.filled(**filled) if filled else phrase, language)

        return (
            _environment()
            .get_template(template)
            .render(
                language=language,
                tag=_LANGUAGE_TAGS[language],
                words=words,
                said=opinion_words,
                concluded=conclusions,
                in_words=grounds_in_words,
                numeral=_chinese if language == "zh" else _arabic,
                policy=question.policy,
                policy_called=Phrase(question.policy.name, question.policy.label or question.policy.name),
                day=day_of(question.as_of),
                warning=next(warnings(self._review), None),
                Conclusion=Conclusion,
                **content,
            )
        )


def _chinese(number: int) -> str:
    return f"{_NUMERALS[number - 1]}、"


def _arabic(number: int) -> str:
    return f"{number}. "


def _visible(content: object) -> object:
    """Texts with what does not print escaped, so that nothing can turn or hide what is read."""
    return safe(content) if type(content) is str else content


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("linkage_rules.tools.outputs"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
