"""What other slices say about a case: whether a centre may take it in, and which of its materials are lacking."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.case_materials import service as materials
from svc_affairs.items.models import Item
from svc_affairs.online_cases.errors import ItemNotClaimed
from svc_affairs.online_cases.models import OnlineCase


async def check_claim(db: AsyncSession, item: Item, centre_code: str) -> None:
    """Raise ItemNotClaimed where the centre may not take in cases of the item."""
    if not item.is_open_to_centres:
        raise ItemNotClaimed(item_code=item.code, centre_code=centre_code)


async def lay_out_materials(db: AsyncSession, case: OnlineCase, item: Item) -> None:
    """Note what the case has to bring, as its version of the item says."""
    await materials.lay_out(db, case, item)


async def lacking_materials(db: AsyncSession, case: OnlineCase) -> Sequence[str]:
    """The codes of the required materials that are not there, or were found faulty."""
    return await materials.lacking(db, case.id)
