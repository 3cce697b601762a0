"""What comes in and goes out about applications."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chassis.schema import Input, View
from contracts.roles import Role

Name = Annotated[str, StringConstraints(min_length=2, max_length=80)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9/_-]{1,64}$")]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=300)]
_AT = ["2026-01-05T08:00:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000009"]


class ApplicationRegister(Input):
    """A program to let in."""

    name: Name = Field(description="A name of its own.", examples=["town-service-centre-84"])
    roles: list[Role] = Field(min_length=1, description="What it may act as.", examples=[["desk"]])
    unit_code: Code | None = Field(default=None, description="The unit it acts for.", examples=["84"])
    territory_code: Code | None = Field(default=None, description="Bounds all it sees.", examples=["659007/84"])


class ApplicationView(View):
    """An application; its secrets are never shown again."""

    id: UUID = Field(description="The application.", examples=_ID)
    name: str = Field(description="Its name.", examples=["town-service-centre-84"])
    roles: list[str] = Field(description="What it may act as.", examples=[["desk"]])
    unit_code: str | None = Field(description="The unit it acts for.", examples=["84"])
    territory_code: str | None = Field(description="Bounds all it sees.", examples=["659007/84"])
    created_at: datetime = Field(description="When it was registered.", examples=_AT)
    revoked_at: datetime | None = Field(description="When it was shut out.", examples=[None])


class KeyIssued(View):
    """A new key, shown this once."""

    application_id: UUID = Field(description="Whose it is.", examples=_ID)
    key_id: str = Field(description="The key's public half.", examples=["k3Jp9xWq"])
    key: str = Field(description="Send as `Authorization: Key <key>`.", examples=["k3Jp9xWq.9mZ..."])


class ApplicationRegistered(ApplicationView):
    """A new application with its first key, shown this once."""

    key: str = Field(description="Send as `Authorization: Key <key>`.", examples=["k3Jp9xWq.9mZ..."])


class ReplayClockDeclare(Input):
    """Let an application say what time it is, to replay what happened in a past span."""

    application_id: UUID = Field(description="Which application.", examples=_ID)
    starts_at: AwareDatetime = Field(description="Earliest time it may declare.", examples=["2025-01-01T00:00:00+08:00"])
    ends_at: AwareDatetime = Field(description="Latest time it may declare.", examples=["2026-01-01T00:00:00+08:00"])
    reason: Reason = Field(description="What for; goes into the audit log.", examples=["acceptance replay of 2025"])

    @model_validator(mode="after")
    def _is_forward(self) -> Self:
        if self.starts_at >= self.ends_at:
            raise ValueError("starts_at must be before ends_at")
        return self


class ReplayClockView(View):
    """A declared clock."""

    id: UUID = Field(description="The clock.", examples=_ID)
    application_id: UUID = Field(description="Whose it is.", examples=_ID)
    starts_at: datetime = Field(description="Earliest time it may declare.", examples=_AT)
    ends_at: datetime = Field(description="Latest time it may declare.", examples=_AT)
    reason: str = Field(description="What for.", examples=["acceptance replay of 2025"])
    declared_by: str = Field(description="Who declared it.", examples=["administrator"])
    declared_at: datetime = Field(description="When.", examples=_AT)
