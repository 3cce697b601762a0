"""Departments and the items 事项 they publish."""

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
