"""What goes out about facilities."""

from typing import Any

from pydantic import Field

from chassis.schema import View
from svc_grid.facilities.hours import Hours
from svc_grid.facilities.terms import FacilityStatus


class PlaceView(View):
    """A point on the earth."""

    lon: float = Field(description="Longitude in degrees.", examples=[82.072])
    lat: float = Field(description="Latitude in degrees.", examples=[44.893])
    crs: str = Field(description="What they are in.", examples=["WGS-84"])


class FacilityView(View):
    """A facility as it stands."""

    code: str = Field(description="Its code.", examples=["library-84-03"])
    kind: str = Field(description="What it is.", examples=["rural_library"])
    level: str | None = Field(description="Whose it is.", examples=["community"])
    name: str = Field(description="Its name.", examples=["三连农家书屋"])
    territory_code: str | None = Field(description="Its territory.", examples=["659007/84/03"])
    place: PlaceView | None = Field(description="Where it is; none: not known.")
    address: str | None = Field(description="How one finds it.", examples=["八十四团三连连部旁"])
    hours: Hours | None = Field(description="When it is open, city time; none: not known.")
    services: list[str] = Field(description="What it offers.", examples=[["reading", "lectures"]])
    status: FacilityStatus = Field(description="Whether it serves people.", examples=["in_service"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["正常开放"])
    status_label_en: str = Field(description="The same in English.", examples=["In service"])
    version: int = Field(description="Rises with each change.", examples=[1])


class NearbyFacility(View):
    """A facility and how far away it is."""

    facility: FacilityView = Field(description="The facility.")
    distance_m: float = Field(description="Metres as the crow flies.", examples=[412.5])
    is_open: bool | None = Field(description="Whether it is open then; none: its hours are not known.", examples=[True])


class FacilityServiceView(View):
    """Something that facilities offer."""

    code: str = Field(description="Its code.", examples=["reading"])
    version: int = Field(description="Rises with each change.", examples=[1])
    name_zh: str = Field(description="In Chinese.", examples=["图书借阅"])
    name_en: str = Field(description="In English.", examples=["Reading and lending"])
    is_retired: bool = Field(description="Whether it can no longer be newly offered.", examples=[False])


def as_hours(stored: dict[str, Any] | None) -> Hours | None:
    return None if stored is None else Hours.model_validate(stored)
