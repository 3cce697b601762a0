"""Tables of the dispatch rules: the draft, what was published, what was tried."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_hotline.base import Base

_AT = DateTime(timezone=True)


class RuleDraft(Base):
    """One row: the set that is being written. `digest` tells sets apart by what they say."""

    __tablename__ = "dispatch_rule_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    digest: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(_AT)
    changed_by: Mapped[str]


class RuleSet(Base):
    """A set that went live, and stays until the next; it never changes. The one with the highest version is live."""

    __tablename__ = "dispatch_rule_sets"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    digest: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(_AT)
    published_by: Mapped[str]
    reason: Mapped[str]
    trial_id: Mapped[UUID | None]
    restores_version: Mapped[int | None]


class RuleTrial(Base):
    """What a draft would have done with past tickets."""

    __tablename__ = "dispatch_rule_trials"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str]
    tried_at: Mapped[datetime] = mapped_column(_AT)
    tried_by: Mapped[str]
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
