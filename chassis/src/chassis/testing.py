"""For tests: a service on real engines, its clients by role, its events, and a way to hand it others' events."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import event as sa_event
from sqlalchemy.ext.asyncio import create_async_engine

from chassis import clock, tables
from chassis.auth import ISSUER, Principal, audience
from chassis.bus import Message
from chassis.consumers import Consumer
from chassis.db import Sessions, driver_url
from chassis.engines.nats import start_nats
from chassis.engines.postgres import start_postgres
from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.migrate import migrate
from chassis.settings import ServiceSettings
from contracts.event import STREAMS, Event, stream_of


@dataclass(frozen=True)
class Engines:
    """The addresses of the PostgreSQL and NATS that this test process has for itself."""

    postgres_url: str
    nats_url: str
    migrated: dict[str, tuple[str, list[str]]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """PostgreSQL and NATS, started once for each test process."""
    root = tmp_path_factory.mktemp("engines")
    postgres = start_postgres(root / "postgres")
    try:
        nats_server = start_nats(root / "nats")
        try:
            yield Engines(postgres.url_admin, nats_server.url)
        finally:
            nats_server.stop()
    finally:
        postgres.discard()


class ServiceHarness:
    """A running service under test."""

    def __init__(self, app: FastAPI, settings: ServiceSettings, key: OKPKey) -> None:
        self.app, self.settings, self._key = app, settings, key
        self._clients: list[httpx.AsyncClient] = []
        self.client = self.as_("administrator")

    @property
    def sessions(self) -> Sessions:
        sessions: Sessions = self.app.state.chassis.database.sessions
        return sessions

    def token(self, principal: Principal) -> str:
        """A service token as the gateway would mint it, valid for an hour."""
        now = int(clock.system_now().timestamp())
        claims = {"iss": ISSUER, "aud": audience(self.settings.service), "iat": now, "exp": now + 3600}
        claims |= {"sub": principal.subject, "kind": principal.kind, "roles": sorted(principal.roles)}
        claims |= {"unit": principal.unit_code, "territory": principal.territory_code}
        claims |= {"replay_at": principal.replay_at.isoformat() if principal.replay_at else None}
        return jwt.encode({"alg": "EdDSA", "kid": "test"}, claims, self._key, algorithms=["EdDSA"])

    def as_(
        self, *roles: str, subject: str | None = None, unit_code: str | None = None, territory_code: str | None = None,
        replay_at: datetime | None = None, kind: str = "staff",
    ) -> httpx.AsyncClient:  # fmt: skip
        """A client that acts with `roles`; without roles as the anonymous public. English problems."""
        principal = Principal.model_validate(
            {"subject": subject or "-".join(roles) or "anonymous", "kind": kind if roles else "public",
             "roles": roles or ("public",), "unit_code": unit_code, "territory_code": territory_code, "replay_at": replay_at}
        )  # fmt: skip
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        headers = {"authorization": f"Bearer {self.token(principal)}", "accept-language": "en"}
        self._clients.append(httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers))
        return self._clients[-1]

    async def events(self) -> list[Envelope]:
        """Every event the service has recorded, in order."""
        async with self.sessions() as db:
            bodies = (await db.execute(sa.select(tables.outbox.c.body).order_by(tables.outbox.c.seq))).scalars()
            return [Envelope.parse(body) for body in bodies]

    async def deliver(
        self, event: Event, *, subject: str, sequence: int = 1, time: datetime | None = None, replay: bool = False,
        event_id: UUID | None = None,
    ) -> Envelope:  # fmt: skip
        """Publish another service's event; returns when each consumer here that wants it has handled or parked it."""
        document = {
            "specversion": "1.0", "id": str(event_id or uuid7()), "source": f"/gov171/{stream_of(event.type).lower()}",
            "type": event.type, "subject": subject, "sequence": str(sequence), "replay": replay,
            "time": (time or clock.now()).isoformat(), "data": event.model_dump(mode="json"),
        }  # fmt: skip
        envelope = Envelope.parse(body := json.dumps(document).encode())
        return await self._deliver_body(event.type, envelope, body)

    async def _deliver_body(self, subject: str, envelope: Envelope, body: bytes) -> Envelope:
        chassis = self.app.state.chassis
        names = {each.name for each in _wanting(chassis.consumers.consumers, subject)}
        done: asyncio.Queue[str] = asyncio.Queue()

        def note(consumer: str, event_id: UUID | None, parked: bool) -> None:
            if event_id == envelope.id:
                done.put_nowait(consumer)

        chassis.consumers.on_handled.append(note)
        try:
            # A repeated id must reach the inbox, so JetStream's own duplicate window is stepped round.
            await chassis.bus.publish(stream_of(subject), [Message(subject, str(uuid7()), body)])
            async with asyncio.timeout(40):
                while names:
                    names.discard(await done.get())
        finally:
            chassis.consumers.on_handled.remove(note)
        return envelope

    @asynccontextmanager
    async def counting_statements(self) -> AsyncIterator[list[str]]:
        """The SQL statements of the requests that the block makes; what workers do meanwhile is not theirs."""
        seen: list[str] = []
        asking = asyncio.current_task()
        engine = self.app.state.chassis.database.engine.sync_engine

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            if asyncio.current_task() is asking and "outbox" not in statement:
                seen.append(statement)

        sa_event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            sa_event.remove(engine, "before_cursor_execute", note)

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()


