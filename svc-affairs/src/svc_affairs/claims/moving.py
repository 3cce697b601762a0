"""Use cases of a claim that is there: serve it otherwise, suspend, resume, give it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_affairs.centres import service as centres
from svc_affairs.claims import events, repository, rules
from svc_affairs.claims.errors import ClaimActionNotPossible, NotYourCentre, WindowUnknown
from svc_affairs.claims.lifecycle import Action, IllegalMove, move
from svc_affairs.claims.models import Claim
from svc_affairs.claims.running import count_running
from svc_affairs.claims.schemas import LocalDetails


async def change_claim(db: AsyncSession, actor: Principal, claim_id: UUID, if_match: int | None, details: LocalDetails) -> Claim:
    """Serve it at another window or hours; raises WindowUnknown and what `_moved` does."""
    claim = await _moved(db, actor, claim_id, if_match, Action.CHANGE)
    given = details.model_dump(mode="json", exclude_unset=True)
    changes = {name: value for name, value in given.items() if getattr(claim, name) != value}
    if "window_code" in changes:
        centre = await centres.get_centre(db, claim.centre_code)
        if not rules.has_window(centre.windows, details.window_code):
            raise WindowUnknown(window_code=details.window_code)
    if changes:
        for name, value in changes.items():
            setattr(claim, name, value)
        await _tell(db, actor, claim, Action.CHANGE)
    return claim


async def suspend_claim(db: AsyncSession, actor: Principal, claim_id: UUID, if_match: int | None, reason: str) -> Claim:
    """Take no new cases for a time; raises what `_moved` does."""
    claim = await _moved(db, actor, claim_id, if_match, Action.SUSPEND)
    claim.reason, claim.suspended_at = reason, clock.now()
    await _tell(db, actor, claim, Action.SUSPEND)
    return claim


async def resume_claim(db: AsyncSession, actor: Principal, claim_id: UUID, if_match: int | None) -> Claim:
    """Take new cases again; raises what `_moved` does."""
    claim = await _moved(db, actor, claim_id, if_match, Action.RESUME)
    claim.reason = claim.suspended_at = None
    await _tell(db, actor, claim, Action.RESUME)
    return claim


async def withdraw_claim(
    db: AsyncSession, actor: Principal, claim_id: UUID, if_match: int | None, reason: str
) -> tuple[Claim, int]:
    """Give the item back; also returns how many of its cases run, which go on. Raises what `_moved` does."""
    claim = await _moved(db, actor, claim_id, if_match, Action.WITHDRAW)
    claim.reason, claim.withdrawn_at, claim.suspended_at = reason, clock.now(), None
    # The claim is held, and a new case holds it too: none comes after this count.
    running = await count_running(db, claim.item_code, claim.centre_code)
    await _tell(db, actor, claim, Action.WITHDRAW, running)
    return claim, running


async def _moved(db: AsyncSession, actor: Principal, claim_id: UUID, if_match: int | None, action: Action) -> Claim:
    """The claim, locked and as it stands after `action`.

    Raises ClaimUnknown, NotYourCentre, StaleVersion, ClaimActionNotPossible.
    """
    claim = await repository.get(db, claim_id, for_update=True)
    centre = await centres.get_centre(db, claim.centre_code)
    if not rules.may_act(actor, centre.unit_code, centre.territory_code):
        raise NotYourCentre(centre_code=centre.code)
    check_version(if_match, claim.version)
    try:
        claim.status = move(claim.status, action)
    except IllegalMove as illegal:
        raise ClaimActionNotPossible(
            state=claim.status.value, action=action.value, possible=[each.value for each in illegal.possible]
        ) from None
    return claim


async def _tell(db: AsyncSession, actor: Principal, claim: Claim, action: Action, running: int = 0) -> None:
    """Each version is announced by one event."""
    claim.version, claim.changed_at = claim.version + 1, clock.now()
    await db.flush()
    await db.refresh(claim, ["is_item_open", "is_centre_open"])  # a flush forgets what the database tells of others' rows
    event = events.withdrawn(claim, running) if action is Action.WITHDRAW else events.changed(claim, action)
    await outbox.publish(db, event, subject=str(claim.id), sequence=claim.version)
    await audit.record(db, actor, f"claim-{action.value}", str(claim.id), version=claim.version)
