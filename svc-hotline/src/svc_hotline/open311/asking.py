"""What the lists of Open311 are asked for; a parameter that is empty is as one that is not there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import AfterValidator, BeforeValidator

from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.repository import Sheet, Wanted
from svc_hotline.open311.schemas import W3cInstant
from svc_hotline.open311.terms import PublicStatus

_LONGEST_LIST = 8000


def _present(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _few_enough(text: str | None) -> str | None:
    if len(_parts(text)) > POLICY.most_ids:
        raise ValueError(f"at most {POLICY.most_ids} at once")
    return text


def _known_statuses(text: str | None) -> str | None:
    unknown = set(_parts(text)) - {str(each) for each in PublicStatus}
    if unknown:
        raise ValueError("open, closed, or both")
    return text


Instant = Annotated[W3cInstant | None, BeforeValidator(_present)]
Listed = Annotated[str | None, AfterValidator(_few_enough)]
Statuses = Annotated[str | None, AfterValidator(_known_statuses)]


@dataclass(frozen=True)
class Asking:
    """Which requests, of which span, and which rows of the answer. Named requests override all else."""

    numbers: list[str]
    start: datetime | None
    end: datetime | None
    sheet: Sheet


async def _asking(
    service_request_id: Annotated[
        Listed, Query(max_length=_LONGEST_LIST, description="These, with commas; all else is then ignored.", examples=[None])
    ] = None,
    start_date: Annotated[
        Instant, Query(description="From then, or 90 days before end_date.", examples=["2026-11-01T00:00:00+08:00"])
    ] = None,
    end_date: Annotated[
        Instant, Query(description="Until then, or 90 days from start_date; of neither: now.", examples=[None])
    ] = None,
    page_size: Annotated[
        int, Query(ge=1, le=POLICY.most_rows, description="At most so many.", examples=[100])
    ] = POLICY.most_rows,
    page: Annotated[int, Query(ge=1, le=POLICY.most_pages, description="Which of so many, from 1.", examples=[1])] = 1,
) -> Asking:
    numbers = list(dict.fromkeys(_parts(service_request_id)))
    return Asking(numbers, start_date, end_date, Sheet(POLICY.most_rows if numbers else page_size, page))


async def _wished(
    service_code: Annotated[
        Listed, Query(max_length=_LONGEST_LIST, description="Only of these services, with commas.", examples=["urban.lighting"])
    ] = None,
    status: Annotated[Statuses, Query(max_length=64, description="open, closed, or both.", examples=["open"])] = None,
    updated_after: Annotated[Instant, Query(description="Of those, only what changed since.", examples=[None])] = None,
    updated_before: Annotated[Instant, Query(description="Of those, only what did not change since.", examples=[None])] = None,
) -> Wanted:
    return Wanted(_parts(service_code), [each for each in PublicStatus if each in _parts(status)], updated_after, updated_before)


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


Asked = Annotated[Asking, Depends(_asking)]
Wished = Annotated[Wanted, Depends(_wished)]
