"""What comes in to open a ticket and to act on it."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chassis.contact import Phone
from chassis.schema import Input
from contracts.coordinates import gcj02_to_wgs84
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import (
    CallbackOutcome,
    Channel,
    EmergencyLine,
    Kind,
    NotReachedReason,
    Rating,
    RejectReason,
    ReturnReason,
    Urgency,
)  # fmt: skip

Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
TerritoryCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*$", max_length=128)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]
QueryCode = Annotated[str, StringConstraints(min_length=8, max_length=32)]

_NOTE = Field(None, description="A remark for the ticket's history.", examples=["已联系当事人"])
_QUERY_CODE = Field(None, description="The caller's query code, in place of a role.", examples=["7K2M-Q9TX-04FD"])


class Location(Input):
    """A point, in WGS-84 or as Chinese maps give it."""

    lon: float = Field(ge=-180, le=180, allow_inf_nan=False, description="Longitude in degrees.", examples=[87.123])
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description="Latitude in degrees.", examples=[44.321])
    crs: Literal["WGS-84", "GCJ-02"] = Field("WGS-84", description="What it is given in; kept as WGS-84.", examples=["WGS-84"])

    @property
    def wgs84(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return gcj02_to_wgs84(self.lon, self.lat) if self.crs == "GCJ-02" else (self.lon, self.lat)


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
    emergency_line: EmergencyLine | None = Field(
        None, description="An emergency: the line it was handed over to at once.", examples=[None]
    )

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.territory_code is None and self.location is None and self.address is None:
            raise ValueError("one of territory_code, location or address is needed")
        if self.is_anonymous and self.contact is not None:
            raise ValueError("an anonymous caller has no contact")
        return self


class Dispatch(Input):
    """To whom a ticket goes: one lead unit 主办, any number of assisting units 协办."""

    lead_unit_code: Code | None = Field(
        None, description="The unit that answers for it; none: the one that rules, category or territory name.", examples=["84"]
    )
    assisting_unit_codes: list[Code] = Field([], max_length=20, description="Units that help.", examples=[["dept-07"]])
    override_reason: Prose | None = Field(
        None, description="Why not the unit that a rule gives; needed where it is another.", examples=["该单位已在现场"]
    )
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
    reason_code: NotReachedReason | None = Field(None, description="Why not, if not reached.", examples=["busy"])
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


class HandOver(Input):
    """To which emergency line it goes."""

    emergency_line: EmergencyLine = Field(description="The emergency line.", examples=["119"])
    note: Prose | None = _NOTE


class Reclassification(Input):
    """What of a ticket was taken down wrongly; what is absent stays."""

    kind: Kind | None = Field(None, description="What the caller wants.", examples=["help"])
    urgency: Urgency | None = Field(None, description="How soon.", examples=["urgent"])
    category_code: Code | None = Field(None, description="What it is about.", examples=["urban.lighting"])
    territory_code: TerritoryCode | None = Field(None, description="Where, as a territory.", examples=["659007/84/03"])
    note: Prose | None = _NOTE


class Merge(Input):
    """The main ticket of the same matter."""

    main_ticket_id: UUID = Field(description="The main ticket.", examples=["0195918c-7a00-7000-8000-000000000001"])
    note: Prose | None = _NOTE


class Matter(Input):
    """A further matter of the same call."""

    kind: Kind = Field(description="What the caller wants.", examples=["complaint"])
    title: Line = Field(description="The matter in one line.", examples=["垃圾未清运"])
    description: Prose = Field(description="The matter in the caller's words.", examples=["垃圾点两天未清运"])
    urgency: Urgency = Field(Urgency.NORMAL, description="How soon.", examples=["normal"])
    category_code: Code = Field(description="What it is about.", examples=["urban.sanitation"])
    territory_code: TerritoryCode | None = Field(None, description="Where; none: as the ticket.", examples=["659007/84/03"])


class Split(Input):
    """The further matters that were told in the same call; the ticket keeps its own."""

    matters: list[Matter] = Field(min_length=1, max_length=5, description="One ticket is made of each.")
    note: Prose | None = _NOTE


class Question(Input):
    """What more must be known; the caller reads it."""

    question: Prose = Field(description="The question.", examples=["请说明路灯杆号或附近门牌"])


class Supplement(Input):
    """What the caller tells besides."""

    content: Prose = Field(description="In the caller's words.", examples=["灯杆号 0317"])
    query_code: QueryCode | None = _QUERY_CODE


class Suspension(Input):
    """Why it rests, and until when."""

    reason: Prose = Field(description="Why it cannot go on now.", examples=["冬季停工，开春后施工"])
    review_at: Instant = Field(description="When it goes on by itself.", examples=["2026-03-20T02:00:00Z"])


class ExtensionRequest(Input):
    """More time is asked for."""

    days: int = Field(ge=1, le=POLICY.extension_most_days, description="Working days more.", examples=[3])
    reason: Prose = Field(description="Why.", examples=["需采购配件"])


class ExtensionDecision(Input):
    """What the desk says to it."""

    granted: bool = Field(description="True: it has more time. False: it has not.", examples=[True])
    note: Prose | None = _NOTE


class Escalation(Input):
    """Why a supervisor should look at it."""

    reason: Prose = Field(description="Why.", examples=["涉及多部门，需协调"])


class Comment(Input):
    """A remark."""

    content: Prose = Field(description="The remark.", examples=["已与社区核实"])
