"""Decisions as documents 文书: issued, revoked."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event

_ID = ["01959c2e-8a00-7000-8000-000000000009"]


class _DocumentEvent(Event):
    """What every event of a document tells."""

    document_id: UUID = Field(description="The document.", examples=_ID)
    case_id: UUID = Field(description="Its case.", examples=_ID)
    number: str = Field(description="Its number.", examples=["BJ-20250314-000017-ZY1"])
    kind: str = Field(description="What it says.", examples=["approval"])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    department_code: str = Field(description="Who issued it.", examples=["dept-07"])


class DocumentIssuedV1(_DocumentEvent):
    """A notice, a decision or an electronic licence was issued."""

    type: ClassVar[str] = "gov171.affairs.document.issued.v1"

    issued_on: date = Field(description="The day that stands on it.", examples=["2025-03-14"])
    result_kind: str | None = Field(default=None, description="Of a result: what sort.", examples=["licence"])
    valid_until: date | None = Field(default=None, description="Until when it holds; null: for good.", examples=["2028-03-13"])
    replaces_id: UUID | None = Field(default=None, description="The document it takes the place of.", examples=_ID)
    has_file: bool = Field(default=True, description="Whether there is a file of it.", examples=[True])


class DocumentRevokedV1(_DocumentEvent):
    """A document does not hold any more."""

    type: ClassVar[str] = "gov171.affairs.document.revoked.v1"

    reason: str = Field(description="Why, from the fixed list.", examples=["clerical_error"])
