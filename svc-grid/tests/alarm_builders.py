"""Builders for tests of alarms: a device whose alarms a test tells one by one, at declared times."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from grid_builders import COMMUNITY, Grid

from chassis import clock
from chassis.envelope import Envelope
from chassis.ids import uuid7
from contracts.datahub import AlarmClearedV1, AlarmRaisedV1
from svc_grid.alarms.sweeping import settle_once

NOON = datetime(2025, 3, 14, 4, tzinfo=UTC)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


class Device:
    """A street lamp that can go out and come on again."""

    def __init__(self, grid: Grid, device_id: str = "lamp-0042", **facts: Any) -> None:
        self.grid, self.device_id, self.cause = grid, device_id, f"{device_id}/not_lit"
        self.facts = {"device_kind": "street_lamp", "rule_code": "not_lit", "territory_code": COMMUNITY} | facts

    async def raises(self, minute: float, occurrence: int = 1, **more: Any) -> Envelope:
        event = AlarmRaisedV1(
            **self._same(minute, occurrence), raised_at=at(minute), severity="major", title="路灯不亮", value=0.0, unit="W"
        )
        return await self._tell(event, 2 * occurrence - 1, minute, **more)

    async def clears(self, minute: float, occurrence: int = 1, **more: Any) -> Envelope:
        event = AlarmClearedV1(**self._same(minute, occurrence), raised_at=at(minute), cleared_at=at(minute))
        return await self._tell(event, 2 * occurrence, minute, **more)

    def _same(self, minute: float, occurrence: int) -> dict[str, Any]:
        known = {"device_kind", "rule_code", "territory_code", "class_code", "component_code", "lon", "lat"}
        assert self.facts.keys() <= known
        same = {"occurred_at": at(minute), "alarm_id": uuid7(), "cause": self.cause, "occurrence": occurrence}
        return same | {"device_id": self.device_id} | self.facts

    async def _tell(self, event: Any, sequence: int, minute: float, *, event_id: UUID | None = None) -> Envelope:
        return await self.grid.harness.deliver(
            event, subject=self.cause, sequence=sequence, time=at(minute), replay=True, event_id=event_id
        )

    async def cases(self) -> list[dict[str, Any]]:
        """The cases of the cause, the oldest first, each with its link."""
        answer = await self.grid.admin.get("/v1/alarm-cases", params={"cause": self.cause})
        assert answer.status_code == 200, answer.text
        links = list(reversed(answer.json()["items"]))
        return [(await self.grid.admin.get(f"/v1/cases/{each['case_id']}")).json() | {"link": each} for each in links]

    async def statuses(self) -> list[str]:
        return [case["status"] for case in await self.cases()]


async def time_passes(grid: Grid, until: float) -> int:
    """The worker's turn at a minute; how many causes it settled."""
    with clock.declared(at(until)):
        async with grid.harness.sessions() as db, db.begin():
            return await settle_once(db)


async def brought_to_end(grid: Grid, case: dict[str, Any], minute: float) -> None:
    """The whole way of a case, at a minute."""
    admin = grid.harness.as_("administrator", replay_at=at(minute))
    for action, body in [
        ("registrations", {}), ("assignments", {"unit_code": "84-03", "assignee": "lead-84-03"}), ("handlings", {}),
        ("results", {"result": "换灯", "evidence": ["photo-1"]}), ("verifications", {"passed": True}), ("closures", {}),
    ]:  # fmt: skip
        answer = await grid.act(case, action, body, client=admin)
        assert answer.status_code == 201, answer.text
