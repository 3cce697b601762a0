"""Who acts for which centre: its unit's account, and that of a territory for all that lie within."""

import pytest
from centre_builders import AWAY, CENTRE, COMMUNITY, REGIMENT, STATION, Centres

from chassis.auth import Principal
from svc_affairs.centres.service import centre_of, get_centre, is_own, own_codes

ALL = ["centre-84", "centre-84-03", "centre-85"]


def account(*roles: str, unit: str | None = None, territory: str | None = None) -> Principal:
    return Principal(subject="a", kind="staff", roles=frozenset(roles), unit_code=unit, territory_code=territory)


@pytest.mark.parametrize(
    ("actor", "own", "at"),
    [
        (account("centre", unit="84"), ["centre-84"], "centre-84"),
        (account("centre", unit="84-03"), ["centre-84-03"], "centre-84-03"),
        (account("centre", unit="84", territory=REGIMENT), ["centre-84", "centre-84-03"], "centre-84"),
        (account("centre", territory=REGIMENT), ["centre-84", "centre-84-03"], "centre-84"),
        (account("centre", unit="84-05", territory=COMMUNITY), ["centre-84-03"], "centre-84-03"),
        (account("centre", unit="99"), [], None),
        (account("centre"), [], None),
        (account("window", unit="84"), [], None),
        (account("administrator"), ALL, None),
        (account("administrator", territory=REGIMENT), ["centre-84", "centre-84-03"], "centre-84"),
    ],
)
async def test_each_account_acts_for_its_own(centres: Centres, actor: Principal, own: list[str], at: str | None) -> None:
    await centres.entered(CENTRE, STATION, AWAY)

    async with centres.harness.sessions() as db:
        found = await centre_of(db, actor)
        by_rule = [code for code in ALL if is_own(actor, await get_centre(db, code))]
        by_statement = sorted((await db.execute(own_codes(actor))).scalars())

    assert (by_rule, by_statement) == (own, own)
    assert (found.code if found else None) == at
