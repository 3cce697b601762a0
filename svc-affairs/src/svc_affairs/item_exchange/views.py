"""What goes out about imports of items."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_affairs.sheets.reports import Counts, RowReport


class ItemImportReport(View):
    """What came of a file, or what would."""

    id: UUID | None = Field(
        description="The import, by which its report is found again; null: a dry run.",
        examples=["01959c2e-8a00-7000-8000-000000000009"],
    )
    is_dry_run: bool = Field(description="Whether nothing was kept.", examples=[False])
    is_published: bool = Field(description="Whether what landed was published at once.", examples=[False])
    counts: Counts = Field(description="How many rows came to what.")
    rows: list[RowReport] = Field(description="Row by row.")


class ItemImportView(View):
    """An import that was kept."""

    id: UUID = Field(description="The import.", examples=["01959c2e-8a00-7000-8000-000000000009"])
    imported_at: datetime = Field(description="When.", examples=["2025-01-06T02:00:00Z"])
    imported_by: str = Field(description="By whom.", examples=["editor-01"])
    media_type: str = Field(description="What sort of file it was.", examples=["text/csv"])
    is_published: bool = Field(description="Whether what landed was published at once.", examples=[False])
    counts: Counts = Field(description="How many rows came to what.")


class ItemImportDetail(ItemImportView):
    """An import with its rows."""

    rows: list[RowReport] = Field(description="The rows that changed something, and those that were refused.")
