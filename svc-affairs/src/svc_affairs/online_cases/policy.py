"""What the city has settled for online cases: limits and texts, as data with a version."""

from dataclasses import dataclass

from contracts.worktime import Limit
from svc_affairs.online_cases.terms import Action

_ACCEPTANCE, _SUPPLEMENT, _DELIVERY, _CLOSING = Limit(5), Limit(15), Limit(10), Limit(5)
_APPEAL = "如不服本决定，可自收到本决定之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"


@dataclass(frozen=True)
class Policy:
    """The rules besides the items' own.

    What is neither accepted nor refused within `acceptance` counts as accepted from the day it came 逾期视为受理. An
    applicant has `supplement` to bring what is lacking; without it the case ends by `silence_of_applicant`. A result is
    delivered within `delivery`; what is delivered is closed after `closing`. `kept_days` after its end the contact is erased.
    """

    version: str = "2026-1"
    acceptance: Limit = _ACCEPTANCE
    supplement: Limit = _SUPPLEMENT
    silence_of_applicant: Action = Action.LAPSE
    extension_most_days: int = 10
    delivery: Limit = _DELIVERY
    closing: Limit = _CLOSING
    kept_days: int = 1095
    appeal_text: str = _APPEAL


POLICY = Policy()
