"""What goes out about the archive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field

from chassis.schema import View


class EventView(View):
    """An event as it was archived."""

    position: int = Field(description="Its place in the archive; ascends within each stream.", examples=[1204])
    id: UUID = Field(description="The event's id.", examples=["01959c2e-8a00-7000-8000-000000000009"])
    stream: str = Field(description="The stream it came on.", examples=["HOTLINE"])
    type: str = Field(description="What happened.", examples=["gov171.hotline.ticket.accepted.v1"])
    source: str = Field(description="Who told it.", examples=["/gov171/hotline"])
    subject: str = Field(description="What it happened to.", examples=["01959c2e-8a00-7000-8000-000000000001"])
    sequence: int = Field(description="The subject's version after it.", examples=[1])
    time: datetime = Field(description="When it was recorded.", examples=["2025-03-14T02:05:00Z"])
    is_replay: bool = Field(description="Whether its time was declared by a replay.", examples=[False])
    data: dict[str, Any] = Field(
        description="The facts, as the contract of its type says.", examples=[{"number": "12345-20250314-000017"}]
    )


class ArchiveFigures(View):
    """How much is archived."""

    events: int = Field(description="Events in all.", examples=[48211])
    by_stream: dict[str, int] = Field(description="Events of each stream.", examples=[{"GRID": 20110, "HOTLINE": 28101}])


class FiguresView(View):
    """The data hub's figures at an instant."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    source: Literal["svc-datahub"] = Field(default="svc-datahub", description="Who counted.", examples=["svc-datahub"])
    figures: ArchiveFigures = Field(description="The figures.")

    @classmethod
    def counted(cls, by_stream: Mapping[str, int], as_of: datetime) -> Self:
        return cls(as_of=as_of, figures=ArchiveFigures(events=sum(by_stream.values()), by_stream=dict(by_stream)))
