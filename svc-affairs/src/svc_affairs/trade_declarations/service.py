"""Use cases of declarations: show them, and release, hold or return them; and what the documents have to tell the match."""

from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from contracts.roles import Role
from svc_affairs.trade_declarations import events, repository, taking
from svc_affairs.trade_declarations.errors import BeingMatched, DeclarationNotFound, DocumentsDisagree, StepNotPossible
from svc_affairs.trade_declarations.lifecycle import Command, IllegalStep, step
from svc_affairs.trade_declarations.models import Decision, Declaration
from svc_affairs.trade_declarations.repository import Filter, Sight
from svc_affairs.trade_declarations.taking import Mark
from svc_affairs.trade_declarations.terms import Reason, Verdict
from svc_affairs.trade_declarations.views import DecisionView, DeclarationDetail, DeclarationView, MismatchView
from svc_affairs.trade_figures.cells import deltas, spread
from svc_affairs.trade_parties import service as parties
from svc_affairs.trade_parties.terms import PartyKind

WAKE = "wake_trade_match"
_ITSELF = "(SELECT * FROM trade_declarations WHERE id = :id)"
_COUNT = {sign: deltas(spread(_ITSELF, sign)) for sign in (1, -1)}


async def mark_changed(db: AsyncSession, marks: Collection[Mark]) -> None:
    """Have the match look again at what has these keys, as soon as the caller's transaction is done."""
    await taking.mark(db, marks)
    wake: Callable[[], None] | None = db.info.get(WAKE)
    if marks and wake is not None:
        event.listen(db.sync_session, "after_commit", lambda _session: wake(), once=True)


async def cop_nos(db: AsyncSession, declarant_code: str, invt_nos: Collection[str]) -> dict[str, str]:
    """A declarer's own numbers of its lists, by ours."""
    return await repository.cop_nos(db, declarant_code, invt_nos)


async def settled(db: AsyncSession, declarant_code: str, cop_nos: Collection[str]) -> set[str]:
    """Which of these lists were released; none of the others will be while the caller's transaction lasts."""
    return await repository.frozen(db, declarant_code, cop_nos)


async def list_declarations(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[Declaration], str | None]:
    """A page, the newest first: the desk sees all, a declarer its own, a platform those of its orders."""
    statement = repository.list_declarations(wanted, await _sight(db, actor))
    return await fetch_page(db, statement, (Declaration.id,), params)


async def get_declaration(db: AsyncSession, actor: Principal, declaration_id: UUID) -> DeclarationDetail:
    """One with every mismatch; raises DeclarationNotFound."""
    return await detail(db, await repository.get(db, declaration_id, await _sight(db, actor)))


async def detail(db: AsyncSession, declaration: Declaration) -> DeclarationDetail:
    mismatches = await repository.list_mismatches(db, declaration.id)
    decisions = await repository.list_decisions(db, declaration.id)
    return DeclarationDetail(
        **{name: getattr(declaration, name) for name in DeclarationView.model_fields},
        mismatches=[MismatchView.model_validate(each) for each in mismatches],
        decisions=[DecisionView.model_validate(each) for each in decisions],
    )


async def _sight(db: AsyncSession, actor: Principal) -> Sight:
    """Raises DeclarationNotFound for a party that has nothing to do with declarations."""
    if actor.has(Role.TRADE_DESK):
        return Sight()
    party = await parties.own_party(db, actor)
    if PartyKind.LIST in party.kinds:
        return Sight(declarant_code=party.code)
    if PartyKind.ORDER in party.kinds:
        return Sight(platform_code=party.code)
    raise DeclarationNotFound()


async def decide(
    db: AsyncSession, actor: Principal, declaration_id: UUID, if_match: int | None, command: Command, *,
    reason_code: Reason | None = None, reason: str | None = None,
) -> Declaration:  # fmt: skip
    """Release, hold or return; raises StaleVersion, StepNotPossible, DocumentsDisagree, BeingMatched."""
    declaration = await repository.get_for_update(db, declaration_id)
    check_version(if_match, declaration.version)
    before = declaration.status
    try:
        after = step(before, command)
    except IllegalStep as illegal:
        raise StepNotPossible(state=before.value, step=command.value, possible=[*illegal.possible]) from None
    if command is Command.RELEASE:
        await _check_agreement(db, declaration)
    await db.execute(text(_COUNT[-1]), {"id": declaration.id})
    now = clock.now()
    declaration.status, declaration.reason_code, declaration.reason = after, reason_code, reason
    declaration.version += 1
    declaration.told += 1
    declaration.decided_at, declaration.decided_by = now, actor.subject
    if command is Command.RETURN:
        declaration.returned_list_at, declaration.waits_until = declaration.list_app_time, None
    db.add(
        Decision(
            declaration_id=declaration.id, version=declaration.version, at=now, command=command, from_status=before,
            to_status=after, actor=actor.subject, reason_code=reason_code, reason=reason,
        )
    )  # fmt: skip
    await db.flush()
    await db.execute(text(_COUNT[1]), {"id": declaration.id})
    told = events.of_decision(declaration, now)
    await outbox.publish(db, told, subject=str(declaration.id), sequence=declaration.told)
    if command is not Command.HOLD:
        await mark_changed(db, _keys(declaration))  # what it took or gives back concerns others
    return declaration


async def _check_agreement(db: AsyncSession, declaration: Declaration) -> None:
    if declaration.verdict is not Verdict.MATCHED:
        raise DocumentsDisagree(
            verdict=declaration.verdict.value, missing=[*declaration.missing], fields=[*declaration.mismatch_fields]
        )
    if await taking.is_pending(db, _keys(declaration)):
        raise BeingMatched()


def _keys(declaration: Declaration) -> list[Mark]:
    return [
        ("o", declaration.platform_code, declaration.order_no),
        ("w", declaration.logistics_code, declaration.logistics_no),
        ("l", declaration.declarant_code, declaration.cop_no),
    ]
