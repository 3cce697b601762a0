"""Open311 GeoReport v2: what other people's software reports to the hotline and reads of it.

A request is an ordinary ticket of the channel open311; this slice owns what a category asks besides (its attributes), what
was answered to that, and the updates that partner systems sent. It emits no events: the tickets do.
"""
