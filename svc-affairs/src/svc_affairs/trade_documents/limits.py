"""What a trade document may hold at most, and in which currencies: data, not literals in the code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentLimits:
    """Limits of one document; the customs' formats name most of them (C..60, N19,5, 100 lines)."""

    lines: int = 100
    digits: int = 19
    decimals: int = 5
    # The customs' code of the yuan; prices of goods sold to a buyer are in yuan alone.
    currencies: frozenset[str] = frozenset({"142"})


LIMITS = DocumentLimits()
