"""Reads all streams from a position on, merged as they arrive."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from chassis.bus import Bus
from chassis.errors import Unavailable
from contracts.event import STREAMS
from gateway.live.position import write_position

_WAITING_MOST = 1000
_START_WITHIN_S = 5


@dataclass(frozen=True)
class Live:
    """An event as it was stored, its type, and the listener's position once it has it."""

    position: str
    type: str
    body: str


async def listen(bus: Bus, position: dict[str, int]) -> AsyncIterator[Live]:
    """Events after `position`; of streams it does not name, those from now on. Raises Unavailable."""
    arrived: asyncio.Queue[tuple[str, Msg]] = asyncio.Queue(_WAITING_MOST)
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(_START_WITHIN_S):
                reached = await _subscribe(stack, await bus.jetstream(), position, arrived)
        except (NatsError, TimeoutError):
            raise Unavailable("the event streams are away") from None
        while True:
            stream, message = await arrived.get()
            reached[stream] = message.metadata.sequence.stream
            yield Live(write_position(reached), message.subject, message.data.decode())


async def _subscribe(
    stack: AsyncExitStack, jetstream: JetStreamContext, position: dict[str, int], arrived: "asyncio.Queue[tuple[str, Msg]]"
) -> dict[str, int]:
    """Follow each stream; returns the position this starts at. A listener that is slow holds back only itself."""
    reached: dict[str, int] = {}
    for stream, subjects in STREAMS.items():
        state = (await jetstream.stream_info(stream)).state
        reached[stream] = min(position.get(stream, state.last_seq), state.last_seq)
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=reached[stream] + 1,
            ack_policy=AckPolicy.EXPLICIT,
            max_ack_pending=_WAITING_MOST // 10,
            inactive_threshold=30,
        )

        async def take(message: Msg, stream: str = stream) -> None:
            await arrived.put((stream, message))
            await message.ack()  # the flow's brake: no more is sent than is taken

        subscription = await jetstream.subscribe(subjects, stream=stream, config=config, cb=take, manual_ack=True)
        stack.push_async_callback(_end, subscription)
    return reached


async def _end(subscription: JetStreamContext.PushSubscription) -> None:
    try:
        await subscription.unsubscribe()
    except NatsError:
        return  # the connection is gone, and the server forgets an idle consumer by itself
