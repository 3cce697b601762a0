"""Files pass the gateway piece by piece, in both directions, within their limits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from gateway_builders import Door, Served, echo_application, served
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from gateway.forwarding.rules import MEGABYTE, is_streamed, largest_body

UPLOAD, DOWNLOAD = "/v1/tickets/7/attachments", "/v1/attachments/7/content"
OF_CASE, OF_ONLINE_CASE = "/v1/cases/7/attachments", "/v1/online-cases/7/attachments"


class Shelf:
    """A service that says how an upload came to it, and gives files."""

    def __init__(self) -> None:
        self.came: list[int] = []
        self.first_piece = asyncio.Event()
        self.broke_off = asyncio.Event()

    async def take(self, request: Request) -> Response:
        size = 0
        try:
            async for piece in request.stream():
                size += len(piece)
                self.came.append(len(piece))
                self.first_piece.set()
        except ClientDisconnect:
            self.broke_off.set()
            raise
        return JSONResponse({"size": size, "headers": dict(request.headers)}, 201)

    async def give(self, request: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b"x" * MEGABYTE

        headers = {"content-length": str(20 * MEGABYTE), "x-content-type-options": "nosniff", "accept-ranges": "bytes"}
        headers |= {"content-security-policy": "sandbox", "content-range": "bytes 0-1/2", "x-internal": "secret"}
        headers |= {"x-asked": request.headers.get("range", "")}
        return StreamingResponse(pieces(), 206 if "range" in request.headers else 200, headers, "image/jpeg")

    @property
    def application(self) -> Starlette:
        return Starlette(routes=[Route(UPLOAD, self.take, methods=["POST"]), Route(DOWNLOAD, self.give)])


@asynccontextmanager
async def replaced(upstream: Served, shelf: Shelf) -> AsyncIterator[None]:
    """The shelf stands where the upstream was."""
    upstream.server.should_exit = upstream.server.force_exit = True
    await upstream.task
    async with served(shelf.application, upstream.port):
        yield


async def test_an_upload_reaches_its_service_before_it_has_ended(door: Door, upstream: Served) -> None:
    shelf = Shelf()
    seen_before_the_end = []

    async def body() -> AsyncIterator[bytes]:
        yield b"x" * 1000
        async with asyncio.timeout(5):
            await shelf.first_piece.wait()
        seen_before_the_end.append(sum(shelf.came))
        yield b"y" * 5 * MEGABYTE

    async with replaced(upstream, shelf):
        answer = await door.client().post(UPLOAD, content=body(), headers={"content-type": "multipart/form-data; boundary=b"})

    assert (answer.status_code, answer.json()["size"]) == (201, 1000 + 5 * MEGABYTE)
    assert answer.json()["headers"]["content-type"] == "multipart/form-data; boundary=b"
    assert seen_before_the_end == [1000]


async def test_a_caller_who_breaks_off_breaks_off_the_service_s_request(door: Door, upstream: Served) -> None:
    shelf = Shelf()
    host, _, port = door.url.removeprefix("http://").partition(":")

    async with replaced(upstream, shelf):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nhalf".encode())
        async with asyncio.timeout(5):
            await shelf.first_piece.wait()
            writer.transport.abort()
            await shelf.broke_off.wait()


async def test_an_upload_that_stands_still_is_refused_and_one_that_is_slow_is_not(door: Door, upstream: Served) -> None:
    async def body(pause_s: float) -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b"x" * 10
            await asyncio.sleep(pause_s)

    async with replaced(upstream, Shelf()):
        slow = await door.client().post(UPLOAD, content=body(0.2))
        still = await door.client().post(UPLOAD, content=body(0.8))

    assert (slow.status_code, slow.json()["size"]) == (201, 40)
    assert still.status_code == 400
    assert "stood still" in still.json()["detail"]


@pytest.mark.parametrize("is_told", [True, False])
async def test_an_upload_that_is_too_large_is_refused(door: Door, upstream: Served, is_told: bool) -> None:
    shelf = Shelf()

    async def body() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield b"x" * MEGABYTE

    async with replaced(upstream, shelf):
        answer = await door.client().post(UPLOAD, content=b"x" * 21 * MEGABYTE if is_told else body())

    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 20 * MEGABYTE + 64 * 1024)
    assert bool(shelf.came) is not is_told


async def test_a_file_comes_back_with_its_headers_and_nothing_else(door: Door, upstream: Served) -> None:
    async with replaced(upstream, Shelf()):
        whole = await door.client().get(DOWNLOAD)
        part = await door.client().get(DOWNLOAD, headers={"range": "bytes=0-1"})

    assert (whole.status_code, len(whole.content), part.status_code) == (200, 20 * MEGABYTE, 206)
    for name, value in {
        "content-length": str(20 * MEGABYTE), "content-type": "image/jpeg", "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox", "content-range": "bytes 0-1/2", "accept-ranges": "bytes",
    }.items():  # fmt: skip
        assert whole.headers[name] == value
    assert "x-internal" not in whole.headers


async def test_an_upload_to_a_service_that_comes_back_is_not_lost(door: Door, upstream: Served) -> None:
    upstream.server.should_exit = upstream.server.force_exit = True
    await upstream.task

    asking = asyncio.create_task(door.client().post(UPLOAD, content=b"x" * 1000))
    await asyncio.sleep(0.3)
    async with served(echo_application(), upstream.port):
        answer = await asking

    assert (answer.status_code, len(answer.json()["body"])) == (200, 1000)


async def test_a_service_that_stays_away_is_said_to_be(door: Door, upstream: Served) -> None:
    upstream.server.should_exit = upstream.server.force_exit = True
    await upstream.task

    answers: list[httpx.Response] = [await door.client().post(UPLOAD, content=b"x"), await door.client().get(DOWNLOAD)]

    assert [(each.status_code, each.headers["retry-after"]) for each in answers] == [(503, "2")] * 2


@pytest.mark.parametrize(
    ("method", "path", "streams"),
    [
        ("POST", UPLOAD, True), ("GET", UPLOAD, False), ("GET", DOWNLOAD, True), ("POST", DOWNLOAD, False),
        ("POST", OF_CASE, True), ("GET", OF_CASE, False), ("GET", f"{OF_CASE}/8", False), ("GET", f"{OF_CASE}/8/content", True),
        ("POST", "/v1/tickets/7/attachments/x", False), ("POST", f"{OF_CASE}/8", False), ("POST", "/v1/cases/7/results", False),
        ("POST", OF_ONLINE_CASE, True), ("GET", OF_ONLINE_CASE, False), ("GET", f"{OF_ONLINE_CASE}/8/content", True),
        ("POST", f"{OF_ONLINE_CASE}/8", False), ("DELETE", f"{OF_ONLINE_CASE}/8", False),
        ("GET", "/v1/case-documents/7/content", True), ("GET", "/v1/case-documents/7", False),
        ("POST", "/v1/case-documents/7/revocations", False), ("POST", "/v1/online-cases", False),
        ("PATCH", "/v1/attachments/7", False), ("POST", "/v1/tickets", False),
        ("GET", "/v1/territory-exports", True), ("GET", "/v1/territory-exports/x", False),
        ("POST", "/v1/territory-exports", False), ("GET", "/v1/item-exports", True), ("GET", "/v1/item-exports/base-items", True),
        ("GET", "/v1/item-exports/x", False),
    ],
)  # fmt: skip
def test_only_files_are_streamed(method: str, path: str, streams: bool) -> None:
    assert is_streamed(method, path) is streams
    assert (largest_body(path) > MEGABYTE) is (path in (UPLOAD, OF_CASE, OF_ONLINE_CASE))


def test_customs_messages_are_large_and_their_receipts_are_asked_for_by_small_requests() -> None:
    assert largest_body("/v1/trade-messages", "application/xml") == 16 * MEGABYTE
    assert largest_body("/v1/trade-messages/7", "application/xml") == MEGABYTE


async def test_a_file_of_territories_passes_up_to_its_own_limit(door: Door) -> None:
    path, headers = "/v1/territory-imports", {"content-type": "application/geo+json"}

    passed = await door.client().post(path, content=b" " * (17 * MEGABYTE), headers=headers)
    too_large = await door.client().post(path, content=b" " * (20 * MEGABYTE + 1), headers=headers)

    assert passed.status_code == 200
    assert (too_large.status_code, too_large.json()["limit_bytes"]) == (413, 20 * MEGABYTE)


@pytest.mark.parametrize("path", ["/v1/item-imports", "/v1/item-imports/base-items"])
def test_a_list_of_items_may_be_as_large_as_the_service_takes(path: str) -> None:
    assert largest_body(path) == 16 * MEGABYTE
    assert largest_body(f"{path}/x") == MEGABYTE
