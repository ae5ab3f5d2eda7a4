"""What is answered when a request cannot be: problem details (RFC 9457), a row for each code."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from linkage_rules.analysis.advice.goals import GoalError
from linkage_rules.engines.operations import LackingError
from linkage_rules.errors import Error
from linkage_rules.extras import MissingExtraError
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.policy.out_of_force import OutOfForceError
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import InputError, RecordError
from linkage_rules.words.called import UnknownNameError
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase

MEDIA_TYPE: Final = "application/problem+json"

TYPE: Final = "urn:linkage-rules:problem:"
"""The prefix of the code in the ``type`` of a problem."""


@frozen
class Row:
    """A problem: its HTTP status, its title, and the pattern of its detail."""

    status: int
    title: Phrase
    detail: Phrase


def _row(status: int, title: tuple[str, str], detail: tuple[str, str]) -> Row:
    return Row(status, Phrase(*title), Phrase(*detail))


CATALOGUE: Final[Mapping[str, Row]] = {
    "SRV-101": _row(
        401,
        ("a key is needed", "需要密钥"),
        (
            "send one of the keys of the service, as “Authorization: Bearer KEY” or “X-API-Key: "
            "KEY”",
            "请在请求头中附上服务密钥：“Authorization: Bearer 密钥”或“X-API-Key: 密钥”",
        ),
    ),
    "SRV-102": _row(
        421,
        ("another host was asked", "请求的主机不符"),
        (
            "the request names the host {host}; without keys only this machine's own names are "
            "answered, and those that the service was started with",
            "请求的主机是 {host}；未设密钥的服务只应答本机名称和启动时指定的主机名",
        ),
    ),
    "SRV-103": _row(
        403,
        ("a page of another site asks", "请求来自其他网站的页面"),
        (
            "the request was sent by a page of {origin}; without keys the service answers no "
            "other site",
            "请求由 {origin} 的页面发出；未设密钥的服务不应答其他网站",
        ),
    ),
    "SRV-104": _row(
        404,
        ("there is nothing here", "此处没有内容"),
        ("see /openapi.json for what can be asked", "可用的地址见 /openapi.json"),
    ),
    "SRV-105": _row(
        405,
        ("not by this method", "不支持该请求方法"),
        ("{method} is not answered here; see the header Allow", "此处不支持 {method}；见 Allow 头"),
    ),
    "SRV-106": _row(
        413,
        ("too large", "内容过大"),
        ("more than {limit} bytes", "超过{limit}字节"),
    ),
    "SRV-107": _row(
        415,
        ("another kind of content is needed", "内容类型不符"),
        ("send it as {expected}, not as {found}", "应以 {expected} 发送，而不是 {found}"),
    ),
    "SRV-108": _row(
        422,
        ("a parameter is wrong", "参数有误"),
        ("what is wrong with each is listed", "各参数的问题已列出"),
    ),
    "SRV-109": _row(
        404,
        ("there is no such policy", "没有这个政策"),
        (
            "{name} is not served here; the policies are {known}",
            "没有名为 {name} 的政策；现有 {known}",
        ),
    ),
    "SRV-110": _row(
        404,
        ("there is no such record type", "没有这个记录类型"),
        (
            "{policy} judges no records of the type {name}; it judges {known}",
            "{policy} 不审核 {name} 类型的记录；可审核：{known}",
        ),
    ),
    "SRV-111": _row(
        503,
        ("too much is asked at once", "请求过多"),
        ("all places are taken; ask again in {seconds} seconds", "暂无空位，请{seconds}秒后再试"),
    ),
    "SRV-112": _row(
        503,
        ("this takes too long", "耗时过长"),
        ("there was no answer within {seconds} seconds", "{seconds}秒内没有得出结果"),
    ),
    "SRV-113": _row(
        408,
        ("the request came to a standstill", "请求中断"),
        ("no byte came for {seconds} seconds", "{seconds}秒内没有收到数据"),
    ),
    "SRV-114": _row(
        404,
        ("there is no such review", "没有这次审核"),
        (
            "it was never asked for with this key, was removed, or has been done for too long",
            "该密钥没有提交过这次审核，或者审核结果已删除、已过保存期限",
        ),
    ),
    "SRV-115": _row(
        409,
        ("the review is not done", "审核尚未完成"),
        (
            "it is {state}; its events tell when it is done",
            "当前状态为 {state}；完成时会在进度事件中通知",
        ),
    ),
    "SRV-116": _row(
        404,
        ("the review has no such file", "审核结果中没有这个文件"),
        ("its files are {known}", "可下载：{known}"),
    ),
    "SRV-117": _row(
        503,
        ("the service is ending", "服务正在停止"),
        ("ask again in {seconds} seconds", "请{seconds}秒后再试"),
    ),
    "SRV-118": _row(
        500,
        ("the service failed", "服务内部错误"),
        (
            "the fault is on this side; tell the operator the request id {request}",
            "问题出在服务端；请把请求编号 {request} 告诉管理员",
        ),
    ),
    "SRV-119": _row(
        422,
        ("the upload cannot be read", "上传内容无法读取"),
        ("{why}", "{why}"),
    ),
    "SRV-120": _row(
        403,
        ("no policy is taken from requests", "不接受请求中的政策文本"),
        (
            "the service was started without --allow-policies; name an action and a verdict "
            "instead of writing a goal",
            "服务启动时没有写 --allow-policies；请指明行为和结论，不要书写目标条件",
        ),
    ),
    "SRV-121": _row(
        413,
        ("too many records", "记录过多"),
        ("more than {limit}; send them in parts", "超过{limit}条，请分批提交"),
    ),
    "SRV-122": _row(
        413,
        ("the review writes too much", "审核结果过大"),
        (
            "more than {limit} bytes; send the file in parts, or ask for fewer forms",
            "超过{limit}字节，请分批提交或减少输出形式",
        ),
    ),
    "SRV-123": _row(
        410,
        ("the review was stopped", "审核已停止"),
        ("it was removed, or the service is ending", "审核已被删除，或服务正在停止"),
    ),
    "SRV-124": _row(
        507,
        ("there is no room", "存储空间不足"),
        ("a file cannot be written: {why}", "文件无法写入：{why}"),
    ),
    "SRV-125": _row(
        422,
        ("there is no such action", "没有这个行为"),
        ("{policy} has no action {name}; {known}", "{policy} 没有名为 {name} 的行为；{known}"),
    ),
    "SRV-126": _row(
        422,
        ("nothing to reach", "没有写明目标"),
        (
            "name an action and a verdict, such as action=enter_library&verdict=permitted, or "
            "write a goal, and not both",
            "请指明行为和结论，如 action=enter_library&verdict=permitted，或只写目标 goal",
        ),
    ),
    "SRV-128": _row(
        422,
        ("no policy is in it", "其中没有政策文本"),
        (
            "send {{“policy”: {{“a.pol”: “…”}}, “record”: {{…}}}}",
            "请发送 {{“policy”: {{“a.pol”: “…”}}, “record”: {{…}}}}",
        ),
    ),
    "SRV-127": _row(
        400,
        ("the request cannot be read", "请求无法读取"),
        ("{why}", "{why}"),
    ),
}
"""The problems of the service itself; errors of the library have codes of their own."""


class ServiceError(Exception):
    """The reason why a request is refused; ``code`` is a row of the catalogue.

    >>> error = ServiceError("SRV-106", limit=10)
    >>> error.status, error.detail("en")
    (413, 'more than 10 bytes')
    """

    def __init__(
        self,
        code: str,
        headers: Mapping[str, str] | None = None,
        problems: Iterable[Mapping[str, Any]] = (),
        **arguments: str | int | Phrase,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
        self.problems = [dict(problem) for problem in problems]
        self.arguments = arguments

    @property
    def status(self) -> int:
        return CATALOGUE[self.code].status

    def title(self, language: Language) -> str:
        return CATALOGUE[self.code].title.render(language)

    def detail(self, language: Language) -> str:
        return CATALOGUE[self.code].detail.fill(language, self.arguments)


def busy(seconds: int = 1) -> ServiceError:
    """The error that all workers are busy."""
    return ServiceError("SRV-111", {"Retry-After": str(seconds)}, seconds=seconds)


_OF_THE_LIBRARY: Final[tuple[tuple[type[Error], int, Phrase], ...]] = (
    (RecordError, 422, Phrase("the record cannot be used", "记录不可用")),
    (InputError, 422, Phrase("the file cannot be read", "文件无法读取")),
    (PolicyError, 422, Phrase("the policy text cannot be used", "政策文本不可用")),
    (GoalError, 422, Phrase("the goal cannot be read", "目标无法识别")),
    (LackingError, 422, Phrase("this cannot be worked out", "无法推算")),
    (UnknownNameError, 404, Phrase("there is no such name", "没有这个名称")),
    (OutOfForceError, 409, Phrase("the policy is not in force", "政策不在施行期")),
    (MissingExtraError, 501, Phrase("this is not installed here", "此处未安装")),
    (RefusedError, 422, Phrase("this cannot be done", "无法执行")),
)
"""The errors of the library, with their HTTP status and title."""

ANSWERED: Final[tuple[type[Exception], ...]] = (
    ServiceError,
    *(kind for kind, _, _ in _OF_THE_LIBRARY),
)
"""The errors with an answer of their own; any other is a fault of the service."""


def details(error: Exception, language: Language) -> dict[str, Any]:
    """The problem details of an error, in one language, with all that it lists.

    >>> details(ServiceError("SRV-104"), "zh")["detail"]
    '可用的地址见 /openapi.json'
    """
    if isinstance(error, ServiceError):
        return _details(
            error.code,
            error.status,
            error.title(language),
            error.detail(language),
            error.problems,
        )
    assert isinstance(error, Error)
    status, title = _found(error)
    listed = [problem.to_dict() for problem in error.problems]
    return _details(error.code, status, title.render(language), error.render(language), listed)


def status_of(error: Exception) -> int:
    """The HTTP status for an error."""
    return error.status if isinstance(error, ServiceError) else _found(error)[0]


def _found(error: Exception) -> tuple[int, Phrase]:
    return next(
        (status, title) for kind, status, title in _OF_THE_LIBRARY if isinstance(error, kind)
    )


def _details(
    code: str, status: int, title: str, detail: str, problems: list[dict[str, Any]]
) -> dict[str, Any]:
    told = {
        "type": f"{TYPE}{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return {**told, "problems": problems} if problems else told


def encoded(content: object) -> bytes:
    """Plain data as JSON in UTF-8, on one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def accepted(header: str, usual: Language) -> Language:
    """The language that an ``Accept-Language`` asks for (RFC 9110, 12.5.4).

    >>> accepted("en-GB,en;q=0.8,zh;q=0.9", "zh"), accepted("fr", "zh"), accepted("zh;q=0", "zh")
    ('en', 'zh', 'en')
    """
    weights: dict[str, float] = {}
    for part in header.split(",")[:50]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 0.0
        known = name.partition("-")[0]
        weights[known] = max(weights.get(known, 0.0), min(max(weight, 0.0), 1.0))
    rest = weights.get("*", 0.0 if any(weights.get(each) for each in LANGUAGES) else 0.001)
    return max(LANGUAGES, key=lambda each: (weights.get(each, rest), each == usual))
