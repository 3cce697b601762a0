"""The tree of territories 辖区, the units 单位 that answer for them, and the facilities 阵地; this service owns them.

Emits territory.registered/changed, unit.registered/changed, facility.registered.
"""
