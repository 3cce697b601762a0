"""Tickets with their history and contacts, categories, and the copies of units and territories."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.migrate import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None

_AT = sa.DateTime(timezone=True)
# Sorted by bytes, so that a plain index also serves "this territory and all below it".
_PATH = sa.Text(collation="C")


def upgrade() -> None:
    create_chassis_tables(op)
    # The running part of ticket numbers: gaps are allowed, and no counter row is locked by those who open tickets.
    op.execute("CREATE SEQUENCE ticket_numbers MINVALUE 1 MAXVALUE 999999 CYCLE")
    _create_tickets()
    _create_history_and_contacts()
    _create_categories()
    _create_copies()


def downgrade() -> None:
    for table in ("territories", "units", "categories", "ticket_contacts", "ticket_cases", "ticket_history", "tickets"):
        op.drop_table(table)
    op.execute("DROP SEQUENCE ticket_numbers")
    drop_chassis_tables(op)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("query_code_hash", sa.LargeBinary),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("origin_line", sa.Text, nullable=False),
        sa.Column("category_code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("territory_code", _PATH),
        sa.Column("lon", sa.Double),
        sa.Column("lat", sa.Double),
        sa.Column("address", sa.Text),
        sa.Column("masked_name", sa.Text),
        sa.Column("masked_phone", sa.Text),
        _flag("is_anonymous"),
        _flag("is_confidential"),
        sa.Column("accepted_at", _AT, nullable=False),
        sa.Column("limit_days", sa.Integer),
        sa.Column("due_at", _AT),
        _flag("is_due_provisional"),
        sa.Column("calendar_version", sa.Text),
        _flag("was_overdue"),
        _count("dispatch_no"),
        sa.Column("lead_unit_code", sa.Text),
        sa.Column("assisting_unit_codes", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("dispatched_at", _AT),
        sa.Column("sign_due_at", _AT),
        sa.Column("signed_at", _AT),
        sa.Column("case_id", sa.Uuid),
        _count("returned_times"),
        sa.Column("returned_from", sa.Text),
        sa.Column("return_reason_code", sa.Text),
        sa.Column("reject_reason_code", sa.Text),
        sa.Column("reply", sa.Text),
        _flag("is_reply_waiting"),
        sa.Column("resolved_at", _AT),
        sa.Column("callback_outcome", sa.Text),
        _count("callbacks_not_reached"),
        sa.Column("rating", sa.Text),
        sa.Column("rated_at", _AT),
        _count("reopened_times"),
        sa.Column("reopened_at", _AT),
        _count("urged_times"),
        _flag("is_supervised"),
        sa.Column("supervised_due_at", _AT),
        sa.Column("closed_at", _AT),
        sa.Column("close_outcome", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("reference", sa.Text),
        sa.Column("import_digest", sa.LargeBinary),
        sa.Column("likely_duplicate_of", sa.Uuid),
        sa.UniqueConstraint("source", "reference", name="uq_tickets_source_reference"),
        sa.CheckConstraint("(source IS NULL) = (reference IS NULL)", name="import_is_named_whole"),
    )
    op.create_index("ix_tickets_accepted_at", "tickets", ["accepted_at", "id"])
    for column in ("status", "kind", "channel", "category_code", "lead_unit_code", "territory_code"):
        op.create_index(f"ix_tickets_{column}", "tickets", [column, "accepted_at", "id"])
    op.create_index("ix_tickets_assisting_unit_codes", "tickets", ["assisting_unit_codes"], postgresql_using="gin")
    op.create_index("ix_tickets_was_overdue", "tickets", ["accepted_at", "id"], postgresql_where=sa.text("was_overdue"))
    op.create_index("ix_tickets_due_at", "tickets", ["due_at"], postgresql_where=sa.text("closed_at IS NULL"))
    op.create_index("ix_tickets_place", "tickets", ["lat", "lon"], postgresql_where=sa.text("lat IS NOT NULL"))
    op.execute("CREATE INDEX ix_tickets_address ON tickets (lower(address), accepted_at) WHERE address IS NOT NULL")


def _create_history_and_contacts() -> None:
    op.create_table(
        "ticket_history",
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("at", _AT, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("unit_code", sa.Text),
        sa.Column("note", sa.Text),
    )
    op.create_table(
        "ticket_cases",
        sa.Column("case_id", sa.Uuid, primary_key=True),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), nullable=False),
    )
    op.create_table(
        "ticket_contacts",
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("contact_key", sa.LargeBinary),
        sa.Column("contact_cipher", sa.LargeBinary),
        sa.Column("contact_index", sa.LargeBinary, index=True),
    )


def _create_categories() -> None:
    op.create_table(
        "categories",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("parent_code", sa.Text, index=True),
        sa.Column("name_zh", sa.Text, nullable=False),
        sa.Column("name_en", sa.Text, nullable=False),
        sa.Column("default_unit_code", sa.Text),
        sa.Column("limit_working_days", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
    )


def _create_copies() -> None:
    op.create_table(
        "units",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("parent_code", sa.Text),
        sa.Column("territory_code", sa.Text),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "territories",
        sa.Column("code", _PATH, primary_key=True),
        sa.Column("parent_code", sa.Text),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit_code", sa.Text),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
