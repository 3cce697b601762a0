"""Builds a service's application: lifespan, middleware, error handlers, health, metrics, operators' routes."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chassis import error_handlers, operations, telemetry
from chassis.auth import TokenVerifier
from chassis.bus import Bus, end_process
from chassis.consumers import Consumer, Consumers
from chassis.crash import CrashPoint
from chassis.db import Database, create_engine
from chassis.errors import ProblemForm, Unavailable, render
from chassis.metrics import Metrics, MetricsMiddleware
from chassis.relay import Relay
from chassis.settings import ServiceSettings
from chassis.trimming import keep_trimmed

_log = structlog.get_logger(__name__)

# Bulk routes and uploads take more than the gateway's ordinary megabyte; nothing takes more than this.
MAX_BODY_BYTES = 21 * 1024 * 1024
_GAUGES_EVERY_S = 5


@dataclass(frozen=True)
class Chassis:
    """What a running service stands on; handlers reach it as `request.app.state.chassis`."""

    settings: ServiceSettings
    database: Database
    bus: Bus
    relay: Relay
    consumers: Consumers
    verifier: TokenVerifier
    metrics: Metrics


Worker = Callable[[Chassis], Awaitable[None]]


def build_app(
    settings: ServiceSettings,
    *,
    title: str,
    summary: str,
    routers: Sequence[APIRouter],
    consumers: Sequence[Consumer] = (),
    workers: Sequence[Worker] = (),
    carried: Mapping[str, object] | None = None,
    openapi_url: str | None = "/openapi.json",
    problem_forms: Mapping[str, ProblemForm] | None = None,
) -> FastAPI:
    """The application of one service. Nothing connects before its lifespan starts.

    `workers` are coroutines that run as long as the service does; one that ends or fails ends the process.
    `carried` is what every session of the database brings along as its `info`. `problem_forms` are, by path prefix,
    those of standards that want errors otherwise than as problem documents.
    """
    metrics = Metrics(settings.service)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        telemetry.configure(settings)
        chassis = _assemble(settings, metrics, consumers, carried)
        app.state.chassis = chassis
        watched = [chassis.bus.run(), chassis.relay.run(), *chassis.consumers.runs(), _keep_gauges(chassis)]
        watched.append(keep_trimmed(chassis.database))
        tasks = [asyncio.ensure_future(work) for work in (*watched, *(worker(chassis) for worker in workers))]
        for task in tasks:
            task.add_done_callback(_end_with)
        _spare_the_collector()
        try:
            yield
        finally:
            await _cancel(tasks)
            await chassis.bus.close()
            await chassis.database.engine.dispose()

    app = FastAPI(
        title=title, summary=summary, version="1", lifespan=lifespan, openapi_url=openapi_url, docs_url=None, redoc_url=None,
        max_body_size=MAX_BODY_BYTES, telemetry=telemetry.fastapi_config(),
    )  # fmt: skip
    app.state.problem_forms = dict(problem_forms or {})
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    app.add_middleware(telemetry.TraceMiddleware)
    error_handlers.install(app)
    for router in (*routers, operations.operations_router(settings.service), _health_router(metrics)):
        app.include_router(router)
    return app


def _assemble(
    settings: ServiceSettings, metrics: Metrics, consumers: Sequence[Consumer], carried: Mapping[str, object] | None
) -> Chassis:
    url = settings.database_url.get_secret_value()
    database = Database(create_engine(url, pool_size=settings.pool_size, application=f"gov171-{settings.service}"), carried)
    bus, crash = Bus(settings.nats_url, f"gov171-{settings.service}"), CrashPoint(settings.crash_point)
    relay = Relay(database, bus, settings.service, crash)
    database.after_commit = relay.wake
    running = Consumers(database, bus, consumers, crash)
    running.on_handled.append(metrics.count_handled)
    return Chassis(settings, database, bus, relay, running, TokenVerifier(settings.jwks_url, settings.service), metrics)


def _spare_the_collector() -> None:
    """What was loaded stays for good; looking through it again and again took a tenth of the processor under load."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _cancel(tasks: Sequence[asyncio.Future[None]]) -> None:
    """End the background tasks; asked again each second, since Python 3.11's `wait_for` can swallow a cancellation."""
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=1)


def _end_with(task: asyncio.Future[None]) -> None:
    if not task.cancelled():
        _log.critical("a background task ended; the process stops", exc_info=task.exception())
        end_process()


async def _keep_gauges(chassis: Chassis) -> None:
    """Keep the backlog gauges true; while the database is away they keep their last values."""
    while True:
        try:
            async with chassis.database.sessions() as db:
                chassis.metrics.set_waiting(*await operations.waiting(db))
        except Exception as error:
            if not error_handlers.is_database_away(error):
                raise
        await asyncio.sleep(_GAUGES_EVERY_S)


def _health_router(metrics: Metrics) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/health/ready")
    async def ready(request: Request) -> Response:
        """Ready while PostgreSQL answers. NATS may be away: writes go on and the outbox keeps their events."""
        chassis: Chassis = request.app.state.chassis
        try:
            async with asyncio.timeout(2):
                await chassis.database.ping()
        except Exception as error:  # noqa: BLE001 - whatever keeps it from answering, it is not ready
            _log.warning("not ready", error=repr(error))
            return render(request, Unavailable("the database does not answer"))
        return JSONResponse({"status": "ready", "bus": "connected" if chassis.bus.is_connected else "away"})

    @router.get("/metrics")
    async def show_metrics() -> Response:
        return metrics.response()

    return router
