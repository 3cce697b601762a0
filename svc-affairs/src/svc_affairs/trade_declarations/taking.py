"""Takes up what has changed since the last pass, and holds the declarations that it concerns."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Mark = tuple[str, str, str]

# A mark is a key: of an order (o), a waybill (w), or a list (l) and with it whoever wants the same order or waybill. Marks are
# only added and taken away, so nobody waits for another.
_MARKS = "unnest(CAST(:kinds AS text[]), CAST(:codes AS text[]), CAST(:nos AS text[]))"
_MARK = f"INSERT INTO trade_match_marks (kind, code, no) SELECT * FROM {_MARKS}"
_LISTS_OF = """SELECT l.id FROM {keys} AS k CROSS JOIN LATERAL (SELECT id FROM trade_lists
        WHERE k.kind = 'o' AND platform_code = k.code AND order_no = k.no OFFSET 0) AS l
    UNION SELECT l.id FROM {keys} AS k CROSS JOIN LATERAL (SELECT id FROM trade_lists
        WHERE k.kind = 'w' AND logistics_code = k.code AND logistics_no = k.no OFFSET 0) AS l"""
_TAKE = f"""
WITH taken AS (DELETE FROM trade_match_marks WHERE seq = ANY (ARRAY(
        SELECT seq FROM trade_match_marks ORDER BY seq LIMIT :most FOR UPDATE SKIP LOCKED)) RETURNING kind, code, no),
keys AS MATERIALIZED (SELECT DISTINCT kind, code, no FROM taken),
concerned AS ({_LISTS_OF.format(keys="keys")}
    UNION SELECT x.id FROM keys AS k CROSS JOIN LATERAL (SELECT * FROM trade_lists
        WHERE k.kind = 'l' AND declarant_code = k.code AND cop_no = k.no OFFSET 0) AS l
        CROSS JOIN LATERAL (
            SELECT id FROM trade_lists WHERE platform_code = l.platform_code AND order_no = l.order_no
            UNION ALL SELECT id FROM trade_lists WHERE logistics_code = l.logistics_code AND logistics_no = l.logistics_no
        ) AS x
    UNION (SELECT id FROM trade_declarations WHERE waits_until <= :now ORDER BY waits_until LIMIT :most)),
put AS (INSERT INTO pass_lists SELECT id FROM concerned RETURNING id)
SELECT (SELECT count(*) FROM taken) + (SELECT count(*) FROM put)"""
# What else waits for the same lists is done with it: in a backlog a list is judged once, and not for each of its documents.
_TAKE_ALONG = f"""
WITH own AS MATERIALIZED (SELECT DISTINCT k.kind, k.code, k.no FROM pass_lists
    CROSS JOIN LATERAL (SELECT * FROM trade_lists WHERE id = pass_lists.id LIMIT 1) AS l
    CROSS JOIN LATERAL (VALUES ('o', platform_code, order_no), ('w', logistics_code, logistics_no)) AS k (kind, code, no)),
taken AS (DELETE FROM trade_match_marks WHERE seq = ANY (ARRAY(
        SELECT m.seq FROM own CROSS JOIN LATERAL (SELECT seq FROM trade_match_marks
            WHERE kind = own.kind AND code = own.code AND no = own.no OFFSET 0) AS m)) RETURNING kind, code, no),
keys AS MATERIALIZED (SELECT DISTINCT kind, code, no FROM taken)
INSERT INTO pass_lists {_LISTS_OF.format(keys="keys")} ON CONFLICT DO NOTHING"""
_HOLD = """
SELECT count(*) FROM (SELECT id FROM trade_declarations WHERE id = ANY (ARRAY(SELECT id FROM pass_lists)) ORDER BY id
    FOR UPDATE) AS held"""
_PENDING = f"SELECT EXISTS (SELECT FROM trade_match_marks JOIN {_MARKS} AS own (kind, code, no) USING (kind, code, no))"


async def mark(db: AsyncSession, marks: Collection[Mark]) -> None:
    """Have a pass look again at whatever has these keys."""
    if marks:
        await db.execute(text(_MARK), _columns(sorted(marks)))


async def is_pending(db: AsyncSession, marks: Collection[Mark]) -> bool:
    """Whether a pass has still to look at one of these keys."""
    return bool((await db.execute(text(_PENDING), _columns(marks))).scalar_one())


async def take(db: AsyncSession, most: int, now: datetime) -> int:
    """Fill `pass_lists`, and lock the declarations there are of them; how much was taken up."""
    taken: int = (await db.execute(text(_TAKE), {"most": most, "now": now})).scalar_one()
    if taken:
        await db.execute(text(_TAKE_ALONG))
        await db.execute(text(_HOLD))
    return taken


def _columns(marks: Collection[Mark]) -> dict[str, list[str]]:
    kinds, codes, nos = ([each[place] for each in marks] for place in range(3))
    return {"kinds": kinds, "codes": codes, "nos": nos}
