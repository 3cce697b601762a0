"""A buyer's yearly limit: who may draw on it is settled by what the lists say, never by which of them came first.

What was released stays. Of the others the earlier list by `app_time` takes first, then by its key; one that does not fit is left
out and the next one is tried. Where the year has room for all, nobody is looked at but those of this pass. Passes do not overlap,
so two declarations at once never both take what is there for one.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_declarations.lifecycle import FROZEN
from svc_affairs.trade_declarations.policies import POLICIES, Policies

_FROZEN = ", ".join(f"'{each.value}'" for each in sorted(FROZEN))
_SAME = "buyer_hash = {one}.buyer_hash AND limit_year = {one}.limit_year"

_CHANGES = """
INSERT INTO pass_buyers AS b (buyer_hash, limit_year, delta, is_scarce)
SELECT buyer_hash, limit_year, sum(delta), false FROM (
    SELECT buyer_hash, limit_year, amount AS delta FROM pass_verdicts WHERE is_sound
    UNION ALL SELECT d.buyer_hash, d.limit_year, -d.taken_amount FROM pass_verdicts AS v
        CROSS JOIN LATERAL (SELECT * FROM trade_declarations WHERE id = v.id LIMIT 1) AS d WHERE d.is_sound) AS changes
GROUP BY buyer_hash, limit_year
ON CONFLICT (buyer_hash, limit_year) DO UPDATE SET delta = b.delta + excluded.delta"""
_SCARCE = f"""
UPDATE pass_buyers AS b SET is_scarce = true
WHERE coalesce(
    (SELECT over_count > 0 OR used_amount + b.delta > CAST(:least AS numeric) FROM trade_limit_usages
        WHERE {_SAME.format(one="b")}),
    b.delta > CAST(:least AS numeric))"""
_OTHERS = f"""pass_buyers AS b CROSS JOIN LATERAL (SELECT * FROM trade_declarations
    WHERE {_SAME.format(one="b")} AND is_sound OFFSET 0) AS d
    WHERE b.is_scarce AND NOT EXISTS (SELECT FROM pass_verdicts AS v WHERE v.id = d.id)"""
_HOLD = f"""
SELECT count(*) FROM (SELECT id FROM trade_declarations WHERE id = ANY (ARRAY(SELECT d.id FROM {_OTHERS})) ORDER BY id
    FOR UPDATE) AS held"""
_TAKERS = f"""
INSERT INTO pass_takers (buyer_hash, limit_year, place, id, net, annual_limit, is_frozen, fits)
SELECT buyer_hash, limit_year, row_number() OVER (PARTITION BY buyer_hash, limit_year
    ORDER BY is_frozen DESC, list_app_time, declarant_code, cop_no), id, net, annual_limit, is_frozen, false
FROM (
    SELECT d.buyer_hash, d.limit_year, d.list_app_time, d.declarant_code, d.cop_no, d.id, d.amount - d.refunded_amount AS net,
        d.annual_limit, d.status IN ({_FROZEN}) AS is_frozen FROM {_OTHERS}
    UNION ALL SELECT v.buyer_hash, v.limit_year, v.list_app_time, v.declarant_code, v.cop_no, v.id, v.amount, v.annual_limit,
        false FROM pass_verdicts AS v JOIN pass_buyers AS b USING (buyer_hash, limit_year) WHERE b.is_scarce AND v.is_sound
) AS takers"""
# One step for each place in the row, all buyers at once.
_FOLD = """
WITH RECURSIVE fold AS (
    SELECT buyer_hash, limit_year, place, CASE WHEN first.may THEN net ELSE 0 END AS used, first.may
    FROM pass_takers CROSS JOIN LATERAL (SELECT is_frozen OR annual_limit IS NULL OR net <= annual_limit AS may) AS first
    WHERE place = 1
    UNION ALL
    SELECT t.buyer_hash, t.limit_year, t.place, f.used + CASE WHEN following.may THEN t.net ELSE 0 END, following.may
    FROM fold AS f JOIN pass_takers AS t ON t.buyer_hash = f.buyer_hash AND t.limit_year = f.limit_year
        AND t.place = f.place + 1
    CROSS JOIN LATERAL (
        SELECT t.is_frozen OR t.annual_limit IS NULL OR f.used + t.net <= t.annual_limit AS may) AS following)
