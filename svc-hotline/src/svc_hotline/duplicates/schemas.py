"""What goes out about likely duplicates."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_hotline.duplicates.terms import Reason
from svc_hotline.tickets.terms import Status


class LikelyDuplicateView(View):
    """A ticket that is likely about the same matter."""

    ticket_id: UUID = Field(description="The ticket.", examples=["01959c2e-8a00-7000-8000-000000000001"])
    number: str = Field(description="Its number.", examples=["12345-20250314-000017"])
    status: Status = Field(description="Where it stands.", examples=["handling"])
    title: str = Field(description="Its matter in one line.", examples=["路灯不亮"])
    accepted_at: datetime = Field(description="When it was accepted.", examples=["2025-03-14T02:05:00Z"])
    score: float = Field(description="How likely it is about the same matter, 60 to 100.", examples=[83.5])
    metres: float | None = Field(description="How far apart they are, where both are points.", examples=[12.4])
    reasons: list[Reason] = Field(description="What speaks for one matter.", examples=[["same_category", "near", "similar_text"]])

    @computed_field(description="Where it stands, in Chinese.", examples=["办理中"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @computed_field(description="The reasons in Chinese.", examples=[["类别相同", "位置相近"]])  # type: ignore[prop-decorator]
    @property
    def reason_labels_zh(self) -> list[str]:
        return [reason.label_zh for reason in self.reasons]

    @computed_field(description="The reasons in English.", examples=[["Same category", "Close by"]])  # type: ignore[prop-decorator]
    @property
    def reason_labels_en(self) -> list[str]:
        return [reason.label_en for reason in self.reasons]


class LikelyDuplicates(View):
    """The tickets that are likely about the same matter, the likeliest first."""

    items: list[LikelyDuplicateView] = Field(description="At most five; none where nothing speaks for it.", examples=[[]])
    as_of: datetime = Field(description="When they were looked for.", examples=["2026-01-05T08:00:00Z"])
