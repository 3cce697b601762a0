"""Builders for tests of files: contents of each kind, a server that speaks S3, uploads that break off."""

import asyncio
import io
import logging
import os
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest
import uvicorn
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from chassis.auth import Principal
from chassis.engines.process import free_port
from chassis.testing import ServiceHarness

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


def aged(minutes: int) -> UUID:
    """An id as one that was made so long ago."""
    milliseconds = int((time.time() - minutes * 60) * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62 | int.from_bytes(os.urandom(7)))


@asynccontextmanager
async def on_a_port(harness: ServiceHarness) -> AsyncIterator[uvicorn.Server]:
    """The service behind a real server."""
    settings = uvicorn.Config(
        harness.app, host="127.0.0.1", port=free_port(), http="httptools", log_level="warning", lifespan="off"
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


async def break_off(harness: ServiceHarness, url: str, principal: Principal, sent: int) -> None:
    """Send so many bytes of a larger file and hang up; returns once the service has given the request up."""
    token = harness.token(principal)
    opening = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    head = (
        f"POST {url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {8 * 1024 * 1024}\r\n\r\n"
    )
    async with on_a_port(harness) as server:
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


@pytest.fixture(name="endpoint")
def an_endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """A server on loopback, found as in production: by the environment."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", port := free_port(), verbose=False)
    named = {
        "endpoint_url": f"http://127.0.0.1:{port}",
        "access_key_id": "city",
        "secret_access_key": "secret",
        "region": "us-east-1",
    }
    for name, value in named.items():
        monkeypatch.setenv(f"AWS_{name.upper()}", value)
    server.start()
    httpx.post(f"{named['endpoint_url']}/moto-api/reset")  # what it holds outlives the server
    # Connections are kept by the options of a store, in which the endpoint is not named.
    S3FileSystem.clear_instance_cache()
    yield server
    server.stop()
    S3FileSystem.clear_instance_cache()
