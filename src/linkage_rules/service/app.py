"""What can be asked of the service: its addresses, what they take, and what they answer."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

import anyio
from attrs import frozen
from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from sse_starlette import EventSourceResponse
from starlette.exceptions import HTTPException

from linkage_rules.decisions import Decision
from linkage_rules.decisions.serialising import node_document
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.plain.writing import plain
from linkage_rules.policy.loading import load, loads
from linkage_rules.policy.out_of_force import OutOfForceError
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import RecordError
from linkage_rules.records.json_files import Decoder, line_entry
from linkage_rules.reviews.outputs import MEDIA_TYPES
from linkage_rules.service.contract import Contract
from linkage_rules.service.gate import (
    Gate,
    answer_to,
    asked_by,
    body,
    check_content,
    local_names,
    refused_by_routing,
)
from linkage_rules.service.problems import ServiceError, encoded
from linkage_rules.service.settings import Keys, Limits, keys_of
from linkage_rules.service.streaming import MEDIA_TYPE as LINES
from linkage_rules.service.streaming import LineAnswers
from linkage_rules.service.uploads import FORMS, Folder, Job, Order, Reviews
from linkage_rules.service.work import Metrics, Work
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import write_name
from linkage_rules.words.nearness import nearest
from linkage_rules.words.showing import printable

_BODY: Final = Phrase("the body of the request", "请求内容")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(written: object) -> date:
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        raise ValueError("not a date")
    return date.fromisoformat(written)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class Nothing(BaseModel):
    """A request without parameters; unknown ones are refused, not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class OnDay(Nothing):
    """The parameters of every question about a record."""

    as_of: Day = Field(description="审核基准日 / the day to judge by")
    outside: Literal["allow", "raise"] = Field(
        "allow",
        description=(
            "政策不在施行期时：allow 照常作答（in_force 为 false），raise 以 409 拒绝 / on a day "
            "on which the policy is not in force: answer all the same, or refuse"
        ),
    )


class ToJudge(OnDay):
    form: Literal["verdicts", "summary", "full"] = Field(
        "summary",
        description=(
            "verdicts 仅结论，summary 概要，full 完整决定（decision.schema.json）/ the verdicts "
            "alone, a summary, or the whole decision"
        ),
    )


class ToTry(ToJudge):
    record_type: str | None = Field(
        None, max_length=200, description="记录类型 / the record type, where several are judged"
    )


class ToExplain(OnDay):
    name: str = Field(
        max_length=200,
        description="行为、规范或事实 / an action, a norm or a fact, by name or label",
    )


class ToAdvise(OnDay):
    action: str | None = Field(
        None, max_length=200, description="行为 / an action, by name or label"
    )
    verdict: Literal[tuple(status.value for status in VerdictStatus)] | None = Field(  # type: ignore[valid-type]
        None, description="要达到的结论 / the verdict to be reached"
    )
    goal: str | None = Field(
        None,
        max_length=2_000,
        description=(
            "目标条件，仅在服务允许政策文本时可用 / a condition in the policy language, where the "
            "service allows it"
        ),
    )
    alternatives: int = Field(3, ge=1, le=20, description="最多几种途径 / how many ways at most")


class ToReview(OnDay):
    out: list[Literal[FORMS]] = Field(  # type: ignore[valid-type]
        ["xlsx"], min_length=1, max_length=len(FORMS), description="输出形式 / what to write"
    )
    sheet: str | None = Field(None, max_length=100, description="工作表 / the sheet of a workbook")


