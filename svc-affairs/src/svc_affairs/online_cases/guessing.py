"""Keeps query codes from being guessed: wrong ones are counted by client, by client and case, and by case.

Only wrong ones cost anything, so whoever has the code follows the case as often as they like. A bucket that is empty refuses
right ones too, or else it would tell them from wrong ones. One client alone cannot empty a case's own bucket, whose owner is
therefore not locked out by one who only knows the number.
"""

import time
from collections.abc import Callable

from svc_affairs.online_cases.policy import POLICY, Policy
from svc_affairs.throttle import Throttle, refuse


class WrongCodes:
    """Those that this process has seen. A code is checked and counted at once, so that many at a time get no further."""

    def __init__(self, policy: Policy = POLICY, clock: Callable[[], float] = time.monotonic) -> None:
        self._of_client = Throttle(policy.wrong_codes_of_client)
        self._of_client_and_case = Throttle(policy.wrong_codes_of_client_and_case)
        self._of_case = Throttle(policy.wrong_codes_of_case)
        self._clock = clock

    def check(self, client: str, number: str, fits: Callable[[], bool]) -> bool:
        """Whether the code fits the case of this number, which need not exist; raises Limited."""
        now_s = self._clock()
        buckets = ((self._of_client, client), (self._of_client_and_case, f"{client} {number}"), (self._of_case, number))
        refuse(max(throttle.wait_s(key, now_s) for throttle, key in buckets))
        if fits():
            return True
        for throttle, key in buckets:
            throttle.take(key, now_s)
        return False
