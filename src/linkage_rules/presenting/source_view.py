"""The official text with the rules that rest on it, as lines and as a tree of clauses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import groupby
from typing import Final, TypeAlias

from attrs import field, frozen

from linkage_rules.model.package import Package, Statement
from linkage_rules.presenting.cited_rules import Quoted, Rule, RuleKind, quotes_of, resting
from linkage_rules.presenting.titles import title_of
from linkage_rules.sources import ClauseTree, Sentence, SentenceKind, normative_words
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_Place: TypeAlias = tuple[int, int, Rule]
"""The start and the end of a quote, and its rule."""


class Standing(Enum):
    """Whether a sentence is accounted for, and how."""

    CITED = "cited"
    ACCOUNTED = "accounted"
    OPEN = "open"
    HEADING = "heading"
    FORMAL = "formal"


@frozen
class Stretch:
    """Words of a sentence, with the rules that quote exactly these."""

    text: str
    rules: tuple[Rule, ...] = ()


@frozen
class Share:
    """How many characters of all are quoted, without punctuation and white space."""

    quoted: int
    total: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that 100 means all; 100 where there is nothing."""
        return int(Fraction(100 * self.quoted, self.total)) if self.total else 100


@frozen(eq=False)
class SentenceView:
    """A sentence as a reviewer sees it. ``number`` counts all sentences of the text from 1."""

    number: int
    sentence: Sentence
    stretches: tuple[Stretch, ...]
    rules: tuple[Rule, ...]

    @property
    def standing(self) -> Standing:
        """A sentence is cited when a norm, fact, action or parameter quotes some of it.

        It is accounted for when only statements do, and open when nothing does.
        """
        if self.sentence.kind is SentenceKind.HEADING:
            return Standing.HEADING
        if self.sentence.kind is SentenceKind.FORMAL:
            return Standing.FORMAL
        kinds = {rule.kind for rule in self.rules}
        if not kinds:
            return Standing.OPEN
        return Standing.ACCOUNTED if kinds == {RuleKind.STATEMENT} else Standing.CITED

    @property
    def share(self) -> Share:
        counts = {True: 0, False: 0}
        for stretch in self.stretches:
            counts[bool(stretch.rules)] += sum(map(str.isalnum, stretch.text))
        return Share(counts[True], counts[True] + counts[False])

    @property
    def unquoted_norms(self) -> tuple[str, ...]:
        """The normative words that no quote covers, in a sentence that has to be accounted for.

        A quote covers a word if it contains all of it; in an open sentence no word is covered.
        """
        if self.sentence.kind is not SentenceKind.NORMATIVE:
            return ()
        quoted = [bool(s.rules) for s in self.stretches for _ in s.text]
        text = self.sentence.text
        places = normative_words(text)
        return tuple(text[start:end] for start, end in places if not all(quoted[start:end]))


@frozen(eq=False)
class SourceView:
    """A whole text with the rules that rest on it."""

    sentences: tuple[SentenceView, ...]
    rules: tuple[Rule, ...]
    quotes: Mapping[str, tuple[Quoted, ...]] = field(repr=False)

    def standing(self, standing: Standing) -> tuple[SentenceView, ...]:
        """The sentences with a standing."""
        return tuple(view for view in self.sentences if view.standing is standing)

    @property
    def normative(self) -> tuple[SentenceView, ...]:
        """The sentences that a policy has to account for."""
        return tuple(v for v in self.sentences if v.sentence.kind is SentenceKind.NORMATIVE)

    @property
    def unquoted_norms(self) -> tuple[SentenceView, ...]:
        """The sentences that are not open but have a normative word that nothing quotes."""
        still_open = self.standing(Standing.OPEN)
        return tuple(v for v in self.normative if v.unquoted_norms and v not in still_open)

    @property
    def share(self) -> Share:
        """The share of characters of normative sentences that is quoted."""
        shares = [view.share for view in self.normative]
        return Share(sum(s.quoted for s in shares), sum(s.total for s in shares))

    @property
    def without_quote(self) -> tuple[Rule, ...]:
        """Rules without a quote, so that nobody can check them against the text."""
        return tuple(rule for rule in self.rules if not rule.citations)


