"""The shell around ``domain``: everything that touches the world (HTTP, SQL, Celery, the terminal, the clock)."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("parley")
except PackageNotFoundError:  # running from a tree that was never installed
    __version__ = "0+unknown"
