"""What goes out about parties."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.trade_parties.terms import PartyKind, PartyStatus, SuspensionReason

_ACCOUNT = "application:01959c2e-8a00-7000-8000-000000000031"


class PartyView(View):
    """A party as it stands."""

    id: UUID = Field(description="Its id.", examples=["01959c2e-8a00-7000-8000-000000000030"])
    code: str = Field(description="Its customs registration code 海关注册登记编号.", examples=["6599660001"])
    version: int = Field(description="Rises with each change; the ETag.", examples=[1])
    name: str = Field(description="Its registered name.", examples=["丝路优选"])
    kinds: list[PartyKind] = Field(description="Which kinds of document it may send.", examples=[["order"]])
    account: str = Field(description="The account that acts for it.", examples=[_ACCOUNT])
    status: PartyStatus = Field(description="Whether it may send.", examples=["active"])
    suspension_reason: SuspensionReason | None = Field(description="Why it may not.", examples=[None])
    suspension_note: str | None = Field(description="More of it, in words.", examples=[None])
    registered_at: datetime = Field(description="When it was registered.", examples=["2025-03-01T02:00:00Z"])
    changed_at: datetime = Field(description="When it last changed.", examples=["2025-03-01T02:00:00Z"])

    @computed_field(description="The status in Chinese.", examples=["正常"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @computed_field(description="The status in English.", examples=["Active"])  # type: ignore[prop-decorator]
    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class AccountView(View):
    """An account that acts or acted for a party."""

    account: str = Field(description="The account.", examples=[_ACCOUNT])
    since: datetime = Field(description="From when it acted.", examples=["2025-03-01T02:00:00Z"])
    until: datetime | None = Field(description="Until when; null: it acts now.", examples=[None])
    entered_by: str = Field(description="Who entered it.", examples=["trade-desk-01"])


class AccountsView(View):
    """Every account a party has had."""

    items: list[AccountView] = Field(description="The present one first.")
