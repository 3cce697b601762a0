"""Compares what the house counts with what the city published, figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gov171.api import Api


@dataclass(frozen=True)
class Line:
    """One figure: published, and counted."""

    name: str
    published: Any
    counted: Any

    @property
    def agrees(self) -> bool:
        return bool(self.published == self.counted)


async def compare(api: Api, figures: dict[str, Any], year: int) -> list[Line]:
    """Every figure of the organisation and hotline sections; raises ApiRefused."""
    organisation = (await api.get("/v1/grid/organisation-figures"))["figures"]
    hotline = await api.get("/v1/hotline/figures", **{"from": f"{year}-01-01", "to": f"{year + 1}-01-01"})
    shown = await _overview(api)
    lines = [*_lines("organisation", figures["organisation"], organisation)]
    for name, published in figures["hotline"].items():
        lines.append(Line(f"hotline.{name}", published, hotline.get(name)))
        if name in shown:
            lines.append(Line(f"overview.hotline.{name}", published, shown[name]))
    return lines


async def _overview(api: Api) -> dict[str, Any]:
    """The hotline's part of the overview, as anybody sees it."""
    overview = await api.get("/v1/overview")
    part = next(each for each in overview["platforms"] if each["key"] == "hotline")
    return {figure["key"]: figure["value"] for figure in part["figures"]}


def _lines(place: str, published: dict[str, Any], counted: dict[str, Any]) -> Iterator[Line]:
    for name, value in published.items():
        if isinstance(value, dict):
            yield from _lines(f"{place}.{name}", value, counted.get(name) or {})
        else:
            yield Line(f"{place}.{name}", value, counted.get(name))
