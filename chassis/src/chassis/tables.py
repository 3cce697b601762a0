"""The chassis's own tables, which every service's database carries beside the service's."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Identity, Integer, LargeBinary, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db import Base

outbox = Table(
    "outbox",
    Base.metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("aggregate", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("time", DateTime(timezone=True), nullable=False),
    Column("replay", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("published_at", DateTime(timezone=True)),
)

inbox = Table(
    "inbox",
    Base.metadata,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

dead_letters = Table(
    "dead_letters",
    Base.metadata,
    Column("id", Uuid, primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("event_id", Uuid),
    Column("type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("error", Text, nullable=False),
    Column("deliveries", Integer, nullable=False),
    Column("parked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("replayed_at", DateTime(timezone=True)),
)

idempotency_keys = Table(
    "idempotency_keys",
    Base.metadata,
    Column("principal", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Migrations apply these statements; they are versioned by name and never changed once released.
CREATE_V1 = (
    """CREATE TABLE outbox (
        seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
        id uuid NOT NULL CONSTRAINT uq_outbox_id UNIQUE,
        type text NOT NULL, aggregate text NOT NULL, subject text NOT NULL, sequence bigint NOT NULL,
        time timestamptz NOT NULL, replay boolean NOT NULL,
        body bytea NOT NULL, headers jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz,
        CONSTRAINT uq_outbox_aggregate_subject_sequence UNIQUE (aggregate, subject, sequence))""",
    "CREATE INDEX ix_outbox_unpublished ON outbox (seq) WHERE published_at IS NULL",
    "CREATE INDEX ix_outbox_created_at ON outbox (created_at)",
    """CREATE TABLE inbox (
        consumer text NOT NULL, event_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_inbox PRIMARY KEY (consumer, event_id))""",
    """CREATE TABLE dead_letters (
        id uuid CONSTRAINT pk_dead_letters PRIMARY KEY, consumer text NOT NULL, event_id uuid, type text NOT NULL,
        body bytea NOT NULL, error text NOT NULL, deliveries integer NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(), replayed_at timestamptz)""",
    "CREATE INDEX ix_dead_letters_waiting ON dead_letters (parked_at, id) WHERE replayed_at IS NULL",
    """CREATE TABLE idempotency_keys (
        principal text NOT NULL, key text NOT NULL, fingerprint bytea NOT NULL, status integer NOT NULL,
        headers jsonb NOT NULL, body bytea NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency_keys PRIMARY KEY (principal, key))""",
    "CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)",
)

TABLES_V1 = ("idempotency_keys", "dead_letters", "inbox", "outbox")
