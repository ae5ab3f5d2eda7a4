"""A sentence of an official text as the draft of a norm.

What the sentence says in its form alone is written out: its clause and its words, the modal word,
who it names and until when. What only a reader can say is left open, as a name that tells what
belongs there; the checker tells of each that is left.
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
from linkage_rules.presenting.modal_words import said_in
from linkage_rules.sources import Sentence
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
    r"(?:自|从|在|于)(?P<start>[^，。；自]{1,20}?)(?:起|之?后)的?"
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
_IN_PRINCIPLE: Final = "原则上"
_OPENINGS: Final = re.compile(r"^(?:但是?|其中|同时|并且?|由)|原则上$")
_ENDINGS: Final = re.compile(r"[。；;：:，,、\s]+$")
_MARKS: Final = re.compile("[，,；;。：:]")
_LONGEST_NAME: Final = 20

_WHO: Final = Phrase("who", "谁")
_DOES_WHAT: Final = Phrase("does what", "做什么")
_SEEN_BY: Final = Phrase("what shows that it was done: {action}", "怎样看出已经“{action}”")
_DONE_ON: Final = Phrase("the date of: {action}", "“{action}”的日期")
_RECORD: Final = Phrase("of what record", "关于哪种记录")
_NORM: Final = Phrase("a short name", "起一个简短的名称")


@frozen
class _Read:
    """What a sentence says by its form: None and empty where it does not say it."""

    force: Force
    word: str
    bearer: str | None
    action: str | None
    condition: str | None
    start: str | None
    within: Phrase | None


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
    for said in said_in(text):
        before = _before(said.part, said.word)
        if _PARTY.fullmatch(before):
            yield before


def _before(part: str, word: str) -> str:
    """Who stands before a modal word."""
    return _OPENINGS.sub("", part.partition(word)[0].strip()).removesuffix(_IN_PRINCIPLE)


def _quoted(sentence: Sentence) -> str:
    return _ENDINGS.sub("", sentence.text)


def _read(text: str, package: Package, language: Language) -> _Read:
    said = next(said_in(text), None)
    if said is None:
        duty = (Modality.OBLIGATION, Strength.STRICT)
        return _Read(duty, "", None, None, None, None, None)
    in_principle = _IN_PRINCIPLE in said.part
    by_strength = {strength: (modality, strength) for modality, strength in said.forces}
    wanted = Strength.DEFEASIBLE if in_principle else Strength.STRICT
    force = by_strength.get(wanted) or min(said.forces)
    before, after = _before(said.part, said.word), said.part.partition(said.word)[2]
    earlier, _, later = text.partition(said.part)
    earlier = _ENDINGS.sub("", earlier)
    deadline = _BY_WHEN.search(said.part)
    count = read_ordinal(deadline["count"]) if deadline else None
    if deadline is None or count is None:
        start, within = None, None
    else:
        start = deadline["start"]
        within = _UNITS[deadline["unit"]].filled(n=count)
        # “… within 5 working days, …”: what is to be done stands behind the comma.
        after = after.replace(deadline[0], "") or _MARKS.split(later.lstrip("，,"), maxsplit=1)[0]
    condition = earlier if earlier.endswith("的") else None
    bearer = _bearer(before, package, language)
    if bearer is None and before.endswith("的"):
        condition = f"{earlier}，{before}" if earlier else before
    return _Read(
        force,
        said.word,
        bearer,
        _named(after),
        condition and _ENDINGS.sub("", condition.removesuffix("的")),
        start,
        within,
    )


def _bearer(before: str, package: Package, language: Language) -> str | None:
    """The bearer that some words name: a declared one, or what is likely the name of one."""
    declared = {label: bearer for bearer in package.bearers.values() if (label := bearer.label)}
    known = max((label for label in declared if label in before), key=len, default=None)
    if known:
        return preferred(declared[known].name, known, language)
    return before if _PARTY.fullmatch(before) else None


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
    bearer, action = read.bearer or open_(_WHO), read.action or open_(_DOES_WHAT)
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


def _declared(things: Mapping[str, object]) -> set[str]:
    labels = (getattr(thing, "label", None) for thing in things.values())
    return {*things, *(label for label in labels if label)}
