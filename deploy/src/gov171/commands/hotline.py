"""Commands for the hotline's operators."""

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from rich.table import Table

from gov171.api import Api, administrator_key, running_house
from gov171.console import console, progress_bar, say

_DAYS_AT_ONCE = 31

app = typer.Typer(help="Look after the hotline.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the hotline."""


@app.command()
def recount(
    start: Annotated[str | None, typer.Option("--from", help="First day; without it, of all.", metavar="YYYY-MM-DD")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Day after the last; without it, of all.", metavar="YYYY-MM-DD")] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Make anew what differs.")] = False,
) -> None:
    """Count the kept figures anew from the tickets; says where they differ, and then ends with 1."""
    try:
        wanted = [date.fromisoformat(text) if text else None for text in (start, end)]
    except ValueError:
        say("a day is written as 2025-03-14")
        raise typer.Exit(2) from None
    found = asyncio.run(_recount(wanted[0], wanted[1], repair))
    differing = [each for each in found if not each["is_equal"]]
    if not differing:
        say(f"kept and recounted agree in all {sum(each['cells'] for each in found)} cells")
        return
    table = Table("days", "cells", "differing", "measures", "for instance")
    for each in differing:
        measures = ", ".join(f"{name} {count}" for name, count in each["measures"].items())
        example = (each["examples"] or ["a sum kept over the cells"])[0]
        table.add_row(f"{each['start_on']} to {each['end_on']}", str(each["cells"]), str(each["differing"]), measures, example)
    console.print(table)
    say("made anew" if repair else "run it with --repair to make them anew")
    if not repair:
        raise typer.Exit(1)


async def _recount(first: date | None, end: date | None, repair: bool) -> list[dict[str, Any]]:
    """A month at a time, so that no statement takes long."""
    run, state = running_house()
    async with Api(run.gateway_url, administrator_key(state)) as api:
        span = await api.get("/v1/hotline/figures/span")
        if span["first_on"] is None:
            return []
        at = first or date.fromisoformat(span["first_on"])
        last = end or date.fromisoformat(span["last_on"]) + timedelta(days=1)
        found = []
        with progress_bar("days recounted", (last - at).days) as (bar, task):
            while at < last:
                following = min(at + timedelta(days=_DAYS_AT_ONCE), last)
                body = {"start_on": at.isoformat(), "end_on": following.isoformat(), "is_repair": repair}
                found.append(dict(await api.post("/v1/hotline/figures/recounts", body)))
                bar.advance(task, (following - at).days)
                at = following
        return found
