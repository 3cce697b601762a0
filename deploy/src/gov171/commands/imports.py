"""Commands that bring data in: tickets of another system, an organisation."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from gov171.api import Api, ApiRefused, administrator_key, read_file, running_house
from gov171.console import console, progress_bar, say
from gov171.imports.mapping import FieldMapping, MappingWrong, rows
from gov171.imports.send import Total, send_rows

app = typer.Typer(help="Bring data in.", no_args_is_help=True)

_SHOWN_MOST = 40


@app.command()
def tickets(
    file: Annotated[Path, typer.Argument(help="A CSV file.")],
    mapping: Annotated[Path, typer.Option(help="A TOML file: which column is which field.")],
) -> None:
    """Import requests of another system; the same file again changes nothing."""
    content = read_file(file)
    try:
        found = FieldMapping.read(mapping)
        given = list(rows(content, found))
    except MappingWrong as error:
        say(str(error))
        raise typer.Exit(1) from None
    total = asyncio.run(_send(found.source, given))
    show_total(total)
    if total.rejected:
        raise typer.Exit(2)


async def _send(source: str, given: list[dict[str, Any]]) -> Total:
    run, state = running_house()
    async with Api(run.gateway_url, administrator_key(state)) as api:
        with progress_bar("importing", len(given)) as (bar, task):
            return await send_rows(api, source, given, lambda count: bar.advance(task, count))


def show_total(total: Total) -> None:
    """The counts, and the rows that a person should look at."""
    say(f"{total.created} created, {total.unchanged} unchanged, {total.duplicates} duplicates, {total.rejected} rejected")
    table = Table("line", "what", "why")
    noted = [each for each in total.rows if each["result"] in ("rejected", "duplicate")]
    for each in noted[:_SHOWN_MOST]:
        why = f"{each['field']}: {each['reason']}" if each["result"] == "rejected" else ", ".join(each["reasons"])
        table.add_row(str(each["line"]), each["result"], why)
    if noted:
        console.print(table)
    if len(noted) > _SHOWN_MOST:
        say(f"and {len(noted) - _SHOWN_MOST} more")


@app.command()
def organisation(
    file: Annotated[Path, typer.Argument(help="A JSON document: territories, units, facilities.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Bring an organisation in, all of it or nothing; the same document again changes nothing."""
    try:
        document = json.loads(read_file(file))
    except ValueError as error:
        say(f"{file} is not JSON: {error}")
        raise typer.Exit(1) from None
    if not isinstance(document, dict):
        say(f"{file} is not a JSON object with territories, units, facilities")
        raise typer.Exit(1)
    try:
        report = asyncio.run(_import(document | {"is_dry_run": dry_run}))
    except ApiRefused as error:
        say(str(error))
        raise typer.Exit(1) from None
    for kind in ("territories", "units", "facilities"):
        say(f"{kind}: {', '.join(f'{count} {what}' for what, count in report[kind].items())}")


async def _import(document: dict[str, Any]) -> dict[str, Any]:
    run, state = running_house()
    async with Api(run.gateway_url, administrator_key(state)) as api:
        return dict(await api.post("/v1/organisation-imports", document))
