"""The applications that the replay acts by, each with a key of its own and a clock that it may set."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chassis.clock import SHANGHAI
from gov171.api import Api
from gov171.demo.organisation import CITY
from gov171.demo.plan import YEAR
from gov171.local.layout import State

_FILE = "replay-applications.json"
# Whose items the replay decides on itself.
DECIDING = "dept-28"


@dataclass(frozen=True)
class Acting:
    """What an application may act as, and for whom."""

    name: str
    roles: tuple[str, ...]
    unit_code: str | None = None
    territory_code: str | None = None

    @property
    def register(self) -> dict[str, Any]:
        return {
            "name": self.name, "roles": list(self.roles), "unit_code": self.unit_code, "territory_code": self.territory_code,
        }  # fmt: skip


CITY_DESKS = Acting(
    "acceptance-replay-desks",
    ("desk", "supervisor", "unit", "grid_desk", "grid_lead", "inspector", "analyst", "device_platform", "item_editor", "window"),
)
# Nobody approves what they wrote themselves; centres and approvers act for their own.
REVIEWERS = Acting("acceptance-replay-reviewers", ("item_reviewer",))
CENTRES = Acting("acceptance-replay-centres", ("centre",), territory_code=CITY)
APPROVERS = Acting("acceptance-replay-approvers", ("approver",), unit_code=DECIDING)
_ALL = (CITY_DESKS, REVIEWERS, CENTRES, APPROVERS)


async def application_keys(administrator: Api, state: State) -> Mapping[Acting, str]:
    """Each one's key: kept from the first time, and made anew where that house is gone."""
    file = state.folder / _FILE
    kept = json.loads(file.read_text()) if file.exists() else {}
    known = {each["id"] for each in (await administrator.get("/v1/applications"))["items"]}
    for each in _ALL:
        if kept.get(each.name, {}).get("id") not in known:
            kept[each.name] = await _made(administrator, each)
            _keep(file, kept)
    return {each: kept[each.name]["key"] for each in _ALL}


async def _made(administrator: Api, acting: Acting) -> dict[str, str]:
    made = await administrator.post("/v1/applications", acting.register)
    start, end = (datetime(year, 1, 1, tzinfo=SHANGHAI).isoformat() for year in (YEAR, YEAR + 1))
    clock = {"application_id": made["id"], "starts_at": start, "ends_at": end, "reason": f"acceptance replay of {YEAR}"}
    await administrator.post("/v1/replay-clocks", clock)
    await administrator.put("/v1/overview/period", {"year": YEAR})
    return {"id": made["id"], "key": made["key"]}


def _keep(file: Path, kept: Mapping[str, Mapping[str, str]]) -> None:
    """At once, since a key is told only as it is made."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as target:
        json.dump(kept, target)
