"""What only keys open: the contacts of a case, and the code that its applicant follows it with."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field, replace
from typing import Annotated, Protocol, Self
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import authenticate
from chassis.contact import Contact, ContactBox, ContactKeys, SealedContact, mask_name, mask_phone
from chassis.routing import Db
from svc_affairs.online_cases.guessing import WrongCodes
from svc_affairs.online_cases.models import CaseContact, OnlineCase
from svc_affairs.spelling import grouped, spelled, typed_letters
from svc_affairs.throttle import asker_of

APPLICANT, AGENT = "applicant", "agent"
CARRIED = "case_seals"
_CODE_LETTERS = 12
_NOBODY = UUID(int=0)


class Coded(Protocol):
    """What is opened by a query code."""

    @property
    def id(self) -> UUID: ...
    @property
    def query_code_hash(self) -> bytes | None: ...


class QueryCodes:
    """Draws query codes, and knows them again by what alone is kept: their hash under a key."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"gov171|online_cases|query_code", hashlib.sha256)

    def draw(self) -> str:
        """A code of 60 random bits, in groups that can be read out on the telephone."""
        return grouped(spelled(secrets.randbits(5 * _CODE_LETTERS), _CODE_LETTERS))

    def digest(self, case_id: UUID, code: str) -> bytes:
        """What is kept of a code, however it is typed."""
        return hmac.digest(self._key, case_id.bytes + typed_letters(code).encode(), hashlib.sha256)

    def fits(self, case: Coded | None, code: str) -> bool:
        """Whether it is the case's code; without a case it takes as long to say no."""
        kept = (case and case.query_code_hash) or bytes(32)
        return hmac.compare_digest(self.digest(case.id if case else _NOBODY, code), kept)


@dataclass(frozen=True)
class Seals:
    """The box of contacts and the query codes of this process, in the hands of one client."""

    box: ContactBox
    codes: QueryCodes
    wrong_codes: WrongCodes = field(default_factory=WrongCodes)
    client: str = ""

    def is_opened(self, coded: Coded | None, number: str, code: str) -> bool:
        """Whether it is the code of what was asked for by this number; raises Limited after too many wrong ones."""
        return self.wrong_codes.check(self.client, number, lambda: self.codes.fits(coded, code))

    @classmethod
    def of(cls, box: ContactBox, keys: ContactKeys) -> Self:
        return cls(box, QueryCodes(keys.index_key))


def seal_applicant(box: ContactBox, case: OnlineCase, contact: Contact) -> CaseContact:
    """The applicant's row; the case itself gets the masked one."""
    case.masked_name, case.masked_phone = _masked(contact)
    return _row(box, case.id, APPLICANT, contact)


def seal_agent(box: ContactBox, case: OnlineCase, contact: Contact) -> CaseContact:
    """The agent's row, by which nobody finds the case."""
    case.has_agent, (case.agent_masked_name, case.agent_masked_phone) = True, _masked(contact)
    return _row(box, case.id, AGENT, contact)


def open_sealed(box: ContactBox, row: CaseContact, sealed: SealedContact) -> Contact:
    """The contact in clear; raises ContactErased."""
    return box.open(CaseContact.__tablename__, _place(row.case_id, row.part), sealed)


def _row(box: ContactBox, case_id: UUID, part: str, contact: Contact) -> CaseContact:
    sealed = box.seal(CaseContact.__tablename__, _place(case_id, part), contact)
    row = CaseContact(case_id=case_id, part=part)
    index = sealed.contact_index if part == APPLICANT else None
    row.sealed_contact = SealedContact(sealed.contact_key, sealed.contact_cipher, index)
    return row


def _masked(contact: Contact) -> tuple[str | None, str]:
    return mask_name(contact.name) if contact.name else None, mask_phone(contact.phone)


def _place(case_id: UUID, part: str) -> str:
    return f"{case_id}|{part}"


def seals_of(db: AsyncSession) -> Seals:
    """Those that every session carries."""
    seals = db.info[CARRIED]
    assert isinstance(seals, Seals)
    return seals


async def _seals(db: Db, request: Request) -> Seals:
    return replace(seals_of(db), client=asker_of(await authenticate(request), request))


Sealing = Annotated[Seals, Depends(_seals)]
