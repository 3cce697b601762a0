"""Alembic's environment of risk."""

from chassis.migrate import run_migrations

run_migrations(schema="risk")
