"""Builders for tests of attachments: a hotline that keeps them in a folder, and files put to its tickets."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from file_builders import JPEG, break_off
from hotline_builders import Hotline
from sqlalchemy import func, select, text

from chassis.auth import Principal
from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_hotline.attachments.models import Attachment
from svc_hotline.main import create_app
from svc_hotline.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"


class Putting:
    """The hotline, and files that are put to its tickets."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline = hotline

    async def put(
        self, ticket: Mapping[str, Any], content: bytes = JPEG, name: str = "路灯.jpg", *,
        client: httpx.AsyncClient | None = None, headers: Mapping[str, str] | None = None, **fields: str,
    ) -> httpx.Response:  # fmt: skip
        return await (client or self.hotline.desk).post(
            f"/v1/tickets/{ticket['id']}/attachments", files={"file": (name, content)}, data=fields, headers=headers
        )

    async def kept(self, ticket: Mapping[str, Any], content: bytes = JPEG, name: str = "路灯.jpg", **more: Any) -> dict[str, Any]:
        answer = await self.put(ticket, content, name, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def listed(
        self, ticket: Mapping[str, Any], client: httpx.AsyncClient | None = None, **params: str
    ) -> list[dict[str, Any]]:
        answer = await (client or self.hotline.desk).get(f"/v1/tickets/{ticket['id']}/attachments", params=params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def rows(self) -> int:
        async with self.hotline.harness.sessions() as db:
            return (await db.execute(select(func.count()).select_from(Attachment))).scalar_one()

    @asynccontextmanager
    async def commits_fail(self) -> AsyncIterator[None]:
        """A trigger that speaks only at the commit, when the content already lies in its place."""
        engine = self.hotline.harness.app.state.chassis.database.engine
        made = [
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'refused'; END$$",
            "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON attachments DEFERRABLE INITIALLY DEFERRED "
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


class Shelf(Putting):
    """The hotline, and the folder where it keeps attachments."""

    def __init__(self, hotline: Hotline, folder: Path) -> None:
        super().__init__(hotline)
        self.folder = folder

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


@asynccontextmanager
async def hotline_keeping_at(engines: Engines, url: str) -> AsyncIterator[Hotline]:
    """A hotline that keeps its attachments there."""
    fields = {"contact_keys": ContactKeys.generate(), "attachments_url": url}
    async with service_client(engines, create_app, Settings, schema="hotline", migrations=MIGRATIONS, **fields) as harness:
        hotline = Hotline(harness)
        await hotline.furnish()
        yield hotline


@pytest.fixture(name="shelf")
async def a_shelf(engines: Engines, tmp_path: Path) -> AsyncIterator[Shelf]:
    folder = tmp_path / "attachments"
    async with hotline_keeping_at(engines, str(folder)) as hotline:
        yield Shelf(hotline, folder)


async def break_off_upload(hotline: Hotline, ticket: Mapping[str, Any], sent: int) -> None:
    """Send the ticket so many bytes of a larger file and hang up."""
    desk = Principal(subject="desk", kind="staff", roles=frozenset({"desk"}))
    await break_off(hotline.harness, f"/v1/tickets/{ticket['id']}/attachments", desk, sent)
