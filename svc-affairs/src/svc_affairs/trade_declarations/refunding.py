"""Goods that came back 退货 after the release: what they are worth is given back to the buyer's yearly limit.

Of a line no more comes back than was declared, however many refunds say so: the sum is the same in any order.
"""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_declarations.finding import DIGEST, PIECES
from svc_affairs.trade_declarations.lifecycle import FROZEN
from svc_affairs.trade_figures.cells import COLUMNS, deltas, spread

_FROZEN = ", ".join(f"'{each.value}'" for each in sorted(FROZEN))

# What is whole in every line is refunded with freight and insurance.
_REFUND = f"""
WITH frozen AS MATERIALIZED (
    SELECT d.id, d.amount, d.taken_amount, d.refunded_amount, d.buyer_hash, d.limit_year, b.worth, b.is_whole, s.digest
    FROM pass_lists
    CROSS JOIN LATERAL (SELECT * FROM trade_declarations WHERE id = pass_lists.id LIMIT 1) AS d
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(round(l.total_price * least(coalesce(back.quantity, 0), l.quantity) / l.quantity, 2)), 0) AS worth,
            bool_and(coalesce(back.quantity, 0) >= l.quantity) AS is_whole
        FROM trade_list_lines AS l LEFT JOIN (
            SELECT line.line_no, sum(line.quantity) AS quantity FROM trade_requests AS r
            CROSS JOIN LATERAL jsonb_to_recordset(r.lines) AS line(line_no integer, quantity numeric)
            WHERE r.kind = 'refund' AND r.declarant_code = d.declarant_code AND r.cop_no = d.cop_no AND NOT r.is_deleted
            GROUP BY line.line_no) AS back ON back.line_no = l.line_no
        WHERE l.document_id = d.id) AS b
    CROSS JOIN LATERAL (SELECT {DIGEST} AS digest FROM trade_lists AS l
        {PIECES}
        WHERE l.id = d.id) AS s
    WHERE d.status IN ({_FROZEN})),
due AS MATERIALIZED (SELECT *, CASE WHEN is_whole THEN amount ELSE least(worth, amount) END AS back FROM frozen),
freed AS (INSERT INTO pass_buyers (buyer_hash, limit_year, delta, is_scarce)
    SELECT buyer_hash, limit_year, sum((amount - back) - taken_amount), false FROM due
    WHERE taken_amount <> amount - back GROUP BY 1, 2),
changed AS (UPDATE trade_declarations AS d SET version = d.version + 1,
        told = d.told + (d.refunded_amount <> due.back)::integer, refunded_amount = due.back,
        taken_amount = due.amount - due.back,
        status = CASE WHEN due.is_whole THEN 'refunded' ELSE 'released' END, is_changed_since = d.documents_digest <> due.digest
    FROM due WHERE d.id = due.id AND (d.refunded_amount <> due.back OR d.taken_amount <> due.amount - due.back
        OR d.is_changed_since <> (d.documents_digest <> due.digest)
        OR d.status <> CASE WHEN due.is_whole THEN 'refunded' ELSE 'released' END)
    RETURNING old.refunded_amount AS was_refunded, {", ".join(f"old.{name} AS old_{name}" for name in COLUMNS)}, new.*),
counted AS ({
    deltas(spread(f"(SELECT {', '.join(f'old_{name} AS {name}' for name in COLUMNS)} FROM changed)", -1), spread("changed", 1))
})
SELECT * FROM changed WHERE refunded_amount <> was_refunded"""


async def refund(db: AsyncSession) -> list[Row[Any]]:
    """Settle the released ones of `pass_lists`, and note in `pass_buyers` what is given back; those whose sum changed."""
    return [*(await db.execute(text(_REFUND)))]
