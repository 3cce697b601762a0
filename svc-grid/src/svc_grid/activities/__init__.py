"""Service activities 为民办实事: what a unit did for people on a day, as numbers; no household and no resident is recorded.

Emits activity.registered, corrected, withdrawn.
"""
