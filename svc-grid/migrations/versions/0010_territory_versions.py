"""Territories that can be retired with a successor, and every version of a territory with the time it was valid."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute('ALTER TABLE territories ADD COLUMN retired_at timestamptz, ADD COLUMN successor_code text COLLATE "C"')
    op.execute("CREATE INDEX ix_territories_retired_at ON territories (code) WHERE retired_at IS NOT NULL")
    op.execute(
        """CREATE TABLE territory_versions (
            code text COLLATE "C" NOT NULL, version integer NOT NULL, valid_from timestamptz NOT NULL, valid_to timestamptz,
            name text NOT NULL, parent_code text COLLATE "C", level text NOT NULL, unit_code text, boundary jsonb,
            retired_at timestamptz, successor_code text COLLATE "C", change_kind text NOT NULL, change_id uuid, basis text,
            changed_by text, CONSTRAINT pk_territory_versions PRIMARY KEY (code, version))"""
    )
    op.execute("CREATE INDEX ix_territory_versions_level ON territory_versions (level, code)")
    op.execute("CREATE INDEX ix_territory_versions_parent_code ON territory_versions (parent_code, code)")
    op.execute("CREATE UNIQUE INDEX ix_territory_versions_present ON territory_versions (code) WHERE valid_to IS NULL")
    # Since when the present version holds was not kept: it counts from the beginning, so that no day before is without it.
    op.execute(
        """INSERT INTO territory_versions (code, version, valid_from, name, parent_code, level, unit_code, boundary, change_kind)
        SELECT code, version, '1970-01-01T00:00:00Z', name, parent_code, level, unit_code, boundary, 'carried_over'
        FROM territories"""
    )


def downgrade() -> None:
    op.execute("DROP TABLE territory_versions")
    op.execute("ALTER TABLE territories DROP COLUMN retired_at, DROP COLUMN successor_code")
