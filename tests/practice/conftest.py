"""What the practice tests share: one recogniser with the packaged models, the scenarios, and a short way to play."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mediator_bot.library.library import corpus_folder
from mediator_bot.models.embeddings import open_encoders
from mediator_bot.practice import Articles, Recogniser, Scenario, Session, load_scenarios, read_articles


@pytest.fixture(scope="session")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    """The packaged models; loading them takes a few seconds, so once for all."""
    return Recogniser(open_encoders("packaged", threads=0, cache=Path(tmp_path_factory.mktemp("models"))))


@pytest.fixture(scope="session")
def scenarios() -> dict[str, Scenario]:
    return load_scenarios(corpus_folder() / "scenarios")


@pytest.fixture(scope="session")
def articles() -> Articles:
    return read_articles(corpus_folder() / "statutes")


@pytest.fixture
def play(recogniser: Recogniser, scenarios: dict[str, Scenario]) -> Callable[..., Session]:
    """Plays lines in a scenario; `A|…` says a line to A alone."""

    def played(scenario: str, lines: Sequence[str] = (), seed: int = 1) -> Session:
        session = Session.start(scenarios[scenario], recogniser, seed=seed)
        for line in lines:
            pid, bar, text = line.partition("|")
            if bar and len(pid) == 1:
                session.say(text, "caucus", pid)
            else:
                session.say(line)
        return session

    return played
