"""Applications for packages, each with its cases."""

from alembic import op

revision = "0028"
down_revision = "0027"

# Regiments and communities are looked for word for word as chassis.paths cuts them.
_REGIMENT = "split_part(territory_code, '/', 1) || '/' || split_part(territory_code, '/', 2)"
_COMMUNITY = f"{_REGIMENT} || '/' || split_part(territory_code, '/', 3)"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE package_application_numbers")
    op.execute(
        """CREATE TABLE package_applications (
            id uuid CONSTRAINT pk_package_applications PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_package_applications_number UNIQUE,
            version integer NOT NULL, status text NOT NULL,
            package_id uuid NOT NULL CONSTRAINT fk_package_applications_package_id REFERENCES item_packages,
            package_code text NOT NULL, package_version integer NOT NULL, package_name text NOT NULL, answers jsonb NOT NULL,
            query_code_hash bytea, channel text NOT NULL, centre_code text COLLATE "C", territory_code text COLLATE "C",
            department_codes text[] NOT NULL, submitted_at timestamptz NOT NULL, changed_at timestamptz NOT NULL,
            ended_at timestamptz)"""
    )
    op.execute("CREATE INDEX ix_package_applications_submitted_at ON package_applications (submitted_at, id)")
    for column in ("status", "package_code"):
        op.execute(f"CREATE INDEX ix_package_applications_{column} ON package_applications ({column}, submitted_at, id)")
    for column in ("centre_code", "territory_code"):
        op.execute(
            f"""CREATE INDEX ix_package_applications_{column} ON package_applications ({column}, submitted_at, id)
                WHERE {column} IS NOT NULL"""
        )
    for name, cut in (("regiment", _REGIMENT), ("community", _COMMUNITY)):
        op.execute(f"CREATE INDEX ix_package_applications_{name} ON package_applications (({cut}), submitted_at, id)")
    op.execute("CREATE INDEX ix_package_applications_departments ON package_applications USING gin (department_codes)")


def downgrade() -> None:
    op.drop_table("package_applications")
    op.execute("DROP SEQUENCE package_application_numbers")
