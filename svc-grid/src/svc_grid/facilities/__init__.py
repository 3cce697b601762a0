"""Facilities 阵地: service centres, governance centres, practice stations, libraries; where they are, when open, what they offer.

Emits facility.registered and facility.changed.
"""
