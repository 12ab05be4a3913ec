"""A JSON line naming a file comes in; one with its pages goes out, unless the file kills this process."""

import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mediator_bot.documents.formats import parse
from mediator_bot.documents.reading import Limits
from mediator_bot.errors import DocumentError


def main() -> None:
    """Answer until the input ends. An error nobody foresaw ends the process, and the caller reports a crash."""
    logging.disable()
    # Only replies go out: whatever a library prints is lost.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin.buffer:
        request = json.loads(line)
        reply = _answer(Path(request["path"]), Limits(**request["limits"]))
        # A lone surrogate, which no page may hold, becomes a question mark here.
        replies.write(reply.encode(errors="replace") + b"\n")
        replies.flush()


def _answer(path: Path, limits: Limits) -> str:
    _restrain(limits)
    try:
        return json.dumps(asdict(parse(path, limits)), ensure_ascii=False, default=str)
    except DocumentError as error:
        reason = str(error)
    except OSError as error:
        reason = f"{path.name} cannot be opened: {error.strerror}. Check that you may read it."
    except MemoryError:
        reason = f"Reading {path.name} took more than {limits.memory_mb} MB of memory. Split it."
    return json.dumps({"reason": " ".join(reason.split())})


def _restrain(limits: Limits) -> None:
    """Cap this process's memory and processor time, where the platform can; the caller also keeps the clock."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    caps: dict[int, Any] = {
        resource.RLIMIT_AS: limits.memory_mb * 1_000_000,
        # One second more than the caller's clock: this one is for a worker whose caller has died.
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + limits.seconds + 1,
    }
    for kind, cap in caps.items():
        # A machine may have a lower cap already, or none to set; the caller's clock still holds then.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (cap, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    main()
