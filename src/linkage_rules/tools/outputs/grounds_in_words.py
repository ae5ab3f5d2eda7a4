"""What decides, in one sentence: for a cell, a list or the paragraph of an opinion."""

from typing import Final

from linkage_rules.language.messages import Phrase
from linkage_rules.model.norms import Citation
from linkage_rules.model.statuses import Status
from linkage_rules.tools.outputs.opinion import Gate, Ground

_DONE_ALL_THE_SAME: Final = Phrase("{conduct}: it was done", "{conduct}，现已发生")
_NOT_DONE: Final = Phrase("{conduct}: not done", "{conduct}，尚未做到")
_STILL_DUE: Final = Phrase("{conduct}: still to be done", "{conduct}，有待办理")
_WITH_CLAUSE: Final = Phrase("{words} (clause {clauses})", "{words}（依据 {clauses}）")
_REASON: Final = Phrase("{sentence}: {norms}", "{sentence}：{norms}")
_BUT_DONE: Final = Phrase(
    "{sentence} – but it was done, which violates the norm", "{sentence}（现已发生，违反该规定）"
)


def asked(ground: Ground) -> Phrase:
    """Who has to do or refrain from what, how it stands, and by which clause."""
    return _with_clauses(standing(ground), ground.citations)


def standing(ground: Ground) -> Phrase:
    """Who has to do or refrain from what, and how it stands."""
    if ground.status is Status.VIOLATED:
        pattern = _DONE_ALL_THE_SAME if ground.forbids else _NOT_DONE
        return pattern.filled(conduct=ground.conduct)
    if ground.status is Status.DUE:
        return _STILL_DUE.filled(conduct=ground.conduct)
    return ground.conduct


def verdict_sentence(gate: Gate) -> Phrase:
    """The verdict, and whether it was disregarded."""
    return _BUT_DONE.filled(sentence=gate.sentence) if gate.violated else gate.sentence


def reason(gate: Gate) -> Phrase:
    """The verdict with the norms it rests on and their clauses."""
    norms = tuple(_with_clauses(ground.norm, ground.citations) for ground in gate.grounds)
    sentence = verdict_sentence(gate)
    return _REASON.filled(sentence=sentence, norms=norms) if norms else sentence


def _with_clauses(words: Phrase, citations: tuple[Citation, ...]) -> Phrase:
    clauses = tuple(dict.fromkeys(citation.clause for citation in citations))
    return _WITH_CLAUSE.filled(words=words, clauses=clauses) if clauses else words
