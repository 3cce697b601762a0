"""Commands that keep the committed contract documents true, and guard those who rely on them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from gov171.console import say
from gov171.documents.compare import breaks_of_event, breaks_of_openapi
from gov171.documents.generate import FOLDER, committed, generate, write

app = typer.Typer(help="The contract documents below contracts/schemas.", no_args_is_help=True)


Folder = Annotated[Path, typer.Option(help="Where the documents are.")]


@app.command()
def check(folder: Folder = FOLDER) -> None:
    """Fail on a change that breaks those who rely on the committed documents, and where code and documents differ."""
    made, there = generate(), committed(folder)
    broken, drifted = breaks(there, made), _differing(there, made)
    for line in broken:
        say(f"BREAKS {line}")
    for name in drifted:
        say(f"DIFFERS {name}: the code says otherwise; run ./gov171 contracts write")
    if broken or drifted:
        raise typer.Exit(1)
    say(f"{len(made)} documents agree with the code; nothing breaks")


@app.command(name="write")
def write_documents(
    accept_breaks: Annotated[bool, typer.Option("--accept-breaks", help="Write though it breaks those who rely on it.")] = False,
    folder: Folder = FOLDER,
) -> None:
    """Renew the documents from the code; refuses a change that breaks, which wants a new version beside the old."""
    made, there = generate(), committed(folder)
    broken = breaks(there, made)
    for line in broken:
        say(f"BREAKS {line}")
    if broken and not accept_breaks:
        say("nothing written: add a .v2 beside it, or say --accept-breaks where nobody relies on it yet")
        raise typer.Exit(1)
    drifted = _differing(there, made)
    write(made, folder)
    say(f"{len(drifted)} documents renewed, {len(made) - len(drifted)} as they were")


def breaks(there: dict[str, str], made: dict[str, str]) -> list[str]:
    """What the documents in `made` break of those `there`, one line each."""
    found: list[str] = []
    for name, text in sorted(there.items()):
        if not name.endswith(".json"):
            continue  # AsyncAPI is made of the event schemas, which are compared
        if name not in made:
            found.append(f"{name}: gone")
            continue
        compare = breaks_of_event if name.startswith("events/") else breaks_of_openapi
        found += [f"{name} {each}" for each in compare(json.loads(text), json.loads(made[name]))]
    return found


def _differing(there: dict[str, str], made: dict[str, str]) -> list[str]:
    return sorted(name for name in there.keys() | made.keys() if there.get(name) != made.get(name))
