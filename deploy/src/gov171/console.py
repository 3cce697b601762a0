"""What the commands say: to a person on a terminal, and plainly into a log."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

console = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """A line of its own, also while a bar is drawn."""
    console.print(text, markup=False)


@contextmanager
def progress_bar(what: str, total: int | None = None) -> Iterator[tuple[Progress, TaskID]]:
    """A bar that stays on the screen when done, with the time it took."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield progress, progress.add_task(what, total=total)
