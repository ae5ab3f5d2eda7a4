"""Reviews: what the rules say of the records of a spreadsheet, of all and of one, and who owes
what by when."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from linkage_rules.desk.dropped import Understood
from linkage_rules.desk.judged import LISTED, UNREADABLE, Run, Wanted, gravest_first
from linkage_rules.desk.methods import Answer, Asked, Job, Method, Task, day_if_any, number, text
from linkage_rules.desk.spreadsheets import FILE, MOST_ROWS, UNFITTING, outside, policy_of
from linkage_rules.model.deontic import STATUSES
from linkage_rules.model.statuses import Status
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.reviews.agenda import Entry as AgendaEntry
from linkage_rules.reviews.lines import lines
from linkage_rules.reviews.opinions import opinion
from linkage_rules.reviews.opinions.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    MEANINGS,
    Conclusion,
)
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import VERDICT_TONES
from linkage_rules.reviews.outputs import (
    ENDINGS,
    Review,
    agenda_forms,
    agenda_rows,
)
from linkage_rules.reviews.outputs.opinion_pages import ALONE, opinion_page
from linkage_rules.reviews.review_words import Question, closing, not_in_force, remarks
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.citing import clause_called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

if TYPE_CHECKING:
    from linkage_rules.desk.desk import Desk

_MOST_DUTIES: Final = 2_000
_REVIEW: Final = Phrase("the review", "这次审核")
_LATER: Final = Phrase(
    "{count} not yet due; choose a day above to list those up to it",
    "另有{count}项尚未到履行时间；在上方选定日期，可列出到该日为止的",
)
_CHANGED: Final = Phrase(
    "{kind} was changed in the policy since {file} was read. It is read again by what is there "
    "now; look at how it is understood, then start the review once more.",
    "{file}读取之后，政策中“{kind}”有改动。现按改动后的内容重新读取，请核对表格的读取情况，再次开始审核。",
)
NO_RECORD: Final = Phrase("there is no such record any more", "没有这条记录了")
_BEFORE: Final = Phrase(
    "{until} is before {as_of}, the day asked about", "{until} 早于审核基准日 {as_of}"
)


# Reviews


def run(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Judge all records of a file; what they come to. A file that was read by a record type that
    was changed since is not judged: cells are values by their type, and 1 may be a yuan or a
    piece."""
    found = desk.shelf.find(text(asked, "read"), Understood, FILE)
    if found.unfitting is not None:
        raise RefusedError(UNFITTING.filled(file=found.file.called))
    policy = policy_of(desk, asked)
    day = day_if_any(asked, "as_of")
    shape = policy.record_type(found.choices.record_type.name)
    if shape != found.choices.record_type:
        changed = _CHANGED.filled(kind=spoken(shape), file=found.file.called)
        return {"changed": say(changed, desk.language)}
    question = Question(policy, shape, day or date.today(), today=day is None)
    typed = f"{policy.name} {found.file.called} --as-of {question.as_of.isoformat()}"
    room = desk.shelf.check_room
    with desk.shelf.folder() as place:
        made = Run.of(question, typed, desk.language, found, place, task, room)
        id_ = desk.shelf.keep(made, place)
    return {"run": id_, **_portfolio(made)}


def _portfolio(made: Run) -> dict[str, Any]:
    language, tally = made.language, made.tally
    question = made.question
    package = question.policy.package
    names = gravest_first(made.norms)
    return {
        "policy": say(called(question.policy), language),
        "digest": question.policy.digest,
        "as_of": question.as_of.isoformat(),
        "kind": say(spoken(question.record_type), language),
        "read": tally.read,
        "unreadable": tally.unreadable,
        "closing": say(closing(tally), language),
        "remarks": [
            say(one, language)
            for one in (
                *outside(question.policy, question.as_of),
                *(one for one in remarks(question) if one != not_in_force(question)),
            )
        ],
        "repeated": [say(one, language) for one in tally.repeated.words()],
        "cut_short": None if tally.cut_short is None else tally.cut_short.render(language),
        "conclusions": [
            {
                "conclusion": one.value,
                "called": say(CONCLUSIONS[one], language),
                "means": say(MEANINGS[one], language),
                "tone": CONCLUSION_TONES[one].value,
                "count": made.conclusions[one],
            }
            for one in Conclusion
            if made.conclusions[one]
        ],
        "unread_called": say(UNREADABLE, language),
        "statuses": [
            {
                "status": one.value,
                "called": say(wording.STATUSES[one], language),
                "tone": STATUSES[one].tone.value,
            }
            for one in LISTED
            if any(status is one for _, status in made.norms)
        ],
        "norms": [
            {
                "norm": name,
                "called": say(called(norm), language),
                "clause": None
                if norm.citation is None
                else say(clause_called(norm.citation, package), language),
                "counts": {
                    one.value: made.norms[name, one] for one in LISTED if made.norms[name, one]
                },
            }
            for name in names
            for norm in (package.norms[name],)
        ],
        "results": [
            {"called": say(spoken(one.fact), language), "words": say(one.words, language)}
            for one in tally.totals().values()
        ],
        "forms": {"review": [one[1:] for one in ENDINGS], "agenda": [*agenda_forms.ENDINGS]},
    }


