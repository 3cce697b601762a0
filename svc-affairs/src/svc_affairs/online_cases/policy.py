"""What the city has settled for online cases: limits and texts, as data with a version."""

from dataclasses import dataclass

from contracts.worktime import Limit
from svc_affairs.online_cases.terms import Action
from svc_affairs.throttle import Rate

_ACCEPTANCE, _SUPPLEMENT, _DELIVERY, _CLOSING = Limit(5), Limit(15), Limit(10), Limit(5)
_OF_CLIENT, _OF_CLIENT_AND_CASE, _OF_CASE = Rate(60, per_s=1 / 2), Rate(5, per_s=1 / 60), Rate(20, per_s=1 / 20)
_APPEAL = "如不服本决定，可自收到本决定之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"


@dataclass(frozen=True)
class Policy:
    """The rules besides the items' own.

    What is neither accepted nor refused within `acceptance` counts as accepted from the day it came 逾期视为受理. An
    applicant has `supplement` to bring what is lacking; without it the case ends by `silence_of_applicant`. A result is
    delivered within `delivery`; what is delivered is closed after `closing`. `kept_days` after its end the contact is erased.
    Of wrong query codes so many are borne with; they have 60 random bits, and to try half of them at 1 in 20 s takes 10^11 years.
    """

    version: str = "2026-1"
    acceptance: Limit = _ACCEPTANCE
    supplement: Limit = _SUPPLEMENT
    silence_of_applicant: Action = Action.LAPSE
    extension_most_days: int = 10
    delivery: Limit = _DELIVERY
    closing: Limit = _CLOSING
    kept_days: int = 1095
    wrong_codes_of_client: Rate = _OF_CLIENT
    wrong_codes_of_client_and_case: Rate = _OF_CLIENT_AND_CASE
    wrong_codes_of_case: Rate = _OF_CASE
    appeal_text: str = _APPEAL


POLICY = Policy()
