"""Traces go on through requests and events; with a collector, spans reach it, and nothing a citizen typed does."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from fastapi import FastAPI
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from chassis import telemetry

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"


def an_app() -> FastAPI:
    app = FastAPI(telemetry=telemetry.fastapi_config())
    app.add_middleware(telemetry.TraceMiddleware)

    @app.get("/v1/context")
    async def show() -> dict[str, str]:
        return telemetry.inject()

    return app


async def context_of(**headers: str) -> str:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(an_app()), base_url="http://service") as client:
        return str((await client.get("/v1/context", headers=headers)).json()["traceparent"])


async def test_a_request_goes_on_in_its_callers_trace() -> None:
    assert await context_of(traceparent=PARENT) == PARENT


@pytest.mark.parametrize("headers", [{}, {"traceparent": "rubbish"}, {"traceparent": f"00-{'0' * 32}-b7ad6b7169203331-01"}])
async def test_a_request_without_a_readable_trace_gets_a_new_one(headers: dict[str, str]) -> None:
    one, other = await context_of(**headers), await context_of(**headers)

    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00", one)
    assert one != other


def test_an_event_carries_its_trace_to_whoever_handles_it() -> None:
    with telemetry.following({"traceparent": PARENT}):
        headers = telemetry.inject()
    assert telemetry.inject() == {}

    with telemetry.following(headers, "grid-open-case"):
        assert TRACE_ID in telemetry.inject()["traceparent"]


@pytest.fixture
def collector() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """A stand-in for an OpenTelemetry collector: its address and what it received."""
    received: list[ExportTraceServiceRequest] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            received.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return None

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    server.server_close()


# A process of its own, because a process has one tracer provider for good.
SCRIPT = """
import asyncio, sys, httpx, sqlalchemy
from chassis import telemetry
from chassis.settings import ServiceSettings
from fastapi import FastAPI

app = FastAPI(telemetry=telemetry.fastapi_config())
engine = sqlalchemy.create_engine("sqlite://")
required = {"service": "hotline", "database_url": "postgresql://d", "nats_url": "nats://n", "jwks_url": "{}"}
telemetry.configure(ServiceSettings(**required, otlp_endpoint=sys.argv[1]))

@app.get("/v1/tickets/{ticket_id}")
def show(ticket_id: str) -> int:
    with engine.connect() as connection:
        try:
            connection.execute(sqlalchemy.text("BROKEN"))
        except sqlalchemy.exc.OperationalError:
            pass
        return connection.execute(sqlalchemy.text("SELECT :secret"), {"secret": 1381234}).scalar_one()

async def ask():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        await client.get("/v1/tickets/7?phone=1381234", headers={"traceparent": sys.argv[2]})

asyncio.run(ask())
"""


def test_a_request_and_its_statements_are_spans_of_one_trace_at_the_collector(
    collector: tuple[str, list[ExportTraceServiceRequest]],
) -> None:
    address, received = collector

    subprocess.run([sys.executable, "-c", SCRIPT, address, PARENT], check=True, timeout=60)

    resources = [each for request in received for each in request.resource_spans]
    assert {(a.key, a.value.string_value) for a in resources[0].resource.attributes} >= {("service.name", "gov171-hotline")}
    spans = {span.name: span for resource in resources for scope in resource.scope_spans for span in scope.spans}
    assert set(spans) == {"GET /v1/tickets/{ticket_id}", "SELECT", "BROKEN"}
    assert {span.trace_id.hex() for span in spans.values()} == {TRACE_ID}
    assert spans["SELECT"].parent_span_id == spans["GET /v1/tickets/{ticket_id}"].span_id
    assert spans["BROKEN"].status.code == spans["BROKEN"].status.STATUS_CODE_ERROR
    assert b"1381234" not in b"".join(request.SerializeToString() for request in received)
