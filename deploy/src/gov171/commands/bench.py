"""Commands that measure what the house's rules are worth.

What they measure with is imported as they run: it holds whole services, and no other command is to wait for those.
"""

from typing import Annotated

import typer

from gov171.bench.catalogue import COUNT
from gov171.bench.scale import BASE

app = typer.Typer(help="Measure what the rules are worth on real data.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Measure what the rules are worth on real data."""


@app.command()
def duplicates(as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False) -> None:
    """Precision and recall of the rules for likely duplicates, on the real import file; needs no running house."""
    from gov171.bench.showing_duplicates import run

    run(as_json=as_json)


@app.command()
def hotline(
    most: Annotated[
        int, typer.Option(min=BASE, help="The largest number of tickets; 10,000,000 wants 40 GB and hours.")
    ] = 1_000_000,
    times: Annotated[int, typer.Option(min=20, max=2000, help="How often each request is made at each size.")] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How long the hotline's lists, searches and figures take at 10 thousand tickets and more, and by which plans.

    It starts engines of its own in a temporary folder, and ends with 1 where a request's p99 at the largest size is
    over twice that at 100 thousand.
    """
    from gov171.bench.scale.showing import run

    run(most, times, as_json=as_json)


@app.command()
def territories(
    points: Annotated[int, typer.Option(min=100, max=1_000_000, help="How many points are looked up at each size.")] = 20_000,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How long it takes in process to find where a point lies, in a made-up city and in one ten times as large.

    It needs no running house, and ends with 1 where the p99 of a look-up is a millisecond or more.
    """
    from gov171.bench.showing_territories import run

    run(points, as_json=as_json)


@app.command()
def items(
    count: Annotated[int, typer.Option(min=100, max=10_000, help="How many items the list has.")] = COUNT,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How long a list of items takes to be tried, brought in, published as one, changed, and given out, as CSV and Excel.

    It starts engines of its own in a temporary folder, and ends with 1 where an act takes 10 seconds or more for 3,000 items,
    or where what came of the list is not what was to come of it.
    """
    from gov171.bench.catalogue.showing import run

    run(count, as_json=as_json)


@app.command()
def trade(
    most: Annotated[int, typer.Option(min=10_000, max=10_000_000, help="The largest number of documents.")] = 1_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How many trade documents a second are taken in and matched, from 10 thousand to a million, and how flat that is.

    It starts engines of its own in a temporary folder, and ends with 1 where a rate by processor time at the largest size is
    under half of that at the smallest, or where what came of the documents is not what was to come of them.
    """
    from gov171.bench.trade.showing import run

    run(most, as_json=as_json)
