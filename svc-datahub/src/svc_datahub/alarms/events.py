"""An alarm as its contract events."""

from datetime import datetime

from contracts import datahub
from svc_datahub.alarms.models import Alarm

_BOTH = ("cause", "occurrence", "device_id", "device_kind", "rule_code", "territory_code", "raised_at")
_RAISED = ("severity", "title", "lon", "lat", "component_code", "class_code", "value", "unit")


def raised(alarm: Alarm, at: datetime) -> datahub.AlarmRaisedV1:
    facts = {name: getattr(alarm, name) for name in (*_BOTH, *_RAISED)}
    return datahub.AlarmRaisedV1(occurred_at=at, alarm_id=alarm.id, **facts)


def cleared(alarm: Alarm, cleared_at: datetime, at: datetime) -> datahub.AlarmClearedV1:
    facts = {name: getattr(alarm, name) for name in _BOTH}
    return datahub.AlarmClearedV1(occurred_at=at, alarm_id=alarm.id, cleared_at=cleared_at, **facts)
