"""Two programs on one PostgreSQL catalogue, adding and publishing at once: nothing is lost or doubled, both indexes end alike."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from mediator_bot.index.index import Index
from mediator_bot.index.terms import TermStore
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.tables import changes, documents, passages, versions
from mediator_bot.models.hashing import HashingEncoder

NOTES = 12
PROGRAM = """
import sys, pathlib
from mediator_bot.cases.prepare import Prepared
from mediator_bot.index.index import Index
from mediator_bot.library import register
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.library.library import AUTHORS
from mediator_bot.models.hashing import HashingEncoder
home, url, name = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
catalogue = Catalogue(home, url)
index = Index(home / "indexes", [HashingEncoder()])
for n in range(int(sys.argv[4])):
    for key in (f"{name}-{n}", "shared"):
        text = f"note {n} of {name}: the goose bit the baker"
        note = Prepared("case", key, key, "en", "synthetic", {0: key, 1: text}, {}, {}, key, reviewed=True)
        _, version, _ = register.store(
            catalogue.engine, note, sha256=text, source=key, original=None, by=AUTHORS
        )
        register.publish(catalogue.engine, key, AUTHORS, version)
    index.follow(catalogue)
"""


def test_nothing_is_lost_or_doubled(tmp_path: Path, new_database: Callable[..., str]) -> None:
    url = new_database()
    homes = {name: tmp_path / name for name in ("A", "B")}
    started = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(home), url, name, str(NOTES)])
        for name, home in homes.items()
    ]
    assert [program.wait(timeout=120) for program in started] == [0, 0]
    catalogue = Catalogue(tmp_path / "A", url)
    with catalogue.engine.connect() as connection:
        names = list(connection.execute(select(documents.c.document_id)).scalars())
        shared = connection.execute(select(versions).where(versions.c.document_id == "shared")).all()
        feed = connection.execute(select(changes).order_by(changes.c.sequence)).all()
        numbers = connection.execute(select(func.count(), func.count(passages.c.id.distinct()))).one()
    assert Counter(names) == Counter([*(f"{name}-{n}" for name in homes for n in range(NOTES)), "shared"])
    # Every telling of the note that both wrote is a version of its own.
    assert sorted(row.version for row in shared) == list(range(1, 2 * NOTES + 1))
    assert {row.sha256 for row in shared} == {
        f"note {n} of {name}: the goose bit the baker" for name in homes for n in range(NOTES)
    }
    assert [row.at for row in feed] == sorted(row.at for row in feed)
    assert {row.document_id for row in feed} == set(names)
    assert numbers[0] == numbers[1]
    live = set(catalogue.live_ids_of(catalogue.live_documents()))
    for home in homes.values():
        index = Index(home / "indexes", [HashingEncoder()])
        index.follow(catalogue)
        held = TermStore(home / "indexes" / "terms.sqlite").all_ids().tolist()
        assert (sorted(live), live) == (held, index.vectors.held(live))
    catalogue.engine.dispose()
