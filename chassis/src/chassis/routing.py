"""Routes as this house has them: a declared role, one transaction a request, committed before the reply leaves."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from chassis import clock, errors, idempotency
from chassis.auth import Principal, authenticate
from chassis.db import Database
from chassis.errors import Forbidden, Malformed, StaleVersion, Unauthenticated, problems

__all__ = [
    "Db", "IfMatch", "Principal", "anyone", "check_version", "domain_router", "problems", "require", "tag_version",
    "undeclared_routes",
]  # fmt: skip

# What any route can answer besides its own errors.
EVERYWHERE = problems(
    errors.Malformed,
    errors.Unauthenticated,
    errors.Forbidden,
    errors.NotFound,
    errors.TooLarge,
    errors.Invalid,
    errors.Unavailable,
)


class TransactionalRoute(APIRoute):
    """Authenticates, opens one unit of work round the handler, answers idempotency keys, commits, then replies.

    It stands here and not in a dependency because the finished answer has to be known before the commit,
    to be stored with its idempotency key.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_in_transaction(request: Request) -> Response:
            principal = await authenticate(request)
            with clock.acting_at(principal.replay_at):
                database: Database = request.app.state.chassis.database
                if request.method == "POST" and idempotency.HEADER in request.headers:
                    return await idempotency.answer_once(database, request, principal, handle)
                async with database.unit_of_work() as db:
                    request.state.db = db
                    return await handle(request)

        return handle_in_transaction


def domain_router(prefix: str, tag: str) -> APIRouter:
    """A router for one noun. Each of its routes must say who may use it, by `require` or `anyone`."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=TransactionalRoute, responses=EVERYWHERE)


async def _request_session(request: Request) -> AsyncSession:
    session: AsyncSession = request.state.db
    return session


Db = Annotated[AsyncSession, Depends(_request_session)]


class _Admission:
    """A dependency that lets principals with one of `roles` in, with `unbound` those no territory bounds; None lets all in."""

    def __init__(self, roles: frozenset[str] | None, *, unbound: bool = False) -> None:
        self.roles, self.unbound = roles, unbound

    async def __call__(self, request: Request) -> Principal:
        principal = await authenticate(request)
        if self.roles is None or principal.has(*self.roles):
            if self.unbound and principal.territory_code is not None:
                raise Forbidden(f"this reaches beyond {principal.territory_code}", territory_code=principal.territory_code)
            return principal
        if principal.kind == "public":
            raise Unauthenticated("this needs an application key or a staff token")
        raise Forbidden(needed=[*sorted(self.roles or {"administrator"})])


def require(*roles: str, unbound: bool = False) -> Any:
    """Who may use the route: any of `roles`; the administrator always; with no roles only the administrator.

    `unbound`: and of them none whom a territory bounds, for what holds everywhere.
    """
    return Depends(_Admission(frozenset(str(role) for role in roles), unbound=unbound))


def anyone() -> Any:
    """Everybody may use the route, the anonymous public too."""
    return Depends(_Admission(None))


def undeclared_routes(app: FastAPI, *, exempt: Sequence[str] = ()) -> list[str]:
    """The routes that say nothing of who may use them; the tests demand that there are none."""
    return sorted(
        str(context.path)
        for context in iter_route_contexts(app.routes)
        if isinstance(context.route, APIRoute)
        and context.path not in exempt
        and not any(isinstance(each.call, _Admission) for each in _dependants(context.route.dependant))
    )


def _dependants(dependant: Dependant) -> Iterator[Dependant]:
    for each in dependant.dependencies:
        yield each
        yield from _dependants(each)


async def _if_match(
    if_match: Annotated[str | None, Header(description='The version you read, as its ETag: `"7"`')] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Malformed('If-Match takes one ETag as given in a reply, e.g. "7"')
    return int(text)


IfMatch = Annotated[int | None, Depends(_if_match)]


def check_version(if_match: int | None, version: int) -> None:
    """Raise StaleVersion when the caller read another version than the present one."""
    if if_match is not None and if_match != version:
        raise StaleVersion(current_version=version)


def tag_version(response: Response, version: int) -> None:
    """Put the version into the reply as its ETag."""
    response.headers["ETag"] = f'"{version}"'
