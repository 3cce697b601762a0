"""Rules of a ticket besides its lifecycle: which limit holds, and what follows a call back or a rating."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from chassis.clock import SHANGHAI
from contracts.worktime import Limit, LimitUnit
from svc_hotline.tickets.lifecycle import Situation, is_possible
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import Action, CallbackOutcome, CloseOutcome, Kind, Rating, Status, Urgency

# Crockford's alphabet: no letter that is heard or read as another.
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_GROUPS, _GROUP_LENGTH = 3, 4


def handling_limit(kind: Kind, category_amount: int | None, category_unit: LimitUnit | None = None) -> Limit:
    """How long the ticket may take: the category's limit, or else the kind's."""
    if category_amount is None:
        return POLICY.kind_limits[kind]
    return Limit(category_amount, category_unit or LimitUnit.WORKING_DAYS)


def sign_limit(urgency: Urgency, category_limit: Limit | None = None) -> Limit:
    """How long its unit may take to sign: as its category says, or else its urgency; what is urgent waits for no offices."""
    if category_limit is not None and urgency is Urgency.NORMAL:
        return category_limit
    return POLICY.sign_limits[urgency]


def is_satisfied(rating: Rating) -> bool:
    return rating in POLICY.satisfied


def after_rating(now: Situation, rating: Rating) -> Action | None:
    """What a rating brings with it: the end, a new handling (at most twice), and then supervision.

    A closed ticket is taken up again only by whoever asks for it: the low rating itself is owed an answer.
    """
    again = Action.REOPEN if is_possible(now, Action.REOPEN) else Action.SUPERVISE
    wanted = Action.CLOSE if is_satisfied(rating) else again
    is_left = now.status is Status.CLOSED and wanted is Action.REOPEN
    return wanted if is_possible(now, wanted) and not is_left else None


def after_callback(outcome: CallbackOutcome, not_reached_times: int) -> CloseOutcome | None:
    """The end that a call back without a rating brings, if any. `not_reached_times` counts this one too."""
    if outcome is CallbackOutcome.DECLINED:
        return CloseOutcome.DECLINED
    if outcome is CallbackOutcome.NOT_REACHED and not_reached_times >= POLICY.callback_tries:
        return CloseOutcome.NOT_REACHED
    return None


def number_for(accepted_at: datetime, running: int) -> str:
    """The number a person quotes: the day it was accepted on in city time, and a running number with gaps."""
    return f"12345-{accepted_at.astimezone(SHANGHAI):%Y%m%d}-{running:06d}"


def new_query_code() -> str:
    """A code of 60 random bits, in groups that can be read out on the telephone."""
    letters = [secrets.choice(_CODE_LETTERS) for _ in range(_CODE_GROUPS * _GROUP_LENGTH)]
    return "-".join("".join(letters[at : at + _GROUP_LENGTH]) for at in range(0, len(letters), _GROUP_LENGTH))


def hash_query_code(ticket_id: UUID, code: str) -> bytes:
    """What is kept of a query code; capitals, dashes and spaces do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(ticket_id.bytes + letters.encode()).digest()


def fits_query_code(ticket_id: UUID, code: str, kept: bytes | None) -> bool:
    return kept is not None and hmac.compare_digest(hash_query_code(ticket_id, code), kept)
