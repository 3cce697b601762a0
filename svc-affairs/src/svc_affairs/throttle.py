"""How often one asker may try a code: a bucket of tokens each, filled anew at a steady rate. Pure but for what it remembers."""

from collections import OrderedDict
from math import ceil

from chassis.errors import Limited

_REMEMBERED = 10_000


class Throttle:
    """One for the process: replicas each allow their own. The anonymous share one bucket, since they are one asker here."""

    def __init__(self, burst: int, per_s: float) -> None:
        self._burst, self._per_s = burst, per_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, asker: str, now_s: float) -> None:
        """Take a token; raises Limited, with the seconds until there is one. `now_s` never goes back."""
        tokens, at_s = self._buckets.get(asker, (float(self._burst), now_s))
        tokens = min(float(self._burst), tokens + (now_s - at_s) * self._per_s)
        if tokens < 1:
            raise Limited("too many tries", retry_after_s=ceil((1 - tokens) / self._per_s))
        self._buckets[asker] = (tokens - 1, now_s)
        self._buckets.move_to_end(asker)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
