"""Item packages 一件事, and the applications for them."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event

_ID = ["01959c2e-8a00-7000-8000-000000000007"]


class ItemPackagePublishedV1(Event):
    """A version of a package was published, in place of the one before."""

    type: ClassVar[str] = "gov171.affairs.item_package.published.v1"

    package_id: UUID = Field(description="The version.", examples=_ID)
    code: str = Field(description="The package's code.", examples=["birth"])
    version: int = Field(description="Its version.", examples=[1])
    name: str = Field(description="Its name.", examples=["出生一件事"])
    life_event: str = Field(description="The matter of life.", examples=["birth"])
    item_codes: list[str] = Field(description="The items it holds.", examples=[["000117001000"]])


class ItemPackageWithdrawnV1(Event):
    """A version of a package cannot be applied for any more."""

    type: ClassVar[str] = "gov171.affairs.item_package.withdrawn.v1"

    package_id: UUID = Field(description="The version.", examples=_ID)
    code: str = Field(description="The package's code.", examples=["birth"])
    version: int = Field(description="Its version.", examples=[1])
    replaced_by_id: UUID | None = Field(default=None, description="The version that took its place.", examples=[None])


class PackageApplicationEvent(Event):
    """What every event of an application for a package says; never who applied, nor what was answered."""

    application_id: UUID = Field(description="The application.", examples=_ID)
    number: str = Field(description="Its human number.", examples=["YJ-20250106-000017"])
    status: str = Field(description="Where it stands now.", examples=["open"])
    package_code: str = Field(description="The package.", examples=["birth"])
    package_version: int = Field(description="The version of the package that it keeps.", examples=[1])


class PackageApplicationSubmittedV1(PackageApplicationEvent):
    """One application came in for all items of a matter that apply; each has a case."""

    type: ClassVar[str] = "gov171.affairs.package_application.submitted.v1"

    channel: str = Field(description="How it came in.", examples=["web"])
    territory_code: str | None = Field(default=None, description="Where it was taken in.", examples=["659007/84"])
    case_ids: list[UUID] = Field(description="Its cases.", examples=[_ID])


class PackageApplicationCompletedV1(PackageApplicationEvent):
    """All its cases have ended."""

    type: ClassVar[str] = "gov171.affairs.package_application.completed.v1"


class PackageApplicationWithdrawnV1(PackageApplicationEvent):
    """The applicant took all of it back."""

    type: ClassVar[str] = "gov171.affairs.package_application.withdrawn.v1"
