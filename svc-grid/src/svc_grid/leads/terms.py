"""The posts of a grid team, in both languages, and on what territories they are held."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.terms import Term
from contracts.grid import TerritoryLevel


class LeadKind(Term):
    """What somebody is in a territory."""

    GRID_LEAD = "grid_lead", "网格长", "Grid lead"
    BUILDING_LEAD = "building_lead", "楼栋长", "Building lead"
    ENTRANCE_LEAD = "entrance_lead", "单元长", "Entrance lead"
    GRID_MEMBER = "grid_member", "网格员", "Grid team member"
    COMMUNITY_OFFICER = "community_officer", "社区民警", "Community police officer"
    LEGAL_ADVISER = "legal_adviser", "法律顾问", "Legal adviser"
    VOLUNTEER = "volunteer", "志愿者", "Volunteer"


class Status(Term):
    """Where a tenure stands at an instant."""

    TO_COME = "to_come", "待任", "Begins later"
    HOLDING = "holding", "在任", "In post"
    ENDED = "ended", "已卸任", "Ended"


class Action(Term):
    """What can be done with a tenure."""

    DISMISS = "dismiss", "免任", "Dismiss"
    HAND_OVER = "hand_over", "移交", "Hand over"
    RECORD_ABSENCE = "record_absence", "请假", "Record an absence"
    END_ABSENCE = "end_absence", "销假", "End an absence"


class Ending(Term):
    """How a tenure came to its end."""

    DISMISSED = "dismissed", "免任", "Dismissed"
    HANDED_OVER = "handed_over", "移交", "Handed over"


L = TerritoryLevel
# The three leads: one at a time in each territory of the level. All others are team members, as many as are wanted.
LEADS = frozenset({LeadKind.GRID_LEAD, LeadKind.BUILDING_LEAD, LeadKind.ENTRANCE_LEAD})
LEVELS: Mapping[LeadKind, tuple[TerritoryLevel, ...]] = MappingProxyType(
    {
        LeadKind.GRID_LEAD: (L.CELL, L.COMMUNITY),
        LeadKind.BUILDING_LEAD: (L.BUILDING,),
        LeadKind.ENTRANCE_LEAD: (L.ENTRANCE,),
        LeadKind.GRID_MEMBER: (L.CELL, L.COMMUNITY),
        LeadKind.COMMUNITY_OFFICER: (L.CELL, L.COMMUNITY),
        LeadKind.LEGAL_ADVISER: (L.CELL, L.COMMUNITY),
        LeadKind.VOLUNTEER: (L.CELL, L.COMMUNITY, L.BUILDING, L.ENTRANCE),
    }
)
