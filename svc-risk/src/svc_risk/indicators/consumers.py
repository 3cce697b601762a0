"""Reads what the hotline and the grid announce as indicators."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.consumers import Consumer
from chassis.envelope import Envelope
from contracts import grid, hotline
from contracts.event import Event
from svc_risk.indicators import service
from svc_risk.indicators.service import Occurrence
from svc_risk.indicators.terms import Indicator

# Which indicators an event raises by one, where it is not simply one for each event of the type.
Reading = Callable[[Any], Sequence[Indicator]]


def _always(indicator: Indicator) -> Reading:
    return lambda _: (indicator,)


def _closing(event: hotline.TicketClosedV1) -> Sequence[Indicator]:
    return (Indicator.TICKETS_CLOSED, Indicator.TICKETS_OVERDUE) if event.is_overdue else (Indicator.TICKETS_CLOSED,)


def _rating(event: hotline.TicketRatedV1) -> Sequence[Indicator]:
    return () if event.is_satisfied else (Indicator.LOW_RATINGS,)


_READINGS: Mapping[type[Event], Reading] = MappingProxyType(
    {
        hotline.TicketAcceptedV1: _always(Indicator.TICKETS_ACCEPTED),
        hotline.TicketClosedV1: _closing,
        hotline.TicketUrgedV1: _always(Indicator.TICKETS_URGED),
        hotline.TicketReopenedV1: _always(Indicator.TICKETS_REOPENED),
        hotline.TicketRatedV1: _rating,
        grid.CaseReportedV1: _always(Indicator.CASES_REPORTED),
        grid.CaseClosedV1: _always(Indicator.CASES_CLOSED),
        grid.CaseSentBackV1: _always(Indicator.CASES_SENT_BACK),
        grid.CaseReturnedV1: _always(Indicator.CASES_RETURNED),
        grid.CaseOverdueV1: _always(Indicator.CASES_OVERDUE),
        grid.CaseEscalatedV1: _always(Indicator.CASES_ESCALATED),
    }
)
_MODELS = MappingProxyType({model.type: model for model in _READINGS})


async def _count_batch(db: AsyncSession, envelopes: Sequence[Envelope]) -> None:
    await service.count_occurrences(db, [each for envelope in envelopes for each in _occurrences(envelope)])


def _occurrences(envelope: Envelope) -> list[Occurrence]:
    model = _MODELS.get(envelope.type)
    if model is None:
        return []
    event: Any = envelope.event(model)
    matter = event.class_code if isinstance(event, grid.CaseEvent) else event.category_code
    declared_at = envelope.time if envelope.replay else None
    return [
        Occurrence(each, event.territory_code or "", matter or "", event.occurred_at, declared_at)
        for each in _READINGS[model](event)
    ]


count_indicators = Consumer(name="risk-count", streams=("HOTLINE", "GRID"), apply_batch=_count_batch, linger_s=0.25)
