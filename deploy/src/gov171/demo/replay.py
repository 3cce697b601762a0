"""Lives the planned lives through the public API, many at once, each step at its own time of the year."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from chassis.clock import SHANGHAI
from gov171.demo.activities import SOURCE, parts
from gov171.demo.caller import Caller, ReplayFailed
from gov171.demo.dispatch_rules import dispatch_to
from gov171.demo.news import News
from gov171.demo.plan import YEAR, Life

AT_ONCE = 24
_HEARD_WITHIN_S = 5.0
_LOOKS = 30
_RESULT = "已现场处置并恢复正常，拍照留存"


async def replay(lives: Sequence[Life], caller: Caller, news: News, advance: Callable[[], None]) -> None:
    """Live all of them; raises ReplayFailed at the first step that is refused."""
    waiting = iter(lives)

    async def work() -> None:
        for life in waiting:
            await _Living(life, caller, news).live()
            advance()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())


async def tell(rows: list[dict[str, Any]], caller: Caller, advance: Callable[[int], None]) -> None:
    """Bring the service activities in, each part when its last day ends; raises ReplayFailed. Told again they change nothing."""
    for part in parts(rows):
        body = {"source": SOURCE, "rows": part}
        digest = hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()
        evening = datetime.combine(date.fromisoformat(part[-1]["held_on"]), time(23), SHANGHAI)
        await caller.post("/v1/service-activity-imports", body, key=f"activities-{digest[:32]}", at=evening)
        advance(len(part))


@dataclass
class _Living:
    """One life in progress: its ticket, the time it has come to, and how often it had a case and an answer."""

    life: Life
    caller: Caller
    news: News

    def __post_init__(self) -> None:
        self.at: datetime = self.life.opened_at
        self.ticket_id = ""
        self.step = 0
        self.cases = 0
        self.answers = 0
        self.was_replayed = False
        self.again: _Living | None = None

    async def live(self) -> None:
        """From the call to the end that was planned for it."""
        life = self.life
        await self._call()
        if life.stays == "accepted":
            return
        if life.way == "answer":
            await self._ticket("answers", {"content": "已解答缴费时间、所需材料及办理地点"}, 0.1)
        else:
            await self._handle()
            if life.stays is not None:
                return
        if life.is_reopened:
            await self._ticket("callbacks", {"outcome": "reached", "rating": "dissatisfied", "note": "问题再次出现"}, 8)
            await (self._work_case() if life.way == "case" else self._reply_again())
        await self._end()
        if self.again is not None:
            self.again.at = max(self.again.at, self.at)
            await self.again._end()

    async def _call(self) -> None:
        """The call, and the second one of the same matter, which the desk merges into the first."""
        self.ticket_id = (await self._do("/v1/tickets", self.life.request, 0))["id"]
        if self.life.again is not None:
            self.again = _Living(self.life.again, self.caller, self.news)
            await self.again._call()
            await self.again._ticket("merges", {"main_ticket_id": self.ticket_id, "note": "同一事项"}, 0.1)

    async def _handle(self) -> None:
        life = self.life
        if life.is_returned:
            await self._dispatch("dept-01")
            await self._ticket("returns", {"reason_code": "not_our_remit", "basis": "不属本单位职责"}, 3)
            await self._ticket("return-decisions", {"agreed": True}, 2)
            if life.is_disputed:
                await self._dispatch("dept-02")
                await self._ticket("returns", {"reason_code": "not_our_remit", "basis": "不属本单位职责"}, 2)
                await self._ticket("return-decisions", {"agreed": True, "note": "经裁定由主管单位承办"}, 2)
        await self._dispatch(life.unit_code)
        if life.is_urged:
            await self._ticket("urges", {"note": "来电催办"}, 5)
        if life.is_supervised:
            await self._ticket("supervisions", {"reason": "群众反映集中，重点督办"}, 1)
        if life.stays == "dispatched":
            return
        if life.way == "case":
            await self._work_case()
        else:
            await self._ticket("signatures", {}, 3)
            await self._ticket("handlings", {}, 2)
            if life.is_asked:
                await self._ticket("questions", {"question": "请补充具体楼号及联系时间"}, 1)
                await self._ticket("supplements", {"content": "三号楼二单元，工作日上午"}, 20)
            if life.is_extended:
                await self._ticket("extensions", {"days": 3, "reason": "需采购配件"}, 1)
                await self._ticket("extension-decisions", {"granted": True}, 2)
            if life.stays is None:
                await self._reply()

    async def _dispatch(self, unit_code: str) -> None:
        """The desk looks at what the rules suggest, and follows it or says why not."""
        suggestion = await self.caller.get(f"/v1/tickets/{self.ticket_id}/dispatch-suggestion")
        await self._ticket("dispatches", dispatch_to(unit_code, suggestion), 0.5)

    async def _work_case(self) -> None:
        """The grid's part: the case that the dispatch, or the reopening, brought about."""
        self.cases += 1
        case_id = await self._find_case()
        await self._case(case_id, "assignments", {"unit_code": self.life.unit_code, "is_to_lead": True}, 1)
        await self._case(case_id, "handlings", {}, 2)
        if self.life.stays is not None:
            return
        await self._case(case_id, "results", {"result": _RESULT, "evidence": [f"photo-{self.life.index}"]}, 26)
        await self._case(case_id, "verifications", {"passed": True}, 5)
        await self._case(case_id, "closures", {}, 1)
        self.answers += 1
        await self._until_resolved()

    async def _reply(self) -> None:
        await self._ticket("replies", {"content": _RESULT}, 30)
        await self._ticket("reply-reviews", {"approved": True}, 2)
        self.answers += 1

    async def _reply_again(self) -> None:
        await self._ticket("handlings", {}, 2)
        await self._reply()

    async def _end(self) -> None:
        """The call back, with the rating if there is to be one. Who will not talk may still rate, and then is rarely pleased."""
        rating = self.life.rating
        if rating is None:
            await self._ticket("callbacks", {"outcome": "declined"}, 10)
        elif rating in ("dissatisfied", "very_dissatisfied"):
            await self._ticket("callbacks", {"outcome": "declined"}, 10)
            await self._ticket("ratings", {"rating": rating, "comment": "办理结果与预期不符"}, 6)
            await self._ticket("rating-answers", {"content": "已与来电人沟通，约定整改时间"}, 20)
        else:
            await self._ticket("callbacks", {"outcome": "reached", "rating": rating}, 10)

    async def _find_case(self) -> str:
        """Heard on the feed, or looked up when it came about before we listened."""
        for _ in range(_LOOKS):
            if not self.was_replayed:
                found = await self.news.case(self.ticket_id, self.cases, _HEARD_WITHIN_S)
                if found is not None:
                    return found
            items = (await self.caller.get(f"/v1/cases?ticket_id={self.ticket_id}"))["items"]
            if len(items) >= self.cases:
                return str(sorted(items, key=lambda each: (each["reported_at"], each["number"]))[self.cases - 1]["id"])
            self.was_replayed = False
        raise ReplayFailed(f"ticket {self.ticket_id} has no case")

    async def _until_resolved(self) -> None:
        """The case's end is the ticket's answer; it comes by an event."""
        for _ in range(_LOOKS):
            if not self.was_replayed and await self.news.resolved(self.ticket_id, self.answers, _HEARD_WITHIN_S):
                return
            ticket = await self.caller.get(f"/v1/tickets/{self.ticket_id}")
            if ticket["status"] in ("resolved", "closed") or ticket["reopened_times"] >= self.answers:
                return
            self.was_replayed = False
        raise ReplayFailed(f"ticket {self.ticket_id} is not resolved")

    async def _ticket(self, action: str, body: dict[str, Any], hours: float) -> None:
        await self._do(f"/v1/tickets/{self.ticket_id}/{action}", body, hours)

    async def _case(self, case_id: str, action: str, body: dict[str, Any], hours: float) -> None:
        await self._do(f"/v1/cases/{case_id}/{action}", body, hours)

    async def _do(self, path: str, body: dict[str, Any], hours: float) -> dict[str, Any]:
        self.at += timedelta(hours=hours * self.life.pace)
        self.step += 1
        key = f"replay-{YEAR}-{self.life.index}-{self.step}"
        answer, self.was_replayed = await self.caller.post(path, body, key=key, at=self.at)
        return answer
