"""Claims 认领 of items by town service centres."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class ClaimEvent(Event):
    """What every event of a claim says."""

    claim_id: UUID = Field(description="The claim.", examples=["01959c2e-8a00-7000-8000-000000000031"])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    centre_code: str = Field(description="The centre that takes it on.", examples=["centre-84-03"])
    department_code: str = Field(description="Whose item it was when it was claimed.", examples=["dept-07"])


class ItemClaimedV1(ClaimEvent):
    """A centre took an item on."""

    type: ClassVar[str] = "gov171.affairs.claim.made.v1"


class ClaimChangedV1(ClaimEvent):
    """A claim was suspended or resumed, or is served at another window or other hours."""

    type: ClassVar[str] = "gov171.affairs.claim.changed.v1"

    action: str = Field(description="change, suspend or resume.", examples=["suspend"])
    status: str = Field(description="Where it stands now: active or suspended.", examples=["suspended"])


class ClaimWithdrawnV1(ClaimEvent):
    """A centre gave an item back; cases that run there go on."""

    type: ClassVar[str] = "gov171.affairs.claim.withdrawn.v1"

    running_cases: int = Field(description="How many cases of it run at the centre.", examples=[2])
