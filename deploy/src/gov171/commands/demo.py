"""The command that shows and proves the whole: up, seed, replay, import, compare."""

import asyncio
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from typing import Annotated, Any

import typer
from rich.table import Table

from chassis.engines.process import EngineFailed
from gov171.api import Api, ApiRefused, administrator_key
from gov171.commands.house import show_addresses, start_with_bar, until_told_to_stop
from gov171.commands.imports import show_total
from gov171.console import console, progress_bar, say
from gov171.demo.activities import activities
from gov171.demo.affairs import Callers, claim_items, live_cases, publish_items, seed_affairs
from gov171.demo.affairs_cases import city_batches, claim_list, town_batches
from gov171.demo.affairs_items import item_list
from gov171.demo.applications import APPROVERS, CENTRES, CITY_DESKS, REVIEWERS, Acting, application_keys
from gov171.demo.caller import Caller, ReplayFailed
from gov171.demo.check import ACTIVITIES, AFFAIRS, LAMPS, Line, compare
from gov171.demo.lamp_replay import mend_lamps
from gov171.demo.lamps import lamp_faults
from gov171.demo.news import News
from gov171.demo.plan import YEAR, Life, plan
from gov171.demo.preparation import data, published_figures, seed
from gov171.demo.replay import replay, tell
from gov171.imports.mapping import FieldMapping, rows
from gov171.imports.send import send_rows
from gov171.local.layout import State
from gov171.local.stack import AlreadyRunning, Run

# As `Callers` names them.
_AFFAIRS = (CITY_DESKS, REVIEWERS, CENTRES, APPROVERS)


def demo(
    check: Annotated[
        bool, typer.Option("--check", help="Compare every figure, stop what was started; 1 on a difference.")
    ] = False,
) -> None:
    """Start everything, live through the published year by the public API, and show what it came to."""
    try:
        agreed = asyncio.run(_demo(State.of_checkout(), check))
    except (ApiRefused, EngineFailed, ReplayFailed) as error:
        say(str(error))
        raise typer.Exit(1) from None
    except ExceptionGroup as group:
        for each in group.exceptions:
            say(f"{type(each).__name__}: {each}")
        raise typer.Exit(1) from None
    except AlreadyRunning:
        say("Another gov171 is just starting or stopping in this folder.")
        raise typer.Exit(1) from None
    if not agreed:
        raise typer.Exit(1)


async def _demo(state: State, is_check: bool) -> bool:
    times: dict[str, float] = {}
    async with AsyncExitStack() as stack:
        run = Run.read(state)
        is_ours = run is None or not run.is_alive
        with _timed(times, "start"):
            if run is None or is_ours:
                run = await start_with_bar(stack, state)
        lines = await _fill(run, state, times)
        _show_times(times)
        _show(lines)
        agreed = all(line.agrees for line in lines)
        if not is_check:
            show_addresses(run, state)
            if is_ours:
                say("Ctrl-C stops everything.")
                await until_told_to_stop()
    return agreed


async def _fill(run: Run, state: State, times: dict[str, float]) -> list[Line]:
    """Bring in what is not there yet, and compare."""
    figures = published_figures()
    about = figures["organisation"]
    async with Api(run.gateway_url, administrator_key(state)) as administrator:
        keys = await application_keys(administrator, state)
    key = keys[CITY_DESKS]
    async with Api(run.gateway_url, key) as api:
        with _timed(times, "seed"), console.status("organisation, grid leads, street lamps, categories, dispatch rules"):
            await seed(api, about)
            await seed_affairs(api, about)
        with _timed(times, "replay"):
            lines = await compare(api, figures, YEAR)
            if _lacks(lines, "hotline", "organisation"):
                await _replay(run, key, plan(figures["hotline"], about))
        with _timed(times, "affairs"):
            if _lacks(lines, AFFAIRS):
                await _live_affairs(run, keys, figures)
        with _timed(times, "lamps"):
            if _lacks(lines, LAMPS):
                await _mend_lamps(run, key)
        with _timed(times, "activities"):
            if _lacks(lines, ACTIVITIES):
                await _tell_activities(run, key, activities(figures[ACTIVITIES], about))
        with _timed(times, "import"):
            await _import(api)
        with _timed(times, "compare"):
            return await compare(api, figures, YEAR)


def _lacks(lines: list[Line], *sections: str) -> bool:
    return not all(line.agrees for line in lines if any(line.is_of(section) for section in sections))


async def _live_affairs(run: Run, keys: Mapping[Acting, str], figures: Mapping[str, Any]) -> None:
    affairs, about = figures[AFFAIRS], figures["organisation"]
    items = item_list(affairs, about)
    claims = claim_list(affairs, about, items)
    batches = [*city_batches(affairs, items), *town_batches(affairs, claims, items)]
    async with AsyncExitStack() as stack:
        acting = [await stack.enter_async_context(Caller(run.gateway_url, keys[each])) for each in _AFFAIRS]
        callers = Callers(*acting)
        with console.status(f"{len(items)} items, {len(claims)} claims"):
            await publish_items(callers, items)
            await claim_items(callers, claims)
        with progress_bar(f"the online cases of {YEAR}", sum(len(each.applications) for each in batches)) as (bar, task):
            await live_cases(callers, batches, lambda count: bar.advance(task, count))


async def _replay(run: Run, key: str, lives: list[Life]) -> None:
    with progress_bar(f"the tickets of {YEAR}", len(lives)) as (bar, task):
        async with Caller(run.gateway_url, key) as caller, News(run.gateway_url, key).following() as news:
            await replay(lives, caller, news, lambda: bar.advance(task))


async def _mend_lamps(run: Run, key: str) -> None:
    faults = lamp_faults()
    with progress_bar(f"the broken street lamps of {YEAR}", len(faults)) as (bar, task):
        async with Caller(run.gateway_url, key) as caller:
            await mend_lamps(faults, caller, lambda: bar.advance(task))


async def _tell_activities(run: Run, key: str, rows: list[dict[str, Any]]) -> None:
    with progress_bar(f"the service activities of {YEAR}", len(rows)) as (bar, task):
        async with Caller(run.gateway_url, key) as caller:
            await tell(rows, caller, lambda count: bar.advance(task, count))


async def _import(api: Api) -> None:
    """Real requests of another city, with their faults."""
    mapping = FieldMapping.model_validate(_toml("hoboken_311.toml"))
    given = list(rows(data("hoboken_311.csv"), mapping))
    with progress_bar("real requests of another city", len(given)) as (bar, task):
        total = await send_rows(api, mapping.source, given, lambda count: bar.advance(task, count))
    total.rows.clear()  # the command `import tickets` shows them one by one
    show_total(total)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(data(name).decode())


@contextmanager
def _timed(times: dict[str, float], phase: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    times[phase] = time.monotonic() - began


def _show_times(times: dict[str, float]) -> None:
    phases = ", ".join(f"{phase} {seconds:.1f} s" for phase, seconds in times.items())
    say(f"{phases}; together {sum(times.values()):.1f} s")


def _show(lines: list[Line]) -> None:
    table = Table("figure", "published", "counted", "")
    for line in lines:
        table.add_row(line.name, str(line.published), str(line.counted), "" if line.agrees else "DIFFERS")
    console.print(table)
    differing = sum(not line.agrees for line in lines)
    say(f"{len(lines) - differing} of {len(lines)} figures agree")
