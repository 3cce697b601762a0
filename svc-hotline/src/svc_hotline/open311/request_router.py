"""Paths of Open311's requests and of what happened to them."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from chassis import clock
from chassis.files.keeping import store_at
from chassis.routing import Db, Principal, anyone, require
from contracts.roles import Role
from svc_hotline.open311 import reading, receiving, repository, rules, telling, updating
from svc_hotline.open311.asking import Asked, Wished
from svc_hotline.open311.errors import KeyNeeded
from svc_hotline.open311.forms import Form
from svc_hotline.open311.rendering import Answer, Name, declare, our_settings, standard_router
from svc_hotline.open311.schemas import RequestForm, StandardForm, UpdateForm
from svc_hotline.open311.views import Receipt, RequestView, UpdateReceipt, UpdateView
from svc_hotline.tickets.contacts import Box

router = standard_router("/open311/v2")

Everybody = Annotated[Principal, anyone()]
Partner = Annotated[Principal, require(Role.UNIT, Role.DESK)]

_REQUESTS, _UPDATES = "service_requests", "service_request_updates"


async def _known(actor: Everybody) -> Principal:
    """Any application, or staff: a report does no more than the public may do by other channels, but its sender is known."""
    if actor.kind == "public":
        raise KeyNeeded()
    return actor


Known = Annotated[Principal, Depends(_known)]


def _body(form: type[StandardForm]) -> dict[str, Any]:
    """The form as the API's description tells it; its answers have names that no schema can list."""
    schema = form.model_json_schema()
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data")
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}}


@declare(router, "GET", "/requests", list[RequestView], "List requests")
async def list_requests(actor: Everybody, db: Db, asked: Asked, wished: Wished, answer: Answer) -> Response:
    """What was reported through Open311, the newest first; named ones, or those of a span of at most 90 days."""
    if asked.numbers:
        found = await repository.find_requests(db, actor, asked.numbers)
    else:
        window = rules.asked_window(asked.start, asked.end, clock.now())
        found = await repository.list_requests(db, repository.requests_within(actor, wished, window, asked.sheet))
    return answer(_REQUESTS, await reading.in_views(db, found))


@declare(router, "POST", "/requests", list[Receipt], "Report something", openapi_extra=_body(RequestForm))
async def receive_request(actor: Known, db: Db, filled: Form, box: Box, request: Request, answer: Answer) -> Response:
    """An ordinary ticket is made of it; answers to the service's attributes come as `attribute[CODE]`."""
    address = our_settings(request).attachments_url
    receipt = await receiving.receive_request(db, actor, filled, box, lambda: store_at(address))
    return answer(_REQUESTS, [receipt])


@declare(router, "GET", "/request/{service_request_id}", list[RequestView], "Show a request", is_alias=True)
@declare(router, "GET", "/requests/{service_request_id}", list[RequestView], "Show a request")
async def show_request(service_request_id: Name, actor: Everybody, db: Db, answer: Answer) -> Response:
    """One request that came through Open311."""
    return answer(_REQUESTS, await reading.get_request(db, actor, service_request_id))


@declare(router, "GET", "/servicerequestupdates", list[UpdateView], "List what happened to requests")
async def list_updates(actor: Everybody, db: Db, asked: Asked, answer: Answer) -> Response:
    """What happened, the oldest first; to named requests, or within a span of at most 90 days."""
    if asked.numbers:
        chosen = repository.updates_of(actor, asked.numbers, asked.sheet)
    else:
        chosen = repository.updates_within(actor, rules.asked_window(asked.start, asked.end, clock.now()), asked.sheet)
    return answer(_UPDATES, [telling.told(*each) for each in await repository.list_updates(db, chosen)])


@declare(
    router, "POST", "/servicerequestupdates", list[UpdateReceipt], "Tell what was done", openapi_extra=_body(UpdateForm)
)  # fmt: skip
async def receive_update(actor: Partner, db: Db, filled: Form, answer: Answer) -> Response:
    """By the system of the request's lead unit: a remark, or with `closed` the unit's reply, which the desk reviews."""
    return answer(_UPDATES, [await updating.receive_update(db, actor, filled.read(UpdateForm))])
