"""Table of the applications. Who applied is kept with the cases alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.online_cases.terms import Channel
from svc_affairs.package_applications.terms import ApplicationStatus

_AT = DateTime(timezone=True)


class PackageApplication(Base):
    """One application. It keeps the version of the package that it began with; its cases keep those of their items."""

    __tablename__ = "package_applications"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int]
    status: Mapped[ApplicationStatus] = mapped_column(term_column(ApplicationStatus))
    package_id: Mapped[UUID] = mapped_column(ForeignKey("item_packages.id"))
    package_code: Mapped[str]
    package_version: Mapped[int]
    package_name: Mapped[str]
    # What the applicant chose; gone with the contact of the cases, as the query code is.
    answers: Mapped[dict[str, str]] = mapped_column(JSONB)
    query_code_hash: Mapped[bytes | None]
    channel: Mapped[Channel] = mapped_column(term_column(Channel))
    centre_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    # All departments of its cases: who of the approvers sees it.
    department_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    submitted_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
