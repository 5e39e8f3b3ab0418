"""The steps that build the database, run by ``Database.migrate``.

``REVISIONS`` repeats what the files under ``versions`` say, in order, so that checking a database on every start needs
neither alembic nor a look at the disk. A test keeps the two equal.
"""

from __future__ import annotations

REVISIONS: tuple[str, ...] = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
)
HEAD: str = REVISIONS[-1]
