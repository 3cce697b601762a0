"""What the cases tell of a decision, for a document to be made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from svc_affairs.items.terms import ResultKind


class CaseSeen(Protocol):
    """A case that the caller holds, or may see."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> str: ...


@dataclass(frozen=True)
class Result:
    """What comes out of a case: an electronic licence or certificate; without `valid_until` it holds for good."""

    kind: ResultKind
    name: str
    valid_until: date | None = None


@dataclass(frozen=True)
class Facts:
    """What a document says. `applicant` is written into the file in full and kept nowhere else but masked.

    `points`: the materials that were taken, or what is to be supplemented, each in one line. `reasons`: why it is denied or
    not accepted. `conditions`: what the grant is bound to, or by when it is decided. `appeal`: how a denial is appealed against,
    where other words than the usual ones hold.
    """

    applicant: str = field(repr=False)
    item_code: str
    item_name: str
    item_kind: str
    department_code: str
    department_name: str
    legal_basis: str
    issued_by: str
    points: Sequence[str] = ()
    reasons: str | None = None
    conditions: str | None = None
    appeal: str | None = None
    result: Result | None = None