def listed(desk: "Desk", asked: Asked) -> Any:
    """Some of the records that are asked for, and how many there are."""
    made = run_of(desk, asked)
    numbers = made.wanted(_wanted(asked))
    first, count = number(asked, "first"), min(number(asked, "count"), MOST_ROWS)
    chosen = numbers[max(first, 0) : max(first, 0) + count]
    return {
        "total": len(numbers),
        "first": first,
        "rows": [made.lines.at(one) for one in chosen],
    }


def _wanted(asked: Asked) -> Wanted:
    conclusion, status = text(asked, "conclusion", ""), text(asked, "status", "")
    return Wanted(
        conclusion=next((one for one in Conclusion if one.value == conclusion), None),
        unreadable=asked.get("unreadable") is True,
        norm=text(asked, "norm", "") or None,
        status=next((one for one in Status if one.value == status), None),
        doubtful=asked.get("doubtful") is True,
        words=text(asked, "words", "").strip(),
    )


def run_of(desk: "Desk", asked: Asked) -> Run:
    return desk.shelf.find(text(asked, "run"), Run, _REVIEW)


def one_opinion(desk: "Desk", asked: Asked) -> Any:
    """The opinion on one record as a page, or why there is none."""
    made = run_of(desk, asked)
    one = made.one(number(asked, "position"))
    if one is None:
        raise RefusedError(NO_RECORD)
    language = desk.language
    shape = made.question.record_type
    heading = " ".join(part for part in (one.title.id, one.title.name) if part)
    told: dict[str, Any] = {
        "position": one.entry.position,
        "place": say(one.title.place, language),
        "title": heading or say(one.title.place, language),
        "kind": say(spoken(shape), language),
        "doubts": [doubt.render(language) for doubt in one.entry.doubts],
        "notes": [note.render(language) for note in one.entry.notes],
        "problems": [],
        "findings": [],
        "html": None,
    }
    if isinstance(one, Unreadable):
        told["problems"] = [problem.render(language) for problem in one.error.problems]
        return told
    told["findings"] = [
        {
            "verdict": say(line.verdict, language),
            "tone": VERDICT_TONES[line.status].value,
            "actions": [say(action, language) for action in line.actions],
            "reason": say(line.reason, language),
        }
        for line in lines(one, everything=False)
    ]
    told["html"] = page_of(made, one)
    return told


def page_of(made: Run, one: Judged) -> str:
    source = Path(made.read.file.called)
    shown = Review(made.question, source, (), made.tally, made.asked)
    return opinion_page(ALONE, one, opinion(one), shown, made.language, "opinion")


# The agenda


def agenda(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Who owes what to whom by when, in all records."""
    made = run_of(desk, asked)
    gathered = made.agenda(until_of(made, asked), task)
    left = _MOST_DUTIES
    groups = []
    for group in gathered.groups:
        shown = group.entries[:left]
        left -= len(shown)
        groups.append(
            {
                "bearer": say(group.bearer, desk.language),
                "count": len(group.entries),
                "overdue": group.overdue,
                "duties": [_duty(one, desk.language) for one in shown],
            }
        )
    said = (agenda_rows.counts(gathered), *agenda_rows.left_out(gathered, _LATER))
    return {"groups": groups, "said": [say(one, desk.language) for one in said]}


def _duty(one: AgendaEntry, language: Language) -> dict[str, Any]:
    duty = one.duty
    return {
        "place": say(one.title.place, language),
        "id": one.title.id,
        "name": one.title.name,
        "status": say(agenda_rows.stands(duty.status), language),
        "tone": agenda_rows.tone_of(duty.status).value,
        "due": None if duty.due is None else duty.due.isoformat(),
        "due_called": say(agenda_rows.due(one), language),
        "what": say(one.what, language),
        "to": None if one.counterparty is None else say(one.counterparty, language),
        "grounds": list(one.grounds),
        "wanted": [say(phrase, language) for phrase in one.wanted],
    }


def until_of(made: Run, asked: Asked) -> date | None:
    until, as_of = day_if_any(asked, "until"), made.question.as_of
    if until is not None and until < as_of:
        raise RefusedError(_BEFORE.filled(until=until.isoformat(), as_of=as_of.isoformat()))
    return until


METHODS: Final[Mapping[str, Method]] = {
    "desk/review/run": Job(run),
    "desk/review/list": Answer(listed),
    "desk/review/opinion": Answer(one_opinion),
    "desk/review/agenda": Job(agenda),
}
"""What the page asks of reviews."""
