"""A line that breaks: stands between a client and the gateway and cuts connections where it hurts most."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum
from urllib.parse import urlsplit

_LOST = (ConnectionError, asyncio.IncompleteReadError, asyncio.TimeoutError)


class Cut(Enum):
    """Where a connection breaks."""

    NEVER = "never"
    BEFORE = "before the request"
    REQUEST = "within the request"
    ANSWERED = "after the house has answered, with nothing of it"
    ANSWER = "within the answer"


class CuttingLine:
    """`url` leads to the house. Of each connection one request passes, or is cut; `cuts` counts by path and place."""

    def __init__(self, house_url: str, chance: random.Random) -> None:
        self._house, self._chance = urlsplit(house_url), chance
        self.url = ""
        self.is_whole = False
        # What is cut for certain, by path, before chance has its way.
        self.planned: dict[str, list[Cut]] = {}
        self.cuts: Counter[tuple[str, Cut]] = Counter()
        self._ended = asyncio.Condition()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["CuttingLine"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()

    async def more(self, connections: int, within_s: float = 20) -> None:
        """Wait until so many more connections have ended, whichever way."""
        wanted = self.cuts.total() + connections
        async with asyncio.timeout(within_s), self._ended:
            await self._ended.wait_for(lambda: self.cuts.total() >= wanted)

    def _next(self, path: str) -> Cut:
        if self.planned.get(path):
            return self.planned[path].pop(0)
        if self.is_whole:
            return Cut.NEVER
        return self._chance.choices([*Cut], weights=[4, 1, 1, 2, 1])[0]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path, cut = "", Cut.NEVER
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode().partition("?")[0]
            cut = self._next(path)
            body = await reader.readexactly(_length_of(head))
            if cut is not Cut.BEFORE:
                answer = await self._forwarded(head + body, cut)
                writer.write(answer)
                await writer.drain()
        except _LOST:
            pass  # whoever was at either end is gone
        finally:
            if cut is Cut.NEVER:
                writer.close()
            else:
                writer.transport.abort()
            async with self._ended:
                self.cuts[path, cut] += 1
                self._ended.notify_all()

    async def _forwarded(self, request: bytes, cut: Cut) -> bytes:
        """What of the answer gets back."""
        assert self._house.hostname is not None
        reader, writer = await asyncio.open_connection(self._house.hostname, self._house.port)
        try:
            writer.write(request[: len(request) * 2 // 3] if cut is Cut.REQUEST else request)
            await writer.drain()
            if cut is Cut.REQUEST:
                return b""
            answer = await reader.read()  # the client asks for a connection of its own each time, so the house ends it
            kept = {Cut.ANSWERED: 0, Cut.ANSWER: len(answer) * 2 // 3}
            return answer[: kept.get(cut, len(answer))]
        finally:
            with suppress(*_LOST):
                writer.close()


def _length_of(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0
