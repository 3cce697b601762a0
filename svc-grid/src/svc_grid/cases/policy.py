"""What may be decided about cases in general; what depends on the class is kept with the classes."""

from dataclasses import dataclass

from contracts.worktime import Limit, LimitUnit

_EXTENSION_DECISION = Limit(8, LimitUnit.WORKING_HOURS)
_CLOSING = Limit(16, LimitUnit.WORKING_HOURS)
_SHELVING_DECISION = Limit(24, LimitUnit.WORKING_HOURS)


@dataclass(frozen=True)
class Policy:
    """The city's rules for cases.

    `amber_from` is the share of a limit after which its clock shows amber. A handler may ask for `most_extensions` of at
    most `most_extension_h` working hours each, and to rest the work for at most `most_shelved_days`; what the desk does not
    decide on within its limit is refused. A verified case that nobody closes is closed by itself after `closing`.
    """

    version: str = "2026-1"
    amber_from: float = 0.8
    most_extensions: int = 2
    most_extension_h: int = 40
    most_shelved_days: int = 180
    extension_decision: Limit = _EXTENSION_DECISION
    shelving_decision: Limit = _SHELVING_DECISION
    closing: Limit = _CLOSING


POLICY = Policy()
