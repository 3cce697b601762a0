"""Brings government affairs to the published figures by the public API: departments, centres, items by import, claims, cases."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis.clock import SHANGHAI
from gov171.api import Api
from gov171.demo.affairs_cases import Batch, centre_list
from gov171.demo.affairs_items import as_csv, departments_of
from gov171.demo.caller import Caller, ReplayFailed
from gov171.demo.organisation import Entry, Figures
from gov171.demo.plan import YEAR
from gov171.demo.preparation import until_copied

_BEGUN = datetime(YEAR, 1, 1, tzinfo=SHANGHAI)
_AT_ONCE = 4


@dataclass(frozen=True)
class Callers:
    """Who acts: the desks of the city, who approves items, town centres, and who decides on cases."""

    desks: Caller
    reviewers: Caller
    centres: Caller
    approvers: Caller


async def seed_affairs(api: Api, about: Figures) -> None:
    """Departments and centres; again, it changes nothing."""
    known = {each["code"] for each in (await api.get("/v1/departments", limit=200))["items"]}
    for code, name in departments_of(about):
        if code not in known:
            await api.post("/v1/departments", {"code": code, "name": name})
    await until_copied(api, "affairs", about)
    await api.post("/v1/centres/imports", {"rows": centre_list(about)})


async def publish_items(callers: Callers, items: list[Entry]) -> None:
    """One brings the catalogue in, another approves it; raises ReplayFailed, also where a row is refused."""
    content = as_csv(items).encode()
    brought, _ = await callers.desks.send("/v1/item-imports", "text/csv", content, key=f"items-{YEAR}", at=_BEGUN)
    if brought["status"] != "under_review":
        raise ReplayFailed(f"items: {brought['counts']}, such as {brought['rows'][:3]}")
    approval = f"/v1/item-imports/{brought['id']}/publications"
    await callers.reviewers.post(approval, {}, key=f"items-approved-{YEAR}", at=_BEGUN)


async def claim_items(callers: Callers, claims: list[Entry]) -> None:
    """Centres take on what is open to them; raises ReplayFailed."""
    report, _ = await callers.centres.post("/v1/claim-imports", {"rows": claims}, key=f"claims-{YEAR}", at=_BEGUN)
    if report["refused"]:
        refused = [each for each in report["rows"] if each["result"] == "refused"]
        raise ReplayFailed(f"claims: {len(refused)} refused, such as {refused[:3]}")


async def live_cases(callers: Callers, batches: Sequence[Batch], advance: Callable[[int], None]) -> None:
    """Some batches at a time, each in the order of its days; raises ReplayFailed."""
    waiting = iter(batches)

    async def work() -> None:
        for batch in waiting:
            await _live(callers, batch)
            advance(len(batch.applications))

    async with asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE):
            group.create_task(work())


async def _live(callers: Callers, batch: Batch) -> None:
    """They are taken in and accepted; those that the approvers decide on come to their end."""
    counter = callers.centres if batch.is_of_town else callers.desks
    entries = [{"application": each.submission, "is_accepted": each.is_accepted} for each in batch.applications]
    path, key = "/v1/online-case-batches", f"cases-{YEAR}-{batch.number}"
    report, _ = await counter.post(path, {"entries": entries}, key=key, at=batch.at)
    if report["refused"]:
        refused = [each for each in report["items"] if each["problem"] is not None]
        raise ReplayFailed(f"{batch.number}: {len(refused)} refused, such as {refused[:2]}")
    for application, case in zip(batch.applications, report["items"], strict=True):
        if application.is_decided:
            await _decide(callers, counter, case, batch.at, f"{key}-{case['index']}")


async def _decide(callers: Callers, counter: Caller, case: dict[str, Any], at: datetime, key: str) -> None:
    path = f"/v1/online-cases/{case['case_id']}"
    decided_at, delivered_at = at + timedelta(hours=2), at + timedelta(hours=4)
    await callers.approvers.post(f"{path}/decisions", {"is_approved": True}, key=f"{key}-decided", at=decided_at)
    await counter.post(f"{path}/deliveries", {"way": "window"}, key=f"{key}-delivered", at=delivered_at)
