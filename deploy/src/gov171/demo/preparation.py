"""Before the replay: the application with its key and clock, the organisation, the categories, the dispatch rules."""

import asyncio
import json
import os
import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from chassis.clock import SHANGHAI
from gov171.api import Api, ApiRefused
from gov171.demo.dispatch_rules import publish_rules
from gov171.demo.lamps import lamp_register
from gov171.demo.organisation import leads, organisation
from gov171.demo.plan import CATEGORIES, YEAR
from gov171.local.layout import State

_NAME = "acceptance-replay"
_ROLES = ("desk", "supervisor", "unit", "grid_desk", "grid_lead", "inspector", "analyst", "device_platform")
_COPIED_WITHIN_S = 60


def data(name: str) -> bytes:
    """A file of the demo's data."""
    return resources.files("gov171.demo").joinpath("data", name).read_bytes()


def published_figures() -> dict[str, Any]:
    """The city's published figures."""
    return tomllib.loads(data("figures.toml").decode())


async def application_key(administrator: Api, state: State) -> str:
    """The replay's own key: kept from the first time, and made anew where that house is gone."""
    file = state.folder / "replay-application.json"
    if file.exists():
        kept = json.loads(file.read_text())
        known = {each["id"] for each in (await administrator.get("/v1/applications"))["items"]}
        if kept["id"] in known:
            return str(kept["key"])
    made = await administrator.post("/v1/applications", {"name": _NAME, "roles": list(_ROLES)})
    start, end = (datetime(year, 1, 1, tzinfo=SHANGHAI).isoformat() for year in (YEAR, YEAR + 1))
    clock = {"application_id": made["id"], "starts_at": start, "ends_at": end, "reason": f"acceptance replay of {YEAR}"}
    await administrator.post("/v1/replay-clocks", clock)
    await administrator.put("/v1/overview/period", {"year": YEAR})
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as target:
        json.dump({"id": made["id"], "key": made["key"]}, target)
    return str(made["key"])


async def seed(api: Api, figures: dict[str, Any]) -> None:
    """Bring organisation, categories and rules in, once the hotline knows what they name; again, it changes nothing."""
    document = organisation(figures)
    await api.post("/v1/organisation-imports", document)
    await api.post("/v1/lead-imports", {"appointments": leads(figures, datetime(YEAR, 1, 1, tzinfo=SHANGHAI).isoformat())})
    await api.post_text("/v1/component-imports", lamp_register(figures), "text/csv")
    await api.post("/v1/category-imports", {"categories": [_category(*each) for each in CATEGORIES]})
    await _until_copied(api, len(document["units"]), len(document["territories"]))
    await publish_rules(api)


def _category(code: str, name_zh: str, name_en: str, unit: str) -> dict[str, Any]:
    parent = code.rpartition(".")[0] or None
    return {"code": code, "parent_code": parent, "name_zh": name_zh, "name_en": name_en, "default_unit_code": unit}


async def _until_copied(api: Api, units: int, territories: int) -> None:
    """The hotline's copies follow the grid's events; how far they are is only to be had by asking."""
    known: dict[str, Any] = {}
    try:
        async with asyncio.timeout(_COPIED_WITHIN_S):
            while (known.get("units", 0), known.get("territories", 0)) < (units, territories):
                known = await api.get("/v1/hotline/directory")
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise ApiRefused(f"the hotline knows {known}, not yet {units} units and {territories} territories") from None
