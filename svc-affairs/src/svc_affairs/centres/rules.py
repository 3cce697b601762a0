"""Whose centre a centre is; pure."""

from chassis.auth import ADMINISTRATOR, Principal
from contracts.roles import Role


def acts_for(actor: Principal, unit_code: str, territory_code: str | None) -> bool:
    """Whether the principal acts for the centre of the unit, which lies in the territory.

    A centre's account acts for its own unit's, and one that a territory bounds for all that lie within: a regiment's sees its
    communities'. An account that is bound to neither acts for none, unless it is an administrator's.
    """
    if not actor.has(Role.CENTRE):
        return False
    if actor.unit_code == unit_code:
        return True
    is_bound = actor.territory_code is not None
    return actor.sees(territory_code) if is_bound else ADMINISTRATOR in actor.roles
