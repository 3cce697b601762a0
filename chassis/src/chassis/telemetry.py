"""Traces: an id for every request and event, carried along; spans where an OpenTelemetry collector is configured.

Without a collector no span is made: a request then costs what it takes to read or draw a trace id.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.logs import configure_logging
from chassis.redaction import HIDDEN
from chassis.settings import ServiceSettings

_PROPAGATOR = TraceContextTextMapPropagator()


def configure(settings: ServiceSettings) -> None:
    """Set up logging, and tracing where `otlp_endpoint` is set. May be called again; tracing stays as first set."""
    configure_logging(settings.service, settings.log_level)
    if settings.otlp_endpoint and not isinstance(trace.get_tracer_provider(), TracerProvider):
        provider = TracerProvider(resource=Resource.create({"service.name": f"gov171-{settings.service}"}))
        provider.add_span_processor(_HideQueries())
        exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(provider)
        _trace_statements(provider.get_tracer("chassis.db"))


def fastapi_config() -> TelemetryConfig:
    """FastAPI's own tracing: one span a request, and none before `configure` has set a provider."""
    return {"tracing": True, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}


def inject() -> dict[str, str]:
    """The present trace context as headers; empty where there is none."""
    headers: dict[str, str] = {}
    _PROPAGATOR.inject(headers)
    return headers


def extract(headers: Mapping[str, str]) -> Context:
    """The trace context that headers carry, or one that starts a new trace."""
    found = _PROPAGATOR.extract(headers, context=Context())
    if trace.get_current_span(found).get_span_context().is_valid:
        return found
    drawn = trace.SpanContext(secrets.randbits(128) or 1, secrets.randbits(64) or 1, is_remote=False)
    return trace.set_span_in_context(trace.NonRecordingSpan(drawn), Context())


@contextmanager
def following(headers: Mapping[str, str], name: str | None = None) -> Iterator[None]:
    """Within the block, logs and events belong to the trace that `headers` carry; with a `name`, as a span of its own."""
    token = otel_context.attach(extract(headers))
    try:
        if name is None:
            yield
        else:
            with trace.get_tracer("chassis").start_as_current_span(name, kind=trace.SpanKind.CONSUMER):
                yield
    finally:
        otel_context.detach(token)


class TraceMiddleware:
    """Gives each request a trace, its caller's or a new one, where no collector's span has given it one already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or trace.get_current_span().get_span_context().is_valid:
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"] if name == b"traceparent"}
        with following(headers):
            await self._app(scope, receive, send)


class _HideQueries(SpanProcessor):
    """Query strings may carry what a citizen typed; of them only the fact leaves the process."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        if span.attributes and "url.query" in span.attributes:
            span.set_attribute("url.query", HIDDEN)

    def on_end(self, span: ReadableSpan) -> None:
        return None


def _trace_statements(tracer: trace.Tracer) -> None:
    """One span a statement, on every engine; the statement's text holds placeholders and no values."""

    def start(connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        attributes = {"db.system.name": connection.dialect.name, "db.query.text": statement[:2000]}
        context.trace_span = tracer.start_span(statement[:6].strip().upper(), kind=trace.SpanKind.CLIENT, attributes=attributes)

    def end(_connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        context.trace_span.end()

    def fail(failure: Any) -> None:
        span = getattr(failure.execution_context, "trace_span", None)
        if span is not None:
            span.set_status(trace.StatusCode.ERROR, type(failure.original_exception).__name__)
            span.end()

    event.listen(Engine, "before_cursor_execute", start)
    event.listen(Engine, "after_cursor_execute", end)
    event.listen(Engine, "handle_error", fail)
