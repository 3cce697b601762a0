"""What one message may be, and how its receipt says what became of a document: data, not literals in the code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MessageLimits:
    """Limits of one message. Each is past what an honest sender of 16 MB needs."""

    bytes: int = 16 * 1024 * 1024
    documents: int = 10_000
    elements: int = 700_000
    depth: int = 12  # a field lies 4 deep; a signature's parts up to 8
    names: int = 256  # names of elements and attributes in all; the formats have about 80 each
    attributes: int = 16
    # From one ">" to the next: the parser holds a tag with all its attributes before anybody can count them.
    stretch_bytes: int = 64 * 1024
    text_chars: int = 2_000  # of one field that is read; what is read past may be longer
    # Handed to the parser by pieces this large: in small ones a long token would be looked through again and again.
    piece_bytes: int = 1024 * 1024


@dataclass(frozen=True)
class ReceiptPolicy:
    """What a receipt says: `returnStatus` by the customs' own numbers, below 0 where a document could not be handled."""

    taken: str = "2"
    refused: str = "100"
    unreadable: str = "-1"
    named_faults: int = 5
    info_chars: int = 1_000
    echo_chars: int = 100


LIMITS = MessageLimits()
RECEIPTS = ReceiptPolicy()
