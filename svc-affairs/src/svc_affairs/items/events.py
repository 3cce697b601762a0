"""What is announced of items, each from the version as it stands."""

from typing import Any

from contracts.affairs import ItemPublishedV1, ItemResumedV1, ItemScheduledV1, ItemSuspendedV1, ItemWithdrawnV1
from svc_affairs.items.models import Item


def published(item: Item) -> ItemPublishedV1:
    names = ("name", "department_code", "kind")
    return ItemPublishedV1(**_same(item), **{name: getattr(item, name) for name in names})


def scheduled(item: Item) -> ItemScheduledV1:
    return ItemScheduledV1(**_same(item), effective_on=item.effective_on)


def suspended(item: Item) -> ItemSuspendedV1:
    return ItemSuspendedV1(**_same(item), resumes_on=item.resumes_on)


def resumed(item: Item) -> ItemResumedV1:
    return ItemResumedV1(**_same(item))


def withdrawn(item: Item) -> ItemWithdrawnV1:
    return ItemWithdrawnV1(**_same(item), replaced_by_id=item.replaced_by_id)


def _same(item: Item) -> dict[str, Any]:
    """What each of them tells."""
    return {"item_id": item.id, "code": item.code, "version": item.version, "occurred_at": item.changed_at}
