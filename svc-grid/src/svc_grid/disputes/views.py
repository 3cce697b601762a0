"""What goes out about disputes: the bare facts to everybody, the record to those who work on it or keep it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_grid.disputes.terms import Kind, Performance, Referral, SessionStatus, Side, Status

_ID = ["01959c2e-8a00-7000-8000-000000000011"]
_AT = ["2025-03-14T02:05:00Z"]
_NONE = [None]


class DisputeFacts(View):
    """A dispute as everybody may see it."""

    id: UUID = Field(description="The dispute.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["TJ-20250314-000004"])
    version: int = Field(description="Rises with each step; the ETag.", examples=[3])
    kind: Kind = Field(description="What it is about.", examples=["neighbour"])
    kind_label_zh: str = Field(description="The same in Chinese.", examples=["邻里纠纷"])
    kind_label_en: str = Field(description="The same in English.", examples=["Between neighbours"])
    territory_code: str = Field(description="Where it is, no finer than the cell.", examples=["659007/84/03"])
    status: Status = Field(description="Where it stands.", examples=["mediating"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["调解中"])
    status_label_en: str = Field(description="The same in English.", examples=["Being mediated"])
    applied_at: datetime = Field(description="When it was applied for.", examples=_AT)
    accepted_at: datetime | None = Field(description="When it was accepted.", examples=_NONE)
    mediating_at: datetime | None = Field(description="When mediation began.", examples=_NONE)
    concluded_at: datetime | None = Field(description="When it was agreed or failed.", examples=_NONE)
    followed_up_at: datetime | None = Field(description="When it was followed up.", examples=_NONE)
    ended_at: datetime | None = Field(description="When it came to its end.", examples=_NONE)


class PartyView(View):
    """A party, masked."""

    party_no: int = Field(description="Its number within the dispute.", examples=[1])
    side: Side = Field(description="On which side it stands.", examples=["applicant"])
    masked_name: str | None = Field(description="The name, masked; none once erased.", examples=["王*"])
    masked_phone: str | None = Field(description="The telephone, masked; none once erased.", examples=["138****1234"])


class AssignmentView(View):
    """A mediator's time with the dispute."""

    assignment_no: int = Field(description="Its number.", examples=[1])
    mediator: str = Field(description="The mediator's account.", examples=["mediator-84-03"])
    assigned_at: datetime = Field(description="Since when.", examples=_AT)
    has_conflict: bool | None = Field(description="What the mediator declared; none: nothing yet.", examples=[False])
    declared_at: datetime | None = Field(description="When.", examples=_AT)
    ended_at: datetime | None = Field(description="Until when.", examples=_NONE)
    end_reason: str | None = Field(description="Why it ended.", examples=_NONE)


class SessionView(View):
    """A mediation session."""

    session_no: int = Field(description="Its number.", examples=[1])
    status: SessionStatus = Field(description="What became of it.", examples=["held"])
    planned_at: datetime = Field(description="When.", examples=_AT)
    place: str = Field(description="Where.", examples=["三连调解室"])
    attended: list[int] = Field(description="The parties who came, by number.", examples=[[1, 2]])
    minutes: str | None = Field(description="The minutes.", examples=["双方陈述事实并协商"])


class ObligationView(View):
    """What a party promised."""

    obligation_no: int = Field(description="Its number.", examples=[1])
    party_no: int = Field(description="Who.", examples=[2])
    what: str = Field(description="What.", examples=["修复滴水檐"])
    due_on: date = Field(description="By which day.", examples=["2025-04-15"])
    outcome: Performance | None = Field(description="How it was met; none: not known yet.", examples=["performed"])
    outcome_at: datetime | None = Field(description="When that was recorded.", examples=_NONE)
    reminded_at: datetime | None = Field(description="When its day had passed and the desk was reminded.", examples=_NONE)


class AgreementView(View):
    """What the parties agreed on."""

    agreed_on: date = Field(description="On which day.", examples=["2025-03-18"])
    facts: str = Field(description="The facts as both sides see them.", examples=["被申请人屋檐滴水至申请人院墙"])
    clauses: list[str] = Field(description="The clauses.", examples=[["被申请人于4月15日前修复滴水檐"]])


class DocumentView(View):
    """A making of the agreement document."""

    document_version: int = Field(description="Its version.", examples=[1])
    made_at: datetime = Field(description="When it was made.", examples=_AT)
    made_by: str = Field(description="Who had it made.", examples=["grid-desk-01"])
    sha256: str = Field(
        description="SHA-256 of the file.", examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
    )
    size_bytes: int = Field(description="Its size.", examples=[37012])


