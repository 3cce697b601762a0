"""How many cases of a claim run, which the slice of cases knows.

It uses claims and not the other way, so what counts them is carried by the sessions: `carried={"count_running_cases": ...}`.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

CountRunning = Callable[[AsyncSession, str, str], Awaitable[int]]


async def count_running(db: AsyncSession, item_code: str, centre_code: str) -> int:
    """How many cases of the item run at the centre; none where this service takes no cases in."""
    counting: CountRunning | None = db.info.get("count_running_cases")
    return await counting(db, item_code, centre_code) if counting else 0
