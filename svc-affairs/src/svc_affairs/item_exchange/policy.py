"""How large a list of items may come in at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExchangePolicy:
    """Limits of one file, and how many rows one statement takes."""

    most_items: int = 10_000
    most_parts: int = 120_000
    rows_at_once: int = 1000


POLICY = ExchangePolicy()
