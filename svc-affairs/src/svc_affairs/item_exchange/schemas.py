"""What comes in about imports, besides their files."""

from datetime import date

from pydantic import Field

from chassis.schema import Input
from svc_affairs.items.fields import Prose


class ImportPublication(Input):
    """From when the items of an approved import are in force."""

    effective_on: date | None = Field(
        default=None, description="The day from whose beginning they are in force; null: now.", examples=["2026-01-01"]
    )
    note: Prose | None = Field(default=None, description="A word on it.", examples=["师市办发〔2025〕3号"])


class ImportRejection(Input):
    """Why the items of an import go back to the editors."""

    reasons: Prose = Field(description="What has to be put right.", examples=["承诺时限未按新标准压缩"])


class ImportWithdrawal(Input):
    """Why the items of an import are given up."""

    reason: Prose | None = Field(default=None, description="Why.", examples=["导入了旧版清单"])
