"""Builders for tests of online cases: items with steps and special procedures, applicants, and cases in any state."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from affairs_builders import Affairs

from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.sweeping import sweep_once

CITY, TOWN = "659007", "659007/84"
PERSON = {"kind": "person", "name": "王明", "phone": "13812341234"}
COMPANY = {
    "kind": "company", "name": "李华", "phone": "13987654321", "company_name": "博州绿洲建设有限公司",
    "uscc": "91110000600037341L",
}  # fmt: skip
AGENT = {"name": "赵代", "phone": "13700001111"}
STEPS = [
    {"code": "s1", "name": "现场核查", "stage": 1, "department_code": "dept-07", "days": 2},
    {"code": "s2", "name": "会签", "stage": 1, "department_code": "dept-09", "days": 1},
    {"code": "s3", "name": "审定", "stage": 2, "department_code": "dept-07", "days": None},
]
# Not required, so that a case can be accepted with nothing brought.
MATERIAL = {"code": "m1", "name": "建设用地批准书", "is_required": False}
SPECIAL = [
    {"code": "extension", "name": "延长审批", "kind": "1", "days": 10},
    {"code": "expert-review", "name": "专家评审", "kind": "2", "days": 20},
]
# The bodies of what is done with a case, by the action's name; and where they are posted to.
DOINGS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "precheck": ("window", "prechecks", {}),
    "ask_supplement": ("window", "supplement-requests", {"lacking": [{"material_code": "m1", "what": "缺少盖章"}]}),
    "supplement": ("window", "supplements", {}),
    "accept": ("window", "acceptances", {}),
    "refuse": ("window", "refusals", {"reason": "not_competent", "text": "该事项由其他单位办理"}),
    "review": ("approver", "reviews", {"opinion": "agreed"}),
    "begin_special": ("approver", "special-procedures", {"code": "expert-review", "reason": "需组织专家评审"}),
    "end_special": ("approver", "special-procedures/1/ends", {}),
    "extend": ("approver", "special-procedures", {"code": "extension", "reason": "案情复杂"}),
    "approve": ("approver", "decisions", {"is_approved": True}),
    "deny": ("approver", "decisions", {"is_approved": False, "reason": "conditions_not_met", "text": "不符合条件"}),
    "deliver": ("window", "deliveries", {"way": "window"}),
    "close": ("window", "closures", {}),
    "withdraw": ("window", "withdrawals", {}),
}
WAYS: dict[str, list[str]] = {
    "submitted": [],
    "prechecking": ["precheck"],
    "supplement": ["ask_supplement"],
    "accepted": ["accept"],
    "not_accepted": ["refuse"],
    "reviewing": ["accept", "review"],
    "special": ["accept", "begin_special"],
    "approved": ["accept", "approve"],
    "denied": ["accept", "deny"],
    "delivered": ["accept", "approve", "deliver"],
    "closed": ["accept", "approve", "deliver", "close"],
    "withdrawn": ["withdraw"],
}


class OnlineCases:
    """The service under test: who deals with cases, and shortcuts to where a test begins."""

    def __init__(self, affairs: Affairs) -> None:
        self.affairs, self.harness, self.public = affairs, affairs.harness, affairs.public
        self.window = self.staff("window")
        self.approver = self.staff("approver")
        self.other_department = self.staff("approver", unit_code="dept-09")
        self.analyst = self.harness.as_("analyst")

    def staff(self, role: str, *, at: datetime | None = None, **more: Any) -> httpx.AsyncClient:
        """A clerk of the city's hall, or an approver of the item's department; at a declared time if one is given."""
        if role == "approver":
            more = {"unit_code": "dept-07"} | more
        return self.harness.as_(role, subject=f"{role}-1", replay_at=at, **more)

    async def published(self, **changes: Any) -> dict[str, Any]:
        return await self.affairs.brought_to("published", **{"special_procedures": SPECIAL, "materials": [MATERIAL]} | changes)

    async def submit(self, client: httpx.AsyncClient | None = None, **changes: Any) -> httpx.Response:
        body = {"item_code": "000117001000", "channel": "web", "applicant": PERSON} | changes
        return await (client or self.public).post("/v1/online-cases", json=body)

    async def submitted(self, client: httpx.AsyncClient | None = None, **changes: Any) -> dict[str, Any]:
        answer = await self.submit(client, **changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def do(
        self, case: dict[str, Any], action: str, *, at: datetime | None = None, client: httpx.AsyncClient | None = None,
        headers: dict[str, str] | None = None, **changes: Any,
    ) -> httpx.Response:  # fmt: skip
        """One action through the API, by who does it usually."""
        role, path, body = DOINGS[action]
        asking = client or (self.staff(role, at=at) if at else getattr(self, role))
        return await asking.post(f"/v1/online-cases/{case['id']}/{path}", json=body | changes, headers=headers)

    async def done(self, case: dict[str, Any], *actions: str, at: datetime | None = None, **changes: Any) -> dict[str, Any]:
        for action in actions:
            answer = await self.do(case, action, at=at, **changes)
            assert answer.status_code == 201, answer.text
        return await self.shown(case)

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        """A case in the wanted state, brought there through the API."""
        case = await self.submitted(**changes)
        shown = await self.done(case, *WAYS[status])
        assert shown["status"] == status
        return shown | {"query_code": case["query_code"]}

    async def shown(self, case: dict[str, Any], client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.analyst).get(f"/v1/online-cases/{case['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def look_up(self, case: dict[str, Any]) -> dict[str, Any]:
        told = {"number": case["number"], "query_code": case["query_code"]}
        answer = await self.public.post("/v1/online-case-lookups", json=told)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def history(self, case: dict[str, Any]) -> list[dict[str, Any]]:
        return list((await self.analyst.get(f"/v1/online-cases/{case['id']}/history")).json()["items"])

    async def tasks(self, case: dict[str, Any]) -> dict[str, dict[str, Any]]:
        found = (await self.analyst.get(f"/v1/online-cases/{case['id']}/reviews")).json()["items"]
        return {task["step_code"]: task for task in found}

    async def numbers(self, client: httpx.AsyncClient | None = None, **filters: Any) -> list[str]:
        answer = await (client or self.analyst).get("/v1/online-cases", params=filters)
        assert answer.status_code == 200, answer.text
        return sorted(case["number"] for case in answer.json()["items"])

    async def row(self, case: dict[str, Any]) -> OnlineCase:
        async with self.harness.sessions() as db:
            found = await db.get(OnlineCase, UUID(case["id"]))
            assert found is not None
            return found

    async def let_time_pass(self, case: dict[str, Any]) -> None:
        """All that the sweeper would do with a case that a replay has made, until the present."""
        async with self.harness.sessions() as db, db.begin():
            row = await db.get(OnlineCase, UUID(case["id"]))
            assert row is not None
            row.sweep_after = None
        async with self.harness.sessions() as db, db.begin():
            await sweep_once(db)

    async def told(self, case: dict[str, Any]) -> list[tuple[int, str]]:
        """What was announced of a case: sequence and fact."""
        events = [each for each in await self.harness.events() if each.subject == case["id"]]
        return [(each.sequence, each.type.split(".")[3]) for each in events]


def day(month: int, day_: int, hour: int = 4, minute: int = 0) -> datetime:
    """A moment of 2025, in UTC: noon in the city where nothing else is said."""
    return datetime(2025, month, day_, hour, minute, tzinfo=UTC)


def end_of(month: int, day_: int) -> str:
    """The instant at which a day of 2025 ends in the city, as the API tells it."""
    return f"2025-{month:02d}-{day_:02d}T16:00:00Z"
