"""Has look-ups of points measured, and shows it."""

import json

import typer
from rich.table import Table

from gov171.bench import territories as territory_bench
from gov171.console import console, say


def run(points: int, *, as_json: bool) -> None:
    """Raises typer.Exit with 1 where a look-up is too slow."""
    measured = [territory_bench.measure(size, points) for size in (territory_bench.CITY_SIZE, territory_bench.TENFOLD)]
    if as_json:
        typer.echo(json.dumps([each.document() for each in measured], indent=1))
    else:
        table = Table("size", "territories, vertices", "p50 / p99 ms", "naive p50 ms, times as long", "build s", "check s")
        for each in measured:
            table.add_row(
                each.size, f"{each.territories:,}, {each.vertices:,}", f"{each.p50_ms:.4f} / {each.p99_ms:.4f}",
                f"{each.naive_p50_ms:.2f}, {each.ratio:.0f}", f"{each.rebuild_s:.2f}", f"{each.check_s:.2f}",
            )  # fmt: skip
        console.print(table)
    slow = [each.size for each in measured if each.is_too_slow]
    if slow:
        say(f"p99 not under {territory_bench.LIMIT_MS:g} ms: {', '.join(slow)}")
        raise typer.Exit(1)
