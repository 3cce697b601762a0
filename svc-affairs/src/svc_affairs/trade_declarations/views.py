"""What goes out about declarations; of a buyer nothing."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.trade_declarations.lifecycle import Command
from svc_affairs.trade_declarations.terms import DeclarationStatus, Reason, Verdict
from svc_affairs.trade_declarations.terms import Field as MismatchField

_AT = ["2025-03-03T02:00:00Z"]


class DeclarationView(View):
    """A declaration as it stands."""

    id: UUID = Field(description="Its id; its list document has the same.", examples=["01959c2e-8a00-7000-8000-000000000041"])
    version: int = Field(description="Rises with each change; the ETag.", examples=[1])
    status: DeclarationStatus = Field(description="Where it stands.", examples=["mismatched"])
    verdict: Verdict = Field(description="What the documents say, whatever the desk did.", examples=["mismatched"])
    missing: list[str] = Field(description="Which documents have not come.", examples=[["payment"]])
    mismatch_fields: list[MismatchField] = Field(description="Where they do not agree.", examples=[["amount_paid"]])
    invt_no: str = Field(description="Our number of it.", examples=["9404202503030000000017"])
    declarant_code: str = Field(description="Who declared it.", examples=["6599660005"])
    cop_no: str = Field(description="The declarer's number of the list.", examples=["L20250303000017"])
    platform_code: str = Field(description="The platform of its order.", examples=["6599660001"])
    order_no: str = Field(description="Its order.", examples=["T20250303000017"])
    logistics_code: str = Field(description="Who carries it.", examples=["6599660004"])
    logistics_no: str = Field(description="Its waybill.", examples=["W20250303000017"])
    list_app_time: datetime = Field(description="When it was declared.", examples=_AT)
    day: date = Field(description="The city's day of that.", examples=["2025-03-03"])
    country: str = Field(description="Country of departure, by the customs' code.", examples=["116"])
    amount: Decimal = Field(description="What is declared in all, CNY: goods, freight, insurance.", examples=["129.00"])
    refunded_amount: Decimal = Field(description="The worth of what came back, CNY.", examples=["0"])
    policy_version: int = Field(description="The policy it was judged by.", examples=[1])
    is_changed_since: bool = Field(
        description="Whether its order, payment or waybill changed after the release.", examples=[False]
    )
    opened_at: datetime = Field(description="When its list came to the match.", examples=_AT)
    judged_at: datetime = Field(description="When the match last changed it.", examples=_AT)
    waits_until: datetime | None = Field(description="Until when it waits for its documents.", examples=[None])
    decided_at: datetime | None = Field(description="When it was last decided.", examples=[None])
    decided_by: str | None = Field(description="By whom; `policy`: released without the desk.", examples=[None])
    reason_code: Reason | None = Field(description="Why it is held or was returned.", examples=[None])
    reason: str | None = Field(description="More of it, in words.", examples=[None])

    @computed_field(description="The status in Chinese.", examples=["三单不符"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @computed_field(description="The status in English.", examples=["The documents do not agree"])  # type: ignore[prop-decorator]
    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class MismatchView(View):
    """One field in which two documents do not agree."""

    field: MismatchField = Field(description="The field.", examples=["amount_paid"])
    line_no: int = Field(description="Of which line; 0: of the document.", examples=[0])
    one_document: str = Field(description="The one document.", examples=["order"])
    one_value: str | None = Field(description="What it says; of a person only that it differs.", examples=["140.74"])
    other_document: str = Field(description="The other document.", examples=["payment"])
    other_value: str | None = Field(description="What that one says.", examples=["140.75"])

    @computed_field(description="The field in Chinese.", examples=["支付金额"])  # type: ignore[prop-decorator]
    @property
    def field_label_zh(self) -> str:
        return self.field.label_zh

    @computed_field(description="The field in English.", examples=["What was paid, order and payment"])  # type: ignore[prop-decorator]
    @property
    def field_label_en(self) -> str:
        return self.field.label_en


class DecisionView(View):
    """What the desk decided."""

    at: datetime = Field(description="When.", examples=_AT)
    command: Command = Field(description="What.", examples=["hold"])
    from_status: DeclarationStatus = Field(description="The status before.", examples=["matched"])
    to_status: DeclarationStatus = Field(description="The status after.", examples=["held"])
    actor: str = Field(description="By whom.", examples=["desk-01"])
    reason_code: Reason | None = Field(description="Why.", examples=["inspection"])
    reason: str | None = Field(description="More of it, in words.", examples=["随机布控"])


class DeclarationDetail(DeclarationView):
    """A declaration with every mismatch and decision."""

    mismatches: list[MismatchView] = Field(description="Every field in which the documents do not agree.")
    decisions: list[DecisionView] = Field(description="What the desk decided, the first one first.")
