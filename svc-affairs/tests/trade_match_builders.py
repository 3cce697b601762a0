"""Builders for tests of the match: the parties, documents handed in by their senders, and passes driven to their end."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import httpx
from affairs_builders import Affairs
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from trade_message_builders import CARRIER, DECLARER, MERCHANT, PAYER, PLATFORM, a_list, a_payment, a_waybill, an_order
from trade_party_builders import acting_for, desk, registered

from svc_affairs.trade_declarations.matching import hold_passes, pass_once
from svc_affairs.trade_documents.schemas import TradeDocument
from svc_affairs.trade_documents.terms import DocumentKind

SENDER_OF = {
    DocumentKind.ORDER: PLATFORM, DocumentKind.PAYMENT: PAYER, DocumentKind.WAYBILL: CARRIER, DocumentKind.LIST: DECLARER,
    DocumentKind.CANCEL: DECLARER, DocumentKind.REFUND: DECLARER,
}  # fmt: skip
__all__ = ["MERCHANT", "Trade", "a_list", "a_payment", "a_set", "a_waybill", "an_order", "as_json"]


def as_json(document: TradeDocument) -> dict[str, Any]:
    """A document as its sender writes it, the identity number in clear."""
    found: dict[str, Any] = json.loads(document.model_dump_json(exclude_none=True))
    for name in ("buyer_id_number", "payer_id_number"):
        if hasattr(document, name):
            found[name] = getattr(document, name).get_secret_value()
    return found


def a_set(number: str = "1", **changes: Any) -> list[TradeDocument]:
    """An order, its payment, waybill and list; `changes` by kind."""
    return [
        an_order(number, **changes.get("order", {})), a_payment(number, **changes.get("payment", {})),
        a_waybill(number, **changes.get("waybill", {})), a_list(number, **changes.get("list", {})),
    ]  # fmt: skip


class Trade:
    """The service under test with its four parties."""

    def __init__(self, affairs: Affairs) -> None:
        self.affairs, self.harness = affairs, affairs.harness
        self.desk = desk(affairs)
        self.clients = {code: acting_for(affairs, code) for code in (PLATFORM, PAYER, CARRIER, DECLARER)}

    async def furnish(self) -> "Trade":
        for code in self.clients:
            await registered(self.affairs, code)
        return self

    async def hand_in(self, code: str, documents: Sequence[dict[str, Any]]) -> httpx.Response:
        body = json.dumps(documents).encode()
        return await self.clients[code].post("/v1/trade-documents", content=body, headers={"content-type": "application/json"})

    async def send(self, *documents: TradeDocument) -> list[dict[str, Any]]:
        """Each by its own sender, one request a sender, and wait for the match; the results in the order of `documents`."""
        results: dict[int, dict[str, Any]] = {}
        for code in self.clients:
            own = [(place, each) for place, each in enumerate(documents) if SENDER_OF[each.kind] == code]
            if own:
                answer = await self.hand_in(code, [as_json(each) for _, each in own])
                assert answer.status_code == 200, answer.text
                results |= {own[each["index"]][0]: each for each in answer.json()["results"]}
        await self.settle()
        return [results[place] for place in sorted(results)]

    async def settle(self) -> None:
        """Pass until nothing is left, after whatever the service's own worker is at."""
        taken = 1
        while taken:
            async with self.harness.app.state.chassis.database.unit_of_work() as db:
                await hold_passes(db)
                taken = await pass_once(db)

    async def declaration(self, number: str = "1") -> dict[str, Any]:
        """The declaration of list `L<number>` in all its detail."""
        found = await self.rows("SELECT id FROM trade_declarations WHERE cop_no = :cop_no", cop_no=f"L{number}")
        answer = await self.desk.get(f"/v1/trade-declarations/{found[0].id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()) | {"etag": answer.headers["etag"]}

    async def decide(self, number: str, command: str, client: httpx.AsyncClient | None = None, **body: Any) -> httpx.Response:
        found = await self.declaration(number)
        asked = body or ({} if command == "releases" else {"reason_code": "inspection"})
        answer = await (client or self.desk).post(f"/v1/trade-declarations/{found['id']}/{command}", json=asked)
        await self.settle()
        return answer

    async def statuses(self) -> dict[str, str]:
        found = await self.rows("SELECT cop_no, status FROM trade_declarations")
        return {row.cop_no: row.status for row in found}

    async def rows(self, statement: str, **parameters: Any) -> Sequence[Any]:
        async with self.harness.sessions() as db:
            return (await db.execute(text(statement), parameters)).all()

    async def told(self, number: str) -> list[str]:
        """The last words of the events of a declaration, with their numbers checked to be 1..n."""
        declaration_id = (await self.declaration(number))["id"]
        own = [each for each in await self.harness.events() if each.subject == declaration_id]
        assert [each.sequence for each in own] == [*range(1, len(own) + 1)]
        return [each.type.split(".")[-2] for each in own]


def fields_of(declaration: dict[str, Any]) -> list[str]:
    return [each["field"] for each in declaration["mismatches"]]


async def used(db: AsyncSession) -> list[tuple[int, str]]:
    """What buyers have used by year, without their hashes."""
    found = await db.execute(text("SELECT limit_year, used_amount FROM trade_limit_usages ORDER BY 1, 2"))
    return [(row.limit_year, str(row.used_amount.normalize())) for row in found]


def by_sender(documents: Iterable[TradeDocument]) -> dict[str, list[TradeDocument]]:
    found: dict[str, list[TradeDocument]] = {}
    for each in documents:
        found.setdefault(SENDER_OF[each.kind], []).append(each)
    return found
