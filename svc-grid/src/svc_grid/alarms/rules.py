"""What a raised alarm, and a while of quiet, come to: pure functions over what is known of its cause."""

from datetime import datetime, timedelta
from enum import Enum


class OnRaise(Enum):
    """What a raised alarm asks for."""

    OPEN = "open"
    SAME = "same"
    WAIT = "wait"


class OnQuiet(Enum):
    """What is to be done when the settle time is over."""

    NOTHING = "nothing"
    VOID = "void"
    OPEN = "open"


def on_raise(
    *, is_case_open: bool | None, heard_at: datetime | None, waits_from: datetime | None, raised_at: datetime, settle: timedelta
) -> OnRaise:
    """`is_case_open` of the cause's last case, None: it has none; `heard_at`: when the cause was last raised or cleared.

    Soon after its case has ended it may only flap: it waits, and gets a case of its own if it stays; or if it still flaps
    a settle time after it began to wait.
    """
    if is_case_open is None:
        return OnRaise.OPEN
    if is_case_open:
        return OnRaise.SAME
    is_flapping = heard_at is not None and raised_at - heard_at <= settle
    return OnRaise.WAIT if is_flapping and (waits_from is None or raised_at - waits_from < settle) else OnRaise.OPEN


def on_quiet(*, is_raised: bool, is_case_open: bool, is_only_reported: bool) -> OnQuiet:
    """An alarm that is over takes its case with it, unless somebody has taken that up; one that stays wants a case."""
    if is_raised:
        return OnQuiet.NOTHING if is_case_open else OnQuiet.OPEN
    return OnQuiet.VOID if is_only_reported else OnQuiet.NOTHING
