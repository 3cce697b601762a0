"""What tests do with a whole house: ask it, look into its databases and streams, hurt it."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import nats
import psutil
import sqlalchemy as sa
from nats.js.api import AckPolicy, ConsumerConfig
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis.db import driver_url
from gov171.api import Api, administrator_key
from gov171.demo.applications import CITY_DESKS, application_keys
from gov171.demo.preparation import published_figures, seed
from gov171.local.layout import State


@dataclass(frozen=True)
class House:
    """A running house."""

    home: Path
    url: str
    postgres: str
    nats: str

    @property
    def administrator_key(self) -> str:
        return administrator_key(State(self.home))

    def client(self, key: str | None = None) -> httpx.AsyncClient:
        """Somebody at the gateway: with a key, or the anonymous public."""
        headers = {"accept-language": "en"} | ({"authorization": f"Key {key}"} if key else {})
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    async def furnish(self) -> str:
        """Organisation, categories and an application that may replay; returns its key."""
        async with Api(self.url, self.administrator_key) as administrator:
            key = (await application_keys(administrator, State(self.home)))[CITY_DESKS]
        async with Api(self.url, key) as api:
            await seed(api, published_figures()["organisation"])
        return key

    async def rows(self, service: str, statement: str) -> list[Any]:
        """What a service's database answers."""
        async with self.connected(service) as connection:
            return list((await connection.execute(sa.text(statement))).all())

    async def execute(self, service: str, *statements: str) -> None:
        """Change a service's database behind its back, in one transaction."""
        async with self.connected(service) as connection:
            for statement in statements:
                await connection.execute(sa.text(statement))
            await connection.commit()

    @asynccontextmanager
    async def connected(self, service: str) -> AsyncIterator[AsyncConnection]:
        """To a service's database, behind its back; what is not committed at the end is undone."""
        url = make_url(self.postgres).set(database=f"gov171_{service}").render_as_string(hide_password=False)
        engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
        try:
            async with engine.connect() as connection:
                await connection.execute(sa.text(f"SET search_path = {service}"))
                yield connection
        finally:
            await engine.dispose()

    async def stored_ids(self, stream: str) -> list[str]:
        """The event ids in a JetStream stream, in order."""
        client = await nats.connect(self.nats)
        try:
            jetstream = client.jetstream()
            config = ConsumerConfig(ack_policy=AckPolicy.NONE)
            subscription = await jetstream.pull_subscribe("", stream=stream, config=config)
            waiting = (await jetstream.stream_info(stream)).state.messages
            found: list[str] = []
            while len(found) < waiting:
                messages = await subscription.fetch(min(500, waiting - len(found)), timeout=5)
                found += [json.loads(message.data)["id"] for message in messages]
            return found
        finally:
            await client.close()

    def pid(self, service: str) -> int:
        return int(json.loads((self.home / "run.json").read_text())["pids"][service][0])

    def kill(self, service: str) -> None:
        """As a power cut would."""
        os.kill(self.pid(service), signal.SIGKILL)

    def engine(self, name: str) -> psutil.Process:
        """The house's own `postgres` or `nats-server`."""
        runner = psutil.Process(json.loads((self.home / "run.json").read_text())["runner"][0])
        return next(child for child in runner.children() if child.name() == name)


async def until(holds: Callable[[], Any], within_s: float = 60) -> None:
    """Ask again until it holds; another process tells of its state only by answering."""
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 - what is awaited is in another process
            await asyncio.sleep(0.1)


@asynccontextmanager
async def stopped(process: psutil.Process) -> AsyncIterator[None]:
    """The process stands still within the block."""
    process.suspend()
    try:
        yield
    finally:
        process.resume()