@frozen(eq=False)
class Service:
    """The policies that are served, and the workers that compute answers."""

    policies: Mapping[str, Policy]
    allow_policies: bool
    limits: Limits
    metrics: Metrics
    folder: Folder
    answers: Work
    solver: Work
    """One question to the solver at a time; those that wait do not block the other threads."""
    reviews: Reviews

    def policy(self, name: str) -> Policy:
        """A policy that is served; raises `ServiceError` if there is none of that name."""
        policy = self.policies.get(name)
        if policy is None:
            near = nearest(name, self.policies) or [*self.policies][:20]
            shown = printable(name[:100])
            raise ServiceError("SRV-109", name=shown, known=", ".join(near) or "—")
        return policy

    def about(self, policy: str, record_type: str) -> tuple[Policy, RecordType]:
        """A policy and a record type that it judges; raises `ServiceError` if there is none."""
        found = self.policy(policy)
        known = judged_types(found.package)
        for shape in known:
            if record_type in (shape.name, shape.label):
                return found, shape
        names = ", ".join(shape.name for shape in known)
        shown = printable(record_type[:100])
        raise ServiceError("SRV-110", policy=found.name, name=shown, known=names)


def judged_types(package: Package) -> list[RecordType]:
    """The record types that norms are about, or all types where there are no norms."""
    meant = {norm.record_type for norm in package.norms.values()}
    types = package.record_types.values()
    return [shape for shape in types if shape.name in meant] or [*types]


