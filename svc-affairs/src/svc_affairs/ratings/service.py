"""What cases ask of ratings: to invite, and to forget. Each is done on a held case, in its transaction."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.repeating import REPLAY_REST
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.rating_figures import service as figures
from svc_affairs.ratings import events, repository
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.policy import POLICY
from svc_affairs.ratings.sealing import seals_of
from svc_affairs.ratings.terms import Occasion, RatingStatus
from svc_affairs.working_time import until


async def invite_for_result(db: AsyncSession, case: OnlineCase) -> Rating:
    """The case came to its result: its applicant may rate it as a whole 一事一评, once."""
    return await invite(db, case, Occasion.RESULT)


async def erase(db: AsyncSession, case: OnlineCase) -> None:
    """What anybody wrote, and how to reach them, is gone for good; levels and reasons stay."""
    for rating in await repository.all_of_case(db, case.id):
        for words in await repository.list_words(db, rating.id):
            words.words_key = None
        contact = await repository.find_contact(db, rating.id)
        if contact is not None and contact.sealed_contact is not None:
            contact.sealed_contact = contact.sealed_contact.erased()
        rating.erased_at = clock.now()
    await db.flush()


async def invite(
    db: AsyncSession, case: OnlineCase, occasion: Occasion, *, receipt_no: str | None = None, window_code: str | None = None
) -> Rating:
    """An invitation for a visit; nobody else numbers visits of the held case."""
    visits = await repository.all_of_case(db, case.id)
    now = clock.now()
    # An id that tells its instant, which is the delivery's, would tell of which case an anonymous rating is.
    rating = Rating(
        id=uuid4(), version=1, status=RatingStatus.INVITED, case_id=case.id, case_number=case.number, visit_no=len(visits) + 1,
        occasion=occasion, receipt_no=receipt_no, item_code=case.item_code, item_name=case.item_name,
        department_code=case.department_code, centre_code=case.centre_code, window_code=window_code or case.window_code,
        territory_code=case.territory_code,
        policy_version=POLICY.version, invited_at=now, expires_at=await until(db, now, POLICY.expiry), reasons=[],
    )  # fmt: skip
    codes = seals_of(db).codes
    rating.code_hash = codes.digest(codes.draw(rating.id))
    if clock.is_replayed():
        rating.sweep_after = clock.system_now() + REPLAY_REST
    db.add(rating)
    await db.flush()
    await figures.count(db, now, rating.place, "invited")
    await tell(db, rating, now)
    return rating


async def is_over(db: AsyncSession, rating: Rating) -> bool:
    """Whether its time has run out, counted anew by the calendar in use before that is held against anybody."""
    now = clock.now()
    if now >= rating.expires_at:
        rating.expires_at = max(rating.expires_at, await until(db, rating.invited_at, POLICY.expiry))
    return now >= rating.expires_at


async def tell(db: AsyncSession, rating: Rating, at: datetime) -> None:
    """Announce the present version."""
    await outbox.publish(db, events.of_step(rating, at), subject=str(rating.id), sequence=rating.version)
