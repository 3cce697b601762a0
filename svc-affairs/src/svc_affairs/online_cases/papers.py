"""The documents that follow from what was done with a held case: what each says is taken from the case and its item."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.contact import ContactErased
from svc_affairs.case_documents import service as documents
from svc_affairs.case_documents.service import CaseDocument, DocumentKind, Facts, Result
from svc_affairs.departments import service as departments
from svc_affairs.items.models import Item
from svc_affairs.items.terms import CaseType, ResultKind
from svc_affairs.online_cases.models import CaseContact, OnlineCase
from svc_affairs.online_cases.sealing import APPLICANT, open_sealed, seals_of
from svc_affairs.online_cases.terms import Status

_ON_PAPER = (ResultKind.LICENCE, ResultKind.CERTIFICATE)
_UNNAMED = "申请人"


async def issue(
    db: AsyncSession, actor: Principal, case: OnlineCase, kind: DocumentKind, *, points: Sequence[str] = (),
    reasons: str | None = None, conditions: str | None = None, result: Result | None = None,
    replaces: CaseDocument | None = None,
) -> CaseDocument:  # fmt: skip
    """Issue a document of the case to its applicant, whose name is opened for this alone; raises ContactErased."""
    item = await db.get_one(Item, case.item_id)
    facts = Facts(
        applicant=await _applicant(db, case),
        item_code=case.item_code,
        item_name=case.item_name,
        item_kind=str(item.kind),
        department_code=case.department_code,
        department_name=(await departments.get_department(db, case.department_code)).name,
        legal_basis=item.legal_basis,
        issued_by=actor.subject,
        points=points,
        reasons=reasons,
        conditions=conditions,
        result=result,
        appeal=case.appeal_text if kind is DocumentKind.DENIAL else None,
    )
    return await documents.issue(db, case, kind, facts, replaces=replaces)


async def issue_acceptances(db: AsyncSession, actor: Principal, cases: Sequence[OnlineCase]) -> None:
    """Notices of acceptance, with what the office promises; what is decided on the spot needs none."""
    for case in cases:
        if case.case_type is not CaseType.INSTANT:
            promise = (
                f"本机关承诺自受理之日起{case.promised_days}个工作日内作出决定（法定办结时限{case.statutory_days}个工作日）。"
            )
            await issue(db, actor, case, DocumentKind.ACCEPTANCE, conditions=promise)


async def issue_decision(db: AsyncSession, actor: Principal, case: OnlineCase) -> None:
    """The decision, and with a grant the electronic licences and certificates that the item names as its results."""
    if case.result is not Status.APPROVED:
        label = case.denial_reason.label_zh if case.denial_reason is not None else ""
        await issue(db, actor, case, DocumentKind.DENIAL, reasons=f"{label}。{case.result_text or ''}")
        return
    await issue(db, actor, case, DocumentKind.APPROVAL, conditions=case.result_text)
    item = await db.get_one(Item, case.item_id)
    for each in item.guide.get("results", []):
        for kind in (kind for kind in _ON_PAPER if kind == each["kind"]):
            result = Result(kind, each["name"], _valid_until(each.get("valid_years")))
            await issue(db, actor, case, DocumentKind.RESULT, result=result)


def _valid_until(years: int | None) -> date | None:
    """The day before the one on which so many years are full; None: for good."""
    if years is None:
        return None
    today = clock.local_day(clock.now())
    try:
        return today.replace(year=today.year + years) - timedelta(days=1)
    except ValueError:  # the 29th of February
        return date(today.year + years, 2, 28)


async def _applicant(db: AsyncSession, case: OnlineCase) -> str:
    if case.company_name is not None:
        return case.company_name
    row = await db.get(CaseContact, (case.id, APPLICANT))
    if row is None or row.sealed_contact is None:
        return _UNNAMED
    if case.erased_at is not None:
        raise ContactErased()
    return open_sealed(seals_of(db).box, row, row.sealed_contact).name or _UNNAMED
