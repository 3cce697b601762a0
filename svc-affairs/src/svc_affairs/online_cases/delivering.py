"""What follows the decision on a held case: its delivery and its end."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.schemas import Delivery, Note
from svc_affairs.online_cases.steps import take
from svc_affairs.online_cases.terms import Action
from svc_affairs.ratings import service as ratings


async def deliver(db: AsyncSession, actor: Principal, case: OnlineCase, body: Delivery) -> None:
    """The result, whichever it is, reached the applicant, who may rate now."""
    await take(
        db, actor, case, Action.DELIVER, note=body.note, delivered_at=clock.now(), delivery_way=body.way,
        tracking_no=body.tracking_no,
    )  # fmt: skip
    await ratings.invite_for_result(db, case)


async def close(db: AsyncSession, actor: Principal, case: OnlineCase, body: Note) -> None:
    """The end; it comes by itself some days after the delivery."""
    await take(db, actor, case, Action.CLOSE, note=body.note)
