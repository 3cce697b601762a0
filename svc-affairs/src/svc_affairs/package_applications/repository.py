"""Every SELECT of the applications, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.paths import within
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import ANY_ROLE, Roles, visible_to
from svc_affairs.package_applications.errors import ApplicationUnknown
from svc_affairs.package_applications.models import PackageApplication
from svc_affairs.package_applications.terms import ApplicationStatus


@dataclass(frozen=True)
class Filter:
    """What a list of applications may be narrowed to; never to an applicant."""

    status: ApplicationStatus | None = None
    package_code: str | None = None
    number: str | None = None
    territory_code: str | None = None
    submitted_from: datetime | None = None
    submitted_to: datetime | None = None


async def get(db: AsyncSession, actor: Principal, application_id: UUID, acting: Roles = ANY_ROLE) -> PackageApplication:
    """Raises ApplicationUnknown also where the principal, so acting, may not see it."""
    seen = visible_to(actor, acting, PackageApplication)
    return _found((await db.execute(_one(application_id).where(seen))).scalar_one_or_none())


async def get_any(db: AsyncSession, application_id: UUID) -> PackageApplication:
    """Whoever asks, for one who shows its query code; raises ApplicationUnknown."""
    return _found((await db.execute(_one(application_id))).scalar_one_or_none())


async def hold(db: AsyncSession, application_id: UUID) -> PackageApplication:
    """The application, its row locked; after its cases, as who ends one of them does."""
    held = _one(application_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    return _found((await db.execute(held)).scalar_one_or_none())


async def find_by_number(db: AsyncSession, number: str) -> PackageApplication | None:
    return (await db.execute(select(PackageApplication).where(PackageApplication.number == number))).scalar_one_or_none()


def list_applications(actor: Principal, wanted: Filter) -> Select[PackageApplication]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor, of=PackageApplication)]
    for name in ("status", "package_code", "number"):
        if (value := getattr(wanted, name)) is not None:
            conditions.append(getattr(PackageApplication, name) == value)
    if wanted.territory_code is not None:
        conditions.append(within(PackageApplication.territory_code, wanted.territory_code, (2, 3)))
    if wanted.submitted_from is not None:
        conditions.append(PackageApplication.submitted_at >= wanted.submitted_from)
    if wanted.submitted_to is not None:
        conditions.append(PackageApplication.submitted_at < wanted.submitted_to)
    return select(PackageApplication).where(*conditions)


async def cases_of(db: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[OnlineCase]]:
    """The cases of applications, in the order in which they were made."""
    found: dict[UUID, list[OnlineCase]] = {each: [] for each in ids}
    chosen = select(OnlineCase).where(OnlineCase.package_application_id.in_(ids)).order_by(OnlineCase.id)
    for case in (await db.execute(chosen)).scalars():
        assert case.package_application_id is not None
        found[case.package_application_id].append(case)
    return found


async def hold_cases(db: AsyncSession, application_id: UUID) -> Sequence[OnlineCase]:
    """All its cases, locked in their order."""
    chosen = select(OnlineCase).where(OnlineCase.package_application_id == application_id).order_by(OnlineCase.id)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await db.execute(held)).scalars().all()


async def next_number(db: AsyncSession) -> int:
    return int((await db.execute(select(func.nextval("package_application_numbers")))).scalar_one())


def _one(application_id: UUID) -> Select[PackageApplication]:
    return select(PackageApplication).where(PackageApplication.id == application_id)


def _found(application: PackageApplication | None) -> PackageApplication:
    if application is None:
        raise ApplicationUnknown()
    return application
