"""Documents as rows: facts ready to be stored, identity numbers and names as keyed hashes alone, and a digest of it all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from pydantic_core import to_json

from chassis.ids import uuid7
from chassis.redaction import hide_numbers
from svc_affairs.trade_documents.buyers import BuyerHashes
from svc_affairs.trade_documents.rules import Rank
from svc_affairs.trade_documents.schemas import (
    CancelDocument,
    ListDocument,
    OrderDocument,
    PaymentDocument,
    RefundDocument,
    RefundLine,
    TradeDocument,
    TradeLine,
    WaybillDocument,
)
from svc_affairs.trade_documents.tables import KEPT, Kept
from svc_affairs.trade_documents.terms import AppType, DocumentKind

# Words that somebody wrote freely: a number of a person has no place there.
_FREE = frozenset({"reason", "goods_info"})


@dataclass(frozen=True)
class Incoming:
    """A document as a row; `index` is its place among those handed in, `new_id` its id if it is the first of its key."""

    index: int
    new_id: UUID
    kind: DocumentKind
    key: tuple[str, ...]
    rank: Rank
    facts: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]

    @property
    def body(self) -> dict[str, Any]:
        """All of it, as the history of versions keeps it."""
        return {**self.facts, "lines": self.lines}


def incoming(index: int, document: TradeDocument, declarant_code: str, hashes: BuyerHashes) -> Incoming:
    """`declarant_code` is who sends, and of lists and requests the owner."""
    kept = KEPT[document.kind]
    facts = _facts(document, kept, declarant_code, hashes)
    lines = () if isinstance(document, CancelDocument) else tuple(_line(each) for each in getattr(document, "lines", ()))
    if kept.lines is None and "lines" in kept.facts:
        facts["lines"] = lines
        lines = ()
    digest = hashlib.sha256(to_json([facts, lines])).digest()
    rank = Rank.of(document.app_time, document.app_type, digest)
    facts |= {"digest": _hex(digest), "is_deleted": document.app_type is AppType.DELETE}
    return Incoming(index, uuid7(), document.kind, tuple(facts[name] for name in kept.key), rank, facts, lines)


def _facts(document: TradeDocument, kept: Kept, declarant_code: str, hashes: BuyerHashes) -> dict[str, Any]:
    made = {"declarant_code": declarant_code, **_buyer(document, hashes)}
    if isinstance(document, CancelDocument):
        made["guid"] = ""  # a list is cancelled once, by however many requests
    names = ("app_type", "app_time", *kept.key, *kept.facts)
    return {
        name: made[name] if name in made else _plain(name, getattr(document, name, None)) for name in names if name != "lines"
    }


def _buyer(document: TradeDocument, hashes: BuyerHashes) -> dict[str, str]:
    match document:
        case OrderDocument() | ListDocument():
            number, name = document.buyer_id_number, document.buyer_name
        case PaymentDocument():
            number, name = document.payer_id_number, document.payer_name
        case WaybillDocument() | CancelDocument() | RefundDocument():
            return {}
    return {"buyer_hash": _hex(hashes.number(number.get_secret_value())), "buyer_name_hash": _hex(hashes.name(name))}


def _line(line: TradeLine | RefundLine) -> dict[str, Any]:
    return {name: _plain(name, value) for name, value in line}


def _plain(name: str, value: Any) -> Any:
    """A value that JSON holds, written one way: equal amounts and equal instants are equal text."""
    match value:
        case Decimal():
            return str(value.normalize())
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case SecretStr():
            raise TypeError(f"{name} is secret and not kept")
        case str() if name in _FREE:
            return hide_numbers(value)
    return value


def _hex(digest: bytes) -> str:
    return f"\\x{digest.hex()}"
