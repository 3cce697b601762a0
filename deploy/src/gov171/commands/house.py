"""Commands that start, show and stop the house."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import httpx
import psutil
import typer
from rich.table import Table

from chassis.engines.process import EngineFailed, private_folder, tail, unprivileged_user
from gov171.api import Api, administrator_key, running_house
from gov171.console import console, progress_bar, say
from gov171.local.layout import SERVICES, State
from gov171.local.stack import AlreadyRunning, Run, running

_DETACHED_WITHIN_S = 120


def up(detach: Annotated[bool, typer.Option("--detach", "-d", help="Return once everything is ready.")] = False) -> None:
    """Start the engines and the six processes; Ctrl-C stops them cleanly."""
    state = State.of_checkout()
    run = Run.read(state)
    if run is not None and run.is_alive:
        say("gov171 runs here already.")
        show_addresses(run, state)
        return
    if detach:
        _start_detached(state)
        return
    try:
        asyncio.run(_stay_up(state))
    except AlreadyRunning:
        say("Another gov171 is just starting or stopping in this folder.")
        raise typer.Exit(1) from None
    except EngineFailed as error:
        say(str(error))
        raise typer.Exit(1) from None


async def _stay_up(state: State) -> None:
    async with AsyncExitStack() as stack:
        run = await start_with_bar(stack, state)
        show_addresses(run, state)
        say("Ctrl-C stops everything.")
        await until_told_to_stop()
        say("stopping")


async def start_with_bar(stack: AsyncExitStack, state: State) -> Run:
    """Start the house under a progress bar; it stops when `stack` closes."""
    with progress_bar("starting") as (bar, task):

        def progress(what: str, done: int, steps: int) -> None:
            bar.update(task, description=f"{what} ready", completed=done, total=steps)

        run = await stack.enter_async_context(running(state, say, progress))
        bar.update(task, description="all ready")
    return run


async def until_told_to_stop() -> None:
    """Returns at Ctrl-C or SIGTERM."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    await told.wait()


def _start_detached(state: State) -> None:
    log = state.log("runner")
    with log.open("ab") as output:
        runner = subprocess.Popen(
            [sys.executable, "-P", "-m", "gov171", "up"], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + _DETACHED_WITHIN_S
    with console.status("starting"):
        while time.monotonic() < deadline:
            run = Run.read(state)
            if run is not None and run.is_ready and run.runner[0] == runner.pid:
                break
            if runner.poll() is not None:
                say(tail(log, 40))
                raise typer.Exit(1)
            time.sleep(0.05)  # another process tells of its readiness by a file
        else:
            say(f"not ready in {_DETACHED_WITHIN_S} s; see ./gov171 logs")
            raise typer.Exit(1)
    show_addresses(run, state)


def show_addresses(run: Run, state: State) -> None:
    """Where things are, and the development credentials."""
    table = Table(show_header=False, box=None)
    table.add_row("API (the gateway)", run.gateway_url)
    table.add_row("API documents", f"{run.gateway_url}/docs")
    table.add_row("overview", f"{run.gateway_url}/v1/overview")
    table.add_row("administrator key", f"Authorization: Key {administrator_key(state)}")
    table.add_row("a staff token", "./gov171 token --role desk")
    console.print(table)


def down() -> None:
    """Stop the house that runs from this checkout."""
    run = Run.read(State.of_checkout())
    if run is None or not run.is_alive:
        say("gov171 is not running here.")
        return
    stop_runner(run)
    say("stopped")


def stop_runner(run: Run) -> None:
    try:
        runner = psutil.Process(run.runner[0])
        runner.send_signal(signal.SIGTERM)
        runner.wait(60)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        say("the runner does not stop; see ./gov171 logs")
        raise typer.Exit(1) from None


def status() -> None:
    """Show what runs and how it is."""
    run, _ = running_house()
    table = Table("process", "pid", "address", "state")
    for service in SERVICES:
        port = run.ports[service.name]
        pid = str(run.pids.get(service.name, ("-", 0))[0])
        table.add_row(service.name, pid, f"http://127.0.0.1:{port}", _health(port))
    table.add_row("postgres", "", _without_secret(run.postgres), "")
    table.add_row("nats", "", _without_secret(run.nats), "")
    console.print(table)


def _health(port: int) -> str:
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=3, trust_env=False)
    except httpx.HTTPError:
        return "does not answer"
    return "ready" if answer.status_code == 200 else f"not ready: {answer.json().get('detail')}"


def _without_secret(url: str) -> str:
    return url.partition("://")[0] + "://" + url.rpartition("@")[2]


def logs(
    service: Annotated[str | None, typer.Argument(help="Only this process: hotline, grid, ... or runner.")] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Stay and show what comes.")] = False,
) -> None:
    """Show the processes' logs."""
    state = State.of_checkout()
    known = [each.name for each in SERVICES] + ["runner"]
    if service is not None and service not in known:
        say(f"no process {service}; there are {', '.join(known)}")
        raise typer.Exit(1)
    files = [state.log(name) for name in ([service] if service else known) if state.log(name).exists()]
    files += [file for file in (state.folder / "nats" / "nats.log",) if service is None and file.exists()]
    for file in files:
        say(f"== {file.stem}")
        say(tail(file, 20))
    if follow and files:
        os.execvp("tail", ["tail", "-n", "0", "-F", *map(str, files)])


def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop the house and delete all its data."""
    state = State.of_checkout()
    if not yes:
        typer.confirm(f"Delete every ticket, case and key in {state.folder}?", abort=True)
    run = Run.read(state)
    if run is not None and run.is_alive:
        stop_runner(run)
    shutil.rmtree(_postgres_folder(state), ignore_errors=True)
    shutil.rmtree(state.folder)
    say("deleted")


def _postgres_folder(state: State) -> Path:
    """Its data may lie elsewhere, when the checkout is closed to the engines' user."""
    return private_folder(state.folder / "postgres", unprivileged_user())


def token(
    role: Annotated[list[str], typer.Option("--role", help="What it may act as; may be given more than once.")],
    subject: Annotated[str, typer.Option(help="The staff account.")] = "developer",
    unit: Annotated[str | None, typer.Option(help="Its unit.")] = None,
    territory: Annotated[str | None, typer.Option(help="Bounds all it sees.")] = None,
) -> None:
    """Make a development staff token and print it."""
    run, state = running_house()

    async def make() -> str:
        async with Api(run.gateway_url, administrator_key(state)) as api:
            body = {"subject": subject, "roles": role, "unit_code": unit, "territory_code": territory}
            return str((await api.post("/v1/development/tokens", body))["token"])

    print(asyncio.run(make()))
