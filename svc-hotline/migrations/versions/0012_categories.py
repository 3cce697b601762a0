"""Categories in four levels: limits in hours, what comes down from above kept in each, out of use, and every version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"

_AT = sa.DateTime(timezone=True)
_WORDS = postgresql.ARRAY(sa.Text)
_NUMBERS = (
    "limit_working_hours", "limit_hours", "sign_limit_working_hours", "effective_limit_amount",
    "effective_sign_limit_working_hours",
)  # fmt: skip
_TEXTS = ("successor_code", "effective_default_unit_code", "effective_limit_unit")

# The tree had two levels until now, so what comes down comes from the parent.
_SETTLE = """
UPDATE categories SET
    path = CASE WHEN categories.parent_code IS NULL THEN ARRAY[categories.code]
                ELSE ARRAY[categories.parent_code, categories.code] END,
    effective_default_unit_code = coalesce(categories.default_unit_code, above.default_unit_code),
    effective_limit_amount = coalesce(categories.limit_working_days, above.limit_working_days),
    effective_limit_unit = CASE WHEN coalesce(categories.limit_working_days, above.limit_working_days) IS NOT NULL
                                THEN 'working_days' END
FROM categories AS own LEFT JOIN categories AS above ON above.code = own.parent_code
WHERE own.code = categories.code
"""
_CARRY_OVER = """
INSERT INTO category_versions (code, version, at, actor, change, entry)
SELECT code, version, changed_at, 'migration', 'carry_over', jsonb_build_object(
    'code', code, 'parent_code', parent_code, 'name_zh', name_zh, 'name_en', name_en, 'keywords', keywords,
    'default_unit_code', default_unit_code, 'limit_working_days', limit_working_days,
    'limit_working_hours', limit_working_hours, 'limit_hours', limit_hours,
    'sign_limit_working_hours', sign_limit_working_hours, 'retired_at', retired_at, 'successor_code', successor_code)
FROM categories
"""


def upgrade() -> None:
    for name in ("keywords", "path"):
        op.add_column("categories", sa.Column(name, _WORDS, nullable=False, server_default="{}"))
    for name in _NUMBERS:
        op.add_column("categories", sa.Column(name, sa.Integer))
    for name in _TEXTS:
        op.add_column("categories", sa.Column(name, sa.Text))
    op.add_column("categories", sa.Column("retired_at", _AT))
    op.create_check_constraint(
        "ck_categories_one_limit", "categories", "num_nonnulls(limit_working_days, limit_working_hours, limit_hours) <= 1"
    )
    op.create_check_constraint(
        "ck_categories_successor_of_retired", "categories", "successor_code IS NULL OR retired_at IS NOT NULL"
    )
    op.create_table(
        "category_versions",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("entry", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name="pk_category_versions"),
    )
    op.execute(_SETTLE)
    op.execute(_CARRY_OVER)


def downgrade() -> None:
    op.drop_table("category_versions")
    op.drop_constraint("ck_categories_successor_of_retired", "categories")
    op.drop_constraint("ck_categories_one_limit", "categories")
    for name in ("retired_at", *_TEXTS, *_NUMBERS, "path", "keywords"):
        op.drop_column("categories", name)
