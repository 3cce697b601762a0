"""Urban and community cases 案件: something reported on a place, handled, verified and closed; this service owns them.

Emits case.reported, registered, dismissed, assigned, handling_started, handled, verified, sent_back, returned, voided, closed.
"""
