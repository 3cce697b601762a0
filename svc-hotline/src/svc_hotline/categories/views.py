"""What goes out about categories."""

from datetime import datetime

from pydantic import Field

from chassis.schema import View
from contracts.worktime import LimitUnit
from svc_hotline.categories.terms import Change

_RETIRED_AT = Field(default=None, description="When it was taken out of use; none: it is in use.", examples=[None])


class CategoryRecord(View):
    """What is said of a category itself, without what comes down from above."""

    code: str = Field(description="Its code.", examples=["urban.lighting"])
    parent_code: str | None = Field(description="The category it belongs to.", examples=["urban"])
    name_zh: str = Field(description="Its Chinese name.", examples=["路灯照明"])
    name_en: str = Field(description="Its English name.", examples=["Street lighting"])
    keywords: list[str] = Field(default=[], description="Callers' own words for it.", examples=[["路灯不亮", "灯杆"]])
    default_unit_code: str | None = Field(description="The unit it names itself.", examples=["dept-07"])
    limit_working_days: int | None = Field(description="Working days it may take, if it says so itself.", examples=[3])
    limit_working_hours: int | None = Field(default=None, description="Or hours of office time.", examples=[None])
    limit_hours: int | None = Field(default=None, description="Or hours round the clock.", examples=[None])
    sign_limit_working_hours: int | None = Field(
        default=None, description="Hours of office time to sign for it, if it says so itself.", examples=[None]
    )
    retired_at: datetime | None = _RETIRED_AT
    successor_code: str | None = Field(default=None, description="What to choose instead, where it is retired.", examples=[None])


class CategoryView(CategoryRecord):
    """A category as it stands, with what holds for it: its own, or its nearest ancestor's."""

    is_retired: bool = Field(description="Whether it can no longer be chosen.", examples=[False])
    path: list[str] = Field(description="The codes from the first level down to itself.", examples=[["urban", "urban.lighting"]])
    effective_default_unit_code: str | None = Field(description="The unit that usually handles it.", examples=["dept-07"])
    effective_limit_amount: int | None = Field(description="How much time it may take; none: as the kind says.", examples=[3])
    effective_limit_unit: LimitUnit | None = Field(description="What that is counted in.", examples=["working_days"])
    effective_sign_limit_working_hours: int | None = Field(
        description="Hours of office time to sign for it; none: by urgency.", examples=[4]
    )
    version: int = Field(description="Rises with each change of its own.", examples=[1])
    changed_at: datetime = Field(description="When that was last.", examples=["2026-03-02T02:00:00Z"])


class CategoryNode(CategoryView):
    """A category with those below it."""

    children: list["CategoryNode"] = Field(default=[], description="Those right below it, by code.")


class CategoryTree(View):
    """The tree of categories."""

    items: list[CategoryNode] = Field(description="Those of the first level, by code.")


class CategoryVersionView(View):
    """One change of a category: who, when, and how it stood then."""

    code: str = Field(description="The category.", examples=["urban.lighting"])
    version: int = Field(description="Which version this made.", examples=[2])
    at: datetime = Field(description="When.", examples=["2026-03-02T02:00:00Z"])
    actor: str = Field(description="Who.", examples=["staff-0117"])
    change: Change = Field(description="What was done.", examples=["change"])
    entry: CategoryRecord = Field(description="The category after it.")


class CategoryImportReport(View):
    """What an import of categories came to."""

    created: int = Field(description="Categories that are new.", examples=[42])
    changed: int = Field(description="Categories that read differently now.", examples=[0])
    unchanged: int = Field(description="Categories that were there as given.", examples=[0])
