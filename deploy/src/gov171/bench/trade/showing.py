"""Has the intake and the match of trade documents measured at each size, and shows it."""

import asyncio
import json
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import typer
from rich.table import Table

from gov171.bench.scale.house import engines, new_database
from gov171.bench.trade import measuring as trade_bench
from gov171.console import console, progress_bar, say


def run(most: int, *, as_json: bool) -> None:
    """Raises typer.Exit with 1 where a rate is not flat, or what came of the documents is wrong."""
    sizes = [size for size in (10_000, 100_000, 1_000_000) if size < most] + [most]
    try:
        measured = asyncio.run(_measure_trade(sizes))
    except trade_bench.MatchWrong as error:
        say(str(error))
        raise typer.Exit(1) from None
    ratios = trade_bench.ratios(measured)
    if as_json:
        documents = {size: each.document() for size, each in zip(sizes, measured, strict=True)}
        typer.echo(json.dumps({"sizes": documents, "ratios": {name: round(ratios[name], 3) for name in ratios}}, indent=1))
    else:
        _show_trade(sizes, measured, ratios)
    steep = [name for name, ratio in ratios.items() if ratio < trade_bench.FLAT and "cpu" in name]
    if steep:
        say(f"not flat: {', '.join(steep)}")
        raise typer.Exit(1)


async def _measure_trade(sizes: list[int]) -> list[trade_bench.Measured]:
    """Each size in a database of its own; the smaller ones once more after the largest."""
    turns = [*enumerate([*sizes, *reversed(sizes[:-1])])]
    with tempfile.TemporaryDirectory(prefix="gov171-bench-") as folder, engines(Path(folder)) as own:
        urls = [(size, await new_database(own, f"trade_{turn}", "affairs")) for turn, size in turns]
        more = trade_bench.WAVES * trade_bench.WAVE * 4 * len(sizes)
        with progress_bar("documents", sum(size for _, size in turns) + more) as (bar, task):
            return await trade_bench.measure(urls, partial(bar.advance, task))


def _show_trade(sizes: list[int], measured: list[trade_bench.Measured], ratios: Mapping[str, float]) -> None:
    table = Table("documents a second, by the clock (by processors)", *(f"{size:,}" for size in sizes), "largest / smallest")
    for name in [each for each in ratios if "cpu" not in each]:
        of_cpu = name.replace("per_s", "per_cpu_s")
        rates = [f"{each.rates[name]:,.0f} ({each.rates[of_cpu]:,.0f})" for each in measured]
        table.add_row(_RATES[name], *rates, f"{ratios[name]:.2f} ({ratios[of_cpu]:.2f})")
    console.print(table)
    for size, each in zip(sizes, measured, strict=True):
        told = ", ".join(f"{count:,} {status}" for status, count in sorted(each.statuses.items()))
        scanned = ", ".join(f"{rows:,} of {table}" for table, rows in sorted(each.scanned.items())) or "none"
        say(f"{size:,}: {each.whole.passes} passes, the longest of {each.whole.longest_pass_s:.2f} s; {told}")
        say(f"  rows read by scans of whole tables: {scanned}")


_RATES = {
    "ingest_per_s": "taken in", "match_per_s": "matched",
    "wave_ingest_per_s": "2,000 more on top, taken in", "wave_match_per_s": "2,000 more on top, matched",
}  # fmt: skip
