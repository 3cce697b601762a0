"""Patrols 巡查: plans of what is looked at where and how often, their tasks, visits and findings; coverage of places.

Whether a place was seen is counted, never who went where: there is no track, and no list or count by person.
Emits patrol.task_done, task_missed, finding_reported.
"""
