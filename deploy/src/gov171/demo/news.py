"""What the replay hears of the house, over the live feed: that a ticket has its case, and that it is resolved."""

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

import httpx

_CASE, _RESOLVED = "gov171.grid.case.registered.v1", "gov171.hotline.ticket.resolved.v1"


class News:
    """Counts the facts of each ticket as they arrive; a feed that breaks off is taken up where it was."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._headers = url, {"authorization": f"Key {key}"}
        self._facts: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._waiting: dict[tuple[str, str], asyncio.Event] = {}
        self._last_id: str | None = None
        self.is_following = asyncio.Event()

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator["News"]:
        """Hears everything that happens within the block."""
        task = asyncio.create_task(self._follow())
        try:
            async with asyncio.timeout(20):
                await self.is_following.wait()
            yield self
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def case(self, ticket_id: str, number: int, within_s: float) -> str | None:
        """The id of the ticket's `number`-th case, or None when nothing is heard of it in time."""
        fact = await self._nth(_CASE, ticket_id, number, within_s)
        return None if fact is None else str(fact["case_id"])

    async def resolved(self, ticket_id: str, number: int, within_s: float) -> bool:
        """Whether the ticket is heard to be resolved for the `number`-th time."""
        return await self._nth(_RESOLVED, ticket_id, number, within_s) is not None

    async def _nth(self, type_: str, ticket_id: str, number: int, within_s: float) -> dict[str, Any] | None:
        key = (type_, ticket_id)
        try:
            async with asyncio.timeout(within_s):
                while len(self._facts[key]) < number:
                    event = self._waiting.setdefault(key, asyncio.Event())
                    await event.wait()
        except TimeoutError:
            return None
        return self._facts[key][number - 1]

    async def _follow(self) -> None:
        timeout = httpx.Timeout(5, read=60)
        async with httpx.AsyncClient(base_url=self._url, headers=self._headers, timeout=timeout, trust_env=False) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    await self._listen(client)
                await asyncio.sleep(0.5)

    async def _listen(self, client: httpx.AsyncClient) -> None:
        headers = {"last-event-id": self._last_id} if self._last_id else {}
        parameters = {"type": [_CASE, _RESOLVED]}
        async with client.stream("GET", "/v1/events/stream", params=parameters, headers=headers) as answer:
            answer.raise_for_status()
            self.is_following.set()
            event_id = ""
            async for line in answer.aiter_lines():
                if line.startswith("id: "):
                    event_id = line[4:]
                elif line.startswith("data: "):
                    self._hear(json.loads(line[6:]))
                elif not line and event_id:
                    self._last_id = event_id

    def _hear(self, event: dict[str, Any]) -> None:
        ticket_id = event["data"].get("ticket_id")
        if ticket_id is None:
            return
        key = (event["type"], ticket_id)
        self._facts[key].append(event["data"])
        waiting = self._waiting.pop(key, None)
        if waiting is not None:
            waiting.set()
