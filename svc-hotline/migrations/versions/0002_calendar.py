"""The official working calendar of 2020 to 2026, as the State Council's yearly notices set it."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

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
_VERSION = 1


def upgrade() -> None:
    days = op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("is_working", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.execute(
        f"INSERT INTO calendar_days SELECT day::date, extract(isodow FROM day) < 6, {_VERSION} "
        f"FROM generate_series(timestamp '{min(_NOTICES)}-01-01', timestamp '{max(_NOTICES)}-12-31', interval '1 day') AS day"
    )
    for year, (holidays, made_up) in _NOTICES.items():
        for is_working, marked in ((False, holidays), (True, made_up)):
            named = [date(year, int(day[:2]), int(day[2:])) for day in marked.split()]
            op.execute(days.update().where(days.c.day.in_(named)).values(is_working=is_working))


def downgrade() -> None:
    op.drop_table("calendar_days")
