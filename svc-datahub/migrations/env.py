"""Alembic's environment of the data hub."""

from chassis.migrate import run_migrations

run_migrations(schema="datahub")
