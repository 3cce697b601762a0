"""Compares what the house counts with what the city published, figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gov171.api import Api
from gov171.demo.lamps import CLASS, FAULTS

ACTIVITIES, AFFAIRS, LAMPS = "service_activities", "affairs", "lamps"


@dataclass(frozen=True)
class Line:
    """One figure: published, and counted."""

    name: str
    published: Any
    counted: Any

    @property
    def agrees(self) -> bool:
        return bool(self.published == self.counted)

    def is_of(self, section: str) -> bool:
        return section in self.name.split(".")


async def compare(api: Api, figures: dict[str, Any], year: int) -> list[Line]:
    """Every figure of the sections organisation, hotline, affairs and service_activities, and one case for each broken lamp.

    Raises ApiRefused.
    """
    organisation = (await api.get("/v1/grid/organisation-figures"))["figures"]
    span = {"from": f"{year}-01-01", "to": f"{year + 1}-01-01"}
    shown = await _overview(api)
    hotline = await api.get("/v1/hotline/figures", **span)
    affairs = (await api.get("/v1/affairs/figures", **span))["figures"]
    activities = await api.get("/v1/grid/service-activity-figures", **span)
    lamps = (await api.get("/v1/grid/case-figures", class_code=CLASS, **span))["total"]
    lines = [*_lines("organisation", figures["organisation"], organisation)]
    lines += _yearly("hotline", figures["hotline"], hotline, shown.get("hotline", {}))
    lines += _yearly(AFFAIRS, figures[AFFAIRS], affairs, shown.get("affairs", {}))
    lines += [Line(f"{LAMPS}.{name}", FAULTS, lamps[name]) for name in ("reported", "closed")]
    return lines + _yearly(ACTIVITIES, figures[ACTIVITIES], activities, shown.get("community", {}))


def _yearly(section: str, published: dict[str, Any], counted: dict[str, Any], shown: dict[str, Any]) -> list[Line]:
    """A section's figures, each as its service counts it and, where it is there, as the overview shows it."""
    lines = []
    for name, value in published.items():
        lines.append(Line(f"{section}.{name}", value, counted.get(name)))
        if name in shown:
            lines.append(Line(f"overview.{section}.{name}", value, shown[name]))
    return lines


async def _overview(api: Api) -> dict[str, dict[str, Any]]:
    """The platforms' figures in the overview, as anybody sees them."""
    overview = await api.get("/v1/overview")
    return {part["key"]: {each["key"]: each["value"] for each in part["figures"]} for part in overview["platforms"]}


def _lines(place: str, published: dict[str, Any], counted: dict[str, Any]) -> Iterator[Line]:
    for name, value in published.items():
        if isinstance(value, dict):
            yield from _lines(f"{place}.{name}", value, counted.get(name) or {})
        else:
            yield Line(f"{place}.{name}", value, counted.get(name))
