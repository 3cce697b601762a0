"""Item packages: several items for one matter."""

from alembic import op

revision = "0027"
down_revision = "0021"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE item_packages (
            id uuid CONSTRAINT pk_item_packages PRIMARY KEY, code text NOT NULL, version integer NOT NULL,
            revision integer NOT NULL, status text NOT NULL, name text NOT NULL, life_event text NOT NULL, description text,
            keywords text[] NOT NULL, questions jsonb NOT NULL, items jsonb NOT NULL, shared_materials jsonb NOT NULL,
            created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL, published_at timestamptz,
            withdrawn_at timestamptz, replaced_by_id uuid CONSTRAINT fk_item_packages_replaced_by_id REFERENCES item_packages,
            announced integer NOT NULL DEFAULT 0, search tsvector NOT NULL, search_rest tsvector NOT NULL,
            CONSTRAINT uq_item_packages_code_version UNIQUE (code, version))"""
    )
    for name, status in (("draft", "draft"), ("published", "published")):
        op.execute(f"CREATE UNIQUE INDEX uq_item_packages_{name}_code ON item_packages (code) WHERE status = '{status}'")
    for column in ("status", "life_event"):
        op.execute(f"CREATE INDEX ix_item_packages_{column} ON item_packages ({column}, id)")
    for column in ("search", "search_rest"):
        op.execute(f"CREATE INDEX ix_item_packages_{column} ON item_packages USING gin ({column})")
    op.execute("CREATE INDEX ix_item_packages_items ON item_packages USING gin (items jsonb_path_ops)")
    op.execute(
        """CREATE TABLE item_package_steps (
            id uuid CONSTRAINT pk_item_package_steps PRIMARY KEY,
            package_id uuid NOT NULL CONSTRAINT fk_item_package_steps_package_id REFERENCES item_packages,
            revision integer NOT NULL, action text NOT NULL, status text NOT NULL, actor text NOT NULL,
            at timestamptz NOT NULL, note text, fields text[] NOT NULL,
            CONSTRAINT uq_item_package_steps_package_id_revision UNIQUE (package_id, revision))"""
    )


def downgrade() -> None:
    op.drop_table("item_package_steps")
    op.drop_table("item_packages")
