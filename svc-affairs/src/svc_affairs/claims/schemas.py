"""What comes in about claims."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from chassis.redaction import hide_numbers
from chassis.schema import Input
from svc_affairs.centres.hours import Hours
from svc_affairs.centres.schemas import CentreCode, OfficeLine, WindowCode
from svc_affairs.claims.policy import POLICY
from svc_affairs.items.schemas import ItemCode


def _names_nobody(text: str) -> str:
    if hide_numbers(text) != text:
        raise ValueError("holds what looks like a telephone's or an identity card's number; nobody is recorded here")
    return text


Reason = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_names_nobody)]
_HOURS = [{"tuesday": [{"opens": "10:00", "closes": "14:00"}]}]


class LocalDetails(Input):
    """How the centre serves the item, where that differs from how it serves others."""

    window_code: WindowCode | None = Field(None, description="At which of its windows; null: at any.", examples=["w1"])
    hours: Hours | None = Field(None, description="When, by weekday; null: whenever the centre is open.", examples=_HOURS)
    telephone: OfficeLine | None = Field(
        None, description="Where one asks, an office's line and no mobile; null: the centre's.", examples=["0909-2290012"]
    )


class ClaimEntry(LocalDetails):
    """An item that a centre takes on."""

    item_code: ItemCode = Field(description="The item.", examples=["000117001000"])
    centre_code: CentreCode = Field(description="The centre.", examples=["centre-84-03"])


class ClaimReason(Input):
    """Why a claim is suspended or given back."""

    reason: Reason = Field(description="Why; everybody can read it.", examples=["窗口人员调整"])


class ClaimImport(Input):
    """Many claims at once."""

    rows: list[ClaimEntry] = Field(min_length=1, max_length=POLICY.most_rows, description="The claims, in any order.")
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])
