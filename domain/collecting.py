"""Leave Python's search for cyclic garbage out where much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Within the block nobody looks for cyclic garbage. For loading hundreds of thousands of objects of which none
    becomes garbage: the collector would walk all of them again and again, a tenth to a third of the time. Blocks may
    overlap in several threads; whoever switched it off switches it on again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
