"""What goes in and out about categories."""

from typing import Annotated

from pydantic import Field

from chassis.schema import Input, View

CategoryCode = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$", description="Code of a category.", examples=["urban.lighting"])
]


class CategoryEntry(Input):
    """A category: of the first level without a parent, of the second below one."""

    code: CategoryCode
    parent_code: CategoryCode | None = Field(None, description="The first-level category it belongs to.", examples=["urban"])
    name_zh: str = Field(min_length=1, max_length=100, description="Its Chinese name.", examples=["路灯照明"])
    name_en: str = Field(min_length=1, max_length=100, description="Its English name.", examples=["Street lighting"])
    default_unit_code: str | None = Field(
        None, min_length=1, max_length=64, description="The unit that usually handles it.", examples=["dept-07"]
    )
    limit_working_days: int | None = Field(
        None, ge=1, le=250, description="Working days it may take; none: as the ticket's kind says.", examples=[3]
    )


class CategoryImport(Input):
    """Categories to bring in at once; parents may stand before or after their children."""

    categories: list[CategoryEntry] = Field(min_length=1, max_length=1000, description="The categories.")


class CategoryView(View):
    """A category as it stands."""

    code: str = Field(description="Its code.", examples=["urban.lighting"])
    parent_code: str | None = Field(description="The first-level category it belongs to.", examples=["urban"])
    name_zh: str = Field(description="Its Chinese name.", examples=["路灯照明"])
    name_en: str = Field(description="Its English name.", examples=["Street lighting"])
    default_unit_code: str | None = Field(description="The unit that usually handles it.", examples=["dept-07"])
    limit_working_days: int | None = Field(description="Working days it may take.", examples=[3])
    version: int = Field(description="Rises with each change.", examples=[1])


class CategoryImportReport(View):
    """What an import of categories came to."""

    created: int = Field(description="Categories that are new.", examples=[42])
    changed: int = Field(description="Categories that read differently now.", examples=[0])
    unchanged: int = Field(description="Categories that were there as given.", examples=[0])
