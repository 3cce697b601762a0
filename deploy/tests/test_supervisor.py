"""Children are kept running, and strays are stopped."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from gov171.local import children
from gov171.local import supervisor as supervising
from gov171.local.children import ServiceChild, describe_end, stop_strays
from gov171.local.credentials import Credentials
from gov171.local.layout import SERVICES
from gov171.local.supervisor import Supervisor


def noter(name: str, notes: Path) -> list[str]:
    """Notes when it has begun, and when it is told to end."""
    program = f"""
import os, signal, threading
def note(text):
    descriptor = os.open({str(notes)!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, text.encode() + b"\\n")
    os.close(descriptor)
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
note("+{name}")
while not ended.wait(0.05):
    pass
note("-{name}")
"""
    return [sys.executable, "-c", program]


async def until_said(said: list[str], what: str, times: int) -> None:
    async with asyncio.timeout(20):
        while sum(what in line for line in said) < times:  # noqa: ASYNC110 - what it says is what a person would see
            await asyncio.sleep(0.02)


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


async def test_what_ends_after_it_had_settled_is_started_again_without_a_long_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "SETTLED_S", 0.0)
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)

    await supervisor.add(ServiceChild("ender", [sys.executable, "-c", "exit(3)"], dict(os.environ), tmp_path / "ender.log"))
    await until_said(said, "ended", 3)
    await supervisor.stop()

    assert [line.rpartition("in ")[2] for line in said if "ended" in line][:3] == ["0.3 s"] * 3


async def test_no_pause_is_longer_than_the_longest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "LONGEST_PAUSE_S", 0.4)
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)

    await supervisor.add(ServiceChild("ender", [sys.executable, "-c", "exit(3)"], dict(os.environ), tmp_path / "ender.log"))
    await until_said(said, "ended", 3)
    await supervisor.stop()

    assert [line.rpartition("in ")[2] for line in said if "ended" in line][:3] == ["0.3 s", "0.4 s", "0.4 s"]


async def test_what_cannot_be_started_again_is_tried_until_it_can(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    program.chmod(0o700)
    child = ServiceChild("program", [str(program)], dict(os.environ), tmp_path / "program.log")
    await supervisor.add(child)
    assert child.pid is not None

    program.rename(tmp_path / "away")
    os.kill(child.pid, signal.SIGKILL)
    await until_said(said, "program does not start", 1)
    (tmp_path / "away").rename(program)
    await until_said(said, "program runs again", 1)
    await supervisor.stop()


async def test_a_first_start_that_fails_is_the_caller_s_to_hear_of(tmp_path: Path) -> None:
    supervisor = Supervisor(lambda _: None, lambda: None)

    with pytest.raises(FileNotFoundError):
        await supervisor.add(ServiceChild("nothing", [str(tmp_path / "nothing")], {}, tmp_path / "nothing.log"))

    assert supervisor.children == []


async def test_a_stop_ends_all_the_engines_last(tmp_path: Path) -> None:
    """Services must be able to finish what they have begun."""
    notes = tmp_path / "notes"
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)
    sleepers = []
    for name in ("postgres", "nats", "hotline", "grid"):
        child = ServiceChild(name, noter(name, notes), dict(os.environ), tmp_path / f"{name}.log")
        await supervisor.add(child)
        sleepers.append(child)
    async with asyncio.timeout(20):
        while len(notes.read_text().split() if notes.exists() else []) < 4:  # noqa: ASYNC110 - they tell by a file
            await asyncio.sleep(0.02)

    await supervisor.stop()

    ended = notes.read_text().split()[4:]
    assert set(ended[:2]) == {"-hotline", "-grid"}
    assert ended[2:] == ["-nats", "-postgres"]
    assert not any(psutil.pid_exists(child.pid or 0) for child in sleepers)
    assert said == [], "what is stopped on purpose is no fault"


async def test_a_stop_in_the_pause_before_a_new_start_starts_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)
    child = ServiceChild("sleeper", SLEEPER, dict(os.environ), tmp_path / "sleeper.log")
    await supervisor.add(child)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until_said(said, "ended", 1)

    await supervisor.stop()

    assert child.pid == first
    assert not psutil.pid_exists(first)
    assert not any("runs again" in line for line in said)


async def test_a_child_that_will_not_hear_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_GRACE_S", 0.5)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    log = tmp_path / "deaf.log"
    child = ServiceChild("deaf", [sys.executable, "-c", deaf], dict(os.environ), log)
    await child.start()
    async with asyncio.timeout(20):
        while "deaf" not in log.read_text():  # noqa: ASYNC110 - its log is how it tells
            await asyncio.sleep(0.02)

    await child.stop()

    assert await child.wait() == "signal SIGKILL"
    await child.stop()


async def test_a_child_writes_into_its_log_hears_only_its_own_environment_and_has_its_socket(tmp_path: Path) -> None:
    program = """
import os, socket
inherited = socket.socket(fileno=int(os.environ["GRID_FD"]))
print(sorted(os.environ), inherited.getsockname()[1])
"""
    log = tmp_path / "child.log"
    log.write_text("before\n")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        passed = {"GRID_FD": str(bound.fileno()), "LC_CTYPE": "C.UTF-8"}
        child = ServiceChild("child", [sys.executable, "-c", program], passed, log, descriptor=bound.fileno())
        await child.start()
        assert await child.wait() == "status 0"
        port = bound.getsockname()[1]

    assert log.read_text() == f"before\n['GRID_FD', 'LC_CTYPE'] {port}\n"


async def test_pauses_grow_for_a_child_that_ends_at_once(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda: None)
    child = ServiceChild("ender", [sys.executable, "-c", "exit(3)"], dict(os.environ), tmp_path / "ender.log")

    await supervisor.add(child)
    await until_said(said, "ended", 3)
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
    assert first.passwords.keys() == {service.name for service in SERVICES}
    assert len({*first.passwords.values(), first.administrator_key}) == len(SERVICES) + 1
    assert Credentials.load(tmp_path / "others.json").administrator_key != first.administrator_key
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(first.administrator_key) > 40
    assert time.time() - file.stat().st_mtime < 60
