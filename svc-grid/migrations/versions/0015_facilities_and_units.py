"""Where facilities are, when they are open and what they offer; units that are no more."""

from alembic import op

revision = "0015"
down_revision = "0014"

_SERVICES = (
    ("government_affairs", "政务服务代办", "Government affairs"),
    ("party_services", "党群服务", "Party and mass services"),
    ("mediation", "矛盾调解", "Mediation"),
    ("legal_advice", "法律咨询", "Legal advice"),
    ("letters_and_visits", "信访接待", "Letters and visits"),
    ("employment", "就业服务", "Employment"),
    ("elderly_care", "养老服务", "Care for the elderly"),
    ("child_care", "托幼服务", "Child care"),
    ("health", "健康服务", "Health"),
    ("reading", "图书借阅", "Reading and lending"),
    ("lectures", "宣讲培训", "Lectures and training"),
    ("culture_and_sports", "文体活动", "Culture and sports"),
    ("volunteering", "志愿服务", "Volunteering"),
    ("meeting_rooms", "会议场地", "Meeting rooms"),
)


def upgrade() -> None:
    op.execute(
        """ALTER TABLE facilities
            ADD COLUMN lon double precision, ADD COLUMN lat double precision, ADD COLUMN address text,
            ADD COLUMN hours jsonb, ADD COLUMN services text[] NOT NULL DEFAULT '{}',
            ADD COLUMN status text NOT NULL DEFAULT 'in_service',
            ADD CONSTRAINT ck_facilities_place CHECK ((lon IS NULL) = (lat IS NULL))"""
    )
    op.execute("CREATE INDEX ix_facilities_place ON facilities USING gist (point(lon, lat)) WHERE lon IS NOT NULL")
    op.execute("CREATE INDEX ix_facilities_level ON facilities (level, code)")
    op.execute("CREATE INDEX ix_facilities_kind_code ON facilities (kind, code)")
    op.execute("CREATE INDEX ix_facilities_territory_code ON facilities (territory_code, code)")
    op.execute("CREATE INDEX ix_facilities_services ON facilities USING gin (services)")
    op.execute(
        """CREATE TABLE facility_services (
            code text COLLATE "C" CONSTRAINT pk_facility_services PRIMARY KEY, version integer NOT NULL,
            name_zh text NOT NULL, name_en text NOT NULL, is_retired boolean NOT NULL DEFAULT false)"""
    )
    for code, name_zh, name_en in _SERVICES:
        op.execute(f"INSERT INTO facility_services VALUES ('{code}', 1, '{name_zh}', '{name_en}')")
    op.execute("ALTER TABLE units ADD COLUMN retired_at timestamptz")
    op.execute("CREATE INDEX ix_units_parent_code ON units (parent_code, code)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_units_parent_code")
    op.execute("ALTER TABLE units DROP COLUMN retired_at")
    op.execute("DROP TABLE facility_services")
    for index in ("services", "territory_code", "kind_code", "level", "place"):
        op.execute(f"DROP INDEX ix_facilities_{index}")
    op.execute("ALTER TABLE facilities DROP CONSTRAINT ck_facilities_place")
    for column in ("status", "services", "hours", "address", "lat", "lon"):
        op.execute(f"ALTER TABLE facilities DROP COLUMN {column}")
