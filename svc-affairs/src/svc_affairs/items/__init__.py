"""Items 事项: what a department offers, version by version, from draft to withdrawal.

Announces ItemScheduledV1, ItemPublishedV1, ItemSuspendedV1, ItemResumedV1, ItemWithdrawnV1.
"""
