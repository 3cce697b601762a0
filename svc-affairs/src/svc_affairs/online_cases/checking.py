"""What other slices say about a case: whether a centre may take it in."""

from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.items.models import Item
from svc_affairs.online_cases.errors import ItemNotClaimed


async def check_claim(db: AsyncSession, item: Item, centre_code: str) -> None:
    """Raise ItemNotClaimed where the centre may not take in cases of the item."""
    if not item.is_open_to_centres:
        raise ItemNotClaimed(item_code=item.code, centre_code=centre_code)
