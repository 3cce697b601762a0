"""What comes in about disputes."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from chassis.contact import Phone
from chassis.schema import Input
from svc_grid.codes import TerritoryCode
from svc_grid.disputes.terms import (
    FailureReason,
    FollowUpOutcome,
    Kind,
    Performance,
    Referral,
    RefusalReason,
    ReplacementReason,
    SessionStatus,
    Side,
)
from svc_grid.instants import Instant

Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Minutes = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Purpose = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
PartyNo = Annotated[int, Field(ge=1, le=20)]


class PartyEntry(Input):
    """A party and how it can be reached."""

    side: Side = Field(description="On which side it stands.", examples=["applicant"])
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(description="The name.", examples=["王明"])
    phone: Phone = Field(description="The telephone.", examples=["13812341234"])


class Application(Input):
    """An application for mediation; its parties are numbered from 1 in the order given."""

    kind: Kind = Field(description="What it is about.", examples=["neighbour"])
    territory_code: TerritoryCode = Field(description="Where it is; kept no finer than the cell.", examples=["659007/84/03"])
    statement: Words = Field(description="What the dispute is; sealed with the record.", examples=["两家因院墙滴水发生争执"])
    parties: Annotated[list[PartyEntry], Field(min_length=2, max_length=20)] = Field(
        description="At least one applicant and one respondent.",
        examples=[
            [
                {"side": "applicant", "name": "王明", "phone": "13812341234"},
                {"side": "respondent", "name": "李强", "phone": "13912341234"},
            ]
        ],
    )
    case_id: UUID | None = Field(None, description="The grid case of a dispute that it comes from.", examples=[None])

    @model_validator(mode="after")
    def _has_both_sides(self) -> Self:
        if {party.side for party in self.parties} != set(Side):
            raise ValueError("an applicant and a respondent are needed")
        return self


class Note(Input):
    """A step that needs no more than a note, if that."""

    note: Words | None = Field(None, description="A note for the record.", examples=[None])


class Refusal(Note):
    """Why an application is not accepted."""

    reason_code: RefusalReason = Field(description="The reason from the fixed list.", examples=["in_court"])


class MediatorChoice(Note):
    """Who is to mediate."""

    mediator: Account = Field(description="The mediator's account.", examples=["mediator-84-03"])


class Replacement(MediatorChoice):
    """Who is to mediate instead, and why."""

    reason_code: ReplacementReason = Field(description="The reason.", examples=["party_asked"])


class InterestDeclaration(Note):
    """What the mediator declares about interests of his own."""

    has_conflict: bool = Field(description="Whether there is a conflict of interest.", examples=[False])


class Extension(Input):
    """Why more time is needed."""

    reason: Words = Field(description="The reason, as the parties agreed to it.", examples=["双方同意延期，待鉴定结论"])


class Withdrawal(Note):
    """Which applicant withdraws."""

    party_no: PartyNo = Field(description="The applicant's number.", examples=[1])


class SessionPlan(Input):
    """When and where a session is to be."""

    planned_at: Instant = Field(description="When; it lies ahead.", examples=["2025-03-18T03:00:00Z"])
    place: Line = Field(description="Where.", examples=["三连调解室"])


class SessionResult(Input):
    """What became of a session."""

    status: SessionStatus = Field(description="held, adjourned or no_show.", examples=["held"])
    attended: Annotated[list[PartyNo], Field(max_length=20)] = Field(
        [], description="The parties who came, by number.", examples=[[1, 2]]
    )
    minutes: Minutes | None = Field(None, description="The minutes; needed where it was held.", examples=["双方陈述事实并协商"])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.status is SessionStatus.PLANNED:
            raise ValueError("a session is recorded as held, adjourned or no_show")
        if self.status is SessionStatus.HELD and (self.minutes is None or not self.attended):
            raise ValueError("a session that was held has minutes and parties who came")
        if len(set(self.attended)) != len(self.attended):
            raise ValueError("a party is named twice")
        return self


class Obligation(Input):
    """What a party promises, and by when."""

    party_no: PartyNo = Field(description="Who.", examples=[2])
    what: Words = Field(description="What.", examples=["修复滴水檐"])
    due_on: date = Field(description="By which day.", examples=["2025-04-15"])


class AgreementTerms(Input):
    """What the parties agreed on."""

    facts: Words = Field(
        description="The facts of the dispute, as both sides see them.", examples=["被申请人屋檐滴水至申请人院墙"]
    )
    clauses: Annotated[list[Words], Field(min_length=1, max_length=40)] = Field(
        description="The clauses, in their order.", examples=[["被申请人于4月15日前修复滴水檐"]]
    )
    obligations: Annotated[list[Obligation], Field(max_length=40)] = Field(
        [],
        description="What is still to be done; none where all was done on the spot.",
        examples=[[{"party_no": 2, "what": "修复滴水檐", "due_on": "2025-04-15"}]],
    )


class Failure(Note):
    """Why mediation came to nothing, and where the dispute goes."""

    reason_code: FailureReason = Field(description="The reason.", examples=["no_agreement"])
    referral: Referral = Field(description="Where it goes.", examples=["court"])


class PerformanceResult(Note):
    """How an obligation was met."""

    outcome: Performance = Field(description="How.", examples=["performed"])


class FollowUp(Note):
    """What the follow-up found."""

    outcome: FollowUpOutcome = Field(description="What.", examples=["settled"])


class Unsealing(Input):
    """Why a record is unsealed; goes into the audit log."""

    reason: Purpose = Field(description="The reason.", examples=["当事人申请核对协议"])


class Disclosure(Input):
    """What something of a record is needed for; goes into the audit log."""

    purpose: Purpose = Field(description="The purpose.", examples=["核对协议内容"])


class ContactDisclosure(Disclosure):
    """Whose contact is needed, and for what."""

    party_no: PartyNo = Field(description="The party.", examples=[1])
