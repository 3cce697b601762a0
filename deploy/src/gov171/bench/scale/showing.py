"""Has the hotline measured at each size, and shows it."""

import asyncio
import json
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import typer
from rich.table import Table

from gov171.bench.scale import BASE, measuring
from gov171.bench.scale.house import engines, house, new_database
from gov171.bench.scale.loading import load
from gov171.bench.scale.measuring import Answer
from gov171.console import console, progress_bar, say


def run(most: int, times: int, *, as_json: bool) -> None:
    """Raises typer.Exit with 1 where something is not flat."""
    sizes = [size for size in (10_000, BASE, 1_000_000, 10_000_000) if size < most] + [most]
    answers = asyncio.run(_measure(sizes, times))
    ratios = measuring.ratios(answers, sizes[-1])
    if as_json:
        documents = [
            {"size": a.size, "request": a.name, "p50_ms": a.p50, "p99_ms": a.p99, "pages": a.plan.pages, "plan": a.plan.paths}
            for a in answers
        ]
        typer.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    else:
        _show_scale(sizes, answers, ratios)
    steep = [name for name, ratio in ratios.items() if ratio.p99 > measuring.FLAT]
    if steep:
        say(f"not flat: {', '.join(steep)}")
        raise typer.Exit(1)


async def _measure(sizes: list[int], times: int) -> list[Answer]:
    """Each size in a database of its own, all of them at hand at once."""
    warnings.filterwarnings("ignore", "EdDSA is deprecated")  # RFC 9864 renames it; said at every signature
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gov171-bench-"))
        own = stack.enter_context(engines(Path(folder)))
        urls = {size: await new_database(own, f"tickets_{size}") for size in sizes}
        houses = {size: await stack.enter_async_context(house(own, url)) for size, url in urls.items()}
        for size, each in houses.items():
            with progress_bar(f"{size:,} tickets", size) as (bar, task):
                await load(each, size, partial(bar.advance, task))
        with progress_bar("requests", measuring.turns(times)) as (bar, task):
            return await measuring.measure(houses, times, partial(bar.advance, task))


def _show_scale(sizes: list[int], answers: list[Answer], ratios: Mapping[str, measuring.Ratio]) -> None:
    heads = (f"{size:,}: p50 / p99 ms, pages" for size in sizes)
    table = Table("request", *heads, f"p50 / p99, pages: times {BASE:,}'s", "plan at the largest")
    for name, ratio in ratios.items():
        of_sizes = {each.size: each for each in answers if each.name == name}
        cells = [f"{each.p50:.1f} / {each.p99:.1f}, {each.plan.pages:.0f}" for each in map(of_sizes.__getitem__, sizes)]
        table.add_row(name, *cells, f"{ratio.p50:.2f} / {ratio.p99:.2f}, {ratio.pages:.2f}", of_sizes[sizes[-1]].plan.paths)
    console.print(table)
