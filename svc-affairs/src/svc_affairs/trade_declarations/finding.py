"""Compares the documents of every declaration of a pass by one statement, and says what it is to be of each.

What it says is a function of the documents that count, the policy of the list's own day, which lists were released, and,
where something is missing, of whether the time to wait for it is over. When a document came plays no part.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_declarations.lifecycle import FROZEN
from svc_affairs.trade_declarations.policies import POLICIES, Policies
from svc_affairs.trade_declarations.terms import DeclarationStatus

_FROZEN = ", ".join(f"'{each.value}'" for each in sorted(FROZEN))
_RETURNED = DeclarationStatus.RETURNED.value
_WITHDRAWN = """({list}.is_deleted OR EXISTS (SELECT FROM trade_requests AS r WHERE r.kind = 'cancel'
    AND r.declarant_code = {list}.declarant_code AND r.cop_no = {list}.cop_no))"""
_STANDS_RETURNED = f"coalesce({{d}}.status = '{_RETURNED}' AND {{list}}.app_time <= {{d}}.returned_list_at, false)"


def _used(key: str) -> str:
    """Another list with the same key that comes first: one that was released, else the earlier one by what the lists say."""
    return f"""(SELECT CASE WHEN x.declarant_code = l.declarant_code THEN x.cop_no ELSE '*' END
    FROM trade_lists AS x LEFT JOIN trade_declarations AS dx ON dx.id = x.id
    WHERE {key} AND x.id <> l.id AND (coalesce(dx.status IN ({_FROZEN}), false) OR (
        (x.app_time, x.declarant_code, x.cop_no) < (l.app_time, l.declarant_code, l.cop_no)
        AND NOT {_WITHDRAWN.format(list="x")} AND NOT {_STANDS_RETURNED.format(d="dx", list="x")}))
    ORDER BY coalesce(dx.status IN ({_FROZEN}), false) DESC, x.app_time, x.declarant_code, x.cop_no LIMIT 1)"""


_ORDER_USED = _used("x.platform_code = l.platform_code AND x.order_no = l.order_no AND x.merchant_code = l.merchant_code")
_WAYBILL_USED = _used("x.logistics_code = l.logistics_code AND x.logistics_no = l.logistics_no")

# Each piece is looked up by its key; LIMIT keeps the planner from reading a table whole, whatever it believes of its size.
PIECES = """LEFT JOIN LATERAL (SELECT * FROM trade_orders WHERE platform_code = l.platform_code AND order_no = l.order_no
        AND merchant_code = l.merchant_code AND NOT is_deleted LIMIT 1) AS o ON true
    LEFT JOIN LATERAL (
        SELECT *, count(*) FILTER (WHERE is_named) OVER () AS named_count FROM (
            SELECT *, (o.pay_code IS NULL OR o.pay_code = pay_code)
                AND (o.pay_transaction_id IS NULL OR o.pay_transaction_id = pay_transaction_id) AS is_named
            FROM trade_payments WHERE platform_code = l.platform_code AND order_no = l.order_no AND NOT is_deleted) AS paid
        ORDER BY is_named DESC, app_time, pay_code, pay_transaction_id LIMIT 1) AS p ON true
    LEFT JOIN LATERAL (SELECT * FROM trade_waybills WHERE logistics_code = l.logistics_code AND logistics_no = l.logistics_no
        AND NOT is_deleted LIMIT 1) AS w ON true"""
DIGEST = "sha256(l.digest || coalesce(o.digest, '') || coalesce(p.digest, '') || coalesce(w.digest, ''))"
_DOCUMENTS = f"""
docs AS MATERIALIZED (
    SELECT l.*, (l.app_time AT TIME ZONE INTERVAL '8 hours')::date AS day, g.goods_total, g.headings,
        round(g.goods_total + l.freight + l.insured_fee, 2) AS amount, d.status AS old_status, d.waits_until AS old_waits_until,
        d.opened_at, d.judged_at,
        o.id AS order_id, o.buyer_hash AS o_buyer, o.buyer_name_hash AS o_name, o.goods_value, o.freight AS o_freight,
        o.tax_total, o.discount, o.actual_paid, o.currency AS o_currency, o.pay_code AS o_pay_code,
        o.pay_transaction_id AS o_pay_no,
        p.id AS payment_id, p.buyer_hash AS p_buyer, p.buyer_name_hash AS p_name, p.amount_paid, p.currency AS p_currency,
        p.pay_code AS p_pay_code, p.pay_transaction_id AS p_pay_no, p.is_named, p.named_count,
        w.id AS waybill_id, w.order_no AS w_order_no, w.gross_weight_kg AS w_weight, w.piece_count AS w_pieces,
        {DIGEST} AS documents_digest,
        {_WITHDRAWN.format(list="l")} AS is_withdrawn,
        {_STANDS_RETURNED.format(d="d", list="l")} AS is_returned, {_ORDER_USED} AS order_used, {_WAYBILL_USED} AS waybill_used,
        policy.version AS policy_version, policy.amount_tolerance, policy.quantity_tolerance, policy.weight_tolerance_kg,
        policy.transaction_limit, policy.annual_limit, policy.checks, policy.is_auto_release,
        e.wait_ends, CAST(:now AS timestamptz) >= e.wait_ends AS wait_is_over
    FROM pass_lists
    CROSS JOIN LATERAL (SELECT * FROM trade_lists WHERE id = pass_lists.id LIMIT 1) AS l
    LEFT JOIN LATERAL (SELECT * FROM trade_declarations WHERE id = l.id LIMIT 1) AS d ON true
    {PIECES}
    CROSS JOIN LATERAL (SELECT sum(worth) AS goods_total, jsonb_object_agg(heading, worth) AS headings FROM (
        SELECT coalesce(left(goods_code, 4), 'none') AS heading, sum(total_price) AS worth
        FROM trade_list_lines WHERE document_id = l.id GROUP BY 1) AS of_heading) AS g
    JOIN policies AS policy ON policy.since <= (l.app_time AT TIME ZONE INTERVAL '8 hours')::date
        AND (policy.until IS NULL OR policy.until > (l.app_time AT TIME ZONE INTERVAL '8 hours')::date)
    CROSS JOIN LATERAL (
        SELECT coalesce(d.opened_at, CAST(:now AS timestamptz)) + make_interval(hours => policy.wait_hours) AS wait_ends) AS e
    WHERE NOT coalesce(d.status IN ({_FROZEN}), false))"""

_WHOLE = """
    SELECT id, field, 0 AS line_no, one_document, one_value, other_document, other_value FROM docs CROSS JOIN LATERAL (VALUES
        ('', 'order', 'list', order_no, 'order', NULL, order_id IS NULL AND wait_is_over),
        ('', 'payment', 'list', order_no, 'payment', NULL, payment_id IS NULL AND wait_is_over),
        ('', 'waybill', 'list', logistics_no, 'waybill', NULL, waybill_id IS NULL AND wait_is_over),
        ('buyer', 'buyer', 'order', 'differs', 'list', 'differs', o_buyer <> buyer_hash),
        ('buyer', 'payer', 'order', 'differs', 'payment', 'differs', o_buyer <> p_buyer),
        ('name', 'buyer_name', 'order', 'differs', 'list', 'differs', o_name <> buyer_name_hash),
        ('name', 'payer_name', 'order', 'differs', 'payment', 'differs', o_name <> p_name),
        ('amount', 'goods_value', 'order', trim_scale(goods_value)::text, 'list', trim_scale(goods_total)::text,
            abs(goods_value - goods_total) > amount_tolerance),
        ('amount', 'actual_paid', 'order', trim_scale(goods_value + o_freight + tax_total - discount)::text, 'order',
            trim_scale(actual_paid)::text,
            abs(goods_value + o_freight + tax_total - discount - actual_paid) > amount_tolerance),
        ('amount', 'amount_paid', 'order', trim_scale(actual_paid)::text, 'payment', trim_scale(amount_paid)::text,
            abs(actual_paid - amount_paid) > amount_tolerance),
        ('amount', 'freight', 'order', trim_scale(o_freight)::text, 'list', trim_scale(freight)::text,
            abs(o_freight - freight) > amount_tolerance),
        ('amount', 'currency', 'order', o_currency, 'list', currency, o_currency <> currency),
        ('amount', 'payment_currency', 'order', o_currency, 'payment', p_currency, o_currency <> p_currency),
        ('numbers', 'pay_transaction_id', 'order', concat_ws(' ', o_pay_code, o_pay_no), 'payment',
            concat_ws(' ', p_pay_code, p_pay_no), NOT is_named),
        ('numbers', 'payments', 'order', '1', 'payment', named_count::text, named_count > 1),
        ('numbers', 'waybill_order_no', 'waybill', w_order_no, 'list', order_no, w_order_no <> order_no),
        ('weight', 'gross_weight_kg', 'waybill', trim_scale(w_weight)::text, 'list', trim_scale(gross_weight_kg)::text,
            abs(w_weight - gross_weight_kg) > weight_tolerance_kg),
        ('weight', 'piece_count', 'waybill', w_pieces::text, 'list', piece_count::text, w_pieces <> piece_count),
        ('single_use', 'order_used', 'list', cop_no, 'list', order_used, order_used IS NOT NULL),
        ('single_use', 'waybill_used', 'list', cop_no, 'list', waybill_used, waybill_used IS NOT NULL),
        ('transaction_limit', 'transaction_limit', 'policy', trim_scale(transaction_limit)::text, 'list',
            trim_scale(amount)::text, amount > transaction_limit)
    ) AS each (look, field, one_document, one_value, other_document, other_value, is_wrong)
    WHERE is_wrong AND (look = '' OR look = ANY (checks))"""

_LINES = """
    SELECT id, field, line_no, 'order', one_value, 'list', other_value FROM docs CROSS JOIN LATERAL (
        SELECT coalesce(a.line_no, b.line_no) AS line_no, a.line_no AS a_no, b.line_no AS b_no, a.item_no AS a_item,
            b.item_no AS b_item, a.goods_code AS a_code, b.goods_code AS b_code, a.quantity AS a_quantity,
            b.quantity AS b_quantity, a.unit AS a_unit, b.unit AS b_unit, a.total_price AS a_total, b.total_price AS b_total
        FROM (SELECT * FROM trade_order_lines WHERE document_id = docs.order_id) AS a
        FULL JOIN (SELECT * FROM trade_list_lines WHERE document_id = docs.id) AS b ON a.line_no = b.line_no
        WHERE (a.line_no, a.item_no, a.goods_code, a.quantity, a.unit, a.total_price)
            IS DISTINCT FROM (b.line_no, b.item_no, b.goods_code, b.quantity, b.unit, b.total_price)) AS pair
    CROSS JOIN LATERAL (VALUES
        ('goods', 'line', a_no::text, b_no::text, a_no IS NULL OR b_no IS NULL),
        ('goods', 'item_no', a_item, b_item, a_item <> b_item),
        ('goods', 'goods_code', a_code, b_code, a_code <> b_code),
        ('quantity', 'quantity', trim_scale(a_quantity)::text, trim_scale(b_quantity)::text,
            abs(a_quantity - b_quantity) > quantity_tolerance),
        ('quantity', 'unit', a_unit, b_unit, a_unit <> b_unit),
        ('amount', 'line_total', trim_scale(a_total)::text, trim_scale(b_total)::text, abs(a_total - b_total) > amount_tolerance)
    ) AS each (look, field, one_value, other_value, is_wrong)
    WHERE order_id IS NOT NULL AND is_wrong AND look = ANY (checks)"""

_JUDGE = f"""
WITH {POLICIES}, {_DOCUMENTS},
found AS MATERIALIZED ({_WHOLE} UNION ALL {_LINES}),
kept AS (INSERT INTO pass_findings SELECT * FROM found),
summed AS (SELECT id, array_agg(DISTINCT field ORDER BY field) AS fields,
    sha256(convert_to(string_agg(concat_ws('|', field, line_no, one_value, other_value), '#'
    ORDER BY field, line_no), 'UTF8')) AS digest FROM found GROUP BY id),
