"""Items 事项: what a department offers, version by version, from draft to withdrawal. Publishing announces ItemPublishedV1."""
