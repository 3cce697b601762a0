"""The base of every event, and the JetStream stream each type travels on."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

# One stream a producer: name -> the subjects it stores.
STREAMS: Mapping[str, str] = MappingProxyType(
    {
        "HOTLINE": "gov171.hotline.>",
        "GRID": "gov171.grid.>",
        "AFFAIRS": "gov171.affairs.>",
        "DATAHUB": "gov171.datahub.>",
        "RISK": "gov171.risk.>",
        "GATEWAY": "gov171.gateway.>",
    }
)


class Event(BaseModel):
    """A fact that crosses a wall: a frozen record, defined once, by its publisher.

    Within a version fields are only added, with defaults; readers ignore what they do not know.
    Events carry ids and facts, never a phone, a name of a caller or an address.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]

    occurred_at: AwareDatetime = Field(description="When it happened.", examples=["2025-03-14T02:05:00Z"])


def stream_of(type_: str) -> str:
    """The stream an event type travels on: `gov171.grid.case.closed.v1` -> `GRID`. Raises ValueError if none."""
    parts = type_.split(".")
    name = parts[1].upper() if len(parts) > 2 else ""
    if parts[0] != "gov171" or name not in STREAMS:
        raise ValueError(f"not an event type: {type_}")
    return name


def event_types() -> dict[str, type[Event]]:
    """Every event model by its type, in alphabetical order."""
    from contracts import affairs, datahub, grid, hotline, risk  # the registry needs its members loaded

    loaded = tuple(module.__name__ for module in (affairs, datahub, grid, hotline, risk))
    models = {model.type: model for model in _leaves(Event) if ".".join(model.__module__.split(".")[:2]) in loaded}
    return dict(sorted(models.items()))


def _leaves(model: type[Event]) -> Iterator[type[Event]]:
    for each in model.__subclasses__():
        if "type" in each.__dict__:
            yield each
        yield from _leaves(each)
