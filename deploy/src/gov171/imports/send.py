"""Sends rows to the hotline in parts, and adds the reports up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gov171.api import Api

PART = 500


@dataclass
class Total:
    """What became of all rows."""

    created: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, report: dict[str, Any]) -> None:
        for name in ("created", "unchanged", "duplicates", "rejected"):
            setattr(self, name, getattr(self, name) + report[name])
        self.rows += report["rows"]


async def send_rows(api: Api, source: str, rows: Sequence[dict[str, Any]], advance: Callable[[int], None]) -> Total:
    """Import `rows`; raises ApiRefused. Sent again they change nothing: the hotline knows them by source and reference."""
    total = Total()
    for start in range(0, len(rows), PART):
        part = list(rows[start : start + PART])
        total.add(await api.post("/v1/ticket-imports", {"source": source, "rows": part}))
        advance(len(part))
    return total
