"""Use cases of services: what can be reported, what is asked besides, and who keeps that."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.routing import check_version
from svc_hotline.categories import service as categories
from svc_hotline.categories.errors import CategoryNotFound
from svc_hotline.categories.service import Leaf
from svc_hotline.open311 import repository
from svc_hotline.open311.models import OfferedService
from svc_hotline.open311.schemas import AttributeDefinition, ServiceOffer
from svc_hotline.open311.views import AttributeView, ServiceDefinition, ServiceView


@dataclass(frozen=True)
class Offered:
    """A category that can be reported, and what is asked besides, in the order of the form."""

    category: Leaf
    attributes: list[AttributeDefinition]

    @property
    def view(self) -> ServiceView:
        leaf = self.category
        place = leaf.name_zh if leaf.group_zh == leaf.name_zh else f"{leaf.group_zh} / {leaf.name_zh}"
        return ServiceView(
            service_code=leaf.code, service_name=leaf.name_zh, description=f"{place} ({leaf.name_en})",
            metadata=bool(self.attributes), type="realtime", keywords=", ".join(leaf.keywords), group=leaf.group_zh,
        )  # fmt: skip

    @property
    def definition(self) -> ServiceDefinition:
        attributes = [AttributeView.model_validate(each) for each in self.attributes]
        return ServiceDefinition(service_code=self.category.code, attributes=attributes)


async def list_offered(db: AsyncSession) -> list[Offered]:
    """Every category that can be chosen and has none below it, unless a supervisor took it out."""
    said = await repository.offers(db)
    offered = (_offered(leaf, said.get(leaf.code)) for leaf in await categories.leaves(db))
    return [each for each in offered if each is not None]


async def find_offered(db: AsyncSession, code: str) -> Offered | None:
    found = await categories.leaves(db, code)
    return _offered(found[0], await db.get(OfferedService, code)) if found else None


def _offered(leaf: Leaf, said: OfferedService | None) -> Offered | None:
    if said is None:
        return Offered(leaf, [])
    attributes = sorted((AttributeDefinition.model_validate(each) for each in said.attributes), key=lambda each: each.order)
    return Offered(leaf, attributes) if said.is_offered else None


async def get_offer(db: AsyncSession, code: str) -> OfferedService:
    """What was said of the category, or what holds where nothing was; raises CategoryNotFound."""
    if not await categories.known_codes(db, [code]):
        raise CategoryNotFound(code=code)
    return await db.get(OfferedService, code) or _unsaid(code)


async def keep_offer(db: AsyncSession, actor: Principal, code: str, if_match: int | None, body: ServiceOffer) -> OfferedService:
    """Say anew what the category is as a service; requests keep what they answered. Raises CategoryNotFound, StaleVersion."""
    if not await categories.hold(db, code):
        raise CategoryNotFound(code=code)
    offer = await db.get(OfferedService, code, populate_existing=True) or _unsaid(code)
    check_version(if_match, offer.version)
    offer.version += 1
    offer.is_offered, offer.attributes = body.is_offered, body.model_dump(mode="json")["attributes"]
    offer.changed_at, offer.changed_by = clock.now(), actor.subject
    db.add(offer)
    await db.flush()
    await audit.record(db, actor, "open311-service-kept", code, version=offer.version)
    return offer


def _unsaid(code: str) -> OfferedService:
    return OfferedService(category_code=code, version=0, is_offered=True, attributes=[])
