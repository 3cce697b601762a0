"""What goes out about messages, beside their receipts."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.trade_documents.terms import DocumentKind


class MessageView(View):
    """A message that was taken; its receipt is at `/v1/trade-messages/{id}`."""

    id: UUID = Field(description="Its id here.", examples=["01959c2e-8a00-7000-8000-000000000031"])
    guid: str = Field(description="The guid its sender gave it.", examples=["4CDE1CFD-EDED-46B1-946C-B8022E42FC94"])
    kind: DocumentKind = Field(description="What it carries.", examples=["order"])
    document_count: int = Field(description="How many documents.", examples=[100])
    taken_count: int = Field(description="How many of them were taken, or stood here already.", examples=[98])
    refused_count: int = Field(description="How many were refused.", examples=[1])
    unreadable_count: int = Field(description="How many could not be read.", examples=[1])
    received_at: datetime = Field(description="When it came.", examples=["2025-03-03T02:00:00Z"])

    @computed_field(description="What it carries, in Chinese.", examples=["订单"])  # type: ignore[prop-decorator]
    @property
    def kind_label_zh(self) -> str:
        return self.kind.label_zh

    @computed_field(description="What it carries, in English.", examples=["Order"])  # type: ignore[prop-decorator]
    @property
    def kind_label_en(self) -> str:
        return self.kind.label_en
