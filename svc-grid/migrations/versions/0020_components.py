"""The component register and its history; every list of it is read off an index in the order territory, code."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE components (
            code text COLLATE "C" CONSTRAINT pk_components PRIMARY KEY, class_code text COLLATE "C" NOT NULL,
            lon double precision NOT NULL, lat double precision NOT NULL, territory_code text COLLATE "C" NOT NULL,
            place text, supervisor_unit_code text, owner_unit_code text, maintainer_unit_code text, state text NOT NULL,
            installed_on date, device_id text COLLATE "C", version integer NOT NULL, changed_at timestamptz NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_components_territory_code ON components (territory_code, code)")
    for column in ("class_code", "owner_unit_code", "state"):
        op.execute(f"CREATE INDEX ix_components_{column} ON components ({column}, territory_code, code)")
    op.execute("CREATE INDEX ix_components_place ON components USING gist (point(lon, lat))")
    # A device watches one component in use; what is retired leaves it to another.
    op.execute(
        "CREATE UNIQUE INDEX uq_components_device_id ON components (device_id) WHERE device_id IS NOT NULL AND state <> 'retired'"
    )
    op.execute(
        """CREATE TABLE component_steps (
            component_code text COLLATE "C" NOT NULL, version integer NOT NULL, at timestamptz NOT NULL, action text NOT NULL,
            state text NOT NULL, actor text NOT NULL, note text,
            CONSTRAINT pk_component_steps PRIMARY KEY (component_code, version))"""
    )


def downgrade() -> None:
    op.execute("DROP TABLE component_steps")
    op.execute("DROP TABLE components")
