"""What goes out about trade documents; of a buyer nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from chassis.errors import Fault
from chassis.schema import View
from svc_affairs.trade_documents.taken import TakenStatus
from svc_affairs.trade_documents.terms import AppType, DocumentKind

_ID = ["01959c2e-8a00-7000-8000-000000000040"]
_AT = ["2025-03-03T02:00:00Z"]


class TakenView(View):
    """What became of one document."""

    index: int = Field(description="Its place among those sent, from 0.", examples=[0])
    status: TakenStatus = Field(description="What became of it.", examples=["accepted"])
    code: str | None = Field(default=None, description="Why, where there is more to say.", examples=["superseded"])
    text_zh: str | None = Field(
        default=None, description="The same in Chinese.", examples=["已有申报时间更晚的版本，本版本仅存档"]
    )
    text_en: str | None = Field(
        default=None, description="The same in English.", examples=["A version with a later app_time counts"]
    )
    errors: list[Fault] = Field(
        default=[], description="Each fault of an unreadable document; values are not repeated.", examples=[[]]
    )


class TakenReport(View):
    """What became of a batch of documents."""

    accepted: int = Field(description="New ones, and versions kept in the history.", examples=[4998])
    changed: int = Field(description="In place of the version before.", examples=[1])
    unchanged: int = Field(description="Here already.", examples=[0])
    refused: int = Field(description="Not taken.", examples=[1])
    results: list[TakenView] = Field(description="One for each document, in the order sent.")


class DocumentView(View):
    """A document as it stands."""

    id: UUID = Field(description="Its id.", examples=_ID)
    kind: DocumentKind = Field(description="What sort it is.", examples=["order"])
    version: int = Field(description="Rises with each version that takes the one before's place.", examples=[1])
    app_type: AppType = Field(description="What the version that counts asked for.", examples=["1"])
    app_time: datetime = Field(description="When it was declared.", examples=_AT)
    is_deleted: bool = Field(description="Whether its sender deleted it.", examples=[False])
    sent_by: str = Field(description="The code of the party that sent it.", examples=["6599660001"])
    received_at: datetime = Field(description="When it came.", examples=_AT)
    changed_at: datetime = Field(description="When it last changed.", examples=_AT)
    facts: dict[str, Any] = Field(description="What it says, without the buyer.", examples=[{"order_no": "T20250303000017"}])
    lines: list[dict[str, Any]] = Field(description="Its lines; in a list of documents they are left out.", examples=[[]])


class VersionView(View):
    """A version that does not count: an earlier one, or one that came too late."""

    app_type: AppType = Field(description="What it asked for.", examples=["1"])
    app_time: datetime = Field(description="When it was declared.", examples=_AT)
    sent_by: str = Field(description="Who sent it.", examples=["6599660001"])
    received_at: datetime = Field(description="When it came.", examples=_AT)
    facts: dict[str, Any] = Field(description="What it said, without the buyer.", examples=[{"order_no": "T20250303000017"}])


class VersionsView(View):
    """The versions that do not count."""

    items: list[VersionView] = Field(description="The newest by app_time first.")
