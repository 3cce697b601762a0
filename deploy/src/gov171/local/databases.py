"""Prepares PostgreSQL: for each service a database, a role that can do no more than it needs, and its migrations."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chassis.db import driver_url
from chassis.migrate import migrate
from gov171.local.credentials import Credentials
from gov171.local.layout import SERVICES, Service


async def prepare(admin_url: str, credentials: Credentials) -> dict[str, str]:
    """Bring every database up to date; returns each service's own address. `admin_url` may create databases and roles."""
    admin = _engine(admin_url)
    try:
        async with admin.connect() as connection:
            for service in SERVICES:
                await _make_role_and_database(connection, service, credentials.passwords[service.name])
    finally:
        await admin.dispose()
    for service in SERVICES:  # one after the other: Alembic's context is one for the whole process
        await _migrate(_in_database(admin_url, service), service)
    return {service.name: _own_url(admin_url, service, credentials) for service in SERVICES}


async def _make_role_and_database(connection: AsyncConnection, service: Service, password: str) -> None:
    role, database, quoted = service.role, service.database, password.replace("'", "''")
    has_role = await connection.execute(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": role})
    verb = "ALTER" if has_role.first() else "CREATE"
    await connection.exec_driver_sql(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{quoted}'")
    has_database = await connection.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": database})
    if not has_database.first():
        await connection.exec_driver_sql(f"CREATE DATABASE {database}")
    await connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    await connection.exec_driver_sql(f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}")
    await connection.exec_driver_sql(f"ALTER ROLE {role} IN DATABASE {database} SET search_path = {service.name}")


async def _migrate(url: str, service: Service) -> None:
    await migrate(url, service.migrations, service.name)
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            for statement in _grants(service):
                await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


def _grants(service: Service) -> Iterator[str]:
    """Rows may be read and written, the audit log only added to; no table that lasts can be made, none changed or dropped."""
    schema, role = service.name, service.role
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    yield f"REVOKE UPDATE, DELETE ON {schema}.audit_log FROM {role}"
    yield f"REVOKE ALL ON {schema}.alembic_version FROM {role}"


def _engine(url: str) -> AsyncEngine:
    return create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def _in_database(admin_url: str, service: Service) -> str:
    return make_url(admin_url).set(database=service.database).render_as_string(hide_password=False)


def _own_url(admin_url: str, service: Service, credentials: Credentials) -> str:
    url = make_url(admin_url).set(database=service.database, username=service.role, password=credentials.passwords[service.name])
    return url.render_as_string(hide_password=False)
