"""A JSON line naming a file comes in; a line for each part of it goes out, unless a part kills this process."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mediator_bot.documents import alarm
from mediator_bot.documents.formats import parts, propose_columns
from mediator_bot.documents.names import shown
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
        for reply in _answer(Path(request["path"]), Limits(**request["limits"]), request):
            # A lone surrogate, which no page may hold, becomes a question mark here.
            replies.write(json.dumps(reply, ensure_ascii=False, default=str).encode(errors="replace") + b"\n")
            replies.flush()


def _answer(path: Path, limits: Limits, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What was asked for: the column map, or each part from `skip` on, announced by its name and then read."""
    if request.get("columns"):
        yield _attempt(lambda: asdict(propose_columns(path, limits)), path.name, limits)
        return
    found = _attempt(lambda: {"parts": parts(path, limits)}, path.name, limits)
    if "reason" in found:
        yield found
    for part in found.get("parts", ())[request["skip"] :]:
        yield {"part": shown(part.name)}
        yield _attempt(lambda part=part: asdict(part.read()), part.name, limits)  # type: ignore[misc]
    yield {"end": True}


def _attempt(work: Callable[[], dict[str, Any]], name: str, limits: Limits) -> dict[str, Any]:
    _cap_memory(limits)
    alarm.start(limits.seconds)
    try:
        return work()
    except DocumentError as error:
        reason = str(error)
    except OSError as error:
        reason = f"{name} cannot be opened: {error.strerror}. Check that you may read it."
    except MemoryError:
        reason = f"Reading {name} took more than {limits.memory_mb} MB of memory. Split it."
    finally:
        alarm.stop()
    return {"reason": shown(reason)}


def _cap_memory(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    # A machine may have a lower cap already, or none to set.
    with suppress(ValueError, OSError):
        resource.setrlimit(
            resource.RLIMIT_AS, (limits.memory_mb * 1_000_000, resource.getrlimit(resource.RLIMIT_AS)[1])
        )


if __name__ == "__main__":
    main()
