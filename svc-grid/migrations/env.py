"""Alembic's environment of the grid."""

from chassis.migrate import run_migrations

run_migrations(schema="grid")
