"""What goes out about packages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_affairs.item_packages.merging import merge
from svc_affairs.item_packages.models import ItemPackage
from svc_affairs.item_packages.schemas import Condition, MaterialPlace, Question, SharedMaterial
from svc_affairs.item_packages.service import Held
from svc_affairs.item_packages.terms import LifeEvent, PackageAction, PackageStatus
from svc_affairs.items.models import Item
from svc_affairs.items.terms import ItemStatus, MaterialForm

_AT = ["2025-01-06T02:00:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000007"]


class PackageItemView(View):
    """An item of a package, as it stands now."""

    item_code: str = Field(description="The item.", examples=["000117001000"])
    condition: Condition | None = Field(description="When it applies; null: always.")
    is_available: bool = Field(description="Whether it can be applied for now.", examples=[True])
    state: str | None = Field(description="Where it stands if not: suspended or withdrawn.", examples=[None])
    resumes_on: str | None = Field(description="The day on which it is resumed.", examples=[None])
    item_id: UUID | None = Field(description="The version that is offered.", examples=_ID)
    name: str | None = Field(description="Its name.", examples=["出生医学证明办理"])
    department_code: str | None = Field(description="Whose it is.", examples=["dept-07"])
    promised_days: int | None = Field(description="Working days promised.", examples=[3])
    fee_fen: int | None = Field(description="The fee in fen.", examples=[0])
    visits: int | None = Field(description="Visits needed.", examples=[1])

    @classmethod
    def of(cls, held: Mapping[str, Any], in_force: Item | None, offered: Item | None) -> Self:
        shown = in_force or offered
        resting = None if in_force else (ItemStatus.SUSPENDED if offered else ItemStatus.WITHDRAWN)
        resumes_on = str(offered.resumes_on) if offered and not in_force and offered.resumes_on else None
        told = {name: getattr(shown, name, None) for name in ("name", "department_code", "promised_days", "fee_fen", "visits")}
        return cls(
            item_code=held["item_code"], condition=held.get("condition"), is_available=in_force is not None, state=resting,
            resumes_on=resumes_on, item_id=shown.id if shown else None, **told,
        )  # fmt: skip


class MergedMaterialView(View):
    """One thing to bring, for all the items that ask for it."""

    code: str = Field(description="Its code in applications for the package.", examples=["id-card"])
    name: str = Field(description="What it is.", examples=["父母双方居民身份证"])
    form: MaterialForm = Field(description="What of it is brought.", examples=["copy"])
    copies: int = Field(description="How many copies, for all together.", examples=[1])
    is_required: bool = Field(description="Whether one of the items cannot do without it.", examples=[True])
    is_asked_for: bool = Field(description="Whether it has to be brought; else the data hub has it 免提交.", examples=[True])
    places: list[MaterialPlace] = Field(description="Which items ask for it, and as what.")


class PackageGuide(View):
    """What a citizen has to do for the matter, once for all items."""

    is_available: bool = Field(description="Whether all of these items can be applied for now.", examples=[True])
    items: list[PackageItemView] = Field(description="The items, in their order.")
    materials: list[MergedMaterialView] = Field(description="What to bring, each thing once; of items that are available.")
    materials_saved: int = Field(description="How many fewer than the items ask for one by one.", examples=[4])
    promised_days: int | None = Field(description="The longest of their promised times.", examples=[5])
    fee_fen: int = Field(description="All fees together, in fen.", examples=[0])
    channels: list[str] = Field(description="By which channels all of them can be applied for.", examples=[["hall", "web"]])
    applicant_kinds: list[str] = Field(description="Who may apply for all of them.", examples=[["person"]])

    @classmethod
    def guide(cls, package: ItemPackage, held: Held, codes: list[str] | None = None) -> dict[str, Any]:
        in_force, offered = held
        chosen = [each for each in package.items if codes is None or each["item_code"] in codes]
        items = [PackageItemView.of(each, in_force.get(each["item_code"]), offered.get(each["item_code"])) for each in chosen]
        there = [in_force[each["item_code"]] for each in chosen if each["item_code"] in in_force]
        merged = merge(package, there)
        return {
            "is_available": all(each.is_available for each in items),
            "items": items,
            "materials": [
                {**vars(each), "places": [{"item_code": item, "material_code": code} for item, code in each.places]}
                for each in merged
            ],
            "materials_saved": sum(len(each.places) for each in merged) - len(merged),
            "promised_days": max((each.promised_days for each in there), default=None),
            "fee_fen": sum(each.fee_fen for each in there),
            "channels": _common([each.channels for each in there]),
            "applicant_kinds": _common([each.applicant_kinds for each in there]),
        }

    @classmethod
    def of(cls, package: ItemPackage, held: Held, codes: list[str] | None = None) -> Self:
        return cls(**cls.guide(package, held, codes))


class ItemPackageView(PackageGuide):
    """A version of a package, with the guide of all its items."""

    id: UUID = Field(description="The version.", examples=_ID)
    code: str = Field(description="The package's code.", examples=["birth"])
    version: int = Field(description="Its version.", examples=[1])
    revision: int = Field(description="Rises with each change; its ETag.", examples=[2])
    status: PackageStatus = Field(description="Where it stands.", examples=["published"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已发布"])
    status_label_en: str = Field(description="The same in English.", examples=["Published"])
    name: str = Field(description="Its name.", examples=["出生一件事"])
    life_event: LifeEvent = Field(description="The matter of life.", examples=["birth"])
    life_event_label_zh: str = Field(description="The same in Chinese.", examples=["出生"])
    life_event_label_en: str = Field(description="The same in English.", examples=["Birth"])
    description: str | None = Field(description="What it saves whom.", examples=["新生儿出生后，一次申请办齐"])
    keywords: list[str] = Field(description="Words citizens use for it.", examples=[["生孩子"]])
    questions: list[Question] = Field(description="What is asked before.")
    shared_materials: list[SharedMaterial] = Field(description="What the package says is one thing.")
    created_at: datetime = Field(description="When it was drafted.", examples=_AT)
    changed_at: datetime = Field(description="When its last step was.", examples=_AT)
    published_at: datetime | None = Field(description="When it was published.", examples=_AT)
    withdrawn_at: datetime | None = Field(description="When it ended.", examples=[None])
    replaced_by_id: UUID | None = Field(description="The version that took its place.", examples=[None])

    @classmethod
    def of(cls, package: ItemPackage, held: Held, codes: list[str] | None = None) -> Self:
        names = (
            "id", "code", "version", "revision", "status", "name", "life_event", "description", "keywords", "questions",
            "shared_materials", "created_at", "changed_at", "published_at", "withdrawn_at", "replaced_by_id",
        )  # fmt: skip
        labels = {
            "status_label_zh": package.status.label_zh, "status_label_en": package.status.label_en,
            "life_event_label_zh": package.life_event.label_zh, "life_event_label_en": package.life_event.label_en,
        }  # fmt: skip
        return cls(**{name: getattr(package, name) for name in names}, **labels, **cls.guide(package, held, codes))


class PackageStepView(View):
    """A step of a version's life."""

    revision: int = Field(description="The revision after it.", examples=[2])
    action: PackageAction = Field(description="What was done.", examples=["publish"])
    status: PackageStatus = Field(description="The state after it.", examples=["published"])
    actor: str = Field(description="By whom.", examples=["reviewer-1"])
    at: datetime = Field(description="When.", examples=_AT)
    note: str | None = Field(description="A word on it.", examples=["经各部门会签"])
    fields: list[str] = Field(description="Which fields were changed.", examples=[["keywords"]])


def _common(lists: list[list[str]]) -> list[str]:
    return [each for each in lists[0] if all(each in others for others in lists)] if lists else []
