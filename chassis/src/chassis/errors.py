"""What can go wrong, as classes with a kind; the HTTP edge renders them as RFC 9457 problems in two languages."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

PROBLEM_JSON = "application/problem+json"

ProblemForm = Callable[[str, str, int, str], tuple[int, bytes, str]]
"""What a standard wants in place of a problem document: of path, Accept, status and words it makes status, body, media type."""


class Kind(StrEnum):
    """What a problem means to the caller; `status` is its HTTP status."""

    status: int

    BAD_REQUEST = "bad_request", 400
    UNAUTHENTICATED = "unauthenticated", 401
    FORBIDDEN = "forbidden", 403
    NOT_FOUND = "not_found", 404
    METHOD_NOT_ALLOWED = "method_not_allowed", 405
    CONFLICT = "conflict", 409
    GONE = "gone", 410
    STALE = "stale", 412
    TOO_LARGE = "too_large", 413
    UNSUPPORTED = "unsupported", 415
    INVALID = "invalid", 422
    LIMITED = "limited", 429
    INTERNAL = "internal", 500
    UNAVAILABLE = "unavailable", 503

    def __new__(cls, value: str, status: int) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_, kind.status = value, status
        return kind


class Problem(Exception):
    """Base of every error a caller may see. Subclass it per error; extra members go into the document.

    `detail` is for a person; members are for programs, e.g. `state="closed", possible=["reopen"]`.
    """

    kind: ClassVar[Kind] = Kind.INTERNAL
    title_en: ClassVar[str] = "Something went wrong here"
    title_zh: ClassVar[str] = "系统内部错误"
    retry_after_s: ClassVar[int | None] = None

    def __init__(self, detail: str | None = None, **members: JsonValue) -> None:
        super().__init__(detail or self.title_en)
        self.detail = detail
        self.members = members

    @classmethod
    def slug(cls) -> str:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def type_uri(cls) -> str:
        return f"urn:gov171:problem:{cls.slug()}"


class Malformed(Problem):
    kind, title_en, title_zh = Kind.BAD_REQUEST, "The request cannot be read", "请求格式错误"


class Unauthenticated(Problem):
    kind, title_en, title_zh = Kind.UNAUTHENTICATED, "Who you are is not known", "未通过身份认证"


class Forbidden(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Your role does not allow this", "没有执行此操作的权限"


class NotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "Not found", "未找到"


class MethodNotAllowed(Problem):
    kind, title_en, title_zh = Kind.METHOD_NOT_ALLOWED, "This method is not offered here", "不支持该请求方法"


class Invalid(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The request has faults", "请求内容有误"


class StaleVersion(Problem):
    kind, title_en, title_zh = Kind.STALE, "It has changed since you read it", "数据已被他人更新，请刷新后重试"


class TooLarge(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "The request is too large", "请求内容过大"


class Unsupported(Problem):
    kind, title_en, title_zh = Kind.UNSUPPORTED, "This media type is not read here", "不支持的媒体类型"


class Limited(Problem):
    kind, title_en, title_zh, retry_after_s = Kind.LIMITED, "Too many requests", "请求过于频繁", 1


class Unavailable(Problem):
    kind, title_en, title_zh, retry_after_s = Kind.UNAVAILABLE, "For the moment not available", "服务暂时不可用，请稍后重试", 2


class IdempotencyKeyReused(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This idempotency key stood on another request", "幂等键已用于其他请求"


class RequestInFlight(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The same request is still being handled", "相同请求正在处理中"


class Fault(BaseModel):
    """One fault of a request, at a place in it."""

    pointer: str = Field(description="JSON pointer into the body, or the parameter's place.", examples=["/contact/phone"])
    detail: str = Field(description="What is wrong there.", examples=["Field required"])


class ProblemDocument(BaseModel):
    """RFC 9457 problem document; further members depend on the type."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Stable name of the kind of problem.", examples=["urn:gov171:problem:not-found"])
    title: str = Field(description="The problem in one sentence, in Chinese or English by Accept-Language.", examples=["未找到"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str | None = Field(default=None, description="This occurrence in words.", examples=["no ticket with this id"])
    errors: list[Fault] | None = Field(default=None, description="Each fault of an unreadable request.", examples=[[]])


def speaks_english(request: Request) -> bool:
    """Whether Accept-Language prefers English to Chinese; zh-CN is the default."""
    weights = {"zh": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag, _, parameters = part.strip().partition(";")
        quality = re.fullmatch(r"\s*q=(\d(?:\.\d+)?)\s*", parameters)
        weight = float(quality[1]) if quality else 1.0
        language = tag.split("-")[0]
        if language in weights:
            weights[language] = max(weights[language], weight)
    return weights["en"] > weights["zh"]


def render(request: Request, problem: Problem) -> Response:
    """The problem as an HTTP answer, in the caller's language."""
    english = speaks_english(request)
    title, status = problem.title_en if english else problem.title_zh, problem.kind.status
    headers = {"content-language": "en" if english else "zh-CN"}
    if problem.retry_after_s is not None:
        headers["retry-after"] = str(problem.members.get("retry_after_s", problem.retry_after_s))
    if problem.kind is Kind.UNAUTHENTICATED:
        headers["www-authenticate"] = "Bearer, Key"
    form = _form_at(request)
    if form is not None:
        status, content, media_type = form(
            request.url.path, request.headers.get("accept", ""), status, _in_words(title, problem)
        )  # fmt: skip
        return Response(content, status, headers, media_type)
    body: dict[str, Any] = {"type": problem.type_uri(), "title": title, "status": status}
    if problem.detail is not None:
        body["detail"] = problem.detail
    return JSONResponse(body | problem.members, status, headers, PROBLEM_JSON)


def _form_at(request: Request) -> ProblemForm | None:
    """The form that the application was built with for this path, where a standard governs it."""
    forms = getattr(request.app.state, "problem_forms", {}) if "app" in request.scope else {}
    return next((form for prefix, form in forms.items() if request.url.path.startswith(prefix)), None)


def _in_words(title: str, problem: Problem) -> str:
    """All that the document would say, as one line."""
    faults = problem.members.get("errors")
    named = (
        [f"{each['pointer']}: {each['detail']}" for each in faults if isinstance(each, dict)] if isinstance(faults, list) else []
    )
    return "; ".join(part for part in (title, problem.detail, *named) if part)


def problems(*classes: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses=` for the problems a route can answer; those of every route are added by the router."""
    by_status: dict[int | str, list[type[Problem]]] = {}
    for each in classes:
        by_status.setdefault(each.kind.status, []).append(each)
    return {
        status: {
            "model": ProblemDocument,
            "description": "; ".join(f"{each.title_en} ({each.slug()})" for each in found),
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status, found in by_status.items()
    }
