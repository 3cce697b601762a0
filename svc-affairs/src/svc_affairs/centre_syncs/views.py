"""What goes out to centres' systems."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_affairs.case_documents.service import CaseDocument, DocumentKind
from svc_affairs.case_materials.service import CaseMaterial, MaterialStatus
from svc_affairs.centre_syncs.schemas import CASE, KEY
from svc_affairs.centre_syncs.terms import SyncOutcome
from svc_affairs.claims.views import ClaimView
from svc_affairs.items.parts import Material
from svc_affairs.items.terms import ApplicantKind, CaseType, ItemStatus
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.views import OnlineCaseView

_AT = ["2025-01-06T02:00:00Z"]


class CentreMaterialView(View):
    """A material of a case, and what its check found."""

    code: str = Field(description="Its code within the item.", examples=["m1"])
    version: int = Field(description="Rises with each change.", examples=[2])
    name: str = Field(description="What it is.", examples=["建设用地批准书"])
    is_required: bool = Field(description="Whether it may not be missing.", examples=[True])
    status: MaterialStatus = Field(description="Where it stands.", examples=["faulty"])
    is_on_paper: bool = Field(description="Whether a window has it on paper.", examples=[False])
    remark: str | None = Field(description="What is wrong with it, or why it is waived.", examples=["缺少公章"])
    checked_at: datetime | None = Field(description="When it was checked; null: not since it was brought.", examples=_AT)


class CentreDocumentView(View):
    """A document of a case; its file is at `/v1/case-documents/{id}/content`."""

    id: UUID = Field(description="The document.", examples=CASE)
    number: str = Field(description="Its number 编号.", examples=["BJ-20250314-000017-ZY2"])
    kind: DocumentKind = Field(description="What it says 文书种类.", examples=["approval"])
    title: str = Field(description="What stands on top.", examples=["准予行政许可决定书"])
    issued_at: datetime = Field(description="When it was issued.", examples=_AT)
    valid_until: date | None = Field(description="Of a result: until when it holds.", examples=[None])
    replaces_id: UUID | None = Field(description="The document it takes the place of.", examples=[None])
    size_bytes: int = Field(description="Its file's size; 0: it has none.", examples=[7792])
    revoked_at: datetime | None = Field(description="When it was revoked.", examples=[None])


class CentreCaseView(OnlineCaseView):
    """A case of the centre as it stands; its version is also the number of its steps."""

    materials: list[CentreMaterialView] = Field(description="What the applicant brings, in the order of the item.")
    documents: list[CentreDocumentView] = Field(description="Notices, decisions and licences, in the order they were issued.")

    @classmethod
    def of(cls, case: OnlineCase, materials: Iterable[CaseMaterial], documents: Iterable[CaseDocument]) -> Self:
        shown = OnlineCaseView.model_validate(case)
        return cls(
            **{name: getattr(shown, name) for name in OnlineCaseView.model_fields},
            materials=[CentreMaterialView.model_validate(each) for each in materials],
            documents=[CentreDocumentView.model_validate(each) for each in documents],
        )


class CentreItemView(View):
    """A version of an item that centres may take in; its whole guide is at `/v1/items/{id}`."""

    id: UUID = Field(description="This version.", examples=CASE)
    code: str = Field(description="The item's code.", examples=["000117001000"])
    version: int = Field(description="The version of the item.", examples=[1])
    revision: int = Field(description="Rises with each change of this version.", examples=[2])
    status: ItemStatus = Field(description="Where it stands; only `published` ones are applied for.", examples=["published"])
    name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    department_code: str = Field(description="Whose it is.", examples=["dept-07"])
    case_type: CaseType = Field(description="How soon a case is decided 办件类型.", examples=["2"])
    applicant_kinds: list[ApplicantKind] = Field(description="Who may apply 服务对象.", examples=[["person", "company"]])
    statutory_days: int = Field(description="Working days the law allows.", examples=[7])
    promised_days: int = Field(description="Working days promised.", examples=[3])
    materials: list[Material] = Field(description="What an applicant has to bring.")
    effective_on: date | None = Field(description="From which day it is in force.", examples=["2025-01-07"])
    suspended_reason: str | None = Field(description="While suspended: why.", examples=[None])
    resumes_on: date | None = Field(description="While suspended: when it is resumed by itself.", examples=[None])
    replaced_by_id: UUID | None = Field(description="The version that took its place.", examples=[None])


class CentreChanges(View):
    """What changed for a centre since a cursor."""

    centre_code: str = Field(description="The centre.", examples=["centre-84"])
    items: list[CentreItemView] = Field(description="Versions of items open to centres, as they stand.", examples=[[]])
    claims: list[ClaimView] = Field(description="The centre's claims, as they stand.", examples=[[]])
    cases: list[CentreCaseView] = Field(description="The centre's cases, as they stand.", examples=[[]])
    cursor: str = Field(description="Where to go on from next time; keep it with what was told.", examples=["eyJlcG9jaCI6…"])
    has_more: bool = Field(description="Whether there is more now.", examples=[False])


class SyncResult(View):
    """What became of an entry."""

    key: UUID = Field(description="The entry.", examples=KEY)
    outcome: SyncOutcome = Field(description="applied, already_applied, conflict or refused.", examples=["applied"])
    is_repeated: bool = Field(description="Whether it had been sent under this key before.", examples=[False])
    case_id: UUID | None = Field(description="The case.", examples=CASE)
    number: str | None = Field(description="Its number.", examples=["BJ-20250106-000017"])
    version: int | None = Field(description="The case's version after the entry.", examples=[4])
    query_code: str | None = Field(
        description="Of a submission: the receipt's code, for the applicant alone; told again under the same key.",
        examples=["7K2M-Q9TX-04FD"],
    )
    problem: dict[str, Any] | None = Field(
        description="Why not: a problem document, in both languages.",
        examples=[{"type": "urn:gov171:problem:stale-version", "title": "数据已被他人更新，请刷新后重试", "status": 412}],
    )
    case: CentreCaseView | None = Field(description="If it was not done: the case as it stands now.", examples=[None])


class CentreSyncReport(View):
    """What became of all of it."""

    centre_code: str = Field(description="The centre.", examples=["centre-84"])
    results: list[SyncResult] = Field(description="One for each entry, in order.", examples=[[]])