def source_view(tree: ClauseTree, rules: Iterable[Rule]) -> SourceView:
    """The view of a text with the quotes of rules.

    >>> from linkage_rules.model.norms import Citation
    >>> from linkage_rules.model.package import Statement
    >>> from linkage_rules.sources import clause_tree
    >>> tree = clause_tree("一、要求。市级要安排资金，县级要监督。")
    >>> rule = Rule("statement-1", Statement(Citation("一", "安排资金"), "an example"))
    >>> view = source_view(tree, [rule]).sentences[1]
    >>> view.standing.value, [stretch.text for stretch in view.stretches if stretch.rules]
    ('accounted', ['安排资金'])
    >>> view.share
    Share(quoted=4, total=12)
    """
    rules = tuple(rules)
    quotes = quotes_of(tree, rules)
    places: defaultdict[Sentence, list[_Place]] = defaultdict(list)
    for rule in rules:
        for quoted in quotes[rule.key]:
            for place in quoted.found.places:
                for sentence in tree.touched(place.start, place.end):
                    places[sentence].append((place.start, place.end, rule))
    sentences = tuple(
        SentenceView(
            number, sentence, tuple(_stretches(tree.text, sentence, places[sentence])), resting_on
        )
        for number, (sentence, resting_on) in enumerate(resting(tree, rules).items(), 1)
    )
    return SourceView(sentences, rules, quotes)


def _stretches(text: str, sentence: Sentence, places: Sequence[_Place]) -> Iterator[Stretch]:
    """The readable text of a sentence, cut wherever the quoting rules change."""

    def quoting(character: tuple[int, str]) -> tuple[Rule, ...]:
        offset, _ = character
        return tuple(dict.fromkeys(rule for start, end, rule in places if start <= offset < end))

    characters = zip(_offsets(text, sentence), sentence.text, strict=True)
    for rules, stretch in groupby(characters, quoting):
        yield Stretch("".join(character for _, character in stretch), rules)


def _offsets(text: str, sentence: Sentence) -> Iterator[int]:
    """For each character of the readable text, the offset where it stands in the original.

    A space that was left between two words stands right behind the word before it.
    """
    span = sentence.span
    written = (i for i in range(span.start, span.end) if not text[i].isspace())
    offset = span.start
    for character in sentence.text:
        offset = offset + 1 if character.isspace() else next(written)
        yield offset


STANDINGS: Final[Mapping[Standing, Phrase]] = {
    Standing.CITED: Phrase("cited", "已引用"),
    Standing.ACCOUNTED: Phrase("accounted for", "已说明"),
    Standing.OPEN: Phrase("open", "未处理"),
    Standing.HEADING: Phrase("heading", "标题"),
    Standing.FORMAL: Phrase("formal", "格式性文字"),
}


@frozen
class Figure:
    """A figure about the whole text; ``good`` is None for one that is neither good nor bad."""

    words: str
    value: str
    good: bool | None


def figures(view: SourceView, language: Language) -> Iterator[Figure]:
    """How many normative sentences there are, by standing."""

    def figure(words: Phrase, value: object, good: bool | None = None) -> Figure:
        return Figure(words.render(language), str(value), good)

    open_ = len(view.standing(Standing.OPEN))
    yield figure(Phrase("normative sentences", "规范性句子"), len(view.normative))
    yield figure(Phrase("cited by rules", "有规则引用"), len(view.standing(Standing.CITED)))
    accounted = len(view.standing(Standing.ACCOUNTED))
    yield figure(Phrase("accounted for by statements", "以说明条目处理"), accounted)
    yield figure(Phrase("open", "未处理"), open_, good=open_ == 0)
    unquoted = sum(len(sentence.unquoted_norms) for sentence in view.unquoted_norms)
    words = Phrase("normative words that nothing quotes", "没有引用的规范用语")
    yield figure(words, unquoted, good=unquoted == 0)
    yield figure(Phrase("words quoted", "已引用文字"), f"{view.share.percent}%")


def title(package: Package, language: Language) -> str:
    """The heading of a report."""
    called = package.label or package.name
    return Phrase(f"Text and rules: {called}", f"原文与规则对照：{called}").render(language)


def titled(rule: Rule, language: Language) -> str:
    """A rule by its kind and what it is called; a statement has no name."""
    kind = rule.kind.word(language)
    if isinstance(rule.declared, Statement):
        return kind
    return f"{kind} {title_of(rule.declared.name, rule.declared.label, language)}"
