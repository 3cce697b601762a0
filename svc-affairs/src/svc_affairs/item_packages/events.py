"""What is announced of packages."""

from typing import Any

from contracts.affairs import ItemPackagePublishedV1, ItemPackageWithdrawnV1
from svc_affairs.item_packages.models import ItemPackage


def published(package: ItemPackage) -> ItemPackagePublishedV1:
    return ItemPackagePublishedV1(
        **_same(package), name=package.name, life_event=package.life_event, item_codes=package.item_codes
    )


def withdrawn(package: ItemPackage) -> ItemPackageWithdrawnV1:
    return ItemPackageWithdrawnV1(**_same(package), replaced_by_id=package.replaced_by_id)


def _same(package: ItemPackage) -> dict[str, Any]:
    return {
        "package_id": package.id, "code": package.code, "version": package.version, "occurred_at": package.changed_at,
    }  # fmt: skip
