"""Brings a list in by the service's own routes, publishes it, brings it in again, and gives it out; with the time of each."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey

from chassis.auth import ISSUER, audience
from chassis.contact import ContactKeys
from contracts.roles import Role
from gov171.bench.catalogue import COUNT
from gov171.bench.catalogue.made import DEPARTMENTS, contents, department_code, file_of
from svc_affairs.main import create_app
from svc_affairs.settings import Settings
from svc_affairs.sheets.bodies import MEDIA_TYPES, SheetFormat

# What issue and design allow for a list of this many.
LIMIT_S = 10.0


class ListWrong(Exception):
    """What came of the list is not what was to come of it."""


@dataclass(frozen=True)
class Measured:
    """One act on the whole list: how long it took, how much of a processor the service had for it, and the file's size.

    What the database did is in the first alone. Where other work keeps the machine busy, the two are far apart.
    """

    act: str
    items: int
    taken_s: float
    processor_s: float
    kilobytes: int | None = None

    @property
    def is_too_slow(self) -> bool:
        return self.taken_s >= LIMIT_S * max(self.items / COUNT, 1)

    def document(self) -> dict[str, Any]:
        times = {"taken_s": round(self.taken_s, 2), "processor_s": round(self.processor_s, 2)}
        return {"act": self.act, "items": self.items, **times, "kilobytes": self.kilobytes}


class _Watch:
    """Time since it was made."""

    def __init__(self) -> None:
        self._begun, self._used = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        return time.perf_counter() - self._begun, time.process_time() - self._used


class Office:
    """The service in this process, and the two who work at a list."""

    def __init__(self, app: FastAPI, key: OKPKey) -> None:
        self._app, self._key = app, key
        self.editor, self.reviewer = self._client(Role.ITEM_EDITOR), self._client(Role.ITEM_REVIEWER)

    def _client(self, role: Role) -> httpx.AsyncClient:
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": audience("affairs"), "iat": now, "exp": now + 86_400, "sub": str(role), "kind": "staff"}
        token = jwt.encode({"alg": "EdDSA", "kid": "bench"}, claims | {"roles": [role]}, self._key, algorithms=["EdDSA"])
        transport, headers = httpx.ASGITransport(self._app), {"authorization": f"Bearer {token}"}
        return httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers, timeout=120)


@asynccontextmanager
async def office(url: str, nats_url: str) -> AsyncIterator[Office]:
    """Government affairs on this database, with its departments."""
    key = OKPKey.generate_key("Ed25519", {"kid": "bench", "use": "sig"})
    values: dict[str, Any] = {"database_url": url, "nats_url": nats_url, "contact_keys": ContactKeys.generate()}
    app = create_app(Settings.model_validate(values | {"jwks_url": json.dumps({"keys": [key.as_dict(private=False)]})}))
    async with app.router.lifespan_context(app):
        own = Office(app, key)
        for number in range(DEPARTMENTS):
            answer = await own.editor.post(
                "/v1/departments", json={"code": department_code(number), "name": f"第{number}局"}
            )  # fmt: skip
            answer.raise_for_status()
        yield own


async def measure(own: Office, form: SheetFormat, count: int, advance: Callable[[], None]) -> list[Measured]:
    """Raises ListWrong."""
    first = [*contents(count)]
    second = [item | {"promised_days": item["promised_days"] - 1} for item in first]
    measured: list[Measured] = []

    async def bring(act: str, file: bytes, expected: str, outcome: str, **params: Any) -> str:
        watch = _Watch()
        answer = await own.editor.post(
            "/v1/item-imports", content=file, params=params, headers={"content-type": MEDIA_TYPES[form]}
        )
        measured.append(Measured(act, count, *watch.read(), len(file) // 1024))
        report = _sound(answer)
        if (report["status"], report["counts"][outcome]) != (expected, count):
            raise ListWrong(f"{act}: {report['status']}, {report['counts']}")
        advance()
        return str(report["id"])

    async def publish(act: str, import_id: str) -> None:
        watch = _Watch()
        report = _sound(await own.reviewer.post(f"/v1/item-imports/{import_id}/publications"))
        measured.append(Measured(act, count, *watch.read()))
        if report["moved"] != count:
            raise ListWrong(f"{act}: {report['moved']} published")
        advance()

    file = file_of(first, form)
    await bring("dry run", file, "dry_run", "created", dry_run=True)
    await publish("publish new items", await bring("import new items", file, "under_review", "created"))
    await bring("import the same again", file, "unchanged", "unchanged")
    versions = await bring("import new versions", file_of(second, form), "under_review", "new_version")
    await publish("publish new versions", versions)
    watch = _Watch()
    given = await own.editor.get("/v1/item-exports", params={"format": form.value, "status": "published"})
    measured.append(Measured("export", count, *watch.read(), len(given.content) // 1024))
    advance()
    await bring("import what was exported", given.content, "unchanged", "unchanged")
    return measured


ACTS = 8


def _sound(answer: httpx.Response) -> dict[str, Any]:
    if not answer.is_success:
        raise ListWrong(f"{answer.request.url.path}: {answer.status_code} {answer.text[:300]}")
    return dict(answer.json())
