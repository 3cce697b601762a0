"""What devices' alarms 告警 come to on the ground: one case for each cause, however often the device raises it.

This slice owns which case answers which cause, and which class the alarms of a kind of device get. It announces nothing
itself: the cases do.
"""
