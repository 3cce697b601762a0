"""Commands that measure what the house's rules are worth."""

import asyncio
import json
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from gov171.bench import territories as territory_bench
from gov171.bench.catalogue import measuring as item_bench
from gov171.bench.duplicates import Measured, Pair, TruthWrong, measure
from gov171.bench.scale import measuring
from gov171.bench.scale.house import engines, house, new_database
from gov171.bench.scale.loading import load
from gov171.bench.scale.measuring import Answer
from gov171.bench.trade import measuring as trade_bench
from gov171.console import console, progress_bar, say
from svc_affairs.sheets.bodies import SheetFormat

app = typer.Typer(help="Measure what the rules are worth on real data.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Measure what the rules are worth on real data."""


@app.command()
def duplicates(as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False) -> None:
    """Precision and recall of the rules for likely duplicates, on the real import file; needs no running house."""
    try:
        measured = measure()
    except TruthWrong as error:
        say(str(error))
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(measured.outcome.document(), ensure_ascii=False, indent=1))
        return
    _show_pairs(measured)
    outcome = measured.outcome
    say(f"{outcome.rows} rows: {outcome.requests} requests, {outcome.repeats} repeats known by their reference")
    say(
        f"{outcome.pairs} pairs: {len(outcome.true_positives)} true and {len(outcome.false_positives)} false positives, "
        f"{len(outcome.false_negatives)} false and {outcome.true_negatives} true negatives; "
        f"besides {len(measured.truth.doubtful)} doubtful pairs, {len(outcome.doubtful_found)} found, not counted"
    )
    say(
        f"precision {outcome.precision:.3f}, recall {outcome.recall:.3f}, F1 {outcome.f1:.3f} "
        f"of {len(measured.truth.same)} pairs that are there; policy {outcome.policy}"
    )


def _show_pairs(measured: Measured) -> None:
    outcome, truth = measured.outcome, measured.truth
    table = Table("judged", "pair", "score", "the rules' reasons, and the reader's")
    for verdict, pairs in (
        ("true positive", outcome.true_positives),
        ("false positive", outcome.false_positives),
        ("false negative", outcome.false_negatives),
        ("doubtful, found", outcome.doubtful_found),
        ("near miss, kept apart", outcome.near_misses_kept_apart),
    ):
        for pair in pairs:
            likeness = measured.found.get(pair)
            said = f"{', '.join(likeness.reasons)}\n" if likeness else ""
            read = truth.same.get(pair) or truth.doubtful.get(pair) or truth.different.get(pair) or "two matters"
            table.add_row(verdict, _named(pair), f"{likeness.score:.1f}" if likeness else "", said + read)
    console.print(table)


def _named(pair: Pair) -> str:
    return " ".join(pair)


@app.command()
def hotline(
    most: Annotated[
        int, typer.Option(min=measuring.BASE, help="The largest number of tickets; 10,000,000 wants 40 GB and hours.")
    ] = 1_000_000,
    times: Annotated[int, typer.Option(min=20, max=2000, help="How often each request is made at each size.")] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How long the hotline's lists, searches and figures take at 10 thousand tickets and more, and by which plans.

    It starts engines of its own in a temporary folder, and ends with 1 where a request's p99 at the largest size is
    over twice that at 100 thousand.
    """
    sizes = [size for size in (10_000, measuring.BASE, 1_000_000, 10_000_000) if size < most] + [most]
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
    table = Table("request", *heads, f"p50 / p99, pages: times {measuring.BASE:,}'s", "plan at the largest")
    for name, ratio in ratios.items():
        of_sizes = {each.size: each for each in answers if each.name == name}
        cells = [f"{each.p50:.1f} / {each.p99:.1f}, {each.plan.pages:.0f}" for each in map(of_sizes.__getitem__, sizes)]
        table.add_row(name, *cells, f"{ratio.p50:.2f} / {ratio.p99:.2f}, {ratio.pages:.2f}", of_sizes[sizes[-1]].plan.paths)
    console.print(table)


@app.command()
def territories(
    points: Annotated[int, typer.Option(min=100, max=1_000_000, help="How many points are looked up at each size.")] = 20_000,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How long it takes in process to find where a point lies, in a made-up city and in one ten times as large.

    It needs no running house, and ends with 1 where the p99 of a look-up is a millisecond or more.
    """
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


@app.command()
def items(
    count: Annotated[int, typer.Option(min=100, max=10_000, help="How many items the list has.")] = item_bench.COUNT,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How long a list of items takes to be tried, brought in, published as one, changed, and given out, as CSV and Excel.

    It starts engines of its own in a temporary folder, and ends with 1 where an act takes 10 seconds or more for 3,000 items,
    or where what came of the list is not what was to come of it.
    """
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


@app.command()
def trade(
    most: Annotated[int, typer.Option(min=10_000, max=10_000_000, help="The largest number of documents.")] = 1_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="Only the figures, as JSON.")] = False,
) -> None:
    """How many trade documents a second are taken in and matched, from 10 thousand to a million, and how flat that is.

    It starts engines of its own in a temporary folder, and ends with 1 where a rate by processor time at the largest size is
    under half of that at the smallest, or where what came of the documents is not what was to come of them.
    """
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