UPDATE pass_takers AS t SET fits = fold.may FROM fold
WHERE t.buyer_hash = fold.buyer_hash AND t.limit_year = fold.limit_year AND t.place = fold.place"""
_LEAVE_OUT = "UPDATE pass_verdicts AS v SET is_over = true FROM pass_takers AS t WHERE t.id = v.id AND NOT t.fits"
# Those outside this pass for whom there is room now, or no longer.
_TURN = f"""
WITH {POLICIES}
INSERT INTO pass_verdicts (id, declarant_code, cop_no, platform_code, order_no, logistics_code, logistics_no, list_app_time, day,
    country, headings, buyer_hash, limit_year, amount, policy_version, annual_limit, documents_digest, missing, fields, command,
    is_sound, is_auto_release, is_over)
SELECT d.id, d.declarant_code, d.cop_no, d.platform_code, d.order_no, d.logistics_code, d.logistics_no, d.list_app_time, d.day,
    d.country, d.headings, d.buyer_hash, d.limit_year, d.amount, d.policy_version, d.annual_limit, d.documents_digest, '{{}}',
    '{{}}', 'match', true, policies.is_auto_release, NOT t.fits
FROM pass_takers AS t CROSS JOIN LATERAL (SELECT * FROM trade_declarations WHERE id = t.id LIMIT 1) AS d
JOIN policies ON policies.version = d.policy_version
WHERE NOT t.is_frozen AND t.fits = ('annual_limit' = ANY (d.mismatch_fields))
    AND NOT EXISTS (SELECT FROM pass_verdicts AS v WHERE v.id = d.id)"""
_NAME = """
INSERT INTO pass_findings (id, field, line_no, one_document, one_value, other_document, other_value)
SELECT id, 'annual_limit', 0, 'policy', trim_scale(annual_limit)::text, 'list', trim_scale(amount)::text
FROM pass_verdicts WHERE is_over"""
_USE = f"""
INSERT INTO trade_limit_usages (buyer_hash, limit_year, used_amount, over_count)
SELECT b.buyer_hash, b.limit_year, CASE WHEN b.is_scarce THEN coalesce(t.used, 0) ELSE coalesce(u.used_amount, 0) + b.delta END,
    coalesce(t.over_count, 0)
FROM pass_buyers AS b
LEFT JOIN LATERAL (SELECT sum(net) FILTER (WHERE fits) AS used, count(*) FILTER (WHERE NOT fits) AS over_count
    FROM pass_takers WHERE {_SAME.format(one="b")}) AS t ON true
LEFT JOIN LATERAL (SELECT used_amount FROM trade_limit_usages WHERE {_SAME.format(one="b")} LIMIT 1) AS u ON true
ORDER BY b.buyer_hash, b.limit_year
ON CONFLICT (buyer_hash, limit_year) DO UPDATE
    SET used_amount = excluded.used_amount, over_count = excluded.over_count
    WHERE (trade_limit_usages.used_amount, trade_limit_usages.over_count) IS DISTINCT FROM
        (excluded.used_amount, excluded.over_count)"""
_IS_SCARCE = "SELECT EXISTS (SELECT FROM pass_buyers WHERE is_scarce)"


async def limit(db: AsyncSession, policies: Policies) -> None:
    """Leave out of `pass_verdicts` whom the year has no room for, add whom it turns for, and note what is used."""
    await db.execute(text(_CHANGES))
    await db.execute(text(_SCARCE), {"least": policies.least_annual_limit})
    if (await db.execute(text(_IS_SCARCE))).scalar_one():
        await db.execute(text(_HOLD))
        await db.execute(text(_TAKERS))
        await db.execute(text(_FOLD))
        await db.execute(text(_LEAVE_OUT))
        await db.execute(text(_TURN), policies.parameters())
        await db.execute(text(_NAME))
    await db.execute(text(_USE))
