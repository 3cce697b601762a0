"""Paths of trade documents."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import Fault, Invalid, TooLarge, Unsupported
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.trade_documents import service
from svc_affairs.trade_documents.errors import BatchUnreadable, DocumentNotFound, TooManyDocuments
from svc_affairs.trade_documents.fields import Number, PartyCode
from svc_affairs.trade_documents.limits import LIMITS
from svc_affairs.trade_documents.reading import Read, read_documents
from svc_affairs.trade_documents.repository import Filter
from svc_affairs.trade_documents.schemas import TradeDocument
from svc_affairs.trade_documents.taken import Taken, TakenStatus
from svc_affairs.trade_documents.terms import DocumentKind, Refusal
from svc_affairs.trade_documents.views import DocumentView, TakenReport, TakenView, VersionsView, VersionView
from svc_affairs.trade_parties import service as parties
from svc_affairs.trade_parties.errors import KindNotAllowed, PartySuspended, PartyUnknown
from svc_affairs.trade_parties.models import TradeParty

router = domain_router("/v1/trade-documents", "trade documents")

Sender = Annotated[Principal, require(Role.TRADE_PARTY)]
Reader = Annotated[Principal, require(Role.TRADE_PARTY, Role.TRADE_DESK)]
_EXAMPLE = [{"kind": "waybill", "guid": "W-1", "app_time": "2025-03-03T02:00:00Z", "logistics_code": "6599660004"}]
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "array", "minItems": 1, "maxItems": LIMITS.most_at_once, "items": {"type": "object"},
                    "description": "Documents, each as in its form: order, payment, waybill, list, cancel or refund.",
                },
                "example": _EXAMPLE,
            }
        },
    }
}  # fmt: skip


@router.post(
    "", status_code=200, summary="Hand in trade documents 单证申报", openapi_extra=_BODY,
    responses=problems(PartyUnknown, PartySuspended, KindNotAllowed, BatchUnreadable, TooManyDocuments, TooLarge, Unsupported),
)  # fmt: skip
async def hand_in(request: Request, actor: Sender, db: Db) -> TakenReport:
    """Orders, payments, waybills, lists, cancellations and refunds of the caller's own kinds, at most 5,000 at once.

    One that cannot be taken is named in the report, and the others are taken. Sent once more they change nothing.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Unsupported("send application/json")
    body = await request.body()
    if len(body) > LIMITS.most_bytes:
        raise TooLarge(f"at most {LIMITS.most_bytes} bytes", limit_bytes=LIMITS.most_bytes)
    read = await asyncio.to_thread(read_documents, body)
    party = await _sender(db, actor, read.documents.values())
    places = [*read.documents]
    taken = await service.take_documents(db, party, [*read.documents.values()])
    return _report(read, {places[each.index]: each for each in taken})


async def _sender(db: Db, actor: Principal, documents: Iterable[TradeDocument]) -> TradeParty:
    """The caller's party; raises KindNotAllowed where one kind is not its own, and then nothing is taken."""
    party = await parties.own_party(db, actor)
    for kind in dict.fromkeys(each.sent_as for each in documents):
        party = await parties.sender(db, actor, kind)
    return party


def _report(read: Read, taken: dict[int, Taken]) -> TakenReport:
    results = [_shown(each, place) for place, each in taken.items()]
    for place, faults in read.faults.items():
        refused = Taken(place, TakenStatus.REFUSED, Refusal.UNREADABLE, Refusal.UNREADABLE.label_zh, Refusal.UNREADABLE.label_en)
        view = _shown(refused, place)
        results.append(view.model_copy(update={"errors": [Fault(pointer=at, detail=detail) for at, detail in faults]}))
    counted = Counter(each.status for each in results)
    counts = {status.value: counted[status] for status in TakenStatus}
    return TakenReport(**counts, results=sorted(results, key=lambda each: each.index))


def _shown(each: Taken, place: int) -> TakenView:
    return TakenView(index=place, status=each.status, code=each.code, text_zh=each.text_zh, text_en=each.text_en)


async def _filter(
    kind: Annotated[DocumentKind, Query(description="Which sort of document.", examples=["order"])],
    sent_by: Annotated[PartyCode | None, Query(description="Only what this party sent.", examples=["6599660001"])] = None,
    code: Annotated[
        PartyCode | None, Query(description="With `number`: of orders the platform, else the company.", examples=["6599660001"])
    ] = None,
    number: Annotated[Number | None, Query(description="With `code`: the document's number.", examples=["T2025030317"])] = None,
) -> Filter:
    if (code is None) is not (number is None):
        raise Invalid("code and number go together")
    return Filter(kind, sent_by, code, number)


@router.get("", summary="List trade documents 单证查询", responses=problems(PartyUnknown, CursorBroken))
async def list_documents(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[DocumentView]:
    """One kind's documents, the newest first; a party sees those that it sent, the desk all."""
    found, following = await service.list_documents(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[DocumentView.model_validate(each) for each in found], next=following)


@router.get("/{kind}/{document_id}", summary="Show a trade document", responses=problems(DocumentNotFound, PartyUnknown))
async def get_document(kind: DocumentKind, document_id: UUID, actor: Reader, db: Db) -> DocumentView:
    """The version that counts, with its lines."""
    return DocumentView.model_validate(await service.get_document(db, actor, kind, document_id))


@router.get(
    "/{kind}/{document_id}/versions", summary="Show a document's other versions",
    responses=problems(DocumentNotFound, PartyUnknown),
)  # fmt: skip
async def list_versions(kind: DocumentKind, document_id: UUID, actor: Reader, db: Db) -> VersionsView:
    """What was replaced by a newer version, and what came when a newer one was here."""
    found = await service.list_versions(db, actor, kind, document_id)
    return VersionsView(items=[VersionView.model_validate(each) for each in found])
