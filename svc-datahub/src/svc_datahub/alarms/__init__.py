"""Alarms 告警 of devices: one open at a time for each cause, however often it is reported; this service owns them.

Emits alarm.raised, alarm.cleared.
"""
