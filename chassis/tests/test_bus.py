"""The bus: streams as the rules want them, connections that come late, break and end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import nats
import nats.errors
import pytest
from chassis_builders import until
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType

from chassis.bus import Bus, Message
from chassis.engines.nats import start_nats
from chassis.engines.process import free_port
from chassis.ids import uuid7
from chassis.testing import Engines, ServiceHarness
from contracts.event import STREAMS


@asynccontextmanager
async def running(bus: Bus) -> AsyncIterator[Bus]:
    task = asyncio.create_task(bus.run())
    try:
        yield bus
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await bus.close()


async def test_the_streams_are_as_the_rules_want_them(example: ServiceHarness) -> None:
    jetstream = await example.app.state.chassis.bus.jetstream()

    for name, subjects in STREAMS.items():
        config = (await jetstream.stream_info(name)).config
        assert config.subjects == [subjects]
        assert (config.storage, config.retention, config.discard) == (
            StorageType.FILE, RetentionPolicy.LIMITS, DiscardPolicy.NEW,
        )  # fmt: skip
        assert (config.max_age, config.duplicate_window, config.max_bytes) == (14 * 24 * 3600, 600, 2 * 1024**3)


async def test_a_stream_that_stands_otherwise_is_brought_to_the_rules_with_what_it_holds(tmp_path: Path) -> None:
    server = start_nats(tmp_path)
    try:
        client = await nats.connect(server.url)
        await client.jetstream().add_stream(name="GRID", subjects=["gov171.grid.>"], max_age=60)
        await client.jetstream().publish("gov171.grid.test.made.v1", b"kept")
        await client.close()

        async with running(Bus(server.url, "test")) as bus:
            info = await (await bus.jetstream()).stream_info("GRID")

            assert (info.config.max_age, info.state.messages) == (14 * 24 * 3600, 1)
            await bus.publish("GRID", [_message() for _ in range(3)])  # atomic batches are allowed on it by now
    finally:
        server.stop()


def _message(body: bytes = b"{}") -> Message:
    return Message("gov171.grid.test.made.v1", str(uuid7()), body)


async def test_a_bus_that_starts_before_nats_finds_it_when_it_comes(tmp_path: Path) -> None:
    start_nats(tmp_path, port := free_port()).stop()
    password = (tmp_path / "password").read_text()
    async with running(Bus(f"nats://gov171:{password}@127.0.0.1:{port}", "test")) as bus:
        await asyncio.sleep(0.5)
        assert not bus.is_connected
        server = await asyncio.to_thread(start_nats, tmp_path, port)
        try:
            async with asyncio.timeout(10):
                await bus.publish("GRID", [_message()])
            assert bus.is_connected
            await bus.close()
        finally:
            server.stop()


async def test_what_could_not_be_sent_while_nats_was_away_is_not_sent_afterwards(tmp_path: Path) -> None:
    server = start_nats(tmp_path)
    async with running(Bus(server.url, "test")) as bus:
        jetstream = await bus.jetstream()
        server.stop()
        await until(lambda: _is_away(bus))
        with pytest.raises((nats.errors.Error, OSError, TimeoutError)):
            await bus.publish("GRID", [_message()])
        with pytest.raises((nats.errors.Error, OSError, TimeoutError)):
            await bus.publish("GRID", [_message() for _ in range(3)])
        again = await asyncio.to_thread(start_nats, tmp_path, server.port)
        try:
            await bus_is_back(bus)

            assert (await jetstream.stream_info("GRID")).state.messages == 0
            await bus.close()
        finally:
            again.stop()


async def _is_away(bus: Bus) -> bool:
    return not bus.is_connected


async def bus_is_back(bus: Bus) -> None:
    async with asyncio.timeout(10):
        while not bus.is_connected:  # noqa: ASYNC110 - only asking tells it
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)


async def test_a_batch_is_stored_in_its_order_and_a_message_too_large_not_at_all(
    engines: Engines, example: ServiceHarness
) -> None:
    bus: Bus = example.app.state.chassis.bus
    messages = [_message(str(number).encode()) for number in range(500)]

    await bus.publish("GRID", messages)
    with pytest.raises(nats.errors.MaxPayloadError):
        await bus.publish("GRID", [_message(b"x" * 300_000)])

    jetstream = await bus.jetstream()
    assert (await jetstream.stream_info("GRID")).state.messages == 500
    assert [(await jetstream.get_msg("GRID", number)).data for number in (1, 250, 500)] == [b"0", b"249", b"499"]


async def test_a_connection_closed_for_good_ends_the_process_and_our_own_closing_does_not(engines: Engines) -> None:
    ended = asyncio.Event()
    async with running(Bus(engines.nats_url, "test")) as bus:
        bus.on_fatal = ended.set
        await bus.jetstream()
        assert bus._client is not None
        await bus._client.close()
        await asyncio.wait_for(ended.wait(), 5)

    ended.clear()
    async with running(Bus(engines.nats_url, "test")) as bus:
        bus.on_fatal = ended.set
        await bus.jetstream()
    assert not ended.is_set()
