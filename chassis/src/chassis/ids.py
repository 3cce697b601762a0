"""Makes UUIDv7 ids (RFC 9562): they sort by the time they were made, and never go back within a process."""

import secrets
import threading
import time
from uuid import UUID

_COUNTER_BITS, _RANDOM_BITS = 42, 32
_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> UUID:
    """A new id, greater than every id this process made before, also within one millisecond or after a clock step."""
    global _last_ms, _counter
    with _lock:
        present_ms = time.time_ns() // 1_000_000
        if present_ms > _last_ms:
            # Half the counter's range stays free, so that it does not run over within a millisecond.
            _last_ms, _counter = present_ms, secrets.randbits(_COUNTER_BITS - 1)
        elif (_counter := _counter + 1) >> _COUNTER_BITS:
            _last_ms, _counter = _last_ms + 1, secrets.randbits(_COUNTER_BITS - 1)
        milliseconds, counter = _last_ms, _counter
    high, low = counter >> 30, counter & ((1 << 30) - 1)
    tail = low << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | tail)
