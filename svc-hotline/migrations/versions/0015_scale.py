"""Lists of a regiment or a community in the lists' own order, however many tickets lie elsewhere."""

from alembic import op

revision = "0015"
down_revision = "0014"

# A range of codes has no order of time: to list a rare place, the newest of the whole city were walked through.
_CUT = {
    "regiment": "split_part(territory_code, '/', 1) || '/' || split_part(territory_code, '/', 2)",
    "community": "split_part(territory_code, '/', 1) || '/' || split_part(territory_code, '/', 2) || '/' || "
    "split_part(territory_code, '/', 3)",
}


def upgrade() -> None:
    for level, cut in _CUT.items():
        op.execute(f"CREATE INDEX ix_tickets_{level} ON tickets (({cut}), accepted_at, id) WHERE territory_code IS NOT NULL")


def downgrade() -> None:
    for level in _CUT:
        op.execute(f"DROP INDEX ix_tickets_{level}")
