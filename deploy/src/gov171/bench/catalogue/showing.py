"""Has the exchange of a list of items measured, and shows it."""

import asyncio
import json
import tempfile
import warnings
from functools import partial
from pathlib import Path

import typer
from rich.table import Table

from gov171.bench.catalogue import measuring as item_bench
from gov171.bench.scale.house import engines, new_database
from gov171.console import console, progress_bar, say
from svc_affairs.sheets.bodies import SheetFormat


def run(count: int, *, as_json: bool) -> None:
    """Raises typer.Exit with 1 where an act is too slow, or what came of the list is wrong."""
    try:
        measured = asyncio.run(_measure_items(count))
    except item_bench.ListWrong as error:
        say(str(error))
        raise typer.Exit(1) from None
    if as_json:
        documents = {form: [each.document() for each in acts] for form, acts in measured.items()}
        typer.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    else:
        table = Table("act", *(f"{form}: s (of the service's processor), KB" for form in measured))
        for acts in zip(*measured.values(), strict=True):
            table.add_row(
                acts[0].act, *(f"{each.taken_s:.2f} ({each.processor_s:.2f}), {each.kilobytes or '-'}" for each in acts)
            )
        console.print(table)
    slow = [f"{form}: {each.act}" for form, acts in measured.items() for each in acts if each.is_too_slow]
    if slow:
        say(f"not under {item_bench.LIMIT_S:g} s: {', '.join(slow)}")
        raise typer.Exit(1)


async def _measure_items(count: int) -> dict[str, list[item_bench.Measured]]:
    """Each form of file with a database of its own, one after the other."""
    warnings.filterwarnings("ignore", "EdDSA is deprecated")
    measured = {}
    with tempfile.TemporaryDirectory(prefix="gov171-bench-") as folder, engines(Path(folder)) as own:
        for form in SheetFormat:
            url = await new_database(own, f"items_{form.value}", "affairs")
            async with item_bench.office(url, own.nats_url) as office:
                with progress_bar(f"{count:,} items as {form.value}", item_bench.ACTS) as (bar, task):
                    measured[form.value] = await item_bench.measure(office, form, count, partial(bar.advance, task, 1))
    return measured
