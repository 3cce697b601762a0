"""Ids sort by the time they were made."""

import threading
import time

import pytest

from chassis import ids
from chassis.ids import uuid7


def test_an_id_is_a_version_7_uuid_of_the_present_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after + 1


def test_each_id_is_greater_than_the_one_before() -> None:
    made = [uuid7() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_do_not_go_back_when_the_clock_does(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)

    assert uuid7() > first


def test_a_counter_that_runs_over_borrows_the_next_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    monkeypatch.setattr(ids, "_last_ms", (first.int >> 80) + 5)
    monkeypatch.setattr(ids, "_counter", (1 << 42) - 1)

    assert uuid7().int >> 80 == (first.int >> 80) + 6


def test_threads_never_make_the_same_id() -> None:
    made: list[object] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(2_000))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 8_000
