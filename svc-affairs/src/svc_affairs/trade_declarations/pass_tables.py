"""The tables that a pass works in: temporary, of one connection, empty again when its transaction ends."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TABLES = (
    "pass_lists (id uuid PRIMARY KEY)",
    """pass_findings (id uuid NOT NULL, field text NOT NULL, line_no integer NOT NULL, one_document text NOT NULL, one_value text,
        other_document text NOT NULL, other_value text)""",
    # What a declaration's row is to say; `annual_limit` is null where the policy does not look at the yearly limit.
    """pass_verdicts (id uuid PRIMARY KEY, declarant_code text, cop_no text, customs_code text, platform_code text, order_no text,
        logistics_code text, logistics_no text, list_app_time timestamptz, day date, country text, headings jsonb,
        buyer_hash bytea, limit_year integer, amount numeric, policy_version integer, annual_limit numeric,
        documents_digest bytea, findings_digest bytea, missing text[], fields text[],
        waits_until timestamptz, command text, is_sound boolean,
        is_auto_release boolean, is_over boolean NOT NULL DEFAULT false)""",
    """pass_buyers (buyer_hash bytea, limit_year integer, delta numeric NOT NULL, is_scarce boolean NOT NULL,
        PRIMARY KEY (buyer_hash, limit_year))""",
    """pass_takers (buyer_hash bytea, limit_year integer, place bigint, id uuid, net numeric, annual_limit numeric,
        is_frozen boolean, fits boolean, PRIMARY KEY (buyer_hash, limit_year, place))""",
)


async def prepare(db: AsyncSession) -> None:
    """Make them once for each connection. A pass is too short for compiled queries to be worth their compiling."""
    await db.execute(text("SET LOCAL jit = off"))
    if (await db.execute(text("SELECT to_regclass('pg_temp.pass_takers')"))).scalar_one() is None:
        for table in _TABLES:
            await db.execute(text(f"CREATE TEMPORARY TABLE {table} ON COMMIT DELETE ROWS"))
