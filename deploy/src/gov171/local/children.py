"""What the supervisor watches: engines and services, each of which can be started, waited for and stopped."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import psutil

from chassis.engines.nats import NatsEngine
from chassis.engines.postgres import PostgresEngine

_GRACE_S = 10


class Child(Protocol):
    """A process that must keep running."""

    name: str

    @property
    def pid(self) -> int | None: ...
    async def start(self) -> None: ...
    async def wait(self) -> str: ...
    async def stop(self) -> None: ...


class ServiceChild:
    """One of the six processes; its output goes to its log. `descriptor` is a socket that it inherits."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, *, descriptor: int | None = None
    ) -> None:
        self.name = name
        self._pid: int | None = None
        self._command, self._environment, self._log = command, environment, log
        self._passed = () if descriptor is None else (descriptor,)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment, cwd=self._log.parent, stdin=asyncio.subprocess.DEVNULL,
                stdout=output, stderr=output, start_new_session=True, pass_fds=self._passed,
            )  # fmt: skip
        self._pid = self._process.pid

    @property
    def pid(self) -> int | None:
        return self._pid

    async def wait(self) -> str:
        """How it ended."""
        assert self._process is not None
        return describe_end(await self._process.wait())

    async def stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), _GRACE_S)
        except TimeoutError:
            process.kill()
            await process.wait()


class EngineChild:
    """PostgreSQL or NATS; started again on the port it had, since the services know it there."""

    def __init__(self, name: str, start: Callable[[int | None], PostgresEngine | NatsEngine], usual_port: int) -> None:
        self.name, self._start, self._port = name, start, usual_port
        self.engine: PostgresEngine | NatsEngine | None = None

    @property
    def pid(self) -> int | None:
        return self.engine.pid if self.engine else None

    async def start(self) -> None:
        self.engine = await asyncio.to_thread(self._start, self._port)
        self._port = self.engine.port

    async def wait(self) -> str:
        assert self.engine is not None
        try:
            status = await asyncio.to_thread(psutil.Process(self.engine.pid).wait)
        except psutil.NoSuchProcess:
            status = None
        return describe_end(status)

    async def stop(self) -> None:
        if self.engine is not None:
            await asyncio.to_thread(self.engine.stop)


def describe_end(status: int | None) -> str:
    """An exit status in words: `status 3`, `signal SIGKILL`."""
    if status is None:
        return "ended"
    if status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"status {status}"


def stop_strays(pids: Mapping[str, tuple[int, float]]) -> list[str]:
    """End what a runner that was killed has left: `name -> (pid, time it was created)`. Returns the names."""
    stopped = []
    for name, (pid, created_at) in pids.items():
        try:
            process = psutil.Process(pid)
            if abs(process.create_time() - created_at) > 0.01 or pid == os.getpid():
                continue  # the number is another process's by now
            process.terminate()
            try:
                process.wait(_GRACE_S)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(_GRACE_S)
            stopped.append(name)
        except psutil.NoSuchProcess:
            continue
    return stopped
