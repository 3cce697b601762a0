"""Use cases of trade documents; the match is built on its own branch, whose file takes this one's place."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import Unavailable
from svc_affairs.trade_documents.schemas import TradeDocument
from svc_affairs.trade_documents.taken import Taken
from svc_affairs.trade_parties.models import TradeParty


async def take_documents(db: AsyncSession, party: TradeParty, documents: Sequence[TradeDocument]) -> list[Taken]:
    """Keep what `party` hands in and match it; one outcome each, in any order. Raises Unavailable until it is there."""
    raise Unavailable("documents are not matched yet")
