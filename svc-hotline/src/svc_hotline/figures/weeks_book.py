"""The weeks that hot topics are judged by, remembered for a minute: screens that show them ask again and again.

Nine weeks of cells of every matter and place are added up for it, which is the dearest question to the figures; and what
came much more often than usual does not cool down within a minute. While somebody asks, a worker adds up anew in time,
so that nobody waits for it but who asks first.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_hotline.figures import repository
from svc_hotline.figures.hot_topics import POLICY
from svc_hotline.figures.repository import Weeks

REMEMBERED_S = 60.0
_RENEWED_AFTER_S, _LOOK_EVERY_S, _ASKED_WITHIN_S = 25.0, 10.0, 600.0
_MOST = 64
Key = tuple[date, int]


@dataclass
class _Kept:
    """What was found, when, and when it was last asked for, by the process's clock."""

    found: list[Weeks]
    found_at: float
    asked_at: float


class WeeksBook:
    """Holds the weeks of the whole city, by day and depth, for one process. A part of the city is picked out of them."""

    def __init__(self) -> None:
        self._kept: dict[Key, _Kept] = {}
        self._one_at_a_time = asyncio.Lock()

    async def weeks(self, db: AsyncSession, on: date, depth: int, territory_code: str | None) -> list[Weeks]:
        """As the repository's `weekly`, by the policy of hot topics."""
        if territory_code is not None and territory_code.count("/") >= depth:  # its places, cut there, are no longer its own
            return await repository.weekly(db, on, POLICY.weeks, POLICY.least, depth, territory_code)
        async with self._one_at_a_time:
            found = await self._of_city(db, (on, depth))
        if territory_code is None:
            return found
        return [each for each in found if f"{each.territory_code}/".startswith(f"{territory_code}/")]

    async def _of_city(self, db: AsyncSession, key: Key) -> list[Weeks]:
        kept, now = self._kept.get(key), time.monotonic()
        if kept is not None and now - kept.found_at < REMEMBERED_S:
            kept.asked_at = now
            return kept.found
        found = await _added_up(db, key)
        self._kept.pop(key, None)
        self._kept[key] = _Kept(found, now, now)
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return found

    async def renew(self, db: AsyncSession, older_than_s: float = _RENEWED_AFTER_S) -> int:
        """Add up anew what was asked for lately; returns how many there were."""
        now = time.monotonic()
        wanted = [
            (key, each) for key, each in self._kept.items()
            if now - each.asked_at < _ASKED_WITHIN_S and now - each.found_at >= older_than_s
        ]  # fmt: skip
        for key, each in wanted:
            each.found, each.found_at = await _added_up(db, key), now
        return len(wanted)

    async def keep_fresh(self, chassis: Chassis) -> None:
        """Run for as long as the service does."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                async with chassis.database.unit_of_work() as db:
                    await self.renew(db)
            except Exception as error:
                if not is_database_away(error):
                    raise


async def _added_up(db: AsyncSession, key: Key) -> list[Weeks]:
    on, depth = key
    return await repository.weekly(db, on, POLICY.weeks, POLICY.least, depth, None)


async def weeks_of(db: AsyncSession, on: date, depth: int, territory_code: str | None) -> list[Weeks]:
    """By the book that every session of the hotline carries."""
    book: WeeksBook = db.info["weeks_book"]
    return await book.weeks(db, on, depth, territory_code)
