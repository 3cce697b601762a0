"""Each filter of the list of claims, and what is asked when one is used or given back, is served by an index."""

from typing import Any

import sqlalchemy as sa
from claim_builders import Claims
from online_case_builders import OnlineCases
from sqlalchemy.dialects import postgresql

from svc_affairs.claims.models import Claim
from svc_affairs.claims.repository import Filter, list_claims
from svc_affairs.claims.terms import ClaimStatus
from svc_affairs.online_cases.repository import count_open_at

FILL = (
    """INSERT INTO claims (id, version, status, item_code, centre_code, department_code, claimed_at, changed_at, withdrawn_at)
        SELECT gen_random_uuid(), 1, 'withdrawn', 'i-' || n % 1000, 'centre-84', 'dept-07', now(), now(), now()
        FROM generate_series(1, 30000) n""",
    """INSERT INTO online_cases SELECT row.* FROM online_cases one, generate_series(1, 30000) n,
        LATERAL jsonb_populate_record(one, jsonb_build_object(
            'id', gen_random_uuid(), 'number', 'x-' || n, 'item_code', 'i-' || n % 50, 'centre_code', 'c-' || n % 100,
            'status', 'closed')) row""",
    "ANALYZE claims", "ANALYZE online_cases",
)  # fmt: skip
FILTERS = {
    "item": Filter(item_code="i-7"), "centre": Filter(centre_code="centre-85"), "department": Filter(department_code="dept-09"),
    "status": Filter(status=ClaimStatus.SUSPENDED),
    "item and centre": Filter(item_code="i-7", centre_code="centre-84", status=ClaimStatus.ACTIVE),
}  # fmt: skip


async def test_no_list_and_no_count_reads_a_whole_table(claims: Claims, online_cases: OnlineCases) -> None:
    await online_cases.submitted()
    plans: dict[str, str] = {}
    asked: list[Any] = []
    async with claims.harness.sessions() as db, db.begin():
        for statement in FILL:
            await db.execute(sa.text("SET LOCAL statement_timeout = '60s'"))
            await db.execute(sa.text(statement))
        for name, wanted in FILTERS.items():
            first_page = list_claims(wanted).with_only_columns(Claim.id).order_by(Claim.id.desc()).limit(101)
            plans[name] = await _plan(db, first_page)
        sa.event.listen(db.sync_session, "do_orm_execute", lambda state: asked.append(state.statement))
        assert await count_open_at(db, "i-7", "c-7") == 0
        plans["running"] = await _plan(db, asked[0])

    assert {name: plan for name, plan in plans.items() if "Seq Scan" in plan or "pk_" in plan} == {}
    assert "ix_online_cases_claim" in plans["running"]


async def _plan(db: Any, statement: Any) -> str:
    spelled = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    return "\n".join((await db.execute(sa.text(f"EXPLAIN {spelled}"))).scalars())
