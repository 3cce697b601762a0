"""Rules of cases that need no table; pure."""

from datetime import datetime

from svc_grid.cases.terms import Colour


def colour_of(warn_at: datetime | None, due_at: datetime | None, at: datetime) -> Colour | None:
    """The light of a stage at an instant; none where its clock does not run."""
    if due_at is None or warn_at is None:
        return None
    if at > due_at:
        return Colour.RED
    return Colour.AMBER if at >= warn_at else Colour.GREEN
