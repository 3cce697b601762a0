"""Builders for tests of materials and documents: government affairs that keep files in a folder, and cases to bring them to."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from affairs_builders import Affairs
from file_builders import PDF
from sqlalchemy import func, select, text

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_affairs.case_materials.models import CaseFile
from svc_affairs.main import create_app
from svc_affairs.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
NAME = "王小明"
PERSON = {"kind": "person", "name": NAME, "phone": "13812341234"}
COMPANY = {
    "kind": "company", "name": "李华", "phone": "13987654321", "company_name": "博州绿洲建设有限公司",
    "uscc": "91110000600037341L",
}  # fmt: skip
MATERIALS = [
    {"code": "m1", "name": "建设用地批准书"},
    {"code": "m2", "name": "营业执照", "form": "copy", "dataset_code": "business-licences"},
    {"code": "m3", "name": "补充说明", "is_required": False},
    {"code": "m4", "name": "施工图审查合格书"},
]
RESULTS = [{"kind": "licence", "name": "建筑工程施工许可证", "valid_years": 3}, {"kind": "approval", "name": "批复"}]
# What is posted to bring a case on, by the name of the action.
STEPS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "ask_supplement": ("window", "supplement-requests", {"lacking": [{"material_code": "m1", "what": "缺少公章"}]}),
    "supplement": ("window", "supplements", {}),
    "accept": ("window", "acceptances", {}),
    "refuse": ("window", "refusals", {"reason": "not_competent", "text": "由自然资源和规划局办理"}),
    "approve": ("approver", "decisions", {"is_approved": True}),
    "deny": ("approver", "decisions", {"is_approved": False, "reason": "conditions_not_met", "text": "用地不符合规划"}),
    "withdraw": ("window", "withdrawals", {}),
}


class Filing:
    """The service under test, and the folder where it keeps files."""

    def __init__(self, affairs: Affairs, folder: Path) -> None:
        self.affairs, self.harness, self.public, self.folder = affairs, affairs.harness, affairs.public, folder
        self.window = self.harness.as_("window", subject="window-1")
        self.approver = self.harness.as_("approver", subject="approver-1", unit_code="dept-07")

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    async def submitted(self, *, at: datetime | None = None, **changes: Any) -> dict[str, Any]:
        body = {"item_code": "000117001000", "channel": "web", "applicant": PERSON} | changes
        client = self.harness.as_(replay_at=at) if at else self.public
        answer = await client.post("/v1/online-cases", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def complete(self, **changes: Any) -> dict[str, Any]:
        """A case to which all that is required was brought on paper."""
        case = await self.submitted(**changes)
        answer = await self.window.post(f"{url_of(case)}/material-provisions", json={"codes": ["m1", "m4"]})
        assert answer.status_code == 201, answer.text
        return case

    async def act(self, case: Mapping[str, Any], action: str, *, at: datetime | None = None, **more: Any) -> httpx.Response:
        role, path, body = STEPS[action]
        client = getattr(self, role)
        if at is not None:
            client = self.harness.as_(role, replay_at=at, unit_code="dept-07" if role == "approver" else None)
        return await client.post(f"{url_of(case)}/{path}", json=body | more)

    async def done(self, case: dict[str, Any], *actions: str, **more: Any) -> dict[str, Any]:
        for action in actions:
            answer = await self.act(case, action, **more)
            assert answer.status_code == 201, answer.text
        return case

    async def put(
        self, case: Mapping[str, Any], content: Any = PDF, name: str = "批准书.pdf", *, client: httpx.AsyncClient | None = None,
        material_code: str = "m1", **fields: str,
    ) -> httpx.Response:  # fmt: skip
        return await (client or self.window).post(
            f"{url_of(case)}/attachments", files={"file": (name, content)}, data={"material_code": material_code} | fields
        )

    async def kept(self, case: Mapping[str, Any], content: Any = PDF, name: str = "批准书.pdf", **more: Any) -> dict[str, Any]:
        answer = await self.put(case, content, name, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def listed(self, case: Mapping[str, Any], what: str) -> list[dict[str, Any]]:
        answer = await self.approver.get(f"{url_of(case)}/{what}")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def statuses(self, case: Mapping[str, Any]) -> dict[str, str]:
        return {each["code"]: each["status"] for each in await self.listed(case, "materials")}

    async def check(self, case: Mapping[str, Any], *checks: Mapping[str, Any], **body: Any) -> httpx.Response:
        return await self.window.post(f"{url_of(case)}/material-checks", json={"checks": [*checks]} | body)

    async def verify(self, **held: str) -> dict[str, Any]:
        answer = await self.public.post("/v1/document-verifications", json=held)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def rows(self) -> int:
        async with self.harness.sessions() as db:
            return (await db.execute(select(func.count()).select_from(CaseFile))).scalar_one()

    async def execute(self, statement: str, **values: Any) -> None:
        async with self.harness.sessions() as db, db.begin():
            await db.execute(text(statement), values)

    async def changed_xid(self, case: Mapping[str, Any]) -> int:
        """The transaction that changed the case last."""
        asked = text("SELECT changed_xid::text FROM online_cases WHERE id = :id")
        async with self.harness.sessions() as db:
            return int((await db.execute(asked, {"id": UUID(case["id"])})).scalar_one())

    async def set_material(self, case: Mapping[str, Any], code: str, status: str) -> None:
        changed = "UPDATE case_materials SET status = :status, checked_at = NULL WHERE case_id = :id AND code = :code"
        await self.execute(changed, status=status, id=UUID(case["id"]), code=code)

    async def emptied_to(self, count: int) -> None:
        """Wait until so many files are left: what goes with a transaction's end is not waited for."""
        async with asyncio.timeout(5):
            while len(self.files) != count:  # noqa: ASYNC110 - a folder tells nobody
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def commits_fail(self, table: str) -> AsyncIterator[None]:
        """A trigger that speaks only at the commit, when the content already lies in its place."""
        await self.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no'; END$$")
        try:
            await self.execute(
                f"CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
            yield
        finally:
            await self.execute("DROP FUNCTION refuse() CASCADE")


def url_of(case: Mapping[str, Any]) -> str:
    return f"/v1/online-cases/{case['id']}"


@pytest.fixture(name="filing")
async def a_filing(engines: Engines, tmp_path: Path) -> AsyncIterator[Filing]:
    """An item with four materials, one of which the data hub has, is in force."""
    folder = tmp_path / "files"
    fields = {"attachments_url": str(folder), "contact_keys": ContactKeys.generate()}
    async with service_client(engines, create_app, Settings, schema="affairs", migrations=MIGRATIONS, **fields) as harness:
        affairs = Affairs(harness)
        await affairs.furnish()
        await affairs.brought_to("published", materials=MATERIALS, guide={"results": RESULTS})
        yield Filing(affairs, folder)
