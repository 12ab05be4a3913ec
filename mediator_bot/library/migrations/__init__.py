"""A database of any earlier version in; the same with the tables of this version, and every row, out.

One file in `versions` is one step. Steps only go forward: the way back is a backup made before.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from mediator_bot.errors import LibraryError

# The step that this version of the program works with; the newest file in `versions`.
HEAD = "0003"


def revision_of(connection: Connection) -> str | None:
    """The step a database stands at, None for an empty one. Those made before steps were counted are known by their columns."""
    inspector = inspect(connection)
    tables = set(inspector.get_table_names())
    if "alembic_version" in tables:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if "documents" not in tables:
        return None
    columns = {column["name"] for column in inspector.get_columns("versions")}
    second = {"published_as", "proposals", "warnings"} <= columns and {"feedback", "practices"} <= tables
    return "0002" if second else "0001"


def upgrade(connection: Connection, step: str = HEAD) -> None:
    """Bring a database up to a step within the transaction of the connection: it happens whole or not at all.

    Raises LibraryError where a newer version of the program has written it.
    """
    # Alembic is only needed here, on the first start after an upgrade.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    present = revision_of(connection)
    if present is not None:
        if present not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
            raise newer(present)
        command.stamp(config, present)
    command.upgrade(config, step)


def newer(present: str) -> LibraryError:
    """The error for a schema that only a later version of the program knows."""
    return LibraryError(
        f"A newer version of mediator-bot has written this library (schema {present}, this program knows up to {HEAD})."
        " Install that version to open it."
    )
