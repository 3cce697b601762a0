"""Each filter of the organisation's lists is served by an index, however many rows there are."""

from typing import Any

import pytest
import sqlalchemy as sa
from grid_builders import COMMUNITY, Grid
from sqlalchemy.dialects import postgresql

from chassis.auth import Principal
from svc_grid.facilities import repository as facilities
from svc_grid.facilities.models import Facility
from svc_grid.leads import repository as leads
from svc_grid.leads.models import Lead
from svc_grid.leads.repository import Filter
from svc_grid.leads.terms import LeadKind
from svc_grid.units import repository as units
from svc_grid.units.models import Unit

DESK = Principal(subject="desk", kind="staff")
BOUND = Principal(subject="desk", kind="staff", territory_code=f"{COMMUNITY}/7")
FILL = (
    """INSERT INTO units SELECT 'u-' || n, 'office', 'x', 'u-' || n / 20, '659007/84/03/' || n / 20, 1, NULL
        FROM generate_series(1, 30000) n""",
    """INSERT INTO facilities (code, kind, level, name, territory_code, services, version)
        SELECT 'f-' || n, 'showcase', 'l' || n / 20, 'x', '659007/84/03/' || n / 20,
        CASE WHEN n % 3000 = 0 THEN ARRAY['reading'] ELSE '{}' END, 1 FROM generate_series(1, 30000) n""",
    """INSERT INTO leads SELECT gen_random_uuid(), 1, '659007/84/03/' || n / 20, 'volunteer', 'a-' || n / 20, 'x', now(), now(),
        NULL, NULL FROM generate_series(1, 30000) n""",
    """INSERT INTO leads SELECT gen_random_uuid(), 1, '659007/84/03/' || n, 'grid_lead', 'b-' || n, 'x', now(), NULL, NULL, NULL
        FROM generate_series(1, 300) n""",
    "ANALYZE units", "ANALYZE facilities", "ANALYZE leads",
)  # fmt: skip
_BY_CODE, _BY_PLACE = (Facility.code,), (Lead.territory_code, Lead.id)
LISTS: dict[str, tuple[Any, Any]] = {
    "units": (units.list_units(None, None, None, None), (Unit.code,)),
    "units of a kind": (units.list_units("city", None, None, None), (Unit.code,)),
    "units below one": (units.list_units(None, None, "u-7", None), (Unit.code,)),
    "units of a territory": (units.list_units(None, f"{COMMUNITY}/7", None, None), (Unit.code,)),
    "facilities of a kind": (facilities.list_facilities("rural_library", None, None, None), _BY_CODE),
    "facilities of a level": (facilities.list_facilities(None, "l7", None, None), _BY_CODE),
    "facilities of a kind and level": (facilities.list_facilities("showcase", "l7", None, None), _BY_CODE),
    "facilities of a territory": (facilities.list_facilities(None, None, f"{COMMUNITY}/7", None), _BY_CODE),
    "facilities that offer": (facilities.list_facilities(None, None, None, "reading"), _BY_CODE),
    "leads": (leads.list_leads(DESK, Filter()), _BY_PLACE),
    "leads of a territory": (leads.list_leads(DESK, Filter(territory_code=f"{COMMUNITY}/7")), _BY_PLACE),
    "leads of a bound desk": (leads.list_leads(BOUND, Filter()), _BY_PLACE),
    "leads of a kind": (leads.list_leads(DESK, Filter(kind=LeadKind.GRID_LEAD)), _BY_PLACE),
    "leads of an account": (leads.list_leads(DESK, Filter(account="a-7")), _BY_PLACE),
}


@pytest.fixture
async def plans(grid: Grid) -> dict[str, str]:
    """How the database would go about each list's first page."""
    found = {}
    async with grid.harness.sessions() as db, db.begin():
        for statement in FILL:
            await db.execute(sa.text("SET LOCAL statement_timeout = '60s'"))
            await db.execute(sa.text(statement))
        for name, (chosen, order) in LISTS.items():
            page = chosen.order_by(*order).limit(51)
            text = str(page.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
            found[name] = "\n".join((await db.execute(sa.text(f"EXPLAIN {text}".replace(":", r"\:")))).scalars())
    return found


async def test_each_list_is_read_from_an_index(plans: dict[str, str]) -> None:
    # The index of the codes alone would do to sort them, and would be read through to the end for want of another.
    assert {name: plan for name, plan in plans.items() if "Seq Scan" in plan or ("pk_" in plan) != (name == "units")} == {}
