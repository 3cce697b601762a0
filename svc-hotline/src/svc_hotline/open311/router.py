"""Paths of Open311: where it is, what can be reported, and what a token stands for."""

from typing import Annotated

from fastapi import Request
from starlette.responses import Response

from chassis.routing import Db, Principal, anyone
from svc_hotline.open311 import offering, reading
from svc_hotline.open311.errors import ServiceUnknown
from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.rendering import Answer, Name, declare, our_settings, standard_router
from svc_hotline.open311.views import Discovery, Endpoint, ServiceDefinition, ServiceView, TokenView

discovery_router = standard_router("/open311")
router = standard_router("/open311/v2")

Everybody = Annotated[Principal, anyone()]

_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@declare(router, "GET", "/discovery", Discovery, "Show where Open311 is", is_alias=True)
@declare(discovery_router, "GET", "/discovery", Discovery, "Show where Open311 is")
async def show_discovery(actor: Everybody, request: Request, answer: Answer) -> Response:
    """Where the interface is and how to get a key; clients ask for it beside the versions and within one."""
    endpoint = Endpoint(
        specification=_SPECIFICATION, url=our_settings(request).open311_url, changeset=POLICY.changeset, type="production",
        formats=["application/json", "text/xml"],
    )  # fmt: skip
    found = Discovery(
        changeset=POLICY.changeset, contact=POLICY.contact, key_service=POLICY.key_service, endpoints=[endpoint]
    )  # fmt: skip
    return answer("discovery", found)


@declare(router, "GET", "/services", list[ServiceView], "List what can be reported")
async def list_services(actor: Everybody, db: Db, answer: Answer) -> Response:
    """The categories that can be chosen, each with its name, words for it and first-level category."""
    return answer("services", [each.view for each in await offering.list_offered(db)])


@declare(router, "GET", "/services/{service_code}", ServiceDefinition, "Show what is asked besides")
async def show_service(service_code: Name, actor: Everybody, db: Db, answer: Answer) -> Response:
    """The attributes of one service, in the order of the form."""
    found = await offering.find_offered(db, service_code)
    if found is None:
        raise ServiceUnknown(service_code=service_code)
    return answer("service_definition", found.definition)


@declare(router, "GET", "/tokens/{token}", list[TokenView], "Show what a token stands for")
async def show_token(token: Name, actor: Everybody, db: Db, answer: Answer) -> Response:
    """An id is given at once here, so a token is the ticket's id as other interfaces of the house know it."""
    return answer("service_requests", [await reading.get_token(db, actor, token)])
