"""Use cases of departments: enter, look up."""

from collections.abc import Collection

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.page import PageRequest, fetch_page
from contracts.affairs import DepartmentRegisteredV1
from svc_affairs.departments.errors import DepartmentAlreadyThere, DepartmentUnknown
from svc_affairs.departments.models import Department
from svc_affairs.departments.schemas import DepartmentEntry


async def register_department(db: AsyncSession, entry: DepartmentEntry) -> Department:
    """Enter a department and announce it; raises DepartmentAlreadyThere."""
    now = clock.now()
    row = {"code": entry.code, "name": entry.name, "version": 1, "registered_at": now}
    entered = insert(Department).values(row).on_conflict_do_nothing().returning(Department)
    department = (await db.execute(entered)).scalar_one_or_none()
    if department is None:
        raise DepartmentAlreadyThere(code=entry.code)
    event = DepartmentRegisteredV1(department_code=entry.code, name=entry.name, occurred_at=now)
    await outbox.publish(db, event, subject=entry.code, sequence=1)
    return department


async def get_department(db: AsyncSession, code: str) -> Department:
    """One department; raises DepartmentUnknown."""
    department = await db.get(Department, code)
    if department is None:
        raise DepartmentUnknown(code=code)
    return department


async def list_departments(db: AsyncSession, params: PageRequest) -> tuple[list[Department], str | None]:
    """A page of the departments by code, and the next cursor."""
    return await fetch_page(db, select(Department), (Department.code,), params, descending=False)


async def known_codes(db: AsyncSession, codes: Collection[str]) -> set[str]:
    """Those of the codes that are departments."""
    wanted = bindparam("codes", sorted(codes), type_=ARRAY(Text))
    return set((await db.execute(select(Department.code).where(Department.code == any_(wanted)))).scalars())


async def count_departments(db: AsyncSession) -> int:
    return (await db.execute(select(func.count()).select_from(Department))).scalar_one()
