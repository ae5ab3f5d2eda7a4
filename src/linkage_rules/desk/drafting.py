"""A sentence of an official text as the draft of a norm.

What the sentence says in its form alone is written out: its clause and its words, the modal word,
who it names and until when. What only a reader can say is left open, as a name that tells what
belongs there; the checker tells of each that is left. What the draft cannot carry, such as an
exception or a second rule, is named in a comment above it: nothing is dropped or turned round in
silence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.language.writing.printer import write_text
from linkage_rules.model.clauses import read_ordinal
from linkage_rules.model.deontic import FORCES, Force
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.package import Package
from linkage_rules.sources import Sentence, normative_words
from linkage_rules.words.deontic_words import MODAL_WORDS
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import (
    preferred,
    to_fill_in,
    write_name,
    write_name_in_place,
)

_PARTY: Final = re.compile(
    r"[\u4e00-\u9fff]{0,14}"
    r"(?:局|厅|委|部|办|办公室|部门|政府|委员会|机关|机构|单位|主体|企业|公司|合作社|集体|组织|协会|中心|站|所|院|"
    r"校|村|乡镇|农场|农户|人|户|者|领导小组|专班)"
)
"""What is likely the name of somebody who can have a duty."""
_BY_WHEN: Final = re.compile(
    r"(?:在(?=[自从]))?(?:自|从|在|于)(?P<start>[^，。；自]{1,20}?)(?:起|之?后)的?"
    r"(?P<count>\d{1,4}|[一二三四五六七八九十百零〇]{1,7})"
    r"(?P<unit>个?工作日|个月|日|天|年)(?:之|以)?内"
)
"""From when and how long: “自受理之日起20日内”, “在竣工之日起三十日内”, “于收到申请后5日内”."""
_UNITS: Final[Mapping[str, Phrase]] = {
    "个工作日": Phrase("{n} working days", "{n}个工作日"),
    "工作日": Phrase("{n} working days", "{n}个工作日"),
    "个月": Phrase("{n} months", "{n}个月"),
    "日": Phrase("{n} days", "{n}天"),
    "天": Phrase("{n} days", "{n}天"),
    "年": Phrase("{n} years", "{n}年"),
}
_NEED_NOT: Final = frozenset({"不必", "无须", "无需", "毋须"})
"""Words that free from a duty: one may leave undone what they say."""
_MAY: Final = "可以"
_WHOM_BEHIND: Final = frozenset({"鼓励", "提倡", "倡导", "引导"})
"""Words behind which stands whom they are said of."""
_EFFORTS: Final = re.compile("支持|推进|着力|积极|重点|力争|尽量")
"""Words of a duty where no other stands; they say what is to be done, too."""
_WEAKER: Final = re.compile("原则上|力争|尽量")
_IN_PRINCIPLE: Final = "原则上"
_OPENINGS: Final = re.compile(r"^(?:但是?|其中|同时|并且?|由|原则上)|(?:均|都|也|亦|原则上)+$")
_NEGATED: Final = re.compile(r"(?:不|未|非|无|没有?|不是)$")
_ONLY_THEN: Final = re.compile(r"(?:方(?=可$)|[才仅只](?=可以?$))")
"""“方可”: what is permitted is forbidden otherwise."""
_AND: Final = re.compile("、|和|以及|及|与|或者?|会同|同|联合")
_NO_NAME: Final = re.compile(
    "^(?:对|向|给|把|被|按|根据|依据|凡|因|除|在|从(?!业)|经(?!济|营|办|贸|信|开))"
    "|以外|之外|除|的|(?<![高中初平])等|后(?!勤)|时(?!间)|期间|日起|日内"
)
"""What makes a party something else than the name of one: “企业以外的单位”, “对企业”."""
_CIRCUMSTANCE: Final = re.compile("后|时|期间|前|内|除|外|经|未")
_BY_ANOTHER: Final = re.compile("由|被|受(?!理|让)")
"""What begins with these is not done by whom the sentence begins with."""
_NO_ACTION: Final = re.compile(r"除外|以外|之外|除.*外|[（(]|日内|日前|天内|个月内|年内|月.{1,3}日")
_ENDINGS: Final = re.compile(r"[。；;：:，,、\s]+$")
_MARKS: Final = re.compile("[，,；;。：:]")
_LONGEST_NAME: Final = 20

_WHO: Final = Phrase("who", "谁")
_WHO_IS: Final = Phrase("who “{words}” are", "“{words}”是谁")
_DOES_WHAT: Final = Phrase("does what", "做什么")
_SEEN_BY: Final = Phrase("what shows that it was done: {action}", "怎样看出已经“{action}”")
_DONE_ON: Final = Phrase("the date of: {action}", "“{action}”的日期")
_RECORD: Final = Phrase("of what record", "关于哪种记录")
_NORM: Final = Phrase("a short name", "起一个简短的名称")
_LEFT: Final = Phrase(
    "Not in this draft: {words}. Add it where it is a condition, an exception or another norm.",
    "尚未写出：{words}。是条件、例外或另一条规定的，请补上。",
)
_NO_MODAL: Final = Phrase(
    "Whether the sentence obliges, forbids, permits or encourages was not understood: check it.",
    "未能读出原句是“应当”“不得”“可以”还是“鼓励”，请核对。",
)


@frozen
class _Modal:
    """The part of a sentence between commas that is drafted: its modal word with the ``modality``
    that it gives, what stands before it and behind it, and the ``earlier`` and ``later`` parts."""

    word: str
    modality: Modality
    before: str
    after: str
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    weaker: bool


@frozen
class _Read:
    """What a sentence says by its form: None and empty where it does not say it. ``party`` are the
    words that name somebody, but not as one bearer; ``left`` are those that the draft does not
    carry. Where not even the modality was ``understood``, it is an obligation."""

    force: Force
    word: str
    bearer: str | None = None
    party: str | None = None
    action: str | None = None
    condition: str | None = None
    start: str | None = None
    within: Phrase | None = None
    left: tuple[str, ...] = ()
    understood: bool = True


def drafted_norm(
    sentence: Sentence, package: Package, record_type: str | None, language: Language
) -> str:
    """The declarations of a norm that a sentence may be turned into, as text of a policy file.

    Names are taken from the sentence, so they are in its language; ``language`` is that of the
    keywords and of what is left open.
    """
    read = _read(sentence.text, package, language)
    return "\n\n".join(_declarations(sentence, read, package, record_type, language)) + "\n"


def drafted_statement(sentence: Sentence, because: str, language: Language) -> str:
    """The declaration that a sentence is no rule, with the reason.

    >>> from linkage_rules.sources import clause_tree
    >>> (sentence,) = clause_tree("五、本办法自2024年3月1日起施行。").sentences
    >>> print(drafted_statement(sentence, "写在施行日期里", "zh"), end="")
    陈述 五 "本办法自2024年3月1日起施行" 因为 "写在施行日期里"
    """
    quote = write_text(_quoted(sentence))
    statement = spelling("STATEMENT", language)
    reason = f"{spelling('BECAUSE', language)} {write_text(because)}"
    return f"{statement} {sentence.clause} {quote} {reason}\n"


def parties_in(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """Whoever the sentences of a text seem to give duties and rights, each once, as they come."""
    found = (party for sentence in sentences for party in _parties(sentence.text))
    return tuple(dict.fromkeys(found))


def _parties(text: str) -> Iterator[str]:
    parts = _parts(text)
    for number in range(len(parts)):
        modal = _modal_at(parts, number)
        if modal is not None:
            before = _OPENINGS.sub("", modal.before)
            yield from filter(_is_party, _several(before) or [before])


def _parts(text: str) -> tuple[str, ...]:
    """The parts of a sentence between its commas."""
    return tuple(part.strip() for part in _MARKS.split(text) if part.strip())


def _modal_at(parts: tuple[str, ...], number: int) -> _Modal | None:
    """What a part of a sentence says by its first modal word, if it has one."""
    part = parts[number]
    found = ((start, end) for start, end in normative_words(part) if part[start:end] in MODAL_WORDS)
    start, end = next(found, (0, 0))
    effort = _EFFORTS.search(part)
    if start == end and effort:
        # “推进修缮” is what is to be done.
        start = end = effort.start()
    elif start == end:
        return None
    word = part[start:end]
    modality = MODAL_WORDS.get(word, Modality.OBLIGATION)
    after = part[end:]
    if word in _NEED_NOT:
        word, after = _MAY, f"不{after}"
    weaker = _WEAKER.search(part) is not None
    earlier, later = parts[:number], parts[number + 1 :]
    return _Modal(word, modality, part[:start].strip(), after, earlier, later, weaker)


def _modal(parts: tuple[str, ...]) -> _Modal | None:
    """The first part of a sentence with a modal word; with a word of effort only where there is no
    other. Conditions (“应当公示而没有公示的，…”) rule nothing."""
    ruling = [number for number, part in enumerate(parts) if not part.endswith("的")]
    found = [one for number in ruling if (one := _modal_at(parts, number))]
    return next((one for one in found if one.word), next(iter(found), None))


def _quoted(sentence: Sentence) -> str:
    return _ENDINGS.sub("", sentence.text)


def _read(text: str, package: Package, language: Language) -> _Read:
    parts = _parts(text)
    modal = _modal(parts)
    if modal is None:
        return _Read((Modality.OBLIGATION, Strength.STRICT), "", understood=False)
    left = []
    wanted = (modal.modality, Strength.DEFEASIBLE)
    force = wanted if modal.weaker and wanted in FORCES else (modal.modality, Strength.STRICT)
    if force != wanted and _IN_PRINCIPLE in f"{modal.before}{modal.after}":
        left.append(_IN_PRINCIPLE)
    before, after, later = _OPENINGS.sub("", modal.before), modal.after, modal.later
    negated, only_then = _NEGATED.search(before), _ONLY_THEN.search(f"{before}{modal.word}")
    before = before.removesuffix(only_then[0]) if only_then else before
    after = after.removeprefix(_IN_PRINCIPLE)
    deadline = _BY_WHEN.match(after) or _at_the_end(before)
    count = read_ordinal(deadline["count"]) if deadline else None
    start = within = None
    if deadline is not None and count is not None:
        start, within = deadline["start"], _UNITS[deadline["unit"]].filled(n=count)
        before = before.removesuffix(deadline[0])
        after = after.removeprefix(deadline[0])
        if not after and later:
            # “… within 5 working days, …”: what is to be done stands behind the comma.
            after, *rest = later
            later = tuple(rest)
    earlier = "，".join(modal.earlier)
    condition = earlier if earlier.endswith("的") else None
    bearer = _bearer(before, package, language)
    if before.endswith("的"):
        condition = f"{earlier}，{before}" if earlier else before
    elif bearer is None and not _PARTY.fullmatch(before) and _CIRCUMSTANCE.search(before):
        left.append(before)
    if condition is None:
        left = [*modal.earlier, *left]
    left += [f"{one[0]}{modal.word}" for one in (negated, only_then) if one]
    # What is done by another names him behind the word, too.
    another = _BY_ANOTHER.match(after) or modal.word in _WHOM_BEHIND
    others = [at for at, _ in normative_words(after) if at > 0]
    if others:
        left.append(after)
    unfit = negated or another or others or _NO_ACTION.search(after)
    return _Read(
        force,
        modal.word,
        None if negated or another else bearer,
        before if bearer is None and (_PARTY.fullmatch(before) or _several(before)) else None,
        None if unfit else _named(after),
        condition and _ENDINGS.sub("", condition.removesuffix("的")),
        start,
        within,
        (*left, *later),
    )


def _at_the_end(before: str) -> re.Match[str] | None:
    """By when something is due where that is said last of what stands before the modal word."""
    return next((one for one in _BY_WHEN.finditer(before) if one.end() == len(before)), None)


def _several(before: str) -> list[str]:
    """The parties of which each is named: “乡镇政府和县水利局”; none where it is one."""
    names = _AND.split(before)
    return names if len(names) > 1 and all(map(_PARTY.fullmatch, names)) else []


def _is_party(before: str) -> bool:
    """Whether some words are likely the name of one party."""
    return bool(_PARTY.fullmatch(before)) and not _NO_NAME.search(before)


def _bearer(before: str, package: Package, language: Language) -> str | None:
    """The bearer that some words are: a declared one, or what is likely the name of one."""
    for bearer in package.bearers.values():
        if before in (bearer.name, bearer.label):
            return preferred(bearer.name, bearer.label, language)
    return before if _is_party(before) and not _several(before) else None


def _named(words: str) -> str | None:
    name = re.sub(r"[「」\n]", "", _ENDINGS.sub("", words.strip()))
    return name if 1 < len(name) <= _LONGEST_NAME else None


def _declarations(
    sentence: Sentence, read: _Read, package: Package, of: str | None, language: Language
) -> Iterator[str]:
    def word(terminal: str) -> str:
        return spelling(terminal, language)

    def open_(what: Phrase | str) -> str:
        said = what.render(language) if isinstance(what, Phrase) else what
        return to_fill_in(re.sub(r"[「」\n]", "", said), language)

    about = write_name(of or open_(_RECORD))
    who = _WHO_IS.filled(words=read.party) if read.party else _WHO
    bearer, action = read.bearer or open_(who), read.action or open_(_DOES_WHAT)
    if read.bearer and read.bearer not in _declared(package.bearers):
        yield f"{word('BEARER')} {write_name(read.bearer)}"
    if read.action and read.action not in _declared(package.actions):
        # What has a deadline is done on a day.
        done, seen = ("DONE_ON", _DONE_ON) if read.within else ("DONE_WHEN", _SEEN_BY)
        shown = write_name(open_(seen.filled(action=read.action)))
        head = f"{word('ACTION')} {write_name(action)} {word('OF')} {about}"
        yield f"{head}\n  {word(done)} {shown}"
    force = word(FORCES[read.force])
    name = f"{bearer}{read.word}{action}" if read.bearer and read.action else open_(_NORM)
    while name in _declared(package.norms):
        name += "（续）" if language == "zh" else " (continued)"
    lines = [
        *_remarks(read, language),
        f"{word('NORM')} {write_name(name)} {word('FOR')} {about}",
        f"  {word('CITES')} {sentence.clause} {write_text(_quoted(sentence))}",
    ]
    if read.condition:
        lines.append(f"  {word('WHEN')} {write_name(open_(read.condition))}")
    if read.start and read.within:
        start, within = write_name(open_(read.start)), read.within.render(language)
        counted = {
            "zh": f"{start} {word('COUNTED_FROM')} {within}",
            "en": f"{within} {word('AFTER')} {start}",
        }
        end = counted[language]
        lines.append(f"  {word('WITHIN')} {end}")
    lines.append(f"  {write_name_in_place(bearer)} {force} {write_name_in_place(action)}")
    yield "\n".join(lines)


def _remarks(read: _Read, language: Language) -> Iterator[str]:
    """The comments on what the draft does not carry."""
    if not read.understood:
        yield f"# {_NO_MODAL.render(language)}"
    elif read.left:
        said = [f"“{' '.join(one.split())}”" for one in read.left]
        words = Phrase(", ".join(said), "".join(said))
        yield f"# {_LEFT.filled(words=words).render(language)}"


def _declared(things: Mapping[str, object]) -> set[str]:
    labels = (getattr(thing, "label", None) for thing in things.values())
    return {*things, *(label for label in labels if label)}
