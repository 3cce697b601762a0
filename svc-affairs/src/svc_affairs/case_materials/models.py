"""Tables of materials and of their files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.case_materials.terms import MaterialStatus
from svc_affairs.items.terms import MaterialForm, MaterialSource

_AT = DateTime(timezone=True)


class CaseMaterial(Base):
    """One material of a case, as its item's version names it, and where it stands."""

    __tablename__ = "case_materials"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    version: Mapped[int]
    name: Mapped[str]
    form: Mapped[MaterialForm] = mapped_column(term_column(MaterialForm))
    copies: Mapped[int]
    is_required: Mapped[bool]
    source: Mapped[MaterialSource] = mapped_column(term_column(MaterialSource))
    dataset_code: Mapped[str | None]
    status: Mapped[MaterialStatus] = mapped_column(term_column(MaterialStatus))
    # A clerk has it on paper, whether there is a file of it or not.
    is_on_paper: Mapped[bool]
    remark: Mapped[str | None]
    provided_at: Mapped[datetime | None] = mapped_column(_AT)
    provided_by: Mapped[str | None]
    checked_at: Mapped[datetime | None] = mapped_column(_AT)
    checked_by: Mapped[str | None]

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class CaseFile(Base):
    """A file of a material. Its content lies in the store under its id; of a deleted one only this row is left."""

    __tablename__ = "case_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    material_code: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[bytes]
    is_from_applicant: Mapped[bool]
    added_at: Mapped[datetime] = mapped_column(_AT)
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(_AT)
    removed_by: Mapped[str | None]

    @property
    def sha256_hex(self) -> str:
        return self.sha256.hex()