def application(
    policies: Iterable[Policy | str | Path],
    *,
    keys: Iterable[str] | None,
    allow_policies: bool,
    limits: Limits | None,
    language: Language,
    hosts: Iterable[str],
) -> FastAPI:
    """See `linkage_rules.service.create_app`."""
    bounds = limits or Limits()
    served = _by_name(each if isinstance(each, Policy) else load(each) for each in policies)
    metrics, folder = Metrics(served.values()), Folder(bounds.incoming)
    service = Service(
        served,
        allow_policies,
        bounds,
        metrics,
        folder,
        Work("answer", bounds.threads, bounds.waiting),
        Work("solver", 1, bounds.threads),
        Reviews(bounds, metrics, folder),
    )

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        folder.open()
        try:
            yield
        finally:
            service.reviews.close()
            service.answers.close()
            service.solver.close()
            folder.close()

    # The documentation pages of FastAPI load scripts from elsewhere, so they are switched off.
    app = FastAPI(
        title="linkage_rules",
        version=version("linkage-rules"),
        docs_url=None,
        redoc_url=None,
        lifespan=alive,
        # Every address has one spelling; a redirection would lose the body.
        redirect_slashes=False,
        dependencies=[Depends(_said_once)],
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.linkage_rules = service
    given = Keys(keys_of() if keys is None else keys)
    app.add_middleware(
        Gate, keys=given, metrics=metrics, language=language, hosts=local_names(hosts)
    )
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    app.add_exception_handler(HTTPException, refused_by_routing)
    _routes_of_the_whole(app, service)
    _routes_of_policies(app, service)
    _routes_of_reviews(app, service)
    if allow_policies:
        _routes_of_texts(app, service)
    contract = Contract(service.policies, judged_types, bool(given), allow_policies)
    plainly = app.openapi
    app.openapi = lambda: contract.document(plainly)  # type: ignore[method-assign]
    return app


def _by_name(policies: Iterable[Policy]) -> dict[str, Policy]:
    found: dict[str, Policy] = {}
    for policy in policies:
        if policy.name in found and found[policy.name].digest != policy.digest:
            raise RefusedError(
                Phrase(
                    f"two policies are named {policy.name}; a service needs a name for each",
                    f"有两个政策都名为 {policy.name}；服务中的政策不能重名",
                )
            )
        found[policy.name] = policy
    return found


# The service as a whole


def _routes_of_the_whole(app: FastAPI, service: Service) -> None:
    @app.get("/health/live")
    async def live(_: Annotated[Nothing, Query()]) -> Response:
        return _json({"status": "live"})

    @app.get("/health/ready")
    async def ready(_: Annotated[Nothing, Query()]) -> Response:
        if service.reviews.closing:
            raise ServiceError("SRV-117", {"Retry-After": "5"}, seconds=5)
        return _json({"status": "ready"})

    @app.get("/metrics")
    async def metrics(_: Annotated[Nothing, Query()]) -> Response:
        return Response(service.metrics.text(), media_type=service.metrics.media_type)

    @app.get("/policies")
    async def policies(_: Annotated[Nothing, Query()]) -> Response:
        return _json({"policies": [_described(each) for each in service.policies.values()]})

    @app.get("/policies/{policy}")
    async def policy(policy: str, _: Annotated[Nothing, Query()]) -> Response:
        return _json(_described(service.policy(policy)))


def _described(policy: Policy) -> dict[str, Any]:
    package = policy.package
    return {
        "name": policy.name,
        "label": policy.label,
        "digest": policy.digest,
        "periods": plain(package.periods),
        "in_force_today": package.in_force_on(date.today()),
        "norms": len(package.norms),
        "record_types": [
            {
                "name": shape.name,
                "label": shape.label,
                "actions": [
                    {"name": action.name, "label": action.label}
                    for action in package.actions.values()
                    if action.record_type == shape.name
                ],
            }
            for shape in judged_types(package)
        ],
    }


# A policy and a record


def _routes_of_policies(app: FastAPI, service: Service) -> None:
    limits = service.limits
    at = "/policies/{policy}/{record_type}"

    async def answered(
        policy: str, record_type: str, request: Request, ask: OnDay, tell: _Tell
    ) -> Response:
        """Judge the record in the body, and answer with the part of the decision that was asked
        for."""
        desk = Desk(service, *service.about(policy, record_type), ask)
        content = await body(request, "application/json", limits, limits.body_bytes)
        told = await service.answers.done(limits.seconds, desk.told, content, tell)
        return Response(told, media_type="application/json")

    @app.get(f"{at}/schema")
    async def schema(policy: str, record_type: str, _: Annotated[Nothing, Query()]) -> Response:
        found, shape = service.about(policy, record_type)
        content = encoded(found.json_schema(shape.name))
        return Response(content, media_type="application/schema+json")

    @app.post(f"{at}/evaluate")
    async def evaluate(
        policy: str, record_type: str, request: Request, ask: Annotated[ToJudge, Query()]
    ) -> Response:
        return await answered(policy, record_type, request, ask, lambda d: _shown(d, ask.form))

    @app.post(f"{at}/evaluate-many")
    async def evaluate_many(
        policy: str, record_type: str, request: Request, ask: Annotated[ToJudge, Query()]
    ) -> Response:
        desk = Desk(service, *service.about(policy, record_type), ask)
        check_content(request, LINES, limits.stream_bytes)
        decoder = Decoder()

        def answer(number: int, content: bytes) -> object:
            place = Phrase(f"line {number}", f"第{number}行")
            return _shown(desk.judged(content, place, decoder), ask.form)

        asked = asked_by(request)
        return LineAnswers(answer, service.answers, limits, asked, service.folder.taking)

    @app.post(f"{at}/explain")
    async def explain(
        policy: str, record_type: str, request: Request, ask: Annotated[ToExplain, Query()]
    ) -> Response:
        language = asked_by(request).language

        def tell(decision: Decision) -> object:
            node = decision.explanation(ask.name)
            return {
                **_head(decision),
                "name": node.name,
                "text": decision.explain(ask.name, language),
                "explanation": node_document(node),
            }

        return await answered(policy, record_type, request, ask, tell)

    @app.post(f"{at}/missing")
    async def missing(
        policy: str, record_type: str, request: Request, ask: Annotated[OnDay, Query()]
    ) -> Response:
        def tell(decision: Decision) -> object:
            lacking = [{"calendar": one.calendar, "year": one.year} for one in decision.lacking]
            return {**_head(decision), "missing": _missing(decision), "lacking": lacking}

        return await answered(policy, record_type, request, ask, tell)

    @app.post(f"{at}/advise")
    async def advise(
        policy: str, record_type: str, request: Request, ask: Annotated[ToAdvise, Query()]
    ) -> Response:
        desk = Desk(service, *service.about(policy, record_type), ask)
        goal = desk.goal(ask)
        content = await body(request, "application/json", limits, limits.body_bytes)
        seconds = limits.solver_seconds * 2 + limits.seconds
        told = await service.solver.done(seconds, desk.advised, content, goal, ask)
        return Response(told, media_type="application/json")


_Tell: TypeAlias = Callable[[Decision], object]
"""A function that gives the part of a decision to answer with, as plain data."""


@frozen
class Desk:
    """Judges records of one type by one policy, with the parameters of a request."""

    service: Service
    policy: Policy
    record_type: RecordType
    ask: OnDay

    def told(self, content: bytes, tell: _Tell) -> bytes:
        """The answer for the record in a body, as bytes."""
        return encoded(tell(self.judged(content, _BODY, Decoder())))

    def judged(self, content: bytes, place: Phrase, decoder: Decoder) -> Decision:
        """The decision on a record in JSON. Raises `RecordError` with all its problems."""
        try:
            decision = self.policy.evaluate(
                self._read(content, place, decoder),
                as_of=self.ask.as_of,
                record_type=self.record_type.name,
                outside=self.ask.outside,
            )
        except RecordError:
            self._count("refused")
            raise
        self._count("judged")
        return decision

    def advised(self, content: bytes, goal: str, ask: ToAdvise) -> bytes:
        """The advice on how a record reaches a goal, as bytes."""
        advice = self.policy.advise(
            self._read(content, _BODY, Decoder()),
            goal,
            as_of=ask.as_of,
            record_type=self.record_type.name,
            alternatives=ask.alternatives,
            time_limit=self.service.limits.solver_seconds,
            outside=ask.outside,
        )
        return encoded(advice.to_dict())

    def goal(self, ask: ToAdvise) -> str:
        """The goal as a condition. Raises `ServiceError` where there is none, or goals as text are
        not allowed."""
        if ask.goal is not None and not self.service.allow_policies:
            raise ServiceError("SRV-120")
        if ask.goal is not None and ask.action is None and ask.verdict is None:
            return ask.goal
        if ask.goal is not None or ask.action is None or ask.verdict is None:
            raise ServiceError("SRV-126")
        actions = [
            action
            for action in self.policy.package.actions.values()
            if action.record_type == self.record_type.name
        ]
        for action in actions:
            if ask.action in (action.name, action.label):
                return f"{write_name(action.name)} {spelling(f'IS_{ask.verdict.upper()}', 'en')}"
        names = nearest(ask.action, [a.name for a in actions]) or [a.name for a in actions][:20]
        listed = ", ".join(names) or "—"
        raise ServiceError(
            "SRV-125", policy=self.policy.name, name=printable(ask.action[:100]), known=listed
        )

    def _read(self, content: bytes, place: Phrase, decoder: Decoder) -> object:
        entry = line_entry(1, place, content, decoder)
        if entry.problems:
            raise RecordError(entry.problems, entry.omitted)
        return entry.data

    def _count(self, outcome: str) -> None:
        labels = self.policy.name, self.record_type.name, outcome
        self.service.metrics.records.labels(*labels).inc()


def _shown(decision: Decision, form: str) -> object:
    if form == "full":
        return decision.to_dict()
    if form == "verdicts":
        # The usual answer: exactly what the engine has given, nothing more has to be worked out.
        verdicts = {name: verdict.status.value for name, verdict in decision.verdicts.items()}
        return {
            "policy": decision.policy,
            "policy_digest": decision.policy_digest,
            "as_of": decision.as_of.isoformat(),
            "in_force": decision.in_force,
            "verdicts": verdicts,
        }
    return decision.summary()


def _head(decision: Decision) -> dict[str, Any]:
    return {
        "policy": decision.policy,
        "policy_digest": decision.policy_digest,
        "record_type": decision.record_type.name,
        "record_digest": decision.record_digest,
        "as_of": decision.as_of.isoformat(),
        "in_force": decision.in_force,
    }


def _missing(decision: Decision) -> list[dict[str, Any]]:
    """The fields that could still change an answer, each with what it could change."""
    needs = decision.needs
    of_actions = {name: needs.of_verdict(name) for name in decision.verdicts}
    of_norms = {name: needs.of_status(name) for name in decision.norms}
    return [
        {
            "path": path,
            "actions": [name for name, paths in of_actions.items() if path in paths],
            "norms": [name for name, paths in of_norms.items() if path in paths],
            "results": [key for key, one in decision.results.items() if path in one.missing],
        }
        for path in decision.missing
    ]


# Policies that come with a request


def _routes_of_texts(app: FastAPI, service: Service) -> None:
    limits = service.limits

    async def answered(request: Request, tell: Callable[[Policy, Any], object]) -> Response:
        content = await body(request, "application/json", limits, limits.policy_bytes)

        def work() -> bytes:
            entry = line_entry(1, _BODY, content, Decoder())
            if entry.problems:
                raise RecordError(entry.problems, entry.omitted)
            sent = dict(entry.data or {})
            texts, record = sent.pop("policy", None), sent.pop("record", {})
            if sent or not (isinstance(texts, dict) and texts) or not _are_texts(texts.values()):
                raise ServiceError("SRV-128")
            # Policies of strangers are not kept in the cache of the user.
            return encoded(tell(loads(texts, cache=False), record))

        told = await service.answers.done(limits.seconds, work)
        return Response(told, media_type="application/json")

    @app.post("/texts/check")
    async def check_texts(request: Request, _: Annotated[Nothing, Query()]) -> Response:
        return await answered(request, lambda policy, record: _described(policy))

    @app.post("/texts/evaluate")
    async def evaluate_texts(request: Request, ask: Annotated[ToTry, Query()]) -> Response:
        def tell(policy: Policy, record: Any) -> object:
            decision = policy.evaluate(
                record, as_of=ask.as_of, record_type=ask.record_type, outside=ask.outside
            )
            return _shown(decision, ask.form)

        return await answered(request, tell)


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


# Files of records


def _routes_of_reviews(app: FastAPI, service: Service) -> None:
    reviews, limits = service.reviews, service.limits

    @app.post("/policies/{policy}/{record_type}/reviews", status_code=202)
    async def review(
        policy: str, record_type: str, request: Request, ask: Annotated[ToReview, Query()]
    ) -> Response:
        found, shape = service.about(policy, record_type)
        if ask.outside == "raise" and not found.package.in_force_on(ask.as_of):
            raise OutOfForceError(found.package, ask.as_of)
        asked = asked_by(request)
        forms = tuple(dict.fromkeys(ask.out))
        order = Order(found, shape, ask.as_of, forms, ask.sheet, asked.language)
        job = await reviews.received(request, order, asked.owner)
        told = _json(job.document(asked.language), 202)
        told.headers["Location"] = str(request.url_for("review_state", review=job.id).path)
        return told

    def job_of(request: Request, review: str) -> Job:
        return reviews.find(review, asked_by(request).owner)

    @app.get("/reviews/{review}")
    async def review_state(
        review: str, request: Request, _: Annotated[Nothing, Query()]
    ) -> Response:
        return _json(job_of(request, review).document(asked_by(request).language))

    @app.delete("/reviews/{review}", status_code=204)
    async def remove_review(
        review: str, request: Request, _: Annotated[Nothing, Query()]
    ) -> Response:
        reviews.remove(job_of(request, review))
        return Response(status_code=204)

    @app.get("/reviews/{review}/events")
    async def review_events(
        review: str, request: Request, _: Annotated[Nothing, Query()]
    ) -> Response:
        job, language = job_of(request, review), asked_by(request).language
        closing = anyio.Event()

        async def end_in_time() -> None:
            """Tell the server that reviews are not waited for when it shuts down."""
            await closing.wait()
            reviews.end()

        async def events() -> AsyncIterator[dict[str, str]]:
            ending = asyncio.create_task(end_in_time())
            try:
                async for _ in job.watched():
                    told = encoded(job.document(language)).decode()
                    yield {"event": job.state if job.ended else "progress", "data": told}
            finally:
                ending.cancel()

        return EventSourceResponse(
            events(),
            send_timeout=limits.stall_seconds,
            shutdown_event=closing,
            # Time for a review to stop at its next record, and to report that.
            shutdown_grace_period=limits.closing_seconds / 2,
        )

    @app.get("/reviews/{review}/files/{name}")
    async def review_file(
        review: str, name: str, request: Request, _: Annotated[Nothing, Query()]
    ) -> Response:
        path = reviews.file(job_of(request, review), name)
        return FileResponse(path, filename=name, media_type=MEDIA_TYPES[path.suffix])


def _json(content: object, status: int = 200) -> Response:
    return Response(encoded(content), status, media_type="application/json")


# Parameters that are wrong

_EXPECTED: Final[Mapping[str, Phrase]] = {
    "as_of": Phrase("a day such as 2023-05-01", "日期，如 2023-05-01"),
    "outside": Phrase("allow or raise", "allow 或 raise"),
    "form": Phrase("verdicts, summary or full", "verdicts、summary 或 full"),
    "name": Phrase("the name of an action, a norm or a fact", "行为、规范或事实的名称"),
    "action": Phrase("the name of an action", "行为的名称"),
    "verdict": Phrase(
        "one of " + ", ".join(status.value for status in VerdictStatus),
        "以下之一：" + "、".join(status.value for status in VerdictStatus),
    ),
    "goal": Phrase("a condition of at most 2000 characters", "不超过2000个字符的条件"),
    "alternatives": Phrase("a whole number from 1 to 20", "1 到 20 的整数"),
    "out": Phrase("one or more of " + ", ".join(FORMS), "以下一种或几种：" + "、".join(FORMS)),
    "sheet": Phrase("the name of a sheet", "工作表名称"),
    "record_type": Phrase("the name of a record type", "记录类型名称"),
}
_MISSING: Final = Phrase("missing", "未填写")
_UNKNOWN: Final = Phrase("there is no such parameter", "没有这个参数")
_TWICE: Final = Phrase("given more than once", "重复填写")
_WRONG: Final = Phrase("this cannot be taken", "无法识别")
_NO_PARAMETER: Final = Phrase("no such parameter", "不写这个参数")


_SEVERAL: Final = frozenset({"out"})
"""Parameters that may be given several times."""


async def _said_once(request: Request) -> None:
    """Refuse parameters that are given twice, since it is unclear which is meant. Raises
    `ServiceError`."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    twice = [name for name, times in given.items() if times > 1 and name not in _SEVERAL]
    if twice:
        problems = [_told_wrong(name, _TWICE) for name in twice[:20]]
        raise ServiceError("SRV-108", problems=problems)


def _wrong_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    language = asked_by(request).language
    problems = [_wrong(fault) for fault in error.errors()[:20]]
    return answer_to(ServiceError("SRV-108", problems=problems), language)


def _wrong(fault: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with a parameter, in the form of a problem of a record."""
    name = str(fault["loc"][1]) if len(fault["loc"]) > 1 else ""
    why = {"missing": _MISSING, "extra_forbidden": _UNKNOWN}.get(fault["type"], _WRONG)
    told = _told_wrong(name, why)
    if why is _WRONG:
        told["value"] = printable(str(fault["input"])[:100])
    if why is _UNKNOWN and (near := nearest(name, _EXPECTED)):
        told["hint"] = _both(Phrase(f"did you mean {near[0]}?", f"是否想写 {near[0]}？"))
    return told


def _told_wrong(name: str, why: Phrase) -> dict[str, Any]:
    return {
        "code": "SRV-108",
        "path": [printable(name[:100])],
        "message": _both(why),
        "expected": _both(_EXPECTED.get(name, _NO_PARAMETER)),
    }


def _both(words: Phrase) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
