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
            # All that was made counts as young, and the next look at what is young would walk it once more: a tenth of the
            # time. Freezing and thawing makes it old without looking at it. What somebody else has frozen stays so.
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
