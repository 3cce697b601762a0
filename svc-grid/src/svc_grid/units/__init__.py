"""Units 单位 that answer for territories and matters: departments, regiments, communities, special groups, service centres.

Emits unit.registered, unit.changed and unit.retired.
"""
