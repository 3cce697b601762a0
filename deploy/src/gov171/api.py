"""The commands' way into a house: the gateway's API, with an application's or the administrator's key."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import typer

from gov171.console import say
from gov171.local.credentials import Credentials
from gov171.local.layout import State
from gov171.local.stack import Run


class ApiRefused(RuntimeError):
    """The API refused; the message is its problem document in words."""


class Api:
    """A small client; raises ApiRefused for every answer that is not a success."""

    def __init__(self, url: str, key: str) -> None:
        headers = {"authorization": f"Key {key}", "accept-language": "en"}
        self._client = httpx.AsyncClient(base_url=url, headers=headers, timeout=60, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._client.aclose()

    async def get(self, path: str, **parameters: Any) -> Any:
        return await self._ask("GET", path, params=parameters)

    async def post(self, path: str, body: object, *, key: str | None = None) -> Any:
        """`key` is the idempotency key."""
        headers = {"idempotency-key": key} if key else {}
        return await self._ask("POST", path, json=body, headers=headers)

    async def post_text(self, path: str, text: str, media_type: str) -> Any:
        return await self._ask("POST", path, content=text.encode(), headers={"content-type": media_type})

    async def put(self, path: str, body: object) -> Any:
        return await self._ask("PUT", path, json=body)

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = await self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise ApiRefused(f"{method} {path}: {type(error).__name__} {error}") from None
        if not answer.is_success:
            raise ApiRefused(f"{method} {path}: {answer.status_code} {answer.text[:2000]}")
        return answer.json() if answer.content else None


def administrator_key(state: State) -> str:
    """The local house's administrator key."""
    return Credentials.load(state.credentials).administrator_key


def running_house(state: State | None = None) -> tuple[Run, State]:
    """The house that runs from this checkout; ends the command with a word where none does."""
    state = state or State.of_checkout()
    run = Run.read(state)
    if run is None or not run.is_alive or not run.is_ready:
        say("gov171 is not running here; start it with ./gov171 up")
        raise typer.Exit(1)
    return run, state


def read_file(file: Path) -> bytes:
    """The file's bytes; ends the command with a word where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        say(f"{file} cannot be read: {error.strerror}")
        raise typer.Exit(1) from None
