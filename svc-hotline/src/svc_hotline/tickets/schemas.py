"""What comes in to open a ticket and to act on it."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chassis.contact import Phone
from chassis.schema import Input
from svc_hotline.tickets.terms import CallbackOutcome, Channel, Kind, Rating, RejectReason, ReturnReason, Urgency

Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
TerritoryCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*$", max_length=128)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]
QueryCode = Annotated[str, StringConstraints(min_length=8, max_length=32)]

_NOTE = Field(None, description="A remark for the ticket's history.", examples=["已联系当事人"])
_QUERY_CODE = Field(None, description="The caller's query code, in place of a role.", examples=["7K2M-Q9TX-04FD"])


class Location(Input):
    """A point, WGS-84."""

    lon: float = Field(ge=-180, le=180, allow_inf_nan=False, description="Longitude in degrees.", examples=[87.123])
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description="Latitude in degrees.", examples=[44.321])


class CallerContact(Input):
    """How the caller can be reached; kept encrypted, shown masked."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = Field(
        None, description="The caller's name.", examples=["王明"]
    )
    phone: Phone = Field(description="The caller's telephone.", examples=["13812341234"])


class TicketOpen(Input):
    """A request as it is taken down."""

    kind: Kind = Field(description="What the caller wants.", examples=["complaint"])
    title: Line = Field(description="The matter in one line.", examples=["路灯不亮"])
    description: Prose = Field(description="The matter in the caller's words.", examples=["三连东侧路灯连续三晚不亮"])
    urgency: Urgency = Field(Urgency.NORMAL, description="How soon.", examples=["normal"])
    channel: Channel = Field(description="How it came in.", examples=["phone"])
    origin_line: str = Field(
        "12345",
        pattern=r"^[0-9]{3,12}$",
        description="The line that was called; earlier lines go on in 12345.",
        examples=["12319"],
    )
    category_code: Code = Field(description="What it is about.", examples=["urban.lighting"])
    territory_code: TerritoryCode | None = Field(None, description="Where, as a territory.", examples=["659007/84/03"])
    location: Location | None = Field(None, description="Where, as a point.")
    address: Line | None = Field(None, description="Where, in words.", examples=["八十四团三连东路 5 号"])
    contact: CallerContact | None = Field(None, description="How the caller can be reached.")
    is_anonymous: bool = Field(False, description="The caller does not say who they are.", examples=[False])
    is_confidential: bool = Field(False, description="The handling unit must not learn who called.", examples=[False])

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.territory_code is None and self.location is None and self.address is None:
            raise ValueError("one of territory_code, location or address is needed")
        if self.is_anonymous and self.contact is not None:
            raise ValueError("an anonymous caller has no contact")
        return self


class Dispatch(Input):
    """To whom a ticket goes: one lead unit 主办, any number of assisting units 协办."""

    lead_unit_code: Code = Field(description="The unit that answers for it.", examples=["84"])
    assisting_unit_codes: list[Code] = Field([], max_length=20, description="Units that help.", examples=[["dept-07"]])
    note: Prose | None = _NOTE


class Remark(Input):
    """An action that needs no more than a remark, if that."""

    note: Prose | None = _NOTE


class ReturnRequest(Input):
    """Why a unit asks to give a ticket back."""

    reason_code: ReturnReason = Field(description="The reason from the fixed list.", examples=["not_our_remit"])
    basis: Prose = Field(description="What the reason rests on.", examples=["该路段属住建局管养"])


class ReturnDecision(Input):
    """What the desk says to a return."""

    agreed: bool = Field(description="True: the desk dispatches anew. False: the unit keeps it.", examples=[True])
    note: Prose | None = _NOTE


class Reply(Input):
    """The unit's answer to the caller."""

    content: Prose = Field(description="What was done, as the caller will read it.", examples=["已更换灯具，恢复照明"])


class ReplyReview(Input):
    """What the desk says to a reply."""

    approved: bool = Field(description="True: the reply counts. False: the unit replies again.", examples=[True])
    note: Prose | None = _NOTE


class Callback(Input):
    """What came of calling the caller back."""

    outcome: CallbackOutcome = Field(description="Whether the caller was reached.", examples=["reached"])
    rating: Rating | None = Field(None, description="The caller's rating; given exactly when reached.", examples=["satisfied"])
    note: Prose | None = _NOTE

    @model_validator(mode="after")
    def _rates_when_reached(self) -> Self:
        if (self.rating is not None) != (self.outcome is CallbackOutcome.REACHED):
            raise ValueError("a rating belongs to outcome reached, and to no other")
        return self


class CallerRating(Input):
    """The caller's own rating."""

    rating: Rating = Field(description="How satisfied the caller is.", examples=["satisfied"])
    comment: Prose | None = Field(None, description="In the caller's words.", examples=["修得很快"])
    query_code: QueryCode | None = _QUERY_CODE


class Reopening(Input):
    """Why a ticket is taken up again."""

    reason: Prose = Field(description="Why the answer does not do.", examples=["又不亮了"])
    query_code: QueryCode | None = _QUERY_CODE


class Urge(Input):
    """Somebody asks for haste."""

    note: Prose | None = _NOTE
    query_code: QueryCode | None = _QUERY_CODE


class Supervision(Input):
    """Why a supervisor takes an eye to it."""

    reason: Prose = Field(description="Why it is supervised.", examples=["超期未办"])


class Rejection(Input):
    """Why a request is not accepted; the caller is told."""

    reason_code: RejectReason = Field(description="The reason from the fixed list.", examples=["outside_remit"])
    note: Prose | None = _NOTE


class Answer(Input):
    """The answer to a consultation, given at once."""

    content: Prose = Field(description="The answer as the caller heard it.", examples=["办理身份证请带户口簿"])


class ContactDisclosure(Input):
    """What the caller's contact is needed for; goes into the audit log."""

    purpose: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(
        description="The purpose.", examples=["回访核实"]
    )
