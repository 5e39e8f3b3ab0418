"""Which application a task is sent through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import threading

def first():
    import worker.tasks

thread = threading.Thread(target=first)
thread.start()
thread.join()
from worker import tasks
print(tasks.poll_due.app.main)
"""


def test_a_task_is_of_our_application_whichever_thread_imported_it_first() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == "parley", done.stderr
