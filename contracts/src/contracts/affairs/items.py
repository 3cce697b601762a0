"""Departments and the items 事项 they publish."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class DepartmentRegisteredV1(Event):
    """A department 部门 was entered."""

    type: ClassVar[str] = "gov171.affairs.department.registered.v1"

    department_code: str = Field(description="The department.", examples=["dept-07"])
    name: str = Field(description="Its name.", examples=["住房和城乡建设局"])


class ItemPublishedV1(Event):
    """A version of an item 事项 was published."""

    type: ClassVar[str] = "gov171.affairs.item.published.v1"

    item_id: UUID = Field(description="The item.", examples=["01959c2e-8a00-7000-8000-000000000003"])
    code: str = Field(description="Its code.", examples=["000117001000"])
    version: int = Field(description="The published version.", examples=[1])
    name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    department_code: str = Field(description="Whose it is.", examples=["dept-07"])
    kind: str = Field(description="Its kind by GB/T 39046 annex A.", examples=["01"])


class ItemStep(Event):
    """Base of what is told of a version after its name is known, or before it is in force."""

    item_id: UUID = Field(description="The version of the item.", examples=["01959c2e-8a00-7000-8000-000000000003"])
    code: str = Field(description="The item's code.", examples=["000117001000"])
    version: int = Field(description="Its version.", examples=[1])


class ItemScheduledV1(ItemStep):
    """A version of an item was approved for a later day 待生效; on that day it is published."""

    type: ClassVar[str] = "gov171.affairs.item.scheduled.v1"

    effective_on: date = Field(description="The day from whose beginning it is in force.", examples=["2026-01-01"])


class ItemSuspendedV1(ItemStep):
    """A version in force was suspended 暂停办理: nobody can apply for now."""

    type: ClassVar[str] = "gov171.affairs.item.suspended.v1"

    resumes_on: date | None = Field(description="The day on which it is resumed; null: not settled.", examples=["2026-02-01"])


class ItemResumedV1(ItemStep):
    """A suspended version is in force again 恢复办理."""

    type: ClassVar[str] = "gov171.affairs.item.resumed.v1"


class ItemWithdrawnV1(ItemStep):
    """A version that was announced is no longer in force, or will not be 撤回."""

    type: ClassVar[str] = "gov171.affairs.item.withdrawn.v1"

    replaced_by_id: UUID | None = Field(
        description="The version that took its place; null: none did.", examples=["01959c2e-8a00-7000-8000-000000000004"]
    )
