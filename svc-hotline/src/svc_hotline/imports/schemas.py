"""What comes in to import tickets, and the report that goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints, field_validator, model_validator

from chassis.schema import Input, View
from svc_hotline.tickets.schemas import Code, Instant, Line, Location

Reference = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=8000)]


class ImportRow(Input):
    """One request as its source has it."""

    line: int = Field(ge=1, le=2**31 - 1, description="Its line in the file.", examples=[2])
    reference: Reference = Field(description="Its own id at the source.", examples=["4933221"])
    title: Line = Field(description="The matter in one line.", examples=["Broken Sidewalk"])
    description: Words | None = Field(None, description="The matter in the caller's words.", examples=["sidewalk sink hole"])
    status: Literal["accepted", "handling", "resolved", "closed"] = Field(
        description="Where it stands there; handling waits here for a dispatch.", examples=["closed"]
    )
    opened_at: Instant = Field(description="When it was made.", examples=["2018-10-02T15:02:01Z"])
    closed_at: Instant | None = Field(None, description="When it was closed, if that is known.", examples=[None])
    address: Line | None = Field(None, description="Where, in words.", examples=["845 Bloomfield St"])
    location: Location | None = Field(None, description="Where, as a point.")
    category_code: Code | None = Field(None, description="What it is about, if it has a category here.", examples=[None])

    @model_validator(mode="after")
    def _closed_after_opened(self) -> Self:
        if self.closed_at is not None and self.closed_at < self.opened_at:
            raise ValueError("closed_at lies before opened_at")
        return self


_ROW: dict[str, JsonValue] = {
    "line": 2, "reference": "4933221", "title": "Broken Sidewalk", "status": "closed", "opened_at": "2018-10-02T15:02:01Z",
    "address": "845 Bloomfield St", "location": {"lon": -74.0285881, "lat": 40.7472791},
}  # fmt: skip


class TicketImport(Input):
    """Some rows of one source. A row that is wrong is reported and keeps no other from landing."""

    source: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$", description="The source's name.", examples=["hoboken_311"])
    rows: list[dict[str, JsonValue]] = Field(
        min_length=1,
        max_length=500,
        description="The rows: line, reference, title, description, status (accepted, handling, resolved, closed), opened_at, "
        "closed_at, address, location {lon, lat}, category_code.",
        examples=[[_ROW]],
    )

    @field_validator("source", mode="after")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """Only the source: what a row holds is that row's fault alone, and ImportRow sees to it."""
        return value


Result = Literal["created", "unchanged", "duplicate", "rejected"]


class RowReport(View):
    """What became of one row."""

    line: int = Field(description="Its line in the file.", examples=[2])
    result: Result = Field(
        description="created; unchanged: here already; duplicate: see reasons; rejected.", examples=["created"]
    )
    ticket_id: UUID | None = Field(None, description="Its ticket; none: nothing was stored of this row.", examples=[None])
    number: str | None = Field(None, description="Its ticket's number.", examples=["12345-20181002-000017"])
    likely_duplicate_of: UUID | None = Field(None, description="The ticket of likely the same matter.", examples=[None])
    reasons: list[str] = Field(
        [], description="Why it counts as a duplicate.", examples=[["same_category", "near", "similar_text"]]
    )
    field: str | None = Field(None, description="The field it was rejected for.", examples=["opened_at"])
    reason: str | None = Field(None, description="What is wrong with it.", examples=["Field required"])


class ImportReport(View):
    """What became of every row, in order, and how many of each."""

    source: str = Field(description="The source's name.", examples=["hoboken_311"])
    rows: list[RowReport] = Field(description="One report a row.")
    created: int = Field(description="Stored now, no duplicate of anything.", examples=[40])
    unchanged: int = Field(description="Here already by an earlier import.", examples=[0])
    duplicates: int = Field(description="The same reference again, or likely the same matter.", examples=[50])
    rejected: int = Field(description="Not stored for a fault.", examples=[1])
    as_of: datetime = Field(description="When this was done.", examples=["2026-01-05T08:00:00Z"])
