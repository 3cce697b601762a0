"""The knowledge base: entries, their versions with the words they are found by, and the tickets they were used in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

_AT = sa.DateTime(timezone=True)
_TEXTS = postgresql.ARRAY(sa.Text)

# What was published, or lies with the approver, reads the same for ever, whoever writes to the table.
_FREEZE = """
CREATE FUNCTION refuse_change_of_knowledge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('draft', 'sent_back') AND
        (OLD.question, OLD.answer, OLD.unit_code, OLD.category_code, OLD.keywords, OLD.valid_from_on, OLD.valid_to_on, OLD.source)
        IS DISTINCT FROM
        (NEW.question, NEW.answer, NEW.unit_code, NEW.category_code, NEW.keywords, NEW.valid_from_on, NEW.valid_to_on, NEW.source)
    THEN
        RAISE EXCEPTION 'version % of knowledge entry % can no longer change', OLD.version_no, OLD.entry_id;
    END IF;
    RETURN NEW;
END $$"""


def upgrade() -> None:
    op.create_table(
        "knowledge_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("newest_no", sa.Integer, nullable=False),
        sa.Column("published_no", sa.Integer),
        sa.Column("working_no", sa.Integer),
        sa.Column("used_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("confirmed_at", _AT),
        sa.Column("confirmed_by", sa.Text),
    )
    _create_versions()
    op.create_table(
        "knowledge_uses",
        sa.Column(
            "entry_id", sa.Uuid, sa.ForeignKey("knowledge_entries.id", name="fk_knowledge_uses_entry_id"), primary_key=True
        ),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id", name="fk_knowledge_uses_ticket_id"), primary_key=True),
        sa.Column("version_no", sa.Integer, nullable=False),
        sa.Column("used_at", _AT, nullable=False),
    )
    op.create_index("ix_knowledge_uses_ticket_id", "knowledge_uses", ["ticket_id"])
    op.create_index("ix_knowledge_uses_used_at", "knowledge_uses", ["entry_id", "used_at", "ticket_id"])


def _create_versions() -> None:
    entry = sa.ForeignKey("knowledge_entries.id", name="fk_knowledge_versions_entry_id")
    op.create_table(
        "knowledge_versions",
        sa.Column("entry_id", sa.Uuid, entry, primary_key=True),
        sa.Column("version_no", sa.Integer, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("unit_code", sa.Text, nullable=False),
        sa.Column("category_code", sa.Text),
        sa.Column("keywords", _TEXTS, nullable=False),
        sa.Column("valid_from_on", sa.Date, nullable=False),
        sa.Column("valid_to_on", sa.Date),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("authors", _TEXTS, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("submitted_at", _AT),
        sa.Column("decided_at", _AT),
        sa.Column("decided_by", sa.Text),
        sa.Column("decision_note", sa.Text),
        sa.Column("published_at", _AT),
        sa.Column("ended_at", _AT),
        sa.Column("words", postgresql.TSVECTOR, nullable=False),
        sa.CheckConstraint("valid_to_on IS NULL OR valid_to_on >= valid_from_on", name="ends_after_its_start"),
    )
    op.execute(_FREEZE)
    op.execute(
        "CREATE TRIGGER knowledge_stays_as_published BEFORE UPDATE ON knowledge_versions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_knowledge()"
    )
    published = sa.text("status = 'published'")
    # Searched far more often than written: no list of pending rows, which each search would have to read through.
    op.create_index(
        "ix_knowledge_versions_words", "knowledge_versions", ["words"],
        postgresql_using="gin", postgresql_where=published, postgresql_with={"fastupdate": False},
    )  # fmt: skip
    for column in ("status", "unit_code", "category_code"):
        op.create_index(f"ix_knowledge_versions_{column}", "knowledge_versions", [column, "entry_id", "version_no"])
    op.create_index(
        "uq_knowledge_versions_published", "knowledge_versions", ["entry_id"], unique=True, postgresql_where=published
    )
    working = sa.text("status IN ('draft', 'submitted', 'sent_back')")
    op.create_index("uq_knowledge_versions_working", "knowledge_versions", ["entry_id"], unique=True, postgresql_where=working)


def downgrade() -> None:
    for table in ("knowledge_uses", "knowledge_versions", "knowledge_entries"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change_of_knowledge()")
