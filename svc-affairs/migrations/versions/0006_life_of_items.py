"""The life of items: review, days ahead, suspension, and its history; what was approved is sealed."""

from alembic import op

revision = "0006"
down_revision = "0005"

_ADDED = {
    "effective_on": "date",
    "suspended_reason": "text",
    "resumes_on": "date",
    "replaced_by_id": "uuid CONSTRAINT fk_items_replaced_by_id REFERENCES items",
    "authors": "text[] NOT NULL DEFAULT '{}'",
    "announced": "integer NOT NULL DEFAULT 0",
    "sweep_after": "timestamptz",
}
# Of one code at most one version is each of these.
_ONCE = {"working": "'draft', 'under_review'", "scheduled": "'scheduled'", "offered": "'published', 'suspended'"}
# What may still change of a version that is no draft: where it stands, and what it is found by.
_LIFE = (
    "status revision changed_at published_at withdrawn_at effective_on suspended_reason resumes_on replaced_by_id authors "
    "announced sweep_after search search_rest"
)
_COUNT_WHAT_WAS_ANNOUNCED = """
    UPDATE items SET announced = 1, effective_on = (published_at AT TIME ZONE 'Asia/Shanghai')::date
    WHERE published_at IS NOT NULL"""
_SEAL = f"""
    CREATE FUNCTION keep_item_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.published_at IS NOT NULL THEN
                RAISE EXCEPTION 'item % was published and stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF to_jsonb(OLD) - '{{{_LIFE.replace(" ", ",")}}}'::text[] IS DISTINCT FROM
           to_jsonb(NEW) - '{{{_LIFE.replace(" ", ",")}}}'::text[]
           OR OLD.published_at IS NOT NULL AND NEW.status IN ('draft', 'under_review', 'scheduled') THEN
            RAISE EXCEPTION 'item % is no draft and does not change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$"""


def upgrade() -> None:
    op.execute("ALTER TABLE items " + ", ".join(f"ADD COLUMN {name} {kind}" for name, kind in _ADDED.items()))
    op.execute(_COUNT_WHAT_WAS_ANNOUNCED)
    for status in ("draft", "published"):
        op.execute(f"DROP INDEX uq_items_{status}_code")
    for name, statuses in _ONCE.items():
        op.execute(f"CREATE UNIQUE INDEX uq_items_{name}_code ON items (code) WHERE status IN ({statuses})")
    op.execute("CREATE INDEX ix_items_effective_on ON items (effective_on, id) WHERE status = 'scheduled'")
    op.execute("CREATE INDEX ix_items_resumes_on ON items (resumes_on, id) WHERE status = 'suspended'")
    op.execute(
        """CREATE TABLE item_steps (
            id uuid CONSTRAINT pk_item_steps PRIMARY KEY,
            item_id uuid NOT NULL CONSTRAINT fk_item_steps_item_id REFERENCES items,
            revision integer NOT NULL, action text NOT NULL, status text NOT NULL, actor text NOT NULL,
            at timestamptz NOT NULL, note text, day date, fields text[] NOT NULL,
            CONSTRAINT uq_item_steps_item_id_revision UNIQUE (item_id, revision))"""
    )
    op.execute("CREATE INDEX ix_item_steps_item_id ON item_steps (item_id, id)")
    op.execute(_SEAL)
    op.execute(
        """CREATE TRIGGER keep_item_as_approved BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.status <> 'draft')
           EXECUTE FUNCTION keep_item_as_approved()"""
    )
    op.execute("CREATE TRIGGER keep_published_item BEFORE DELETE ON items FOR EACH ROW EXECUTE FUNCTION keep_item_as_approved()")


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_published_item ON items")
    op.execute("DROP TRIGGER keep_item_as_approved ON items")
    op.execute("DROP FUNCTION keep_item_as_approved")
    op.execute("DROP TABLE item_steps")
    for name in _ONCE:
        op.execute(f"DROP INDEX uq_items_{name}_code")
    # What the code before does not know becomes what comes nearest to it.
    op.execute("UPDATE items SET status = 'withdrawn' WHERE status = 'scheduled'")
    op.execute("UPDATE items SET status = 'draft' WHERE status = 'under_review'")
    op.execute("UPDATE items SET status = 'published' WHERE status = 'suspended'")
    op.execute("ALTER TABLE items " + ", ".join(f"DROP COLUMN {name}" for name in _ADDED))
    for status in ("draft", "published"):
        op.execute(f"CREATE UNIQUE INDEX uq_items_{status}_code ON items (code) WHERE status = '{status}'")
