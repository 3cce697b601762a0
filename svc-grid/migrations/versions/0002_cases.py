"""Cases, their history and their classes."""

from alembic import op

revision = "0002"
down_revision = "0001"

_CLASSES = (
    ("urban.public_utilities", "urban", "公用设施", "Public utilities", 24),
    ("urban.roads", "urban", "道路交通", "Roads and traffic", 24),
    ("urban.sanitation_facilities", "urban", "市容环境设施", "Sanitation facilities", 16),
    ("urban.greening", "urban", "园林绿化", "Greening", 24),
    ("urban.housing", "urban", "房屋土地", "Housing and land", 40),
    ("urban.other_components", "urban", "其他部件", "Other components", 24),
    ("urban.appearance", "urban", "市容环境", "Appearance and sanitation", 8),
    ("urban.advertising", "urban", "宣传广告", "Advertising", 16),
    ("urban.construction", "urban", "施工管理", "Construction", 16),
    ("urban.emergencies", "urban", "突发事件", "Sudden events", 4),
    ("urban.street_order", "urban", "街面秩序", "Street order", 8),
    ("urban.other_events", "urban", "其他事件", "Other events", 16),
    ("community.safety_hazard", "community", "安全隐患", "Safety hazard", 16),
    ("community.environment", "community", "环境卫生", "Environment", 16),
    ("community.public_facility", "community", "公共设施", "Public facility", 24),
    ("community.service_request", "community", "便民服务", "Service request", 24),
    ("community.dispute", "community", "矛盾纠纷", "Dispute", 40),
)


def upgrade() -> None:
    op.execute(
        """CREATE TABLE case_classes (
            code text COLLATE "C" CONSTRAINT pk_case_classes PRIMARY KEY, kind text NOT NULL,
            name_zh text NOT NULL, name_en text NOT NULL, limit_working_hours integer NOT NULL)"""
    )
    for code, kind, name_zh, name_en, hours in _CLASSES:
        op.execute(f"INSERT INTO case_classes VALUES ('{code}', '{kind}', '{name_zh}', '{name_en}', {hours})")
    op.execute("CREATE SEQUENCE case_numbers")
    op.execute(
        """CREATE TABLE cases (
            id uuid CONSTRAINT pk_cases PRIMARY KEY, number text NOT NULL CONSTRAINT uq_cases_number UNIQUE,
            version integer NOT NULL, status text NOT NULL, source text NOT NULL, class_code text NOT NULL,
            title text NOT NULL, description text NOT NULL, territory_code text COLLATE "C" NOT NULL,
            ticket_id uuid, round integer, dispatch_no integer, unit_code text, assignee text,
            result text, evidence jsonb NOT NULL DEFAULT '[]', handled_by text, reason_code text,
            due_at timestamptz, is_overdue boolean NOT NULL DEFAULT false,
            reported_at timestamptz NOT NULL, handled_at timestamptz, closed_at timestamptz,
            CONSTRAINT uq_cases_ticket_id_round UNIQUE (ticket_id, round))"""
    )
    op.execute("CREATE INDEX ix_cases_reported_at ON cases (reported_at, id)")
    op.execute("CREATE INDEX ix_cases_status ON cases (status, reported_at, id)")
    op.execute("CREATE INDEX ix_cases_territory_code ON cases (territory_code, reported_at, id)")
    op.execute("CREATE INDEX ix_cases_class_code ON cases (class_code, reported_at, id)")
    op.execute("CREATE INDEX ix_cases_unit_code ON cases (unit_code, reported_at, id)")
    op.execute(
        """CREATE TABLE case_steps (
            case_id uuid NOT NULL CONSTRAINT fk_case_steps_case_id REFERENCES cases (id), version integer NOT NULL,
            at timestamptz NOT NULL, action text NOT NULL, from_status text, to_status text NOT NULL,
            actor text NOT NULL, actor_kind text NOT NULL, note text,
            CONSTRAINT pk_case_steps PRIMARY KEY (case_id, version))"""
    )


def downgrade() -> None:
    for table in ("case_steps", "cases", "case_classes"):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP SEQUENCE case_numbers")
