"""Prometheus metrics of one application, in a registry of its own, and the middleware that counts its requests."""

from time import perf_counter
from uuid import UUID

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger(__name__)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SLOW_S = 1.0


class Metrics:
    """What an application counts; the names are part of the operators' interface."""

    def __init__(self, service: str) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("gov171_service", "Which service this is.", registry=registry).info({"service": service})
        self.requests = Counter("http_requests", "Requests answered.", ("method", "route", "status"), registry=registry)
        self.durations = Histogram(
            "http_request_duration_seconds", "Time to answer.", ("method", "route"), buckets=_BUCKETS_S, registry=registry
        )
        self.outbox_unpublished = Gauge("outbox_unpublished", "Events recorded and not yet on the bus.", registry=registry)
        self.dead_letters = Gauge("dead_letters", "Events parked and not yet replayed.", registry=registry)
        self.consumer_handled = Counter(
            "consumer_handled", "Events handled or parked.", ("consumer", "outcome"), registry=registry
        )

    def count_request(self, method: str, route: str, status: int, duration_s: float) -> None:
        self.requests.labels(method, route, str(status)).inc()
        self.durations.labels(method, route).observe(duration_s)

    def count_handled(self, consumer: str, event_id: UUID | None, parked: bool) -> None:
        self.consumer_handled.labels(consumer, "parked" if parked else "handled").inc()

    def set_waiting(self, unpublished: int, dead_letters: int) -> None:
        self.outbox_unpublished.set(unpublished)
        self.dead_letters.set(dead_letters)

    def response(self) -> Response:
        """The answer to a scrape."""
        return Response(generate_latest(self.registry), headers={"content-type": CONTENT_TYPE_PLAIN_0_0_4})


class MetricsMiddleware:
    """Counts and times requests by route template, so that ids make no series of their own; logs the slow and the failed."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started_at, answered_s = 500, perf_counter(), 0.0

        async def noting_send(message: Message) -> None:
            nonlocal status, answered_s
            if message["type"] == "http.response.start":
                # Time to the first byte: a stream that stays open is not slow.
                status, answered_s = message["status"], perf_counter() - started_at
            await send(message)

        try:
            await self._app(scope, receive, noting_send)
        finally:
            self._note(scope, status, answered_s or perf_counter() - started_at)

    def _note(self, scope: Scope, status: int, duration_s: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = getattr(scope.get("route"), "path", "unmatched")
        self._metrics.count_request(method, route, status, duration_s)
        if status >= 500 or duration_s >= _SLOW_S:
            _log.warning("request", method=method, route=route, status=status, duration_ms=round(duration_s * 1000))
