"""Use cases of whoever rates: rate once, rate what was done about it, and see how it stands."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.contact import Contact, SealedContact
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.rating_figures import service as figures
from svc_affairs.ratings import doors, reasons, repository
from svc_affairs.ratings.errors import AlreadyRated, InvitationLapsed, ReasonNotOfLevel
from svc_affairs.ratings.lifecycle import IllegalMove, move
from svc_affairs.ratings.models import Rating, RatingContact, RatingWords
from svc_affairs.ratings.schemas import Door, FollowUpGiven, RaterContact, RatingGiven
from svc_affairs.ratings.sealing import RatingSeals
from svc_affairs.ratings.service import is_over, tell
from svc_affairs.ratings.terms import RatingAction, RatingStatus
from svc_affairs.rectifications import service as rectifications
from svc_affairs.rectifications.models import Rectification


@dataclass(frozen=True)
class Rated:
    """A rating, and what a low one has led to."""

    rating: Rating
    rectification: Rectification | None


async def give(db: AsyncSession, actor: Principal, body: RatingGiven, seals: RatingSeals, case_seals: Seals) -> Rated:
    """Rate a visit, once and for good; a low rating opens its rectification in the same transaction.

    Raises as `doors.find` does, and AlreadyRated, InvitationLapsed, ReasonNotOfLevel.
    """
    found = await doors.find(db, actor, body, seals, case_seals, to_rate=True)
    rating = await repository.hold(db, found.id)
    rating.status = await _given(db, rating)
    if strange := reasons.strangers(body.level, rating.occasion, body.reasons):
        raise ReasonNotOfLevel(reasons=[*strange], level=str(body.level))
    now = clock.now()
    rating.version += 1
    rating.level, rating.reasons, rating.reasons_version = body.level, body.reasons, reasons.VERSION
    rating.channel, rating.is_anonymous, rating.rated_at = body.channel, body.is_anonymous, now
    if body.text is not None:
        await _seal_words(db, seals, rating, body.text)
        rating.has_words = True
    if body.contact is not None:
        _seal_contact(db, seals, rating, body.contact)
        rating.has_contact = True
    await db.flush()
    await figures.count(db, rating.invited_at, rating.place, f"rated_{body.level}")
    await tell(db, rating, now)
    return Rated(rating, await rectifications.open_for(db, rating) if rating.is_low else None)


async def follow_up(db: AsyncSession, actor: Principal, body: FollowUpGiven, seals: RatingSeals, case_seals: Seals) -> Rated:
    """Rate what was done about a low rating; raises as `doors.find` does, and as `rectifications.follow_up`."""
    rating = await doors.find(db, actor, body, seals, case_seals)
    task = await rectifications.follow_up(db, rating.id, body.level)
    if body.text is not None:
        await _seal_words(db, seals, rating, body.text)
    await db.flush()
    return Rated(rating, task)


async def look_up(db: AsyncSession, actor: Principal, door: Door, seals: RatingSeals, case_seals: Seals) -> Rated:
    """How it stands, for whoever may rate it; raises as `doors.find` does."""
    rating = await doors.find(db, actor, door, seals, case_seals)
    return Rated(rating, await rectifications.find_of_rating(db, rating.id))


def words_place(rating_id: object, part: str) -> str:
    return f"{RatingWords.__tablename__}|{rating_id}|{part}"


async def _given(db: AsyncSession, rating: Rating) -> RatingStatus:
    """The status after rating it; raises AlreadyRated, InvitationLapsed, also before the sweeper has come by."""
    try:
        status = move(rating.status, RatingAction.GIVE)
    except IllegalMove:
        raise AlreadyRated() if rating.status is RatingStatus.GIVEN else InvitationLapsed() from None
    if await is_over(db, rating):
        raise InvitationLapsed(expired_at=rating.expires_at.isoformat())
    return status


async def _seal_words(db: AsyncSession, seals: RatingSeals, rating: Rating, text: str) -> None:
    part = str(len(await repository.list_words(db, rating.id)))
    key, cipher = seals.words.seal(words_place(rating.id, part), text)
    db.add(RatingWords(rating_id=rating.id, part=part, words_key=key, words_cipher=cipher))


def _seal_contact(db: AsyncSession, seals: RatingSeals, rating: Rating, given: RaterContact) -> None:
    sealed = seals.contacts.seal(RatingContact.__tablename__, rating.id, Contact(given.name, given.phone))
    row = RatingContact(rating_id=rating.id)
    row.sealed_contact = SealedContact(sealed.contact_key, sealed.contact_cipher, None)
    db.add(row)
