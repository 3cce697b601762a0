"""Writes what a pass has found: declarations, their mismatches and the figures; what did not change is not touched."""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_declarations.lifecycle import STEPS
from svc_affairs.trade_declarations.policies import Policies
from svc_affairs.trade_figures.cells import COLUMNS, deltas, spread

_STEPS = ", ".join(f"('{status.value}', '{command.value}', '{after.value}')" for (status, command), after in STEPS.items())
_FROM_LIST = (
    "declarant_code", "cop_no", "platform_code", "order_no", "logistics_code", "logistics_no", "list_app_time", "day", "country",
    "headings", "buyer_hash", "limit_year", "amount", "policy_version", "annual_limit", "documents_digest", "findings_digest",
    "missing", "waits_until", "is_sound",
)  # fmt: skip
_JUDGED = (*_FROM_LIST, "version", "told", "status", "verdict", "mismatch_fields", "taken_amount", "judged_at")
_RULED = ", ".join(f"{name} = coalesce(excluded.{name}, d.{name})" for name in ("decided_at", "decided_by"))
_CHANGED = (
    "(status, verdict, mismatch_fields, findings_digest, documents_digest, policy_version, taken_amount, missing, waits_until)"
)
_WAS = "(was, d_verdict, d_fields, d_findings, d_documents, d_policy, d_taken, d_missing, d_waits_until)"

_SETTLE = f"""
WITH steps (status, command, after) AS (VALUES {_STEPS}),
known AS MATERIALIZED (
    SELECT v.*, CASE WHEN v.is_over AND v.command = 'match' THEN 'mismatch' ELSE v.command END AS commanded,
        CASE WHEN v.is_over THEN v.fields || '{{annual_limit}}'::text[] ELSE v.fields END AS mismatch_fields,
        CASE WHEN v.is_sound AND NOT v.is_over THEN v.amount ELSE 0 END AS taken_amount,
        d.id IS NOT NULL AS is_known, d.status AS was, coalesce(d.version, 0) AS d_version, coalesce(d.told, 0) AS d_told,
        d.verdict AS d_verdict, d.mismatch_fields AS d_fields, d.findings_digest AS d_findings,
        d.documents_digest AS d_documents, d.policy_version AS d_policy, d.taken_amount AS d_taken, d.missing AS d_missing,
        d.waits_until AS d_waits_until
    FROM pass_verdicts AS v LEFT JOIN LATERAL (SELECT * FROM trade_declarations WHERE id = v.id LIMIT 1) AS d ON true),
stepped AS (
    SELECT known.*,
        CASE WHEN commanded IS NULL THEN was WHEN after = 'matched' AND is_auto_release THEN 'released' ELSE after END AS status,
        CASE WHEN commanded = 'wait' THEN 'waiting' WHEN mismatch_fields <> '{{}}' THEN 'mismatched'
            WHEN missing <> '{{}}' THEN 'waiting' ELSE 'matched' END AS verdict
    FROM known LEFT JOIN steps ON steps.status = coalesce(was, 'waiting') AND steps.command = commanded),
told AS (
    SELECT stepped.*, d_version + 1 AS version, d_told + CASE
        WHEN status IS NOT DISTINCT FROM was
            THEN (status = 'mismatched' AND mismatch_fields <> d_fields)::integer
        WHEN status = 'waiting' THEN is_known::integer
        WHEN status = 'released' THEN 2 ELSE 1 END AS told
    FROM stepped WHERE {_CHANGED} IS DISTINCT FROM {_WAS}),
changed AS (
    INSERT INTO trade_declarations AS d (id, invt_no, opened_at, refunded_amount, is_changed_since, decided_at, decided_by,
        {", ".join(_JUDGED)})
    SELECT id, CASE WHEN is_known THEN '' ELSE concat(customs_code, to_char(day, 'YYYYMMDD'),
            lpad(nextval('trade_invt_numbers')::text, 10, '0')) END, CAST(:now AS timestamptz), 0, false,
        CASE WHEN status = 'released' THEN CAST(:now AS timestamptz) END, CASE WHEN status = 'released' THEN 'policy' END,
        {", ".join("CAST(:now AS timestamptz)" if name == "judged_at" else name for name in _JUDGED)}
    FROM told
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _JUDGED)}, {_RULED}
    RETURNING old.told AS old_told, {", ".join(f"old.{name} AS old_{name}" for name in COLUMNS)}, new.*),
counted AS ({
    deltas(
        spread(
            f"(SELECT {', '.join(f'old_{name} AS {name}' for name in COLUMNS)} FROM changed WHERE old_status IS NOT NULL)", -1
        ),
        spread("changed", 1),
    )
})
SELECT id, told, old_told, status, old_status, invt_no, platform_code, country, amount, policy_version, mismatch_fields, missing
FROM changed ORDER BY id"""

_SAME = """f.id = m.declaration_id AND f.field = m.field AND f.line_no = m.line_no"""
_FORGET = f"""
DELETE FROM trade_mismatches AS m WHERE m.declaration_id = ANY (ARRAY(SELECT id FROM pass_verdicts))
    AND NOT EXISTS (SELECT FROM pass_findings AS f WHERE {_SAME})"""
_NAME = """
INSERT INTO trade_mismatches AS m (declaration_id, field, line_no, one_document, one_value, other_document, other_value)
SELECT id, field, line_no, one_document, one_value, other_document, other_value FROM pass_findings
ON CONFLICT (declaration_id, field, line_no) DO UPDATE SET one_value = excluded.one_value, other_value = excluded.other_value
    WHERE (m.one_value, m.other_value) IS DISTINCT FROM (excluded.one_value, excluded.other_value)"""


async def settle(db: AsyncSession, policies: Policies) -> list[Row[Any]]:
    """Each declaration that changed, as it was and as it is."""
    changed = [*(await db.execute(text(_SETTLE), {"now": policies.now}))]
    await db.execute(text(_FORGET))
    await db.execute(text(_NAME))
    return changed
