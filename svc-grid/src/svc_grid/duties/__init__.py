"""Duty 值班: a unit's duty posts with their office telephones, its shifts month by month, and who is on duty now.

Staff by their account alone, and office lines alone. Emits duty_post.opened, changed, closed and duty_roster.published.
"""
