"""Paths of the policies."""

from typing import Annotated

from fastapi import Path, Response

from chassis import clock
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.trade_policies import service
from svc_affairs.trade_policies.errors import DayPast, DayTaken, PolicyNotFound
from svc_affairs.trade_policies.policy import BUILT_IN
from svc_affairs.trade_policies.schemas import PolicyEntry
from svc_affairs.trade_policies.views import PoliciesView, PolicyView

router = domain_router("/v1/trade-policies", "trade policies")

Desk = Annotated[Principal, require(Role.TRADE_DESK)]
Reader = Annotated[Principal, require(Role.TRADE_DESK, Role.TRADE_PARTY)]
_BUILT_IN = PolicyView.model_validate(BUILT_IN)


@router.post("", status_code=201, summary="Publish a trade policy 发布策略", responses=problems(DayPast, DayTaken))
async def publish(body: PolicyEntry, actor: Desk, db: Db, response: Response) -> PolicyView:
    """Lists declared from its day on are judged by it; those declared before stay under the policy of their time."""
    policy = await service.publish(db, actor, body)
    response.headers["Location"] = f"/v1/trade-policies/{policy.version}"
    return PolicyView.model_validate(policy)


@router.get("", summary="List trade policies")
async def list_policies(actor: Reader, db: Db) -> PoliciesView:
    """Every version, the built-in one last."""
    published = await service.list_policies(db)
    return PoliciesView(items=[*(PolicyView.model_validate(each) for each in published), _BUILT_IN])


@router.get("/effective", summary="Show the trade policy in force")
async def effective(actor: Reader, db: Db) -> PolicyView:
    """By which a list is judged that is declared now."""
    rules = await service.rules_on(db, clock.local_day(clock.now()))
    return _BUILT_IN if rules is BUILT_IN else PolicyView.model_validate(await service.get_policy(db, rules.version))


@router.get("/{version}", summary="Show a version of the trade policy", responses=problems(PolicyNotFound))
async def get_policy(version: Annotated[int, Path(ge=1, le=2**31 - 1, examples=[2])], actor: Reader, db: Db) -> PolicyView:
    """As it was published."""
    return _BUILT_IN if version == BUILT_IN.version else PolicyView.model_validate(await service.get_policy(db, version))
