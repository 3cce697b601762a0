"""What goes in and out about attachments."""

from datetime import datetime
from uuid import UUID

from fastapi import UploadFile
from pydantic import Field

from chassis.schema import Input, View
from svc_hotline.attachments.models import RemovalReason
from svc_hotline.tickets.schemas import Line, QueryCode

_ID = ["0195918c-7a00-7000-8000-000000000001"]
_AT = ["2025-03-14T02:00:00Z"]
_HASH = ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]


class AttachmentUpload(Input):
    """One file with what is said of it, as multipart/form-data."""

    file: UploadFile = Field(description="The file, with its name; 20 MB at most.")
    description: Line | None = Field(None, description="What it shows.", examples=["三连东侧路灯"])
    is_public: bool = Field(False, description="From staff: whether the caller may see it.", examples=[False])
    query_code: QueryCode | None = Field(
        None, description="The caller's query code, in place of a role.", examples=["7K2M-Q9TX-04FD"]
    )


class AttachmentChange(Input):
    """What of an attachment can be changed."""

    is_public: bool = Field(description="Whether the caller may see it; what the caller sent, the caller sees.", examples=[True])


class AttachmentView(View):
    """An attachment; its content is at `/v1/attachments/{id}/content`."""

    id: UUID = Field(description="The attachment.", examples=_ID)
    ticket_id: UUID = Field(description="Its ticket.", examples=_ID)
    version: int = Field(description="Rises with each change; the ETag.", examples=[1])
    name: str = Field(description="The file's name.", examples=["路灯.jpg"])
    description: str | None = Field(description="What it shows.", examples=["三连东侧路灯"])
    media_type: str = Field(description="What its content was found to be.", examples=["image/jpeg"])
    size_bytes: int = Field(description="Its size.", examples=[184302])
    sha256: str = Field(validation_alias="sha256_hex", description="SHA-256 of its content, in hex.", examples=_HASH)
    is_from_caller: bool = Field(description="Whether the caller sent it.", examples=[True])
    is_public: bool = Field(description="Whether staff let the caller see it.", examples=[False])
    added_at: datetime = Field(description="When it was added.", examples=_AT)
    removed_at: datetime | None = Field(description="When its content was deleted.", examples=[None])
    removal_reason: RemovalReason | None = Field(description="Why.", examples=[None])
