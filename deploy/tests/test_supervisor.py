"""Children are kept running, and strays are stopped."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from gov171.local.children import ServiceChild, describe_end, stop_strays
from gov171.local.credentials import Credentials
from gov171.local.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import signal, time; signal.signal(15, lambda *_: exit(0)); time.sleep(60)"]


async def test_a_child_that_is_killed_is_started_again_and_this_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    started: asyncio.Queue[None] = asyncio.Queue()
    supervisor = Supervisor(said.append, lambda: started.put_nowait(None))
    child = ServiceChild("sleeper", SLEEPER, dict(os.environ), tmp_path / "sleeper.log")
    await supervisor.add(child)
    await started.get()
    first = child.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    await asyncio.wait_for(started.get(), 10)
    second = child.pid
    await supervisor.stop()

    assert second != first
    assert said[0].startswith("sleeper ended (signal SIGKILL); started again in 0.3 s")
    assert second is not None
    assert not psutil.pid_exists(second)


async def test_pauses_grow_for_a_child_that_ends_at_once(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)
    child = ServiceChild("ender", [sys.executable, "-c", "exit(3)"], dict(os.environ), tmp_path / "ender.log")

    await supervisor.add(child)
    async with asyncio.timeout(20):
        while sum("ended" in line for line in said) < 3:  # noqa: ASYNC110 - what it says is what a person would see
            await asyncio.sleep(0.05)
    await supervisor.stop()

    ended = [line for line in said if "ended" in line]
    assert [line.rpartition("in ")[2] for line in ended[:3]] == ["0.3 s", "0.6 s", "1.2 s"]
    assert "status 3" in ended[0]


def test_only_the_very_process_that_was_left_is_stopped() -> None:
    left = subprocess.Popen(SLEEPER)
    other = subprocess.Popen(SLEEPER)
    try:
        created_at = psutil.Process(left.pid).create_time()
        stopped = stop_strays({"left": (left.pid, created_at), "other": (other.pid, created_at - 100), "gone": (2**22, 1.0)})

        assert stopped == ["left"]
        assert left.wait(10) is not None
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_an_end_is_said_in_words() -> None:
    assert [describe_end(each) for each in (None, -9, 3)] == ["ended", "signal SIGKILL", "status 3"]


def test_credentials_are_drawn_once_and_are_their_owner_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"

    first, second = Credentials.load(file), Credentials.load(file)

    assert first == second
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(first.administrator_key) > 40
    assert time.time() - file.stat().st_mtime < 60
