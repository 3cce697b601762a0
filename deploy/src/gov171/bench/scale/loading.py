"""Fills a hotline's tables: what an application's requests would have left there, by COPY and in bulk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from chassis.db import driver_url
from gov171.bench.scale import city
from gov171.bench.scale.house import House
from gov171.demo.plan import CATEGORIES
from svc_hotline.figures.folding import fold_once
from svc_hotline.figures.measures import MEASURES, PLACE

BATCH, _FOLDED_AT_ONCE = 100_000, 1_000_000
# So many callers have a telephone that the bench knows.
KNOWN_CALLERS = 500

_COUNTED = {"accepted": "count(*)", "closed": "count(*) FILTER (WHERE status = 'closed')", "rated_satisfied": "count(rating)"}
# What the tickets' own steps would have written down for the figures; the measures that the questions look at.
_FIGURES = f"""
INSERT INTO figure_deltas (accepted_on, {", ".join(PLACE)}, {", ".join(MEASURES)})
SELECT (accepted_at AT TIME ZONE 'Asia/Shanghai')::date, {", ".join(f"coalesce({name}, '')" for name in PLACE)},
    {", ".join(_COUNTED.get(name, "0") for name in MEASURES)}
FROM tickets GROUP BY 1, 2, 3, 4, 5, 6, 7"""
_HISTORY = """
INSERT INTO ticket_history (ticket_id, version, at, action, from_status, to_status, actor, actor_kind)
SELECT id, step.version, accepted_at + step.version * interval '1 hour', step.action, step.was, step.becomes, 'bench', 'staff'
FROM tickets, (VALUES (1, 'open', NULL, 'accepted'), (2, 'dispatch', 'accepted', 'dispatched'),
    (3, 'sign', 'dispatched', 'signed')) AS step (version, action, was, becomes)"""
# A caller's tickets lie far apart; of most callers nobody knows the telephone.
_CONTACTS = f"""
INSERT INTO ticket_contacts (ticket_id, contact_key, contact_cipher, contact_index)
SELECT id, decode(repeat('00', 60), 'hex'), decode(repeat('00', 60), 'hex'), coalesce(known.index, sha256(caller::text::bytea))
FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) % greatest($1::int / {city.CALLS_EACH}, 1) AS caller FROM tickets) AS each
LEFT JOIN unnest($2::int[], $3::bytea[]) AS known (caller_no, index) ON known.caller_no = each.caller"""
_PLACES = f"""
INSERT INTO territories (code, level, name, unit_code, version)
SELECT code, level, code, NULL, 1 FROM (
    SELECT '{city.CITY}' AS code, 'city' AS level
    UNION ALL SELECT '{city.CITY}/' || r, 'regiment' FROM generate_series(0, {city.REGIMENTS - 1}) AS r
    UNION ALL SELECT '{city.CITY}/' || r || '/' || c, 'community'
        FROM generate_series(0, {city.REGIMENTS - 1}) AS r, generate_series(0, {city.COMMUNITIES - 1}) AS c) AS each"""
_UNITS = f"""
INSERT INTO units (code, kind, name, version)
SELECT 'dept-' || lpad(u::text, 2, '0'), 'department', u::text, 1 FROM generate_series(0, {city.UNITS - 1}) AS u"""


async def load(house: House, size: int, advance: Callable[[int], None]) -> None:
    """Bring an empty hotline to `size` tickets with all that belongs to them, and its tables' statistics up to date."""
    await _furnish(house)
    async with _without_indexes(house):
        for begin in range(0, size, BATCH):
            end = min(begin + BATCH, size)
            rows = await asyncio.to_thread(lambda first, last: list(city.tickets(first, last)), begin, end)
            await house.admin.copy_records_to_table("tickets", schema_name="hotline", columns=city.COLUMNS, records=rows)
            advance(end - begin)
    # The rows are right by the way they are made: a foreign key checked for each would take longer than all the rest.
    await house.admin.execute("SET session_replication_role = replica")
    await house.admin.execute(_HISTORY)
    callers = range(min(KNOWN_CALLERS, size // city.CALLS_EACH))
    await house.admin.execute(_CONTACTS, size, [*callers], [house.contact_box.blind_index(city.phone(each)) for each in callers])
    await house.admin.execute(_FIGURES)
    await _fold(house)
    for table in ("tickets", "ticket_history", "ticket_contacts", "figure_cells", "figure_deltas"):
        await house.admin.execute(f"VACUUM ANALYZE {table}")


async def _furnish(house: House) -> None:
    tree = [
        {"code": code, "parent_code": code.rpartition(".")[0] or None, "name_zh": zh, "name_en": en, "limit_working_days": 3}
        for code, zh, en, _ in CATEGORIES
    ]
    (await house.client("administrator").post("/v1/category-imports", json={"categories": tree})).raise_for_status()
    for statement in (_PLACES, _UNITS):
        await house.admin.execute(statement)
    (await house.client("supervisor").put("/v1/dispatch-rules/draft", json={"rules": city.rules()})).raise_for_status()


@asynccontextmanager
async def _without_indexes(house: House) -> AsyncIterator[None]:
    """The tickets' indexes are dropped and made anew after: by migration's own words."""
    indexes = await house.admin.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'hotline' AND tablename = 'tickets' "
        "AND indexname LIKE 'ix\\_%'"
    )
    for each in indexes:
        await house.admin.execute(f'DROP INDEX "{each["indexname"]}"')
    yield
    for each in indexes:
        await house.admin.execute(each["indexdef"])


async def _fold(house: House) -> None:
    """As the hotline folds its figures, in larger pieces, for which a request's connection would have no patience."""
    engine = create_async_engine(driver_url(house.url))
    try:
        while True:
            async with AsyncSession(engine) as db, db.begin():
                if not await fold_once(db, _FOLDED_AT_ONCE):
                    return
    finally:
        await engine.dispose()
