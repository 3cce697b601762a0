"""Use cases of the policies: publish a version, and say which there are."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from contracts import affairs
from svc_affairs.trade_policies.errors import DayPast, DayTaken, PolicyNotFound
from svc_affairs.trade_policies.models import TradePolicy
from svc_affairs.trade_policies.policy import BUILT_IN, Rules
from svc_affairs.trade_policies.schemas import PolicyEntry
from svc_affairs.trade_policies.terms import Check

_LOCK = "affairs.trade policies"
_CHECKS = {each.value: each for each in Check}
# Lists may be declared a little ahead of our clock; none is here yet that a new policy would judge.
_AHEAD = timedelta(hours=1)


async def publish(db: AsyncSession, actor: Principal, body: PolicyEntry) -> TradePolicy:
    """The next version; raises DayPast, DayTaken.

    It takes effect tomorrow at the earliest: no list that is here was declared under it, so no verdict changes by it.
    """
    now = clock.now()
    if body.effective_on <= clock.local_day(now + _AHEAD):
        raise DayPast(f"{body.effective_on}")
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(_LOCK, 0))))
    known = await list_policies(db)
    if any(each.effective_on == body.effective_on for each in known):
        raise DayTaken(effective_on=body.effective_on.isoformat())
    version = 1 + max((each.version for each in known), default=BUILT_IN.version)
    policy = TradePolicy(version=version, **body.model_dump(), published_at=now, published_by=actor.subject)
    db.add(policy)
    await db.flush()
    # One subject for the policy as a whole: its sequence counts the published versions.
    event = affairs.TradePolicyPublishedV1(occurred_at=now, version=version, effective_on=body.effective_on)
    await outbox.publish(db, event, subject="trade-policy", sequence=version - BUILT_IN.version)
    await audit.record(db, actor, "trade-policy-published", str(version), effective_on=body.effective_on.isoformat())
    return policy


async def list_policies(db: AsyncSession) -> Sequence[TradePolicy]:
    """The published versions, the last to take effect first."""
    return (await db.execute(select(TradePolicy).order_by(TradePolicy.effective_on.desc()))).scalars().all()


async def get_policy(db: AsyncSession, version: int) -> TradePolicy:
    """Raises PolicyNotFound."""
    policy = await db.get(TradePolicy, version)
    if policy is None:
        raise PolicyNotFound(version=version)
    return policy


async def all_rules(db: AsyncSession) -> list[Rules]:
    """Every version with the built-in one, in the order of their days."""
    names = [each.name for each in fields(Rules) if each.name != "checks"]
    published = [
        Rules(**{name: getattr(each, name) for name in names}, checks=tuple(_CHECKS[check] for check in each.checks))
        for each in await list_policies(db)
    ]
    return [BUILT_IN, *reversed(published)]


async def rules_on(db: AsyncSession, day: date) -> Rules:
    """Those in force on a day of the city."""
    return [each for each in await all_rules(db) if each.effective_on <= day or each is BUILT_IN][-1]
