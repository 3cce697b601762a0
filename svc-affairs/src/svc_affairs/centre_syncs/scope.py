"""Which centre somebody speaks for, and how its cases are shown to it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_materials.models import CaseMaterial
from svc_affairs.centre_syncs import repository
from svc_affairs.centre_syncs.views import CentreCaseView
from svc_affairs.centres import service as centres
from svc_affairs.centres.errors import CentreUnknown
from svc_affairs.online_cases.errors import CentreNeeded
from svc_affairs.online_cases.models import OnlineCase


async def centre_for(db: AsyncSession, actor: Principal, code: str | None) -> str:
    """The centre named, or the account's own. Raises CentreNeeded, and CentreUnknown also for one it does not act for."""
    if code is None:
        own = await centres.centre_of(db, actor)
        if own is None:
            raise CentreNeeded()
        return own.code
    centre = await centres.get_centre(db, code)
    if not centres.is_own(actor, centre):
        raise CentreUnknown(code=code)
    return centre.code


async def shown(db: AsyncSession, cases: Sequence[OnlineCase]) -> list[CentreCaseView]:
    """The cases with materials and documents: two statements, however many they are."""
    if not cases:
        return []
    ids = [case.id for case in cases]
    materials = await repository.parts_of(db, CaseMaterial, ids, CaseMaterial.case_id, CaseMaterial.place)
    documents = await repository.parts_of(db, CaseDocument, ids, CaseDocument.case_id, CaseDocument.id)
    return [CentreCaseView.of(case, materials[case.id], documents[case.id]) for case in cases]
