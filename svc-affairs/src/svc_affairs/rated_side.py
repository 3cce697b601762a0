"""Who sees what was rated: the department and the centre that were rated see their own, who supervises them sees all.

A window's clerk sees nothing of it: what is rated is a window, and nobody at it is to know who said what.
"""

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from chassis.auth import ADMINISTRATOR, Principal
from contracts.roles import Role
from svc_affairs.centres import service as centres

Column = ColumnElement[str] | ColumnElement[str | None] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
Roles = frozenset[Role]

# The government-affairs office; it alone learns whose case it is, and how to reach who rated.
SUPERVISING: Roles = frozenset({Role.SUPERVISOR})
RESPONSIBLE: Roles = frozenset({Role.APPROVER, Role.CENTRE})
READING: Roles = SUPERVISING | RESPONSIBLE | {Role.ANALYST}


def seen_by(actor: Principal, department_code: Column, centre_code: Column, acting: Roles = READING) -> ColumnElement[bool]:
    """What the principal sees as one of `acting`."""
    roles = actor.roles & acting
    if ADMINISTRATOR in actor.roles or roles & (SUPERVISING | {Role.ANALYST}):
        return true()
    seen: list[ColumnElement[bool]] = [false()]
    if Role.APPROVER in roles and actor.unit_code is not None:
        seen.append(department_code == actor.unit_code)
    if Role.CENTRE in roles:
        seen.append(centre_code.in_(centres.own_codes(actor)))
    return or_(*seen)
