"""Tables of ratings. What somebody wrote, and how to reach the writer, is sealed in tables of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.contact import SealedContactColumns
from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.rating_figures.measures import Place
from svc_affairs.ratings.terms import LOW, Level, Occasion, RatingChannel, RatingStatus

_AT = DateTime(timezone=True)


class Rating(Base):
    """One visit that may be rated, and its rating once it is. It names no person: neither who rates nor who was met."""

    __tablename__ = "ratings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[RatingStatus] = mapped_column(term_column(RatingStatus))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"))
    case_number: Mapped[str]
    visit_no: Mapped[int]
    occasion: Mapped[Occasion] = mapped_column(term_column(Occasion))
    # The number that the hall's queue gave to the visit.
    receipt_no: Mapped[str | None]
    item_code: Mapped[str]
    item_name: Mapped[str]
    department_code: Mapped[str]
    centre_code: Mapped[str | None]
    window_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    code_hash: Mapped[bytes]
    policy_version: Mapped[str]
    invited_at: Mapped[datetime] = mapped_column(_AT)
    expires_at: Mapped[datetime] = mapped_column(_AT)
    level: Mapped[Level | None] = mapped_column(term_column(Level))
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    reasons_version: Mapped[str | None]
    channel: Mapped[RatingChannel | None] = mapped_column(term_column(RatingChannel))
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    has_words: Mapped[bool] = mapped_column(default=False)
    has_contact: Mapped[bool] = mapped_column(default=False)
    rated_at: Mapped[datetime | None] = mapped_column(_AT)
    erased_at: Mapped[datetime | None] = mapped_column(_AT)
    # Until when the sweeper leaves it alone.
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def is_low(self) -> bool:
        return self.level in LOW

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(self.item_code, self.department_code, self.centre_code, self.window_code)


class RatingWords(Base):
    """What somebody wrote with a rating, or with the follow-up of a round; dropping its key erases it for good."""

    __tablename__ = "rating_words"

    rating_id: Mapped[UUID] = mapped_column(ForeignKey("ratings.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    words_key: Mapped[bytes | None]
    words_cipher: Mapped[bytes]


class RatingContact(SealedContactColumns, Base):
    """How the rater wants to be called back; nobody finds a rating by it."""

    __tablename__ = "rating_contacts"

    rating_id: Mapped[UUID] = mapped_column(ForeignKey("ratings.id"), primary_key=True)
