"""Who may come to a case besides the staff who see it: the applicant, who shows its query code."""

import hashlib
import hmac
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Forbidden
from svc_affairs.online_cases import repository
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.models import OnlineCase


def hash_query_code(case_id: UUID, code: str) -> bytes:
    """What is kept of a query code; capitals, dashes and spaces do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(case_id.bytes + letters.encode()).digest()


def fits_query_code(case_id: UUID, code: str, kept: bytes | None) -> bool:
    return kept is not None and hmac.compare_digest(hash_query_code(case_id, code), kept)


async def reach(
    db: AsyncSession, actor: Principal, case_id: UUID, query_code: str | None, roles: tuple[str, ...], *, for_update: bool = False
) -> OnlineCase:
    """The case for its applicant, who shows its query code, or for staff with one of `roles` who see it.

    Raises Forbidden, CaseUnknown (a wrong code too).
    """
    if query_code is None:
        if not actor.has(*roles):
            raise Forbidden("the case's query code is needed")
        return await repository.get(db, actor, case_id, for_update=for_update)
    case = await repository.get_any(db, case_id)
    if not fits_query_code(case.id, query_code, case.query_code_hash):
        raise CaseUnknown()
    # Whoever has no code locks nothing.
    return await repository.get_any(db, case_id, for_update=True) if for_update else case
