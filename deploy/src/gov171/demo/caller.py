"""The replay's way through the gateway: an application with its own key, that says what time it is and repeats itself safely."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import RequestError

_TRIES, _PAUSE_S = 40, 0.5


class ReplayFailed(RuntimeError):
    """A step was refused; the message says which, and why."""


class Journal(Protocol):
    """What a caller notes of each request, before it is sent and after; for those who check that nothing is lost."""

    def __call__(self, key: str, path: str, outcome: str) -> None: ...


class Caller:
    """Sends each request under an idempotency key, again and again until its outcome is known."""

    def __init__(self, url: str, key: str, note: Journal | None = None) -> None:
        self._url, self._key = url, key
        self._note: Callable[[str, str, str], None] = note or (lambda *_: None)
        self._client: Client | None = None

    async def __aenter__(self) -> Self:
        builder = ClientBuilder().http1_only().no_proxy().follow_redirects(False).error_for_status(False)
        self._client = builder.timeout(timedelta(seconds=40)).connect_timeout(timedelta(seconds=3)).build()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.close()

    async def post(self, path: str, body: object, *, key: str, at: datetime) -> tuple[dict[str, Any], bool]:
        """The answer, and whether it is that of an earlier time; raises ReplayFailed."""
        content = json.dumps(body, ensure_ascii=False).encode()
        return await self.send(path, "application/json", content, key=key, at=at)

    async def upload(
        self, path: str, fields: Mapping[str, str], name: str, file: bytes, *, key: str, at: datetime
    ) -> tuple[dict[str, Any], bool]:
        """The same for a file with what is said of it, as multipart/form-data; raises ReplayFailed."""
        boundary = f"part-of-{key}"  # the same again, so that the same request again has the same bytes
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        content = b"".join([*parts, head, file, f"\r\n--{boundary}--\r\n".encode()])
        return await self.send(path, f"multipart/form-data; boundary={boundary}", content, key=key, at=at)

    async def send(self, path: str, media_type: str, content: bytes, *, key: str, at: datetime) -> tuple[dict[str, Any], bool]:
        """The same for content of any sort; raises ReplayFailed."""
        headers = {"content-type": media_type, "idempotency-key": key, "gov171-replay-at": at.isoformat()}
        self._note(key, path, "unknown")
        status, answer, was_replayed = await self._until_known("POST", path, headers, content)
        self._note(key, path, "ok" if status < 400 else "fail")
        if status >= 400:
            raise ReplayFailed(f"POST {path} at {at:%Y-%m-%d %H:%M}: {status} {answer}")
        return answer, was_replayed

    async def get(self, path: str) -> dict[str, Any]:
        """Raises ReplayFailed."""
        status, answer, _ = await self._until_known("GET", path, {}, b"")
        if status >= 400:
            raise ReplayFailed(f"GET {path}: {status} {answer}")
        return answer

    async def _until_known(
        self, method: str, path: str, headers: dict[str, str], content: bytes
    ) -> tuple[int, dict[str, Any], bool]:
        """Asks again while the way or the service is away; the key makes sure that it is done once."""
        for _ in range(_TRIES):
            try:
                status, answer, was_replayed = await self._send(method, path, headers, content)
            except RequestError:
                await asyncio.sleep(_PAUSE_S)
                continue
            if status in (429, 502, 503, 504) or (status == 409 and answer.get("type", "").endswith("request-in-flight")):
                await asyncio.sleep(_PAUSE_S)
                continue
            return status, answer, was_replayed
        raise ReplayFailed(f"{method} {path}: no answer in {_TRIES} tries")

    async def _send(self, method: str, path: str, headers: dict[str, str], content: bytes) -> tuple[int, dict[str, Any], bool]:
        assert self._client is not None, "the caller is used within its block"
        request = self._client.request(method, f"{self._url}{path}").headers(headers | {"authorization": f"Key {self._key}"})
        response = await (request.body_bytes(content) if content else request).build().send()
        body = bytes(await response.bytes())
        return response.status, json.loads(body) if body else {}, response.get_header("idempotent-replayed") is not None
