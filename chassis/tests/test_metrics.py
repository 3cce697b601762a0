"""Requests are counted by route template; the application's own figures are shown."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from chassis.metrics import Metrics, MetricsMiddleware


def an_app(metrics: Metrics) -> FastAPI:
    router = APIRouter(prefix="/v1/tickets")

    @router.get("/{ticket_id}/history")
    async def show(ticket_id: int) -> int:
        return 10 // ticket_id

    app = FastAPI()
    app.include_router(router)
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    return app


def shown(metrics: Metrics) -> str:
    return bytes(metrics.response().body).decode()


async def test_requests_are_counted_by_route_and_status() -> None:
    metrics = Metrics("hotline")
    transport = httpx.ASGITransport(an_app(metrics), raise_app_exceptions=False)

    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        for path in ("1/history", "2/history", "0/history", "x/history", "nowhere"):
            await client.get(f"/v1/tickets/{path}")
        await client.request("BREW", "/v1/coffee")

    text = shown(metrics)
    route = 'method="GET",route="/v1/tickets/{ticket_id}/history"'
    assert f'http_requests_total{{{route},status="200"}} 2.0' in text
    assert f'http_requests_total{{{route},status="500"}} 1.0' in text
    assert f'http_requests_total{{{route},status="422"}} 1.0' in text
    assert 'http_requests_total{method="GET",route="unmatched",status="404"} 1.0' in text
    assert 'http_requests_total{method="OTHER",route="unmatched",status="404"} 1.0' in text
    assert f"http_request_duration_seconds_count{{{route}}} 4.0" in text


def test_the_applications_own_figures_are_shown() -> None:
    metrics = Metrics("hotline")
    metrics.set_waiting(7, 2)
    metrics.count_handled("risk-count-ticket", None, False)
    metrics.count_handled("risk-count-ticket", None, True)

    text = shown(metrics)

    for line in (
        'gov171_service_info{service="hotline"} 1.0',
        "outbox_unpublished 7.0",
        "dead_letters 2.0",
        'consumer_handled_total{consumer="risk-count-ticket",outcome="handled"} 1.0',
        'consumer_handled_total{consumer="risk-count-ticket",outcome="parked"} 1.0',
    ):
        assert line in text


def test_two_applications_count_apart() -> None:
    one, other = Metrics("hotline"), Metrics("grid")
    one.set_waiting(7, 2)

    assert "outbox_unpublished 0.0" in shown(other)
    assert metrics_type(one).startswith("text/plain")


def metrics_type(metrics: Metrics) -> str:
    return metrics.response().headers["content-type"]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
async def test_what_is_no_request_is_passed_on_uncounted(kind: str) -> None:
    metrics, seen = Metrics("hotline"), []

    async def app(scope: object, receive: object, send: object) -> None:
        seen.append(scope)

    await MetricsMiddleware(app, metrics)({"type": kind}, None, None)  # type: ignore[arg-type]

    assert seen == [{"type": kind}]
    assert "http_requests_total{" not in shown(metrics)
