"""How somebody comes to a rating: by an invitation's code, by a case's number and query code, or at the window's device.

A wrong code, a wrong number and a visit that is not there are answered alike. Staff comes through none of them.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.page import PageRequest
from svc_affairs.online_cases import service as online_cases
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import COUNTER, Filter
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.ratings import repository
from svc_affairs.ratings.errors import ClerksRateNobody, NothingToRate, RatingUnknown
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.schemas import Door
from svc_affairs.ratings.sealing import RatingSeals


async def find(
    db: AsyncSession, actor: Principal, door: Door, seals: RatingSeals, case_seals: Seals, *, to_rate: bool = False
) -> Rating:
    """The rating behind the door, not locked; the window's device may rate, and is not told how somebody did.

    Raises ClerksRateNobody, Forbidden, RatingUnknown, NothingToRate."""
    if actor.kind not in ("public", "application"):
        raise ClerksRateNobody()
    if door.invitation_code is not None:
        rating = await repository.find_by_code(db, seals.codes.digest(door.invitation_code))
    else:
        case = await _case(db, actor, door, case_seals, to_rate)
        rating = await repository.find_visit(db, case.id, door.visit_no)
        if rating is None and door.visit_no is None:
            raise NothingToRate()
    if rating is None or rating.erased_at is not None:  # what is written after the retention would be forgotten by nobody
        raise RatingUnknown()
    return rating


async def _case(db: AsyncSession, actor: Principal, door: Door, case_seals: Seals, to_rate: bool) -> OnlineCase:
    assert door.number is not None
    if door.query_code is not None:
        try:
            return await online_cases.find_by_code(db, door.number, door.query_code, case_seals)
        except CaseUnknown:
            raise RatingUnknown() from None
    if not to_rate or actor.kind != "application" or not actor.has(*COUNTER):
        raise Forbidden("the case's query code is needed")
    found, _ = await online_cases.list_cases(db, actor, Filter(number=door.number), PageRequest(limit=1))
    if not found:
        raise RatingUnknown()
    return found[0]
