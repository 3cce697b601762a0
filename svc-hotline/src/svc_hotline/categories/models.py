"""Table of the categories."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from svc_hotline.base import Base


class Category(Base):
    """A matter of the first level (no parent) or of the second."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    default_unit_code: Mapped[str | None]
    limit_working_days: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
