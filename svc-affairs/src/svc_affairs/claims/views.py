"""What goes out about claims."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.centres.hours import Hours
from svc_affairs.claims.terms import ClaimStatus, RowFault, RowResult

_ID = ["01959c2e-8a00-7000-8000-000000000031"]


class ClaimView(View):
    """A claim as it stands."""

    id: UUID = Field(description="The claim.", examples=_ID)
    version: int = Field(description="Rises with each change; its ETag.", examples=[1])
    status: ClaimStatus = Field(description="Where it stands.", examples=["active"])
    is_effective: bool = Field(
        description="Whether new cases are taken in: it is active, the item is in force and open to centres, the centre is open.",
        examples=[True],
    )
    item_code: str = Field(description="The item.", examples=["000117001000"])
    centre_code: str = Field(description="The centre.", examples=["centre-84-03"])
    department_code: str = Field(description="Whose item it was when it was claimed.", examples=["dept-07"])
    window_code: str | None = Field(description="At which window; null: at any.", examples=["w1"])
    hours: Hours | None = Field(
        description="When, by weekday; null: whenever the centre is open.",
        examples=[{"tuesday": [{"opens": "10:00", "closes": "14:00"}]}],
    )
    telephone: str | None = Field(description="Where one asks; null: at the centre.", examples=["0909-2290012"])
    reason: str | None = Field(description="Why it is suspended or was given back.", examples=[None])
    claimed_at: datetime = Field(description="When it was made.", examples=["2025-01-06T02:00:00Z"])
    changed_at: datetime = Field(description="When it last changed.", examples=["2025-01-07T02:00:00Z"])
    suspended_at: datetime | None = Field(description="Since when it is suspended.", examples=[None])
    withdrawn_at: datetime | None = Field(description="When it was given back.", examples=[None])

    @computed_field(description="The state's Chinese name.", examples=["有效"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @computed_field(description="The state's English name.", examples=["Active"])  # type: ignore[prop-decorator]
    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class WithdrawalView(ClaimView):
    """A claim that was given back."""

    running_cases: int = Field(description="Cases of the item that run at the centre; they go on there.", examples=[2])


class ClaimRowView(View):
    """What became of a row."""

    index: int = Field(description="Its place in the request, from 0.", examples=[0])
    result: RowResult = Field(description="What became of it.", examples=["claimed"])
    reason: RowFault | None = Field(default=None, description="Why it is refused.", examples=[None])
    claim_id: UUID | None = Field(default=None, description="The claim that it is now; null: none.", examples=_ID)


class ClaimImportReport(View):
    """What an import did, or would do."""

    claimed: int = Field(description="Claimed.", examples=[1134])
    already: int = Field(description="Claimed before.", examples=[0])
    refused: int = Field(description="Refused.", examples=[3])
    is_dry_run: bool = Field(description="Whether nothing was stored.", examples=[False])
    rows: list[ClaimRowView] = Field(description="Each row, in the order of the request.")


class ClaimCountView(View):
    """The claims of a centre, an item or a department."""

    code: str = Field(description="Whose.", examples=["centre-84-03"])
    total: int = Field(description="All that were ever made 累计认领.", examples=[9])
    active: int = Field(description="Those that are active.", examples=[8])
