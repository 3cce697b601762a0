"""Who holds which post of a grid team, and who stands in."""

from alembic import op

revision = "0013"
down_revision = "0012"


def _number(text: str) -> str:
    """A text as a range of one number."""
    number = f'hashtextextended({text} COLLATE "C", 0)'
    return f"numrange({number}, {number}, '[]')"


def upgrade() -> None:
    # Of each of the three leads one at a time in a territory, held by the database itself. Whole numbers are
    # compared here as ranges of one, which a GiST index can do without an extension.
    op.execute(
        f"""CREATE TABLE leads (
            id uuid CONSTRAINT pk_leads PRIMARY KEY, version integer NOT NULL, territory_code text COLLATE "C" NOT NULL,
            kind text NOT NULL, account text COLLATE "C" NOT NULL, display_name text NOT NULL,
            from_at timestamptz NOT NULL, to_at timestamptz, ending text, successor_id uuid,
            CONSTRAINT ck_leads_span CHECK (to_at >= from_at),
            CONSTRAINT ex_leads_one_at_a_time EXCLUDE USING gist (
                {_number("(kind || '@' || territory_code)")} WITH &&,
                tstzrange(from_at, to_at) WITH &&)
                WHERE (kind IN ('grid_lead', 'building_lead', 'entrance_lead')))"""
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_leads_open ON leads (territory_code, kind, account) WHERE to_at IS NULL"
    )  # fmt: skip
    op.execute("CREATE INDEX ix_leads_territory_code ON leads (territory_code, id)")
    op.execute("CREATE INDEX ix_leads_post ON leads (territory_code, kind, from_at)")
    op.execute("CREATE INDEX ix_leads_kind ON leads (kind, territory_code, id)")
    op.execute("CREATE INDEX ix_leads_account ON leads (account, territory_code, id)")
    op.execute(
        f"""CREATE TABLE lead_absences (
            id uuid CONSTRAINT pk_lead_absences PRIMARY KEY,
            lead_id uuid NOT NULL CONSTRAINT fk_lead_absences_lead_id REFERENCES leads (id),
            from_at timestamptz NOT NULL, to_at timestamptz NOT NULL, stand_in text COLLATE "C" NOT NULL,
            CONSTRAINT ck_lead_absences_span CHECK (to_at >= from_at),
            CONSTRAINT ex_lead_absences_one_at_a_time EXCLUDE USING gist (
                {_number("(lead_id::text)")} WITH &&,
                tstzrange(from_at, to_at) WITH &&))"""
    )
    op.execute("CREATE INDEX ix_lead_absences_lead_id ON lead_absences (lead_id, from_at)")
    op.execute("CREATE INDEX ix_lead_absences_stand_in ON lead_absences (stand_in, to_at)")


def downgrade() -> None:
    for table in ("lead_absences", "leads"):
        op.execute(f"DROP TABLE {table}")
