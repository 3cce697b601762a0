"""Engines: started, stopped and started again, with what they hold, and without touching what is not theirs."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nats
import psutil
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.db import driver_url
from chassis.engines.nats import start_nats
from chassis.engines.postgres import start_postgres
from chassis.engines.process import EngineFailed, free_port, listening_socket, wait_until


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is nobody's engine."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


async def ask(url: str, *statements: str) -> object:
    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with engine.begin() as connection:
        for statement in statements:
            result = await connection.execute(sa.text(statement))
        return result.scalar_one_or_none() if result.returns_rows else None


def kill(pid: int) -> None:
    """As a power cut would: the process and those it started, with no time for a word."""
    process = psutil.Process(pid)
    family = [process, *process.children()]
    for each in family:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(family, 10)


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGKILL], ids=["stopped", "killed"])
async def test_postgres_keeps_what_it_holds_its_port_and_its_password(tmp_path: Path, sig: signal.Signals) -> None:
    first = start_postgres(tmp_path)
    await ask(first.url_admin, "CREATE TABLE kept AS SELECT 7 AS n")
    if sig is signal.SIGKILL:
        kill(first.pid)
    else:
        first.stop()

    again = start_postgres(tmp_path, first.port)
    try:
        assert again.url_admin == first.url_admin
        assert await ask(again.url_admin, "SELECT n FROM kept") == 7
    finally:
        again.discard()
    assert not again.home.exists()


async def test_nats_keeps_what_it_holds_its_port_and_its_password(tmp_path: Path) -> None:
    first = start_nats(tmp_path)
    client = await nats.connect(first.url)
    await client.jetstream().add_stream(name="KEPT", subjects=["kept.>"])
    await client.jetstream().publish("kept.one", b"1")
    await client.close()
    kill(first.pid)

    again = start_nats(tmp_path, first.port)
    try:
        client = await nats.connect(again.url)
        assert again.url == first.url
        assert (await client.jetstream().get_msg("KEPT", 1)).data == b"1"
        await client.close()
    finally:
        again.stop()


async def test_nobody_gets_in_without_the_password(tmp_path: Path) -> None:
    postgres, nats_server = start_postgres(tmp_path / "postgres"), start_nats(tmp_path / "nats")
    try:
        with pytest.raises(Exception, match="password authentication failed"):
            await ask(f"postgresql://gov171:wrong@127.0.0.1:{postgres.port}/postgres", "SELECT 1")
        with pytest.raises((nats.errors.Error, OSError)):
            await nats.connect(f"nats://127.0.0.1:{nats_server.port}", allow_reconnect=False, error_cb=_ignore)
    finally:
        postgres.discard()
        nats_server.stop()


async def _ignore(_error: Exception) -> None:
    return None


def test_a_process_that_took_over_an_engine_s_number_is_left_alone(tmp_path: Path, bystander: subprocess.Popen[bytes]) -> None:
    start_nats(tmp_path).stop()
    (tmp_path / "nats.pid").write_text(str(bystander.pid))

    start_nats(tmp_path).stop()

    assert bystander.poll() is None


@pytest.mark.parametrize("rubbish", ["", "x", "-1", "999999999", "\0"])
def test_a_broken_pid_file_hinders_nobody(tmp_path: Path, rubbish: str) -> None:
    (tmp_path / "nats.pid").write_text(rubbish)

    start_nats(tmp_path).stop()


async def test_an_interrupted_first_start_of_postgres_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "data" / "base").mkdir(parents=True)  # initdb had come so far

    engine = start_postgres(tmp_path)
    try:
        assert await ask(engine.url_admin, "SELECT 1") == 1
        assert str(await ask(engine.url_admin, "SHOW server_version")).startswith("18")
    finally:
        engine.discard()


def test_an_engine_that_ends_at_once_says_why(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first\n" * 50 + "the disk is full\n")
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])

    with pytest.raises(EngineFailed, match=r"(?s)It ended at once \(status 3\).*the disk is full"):
        wait_until(lambda: False, process, log, "It")


def test_a_port_that_is_taken_is_given_to_nobody_else() -> None:
    with listening_socket(0) as taken:
        port = taken.getsockname()[1]

        assert free_port(port) != port
        with listening_socket(port) as other:
            assert other.getsockname()[1] != port
    assert free_port(port) == port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free_port()))
