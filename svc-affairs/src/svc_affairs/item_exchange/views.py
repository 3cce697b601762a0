"""What goes out about imports of items."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.item_exchange.terms import ImportStatus
from svc_affairs.sheets.reports import Counts, RowReport


class ItemImportView(View):
    """An import as it stands."""

    id: UUID = Field(description="The import.", examples=["01959c2e-8a00-7000-8000-000000000009"])
    version: int = Field(description="Rises with each step; its ETag.", examples=[1])
    status: ImportStatus = Field(description="Where it stands.", examples=["under_review"])
    imported_at: datetime = Field(description="When.", examples=["2025-01-06T02:00:00Z"])
    imported_by: str = Field(description="By whom.", examples=["editor-01"])
    media_type: str = Field(description="What sort of file it was.", examples=["text/csv"])
    note: str | None = Field(description="What the reviewers were told.", examples=["2025年版清单"])
    counts: Counts = Field(description="How many rows came to what.")
    moved: int = Field(description="How many items its last step moved.", examples=[2875])
    decided_at: datetime | None = Field(description="When it was approved, sent back or withdrawn.", examples=[None])
    decided_by: str | None = Field(description="By whom.", examples=[None])
    decision_note: str | None = Field(description="Why, or a word on it.", examples=[None])
    effective_on: date | None = Field(description="If approved: from which day its items are in force.", examples=[None])

    @computed_field(description="The state's Chinese name.", examples=["审核中"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @computed_field(description="The state's English name.", examples=["Under review"])  # type: ignore[prop-decorator]
    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class ItemImportDetail(ItemImportView):
    """An import with its report."""

    rows: list[RowReport] = Field(description="The rows that changed something, and those that were refused.")
