"""What is counted of ratings, and by what: the names that the tables, those who count and the views have in common."""

from typing import NamedTuple

LEVELS = ("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied")
# All of it counts on the day of the invitation, so that shares are of the same visits.
MEASURES = (
    "invited", "lapsed", *(f"rated_{level}" for level in LEVELS), "rectifications", "called_back", "call_overdue", "put_right",
    "put_right_in_time", "overdue", "reopened", "escalated", "unfounded", "closed",
)  # fmt: skip
# Where a visit belongs besides its day; empty where it belongs nowhere.
PLACE = ("item_code", "department_code", "centre_code", "window_code")


class Place(NamedTuple):
    """Where a visit is counted; there is no place for a person."""

    item_code: str
    department_code: str
    centre_code: str | None
    window_code: str | None
