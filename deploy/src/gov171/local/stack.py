"""The whole house: starts it in order, waits until it answers, writes down what runs, and stops it."""

import asyncio
import fcntl
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field

import httpx
import psutil

from chassis.engines.nats import start_nats
from chassis.engines.postgres import start_postgres
from chassis.engines.process import EngineFailed, listening_socket, tail
from gov171.local import databases
from gov171.local.children import EngineChild, ServiceChild, stop_strays
from gov171.local.credentials import Credentials
from gov171.local.layout import NATS_PORT, POSTGRES_PORT, SERVICES, Service, State
from gov171.local.supervisor import Supervisor

READY_WITHIN_S = 60

# Told of each step: what is done, and how many of how many.
Progress = Callable[[str, int, int], None]


class AlreadyRunning(RuntimeError):
    """Another runner has this state folder."""


@dataclass
class Run:
    """What runs, as written to `run.json`: the runner, each process with when it was created, and the addresses."""

    runner: tuple[int, float]
    gateway_url: str = ""
    postgres: str = ""
    nats: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    pids: dict[str, tuple[int, float]] = field(default_factory=dict)
    is_ready: bool = False

    @classmethod
    def read(cls, state: State) -> "Run | None":
        """The last runner's, which may be gone."""
        try:
            run = cls(**json.loads(state.run.read_text()))
        except (OSError, ValueError, TypeError):
            return None
        run.runner = (run.runner[0], run.runner[1])
        run.pids = {name: (pid, created_at) for name, (pid, created_at) in run.pids.items()}
        return run

    @property
    def is_alive(self) -> bool:
        """Whether its runner still runs."""
        return _is_same(*self.runner)

    def write(self, state: State) -> None:
        partial = state.run.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(self), indent=1))
        partial.replace(state.run)


@contextmanager
def _sole_runner(state: State) -> Iterator[None]:
    """One runner a folder; raises AlreadyRunning."""
    with state.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning() from None
        yield


@asynccontextmanager
async def running(state: State, say: Callable[[str], None], progress: Progress) -> AsyncIterator[Run]:
    """The house, ready; stopped when the block ends. Raises AlreadyRunning, or EngineFailed with what a log says."""
    with _sole_runner(state):
        left = Run.read(state)
        if left is not None:
            for name in await asyncio.to_thread(stop_strays, left.pids):
                say(f"{name} of an earlier run was still there and has been stopped")
        run = Run(runner=(os.getpid(), psutil.Process().create_time()))
        supervisor = Supervisor(say, lambda: _note(state, run, supervisor))
        try:
            await _start(state, run, supervisor, progress)
            run.is_ready = True
            run.write(state)
            yield run
        finally:
            await supervisor.stop()
            state.run.unlink(missing_ok=True)


async def _start(state: State, run: Run, supervisor: Supervisor, progress: Progress) -> None:
    credentials = Credentials.load(state.credentials)
    steps = len(SERVICES) + 3
    run.postgres = await _postgres(state, supervisor)
    progress("PostgreSQL", 1, steps)
    run.nats = await _nats(state, supervisor)
    progress("NATS JetStream", 2, steps)
    urls = await databases.prepare(run.postgres, credentials)
    progress("databases", 3, steps)
    # The runner holds the sockets: no other house can take a port, and who calls while a process is started anew waits.
    sockets = {service.name: listening_socket(service.usual_port) for service in SERVICES}
    run.ports = {name: each.getsockname()[1] for name, each in sockets.items()}
    run.gateway_url = f"http://127.0.0.1:{run.ports['gateway']}"
    for service in SERVICES:
        environment = _environment(state, service, run, urls[service.name], credentials)
        log = state.log(service.name)
        descriptor = sockets[service.name].detach()
        child = ServiceChild(service.name, _command(service, descriptor), environment, log, descriptor=descriptor)
        await supervisor.add(child)
    ready = 3
    for coming in asyncio.as_completed([_wait_ready(state, service, run.ports[service.name]) for service in SERVICES]):
        name = await coming
        ready += 1
        progress(name, ready, steps)


async def _postgres(state: State, supervisor: Supervisor) -> str:
    outside = os.environ.get("GOV171_DATABASE_URL")
    if outside:
        return outside
    child = EngineChild("postgres", lambda port: start_postgres(state.folder / "postgres", port), POSTGRES_PORT)
    await supervisor.add(child)
    return str(getattr(child.engine, "url_admin", ""))


async def _nats(state: State, supervisor: Supervisor) -> str:
    outside = os.environ.get("GOV171_NATS_URL")
    if outside:
        return outside
    child = EngineChild("nats", lambda port: start_nats(state.folder / "nats", port), NATS_PORT)
    await supervisor.add(child)
    return str(getattr(child.engine, "url", ""))


def _command(service: Service, descriptor: int) -> list[str]:
    return [
        sys.executable, "-P", "-m", "uvicorn", service.application, "--factory", "--fd", str(descriptor),
        "--http", "httptools", "--loop", "uvloop", "--timeout-graceful-shutdown", "5",
        "--no-access-log", "--no-server-header", "--no-proxy-headers",
    ]  # fmt: skip


def _environment(state: State, service: Service, run: Run, database_url: str, credentials: Credentials) -> dict[str, str]:
    prefix = service.prefix
    passed = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    # A crash point or log level of one service, for fault tests and debugging.
    passed |= {name: value for name, value in os.environ.items() if name.startswith(f"{prefix}_")}
    own = {"DATABASE_URL": database_url, "NATS_URL": run.nats, "JWKS_URL": f"{run.gateway_url}/.well-known/jwks.json"}
    if service.name in ("hotline", "grid", "affairs"):
        own["CONTACT_KEYS"] = credentials.contact_keys
        own["ATTACHMENTS_URL"] = passed.get(f"{prefix}_ATTACHMENTS_URL") or str(state.attachments)
    if service.name == "hotline":
        own["OPEN311_URL"] = passed.get("HOTLINE_OPEN311_URL") or f"{run.gateway_url}/open311/v2"
    if service.name == "gateway":
        upstreams = [f"{name}=http://127.0.0.1:{port}" for name, port in run.ports.items() if name != "gateway"]
        own |= {"UPSTREAMS": ",".join(upstreams), "SIGNING_KEY": credentials.signing_key}
        own |= {"ADMINISTRATOR_KEY": credentials.administrator_key, "IS_DEVELOPMENT": "true"}
    return passed | {f"{prefix}_{name}": value for name, value in own.items()}


async def _wait_ready(state: State, service: Service, port: int) -> str:
    """Its name once it answers; raises EngineFailed with the end of its log."""
    url = f"http://127.0.0.1:{port}/health/ready"
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                while True:
                    try:
                        if (await client.get(url)).status_code == 200:
                            return service.name
                    except httpx.HTTPError:
                        pass
                    await asyncio.sleep(0.05)  # it tells of its readiness only by answering
        except TimeoutError:
            raise EngineFailed(f"{service.name} was not ready in {READY_WITHIN_S} s:\n{tail(state.log(service.name))}") from None


def _note(state: State, run: Run, supervisor: Supervisor) -> None:
    run.pids = {}
    for child in supervisor.children:
        if child.pid is not None and child.name not in ("postgres", "nats"):  # engines look for their own strays
            try:
                run.pids[child.name] = (child.pid, psutil.Process(child.pid).create_time())
            except psutil.NoSuchProcess:
                continue
    run.write(state)


def _is_same(pid: int, created_at: float) -> bool:
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - created_at) < 0.01 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
