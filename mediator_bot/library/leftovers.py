"""The folder of originals and the catalogue in; what one has and the other does not, out."""

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from mediator_bot.library.engine import writing
from mediator_bot.library.tables import versions

# A file that is being added lies here before a version names it: younger ones (seconds) are left alone.
_SETTLED = 3600


@dataclass(frozen=True)
class Leftovers:
    """`scratch` are files a stopped program left, `unnamed` originals of no version; `missing` (document, version) lost theirs."""

    scratch: tuple[Path, ...]
    unnamed: tuple[Path, ...]
    missing: tuple[tuple[str, int], ...]


def leftovers(engine: Engine, home: Path) -> Leftovers:
    """Hold the originals against the versions that name them."""
    folder = home / "library" / "originals"
    lying = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    with engine.connect() as connection:
        query = select(versions.c.document_id, versions.c.version, versions.c.original).where(versions.c.original != "")
        rows = connection.execute(query.order_by(versions.c.document_id, versions.c.version)).all()
    named = {row.original for row in rows}
    before = time.time() - _SETTLED
    left = sorted(path for name, path in lying.items() if name not in named and path.stat().st_mtime < before)
    return Leftovers(
        tuple(path for path in left if path.suffix == ".new"),
        tuple(path for path in left if path.suffix != ".new"),
        tuple((row.document_id, row.version) for row in rows if row.original not in lying),
    )


def clear(engine: Engine, found: Leftovers) -> None:
    """Delete what no version names, while nobody adds. What is missing cannot be made again."""
    with writing(engine) as connection:
        named = set(connection.execute(select(versions.c.original)).scalars())
        for path in (*found.scratch, *found.unnamed):
            if path.name not in named:
                path.unlink(missing_ok=True)
