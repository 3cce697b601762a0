"""Every log line is one JSON object with its service and trace, and without personal data."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from chassis import telemetry
from chassis.settings import ServiceSettings


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    telemetry.configure(ServiceSettings.model_validate(settings("INFO")))
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def settings(level: str) -> dict[str, str]:
    return {"service": "hotline", "database_url": "postgresql://d", "nats_url": "nats://n", "jwks_url": "{}", "log_level": level}


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_our_lines_and_the_libraries_look_alike(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("chassis.x").warning("seen", ticket="t-1")
    logging.getLogger("some.library").warning("seen %s", "too")

    ours, theirs = lines(capsys)
    assert ours["ticket"] == "t-1"
    assert (ours["message"], ours["level"], ours["service"], ours["logger"]) == ("seen", "warning", "hotline", "chassis.x")
    assert (theirs["message"], theirs["level"], theirs["service"], theirs["logger"]) == (
        "seen too",
        "warning",
        "hotline",
        "some.library",
    )
    assert ours["timestamp"].endswith("Z")
    assert theirs["timestamp"].endswith("Z")


def test_a_line_carries_the_trace_it_was_written_in(capsys: pytest.CaptureFixture[str]) -> None:
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    with telemetry.following({"traceparent": f"00-{trace_id}-b7ad6b7169203331-01"}):
        structlog.get_logger("x").info("in")
        logging.getLogger("y").info("in")
    structlog.get_logger("x").info("out")

    first, second, last = lines(capsys)
    assert first["trace_id"] == second["trace_id"] == trace_id
    assert "trace_id" not in last


def test_no_personal_data_passes_in_fields_messages_or_tracebacks(capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.get_logger("x")
    log.info("caller 13812345678", contact={"name": "王明"}, person={"address": "三连东路"})
    try:
        raise ValueError("cannot reach 13812345678")
    except ValueError:
        log.exception("failed")
        logging.getLogger("y").exception("failed for %s", "138 1234 5678")

    text = capsys.readouterr().out
    assert len(text.splitlines()) == 3
    assert "Traceback" in text
    assert "ValueError" in text
    assert not any(secret in text for secret in ("138123", "12345678", "1234 5678", "王明", "三连"))


def test_lines_below_the_level_and_access_lines_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("x").debug("not this")
    logging.getLogger("uvicorn.access").info('GET /v1/tickets?phone=13812345678 "200"')
    logging.getLogger("uvicorn.error").info("this")

    assert [line["message"] for line in lines(capsys)] == ["this"]


def test_configuring_twice_does_not_write_lines_twice(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure(ServiceSettings.model_validate(settings("warning")))
    logging.getLogger("y").warning("once")
    structlog.get_logger("x").info("not this")

    assert [line["message"] for line in lines(capsys)] == ["once"]
