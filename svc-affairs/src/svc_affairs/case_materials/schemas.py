"""What goes in and out about materials and their files."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import UploadFile
from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input, View
from svc_affairs.case_materials.models import CaseMaterial
from svc_affairs.case_materials.terms import MaterialStatus, MaterialVerdict
from svc_affairs.items.fields import PartCode
from svc_affairs.items.terms import MaterialForm, MaterialSource
from svc_affairs.online_cases.schemas import QueryCode

Remark = Annotated[str, StringConstraints(min_length=1, max_length=500)]

_ID = ["0195918c-7a00-7000-8000-000000000001"]
_AT = ["2025-03-14T02:00:00Z"]
_HASH = ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
CODE = ["7K2M-Q9TX-04FD"]


class CaseFileUpload(Input):
    """One file for one material, as multipart/form-data."""

    file: UploadFile = Field(description="The file, with its name; 20 MB at most.")
    material_code: PartCode = Field(description="The material it is of, by its code in the item.", examples=["m1"])
    query_code: QueryCode | None = Field(
        default=None, description="The applicant's query code, in place of a role.", examples=CODE
    )


class MaterialProvision(Input):
    """What was brought to a window on paper."""

    codes: list[PartCode] = Field(min_length=1, max_length=200, description="The materials, by their codes.", examples=[["m1"]])


class MaterialCheck(Input):
    """What a check says of one material."""

    code: PartCode = Field(description="The material.", examples=["m1"])
    verdict: MaterialVerdict = Field(description="What was found.", examples=["faulty"])
    remark: Remark | None = Field(
        default=None, description="What is wrong, or why it is waived; needed for both.", examples=["缺少公章"]
    )
    version: int | None = Field(default=None, ge=1, description="The version that was looked at.", examples=[2])


class MaterialChecking(Input):
    """A check of some materials, or of all that are there."""

    checks: list[MaterialCheck] = Field(default=[], max_length=200, description="One by one.")
    is_all_in_order: bool = Field(
        default=False, description="All that are there and not checked yet are in order.", examples=[False]
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.checks) is self.is_all_in_order:
            raise ValueError("name checks one by one, or say that all are in order")
        if len({each.code for each in self.checks}) < len(self.checks):
            raise ValueError("each material is checked once")
        return self


class CaseMaterialView(View):
    """A material of a case, and where it stands."""

    code: str = Field(description="Its code within the item.", examples=["m1"])
    version: int = Field(description="Rises with each change.", examples=[2])
    name: str = Field(description="What it is.", examples=["建设用地批准书"])
    form: MaterialForm = Field(description="What of it is brought.", examples=["copy"])
    copies: int = Field(description="How many copies.", examples=[1])
    is_required: bool = Field(description="Whether it may not be missing.", examples=[True])
    source: MaterialSource = Field(description="Where it comes from.", examples=["government"])
    dataset_code: str | None = Field(
        description="The data hub's data set that has it, so that it need not be brought 免提交.", examples=["land-approvals"]
    )
    status: MaterialStatus = Field(description="Where it stands.", examples=["provided"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已交"])
    status_label_en: str = Field(description="The same in English.", examples=["Brought, not checked yet"])
    is_on_paper: bool = Field(description="Whether a window has it on paper.", examples=[False])
    files: int = Field(default=0, description="How many files of it there are.", examples=[1])
    remark: str | None = Field(description="What is wrong with it, or why it is waived.", examples=["缺少公章"])
    provided_at: datetime | None = Field(description="When it was brought last.", examples=_AT)
    checked_at: datetime | None = Field(description="When it was checked; null: not since it was brought.", examples=_AT)

    @classmethod
    def of(cls, material: CaseMaterial, files: int) -> Self:
        return cls.model_validate(material).model_copy(update={"files": files})


class CaseFileView(View):
    """A file of a material; its content is at `.../attachments/{id}/content`."""

    id: UUID = Field(description="The file.", examples=_ID)
    case_id: UUID = Field(description="Its case.", examples=_ID)
    material_code: str = Field(description="The material it is of.", examples=["m1"])
    name: str = Field(description="The file's name.", examples=["批准书.pdf"])
    media_type: str = Field(description="What its content was found to be.", examples=["application/pdf"])
    size_bytes: int = Field(description="Its size.", examples=[184302])
    sha256: str = Field(validation_alias="sha256_hex", description="SHA-256 of its content, in hex.", examples=_HASH)
    is_from_applicant: bool = Field(description="Whether the applicant sent it; else a clerk did.", examples=[True])
    added_at: datetime = Field(description="When it was added.", examples=_AT)
