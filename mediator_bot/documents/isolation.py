"""A path goes in; what the worker process read comes out, or the reason why it could not."""

import json
import subprocess
import sys
from dataclasses import asdict
from os import environ, pathsep
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import Any

import mediator_bot
from mediator_bot.documents.formats import check
from mediator_bot.documents.reading import STANDARD, Limits, Reading
from mediator_bot.errors import DocumentError
from mediator_bot.types import RawDocument


class Reader:
    """Reads files one after another in a worker process, which a hostile file may kill but cannot leave.

    Worker and caller speak JSON lines, so that nothing the worker says is executed. The worker starts with the
    first file, and anew after one that killed it. A reader serves one thread.
    """

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def read(self, path: Path) -> Reading:
        """The documents of one file.

        Raises DocumentError with the reason in one line: what happened, then what to do.
        """
        check(path, self.limits)
        reply, late = self._ask({"path": str(path.absolute()), "limits": asdict(self.limits)})
        if not reply:
            raise DocumentError(self._ending(path, late))
        answer = json.loads(reply)
        if reason := answer.get("reason"):
            raise DocumentError(reason)
        return _reading(answer)

    def _ask(self, request: dict[str, Any]) -> tuple[bytes, bool]:
        """The reply, empty where the worker died, and whether it was killed for being late."""
        worker = self._running()
        assert worker.stdin and worker.stdout
        reply, late = b"", Event()

        def end() -> None:
            late.set()
            worker.kill()

        clock = Timer(self.limits.seconds, end)
        clock.start()
        try:
            worker.stdin.write(json.dumps(request).encode() + b"\n")
            worker.stdin.flush()
            reply = worker.stdout.readline()
        except BrokenPipeError:
            pass  # it died before it could listen
        finally:
            clock.cancel()
            # Also after Ctrl-C: the answer to this file must never be taken for the answer to the next.
            if late.is_set() or not reply.endswith(b"\n"):
                reply = b""
                self._stop()
        return reply, late.is_set()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._stop()
            self._worker = _start()
        return self._worker

    def _ending(self, path: Path, late: bool) -> str:
        if late:
            return f"Reading {path.name} took longer than {self.limits.seconds} s. Split it, or save its text as .txt."
        return f"Reading {path.name} crashed the parser. It is probably damaged: open it, save it again and add that."

    def _stop(self) -> None:
        if self._worker:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None


def _start() -> subprocess.Popen[bytes]:
    # -P and the explicit path: a yaml.py among the files of the current folder must not be imported.
    package = str(Path(mediator_bot.__file__).parents[1])
    path = pathsep.join(part for part in (package, environ.get("PYTHONPATH")) if part)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "mediator_bot.documents.worker"],
        env={**environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _reading(answer: dict[str, Any]) -> Reading:
    documents = (RawDocument(item["name"], tuple(item["pages"]), item["record"]) for item in answer["documents"])
    return Reading(tuple(documents), tuple(answer["problems"]))
