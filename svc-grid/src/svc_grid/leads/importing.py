"""Use case of many appointments at once: all of them or none, in a few statements whatever their number."""

from collections.abc import Sequence

from pydantic import JsonValue
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from svc_grid.leads import events, places, repository, rules
from svc_grid.leads.appointing import begin, settled
from svc_grid.leads.errors import LeadImportUnsound
from svc_grid.leads.models import Lead
from svc_grid.leads.rules import Fault, Places, Wanted
from svc_grid.leads.schemas import AppointmentImport
from svc_grid.leads.terms import LeadKind
from svc_grid.leads.views import AppointmentReport

_MOST_FAULTS = 50


async def import_appointments(db: AsyncSession, actor: Principal, body: AppointmentImport) -> AppointmentReport:
    """Appoint everybody in the document; who holds a post as given keeps it. Raises LeadImportUnsound."""
    await repository.lock(db)
    now = clock.now()
    wanted = [settled(each, now) for each in body.appointments]
    known = await places.levels_of(db, (each.territory_code for each in wanted))
    levels = {code: level for code, level in known.items() if actor.sees(code)}
    found = rules.faults(wanted, Places(levels, await places.divided(db, levels)), now)
    posts = await _posts(db, wanted)
    held = [_held(each, posts) for each in wanted]
    for index, other in enumerate(held):
        if other is not None and other.account != wanted[index].account:
            found.append((f"/appointments/{index}/account", f"{other.account} holds the post; hand over in place of it"))
    _refuse(found)
    new = [begin(each) for each, other in zip(wanted, held, strict=True) if other is None]
    if new and not body.is_dry_run:
        await _store(db, actor, new)
    return AppointmentReport(appointed=len(new), unchanged=len(wanted) - len(new), is_dry_run=body.is_dry_run)


async def _posts(db: AsyncSession, wanted: Sequence[Wanted]) -> dict[tuple[str, LeadKind], list[Lead]]:
    posts: dict[tuple[str, LeadKind], list[Lead]] = {}
    for lead in await repository.holders_of(db, {(each.territory_code, each.kind) for each in wanted}):
        posts.setdefault((lead.territory_code, lead.kind), []).append(lead)
    return posts


def _held(wanted: Wanted, posts: dict[tuple[str, LeadKind], list[Lead]]) -> Lead | None:
    span = (wanted.from_at, wanted.to_at)
    held = posts.get((wanted.territory_code, wanted.kind), [])
    clashing = [each for each in held if rules.clash(wanted, span, each, (each.from_at, each.to_at))]
    # Another's tenure is the fault to name, also where one's own is met as well.
    return next((each for each in clashing if each.account != wanted.account), clashing[0] if clashing else None)


async def _store(db: AsyncSession, actor: Principal, new: Sequence[Lead]) -> None:
    names = [column.key for column in Lead.__table__.columns]
    await db.execute(insert(Lead), [{name: getattr(lead, name) for name in names} for lead in new])
    await outbox.publish_many(db, [(events.appointed(lead), str(lead.id), lead.version) for lead in new])
    await audit.record(db, actor, "leads-imported", "leads", appointed=len(new))


def _refuse(found: Sequence[Fault]) -> None:
    if found:
        errors: list[JsonValue] = [{"pointer": place, "detail": detail} for place, detail in found[:_MOST_FAULTS]]
        raise LeadImportUnsound(f"{len(found)} faults; nothing was stored", errors=errors)
