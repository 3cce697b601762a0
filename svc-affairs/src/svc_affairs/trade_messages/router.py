"""Paths of the customs' messages."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from chassis.errors import TooLarge, Unsupported
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.trade_documents.fields import Guid
from svc_affairs.trade_messages import service
from svc_affairs.trade_messages.errors import MessageGuidReused, MessageUnknown, SenderDiffers, XmlRefused
from svc_affairs.trade_messages.parsing import parse_message
from svc_affairs.trade_messages.policy import LIMITS
from svc_affairs.trade_messages.service import Receipt
from svc_affairs.trade_messages.views import MessageView
from svc_affairs.trade_parties.errors import KindNotAllowed, PartySuspended, PartyUnknown

router = domain_router("/v1/trade-messages", "trade messages")

Sender = Annotated[Principal, require(Role.TRADE_PARTY)]
_XML = "application/xml"
_TEXT: dict[str, Any] = {"content": {_XML: {"schema": {"type": "string"}}}}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "A CEB311Message, CEB411Message, CEB511Message, CEB621Message, CEB623Message or CEB625Message, in UTF-8.",
    }
    | _TEXT
}
_RECEIPT = {"description": "The receipt: CEB312Message, 412, 512, 622, 624 or 626."} | _TEXT
_FOUND: dict[int | str, dict[str, Any]] = {200: _RECEIPT}
_TAKEN: dict[int | str, dict[str, Any]] = {200: _RECEIPT, 201: _RECEIPT}


def _shown(receipt: Receipt, status: int = 200) -> Response:
    """A receipt is of one moment and never changes."""
    headers = {"location": f"/v1/trade-messages/{receipt.message_id}"}
    if receipt.is_repeated:
        headers["idempotent-replayed"] = "true"
    return Response(receipt.xml, status, headers, _XML)


@router.post(
    "", status_code=201, summary="Send a customs message 报文申报", openapi_extra=_BODY, response_class=Response,
    responses=_TAKEN
    | problems(
        XmlRefused, PartyUnknown, PartySuspended, KindNotAllowed, SenderDiffers, MessageGuidReused, TooLarge, Unsupported,
    ),
)  # fmt: skip
async def take_message(request: Request, actor: Sender, db: Db) -> Response:
    """Take what can be taken, and answer for each document; the same message sent again is answered the same, with 200.

    At most 16 MB and 10,000 documents. A document that cannot be read stands in the receipt with each fault by its XPath.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in (_XML, "text/xml"):
        raise Unsupported(f"send the message as {_XML}")
    content = await _body(request)
    # The parser is done with before the database is asked for anything, so no connection waits for it.
    read = await asyncio.to_thread(parse_message, content)
    receipt = await service.take_message(db, actor, read, content)
    return _shown(receipt, 200 if receipt.is_repeated else 201)


@router.get("", summary="List own messages", responses=problems(PartyUnknown, CursorBroken))
async def list_messages(
    actor: Sender, db: Db, params: PageParams, request: Request, response: Response,
    guid: Annotated[Guid | None, Query(description="Only the one with this guid.", examples=["4CDE1CFD-EDED"])] = None,
) -> Page[MessageView]:  # fmt: skip
    """The caller's own, the newest first; after a cut line, the guid tells whether the message came through."""
    found, following = await service.list_messages(db, actor, guid, params)
    link_next(response, request, following)
    return Page(items=[MessageView.model_validate(each) for each in found], next=following)


@router.get(
    "/{message_id}", summary="Fetch a receipt again 回执", response_class=Response,
    responses=_FOUND | problems(PartyUnknown, MessageUnknown),
)  # fmt: skip
async def get_receipt(message_id: UUID, actor: Sender, db: Db) -> Response:
    """The receipt as it was first given."""
    return _shown(await service.get_receipt(db, actor, message_id))


async def _body(request: Request) -> bytes:
    """Raises TooLarge as soon as more has come than may."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LIMITS.bytes:
            raise TooLarge(f"at most {LIMITS.bytes} bytes", limit_bytes=LIMITS.bytes)
    return bytes(content)
