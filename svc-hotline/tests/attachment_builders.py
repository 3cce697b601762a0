"""Builders for tests of attachments: a hotline that keeps them in a folder, and files of each kind."""

import asyncio
import io
import os
import time
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from hotline_builders import Hotline
from sqlalchemy import func, select, text

from chassis.auth import Principal
from chassis.contact import ContactKeys
from chassis.engines.process import free_port
from chassis.testing import Engines, service_client
from svc_hotline.attachments.models import Attachment
from svc_hotline.main import create_app
from svc_hotline.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x2a" * 3000 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x01" * 40
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200


def iso_media(brand: bytes, *others: bytes) -> bytes:
    """The beginning of a film, a sound or a picture in the container that they share."""
    return (16 + 4 * len(others)).to_bytes(4) + b"ftyp" + brand + b"\x00\x00\x02\x00" + b"".join(others) + b"\x00" * 64


def office(main: str, *others: str, types: str = "<Types/>") -> bytes:
    """A document's archive with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for part in (main, *others):
            archive.writestr(part, "<x/>")
    return target.getvalue()


DOCX, XLSX = office("word/document.xml"), office("xl/workbook.xml")


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


def aged(minutes: int) -> UUID:
    """An id as one that was made so long ago."""
    milliseconds = int((time.time() - minutes * 60) * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62 | int.from_bytes(os.urandom(7)))


@asynccontextmanager
async def on_a_port(hotline: Hotline) -> AsyncIterator[uvicorn.Server]:
    """The hotline behind a real server."""
    settings = uvicorn.Config(
        hotline.harness.app, host="127.0.0.1", port=free_port(), http="httptools", log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(settings)
    task = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - the server tells by this flag alone
        await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        server.should_exit = server.force_exit = True
        await task


async def break_off(hotline: Hotline, ticket: Mapping[str, Any], sent: int) -> None:
    """Send so many bytes of a larger file and hang up; returns once the hotline has given the request up."""
    token = hotline.harness.token(Principal(subject="desk", kind="staff", roles=frozenset({"desk"})))
    opening = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    head = (
        f"POST /v1/tickets/{ticket['id']}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {8 * 1024 * 1024}\r\n\r\n"
    )
    async with on_a_port(hotline) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.config.port)
        writer.write(head.encode() + opening + (JPEG + bytes(sent))[:sent])
        await writer.drain()
        async with asyncio.timeout(5):
            while not server.server_state.tasks:  # noqa: ASYNC110 - until the request is being handled
                await asyncio.sleep(0.01)
        writer.transport.abort()
        async with asyncio.timeout(10):
            while server.server_state.tasks:  # noqa: ASYNC110 - until it has been given up
                await asyncio.sleep(0.01)
