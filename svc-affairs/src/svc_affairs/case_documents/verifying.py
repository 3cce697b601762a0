"""The use case of verifying: whether a document is genuine, asked by its number, its code or its file's hash."""

from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.case_documents import repository
from svc_affairs.case_documents.codes import hash_code, read_code
from svc_affairs.case_documents.errors import CodeMistyped, NothingToVerify
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_documents.press import press_of
from svc_affairs.case_documents.terms import VerificationFinding

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Verified:
    """What was found. `is_held`: whoever asks has the code or the file, and so may see whose it is."""

    finding: VerificationFinding
    document: CaseDocument | None = None
    is_held: bool = False
    is_expired: bool = False
    replaced_by: str | None = None


async def verify(db: AsyncSession, number: str | None, code: str | None, sha256: bytes | None) -> Verified:
    """What is known of the document that all of what is given fits; raises NothingToVerify, CodeMistyped.

    Where one part does not fit it is unknown, and not told which part.
    """
    if number is None and code is None and sha256 is None:
        raise NothingToVerify()
    drawn = read_code(code) if code is not None else None
    if code is not None and drawn is None:
        raise CodeMistyped()
    document = await repository.find_verified(db, number, hash_code(drawn) if drawn is not None else None, sha256)
    if document is None:
        return Verified(VerificationFinding.UNKNOWN)
    if not press_of(db).is_sound(document):
        _log.error("a document's row does not fit its seal", document=str(document.id))
        return Verified(VerificationFinding.UNKNOWN)
    is_held = drawn is not None or sha256 is not None
    today = clock.local_day(clock.now())
    is_expired = document.valid_until is not None and document.valid_until < today
    if document.revoked_at is None:
        return Verified(VerificationFinding.GENUINE, document, is_held, is_expired)
    return Verified(
        VerificationFinding.REVOKED, document, is_held, is_expired, await repository.number_replacing(db, document.id)
    )
