"""A hotline in this process, on a database of its own beside others."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey

from chassis.auth import ISSUER, audience
from chassis.contact import ContactBox, ContactKeys
from chassis.engines.nats import start_nats
from chassis.engines.postgres import start_postgres
from chassis.migrate import migrate
from gov171.local.layout import ROOT
from svc_hotline.main import create_app
from svc_hotline.settings import Settings


@dataclass(frozen=True)
class Engines:
    """Where PostgreSQL and NATS are."""

    postgres_url: str
    nats_url: str


@dataclass(frozen=True)
class Request:
    """A request as it goes out: a path, and a body where something is posted."""

    path: str
    body: dict[str, Any] | None = None


class House:
    """The hotline's application, and a connection for what no request does."""

    def __init__(self, app: FastAPI, key: OKPKey, admin: asyncpg.Connection, url: str) -> None:
        self.app, self._key, self.admin, self.url = app, key, admin, url
        self._clients: dict[tuple[str | None, ...], httpx.AsyncClient] = {}

    @property
    def contact_box(self) -> ContactBox:
        box: ContactBox = self.app.state.contact_box
        return box

    def client(self, *roles: str, unit_code: str | None = None) -> httpx.AsyncClient:
        if (unit_code, *roles) not in self._clients:
            now = int(time.time())
            claims = {"iss": ISSUER, "aud": audience("hotline"), "iat": now, "exp": now + 86_400, "sub": "bench", "kind": "staff"}
            token = jwt.encode(
                {"alg": "EdDSA", "kid": "bench"}, claims | {"roles": [*roles], "unit": unit_code}, self._key, algorithms=["EdDSA"]
            )
            headers = {"authorization": f"Bearer {token}"}
            self._clients[unit_code, *roles] = httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app), base_url="http://bench", headers=headers, timeout=60
            )
        return self._clients[unit_code, *roles]

    async def answer(self, request: Request, roles: tuple[str, ...], unit_code: str | None) -> None:
        """Ask, and wait for the whole answer; raises RuntimeError where it is none."""
        client, method = self.client(*roles, unit_code=unit_code), "GET" if request.body is None else "POST"
        answer = await client.request(method, request.path, json=request.body)
        if not answer.is_success:
            raise RuntimeError(f"{method} {request.path}: {answer.status_code} {answer.text[:200]}")


@contextmanager
def engines(folder: Path) -> Iterator[Engines]:
    """PostgreSQL and NATS of the bench's own; they end with the block."""
    postgres = start_postgres(folder / "postgres")
    try:
        nats = start_nats(folder / "nats")
        try:
            yield Engines(postgres.url_admin, nats.url)
        finally:
            nats.stop()
    finally:
        postgres.discard()


@asynccontextmanager
async def house(own: Engines, url: str) -> AsyncIterator[House]:
    """The hotline on this database."""
    key = OKPKey.generate_key("Ed25519", {"kid": "bench", "use": "sig"})
    app = create_app(_settings(url, own.nats_url, key))
    async with app.router.lifespan_context(app):
        admin = await asyncpg.connect(url)
        try:
            # Loading is no request: two days may pass before a statement of this connection would be ended.
            await admin.execute("SET statement_timeout = 0; SET lock_timeout = 0; SET maintenance_work_mem = '1GB'")
            yield House(app, key, admin, url)
        finally:
            await admin.close()


async def new_database(own: Engines, name: str, service: str = "hotline") -> str:
    """The address of a service's database with nothing in it."""
    admin = await asyncpg.connect(own.postgres_url)
    try:
        await admin.execute(f'CREATE DATABASE "{name}"')
        await admin.execute(f'ALTER DATABASE "{name}" SET search_path = {service}')
    finally:
        await admin.close()
    url = f"{own.postgres_url.rsplit('/', 1)[0]}/{name}"
    await migrate(url, ROOT / f"svc-{service}" / "migrations", service)
    return url


def _settings(url: str, nats_url: str, key: OKPKey) -> Settings:
    values: dict[str, Any] = {"database_url": url, "nats_url": nats_url, "contact_keys": ContactKeys.generate()}
    return Settings.model_validate(values | {"jwks_url": json.dumps({"keys": [key.as_dict(private=False)]})})
