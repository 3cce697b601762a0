"""Tables of applications, their keys and declared clocks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gateway.base import Base

_AT = DateTime(timezone=True)


class Application(Base):
    """A program that uses the open API, and what it may do."""

    __tablename__ = "applications"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    unit_code: Mapped[str | None] = mapped_column(Text)
    territory_code: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(_AT)
    revoked_at: Mapped[datetime | None] = mapped_column(_AT)


class ApplicationKey(Base):
    """One of an application's keys; the secret is kept only as the SHA-256 of its 256 random bits."""

    __tablename__ = "application_keys"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    secret_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(_AT)
    expires_at: Mapped[datetime | None] = mapped_column(_AT)
    revoked_at: Mapped[datetime | None] = mapped_column(_AT)


class ReplayClock(Base):
    """Within which span of time an application may say what time it is."""

    __tablename__ = "replay_clocks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    starts_at: Mapped[datetime] = mapped_column(_AT)
    ends_at: Mapped[datetime] = mapped_column(_AT)
    reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(_AT)
