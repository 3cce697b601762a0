"""Tables of the packages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.item_packages.terms import LifeEvent, PackageAction, PackageStatus

_AT = DateTime(timezone=True)


class ItemPackage(Base):
    """One version of a package; `revision` rises with each change of the row, `announced` counts the events that told of it."""

    __tablename__ = "item_packages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    revision: Mapped[int]
    status: Mapped[PackageStatus] = mapped_column(term_column(PackageStatus))
    name: Mapped[str]
    life_event: Mapped[LifeEvent] = mapped_column(term_column(LifeEvent))
    description: Mapped[str | None]
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text))
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    shared_materials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    published_at: Mapped[datetime | None] = mapped_column(_AT)
    withdrawn_at: Mapped[datetime | None] = mapped_column(_AT)
    replaced_by_id: Mapped[UUID | None]
    announced: Mapped[int] = mapped_column(default=0)
    search: Mapped[str] = mapped_column(TSVECTOR, deferred=True, deferred_raiseload=True)
    search_rest: Mapped[str] = mapped_column(TSVECTOR, deferred=True, deferred_raiseload=True)

    @property
    def item_codes(self) -> list[str]:
        return [each["item_code"] for each in self.items]


class PackageStep(Base):
    """One step of a version's life: who did what when, and why."""

    __tablename__ = "item_package_steps"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("item_packages.id"))
    revision: Mapped[int]
    action: Mapped[PackageAction] = mapped_column(term_column(PackageAction))
    status: Mapped[PackageStatus] = mapped_column(term_column(PackageStatus))
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(_AT)
    note: Mapped[str | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
