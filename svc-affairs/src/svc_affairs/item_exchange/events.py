"""What is announced of imports."""

from contracts.affairs import ItemImportChangedV1
from svc_affairs.item_exchange.models import ItemImport


def changed(kept: ItemImport) -> ItemImportChangedV1:
    at = kept.decided_at or kept.imported_at
    return ItemImportChangedV1(import_id=kept.id, status=kept.status.value, items=kept.moved, occurred_at=at)
