"""How many cases of a claim run, which the slice of cases knows.

It uses claims and not the other way, so what counts them is carried by the sessions, as `main` wires it.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

CARRIED = "count_running_cases"
CountRunning = Callable[[AsyncSession, str, str], Awaitable[int]]


async def count_running(db: AsyncSession, item_code: str, centre_code: str) -> int:
    """How many cases of the item run at the centre."""
    counting: CountRunning = db.info[CARRIED]
    return await counting(db, item_code, centre_code)
