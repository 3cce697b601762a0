"""The limits of a class of cases."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.cases.models import CaseClass


@dataclass(frozen=True)
class StageLimits:
    registration_h: int = 4
    assignment_h: int = 4
    handling_h: int = 24
    verification_h: int = 8


async def find_limits(db: AsyncSession, class_code: str, condition_code: str | None, level: int | None) -> StageLimits:
    return StageLimits()


async def find_class(db: AsyncSession, code: str) -> CaseClass | None:
    return await db.get(CaseClass, code)


async def is_condition(db: AsyncSession, class_code: str, condition_code: str) -> bool:
    return False
