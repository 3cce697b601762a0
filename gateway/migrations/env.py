"""Alembic's environment of the gateway."""

from chassis.migrate import run_migrations

run_migrations(schema="gateway")