class StepView(View):
    """One step of a dispute's history."""

    version: int = Field(description="The dispute's version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: str = Field(description="What was done.", examples=["accept"])
    from_status: str | None = Field(description="The status before.", examples=["applied"])
    to_status: str = Field(description="The status after.", examples=["accepted"])
    actor: str = Field(description="Who did it.", examples=["grid-desk-01"])
    reason_code: str | None = Field(description="The reason's code.", examples=_NONE)
    note: str | None = Field(description="The note.", examples=_NONE)


class RecordView(DisputeFacts):
    """A dispute's whole record, its parties masked."""

    case_id: UUID | None = Field(description="The grid case it comes from.", examples=_NONE)
    mediator: str | None = Field(description="The mediator's account.", examples=["mediator-84-03"])
    is_mediator_free: bool = Field(description="Whether the mediator declared to be free of interests.", examples=[True])
    due_at: datetime | None = Field(description="By when the present stage is to end.", examples=_AT)
    is_late: bool = Field(description="Whether a limit had run out.", examples=[False])
    extensions: int = Field(description="How often it was extended.", examples=[0])
    reason_code: str | None = Field(description="Why it was not accepted, or failed.", examples=_NONE)
    referral: Referral | None = Field(description="Where it went after it failed.", examples=_NONE)
    follow_up: str | None = Field(description="What the follow-up found.", examples=_NONE)
    sealed_at: datetime | None = Field(description="When its record was sealed.", examples=_NONE)
    unsealed_until: datetime | None = Field(description="Until when it is open after all.", examples=_NONE)
    statement: str = Field(description="What the dispute is.", examples=["两家因院墙滴水发生争执"])
    parties: list[PartyView] = Field(description="The parties, masked.")
    assignments: list[AssignmentView] = Field(description="Its mediators, one after another.")
    sessions: list[SessionView] = Field(description="Its sessions.")
    agreement: AgreementView | None = Field(description="What was agreed.")
    obligations: list[ObligationView] = Field(description="What was promised.")
    documents: list[DocumentView] = Field(description="The agreement document as it was made, each time.")
    history: list[StepView] = Field(description="Every step, the oldest first.")


class ContactView(View):
    """A party's contact in clear; every look at it is in the audit log."""

    party_no: int = Field(description="The party.", examples=[1])
    name: str | None = Field(description="The name.", examples=["王明"])
    phone: str = Field(description="The telephone.", examples=["13812341234"])


class OverdueObligation(View):
    """An obligation past its day without an outcome."""

    id: UUID = Field(description="The dispute.", examples=_ID)
    number: str = Field(description="Its number.", examples=["TJ-20250314-000004"])
    territory_code: str = Field(description="Where it is.", examples=["659007/84/03"])
    obligation_no: int = Field(description="The obligation.", examples=[1])
    party_no: int = Field(description="The party, by number.", examples=[2])
    due_on: date = Field(description="By which day.", examples=["2025-04-15"])
    reminded_at: datetime | None = Field(description="When the desk was reminded.", examples=_AT)


class CaseRemarkView(View):
    """A remark on a case."""

    at: datetime = Field(description="When.", examples=_AT)
    actor: str = Field(description="Who.", examples=["mediator-84-03"])
    remark: str = Field(description="What.", examples=["纠纷 TJ-20250314-000004 达成协议"])


class DisputeCounts(View):
    """Disputes in numbers, of one community, kind or status, or of all."""

    group: str = Field(description="What is counted; empty: all.", examples=["659007/84/03"])
    disputes: int = Field(description="Applied for.", examples=[12])
    agreed: int = Field(description="Of these, agreed.", examples=[9])
    failed: int = Field(description="Of these, failed.", examples=[2])
    on_time: int = Field(description="Agreed or failed within the limits.", examples=[10])
    late: int = Field(description="A limit had run out.", examples=[1])
    obligations: int = Field(description="Obligations promised.", examples=[15])
    performed: int = Field(description="Of these, performed.", examples=[12])
    partly: int = Field(description="Of these, partly performed.", examples=[1])
    not_performed: int = Field(description="Of these, not performed.", examples=[0])
    success_rate_pct: Decimal | None = Field(description="agreed / (agreed + failed).", examples=["81.82"])
    on_time_rate_pct: Decimal | None = Field(description="on_time / (agreed + failed).", examples=["90.91"])
    performance_rate_pct: Decimal | None = Field(
        description="performed / (performed + partly + not_performed).", examples=["92.31"]
    )


class DisputeFiguresView(View):
    """Disputes in numbers."""

    groups: list[DisputeCounts] = Field(description="One for each group, in the order of their names.")
    as_of: datetime = Field(description="When it was counted.", examples=_AT)
