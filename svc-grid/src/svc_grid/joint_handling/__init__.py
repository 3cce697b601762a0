"""Joint handling 吹哨报到: a community calls units to a matter, they report within a limit, and it rates them.

Emits joint_call.opened, unit_reported, unit_declined, unit_late, rated, closed.
"""
