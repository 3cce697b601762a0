"""What is counted, and by what: the names that the tables, the ledger, the recount and the views have in common."""

# How often something is so, over the tickets accepted on a day; imported tickets are counted by `imported` alone, and
# rejected ones by `rejected` alone.
COUNTS = (
    "accepted", "closed", "rejected", "imported", "resolved", "due", "on_time", "overdue", "dispatched", "signed", "to_sign",
    "signed_on_time", "to_respond", "responded", "settled", "first_contact", "returned", "reopened", "urged", "extended",
    "merged", "supervised", "handed_over", "through_cases", "called_back", "reached", "rated_very_satisfied", "rated_satisfied",
    "rated_neutral", "rated_dissatisfied", "rated_very_dissatisfied",
)  # fmt: skip
# How long something took, summed up over the tickets where it happened.
SUMS = ("dispatch_seconds", "resolution_seconds")
MEASURES = (*COUNTS, *SUMS)

# Where a ticket belongs besides its day; empty where it belongs nowhere.
PLACE = ("territory_code", "lead_unit_code", "category_code", "channel", "origin_line", "kind")
