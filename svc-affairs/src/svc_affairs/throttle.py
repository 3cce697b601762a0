"""How often something may be asked: a bucket of tokens each, filled anew at a steady rate.

The library `limits` was weighed and left. Of its stores only the one in memory needs no server that this house does not have,
and that one keeps every key that was ever asked until it expires, and goes over all of them with each call; here keys are
what strangers type in. Nor does it take the time as given.
"""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

from fastapi import Request

from chassis.auth import Principal
from chassis.errors import Limited
from contracts.clients import CLIENT_HEADER

_REMEMBERED = 10_000


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many more that come free each second."""

    burst: int
    per_s: float


class Throttle:
    """One for the process: replicas each allow their own. It remembers those who asked last. `now_s` never goes back."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, asker: str, now_s: float) -> float:
        """How long until there is a token; 0 where there is one."""
        return max(0.0, (1 - self._tokens(asker, now_s)) / self._rate.per_s)

    def take(self, asker: str, now_s: float) -> None:
        """Take a token, or what there is of one."""
        self._buckets[asker] = (max(0.0, self._tokens(asker, now_s) - 1), now_s)
        self._buckets.move_to_end(asker)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)

    def admit(self, asker: str, now_s: float) -> None:
        """Take a token; raises Limited, with the seconds until there is one."""
        refuse(self.wait_s(asker, now_s))
        self.take(asker, now_s)

    def _tokens(self, asker: str, now_s: float) -> float:
        tokens, at_s = self._buckets.get(asker, (float(self._rate.burst), now_s))
        return min(float(self._rate.burst), tokens + (now_s - at_s) * self._rate.per_s)


def refuse(wait_s: float) -> None:
    """Raise Limited where there is something to wait for."""
    if wait_s > 0:
        raise Limited("asked too often", retry_after_s=ceil(wait_s))


def asker_of(actor: Principal, request: Request) -> str:
    """Who asks as the gateway tells it: a person or an application by name, one of the public by the client's mark."""
    return f"public {request.headers.get(CLIENT_HEADER, '')}" if actor.kind == "public" else actor.subject
