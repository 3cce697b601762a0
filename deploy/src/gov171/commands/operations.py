"""Commands for operators: parked events, and sending recorded events once more."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from gov171.api import Api, administrator_key, running_house
from gov171.console import console, say
from gov171.local.layout import SERVICES

_SERVICES = [service.name for service in SERVICES if service.name != "gateway"]


def dead_letters(replay: Annotated[bool, typer.Option("--replay", help="Handle each of them once more.")] = False) -> None:
    """List events that a consumer could not handle; with --replay try them again."""
    waiting = asyncio.run(_dead_letters(replay))
    if waiting:
        raise typer.Exit(1)


async def _dead_letters(replay: bool) -> int:
    run, state = running_house()
    table = Table("service", "consumer", "type", "parked at", "error")
    async with Api(run.gateway_url, administrator_key(state)) as api:
        for service in _SERVICES:
            found = (await api.get(f"/v1/{service}/dead-letters", limit=200))["items"]
            for letter in found:
                outcome = letter["error"][:120]
                if replay:
                    outcome = await _replay(api, service, letter["id"])
                table.add_row(service, letter["consumer"], letter["type"], letter["parked_at"], outcome)
    if table.row_count:
        console.print(table)
    else:
        say("no event is parked")
    return 0 if replay else table.row_count


async def _replay(api: Api, service: str, letter_id: str) -> str:
    try:
        await api.post(f"/v1/{service}/dead-letters/{letter_id}/replays", {})
    except RuntimeError as error:
        return f"failed again: {error}"
    return "handled"


def replay(
    since: Annotated[str, typer.Option(help="Events recorded from then on: 2026-01-05T08:00:00Z, or hours like `24h`.")],
) -> None:
    """Send recorded events once more, after JetStream was lost; whoever had them passes over them."""
    asyncio.run(_replay_since(_instant(since)))


async def _replay_since(since: datetime) -> None:
    run, state = running_house()
    async with Api(run.gateway_url, administrator_key(state)) as api:
        for service in _SERVICES:
            sent = await api.post(f"/v1/{service}/event-replays", {"since": since.isoformat()})
            say(f"{service}: {sent['events']} events")


def _instant(text: str) -> datetime:
    if text.endswith("h") and text[:-1].isdigit():
        return datetime.now(UTC) - timedelta(hours=int(text[:-1]))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a time like 2026-01-05T08:00:00Z, or hours like 24h") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
