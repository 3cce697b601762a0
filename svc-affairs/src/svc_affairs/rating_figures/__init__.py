"""Figures of ratings and rectifications: of items, windows, departments and centres, never of a person.

Other slices count by `service.count`, in the transaction of what they count.
"""
