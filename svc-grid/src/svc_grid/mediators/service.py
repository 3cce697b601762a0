"""Use cases of the register of mediators."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from svc_grid.disputes.terms import Kind
from svc_grid.mediators.errors import MediatorPlaceUnknown, MediatorTaken, MediatorUnknown
from svc_grid.mediators.models import Mediator
from svc_grid.mediators.schemas import MediatorEntry, MediatorPatch
from svc_grid.organisation import service as organisation
from svc_grid.units.models import Unit
from svc_grid.within import within

_COMMITTEE = "人民调解委员会"


@dataclass(frozen=True)
class Filter:
    """What a list of mediators may be narrowed to."""

    unit_code: str | None = None
    speciality: Kind | None = None
    is_active: bool | None = None


async def register(db: AsyncSession, actor: Principal, body: MediatorEntry) -> Mediator:
    """Raises MediatorPlaceUnknown, MediatorTaken; two at once are told apart by the database."""
    is_known = await organisation.is_territory(db, body.territory_code) and await organisation.is_unit(db, body.unit_code)
    if not actor.sees(body.territory_code) or not is_known:
        raise MediatorPlaceUnknown(unit_code=body.unit_code, territory_code=body.territory_code)
    row = body.model_dump(mode="json") | {"version": 1, "is_active": True}
    entered = insert(Mediator).values(row).on_conflict_do_nothing().returning(Mediator)
    mediator = (await db.execute(entered)).scalar_one_or_none()
    if mediator is None:
        raise MediatorTaken(account=body.account)
    return mediator


async def change(
    db: AsyncSession, actor: Principal, account: str, if_match: int | None, body: MediatorPatch
) -> Mediator:  # fmt: skip
    """Raises MediatorUnknown, StaleVersion. Disputes in hand stay with who has them, active or not, until replaced."""
    chosen = select(Mediator).where(Mediator.account == account, _visible_to(actor)).with_for_update()
    mediator = (await db.execute(chosen)).scalar_one_or_none()
    if mediator is None:
        raise MediatorUnknown()
    check_version(if_match, mediator.version)
    for name, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(mediator, name, value)
    mediator.version += 1
    await db.flush()
    return mediator


async def list_mediators(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Mediator], str | None]:
    """A page of mediators by account."""
    return await fetch_page(db, _chosen(actor, wanted), (Mediator.account,), params, descending=False)


async def is_active(db: AsyncSession, account: str) -> bool:
    """Whether the account may be given disputes; its row stays as it is until this transaction ends."""
    chosen = select(Mediator.is_active).where(Mediator.account == account).with_for_update(read=True)
    return bool((await db.execute(chosen)).scalar_one_or_none())


async def name_of_body(db: AsyncSession, account: str | None) -> str:
    """What the body that a mediator belongs to is called on paper: its unit's mediation committee."""
    chosen = select(Unit.name).join(Mediator, Mediator.unit_code == Unit.code).where(Mediator.account == account)
    name = (await db.execute(chosen)).scalar_one_or_none()
    return f"{name or ''}{_COMMITTEE}"


def _chosen(actor: Principal, wanted: Filter) -> Select[Mediator]:
    conditions = [_visible_to(actor)]
    if wanted.unit_code is not None:
        conditions.append(Mediator.unit_code == wanted.unit_code)
    if wanted.speciality is not None:
        conditions.append(Mediator.specialities.contains([wanted.speciality.value]))
    if wanted.is_active is not None:
        conditions.append(Mediator.is_active == wanted.is_active)
    return select(Mediator).where(*conditions)


def _visible_to(actor: Principal) -> ColumnElement[bool]:
    if actor.territory_code is None:
        return true()
    return within(Mediator.territory_code, actor.territory_code)
