"""The life of a dispute 矛盾调处: bare facts alone, nothing of who quarrels with whom."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.grid.fields import Reason, TerritoryCode


class DisputeEvent(Event):
    """What every event of a dispute says."""

    dispute_id: UUID = Field(description="The dispute.", examples=["01959c2e-8a00-7000-8000-000000000011"])
    number: str = Field(description="Its human number.", examples=["TJ-20250314-000004"])
    territory_code: TerritoryCode
    kind: str = Field(description="What it is about, from the fixed list.", examples=["neighbour"])


class DisputeAppliedV1(DisputeEvent):
    """Mediation was applied for 申请."""

    type: ClassVar[str] = "gov171.grid.dispute.applied.v1"


class DisputeAcceptedV1(DisputeEvent):
    """The application was accepted 受理."""

    type: ClassVar[str] = "gov171.grid.dispute.accepted.v1"


class DisputeNotAcceptedV1(DisputeEvent):
    """The application was not accepted 不予受理."""

    type: ClassVar[str] = "gov171.grid.dispute.not_accepted.v1"

    reason_code: Reason = None


class DisputeMediatingV1(DisputeEvent):
    """Mediation began 调解中."""

    type: ClassVar[str] = "gov171.grid.dispute.mediating.v1"


class DisputeAgreedV1(DisputeEvent):
    """An agreement was reached 达成协议."""

    type: ClassVar[str] = "gov171.grid.dispute.agreed.v1"

    is_late: bool = Field(default=False, description="Whether a limit had run out.", examples=[False])


class DisputeFailedV1(DisputeEvent):
    """Mediation came to nothing 调解不成."""

    type: ClassVar[str] = "gov171.grid.dispute.failed.v1"

    reason_code: Reason = None
    referral: str | None = Field(default=None, description="Where it goes now.", examples=["court"])
    is_late: bool = Field(default=False, description="Whether a limit had run out.", examples=[False])


class DisputeFollowedUpV1(DisputeEvent):
    """It was followed up 回访."""

    type: ClassVar[str] = "gov171.grid.dispute.followed_up.v1"

    outcome: str | None = Field(default=None, description="What was found.", examples=["settled"])


class DisputeClosedV1(DisputeEvent):
    """It came to its end and its record was sealed 结案."""

    type: ClassVar[str] = "gov171.grid.dispute.closed.v1"


class DisputeWithdrawnV1(DisputeEvent):
    """An applicant withdrew it 撤回."""

    type: ClassVar[str] = "gov171.grid.dispute.withdrawn.v1"
