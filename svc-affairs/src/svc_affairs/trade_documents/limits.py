"""What a trade document may hold at most, and in which currencies: data, not literals in the code."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class DocumentLimits:
    """Limits of one document; the customs' formats name most of them (C..60, N19,5, 100 lines)."""

    lines: int = 100
    digits: int = 19
    decimals: int = 5
    # The customs' code of the yuan; prices of goods sold to a buyer are in yuan alone.
    currencies: frozenset[str] = frozenset({"142"})
    # So much may a sender's clock be ahead of ours.
    ahead: timedelta = timedelta(minutes=15)
    # So many documents are taken at once, and as many bytes of them.
    most_at_once: int = 5_000
    most_bytes: int = 16 * 1024 * 1024


LIMITS = DocumentLimits()
