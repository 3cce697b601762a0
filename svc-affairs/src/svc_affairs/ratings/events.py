"""A step of a rating as its contract event; it says of no case and of nobody."""

from datetime import datetime
from typing import Any

from contracts.affairs import RatingEvent, RatingGivenV1, RatingInvitedV1, RatingLapsedV1
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.terms import RatingStatus

_MODELS: dict[RatingStatus, type[RatingEvent]] = {
    RatingStatus.INVITED: RatingInvitedV1,
    RatingStatus.GIVEN: RatingGivenV1,
    RatingStatus.LAPSED: RatingLapsedV1,
}
_FACTS = (
    "status", "occasion", "item_code", "department_code", "centre_code", "window_code", "territory_code", "expires_at",
    "level", "reasons", "reasons_version", "channel",
)  # fmt: skip


def of_step(rating: Rating, at: datetime) -> RatingEvent:
    """The event of the step that led to the present status."""
    facts: dict[str, Any] = {name: getattr(rating, name) for name in _FACTS}
    return _MODELS[rating.status](occurred_at=at, rating_id=rating.id, **facts)
