"""What other slices say about a case: whether a centre may take it in."""

from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.claims import service as claims


async def check_claim(db: AsyncSession, item_code: str, centre_code: str) -> None:
    """Raise ItemNotClaimed where the centre may not take in cases of the item; else its claim stays as it is until the commit."""
    await claims.active_claim(db, item_code, centre_code)