judged AS (SELECT docs.*, coalesce(summed.fields, '{{}}') AS fields, summed.digest AS findings_digest,
    array_remove(ARRAY[CASE WHEN order_id IS NULL THEN 'order' END, CASE WHEN payment_id IS NULL THEN 'payment' END,
        CASE WHEN waybill_id IS NULL THEN 'waybill' END], NULL) AS missing
    FROM docs LEFT JOIN summed USING (id))
INSERT INTO pass_verdicts (id, declarant_code, cop_no, customs_code, platform_code, order_no, logistics_code, logistics_no,
    list_app_time, day, country, headings, buyer_hash, limit_year, amount, policy_version, annual_limit, documents_digest,
    findings_digest, missing, fields, waits_until, command, is_sound, is_auto_release)
SELECT judged.id, declarant_code, cop_no, customs_code, platform_code, order_no, logistics_code, logistics_no,
    app_time, day, country, headings, buyer_hash, extract(year FROM day)::integer, amount, policy_version,
    CASE WHEN 'annual_limit' = ANY (checks) THEN annual_limit END, documents_digest, findings_digest, missing, fields,
    CASE WHEN missing <> '{{}}' AND NOT is_withdrawn AND NOT is_returned AND NOT wait_is_over THEN wait_ends END,
    CASE WHEN is_withdrawn THEN 'cancel' WHEN is_returned THEN NULL WHEN missing <> '{{}}' AND NOT wait_is_over THEN 'wait'
        WHEN fields <> '{{}}' THEN 'mismatch' ELSE 'match' END,
    missing = '{{}}' AND fields = '{{}}' AND NOT is_withdrawn AND NOT is_returned, is_auto_release
FROM judged"""


async def judge(db: AsyncSession, policies: Policies) -> None:
    """Fill `pass_findings` and `pass_verdicts` from `pass_lists`; the yearly limit is not looked at yet."""
    await db.execute(text(_JUDGE), policies.parameters())
