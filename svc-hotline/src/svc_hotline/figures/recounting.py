"""SQL that counts the tickets themselves, written without a look at the ledger: the other half of the proof."""

from svc_hotline.figures.measures import COUNTS, MEASURES, SUMS

_OWN = "source IS NULL AND status <> 'rejected'"
_LATE = "was_overdue"
_TOLD = "coalesce(first_replied_at, resolved_at)"
_WANTING = "rating IN ('dissatisfied', 'very_dissatisfied') AND rated_at IS NOT NULL AND coalesce(rated_at > reopened_at, true)"
_SAID = {
    "accepted": "true",
    "closed": "status = 'closed'",
    "resolved": "resolved_at IS NOT NULL",
    "due": f"resolved_at IS NOT NULL OR {_LATE}",
    "on_time": f"resolved_at IS NOT NULL AND NOT {_LATE}",
    "overdue": _LATE,
    "dispatched": "first_dispatched_at IS NOT NULL",
    "signed": "signed_at IS NOT NULL",
    "to_sign": "signed_at IS NOT NULL OR was_sign_overdue",
    "signed_on_time": "signed_at IS NOT NULL AND NOT was_sign_overdue",
    "to_respond": f"{_TOLD} IS NOT NULL OR {_LATE}",
    "responded": f"{_TOLD} IS NOT NULL AND (NOT {_LATE} OR {_TOLD} < overdue_at)",
    "settled": f"resolved_at IS NOT NULL AND ({_WANTING}) IS NOT TRUE",
    "first_contact": "resolved_at IS NOT NULL AND dispatch_no = 0 AND merged_into IS NULL",
    "returned": "returned_times > 0",
    "reopened": "reopened_times > 0",
    "urged": "urged_times > 0",
    "extended": "extended_times > 0",
    "merged": "merged_into IS NOT NULL",
    "supervised": "is_supervised",
    "handed_over": "handed_over_to IS NOT NULL",
    "through_cases": "case_id IS NOT NULL",
    "called_back": "callback_outcome IS NOT NULL",
    "reached": "callback_outcome = 'reached'",
    **{f"rated_{level}": f"rating = '{level}'" for level in ("very_satisfied", "satisfied", "neutral")},
    **{f"rated_{level}": f"rating = '{level}'" for level in ("dissatisfied", "very_dissatisfied")},
}
_APART = {"rejected": "source IS NULL AND status = 'rejected'", "imported": "source IS NOT NULL"}
_UNTIL = {"dispatch_seconds": "first_dispatched_at", "resolution_seconds": "resolved_at"}

_DAY = "(accepted_at AT TIME ZONE INTERVAL '8 hours')::date"


def _measure(name: str) -> str:
    if name in SUMS:
        seconds = f"floor(extract(epoch FROM {_UNTIL[name]} - accepted_at))"
        return f"coalesce(sum({seconds}) FILTER (WHERE {_OWN}), 0)::bigint AS {name}"
    condition = _APART[name] if name in _APART else f"{_OWN} AND ({_SAID[name]})"
    return f"count(*) FILTER (WHERE {condition}) AS {name}"


# The finest cells of the tickets accepted within the instants :since and :until, as they should be.
RECOUNTED = (
    f"SELECT {_DAY} AS accepted_on, coalesce(territory_code, '') AS territory_code, "
    f"coalesce(lead_unit_code, '') AS lead_unit_code, category_code, channel, origin_line, kind, "
    f"{', '.join(_measure(name) for name in (*COUNTS, *SUMS))} "
    "FROM tickets WHERE accepted_at >= :since AND accepted_at < :until GROUP BY 1, 2, 3, 4, 5, 6, 7"
)
MEASURED = ", ".join(MEASURES)
