"""The weeks that hot topics are judged by, remembered for a minute: screens that show them ask again and again.

Nine weeks of cells of every matter and place are added up for it, which is the dearest question to the figures; and what
came much more often than usual does not cool down within a minute.
"""

import asyncio
import time
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.figures import repository
from svc_hotline.figures.hot_topics import POLICY
from svc_hotline.figures.repository import Weeks

REMEMBERED_S = 60.0
_MOST = 64
Asked = tuple[date, int]


class WeeksBook:
    """Holds the weeks of the whole city, by day and depth, for one process. A part of the city is picked out of them."""

    def __init__(self) -> None:
        self._kept: dict[Asked, tuple[float, list[Weeks]]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def weeks(self, db: AsyncSession, on: date, depth: int, territory_code: str | None) -> list[Weeks]:
        """As the repository's `weekly`, by the policy of hot topics."""
        if (
            territory_code is not None and territory_code.count("/") >= depth
        ):  # cut at this depth, its places are no longer its own
            return await repository.weekly(db, on, POLICY.weeks, POLICY.least, depth, territory_code)
        async with self._one_at_a_time:
            found = await self._of_city(db, on, depth)
        if territory_code is None:
            return found
        return [each for each in found if f"{each.territory_code}/".startswith(f"{territory_code}/")]

    async def _of_city(self, db: AsyncSession, on: date, depth: int) -> list[Weeks]:
        kept = self._kept.get((on, depth))
        if kept is not None and time.monotonic() - kept[0] < REMEMBERED_S:
            return kept[1]
        found = await repository.weekly(db, on, POLICY.weeks, POLICY.least, depth, None)
        self._kept.pop((on, depth), None)
        self._kept[on, depth] = (time.monotonic(), found)
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return found


async def weeks_of(db: AsyncSession, on: date, depth: int, territory_code: str | None) -> list[Weeks]:
    """By the book that every session of the hotline carries."""
    book: WeeksBook = db.info["weeks_book"]
    return await book.weeks(db, on, depth, territory_code)
