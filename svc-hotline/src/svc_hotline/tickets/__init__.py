"""A ticket 工单: one request of a citizen, from acceptance to its answer. Emits every `gov171.hotline.ticket.*` event."""
