"""Seconds go in; this process is ended when they are over, even in the middle of a library that never returns."""

import os
import signal
import sys
from contextlib import suppress

# Windows has neither such a timer nor such a limit: there only the caller keeps the clock.


def start(seconds: int) -> None:
    """Give this process so many seconds from now. Called again, they begin anew."""
    if sys.platform == "win32":
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _allow_processor_time(seconds)


def extend(seconds: int) -> None:
    """Give it so many more; without effect where none were set, as in the process that people talk to."""
    if sys.platform == "win32":
        return
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if left:
        start(int(left) + seconds)


def stop() -> None:
    """Let it wait for the next file without a clock."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def _allow_processor_time(seconds: int) -> None:
    import resource

    # For a library that took the timer away: the time of all processors, and one second more.
    used = resource.getrusage(resource.RUSAGE_SELF)
    cap = int(used.ru_utime + used.ru_stime) + seconds * (os.cpu_count() or 1) + 1
    # A machine may have a lower cap already, or none to set.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (cap, resource.getrlimit(resource.RLIMIT_CPU)[1]))
