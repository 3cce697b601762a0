"""Builders for tests of attachments: a hotline that keeps them in a folder, and files of each kind."""

import io
import zipfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from hotline_builders import Hotline

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
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


class Shelf:
    """The hotline, and the folder where it keeps attachments."""

    def __init__(self, hotline: Hotline, folder: Path) -> None:
        self.hotline, self.folder = hotline, folder

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

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture(name="shelf")
async def a_shelf(engines: Engines, tmp_path: Path) -> AsyncIterator[Shelf]:
    folder = tmp_path / "attachments"
    fields = {"contact_keys": ContactKeys.generate(), "attachments_url": str(folder)}
    async with service_client(engines, create_app, Settings, schema="hotline", migrations=MIGRATIONS, **fields) as harness:
        hotline = Hotline(harness)
        await hotline.furnish()
        yield Shelf(hotline, folder)
