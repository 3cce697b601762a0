"""What is counted of the steps of cases, and the rates that follow; pure."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.cases.terms import Action

# Which measure a step raises by one.
OF_ACTION: Mapping[Action, str] = MappingProxyType(
    {
        Action.REPORT: "reported",
        Action.SELF_HANDLE: "self_handled",
        Action.REGISTER: "registered",
        Action.DISMISS: "dismissed",
        Action.ASSIGN: "assigned",
        Action.FINISH: "handled",
        Action.PASS: "passed",
        Action.SEND_BACK: "sent_back",
        Action.RETURN: "returned",
        Action.GRANT_EXTENSION: "extended",
        Action.SHELVE: "shelved",
        Action.ESCALATE: "escalated",
        Action.MARK_OVERDUE: "overdue",
        Action.VOID: "voided",
        Action.CLOSE: "closed",
    }
)
# And which one beside it where the stage that it ended was over its limit.
LATE: Mapping[Action, str] = MappingProxyType({Action.FINISH: "handled_late"})
MEASURES = (*OF_ACTION.values(), *LATE.values())

# Each rate in percent: what is counted, of what.
RATES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "registration_rate_pct": (("registered", "self_handled"), ("registered", "self_handled", "dismissed")),
        "on_time_rate_pct": (("handled", "-handled_late"), ("handled",)),
        "send_back_rate_pct": (("sent_back",), ("passed", "sent_back")),
        "return_rate_pct": (("returned",), ("assigned",)),
    }
)


def rates_of(counts: Mapping[str, int]) -> dict[str, float | None]:
    """Percentages, rounded half up to one decimal; None where there is nothing to take one of."""
    return {name: _percent(_sum(counts, part), _sum(counts, whole)) for name, (part, whole) in RATES.items()}


def _sum(counts: Mapping[str, int], names: tuple[str, ...]) -> int:
    return sum(-counts[name[1:]] if name.startswith("-") else counts[name] for name in names)


def _percent(part: int, whole: int) -> float | None:
    # Whole numbers until the end: 0.05 has no exact float.
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None
