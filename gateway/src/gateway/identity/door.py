"""The door itself: refuses what is not a proper request, and makes known who asks."""

import re

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from chassis.errors import Malformed, Problem, Unavailable, render
from gateway.identity.recognition import Recognition

_OPEN_PATHS = frozenset({"/health/live", "/health/ready", "/metrics", "/.well-known/jwks.json"})
# What two readers of a path could take for two different paths.
_AMBIGUOUS = re.compile(rb"//|\\|/\.\.?(?:/|;|$)|;|%2f|%5c|%2e|%00|%25|[\x00-\x20]", re.IGNORECASE)


class Door:
    """Plain ASGI middleware. What passes carries its principal in the request's state; the services trust only that."""

    def __init__(self, app: ASGIApp, recognition: Recognition) -> None:
        self._app, self._recognition = app, recognition

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            check_request_line(scope)
            if scope["path"] not in _OPEN_PATHS:
                chassis: Chassis = scope["app"].state.chassis
                principal = await self._recognition.recognise(HTTPConnection(scope), chassis.database)
                scope.setdefault("state", {})["principal"] = principal
        except Problem as problem:
            await render(Request(scope), problem)(scope, receive, send)
            return
        except Exception as error:
            if not is_database_away(error):
                raise
            await render(Request(scope), Unavailable())(scope, receive, send)
            return
        await self._app(scope, receive, send)


def check_request_line(scope: Scope) -> None:
    """Raises Malformed for an ambiguous path, and for none or more than one Host."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0]
    if not path.startswith(b"/") or _AMBIGUOUS.search(path):
        raise Malformed("the path is not in its plain form")
    hosts = Headers(scope=scope).getlist("host")
    if len(hosts) != 1 or not hosts[0]:
        raise Malformed("exactly one Host header is needed")
