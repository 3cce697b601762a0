"""Kinds of shifts, in both languages."""

from chassis.terms import Term


class ShiftKind(Term):
    """What a shift is."""

    DAY = "day", "白班", "Day"
    NIGHT = "night", "夜班", "Night"
    HOLIDAY = "holiday", "节假日", "Holiday"
