"""What can go wrong with the log, each as one sentence that says what to do about it.

Everything here is a ``LogError``; the command line prints it as it stands. Errors of the driver are translated on their
way out of ``Database.begin`` and ``Database.read``, so that nobody above needs to know SQLite's or PostgreSQL's codes.
"""

from __future__ import annotations


class LogError(Exception):
    """Base of all errors of the log. ``str()`` is a sentence for people."""


class Conflict(LogError):
    """A stream is not at the version that the writer expected."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(
            f"stream {stream} is at version {actual}, not at {expected} as expected; somebody else wrote to it"
        )
        self.stream, self.expected, self.actual = stream, expected, actual


class Overtaken(LogError):
    """Another writer recorded a meeting event after the state that a decision was made on: decide again."""


class Contended(Overtaken):
    """The database rolled the transaction back in favour of another one (deadlock, serialisation): do it again."""


class SchemaMissing(LogError):
    """There is no database yet, or it holds no tables of Parley."""


class SchemaTooOld(LogError):
    """The database was made by an older version and has not been migrated."""


class SchemaTooNew(LogError):
    """A newer version of Parley migrated this database; this one must not touch it."""


class DatabaseUnavailable(LogError):
    """The database cannot be reached or opened, or the connection broke. Nothing of the transaction was kept."""


class DatabaseBusy(LogError):
    """Another process held the database for longer than we wait."""


class DatabaseReadOnly(LogError):
    """The database cannot be written to."""


class DatabaseFull(LogError):
    """No space is left where the database lies."""


class DatabaseDamaged(LogError):
    """The file is not a database, or its pages are damaged."""


class AppendOnly(LogError):
    """Somebody tried to change or delete what is recorded; the database refused."""


class NoSuchMeeting(LogError):
    """No meeting has this id, or one that begins with it."""


class AmbiguousMeeting(LogError):
    """Several meetings' ids begin with what was given."""
