"""Which span of time is asked for, and how names, titles, times and texts are written: pure functions."""

from datetime import datetime
from uuid import UUID

from chassis.clock import SHANGHAI
from chassis.redaction import hide_numbers
from svc_hotline.open311.errors import WindowBackwards, WindowTooLong
from svc_hotline.open311.policy import POLICY

_TITLE_WORDS, _LONGEST_TITLE = 30, 200


def asked_window(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The span that two dates ask for: of one alone the longest from it, of none the latest. Raises WindowTooLong, -Backwards."""
    longest = POLICY.longest_window
    if start is None:
        end = end or now
        return end - longest, end
    if end is None:
        return start, start + longest
    if end < start:
        raise WindowBackwards()
    if end - start > longest:
        raise WindowTooLong(f"at most {longest.days} days", most_days=longest.days)
    return start, end


def title_of(service_name: str, description: str) -> str:
    """The matter in one line, for staff."""
    return f"{service_name}：{' '.join(description.split())[:_TITLE_WORDS]}"[:_LONGEST_TITLE]


def name_of(last_name: str | None, first_name: str | None) -> str | None:
    """A person's name: as the Chinese write it, or with a space where letters do."""
    parts = [part for part in (last_name, first_name) if part]
    return ("" if all(not part.isascii() for part in parts) else " ").join(parts) or None


def instant(at: datetime) -> str:
    """In city time with its offset, to the second."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def for_the_public(text: str) -> str:
    """What a citizen wrote, or was written to, without telephone numbers."""
    return hide_numbers(text, "***")


def update_id(number: str, version: int) -> str:
    """The number with the version that the step made."""
    return f"{number}-{version}"


def token_of(text: str) -> UUID | None:
    """The ticket's id that a token is; none where it is no id at all."""
    try:
        return UUID(text)
    except ValueError:
        return None
