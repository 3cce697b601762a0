"""Builders for tests of evidence: a grid that keeps files in a folder, and files put to its cases."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from file_builders import JPEG
from grid_builders import Grid
from sqlalchemy import func, select, text

from chassis.testing import Engines, service_client
from svc_grid.evidence.models import EvidenceFile
from svc_grid.main import create_app
from svc_grid.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def url_of(case: Mapping[str, Any], file: Mapping[str, Any] | None = None) -> str:
    return f"/v1/cases/{case['id']}/attachments" + (f"/{file['id']}" if file else "")


class Album:
    """The grid, and the folder where it keeps the files of its cases."""

    def __init__(self, grid: Grid, folder: Path) -> None:
        self.grid, self.folder = grid, folder

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    async def put(
        self, case: Mapping[str, Any], content: bytes = JPEG, name: str = "路灯.jpg", *,
        client: httpx.AsyncClient | None = None, headers: Mapping[str, str] | None = None, **fields: str,
    ) -> httpx.Response:  # fmt: skip
        data = {"moment": "before"} | fields
        return await (client or self.grid.lead).post(url_of(case), files={"file": (name, content)}, data=data, headers=headers)

    async def kept(self, case: Mapping[str, Any], content: bytes = JPEG, name: str = "路灯.jpg", **more: Any) -> dict[str, Any]:
        answer = await self.put(case, content, name, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def listed(self, case: Mapping[str, Any], **params: str) -> list[dict[str, Any]]:
        answer = await self.grid.desk.get(url_of(case), params=params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def removed(self, case: Mapping[str, Any], file: Mapping[str, Any], reason: str = "superseded") -> None:
        answer = await self.grid.desk.delete(url_of(case, file), params={"reason": reason})
        assert answer.status_code == 204, answer.text

    async def rows(self) -> int:
        async with self.grid.harness.sessions() as db:
            return (await db.execute(select(func.count()).select_from(EvidenceFile))).scalar_one()

    async def emptied(self) -> None:
        """Wait until nothing is left: what goes with a transaction's end is not waited for."""
        async with asyncio.timeout(5):
            while self.files:  # noqa: ASYNC110 - a folder tells nobody
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def commits_fail(self) -> AsyncIterator[None]:
        """A trigger that speaks only at the commit, when the content already lies in its place."""
        engine = self.grid.harness.app.state.chassis.database.engine
        made = [
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'refused'; END$$",
            "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON evidence_files DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION refuse()",
        ]
        try:
            async with engine.begin() as connection:
                for statement in made:
                    await connection.execute(text(statement))
            yield
        finally:
            async with engine.begin() as connection:
                await connection.execute(text("DROP FUNCTION refuse() CASCADE"))


@pytest.fixture(name="album")
async def an_album(engines: Engines, tmp_path: Path) -> AsyncIterator[Album]:
    folder = tmp_path / "evidence"
    fields = {"attachments_url": str(folder)}
    async with service_client(engines, create_app, Settings, schema="grid", migrations=MIGRATIONS, **fields) as harness:
        grid = Grid(harness)
        await grid.furnish()
        yield Album(grid, folder)
