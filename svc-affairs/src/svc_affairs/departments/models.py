"""Table of the departments."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from svc_affairs.base import Base


class Department(Base):
    """A department that offers items."""

    __tablename__ = "departments"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    registered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
