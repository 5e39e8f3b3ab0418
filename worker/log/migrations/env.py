"""Alembic's entry point. The connection, already inside a transaction under the migration lock, comes from the caller."""

from __future__ import annotations

from alembic import context

from worker.log.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit(
        "migrations are run by the program itself (any command that writes), not by alembic's command line"
    )

context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite's DDL is transactional too, as long as nobody commits in between: a migration happens wholly or not at all.
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
