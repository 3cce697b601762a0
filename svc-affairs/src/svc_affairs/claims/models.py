"""Table of the claims."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, FetchedValue
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.centres import service as centres
from svc_affairs.claims.terms import ClaimStatus
from svc_affairs.items import service as items
from svc_affairs.xids import Xid8

_AT = DateTime(timezone=True)


class Claim(Base):
    """An item taken on by a centre; what is null of the local details is as the centre has it.

    `department_code` is whose item it was when it was claimed. Whether the item and the centre are open is asked at each reading.
    """

    __tablename__ = "claims"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[ClaimStatus] = mapped_column(term_column(ClaimStatus))
    item_code: Mapped[str] = mapped_column()
    centre_code: Mapped[str] = mapped_column()
    department_code: Mapped[str]
    window_code: Mapped[str | None]
    hours: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    telephone: Mapped[str | None]
    reason: Mapped[str | None]
    claimed_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    suspended_at: Mapped[datetime | None] = mapped_column(_AT)
    withdrawn_at: Mapped[datetime | None] = mapped_column(_AT)
    # Which transaction changed it last: set by the database, for those who ask what changed since.
    changed_xid: Mapped[str] = mapped_column(Xid8, FetchedValue(), deferred=True, deferred_raiseload=True)
    is_item_open: Mapped[bool] = column_property(items.is_open_to_centres(item_code))
    is_centre_open: Mapped[bool] = column_property(centres.takes_cases(centre_code))

    @property
    def is_effective(self) -> bool:
        return self.status is ClaimStatus.ACTIVE and self.is_item_open and self.is_centre_open
