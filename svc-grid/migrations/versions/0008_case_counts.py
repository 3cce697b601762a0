"""Counts of the steps of cases by place, class, unit and day."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        """CREATE TABLE case_counts (
            territory_code text COLLATE "C" NOT NULL, dimension text NOT NULL, key text COLLATE "C" NOT NULL, day date NOT NULL,
            measure text NOT NULL, count bigint NOT NULL,
            CONSTRAINT pk_case_counts PRIMARY KEY (territory_code, dimension, key, day, measure))"""
    )


def downgrade() -> None:
    op.execute("DROP TABLE case_counts")
