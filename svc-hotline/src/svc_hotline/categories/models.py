"""Tables of the categories and of their versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from contracts.worktime import Limit, LimitUnit
from svc_hotline.base import Base
from svc_hotline.categories.rules import Effective, Own
from svc_hotline.categories.terms import Change

_AT = DateTime(timezone=True)


class Category(Base):
    """A matter at its place in the tree; `path` leads from the root to itself.

    What is effective comes down from above where it is not its own. It is kept and not looked up, so that taking a
    request down reads one row; every change of the tree settles it anew.
    """

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text))
    default_unit_code: Mapped[str | None]
    limit_working_days: Mapped[int | None]
    limit_working_hours: Mapped[int | None]
    limit_hours: Mapped[int | None]
    sign_limit_working_hours: Mapped[int | None]
    retired_at: Mapped[datetime | None] = mapped_column(_AT)
    successor_code: Mapped[str | None]
    path: Mapped[list[str]] = mapped_column(ARRAY(Text))
    effective_default_unit_code: Mapped[str | None]
    effective_limit_amount: Mapped[int | None]
    effective_limit_unit: Mapped[LimitUnit | None] = mapped_column(term_column(LimitUnit))
    effective_sign_limit_working_hours: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(_AT)

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def own(self) -> Own:
        """What is said of it itself."""
        limits = (
            (self.limit_working_days, LimitUnit.WORKING_DAYS),
            (self.limit_working_hours, LimitUnit.WORKING_HOURS),
            (self.limit_hours, LimitUnit.HOURS),
        )
        limit = next((Limit(amount, unit) for amount, unit in limits if amount is not None), None)
        return Own(self.parent_code, self.default_unit_code, limit, self.sign_limit_working_hours, self.is_retired)

    def settle(self, values: Effective) -> None:
        """Keep what holds for it."""
        self.path = list(values.path)
        self.effective_default_unit_code = values.default_unit_code
        self.effective_limit_amount = values.limit.amount if values.limit else None
        self.effective_limit_unit = values.limit.unit if values.limit else None
        self.effective_sign_limit_working_hours = values.sign_limit_working_hours


class CategoryVersion(Base):
    """A category as it stood after one change, and who made it. What came down from above is not its own, nor told here."""

    __tablename__ = "category_versions"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    actor: Mapped[str]
    change: Mapped[Change] = mapped_column(term_column(Change))
    entry: Mapped[dict[str, Any]] = mapped_column(JSONB)
