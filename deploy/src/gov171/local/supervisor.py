"""Keeps children running: one that ends is started again after a pause that grows, and this is said."""

import asyncio
import time
from collections.abc import Callable, Sequence

from chassis.engines.process import EngineFailed
from gov171.local.children import Child

FIRST_PAUSE_S, LONGEST_PAUSE_S, SETTLED_S = 0.3, 10.0, 20.0


class Supervisor:
    """Watches the children it was given, in the order they were added; stops them in the opposite order."""

    def __init__(self, say: Callable[[str], None], on_change: Callable[[], None]) -> None:
        self._say, self._on_change = say, on_change
        self._children: list[tuple[Child, asyncio.Task[None]]] = []
        self._stopping = asyncio.Event()

    @property
    def children(self) -> Sequence[Child]:
        return [child for child, _ in self._children]

    async def add(self, child: Child) -> None:
        """Start the child and watch it; a first start that fails is the caller's to hear of."""
        await child.start()
        self._children.append((child, asyncio.create_task(self._watch(child))))
        self._on_change()

    async def stop(self) -> None:
        """Stop all, the last added first."""
        self._stopping.set()
        services = [pair for pair in self._children if pair[0].name not in ("postgres", "nats")]
        await asyncio.gather(*(self._stop(*pair) for pair in services))
        for pair in reversed(self._children):
            if pair not in services:
                await self._stop(*pair)

    async def _stop(self, child: Child, watch: asyncio.Task[None]) -> None:
        await child.stop()
        await asyncio.wait([watch], timeout=5)
        watch.cancel()

    async def _watch(self, child: Child) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            began = time.monotonic()
            how = await child.wait()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > SETTLED_S:
                pause_s = FIRST_PAUSE_S
            self._say(f"{child.name} ended ({how}); started again in {pause_s:g} s")
            pause_s = await self._start_again(child, pause_s)
            if self._stopping.is_set():
                await child.stop()
                return
            self._say(f"{child.name} runs again")

    async def _start_again(self, child: Child, pause_s: float) -> float:
        """Try until it starts or the stop is called; returns the next pause."""
        while True:
            if await self._is_stopping_within(pause_s):
                return pause_s
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            try:
                await child.start()
            except (EngineFailed, OSError) as error:
                self._say(f"{child.name} does not start: {error}")
                continue
            self._on_change()
            return pause_s

    async def _is_stopping_within(self, pause_s: float) -> bool:
        try:
            async with asyncio.timeout(pause_s):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True
