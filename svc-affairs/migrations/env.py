"""Alembic's environment of government affairs."""

from chassis.migrate import run_migrations

run_migrations(schema="affairs")
