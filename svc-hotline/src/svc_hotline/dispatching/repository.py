"""Reads what rules are decided by: the live set, territories and their units, past tickets."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.base import is_among
from svc_hotline.categories.service import known_codes
from svc_hotline.directory import service as directory
from svc_hotline.directory.models import TerritoryCopy, UnitCopy
from svc_hotline.dispatching.models import RuleDraft, RuleSet, RuleTrial
from svc_hotline.dispatching.rules import Place
from svc_hotline.dispatching.schemas import DispatchRule, TrialRequest
from svc_hotline.tickets.models import Ticket

# What a trial can be made on: a ticket that was given back and waits is with no unit to compare with.
_WITH_A_UNIT = (Ticket.dispatched_at.is_not(None), Ticket.lead_unit_code.is_not(None))


class RuleBook:
    """The live set of one process: read anew only when another version went live."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._rules: tuple[DispatchRule, ...] = ()

    async def live(self, db: AsyncSession) -> tuple[int | None, tuple[DispatchRule, ...]]:
        """Its version and rules; none and no rules before the first publication."""
        version = (await db.execute(select(func.max(RuleSet.version)))).scalar_one()
        if version != self._version:
            chosen = select(RuleSet.rules).where(RuleSet.version == version)
            found = (await db.execute(chosen)).scalar_one_or_none() or []
            self._version, self._rules = version, read_rules(found)
        return self._version, self._rules


def read_rules(stored: Sequence[dict[str, object]]) -> tuple[DispatchRule, ...]:
    return tuple(DispatchRule.model_validate(each) for each in stored)


async def draft_for_update(db: AsyncSession) -> RuleDraft:
    return (await db.execute(select(RuleDraft).with_for_update())).scalar_one()


async def places(db: AsyncSession, codes: Sequence[str] | None = None) -> dict[str, Place]:
    """Level and unit of these territories, or of all; a unit that is not known here leads nothing."""
    known = select(UnitCopy.code).where(UnitCopy.code == TerritoryCopy.unit_code).scalar_subquery()
    statement = select(TerritoryCopy.code, TerritoryCopy.level, known.label("unit_code"))
    if codes is not None:
        statement = statement.where(is_among(TerritoryCopy.code, codes))
    return {row.code: Place(row.level, row.unit_code) for row in await db.execute(statement)}


async def unknown_among(db: AsyncSession, units: set[str], categories: set[str], territories: set[str]) -> set[str]:
    """Those of the codes that nothing stands for here."""
    missing_units = units - set(await directory.kinds_of_units(db, units))
    missing_categories = categories - await known_codes(db, categories)
    return missing_units | missing_categories | (territories - await directory.known_territories(db, territories))


async def find_trial(db: AsyncSession, digest: str) -> UUID | None:
    """The newest trial of the set on some tickets; where there is none to be had, one on nothing is all there can be."""
    is_on_some = or_(RuleTrial.report["tickets"].as_integer() > 0, ~exists().where(*_WITH_A_UNIT))
    newest = select(RuleTrial.id).where(RuleTrial.digest == digest, is_on_some).order_by(RuleTrial.tried_at.desc())
    return (await db.execute(newest.limit(1))).scalar_one_or_none()


async def dispatched_tickets(db: AsyncSession, within: TrialRequest) -> Sequence[Row[tuple[object, ...]]]:
    """The tickets that were dispatched last in the span, newest first."""
    statement = select(
        Ticket.number, Ticket.kind, Ticket.urgency, Ticket.channel, Ticket.origin_line, Ticket.category_code,
        Ticket.territory_code, Ticket.lead_unit_code, Ticket.dispatched_at, Ticket.returned_unit_codes,
    ).where(*_WITH_A_UNIT)  # fmt: skip
    if within.from_at is not None:
        statement = statement.where(Ticket.dispatched_at >= within.from_at)
    if within.to_at is not None:
        statement = statement.where(Ticket.dispatched_at < within.to_at)
    return (await db.execute(statement.order_by(Ticket.dispatched_at.desc()).limit(within.limit))).all()  # type: ignore[return-value]
