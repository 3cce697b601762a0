"""Whatever desk, unit and grid do, however late the grid is heard: the answer comes, and only from the case asked for."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from hotline_builders import IN_TEN_DAYS, Case, Hotline

from chassis.envelope import Envelope
from chassis.ids import uuid7
from contracts import grid

RESULT = {"result": "修好了", "is_overdue": False}
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("dispatches", {"lead_unit_code": "84"}), ("dispatches", {"lead_unit_code": "85"}), ("signatures", {}), ("handlings", {}),
    ("returns", {"reason_code": "not_our_remit", "basis": "属住建局"}), ("return-decisions", {"agreed": True}),
    ("return-decisions", {"agreed": False}), ("replies", {"content": "已更换灯具"}), ("reply-reviews", {"approved": True}),
    ("reply-reviews", {"approved": False}), ("callbacks", {"outcome": "reached", "rating": "dissatisfied"}),
    ("questions", {"question": "哪一盏？"}), ("supplements", {"content": "0317"}),
    ("suspensions", {"reason": "停工", "review_at": IN_TEN_DAYS}), ("resumptions", {}),
]  # fmt: skip
# What a case tells next, by what it told last; the last of each ends it, or leaves it to be assigned anew.
NEXT: dict[type[Any], list[type[Any]]] = {
    grid.CaseReportedV1: [grid.CaseAssignedV1, grid.CaseAssignedV1, grid.CaseVoidedV1],
    grid.CaseAssignedV1: [grid.CaseHandlingStartedV1, grid.CaseHandlingStartedV1, grid.CaseReturnedV1],
    grid.CaseHandlingStartedV1: [grid.CaseClosedV1, grid.CaseVoidedV1, grid.CaseReturnedV1],
    grid.CaseReturnedV1: [grid.CaseAssignedV1],
}
FACTS: dict[type[Any], dict[str, Any]] = {
    grid.CaseReportedV1: {"source": "hotline", "title": "路灯不亮"},
    grid.CaseClosedV1: RESULT,
}


@dataclass(frozen=True)
class Told:
    """An event of a case on its way."""

    event: Any
    case: Case
    sequence: int
    id: UUID = field(default_factory=uuid7)


@dataclass
class SlowGrid:
    """A grid that hears of the ticket late, and is heard late, twice and in any order."""

    hotline: Hotline
    ticket: dict[str, Any]
    heard: int = 0
    case: Case | None = None
    last: type[Any] | None = None
    asked: int = 0
    on_the_way: list[Told] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.last in NEXT

    async def hears(self, most: int) -> None:
        """Takes in the next of the ticket's events."""
        for envelope in (await self.hotline.events_of(self.ticket))[self.heard :][:most]:
            self.heard += 1
            self._takes_in(envelope)

    def _takes_in(self, envelope: Envelope) -> None:
        fact = envelope.type.split(".")[3]
        if fact == "dispatched" or (fact == "return_decided" and envelope.data["agreed"]):
            self.tells(grid.CaseVoidedV1)
        if fact in ("dispatched", "reopened") or envelope.data.get("is_case_wanted"):
            self.asked = envelope.sequence
            if not self.is_open:
                self.case, self.last = Case(self.hotline, self.ticket), grid.CaseReportedV1
                self.case.answers = self.asked
                self._says(grid.CaseReportedV1)
            assert self.case is not None
            self.case.answers = self.asked

    def tells(self, model: type[Any]) -> None:
        """Its open case takes a step."""
        if self.is_open:
            self.last = model
            self._says(model)

    def _says(self, model: type[Any]) -> None:
        assert self.case is not None
        event = self.case.says(model, **FACTS.get(model, {}))
        self.on_the_way.append(Told(event, self.case, self.case.version))

    async def is_heard(self, told: Told) -> None:
        """One event arrives; what another round's case tells changes nothing."""
        before, began = await self.hotline.shown(self.ticket), await self._round_began()
        await self.hotline.harness.deliver(told.event, subject=str(told.case.id), sequence=told.sequence, event_id=told.id)
        if told.event.ticket_sequence != began:
            assert await self.hotline.shown(self.ticket) == before, told

    async def _round_began(self) -> int:
        facts = ("dispatched", "reopened", "return_decided")
        turns = [each for each in await self.hotline.events_of(self.ticket) if each.type.split(".")[3] in facts]
        return [
            each.sequence for each in turns if each.data.get("agreed") is not False or each.data["is_case_wanted"]
        ][-1]  # fmt: skip


async def something_is_done(hotline: Hotline, ticket: dict[str, Any], drawn: random.Random) -> None:
    """The first of the steps, in a drawn order, that is possible now."""
    for action, body in drawn.sample(STEPS, len(STEPS)):
        answer = await hotline.act(ticket, action, body, client=hotline.admin)
        if answer.status_code == 201:
            return
        assert answer.status_code == 409, answer.text


async def walk(hotline: Hotline, drawn: random.Random) -> SlowGrid:
    """Some life of a ticket, and the grid as it has come to be by then."""
    slow = SlowGrid(hotline, await hotline.brought_to("dispatched"))
    told: list[Told] = []
    for _ in range(60):
        match drawn.randrange(4):
            case 0:
                await something_is_done(hotline, slow.ticket, drawn)
            case 1:
                await slow.hears(drawn.randrange(1, 3))
            case 2:
                if slow.is_open and slow.last is not None:
                    slow.tells(drawn.choice(NEXT[slow.last]))
            case _:
                if slow.on_the_way:
                    told.append(slow.on_the_way.pop(drawn.randrange(len(slow.on_the_way))))
                    await slow.is_heard(drawn.choice(told[-1:] * 3 + told))
                    await slow.is_heard(told[-1])
    return slow


@pytest.mark.parametrize("seed", range(8))
async def test_a_closed_case_of_the_present_round_is_the_tickets_answer(hotline: Hotline, seed: int) -> None:
    drawn = random.Random(seed)
    slow = await walk(hotline, drawn)

    for _ in range(4):  # until all is heard, the desk refusing what it is asked, and the open case is closed
        await slow.hears(1000)
        slow.tells(grid.CaseClosedV1)
        drawn.shuffle(slow.on_the_way)
        while slow.on_the_way:
            await slow.is_heard(slow.on_the_way.pop())
        for action, body in (
            ("resumptions", {}),
            ("reply-reviews", {"approved": False}),
            ("return-decisions", {"agreed": False}),
        ):
            await hotline.act(slow.ticket, action, body, client=hotline.admin)
        if (await hotline.shown(slow.ticket))["status"] == "reopened":
            await hotline.act(slow.ticket, "handlings", {}, client=hotline.admin)

    shown = await hotline.shown(slow.ticket)
    assert shown["status"] in ("resolved", "accepted"), shown  # accepted: the desk had agreed to a return, and all is to come
    assert shown["reply"] or shown["status"] == "accepted"
    await hotline.kinds_of_events(slow.ticket)  # one event for each version, 1..n
