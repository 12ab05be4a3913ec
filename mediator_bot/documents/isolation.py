"""A path goes in; what the worker process read comes out, or the reason why it could not."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from time import monotonic
from types import TracebackType
from typing import Any

import mediator_bot
from mediator_bot.documents.formats import check
from mediator_bot.documents.mapping import ColumnMap
from mediator_bot.documents.names import shown
from mediator_bot.documents.parts import joined
from mediator_bot.documents.reading import STANDARD, Limits, Reading
from mediator_bot.errors import DocumentError
from mediator_bot.types import OcrPage, RawDocument

# What an archive may cost altogether: its time in that of one file, and how many members may end the worker.
_ALTOGETHER, _LOST = 3, 3
# The worker keeps its own clock, for it knows what it is at; this one is for where it cannot, and comes a little later.
_GRACE = 2


# How a process ends whose own clock, or whose cap on processor time, ran out.
_ALARMED = [-signal.SIGALRM, -signal.SIGXCPU] if sys.platform != "win32" else []


class Reader:
    """Reads files one after another in a worker process, which a hostile file may kill but cannot leave.

    Worker and caller speak JSON lines, so that nothing the worker says is executed. The worker starts with the
    first file, and anew after one that killed it. Each member of an archive has the time of a file of its own, and
    costs only itself. A reader serves one thread.
    """

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits
        self._worker: _Worker | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def read(self, path: Path) -> Reading:
        """The documents of one file.

        Raises DocumentError with the reason in one line: what happened, then what to do.
        """
        check(path, self.limits)
        tried: list[Reading] = []
        until, lost = monotonic() + _ALTOGETHER * self._patience, 0
        while (last := self._read_on(path, tried, until)) is not None:
            lost += 1
            if last == shown(path.name):
                break  # it was no member of the file that ended the worker
            if lost == _LOST or monotonic() > until:
                tried.append(
                    _problem(f"{path.name} was not read any further than {last}. Unpack it and add its files.")
                )
                break
        return joined(tried)

    def columns(self, path: Path) -> ColumnMap:
        """The column map of a register: the one saved beside it, or a proposed one. Raises DocumentError."""
        check(path, self.limits)
        answer = self._running().ask(self._request(path, columns=True), self._patience)
        if answer is None:
            raise DocumentError(self._ending(path.name))
        if reason := answer.get("reason"):
            raise DocumentError(reason)
        return ColumnMap(answer["targets"])

    def _read_on(self, path: Path, tried: list[Reading], until: float) -> str | None:
        """Read the parts that have not been tried; the name of the one that ended the worker, None if none did."""
        last = shown(path.name)
        worker = self._running()
        answer = worker.ask(self._request(path, skip=len(tried)), self._patience)
        while answer is not None:
            if "end" in answer:
                return None
            if "part" in answer:
                last = str(answer["part"])
                if monotonic() > until:
                    self._stop()
                    return last
            else:
                tried.append(_reading(answer))
            answer = worker.next(self._patience)
        tried.append(_problem(self._ending(last)))
        return last

    def _request(self, path: Path, **what: Any) -> dict[str, Any]:
        return {"path": str(path.absolute()), "limits": asdict(self.limits), **what}

    @property
    def _patience(self) -> int:
        """The most seconds that a part may take, with all its pages recognised."""
        return self.limits.seconds + self.limits.ocr_pages * self.limits.ocr_seconds + _GRACE

    def _running(self) -> "_Worker":
        if self._worker is None or not self._worker.is_alive():
            self._stop()
            self._worker = _Worker()
        return self._worker

    def _ending(self, name: str) -> str:
        if self._worker and self._worker.was_late:
            return (
                f"Reading {shown(name)} took longer than {self.limits.seconds} s. Split it, or save its text as .txt."
            )
        return f"Reading {shown(name)} crashed the parser. It is probably damaged: open it, save it again and add that."

    def _stop(self) -> None:
        if self._worker:
            self._worker.end()
            self._worker = None


class _Worker:
    """The process, and a folder for all it writes, which is gone with it even where it was killed."""

    def __init__(self) -> None:
        # -P and the explicit path: a yaml.py among the files of the current folder must not be imported.
        package = str(Path(mediator_bot.__file__).parents[1])
        path = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH")) if part)
        self.was_late = False
        self._scratch = TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mediator_bot.documents.worker"],
            env={**os.environ, "PYTHONPATH": path, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._scratch.name)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """Send a request and wait for the first reply, as `next`."""
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it died before it could listen
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        return self.next(seconds)

    def next(self, seconds: float) -> dict[str, Any] | None:
        """The next reply; None where the worker died, or was killed for being late."""
        assert self._process.stdout
        reply, late = b"", Event()

        def end() -> None:
            late.set()
            self._kill()

        clock = Timer(seconds, end)
        clock.start()
        try:
            reply = self._process.stdout.readline()
        finally:
            clock.cancel()
            # Also after Ctrl-C: the answer to this file must never be taken for the answer to the next.
            if late.is_set() or not reply.endswith(b"\n"):
                reply = b""
                self.end()
                self.was_late = late.is_set() or self._process.returncode in _ALARMED
        answer: dict[str, Any] | None = json.loads(reply) if reply else None
        return answer

    def end(self) -> None:
        """End the process and all it started, and forget what it wrote. A second time nothing is left to do."""
        assert self._process.stdout
        if self._process.stdout.closed:
            return
        self._kill()
        self._process.communicate()
        self._scratch.cleanup()

    def _kill(self) -> None:
        """End it, and with it the programs it started."""
        if sys.platform == "win32":
            self._process.kill()
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _reading(answer: dict[str, Any]) -> Reading:
    if reason := answer.get("reason"):
        return _problem(reason)
    return Reading(tuple(map(_document, answer["documents"])), tuple(answer["problems"]))


def _document(item: dict[str, Any]) -> RawDocument:
    ocr = tuple(OcrPage(**page) for page in item["ocr"])
    warnings, register = tuple(item["warnings"]), bool(item["from_register"])
    return RawDocument(item["name"], tuple(item["pages"]), item["record"], ocr, warnings, register)


def _problem(reason: str) -> Reading:
    return Reading((), (reason,))
