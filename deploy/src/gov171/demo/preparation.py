"""Before the replay: the organisation, the categories, the dispatch rules."""

import asyncio
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

_COPIED_WITHIN_S = 60


def data(name: str) -> bytes:
    """A file of the demo's data."""
    return resources.files("gov171.demo").joinpath("data", name).read_bytes()


def published_figures() -> dict[str, Any]:
    """The city's published figures."""
    return tomllib.loads(data("figures.toml").decode())


async def seed(api: Api, figures: dict[str, Any]) -> None:
    """Bring organisation, categories and rules in, once the hotline knows what they name; again, it changes nothing."""
    document = organisation(figures)
    await api.post("/v1/organisation-imports", document)
    await api.post("/v1/lead-imports", {"appointments": leads(figures, datetime(YEAR, 1, 1, tzinfo=SHANGHAI).isoformat())})
    await api.post_text("/v1/component-imports", lamp_register(figures), "text/csv")
    await api.post("/v1/category-imports", {"categories": [_category(*each) for each in CATEGORIES]})
    await until_copied(api, "hotline", figures)
    await publish_rules(api)


def _category(code: str, name_zh: str, name_en: str, unit: str) -> dict[str, Any]:
    parent = code.rpartition(".")[0] or None
    return {"code": code, "parent_code": parent, "name_zh": name_zh, "name_en": name_en, "default_unit_code": unit}


async def until_copied(api: Api, service: str, figures: dict[str, Any]) -> None:
    """A service's copies follow the grid's events; how far they are is only to be had by asking."""
    document = organisation(figures)
    wanted = {name: len(document[name]) for name in ("units", "territories")}
    known: dict[str, Any] = {}
    try:
        async with asyncio.timeout(_COPIED_WITHIN_S):
            while any(known.get(name, 0) < count for name, count in wanted.items()):
                known = await api.get(f"/v1/{service}/directory")
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise ApiRefused(f"{service} knows {known}, not yet {wanted}") from None
