"""What goes in and out about a caller's earlier tickets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from chassis.contact import Phone
from chassis.schema import Input, View
from svc_hotline.tickets.terms import Status


class CallerLookup(Input):
    """Whose tickets are wanted, and what for; the purpose goes into the audit log, the number nowhere."""

    phone: Phone = Field(description="The caller's telephone.", examples=["13812341234"])
    purpose: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(
        description="What it is needed for.", examples=["来电人询问此前诉求"]
    )


class EarlierTicket(View):
    """A ticket of the same caller."""

    id: UUID = Field(description="The ticket.", examples=["0195918c-7a00-7000-8000-000000000001"])
    number: str = Field(description="The number a person quotes.", examples=["12345-20250314-000017"])
    status: Status = Field(description="Where it stands.", examples=["handling"])
    category_code: str = Field(description="What it is about.", examples=["urban.lighting"])
    title: str = Field(description="The matter in one line.", examples=["路灯不亮"])
    is_confidential: bool = Field(description="The handling unit must not learn who called.", examples=[False])
    accepted_at: datetime = Field(description="When it was accepted.", examples=["2025-03-14T02:00:00Z"])
