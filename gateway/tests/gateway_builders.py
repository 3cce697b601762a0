"""Builders for tests: an upstream that tells what reached it, the gateway on a real port, applications."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from chassis.auth import Principal, TokenVerifier
from chassis.engines.process import free_port
from chassis.testing import ServiceHarness

ADMINISTRATOR_KEY = "administrator.test-secret"


@dataclass(frozen=True)
class Served:
    """An application on a loopback port."""

    url: str
    port: int
    server: uvicorn.Server
    task: "asyncio.Task[None]"


@asynccontextmanager
async def served(app: ASGIApp, port: int | None = None) -> AsyncIterator[Served]:
    """The application behind a real server, within this event loop."""
    port = port or free_port()
    settings = uvicorn.Config(app, host="127.0.0.1", port=port, http="httptools", log_level="warning", lifespan="off")
    server = uvicorn.Server(settings)
    task = asyncio.create_task(server._serve())  # without its signal handlers, which are the test runner's
    while not server.started:  # noqa: ASYNC110 - the server tells by this flag alone
        await asyncio.sleep(0.01)
    try:
        yield Served(f"http://127.0.0.1:{port}", port, server, task)
    finally:
        server.should_exit = server.force_exit = True
        await task


def echo_application() -> Starlette:
    """Answers what it was asked; figures in the shape that the overview reads; a small document of its own."""

    async def echo(request: Request) -> Response:
        body = (await request.body()).decode()
        told = {"method": request.method, "path": request.scope["raw_path"].decode(), "query": request.url.query}
        headers = {"ETag": '"3"', "X-Internal": "secret"}
        return JSONResponse(told | {"headers": dict(request.headers), "body": body}, headers=headers)

    async def figures(request: Request) -> Response:
        if "risk" in request.url.path:
            return Response(status_code=500)
        return JSONResponse({"as_of": "2026-01-05T08:00:00Z", "accepted": 7, "figures": {"events": 9}, "cases": {"open": 2}})

    async def document(_: Request) -> Response:
        schema = {"type": "object", "properties": {"own": {"type": "string"}}}
        reference = {"$ref": "#/components/schemas/Fault"}
        answer = {"200": {"content": {"application/json": {"schema": reference}}}}
        paths = {"/v1/tickets": {"get": {"responses": answer}}}
        return JSONResponse({"openapi": "3.1.0", "paths": paths, "components": {"schemas": {"Fault": schema}}})

    every = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(
        routes=[
            Route("/openapi.json", document),
            Route("/v1/{service}/figures", figures),
            Route("/v1/{matter}-figures", figures),
            Route("/v1/{service}/organisation-figures", figures),
            Route("/v1/{service}/service-activity-figures", figures),
            Route("/{path:path}", echo, methods=every),
        ]
    )


@dataclass
class Door:
    """The gateway: who stands before it, and what it lets through."""

    harness: ServiceHarness
    url: str
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def opened(cls, harness: ServiceHarness) -> AsyncIterator["Door"]:
        async with served(harness.app) as server:
            door = cls(harness, server.url)
            try:
                yield door
            finally:
                for client in door.clients:
                    await client.aclose()

    def client(self, authorization: str | None = None) -> httpx.AsyncClient:
        """Somebody with this Authorization header, or the anonymous public."""
        headers = {"accept-language": "en"} | ({"authorization": authorization} if authorization else {})
        self.clients.append(httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False, timeout=20))
        return self.clients[-1]

    @property
    def administrator(self) -> httpx.AsyncClient:
        return self.client(f"Key {ADMINISTRATOR_KEY}")

    async def application(self, name: str = "town-84", **facts: Any) -> dict[str, Any]:
        """A registered application with its key."""
        answer = await self.administrator.post("/v1/applications", json={"name": name, "roles": ["desk"]} | facts)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def principal_at(self, service: str, told: dict[str, Any]) -> Principal:
        """Whom the service would take the forwarded request's token for."""
        verifier = TokenVerifier(json.dumps(self.harness.app.state.signer.jwks()), service)
        return await verifier.verify(told["headers"]["authorization"].removeprefix("Bearer "))
