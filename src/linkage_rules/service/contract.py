"""The description of the service in OpenAPI 3.1.

The application has the same addresses for all policies. In the description each policy and each
record type has its own, with the schema of that type, so that generated clients know the fields and
tests can generate valid records.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import Factory, frozen

from linkage_rules.decisions import serialising
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.policy.policy import Policy
from linkage_rules.records.schema import shipped
from linkage_rules.reviews.outputs import MEDIA_TYPES
from linkage_rules.service.problems import CATALOGUE, MEDIA_TYPE
from linkage_rules.service.streaming import MEDIA_TYPE as LINES

Schema: TypeAlias = dict[str, Any]

JSON: Final = "application/json"
_SCHEMA: Final = "#/components/schemas/{name}"


def _schema(name: str) -> Schema:
    return {"$ref": _SCHEMA.format(name=name)}


@frozen
class Operation:
    """One operation: its purpose, what is sent and answered, and how it may fail.

    ``sends`` is the content type of the body: a record, unless ``schema`` says otherwise.
    """

    about: str
    answer: Schema | None
    kind: str = JSON
    status: int = 200
    sends: str | None = None
    problems: tuple[int, ...] = ()


_TEXT: Final = {"type": "string"}
_ANSWER: Final = {"anyOf": [_schema("Verdicts"), _schema("Summary"), _schema("Decision")]}
"""The schema of an answer about a record, in any of its forms."""
_OF_POLICY: Final = (404,)
_OF_RECORD: Final = (404, 408, 413, 415, 503)
_OF_TEXT: Final = (408, 413, 415, 503)
_ON_DAY: Final = (409,)

OPERATIONS: Final[Mapping[str, Operation]] = {
    "live": Operation("服务是否在运行 / whether the service runs", _schema("Health")),
    "ready": Operation(
        "服务是否可以应答 / whether the service answers", _schema("Health"), problems=(503,)
    ),
    "metrics": Operation("Prometheus 指标 / metrics for Prometheus", _TEXT, "text/plain"),
    "policies": Operation("政策列表 / the policies, with digests and days", _schema("Policies")),
    "policy": Operation("一个政策 / one policy", _schema("Policy"), problems=_OF_POLICY),
    "schema": Operation(
        "记录的 JSON Schema / the JSON Schema of the records",
        {"type": "object"},
        "application/schema+json",
        problems=_OF_POLICY,
    ),
    "evaluate": Operation(
        "审核一条记录 / judge a record",
        _ANSWER,
        sends=JSON,
        problems=_OF_RECORD + _ON_DAY,
    ),
    "evaluate_many": Operation(
        "逐行审核多条记录（NDJSON），一行有误不影响其他行 / judge many records, one a line; "
        "a bad line stops no other",
        _schema("Line"),
        LINES,
        sends=LINES,
        problems=_OF_RECORD,
    ),
    "explain": Operation(
        "解释结论、规范或事实 / explain a verdict, a norm or a fact",
        _schema("Explanation"),
        sends=JSON,
        problems=_OF_RECORD + _ON_DAY,
    ),
    "missing": Operation(
        "还缺哪些信息 / which fields could still change an answer",
        _schema("Missing"),
        sends=JSON,
        problems=_OF_RECORD + _ON_DAY,
    ),
    "advise": Operation(
        "达到目标所须的最少改动 / the smallest changes with which a record reaches a goal",
        _schema("Advice"),
        sends=JSON,
        problems=(*_OF_RECORD, *_ON_DAY, 403, 501),
    ),
    "check_texts": Operation(
        "检查请求中的政策文本 / check a policy that comes with the request",
        _schema("Policy"),
        sends=JSON,
        problems=_OF_TEXT,
    ),
    "evaluate_texts": Operation(
        "按请求中的政策审核一条记录 / judge a record by a policy that comes with it",
        _ANSWER,
        sends=JSON,
        problems=_OF_TEXT + _ON_DAY,
    ),
    "review": Operation(
        "审核上传的文件 / review an uploaded file",
        _schema("Review"),
        status=202,
        sends="multipart/form-data",
        problems=(*_OF_RECORD, *_ON_DAY, 507),
    ),
    "review_state": Operation(
        "审核进展 / how far a review has come", _schema("Review"), problems=(404,)
    ),
    "remove_review": Operation(
        "停止并删除审核 / stop and remove a review", None, status=204, problems=(404,)
    ),
    "review_events": Operation(
        "审核进度事件 / the progress of a review as server-sent events: “progress”, then “done”, "
        "“failed” or “stopped”, each with a Review as its data",
        _TEXT,
        "text/event-stream",
        problems=(404,),
    ),
    "review_file": Operation(
        "下载审核结果 / a file that a review wrote", {}, "*/*", problems=(404, 409)
    ),
}

_ANYTHING: Final = {"type": "object"}
_STRINGS: Final = {"type": "array", "items": _TEXT}
_COUNT: Final = {"type": "integer", "minimum": 0}
_YES_NO: Final = {"type": "boolean"}
_LABEL: Final = {"type": ["string", "null"]}


def _object(required: Mapping[str, Schema], **others: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **others},
        "required": [*required],
    }


_TOTAL: Final = _object(
    {
        "label": _LABEL,
        "known": _COUNT,
        "unknown": _COUNT,
        "sum": {
            "anyOf": [
                {"type": "null"},
                _object({"type": _TEXT, "value": {"type": ["integer", "string"]}}),
            ]
        },
    }
)
"""The schema of a total: the sum is that of the known results."""


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_HEAD: Final[Mapping[str, Schema]] = {
    "policy": _TEXT,
    "policy_digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "record_type": _TEXT,
    "record_digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "as_of": {"type": "string", "format": "date"},
    "in_force": _YES_NO,
}

_NAMED: Final[Mapping[str, Schema]] = {"name": _TEXT, "label": _LABEL}

ANSWERS: Final[Mapping[str, Schema]] = {
    "Health": _object({"status": {"enum": ["live", "ready"]}}),
    "Policies": _object({"policies": _list(_schema("Policy"))}),
    "Policy": _object(
        {
            **_NAMED,
            "digest": _HEAD["policy_digest"],
            "periods": {"type": "array", "description": "施行期 / the days in force"},
            "in_force_today": _YES_NO,
            "norms": _COUNT,
            "record_types": _list(_object({**_NAMED, "actions": _list(_object(_NAMED))})),
        }
    ),
    "Line": {
        "type": "object",
        "description": (
            "每行一个：{line, answer} 或 {line, problem}；最后一行为 {end} 或 {problem} / one a "
            "line; the last one is {end}, or {problem} where all of it ended early"
        ),
        "properties": {
            "line": {"type": "integer", "minimum": 1},
            "answer": _ANSWER,
            "problem": _schema("Problem"),
            "end": _object({"read": _COUNT, "refused": _COUNT}),
        },
    },
    "Verdicts": _object(
        {
            **{name: _HEAD[name] for name in ("policy", "policy_digest", "as_of", "in_force")},
            "verdicts": {
                "type": "object",
                "additionalProperties": {"enum": [status.value for status in VerdictStatus]},
            },
        }
    ),
    "Explanation": _object({**_HEAD, "name": _LABEL, "text": _TEXT, "explanation": _ANYTHING}),
    "Missing": _object(
        {
            **_HEAD,
            "missing": _list(
                _object(
                    {"path": _TEXT, "actions": _STRINGS, "norms": _STRINGS, "results": _STRINGS}
                )
            ),
            "lacking": _list(_object({"calendar": _TEXT, "year": {"type": "integer"}})),
        }
    ),
    "Advice": _object(
        {
            "policy": _ANYTHING,
            "reached": _YES_NO,
            "alternatives": _list(_ANYTHING),
            "obstacles": _list(_ANYTHING),
            "finished": _YES_NO,
        }
    ),
    "Review": _object(
        {
            "id": _TEXT,
            "state": {"enum": ["waiting", "running", "done", "failed", "stopped"]},
            **{name: _HEAD[name] for name in ("policy", "policy_digest", "record_type")},
            "as_of": _HEAD["as_of"],
            "in_force": _YES_NO,
            "read": _COUNT,
            "unreadable": _COUNT,
            "share": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "verdicts": {
                "type": "object",
                "propertyNames": {"enum": [status.value for status in VerdictStatus]},
                "additionalProperties": _COUNT,
            },
            "violated": _COUNT,
            "repeated": _object(
                {
                    "ids": _list(
                        _object(
                            {
                                "id": _TEXT,
                                "count": _COUNT,
                                "positions": _list(_COUNT),
                                "places": _list(_ANYTHING),
                                "words": _ANYTHING,
                            }
                        )
                    ),
                    "omitted": _COUNT,
                }
            ),
            "files": _STRINGS,
        },
        results={"type": "object", "additionalProperties": _TOTAL},
        problem=_schema("Problem"),
        cut_short=_schema("Problem"),
    ),
    "Problem": _object(
        {
            "type": {"type": "string", "format": "uri"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "code": {"type": "string", "examples": ["REC-102", *list(CATALOGUE)[:2]]},
        },
        problems=_list(
            _object(
                {
                    "code": _TEXT,
                    "path": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "message": {"type": ["object", "string"]},
                }
            )
        ),
    ),
}
"""The schemas of answers by name; those of decisions are added from their own files."""


def _of_decisions() -> dict[str, Schema]:
    """``summary.schema.json`` and ``decision.schema.json``, as parts of another document."""
    parts = {"Summary": shipped("summary"), "Decision": serialising.schema()}
    return {
        name: {key: part for key, part in schema.items() if key not in ("$schema", "$id")}
        for name, schema in parts.items()
    }


_UPLOAD: Final = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "mapping": {"type": "string", "format": "binary"},
    },
    "required": ["file"],
}
_TRIED: Final = {
    "type": "object",
    "properties": {
        "policy": {
            "type": "object",
            "description": "文件名和政策文本 / the texts of the policy by their names",
            "additionalProperties": _TEXT,
            "minProperties": 1,
        },
        "record": _ANYTHING,
    },
    "required": ["policy"],
    "additionalProperties": False,
}
_LANGUAGE: Final = {
    "name": "Accept-Language",
    "in": "header",
    "schema": {"type": "string"},
    "description": "zh 或 en / zh or en",
}
_SECURITY: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}
_WITHOUT_KEY: Final = frozenset({"live", "ready"})


@frozen
class Contract:
    """The description of a service; made when it is first asked for."""

    policies: Mapping[str, Policy]
    judged: Callable[[Package], list[RecordType]]
    with_keys: bool
    with_texts: bool
    """Whether requests may contain texts in the policy language."""
    _made: dict[str, Schema] = Factory(dict)

    def document(self, plainly: Callable[[], Schema]) -> Schema:
        """The whole description; ``plainly`` gives what FastAPI knows about addresses and
        parameters."""
        return self._made.get("document") or self._made.setdefault("document", self._make(plainly))

    def _make(self, plainly: Callable[[], Schema]) -> Schema:
        told = plainly()
        schemas = {**ANSWERS, **_of_decisions()}
        for policy in self.policies.values():
            for shape in self.judged(policy.package):
                schemas.update(_records(policy, shape))
        components: Schema = {"schemas": schemas}
        if self.with_keys:
            components["securitySchemes"] = _SECURITY
        paths: dict[str, Schema] = {}
        for path, operations in told["paths"].items():
            for method, operation in operations.items():
                for place, described in self._placed(path, operation):
                    paths.setdefault(place, {})[method] = described
        return {
            "openapi": "3.1.0",
            "info": told["info"],
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "paths": paths,
            "components": components,
        }

    def _placed(self, path: str, operation: Schema) -> Iterator[tuple[str, Schema]]:
        """An operation with its address, or with the addresses for all policies and types."""
        if "{record_type}" not in path:
            yield path, self._described(operation)
            return
        for policy in self.policies.values():
            for shape in self.judged(policy.package):
                place = path.replace("{policy}", policy.name).replace("{record_type}", shape.name)
                yield place, self._described(operation, policy, shape)

    def _described(
        self, operation: Schema, policy: Policy | None = None, shape: RecordType | None = None
    ) -> Schema:
        name = operation["operationId"]
        row = OPERATIONS[name]
        parameters = [
            _narrowed(parameter, self.policies, policy, shape)
            for parameter in operation.get("parameters", ())
            if shape is None or parameter["in"] != "path"
            if self.with_texts or parameter["name"] != "goal"
        ]
        if name == "advise" and not self.with_texts:
            # Where no policy texts are allowed, a goal can only be given by an action and a
            # verdict.
            for parameter in parameters:
                parameter["required"] |= parameter["name"] in ("action", "verdict")
        told: Schema = {
            "operationId": name if shape is None else f"{name}_{policy.name}_{shape.name}",  # type: ignore[union-attr]
            "summary": row.about,
            "parameters": [*parameters, _LANGUAGE],
            "responses": self._responses(name, row),
        }
        if row.sends is not None:
            sent = _TRIED if policy is None or shape is None else _sent(row.sends, policy, shape)
            told["requestBody"] = {"required": True, "content": {row.sends: {"schema": sent}}}
        if self.with_keys and name not in _WITHOUT_KEY:
            told["security"] = [{"key": []}, {"bearer": []}]
        return told

    def _responses(self, name: str, row: Operation) -> Schema:
        answer: Schema = {"description": row.about}
        if row.answer is not None:
            kinds = MEDIA_TYPES.values() if row.kind == "*/*" else (row.kind,)
            answer["content"] = {kind: {"schema": row.answer} for kind in kinds}
        failing = {422, *row.problems}
        if name not in _WITHOUT_KEY:
            failing |= {401} if self.with_keys else {403, 421}
        problem = {
            "description": "problem details (RFC 9457)",
            "content": {MEDIA_TYPE: {"schema": _schema("Problem")}},
        }
        return {str(row.status): answer, **{str(each): problem for each in sorted(failing)}}


def _records(policy: Policy, shape: RecordType) -> Iterator[tuple[str, Schema]]:
    """The schemas of a record type and of the types in it, by their names in the description."""
    within = f"{policy.name}."
    schema = policy.json_schema(shape.name, refer=_SCHEMA.format(name=within + "{name}"))
    held = schema.pop("$defs", {})
    schema.pop("$schema")
    yield within + shape.name, schema
    for name, part in held.items():
        yield within + name, part


def _sent(kind: str, policy: Policy, shape: RecordType) -> Schema:
    if kind == "multipart/form-data":
        return _UPLOAD
    if kind == LINES:
        about = f"每行一条记录 / a record a line, each a {policy.name}.{shape.name}"
        return {"type": "string", "description": about}
    return _schema(f"{policy.name}.{shape.name}")


def _narrowed(
    parameter: Schema,
    policies: Mapping[str, Policy],
    policy: Policy | None,
    shape: RecordType | None,
) -> Schema:
    """A parameter with its possible values, where these are known for the policy and type."""
    if parameter["name"] == "policy":
        return {**parameter, "schema": {"enum": [*policies]}}
    if policy is None or shape is None or parameter["name"] not in ("name", "action"):
        return parameter
    package = policy.package
    actions = [each for each in package.actions.values() if each.record_type == shape.name]
    if parameter["name"] == "action":
        return {**parameter, "schema": {"enum": [each.name for each in actions]}}
    norms = [each.name for each in package.norms.values() if each.record_type == shape.name]
    return {**parameter, "schema": {"enum": [*(each.name for each in actions), *norms]}}
