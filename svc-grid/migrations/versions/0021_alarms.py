"""How far each cause of alarms was followed, the cases that answer causes, and which class alarms get."""

from alembic import op

revision = "0021"
down_revision = "0020"

_CLASSES = (
    ("street_lamp", "*", "urban.public_utilities.street_lamp"),
    ("scenic_lamp", "*", "urban.public_utilities.scenic_lamp"),
    ("traffic_light", "*", "urban.roads.traffic_light"),
    ("manhole_sensor", "*", "urban.public_utilities.ownerless_cover"),
    ("hydrant", "*", "urban.public_utilities.hydrant"),
    ("litter_bin", "*", "urban.sanitation_facilities.litter_bin"),
    ("litter_bin", "full", "urban.appearance.full_bin"),
    ("gas_detector", "*", "urban.emergencies.gas_leak"),
    ("hydrological_station", "*", "urban.other_components.water_gauge"),
    ("hydrological_station", "water_level_high", "urban.emergencies.high_water"),
    ("video_channel", "*", "urban.public_utilities.camera_pole"),
)


def upgrade() -> None:
    op.execute(
        """CREATE TABLE followed_alarms (
            cause text COLLATE "C" CONSTRAINT pk_followed_alarms PRIMARY KEY, raised integer NOT NULL DEFAULT 0,
            cleared integer NOT NULL DEFAULT 0, raised_at timestamptz, cleared_at timestamptz, case_id uuid, told jsonb,
            waits_from timestamptz, check_at timestamptz, sweep_after timestamptz)"""
    )
    op.execute("CREATE INDEX ix_followed_alarms_check_at ON followed_alarms (check_at) WHERE check_at IS NOT NULL")
    op.execute(
        """CREATE TABLE alarm_cases (
            case_id uuid CONSTRAINT pk_alarm_cases PRIMARY KEY, cause text COLLATE "C" NOT NULL, device_id text NOT NULL,
            device_kind text NOT NULL, rule_code text NOT NULL, component_code text, occurrences integer NOT NULL,
            is_raised boolean NOT NULL, opened_at timestamptz NOT NULL, last_raised_at timestamptz NOT NULL,
            last_cleared_at timestamptz)"""
    )
    op.execute("CREATE INDEX ix_alarm_cases_opened_at ON alarm_cases (opened_at, case_id)")
    for column in ("cause", "device_id", "component_code"):
        op.execute(f"CREATE INDEX ix_alarm_cases_{column} ON alarm_cases ({column}, opened_at, case_id)")
    op.execute(
        """CREATE TABLE alarm_classes (
            device_kind text NOT NULL, rule_code text NOT NULL, class_code text NOT NULL, version integer NOT NULL,
            changed_at timestamptz NOT NULL, CONSTRAINT pk_alarm_classes PRIMARY KEY (device_kind, rule_code))"""
    )
    for kind, rule, code in _CLASSES:
        op.execute(f"INSERT INTO alarm_classes VALUES ('{kind}', '{rule}', '{code}', 1, now())")


def downgrade() -> None:
    for table in ("alarm_classes", "alarm_cases", "followed_alarms"):
        op.execute(f"DROP TABLE {table}")
