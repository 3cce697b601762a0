"""What goes in and out about evidence."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import UploadFile
from pydantic import Field, StringConstraints

from chassis.schema import Input, View
from svc_grid.evidence.terms import Moment, RemovalReason

_ID = ["0195918c-7a00-7000-8000-000000000001"]
_AT = ["2025-03-14T02:00:00Z"]
_HASH = ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]

Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\r\n]*$")]


class EvidenceUpload(Input):
    """One file with what is said of it, as multipart/form-data."""

    file: UploadFile = Field(description="The file, with its name; 20 MB at most.")
    moment: Moment = Field(description="Which side of the handling it shows.", examples=["after"])
    description: Line | None = Field(None, description="What it shows.", examples=["三连东侧路灯已修复"])


class EvidenceView(View):
    """A file of a case; its content is at `.../content` below it."""

    id: UUID = Field(description="The file.", examples=_ID)
    case_id: UUID = Field(description="Its case.", examples=_ID)
    version: int = Field(description="Rises with each change; the ETag.", examples=[1])
    moment: Moment = Field(description="Which side of the handling it shows.", examples=["after"])
    name: str = Field(description="The file's name.", examples=["路灯.jpg"])
    description: str | None = Field(description="What it shows.", examples=["三连东侧路灯已修复"])
    media_type: str = Field(description="What its content was found to be.", examples=["image/jpeg"])
    size_bytes: int = Field(description="Its size.", examples=[184302])
    sha256: str = Field(validation_alias="sha256_hex", description="SHA-256 of its content, in hex.", examples=_HASH)
    added_at: datetime = Field(description="When it was added.", examples=_AT)
    added_by: str = Field(description="The staff account that added it.", examples=["lead-84-03"])
    removed_at: datetime | None = Field(description="When its content was deleted.", examples=[None])
    removed_by: str | None = Field(description="The staff account that removed it.", examples=[None])
    removal_reason: RemovalReason | None = Field(description="Why.", examples=[None])
