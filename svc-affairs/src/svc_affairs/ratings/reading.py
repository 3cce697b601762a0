"""Use cases of those who answer for ratings, and who supervise them: read, and open what is sealed for a stated purpose."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit
from chassis.auth import Principal
from chassis.contact import Contact, ContactErased
from chassis.page import PageRequest, fetch_page
from chassis.redaction import hide_numbers
from svc_affairs.rated_side import RESPONSIBLE, SUPERVISING
from svc_affairs.ratings import repository
from svc_affairs.ratings.errors import NothingWritten
from svc_affairs.ratings.giving import words_place
from svc_affairs.ratings.models import Rating, RatingContact
from svc_affairs.ratings.repository import Filter
from svc_affairs.ratings.sealing import RatingSeals


async def list_ratings(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[Rating], str | None]:  # fmt: skip
    """A page of what was rated, as far as the actor may see it, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_given(actor, wanted), (Rating.rated_at, Rating.id), params)


async def get_rating(db: AsyncSession, actor: Principal, rating_id: UUID) -> Rating:
    """Raises RatingUnknown also where the actor may not see it."""
    return await repository.get_given(db, actor, rating_id)


async def disclose_words(db: AsyncSession, actor: Principal, rating_id: UUID, purpose: str, seals: RatingSeals) -> list[str]:
    """What was written with it and with its follow-ups; every look is written down.

    Only who supervises reads numbers in it. Raises RatingUnknown, NothingWritten, WordsErased.
    """
    rating = await repository.get_given(db, actor, rating_id, RESPONSIBLE | SUPERVISING)
    rows = await repository.list_words(db, rating.id)
    if not rows:
        raise NothingWritten()
    words = [seals.words.open(words_place(rating.id, row.part), row.words_key, row.words_cipher) for row in rows]
    await audit.record(db, actor, "rating-words-disclosed", str(rating.id), purpose=purpose)
    return words if actor.has(*SUPERVISING) else [hide_numbers(each) for each in words]


async def disclose_contact(db: AsyncSession, actor: Principal, rating_id: UUID, purpose: str, seals: RatingSeals) -> Contact:
    """How to call the rater back, for who supervises alone. Raises RatingUnknown, NothingWritten, ContactErased."""
    rating = await repository.get_given(db, actor, rating_id, SUPERVISING)
    row = await repository.find_contact(db, rating.id)
    if row is None or row.sealed_contact is None:
        raise NothingWritten()
    if row.contact_key is None:
        raise ContactErased()
    contact = seals.contacts.open(RatingContact.__tablename__, rating.id, row.sealed_contact)
    await audit.record(db, actor, "rating-contact-disclosed", str(rating.id), purpose=purpose)
    return contact
