"""The copy of the official working calendar, from the start that of 2020 to 2026, as the hotline has it from its start."""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

# Of each year (as MMDD): weekdays that are holidays, and weekend days that are worked to make up 调休.
_NOTICES = {
    2020: (
        "0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008",
        "0119 0426 0509 0628 0927 1010",
    ),
    2021: (
        "0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2022: (
        "0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    2023: (
        "0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006",
        "0128 0129 0423 0506 0625 1007 1008",
    ),
    2024: (
        "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: (
        "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
        "0126 0208 0427 0928 1011",
    ),
    2026: (
        "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
        "0104 0214 0228 0509 0920 1010",
    ),
}


def upgrade() -> None:
    calendars = op.create_table(
        "work_calendars",
        sa.Column("version", sa.Integer, autoincrement=False),
        sa.Column("calendar_version", sa.Text, nullable=False),
        sa.Column("published_years", postgresql.ARRAY(sa.Integer), nullable=False),
        sa.Column("days_off", postgresql.ARRAY(sa.Date), nullable=False),
        sa.Column("make_up_days", postgresql.ARRAY(sa.Date), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("version", name="pk_work_calendars"),
    )
    op.bulk_insert(
        calendars,
        [{
            "version": 1, "calendar_version": "cn-1", "published_years": sorted(_NOTICES),
            "days_off": _days(0), "make_up_days": _days(1), "published_at": None,
        }],
    )  # fmt: skip


def _days(column: int) -> list[date]:
    return [date(year, int(day[:2]), int(day[2:])) for year, notice in sorted(_NOTICES.items()) for day in notice[column].split()]


def downgrade() -> None:
    op.drop_table("work_calendars")
