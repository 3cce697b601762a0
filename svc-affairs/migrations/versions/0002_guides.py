"""What a citizen's guide needs of an item."""

from alembic import op

revision = "0002"
down_revision = "0001"

_ADDED = {
    "level": "text NOT NULL DEFAULT '3'",
    "base_code": "text",
    "case_type": "text NOT NULL DEFAULT '2'",
    "applicant_kinds": "text[] NOT NULL DEFAULT '{person,company}'",
    "region_scope": "text NOT NULL DEFAULT 'none'",
    "is_in_hall": "boolean NOT NULL DEFAULT false",
    "is_open_to_centres": "boolean NOT NULL DEFAULT false",
    "steps": "jsonb NOT NULL DEFAULT '[]'",
    "special_procedures": "jsonb NOT NULL DEFAULT '[]'",
    "keywords": "text[] NOT NULL DEFAULT '{}'",
    "guide": "jsonb NOT NULL DEFAULT '{}'",
}
# Materials had no codes, by which cases name them now.
_NUMBER_MATERIALS = """
    UPDATE items SET materials = (
        SELECT jsonb_agg(part || jsonb_build_object('code', 'm' || at) ORDER BY at)
        FROM jsonb_array_elements(materials) WITH ORDINALITY AS parts (part, at))
    WHERE materials <> '[]'"""


def upgrade() -> None:
    op.execute("ALTER TABLE items " + ", ".join(f"ADD COLUMN {name} {kind}" for name, kind in _ADDED.items()))
    op.execute(_NUMBER_MATERIALS)


def downgrade() -> None:
    op.execute("ALTER TABLE items " + ", ".join(f"DROP COLUMN {name}" for name in _ADDED))
