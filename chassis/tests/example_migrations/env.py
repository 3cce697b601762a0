"""Alembic's environment of the example service."""

from chassis.migrate import run_migrations

run_migrations(schema="example")
