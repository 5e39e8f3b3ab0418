"""The shell around ``domain``: everything that touches the world (HTTP, SQL, Celery, the terminal, the clock)."""


def __getattr__(name: str) -> str:
    # On demand: importlib.metadata takes 50 ms, a sixth of what `parley status` may take as a whole.
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("parley")
    except PackageNotFoundError:  # running from a tree that was never installed
        found = "0+unknown"
    globals()["__version__"] = found
    return found
