"""Use cases of the counter: hand out the invitation of a visit, and see what may be rated."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from svc_affairs.online_cases import service as online_cases
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.ratings import repository
from svc_affairs.ratings.errors import AlreadyRated, InvitationLapsed, NothingToRate
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.schemas import InvitationAsked
from svc_affairs.ratings.service import invite, is_over
from svc_affairs.ratings.terms import Occasion, RatingStatus


async def hand_out(db: AsyncSession, actor: Principal, body: InvitationAsked) -> Rating:
    """The invitation of a visit, made where it is not there yet; asked for again, it is the same one.

    Raises CaseUnknown, NothingToRate, AlreadyRated, InvitationLapsed.
    """
    case = await online_cases.hold(db, actor, body.case_id, None, COUNTER)
    for each in await repository.all_of_case(db, case.id):
        if each.receipt_no == body.receipt_no and (body.receipt_no is not None or each.occasion is Occasion.RESULT):
            return await _open(db, each)
    if body.receipt_no is None or case.erased_at is not None:
        raise NothingToRate()
    return await invite(db, case, Occasion.COUNTER, receipt_no=body.receipt_no, window_code=body.window_code)


async def list_invitations(
    db: AsyncSession, actor: Principal, case_id: UUID, params: PageRequest
) -> tuple[list[Rating], str | None]:
    """A case's visits, the first one first; raises CaseUnknown."""
    case = await online_cases.get_case(db, actor, case_id)
    return await fetch_page(db, repository.list_of_case(case.id), (Rating.visit_no,), params, descending=False)


async def _open(db: AsyncSession, rating: Rating) -> Rating:
    if rating.status is RatingStatus.GIVEN:
        raise AlreadyRated()
    if rating.status is RatingStatus.LAPSED or await is_over(db, rating):
        raise InvitationLapsed(expired_at=rating.expires_at.isoformat())
    return rating
