"""The whole organisation stated once more 全量发布, for a consumer that was not there from the start.

Emits organisation.snapshot_started, territory_stated, unit_stated, facility_stated, lead_stated, snapshot_finished.
"""