def _wanting(consumers: list[Consumer], subject: str) -> list[Consumer]:
    stream = stream_of(subject)
    return [each for each in consumers if subject in each.filters().get(stream, []) or stream in each.streams]


@asynccontextmanager
async def service_client(
    engines: Engines, create_app: Callable[[ServiceSettings], FastAPI], make_settings: type[ServiceSettings], *,
    schema: str, migrations: Path, **fields: object,
) -> AsyncIterator[ServiceHarness]:  # fmt: skip
    """The service on a clean database of its own and clean streams; `fields` are further settings."""
    key = OKPKey.generate_key("Ed25519", {"kid": "test", "use": "sig"})
    url = await _clean_database(engines, schema, migrations)
    await _clean_streams(engines.nats_url)
    jwks = json.dumps({"keys": [key.as_dict(private=False)]})
    settings = make_settings.model_validate({"database_url": url, "nats_url": engines.nats_url, "jwks_url": jwks, **fields})
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        harness = ServiceHarness(app, settings, key)
        try:
            yield harness
        finally:
            await harness.close()


async def _clean_database(engines: Engines, schema: str, migrations: Path) -> str:
    """Migrated once a test process; between tests the tables that migrations leave empty are emptied."""
    if schema not in engines.migrated:
        name = f"test_{schema}"
        admin = create_async_engine(driver_url(engines.postgres_url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        async with admin.connect() as connection:
            await connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
            await connection.execute(sa.text(f'ALTER DATABASE "{name}" SET search_path = {schema}'))
        url = engines.postgres_url.rsplit("/", 1)[0] + f"/{name}"
        await migrate(url, migrations, schema)
        engines.migrated[schema] = (url, await _tables(url, schema, empty=True))
        return url
    url, emptied = engines.migrated[schema]
    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with engine.begin() as connection:
        await connection.execute(sa.text(f"TRUNCATE {', '.join(emptied)} RESTART IDENTITY"))
    return url


async def _tables(url: str, schema: str, *, empty: bool) -> list[str]:
    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with engine.connect() as connection:
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = :schema"
        names = (await connection.execute(sa.text(listed), {"schema": schema})).scalars().all()
        return [
            name for name in names
            if empty is not (await connection.execute(sa.text(f'SELECT EXISTS (SELECT 1 FROM "{name}")'))).scalar_one()
        ]  # fmt: skip


async def _clean_streams(url: str) -> None:
    import nats

    client = await nats.connect(url)
    try:
        jetstream = client.jetstream()
        present = {str(info.config.name) for info in await jetstream.streams_info()}
        for name in present & STREAMS.keys():
            await jetstream.delete_stream(name)
    finally:
        await client.close()
