"""Turns everything that can be raised under a request into a problem document."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy.exc
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chassis import errors
from chassis.errors import Problem, render

_log = structlog.get_logger(__name__)

_BY_STATUS: dict[int, type[Problem]] = {
    400: errors.Malformed,
    401: errors.Unauthenticated,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.TooLarge,
    415: errors.Unsupported,
    429: errors.Limited,
    503: errors.Unavailable,
}

# PostgreSQL's refusals that are the caller's: text that cannot be stored, numbers out of range.
_CALLERS_SQLSTATES = frozenset({"22021", "22003", "22P05", "22008"})
# The driver's own refusals say 22000 for a value too large as for one of a wrong type, and the latter is our fault.
_OUT_OF_RANGE = re.compile(r"out of (int\d+ )?range\)$")


def is_database_away(error: BaseException) -> bool:
    """Whether PostgreSQL could not be reached or broke off, as against refusing what was asked."""
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        # 57P01-03 shutdown or starting, 53300 too many connections, 57014 statement timeout, 55P03 lock timeout
        lost = state[:2] in {"08", "53"} or state in {"57P01", "57P02", "57P03", "57014", "55P03", "40001", "40P01"}
        return error.connection_invalidated or lost or isinstance(error, sqlalchemy.exc.InterfaceError)
    return isinstance(error, sqlalchemy.exc.TimeoutError | ConnectionError | OSError | TimeoutError)


def install(app: FastAPI) -> None:
    """Give the application its error handlers; they cover routing, validation, domain and database errors."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(sqlalchemy.exc.SQLAlchemyError, _on_database)
    app.add_exception_handler(OSError, _on_database)
    app.add_exception_handler(Exception, _on_unexpected)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return render(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return render(request, errors.Malformed("the body is not valid JSON", errors=_faults(faults, None)))
    return render(request, errors.Invalid(errors=_faults(faults, error.body)))


def _faults(found: Sequence[Any], body: Any) -> list[Any]:
    return [{"pointer": pointer(_without_tag(fault["loc"], body)), "detail": fault["msg"]} for fault in found[:50]]


def _without_tag(place: Sequence[Any], body: Any) -> Sequence[Any]:
    """A body that is one of several forms has its faults under the form's tag, which is no place in it."""
    is_tagged = len(place) > 2 and place[0] == "body" and isinstance(body, dict)
    return [place[0], *place[2:]] if is_tagged and place[1] not in body and place[1] in body.values() else place


def pointer(place: Sequence[Any]) -> str:
    """A validation error's place as a JSON pointer; parameters keep their kind: `query/limit`."""
    escaped = [str(part).replace("~", "~0").replace("/", "~1") for part in place]
    if escaped[:1] == ["body"]:
        return "/" + "/".join(escaped[1:]) if len(escaped) > 1 else ""
    return "/".join(escaped)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = _BY_STATUS.get(error.status_code, errors.Malformed if error.status_code < 500 else Problem)
    answer = render(request, problem(error.detail if problem is errors.Malformed else None))
    answer.headers.update(error.headers or {})
    return answer


async def _on_database(request: Request, error: Exception) -> Response:
    if is_database_away(error):
        _log.warning("database away", error=type(error).__name__)
        return render(request, errors.Unavailable())
    cause = getattr(error, "orig", None)
    if str(getattr(cause, "sqlstate", "")) in _CALLERS_SQLSTATES or _OUT_OF_RANGE.search(str(cause)):
        return render(request, errors.Invalid("a value is outside what can be stored"))
    return await _on_unexpected(request, error)


async def _on_unexpected(request: Request, error: Exception) -> Response:
    _log.error("request failed", path=request.url.path, exc_info=error)
    return render(request, Problem())
