"""What goes out about applications for packages."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_affairs.case_materials.terms import MaterialStatus
from svc_affairs.items.terms import MaterialForm
from svc_affairs.online_cases.lifecycle import ENDED
from svc_affairs.online_cases.terms import Channel, Status
from svc_affairs.package_applications.bringing import Standing
from svc_affairs.package_applications.service import Seen
from svc_affairs.package_applications.terms import ApplicationStatus

_AT = ["2025-01-06T02:00:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000007"]


class PartView(View):
    """The case of one item, as far as everybody who has the number and the code may know."""

    id: UUID = Field(description="The case.", examples=_ID)
    number: str = Field(description="Its number.", examples=["BJ-20250106-000017"])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    item_name: str = Field(description="Its name.", examples=["户口登记"])
    department_code: str = Field(description="Whose it is.", examples=["dept-07"])
    status: Status = Field(description="Where it stands.", examples=["accepted"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已受理"])
    status_label_en: str = Field(description="The same in English.", examples=["Accepted"])
    due_at: datetime | None = Field(description="By when it is decided.", examples=_AT)
    result: Status | None = Field(description="What was decided.", examples=[None])
    closed_at: datetime | None = Field(description="When it ended.", examples=[None])


class PackageApplicationView(View):
    """An application, and how its parts stand."""

    id: UUID = Field(description="The application.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["YJ-20250106-000017"])
    version: int = Field(description="Its version; its ETag.", examples=[1])
    status: ApplicationStatus = Field(description="Where it stands as a whole.", examples=["open"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["办理中"])
    status_label_en: str = Field(description="The same in English.", examples=["Under way"])
    package_id: UUID = Field(description="The version of the package that it keeps.", examples=_ID)
    package_code: str = Field(description="The package.", examples=["birth"])
    package_version: int = Field(description="Its version.", examples=[1])
    package_name: str = Field(description="Its name.", examples=["出生一件事"])
    channel: Channel = Field(description="How it came in.", examples=["web"])
    territory_code: str | None = Field(description="Where it belongs.", examples=["659007/84"])
    submitted_at: datetime = Field(description="When it came in.", examples=_AT)
    ended_at: datetime | None = Field(description="When it ended.", examples=[None])
    due_at: datetime | None = Field(description="By when the last of its cases that run is decided.", examples=_AT)
    ended_cases: int = Field(description="How many of its cases have ended.", examples=[1])
    cases: list[PartView] = Field(description="Its cases.")

    @classmethod
    def of(cls, seen: Seen, **more: Any) -> Self:
        application, cases = seen
        own = {name: getattr(application, name) for name in _OWN}
        labels = {"status_label_zh": application.status.label_zh, "status_label_en": application.status.label_en}
        running = [case.due_at for case in cases if case.due_at is not None and case.decided_at is None]
        parts = [PartView.model_validate(case) for case in cases]
        ended = sum(case.status in ENDED for case in cases)
        return cls(**own, **labels, due_at=max(running, default=None), ended_cases=ended, cases=parts, **more)


_OWN = (
    "id", "number", "version", "status", "package_id", "package_code", "package_version", "package_name", "channel",
    "territory_code", "submitted_at", "ended_at",
)  # fmt: skip


class ApplicationReceipt(PackageApplicationView):
    """A new application, with what is told once."""

    query_code: str = Field(description="Opens it and each of its cases; it is not kept.", examples=["7K2M-Q9TX-04FD"])


class StandingPlaceView(View):
    """How a thing stands in one case."""

    case_id: UUID = Field(description="The case.", examples=_ID)
    item_code: str = Field(description="Its item.", examples=["000117001000"])
    material_code: str = Field(description="The material, by its code in the item.", examples=["m1"])
    status: MaterialStatus = Field(description="Where it stands.", examples=["provided"])


class StandingView(View):
    """One thing to bring, and how it stands in each case that asks for it."""

    code: str = Field(description="Its code.", examples=["id-card"])
    name: str = Field(description="What it is.", examples=["父母双方居民身份证"])
    form: MaterialForm = Field(description="What of it is brought.", examples=["copy"])
    copies: int = Field(description="How many copies, for all together.", examples=[1])
    is_required: bool = Field(description="Whether one of the items cannot do without it.", examples=[True])
    places: list[StandingPlaceView] = Field(description="Case by case.")

    @classmethod
    def of(cls, standing: Standing) -> Self:
        one = standing.material
        places = [
            StandingPlaceView(case_id=case.id, item_code=case.item_code, material_code=code, status=status)
            for case, code, status in standing.places
        ]  # fmt: skip
        names = ("code", "name", "form", "copies", "is_required")
        return cls.model_validate({name: getattr(one, name) for name in names} | {"places": places})
