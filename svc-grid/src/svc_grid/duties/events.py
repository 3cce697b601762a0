"""What is announced of duty."""

from chassis import clock
from contracts import grid
from svc_grid.duties.models import DutyPost, DutyRoster

PostEvent = grid.DutyPostOpenedV1 | grid.DutyPostChangedV1 | grid.DutyPostClosedV1


def of_post(event: type[PostEvent], post: DutyPost) -> PostEvent:
    return event(occurred_at=clock.now(), post_id=post.id, unit_code=post.unit_code)


def published(roster: DutyRoster) -> grid.DutyRosterPublishedV1:
    facts = {"unit_code": roster.unit_code, "month": roster.month, "shifts": roster.shifts}
    return grid.DutyRosterPublishedV1.model_validate({"occurred_at": clock.now()} | facts)
