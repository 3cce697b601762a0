"""Commands for the hotline's operators."""

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from rich.table import Table

from gov171.api import Api, administrator_key, running_house
from gov171.console import console, say

app = typer.Typer(help="Look after the hotline.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the hotline."""


@app.command()
def recount(
    start: Annotated[str, typer.Option("--from", help="First day.", metavar="YYYY-MM-DD")] = "2020-01-01",
    end: Annotated[
        str | None, typer.Option("--to", help="Day after the last; without it, tomorrow.", metavar="YYYY-MM-DD")
    ] = None,
) -> None:
    """Count the kept figures anew from the tickets; says where they differ, and then ends with 1."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end) if end else date.today() + timedelta(days=2)
    except ValueError:
        say("a day is written as 2025-03-14")
        raise typer.Exit(2) from None
    found = asyncio.run(_recount(first, last))
    if not found["differing"]:
        say(f"kept and recounted agree at all {found['compared']} places and days")
        return
    table = Table("day", "place", "measure", "kept", "recounted")
    for each in found["differences"]:
        place = " ".join(value for value in each["place"].values() if value)
        table.add_row(each["accepted_on"], place, each["measure"], str(each["kept"]), str(each["recounted"]))
    console.print(table)
    say(f"{found['differing']} numbers differ")
    raise typer.Exit(1)


async def _recount(first: date, last: date) -> dict[str, Any]:
    run, state = running_house()
    async with Api(run.gateway_url, administrator_key(state)) as api:
        params = {"from": first.isoformat(), "to": last.isoformat()}
        return dict(await api.get("/v1/hotline/figures/recount", **params))
