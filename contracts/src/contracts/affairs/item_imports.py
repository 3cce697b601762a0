"""Imports of items 事项批量导入: lists that came in as one file, and are approved or sent back as one."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class ItemImportChangedV1(Event):
    """A list of items was brought in, approved, sent back or withdrawn; the items themselves are told of one by one."""

    type: ClassVar[str] = "gov171.affairs.item_import.changed.v1"

    import_id: UUID = Field(description="The import.", examples=["01959c2e-8a00-7000-8000-000000000009"])
    status: str = Field(description="under_review, approved, sent_back or withdrawn.", examples=["under_review"])
    items: int = Field(description="How many items it brought, or were moved with it.", examples=[2875])
