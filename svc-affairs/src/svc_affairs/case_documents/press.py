"""What documents are made with: the key that their codes and seals are drawn by."""

import hashlib
import hmac

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.contact import ContactKeys
from svc_affairs.case_documents.codes import draw_code, draw_seal, hash_code
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.settings import Settings

CARRIED = "document_press"


class Press:
    """One for the process, carried by every session."""

    def __init__(self, settings: Settings) -> None:
        # A key for this use alone, drawn from the one key of the service that is never rotated: a printed code must hold.
        index_key = ContactKeys.parse(settings.contact_keys).index_key
        self._key = hmac.digest(index_key, b"gov171|case-documents", hashlib.sha256)

    def code_of(self, document: CaseDocument) -> str:
        """The code that stands on the document."""
        return draw_code(self._key, document.told)

    def seal_of(self, document: CaseDocument) -> bytes:
        return draw_seal(self._key, [*document.told, document.sha256_hex, str(document.size_bytes)])

    def is_sound(self, document: CaseDocument) -> bool:
        """Whether nobody changed the row since it was issued."""
        is_code_s = hmac.compare_digest(hash_code(self.code_of(document)), document.code_hash)
        return is_code_s and hmac.compare_digest(self.seal_of(document), document.seal)


def press_of(db: AsyncSession) -> Press:
    press = db.info[CARRIED]
    assert isinstance(press, Press)
    return press
