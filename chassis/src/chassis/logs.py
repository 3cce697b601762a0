"""Logs as JSON lines on standard output, ours and the libraries' alike, with trace ids and without personal data."""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from opentelemetry import trace

from chassis.redaction import redact_event

_Line = MutableMapping[str, Any]


def configure_logging(service: str, level: str) -> None:
    """Send every log line of this process through one chain. May be called again."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _add_logger_name,
        structlog.processors.TimeStamper("iso", utc=True),
        _add_trace,
        structlog.processors.EventRenamer("message"),
    ]
    finish: list[Any] = [
        structlog.processors.format_exc_info,
        redact_event,
        _service_adder(service),
        structlog.processors.JSONRenderer(json.dumps, ensure_ascii=False, default=str),
    ]
    structlog.configure(
        processors=[*shared, *finish],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_StdoutLogger,
        cache_logger_on_first_use=False,
    )
    handler = _StdoutHandler()
    bare = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[bare, *finish]))
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not isinstance(each, _StdoutHandler)] + [handler]
    root.setLevel(max(number, logging.INFO))
    _quieten_libraries()


def _quieten_libraries() -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.NOTSET)
    # Their lines hold query strings. Requests are counted, and the slow and the failed logged, by chassis.metrics.
    for name in ("uvicorn.access", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _add_logger_name(logger: Any, _method: str, line: _Line) -> _Line:
    record = line.get("_record")
    line["logger"] = logger.name if record is None else record.name
    return line


def _add_trace(_logger: Any, _method: str, line: _Line) -> _Line:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line["trace_id"], line["span_id"] = f"{context.trace_id:032x}", f"{context.span_id:016x}"
    return line


def _service_adder(service: str) -> Any:
    def add(_logger: Any, _method: str, line: _Line) -> _Line:
        line["service"] = service
        return line

    return add


class _StdoutLogger:
    """Writes whole lines to whatever standard output is at that moment."""

    def __init__(self, name: str = "gov171") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    debug = info = warning = error = critical = exception = log = msg


class _StdoutHandler(logging.Handler):
    """The same for the standard library's loggers."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            _StdoutLogger().msg(self.format(record))
        except Exception:  # noqa: BLE001 - a log line must never fail its writer
            self.handleError(record)
