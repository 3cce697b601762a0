"""Case classes of two levels with conditions and limits, their versions, and the catalogue's own version."""

from alembic import op

revision = "0018"
down_revision = "0017"

_COMPONENTS = ("public_utilities", "roads", "sanitation_facilities", "greening", "housing", "other_components")
_EVENTS = ("appearance", "advertising", "construction", "emergencies", "street_order", "other_events")


def upgrade() -> None:
    # The old column stays for the code that still runs; a later release drops it.
    op.execute(
        """ALTER TABLE case_classes
            ALTER COLUMN limit_working_hours SET DEFAULT 24,
            ADD COLUMN nature text NOT NULL DEFAULT 'community', ADD COLUMN digits text,
            ADD COLUMN levels jsonb NOT NULL DEFAULT '[1, 2, 3]',
            ADD COLUMN registering_conditions jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN closing_conditions jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN limits jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN needs_photo_before boolean, ADD COLUMN needs_photo_after boolean,
            ADD COLUMN responsible_by text NOT NULL DEFAULT 'territory', ADD COLUMN responsible_unit_code text,
            ADD COLUMN retired_at timestamptz, ADD COLUMN successor_code text COLLATE "C",
            ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN catalogue_version bigint NOT NULL DEFAULT 1"""
    )
    for nature, names in (("component", _COMPONENTS), ("event", _EVENTS)):
        for index, name in enumerate(names, 1):
            op.execute(f"UPDATE case_classes SET nature = '{nature}', digits = '{index:02}' WHERE code = 'urban.{name}'")
    op.execute(
        """UPDATE case_classes SET
            responsible_by = CASE nature WHEN 'component' THEN 'component_owner' ELSE 'territory' END,
            limits = jsonb_build_array(jsonb_build_object(
                'condition_code', NULL, 'level', NULL, 'registration_h', NULL, 'assignment_h', NULL,
                'handling_h', limit_working_hours, 'verification_h', NULL))"""
    )
    op.execute(
        """CREATE TABLE case_class_versions (
            code text COLLATE "C" NOT NULL, version integer NOT NULL, catalogue_version bigint NOT NULL,
            at timestamptz NOT NULL, actor text NOT NULL, change text NOT NULL, entry jsonb NOT NULL,
            CONSTRAINT pk_case_class_versions PRIMARY KEY (code, version))"""
    )
    op.execute(
        """CREATE TABLE class_catalogue (
            id integer CONSTRAINT pk_class_catalogue PRIMARY KEY CONSTRAINT ck_class_catalogue_one CHECK (id = 1),
            version bigint NOT NULL)"""
    )
    op.execute("INSERT INTO class_catalogue VALUES (1, 1)")


def downgrade() -> None:
    op.execute("DROP TABLE class_catalogue")
    op.execute("DROP TABLE case_class_versions")
    added = (
        "nature", "digits", "levels", "registering_conditions", "closing_conditions", "limits", "needs_photo_before",
        "needs_photo_after", "responsible_by", "responsible_unit_code", "retired_at", "successor_code", "version",
        "catalogue_version",
    )  # fmt: skip
    op.execute("DELETE FROM case_classes WHERE code LIKE '%.%.%'")
    op.execute("ALTER TABLE case_classes ALTER COLUMN limit_working_hours DROP DEFAULT")
    op.execute(f"ALTER TABLE case_classes {', '.join(f'DROP COLUMN {name}' for name in added)}")
