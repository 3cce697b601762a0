"""Alembic's environment of the hotline."""

from chassis.migrate import run_migrations

run_migrations(schema="hotline")
