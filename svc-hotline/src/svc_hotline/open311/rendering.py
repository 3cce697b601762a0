"""How routes of Open311 are declared and answer: each path in both formats, errors in the standard's form."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel
from starlette.responses import Response

from chassis.routing import TransactionalRoute
from contracts.open311 import format_of, without_extension, write
from svc_hotline.open311.errors import JurisdictionUnknown
from svc_hotline.open311.views import OpenErrorView
from svc_hotline.settings import Settings

Views = BaseModel | Sequence[BaseModel]
Endpoint = Callable[..., Any]


def check_jurisdiction(request: Request, asked: str | None) -> None:
    """Raises JurisdictionUnknown for any but ours; none is ours."""
    if asked and asked != our_settings(request).open311_jurisdiction:
        raise JurisdictionUnknown(jurisdiction_id=asked)


def our_settings(request: Request) -> Settings:
    settings = request.app.state.chassis.settings
    assert isinstance(settings, Settings)
    return settings


async def _check_query(
    request: Request,
    jurisdiction_id: Annotated[str | None, Query(max_length=64, description="Ours, or none.", examples=["659007"])] = None,
) -> None:
    check_jurisdiction(request, jurisdiction_id)


def standard_router(prefix: str) -> APIRouter:
    """A router whose errors are the standard's."""
    errors: dict[int | str, dict[str, Any]] = {
        status: {"model": list[OpenErrorView], "description": description}
        for status, description in (
            (400, "What was sent is not accepted"), (403, "The key is missing, wrong, or may not do this"),
            (404, "There is no such thing"), (503, "For the moment not available"),
        )
    }  # fmt: skip
    return APIRouter(
        prefix=prefix, tags=["open311"], route_class=TransactionalRoute, responses=errors,
        dependencies=[Depends(_check_query)],
    )  # fmt: skip


def declare(
    router: APIRouter, method: str, path: str, model: Any, summary: str, *, is_alias: bool = False, **more: Any
) -> Callable[[Endpoint], Endpoint]:
    """Declare a route at `path.json`, `path.xml` and `path`, where Accept decides; a path that ends in a name has them in it.

    The API's description has it once, and an alias not at all.
    """
    told: dict[int | str, dict[str, Any]] = {
        200: {"model": model, "content": {"text/xml": {}}, "description": "As JSON, or the same as XML."}
    }
    extensions = ("",) if path.endswith("}") else (".json", ".xml", "")

    def add(endpoint: Endpoint) -> Endpoint:
        for extension in extensions:
            router.add_api_route(
                f"{path}{extension}", endpoint, methods=[method], summary=summary, responses=told,
                response_class=Response, include_in_schema=extension == extensions[0] and not is_alias, **more,
            )  # fmt: skip
        return endpoint

    return add


async def _writer(request: Request) -> Callable[[str, Views], Response]:
    form = format_of(request.url.path, request.headers.get("accept", ""))

    def answer(root: str, views: Views) -> Response:
        dumped: Any = (
            views.model_dump(mode="json") if isinstance(views, BaseModel) else [each.model_dump(mode="json") for each in views]
        )
        return Response(write(root, dumped, form), media_type=form.media_type)

    return answer


Answer = Annotated[Callable[[str, Views], Response], Depends(_writer)]
Name = Annotated[
    str, Path(max_length=100, description="With `.json` or `.xml`, or with neither."), AfterValidator(without_extension)
]
