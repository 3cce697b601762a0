"""Every SELECT of the declarations that a reader or the desk asks for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_declarations.errors import DeclarationNotFound
from svc_affairs.trade_declarations.lifecycle import FROZEN
from svc_affairs.trade_declarations.models import Decision, Declaration, Mismatch
from svc_affairs.trade_declarations.terms import DeclarationStatus, Field


@dataclass(frozen=True)
class Filter:
    """Which declarations are listed."""

    status: DeclarationStatus | None = None
    platform_code: str | None = None
    day: date | None = None
    mismatch_field: Field | None = None


@dataclass(frozen=True)
class Sight:
    """Which declarations somebody sees: those of one declarer, those of one platform, or all."""

    declarant_code: str | None = None
    platform_code: str | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        asked = ((Declaration.declarant_code, self.declarant_code), (Declaration.platform_code, self.platform_code))
        return [column == value for column, value in asked if value is not None]


def list_declarations(wanted: Filter, sight: Sight) -> sa.Select[Declaration]:
    statement = sa.select(Declaration).where(*sight.conditions())
    if wanted.mismatch_field is not None:
        named = sa.select(Mismatch.declaration_id).where(Mismatch.field == wanted.mismatch_field)
        statement = statement.where(Declaration.id.in_(named))
    asked = (
        (Declaration.status, wanted.status), (Declaration.platform_code, wanted.platform_code), (Declaration.day, wanted.day)
    )  # fmt: skip
    return statement.where(*(column == value for column, value in asked if value is not None))


async def get(db: AsyncSession, declaration_id: UUID, sight: Sight) -> Declaration:
    """Raises DeclarationNotFound, also for what is out of sight."""
    statement = sa.select(Declaration).where(Declaration.id == declaration_id, *sight.conditions())
    declaration = (await db.execute(statement)).scalar_one_or_none()
    if declaration is None:
        raise DeclarationNotFound()
    return declaration


async def get_for_update(db: AsyncSession, declaration_id: UUID) -> Declaration:
    """Raises DeclarationNotFound."""
    statement = sa.select(Declaration).where(Declaration.id == declaration_id).with_for_update(key_share=True)
    declaration = (await db.execute(statement)).scalar_one_or_none()
    if declaration is None:
        raise DeclarationNotFound()
    return declaration


async def list_mismatches(db: AsyncSession, declaration_id: UUID) -> Sequence[Mismatch]:
    statement = sa.select(Mismatch).where(Mismatch.declaration_id == declaration_id)
    return (await db.execute(statement.order_by(Mismatch.line_no, Mismatch.field))).scalars().all()


async def list_decisions(db: AsyncSession, declaration_id: UUID) -> Sequence[Decision]:
    statement = sa.select(Decision).where(Decision.declaration_id == declaration_id)
    return (await db.execute(statement.order_by(Decision.version))).scalars().all()


async def cop_nos(db: AsyncSession, declarant_code: str, invt_nos: Collection[str]) -> dict[str, str]:
    """The declarer's own numbers of lists, by ours."""
    if not invt_nos:
        return {}
    statement = sa.select(Declaration.invt_no, Declaration.cop_no).where(
        Declaration.declarant_code == declarant_code, Declaration.invt_no.in_(invt_nos)
    )
    return {row.invt_no: row.cop_no for row in await db.execute(statement)}


async def frozen(db: AsyncSession, declarant_code: str, cop_nos: Collection[str]) -> set[str]:
    """Which of these lists were released; the others are not until the transaction ends."""
    statement = sa.select(Declaration.cop_no, Declaration.status).where(
        Declaration.declarant_code == declarant_code, Declaration.cop_no.in_(cop_nos)
    )
    held = await db.execute(statement.order_by(Declaration.id).with_for_update(read=True))
    return {cop_no for cop_no, status in held if status in FROZEN}
