"""What a pass or the desk did, as contract events with the number each has in its declaration's row of events."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from contracts import affairs
from contracts.event import Event
from svc_affairs.trade_declarations.models import Declaration
from svc_affairs.trade_declarations.terms import DeclarationStatus as S

Numbered = tuple[Event, str, int]


def of_verdicts(changed: Iterable[Any], now: datetime) -> Iterator[Numbered]:
    """Of each declaration that a pass changed; of those about which there is nothing to tell, nothing."""
    for row in changed:
        count = row.told - (row.old_told or 0)
        if count:
            facts = _facts(row, now)
            yield from ((event, str(row.id), row.told - count + 1 + place) for place, event in enumerate(_told(row, facts)))


def _told(row: Any, facts: dict[str, Any]) -> list[Event]:
    match row.status:
        case S.WAITING:
            return [affairs.DeclarationUnmatchedV1(**facts, missing=list(row.missing))]
        case S.MATCHED:
            return [affairs.DeclarationMatchedV1(**facts, policy_version=row.policy_version)]
        case S.MISMATCHED:
            return [affairs.DeclarationMismatchedV1(**facts, policy_version=row.policy_version, fields=list(row.mismatch_fields))]
        case S.RELEASED:
            return [
                affairs.DeclarationMatchedV1(**facts, policy_version=row.policy_version),
                affairs.DeclarationReleasedV1(**facts, is_automatic=True),
            ]
        case S.CANCELLED:
            return [affairs.DeclarationCancelledV1(**facts)]
    raise AssertionError(f"a pass does not make a declaration {row.status}")


def of_refunds(changed: Iterable[Any], now: datetime) -> Iterator[Numbered]:
    for row in changed:
        is_whole = row.status == S.REFUNDED
        event = affairs.DeclarationRefundedV1(**_facts(row, now), refunded_amount=row.refunded_amount, is_whole=is_whole)
        yield event, str(row.id), row.told


def of_decision(declaration: Declaration, now: datetime) -> Event:
    """What the desk decided."""
    facts = _facts(declaration, now)
    match declaration.status:
        case S.RELEASED:
            return affairs.DeclarationReleasedV1(**facts, is_automatic=False)
        case S.HELD:
            return affairs.DeclarationHeldV1(**facts, reason_code=str(declaration.reason_code))
        case S.RETURNED:
            return affairs.DeclarationReturnedV1(**facts, reason_code=str(declaration.reason_code))
    raise AssertionError(f"the desk does not make a declaration {declaration.status}")


def _facts(row: Any, now: datetime) -> dict[str, Any]:
    facts = {"declaration_id": row.id, "invt_no": row.invt_no, "platform_code": row.platform_code, "country": row.country}
    return facts | {"amount": row.amount, "occurred_at": now}
