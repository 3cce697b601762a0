"""Parties of cross-border trade for tests: a platform, a payment company, a carrier and a declarer."""

from typing import Any

import httpx
from affairs_builders import Affairs

PLATFORM, PAYER, CARRIER, DECLARER = "6599660001", "6599660003", "6599660004", "6599660005"
KINDS = {PLATFORM: ["order"], PAYER: ["payment"], CARRIER: ["waybill"], DECLARER: ["list"]}


def account_of(code: str) -> str:
    return f"application:{code}"


def an_entry(code: str = PLATFORM, **changes: Any) -> dict[str, Any]:
    return {"code": code, "name": f"企业{code}", "kinds": KINDS.get(code, ["order"]), "account": account_of(code)} | changes


def desk(affairs: Affairs) -> httpx.AsyncClient:
    return affairs.harness.as_("trade_desk", subject="desk-01")


def acting_for(affairs: Affairs, code: str) -> httpx.AsyncClient:
    """A client of the party's own account."""
    return affairs.harness.as_("trade_party", subject=account_of(code), kind="application")


async def registered(affairs: Affairs, code: str = PLATFORM, **changes: Any) -> dict[str, Any]:
    answer = await desk(affairs).post("/v1/trade-parties", json=an_entry(code, **changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def suspended(affairs: Affairs, party: dict[str, Any]) -> dict[str, Any]:
    body = {"reason": "under_inquiry", "note": "核查中"}
    answer = await desk(affairs).post(f"/v1/trade-parties/{party['id']}/suspensions", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())
