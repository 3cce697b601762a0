"""Builders for tests of packages: items of one matter, packages in any state, and applications for them."""

from typing import Any

import httpx
from affairs_builders import Affairs
from online_case_builders import PERSON, OnlineCases

ID_CARD = {"code": "m1", "name": "居民身份证", "form": "copy", "copies": 1}
BIRTH = {"code": "m2", "name": "出生医学证明"}
# What the three items of the matter ask for: one thing under one name, one under two names, one only once.
ITEMS: dict[str, dict[str, Any]] = {
    "hukou": {"name": "出生登记", "department_code": "dept-07", "materials": [ID_CARD, BIRTH]},
    "insured": {
        "name": "城乡居民医疗保险参保登记", "department_code": "dept-09", "promised_days": 5,
        "materials": [ID_CARD | {"code": "a1", "copies": 2}, {"code": "a2", "name": "出生证明原件"}],
    },
    "card": {
        "name": "社会保障卡申领", "department_code": "dept-09", "fee_fen": 500,
        "materials": [{"code": "c1", "name": "照片", "is_required": False}, BIRTH | {"dataset_code": "births"}],
    },
}  # fmt: skip
PACKAGE: dict[str, Any] = {
    "code": "birth", "name": "出生一件事", "life_event": "birth", "description": "新生儿出生后一次申请办齐",
    "keywords": ["生孩子", "宝宝上户口"],
    "questions": [
        {"code": "card", "text": "要领社保卡吗？", "choices": [{"code": "yes", "text": "要"}, {"code": "no", "text": "不要"}]}
    ],
    "items": [
        {"item_code": "hukou"}, {"item_code": "insured"},
        {"item_code": "card", "condition": {"question_code": "card", "choices": ["yes"]}},
    ],
    "shared_materials": [
        {"code": "birth-paper", "name": "出生医学证明",
         "places": [{"item_code": code, "material_code": m} for code, m in (("hukou", "m2"), ("insured", "a2"), ("card", "m2"))]}
    ],
}  # fmt: skip


class Packages:
    """The service under test, with the items of one matter published."""

    def __init__(self, affairs: Affairs) -> None:
        self.affairs, self.harness, self.cases = affairs, affairs.harness, OnlineCases(affairs)
        self.editor, self.reviewer, self.public, self.window = affairs.editor, affairs.reviewer, affairs.public, self.cases.window
        self.items: dict[str, dict[str, Any]] = {}

    async def furnish(self, **changes: Any) -> None:
        for code, more in ITEMS.items():
            self.items[code] = await self.affairs.brought_to("published", code=code, **more | {"statutory_days": 20} | changes)

    async def draft(self, client: httpx.AsyncClient | None = None, **changes: Any) -> httpx.Response:
        return await (client or self.editor).post("/v1/item-packages", json=PACKAGE | changes)

    async def act(
        self, package: dict[str, Any], action: str, client: httpx.AsyncClient | None = None, **more: Any
    ) -> httpx.Response:  # fmt: skip
        return await (client or self.reviewer).post(f"/v1/item-packages/{package['id']}/{action}", **more)

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        answer = await self.draft(**changes)
        assert answer.status_code == 201, answer.text
        package = dict(answer.json())
        ways: dict[str, list[str]] = {"draft": [], "published": ["publications"], "withdrawn": ["publications", "withdrawals"]}
        for action in ways[status]:
            answer = await self.act(package, action)
            assert answer.status_code == 201, answer.text
            package = answer.json()
        assert package["status"] == status
        return package

    async def shown(self, package: dict[str, Any], client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.public).get(f"/v1/item-packages/{package['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def apply(self, client: httpx.AsyncClient | None = None, **changes: Any) -> httpx.Response:
        body = {"package_code": "birth", "answers": {"card": "yes"}, "channel": "web", "applicant": PERSON} | changes
        return await (client or self.public).post("/v1/package-applications", json=body)

    async def applied(self, client: httpx.AsyncClient | None = None, **changes: Any) -> dict[str, Any]:
        answer = await self.apply(client, **changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def seen(self, application: dict[str, Any], client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.cases.analyst).get(f"/v1/package-applications/{application['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def withdraw(
        self, application: dict[str, Any], client: httpx.AsyncClient | None = None, *, code: str | None = None, **more: Any
    ) -> httpx.Response:  # fmt: skip
        path = f"/v1/package-applications/{application['id']}/withdrawals"
        return await (client or self.public).post(path, json={"query_code": code}, **more)

    async def told(self, thing: dict[str, Any]) -> list[tuple[int, str]]:
        """What was announced of a package or an application: sequence and fact."""
        events = [each for each in await self.harness.events() if each.subject == thing["id"]]
        return [(each.sequence, each.type.split(".")[3]) for each in events]
