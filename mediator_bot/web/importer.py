"""Import jobs in; one after another taken in by a thread of the app, while people look on."""

from concurrent.futures import Future, ThreadPoolExecutor

from mediator_bot.errors import LibraryError, RightsError
from mediator_bot.service import Assistant
from mediator_bot.types import Person


class Importer:
    """The thread. What it works on is in the catalogue: whoever looks reads it there."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="imports")

    def go_on(self, job: str, by: Person) -> "Future[None]":
        """Work on a job once those before it are done."""
        return self._thread.submit(self._work, job, by)

    def go_on_with_all(self) -> None:
        """After a restart: go on with what was cut off, as those whose it is, where they may still add documents."""
        for job in self._assistant.imports.unfinished(self._assistant.operator):
            if job.state in ("waiting", "interrupted"):
                try:
                    by = self._assistant.person(None if job.person == self._assistant.operator.name else job.person)
                except RightsError:
                    continue
                self.go_on(job.id, by)

    def _work(self, job: str, by: Person) -> None:
        try:
            for _ in self._assistant.resume(job, by):
                pass
        except (LibraryError, RightsError):
            return  # the reason stands in the job
