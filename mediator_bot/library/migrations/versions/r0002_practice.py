"""Practice sessions, feedback, proposed fields with warnings, and the level a version was published at.

Homes of the time between have some of these already, for tables were then made on opening: what is there is left alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    inspector = sa.inspect(op.get_bind())
    tables = set(inspector.get_table_names())
    columns = {column["name"] for column in inspector.get_columns("versions")}
    for column in ("proposals", "warnings"):
        if column not in columns:
            op.add_column("versions", sa.Column(column, sa.JSON, nullable=False, server_default="[]"))
    if "published_as" not in columns:
        _add_published_as()
    if "feedback" not in tables:
        _feedback()
    if "practices" not in tables:
        _practices()


def _add_published_as() -> None:
    """Of what is in search the level is known; what is not stays with its unit, as a draft does."""
    op.add_column("versions", sa.Column("published_as", sa.String(20)))
    op.execute(
        "UPDATE versions SET published_as = (SELECT documents.confidentiality FROM documents"
        " WHERE documents.document_id = versions.document_id AND documents.live_version = versions.version)"
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )


def _practices() -> None:
    op.create_table(
        "practices",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(200), nullable=False, index=True),
        sa.Column("scenario", sa.String(200), nullable=False),
        sa.Column("profile", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("score", sa.JSON),
        sa.Column("branch_of", sa.String(64)),
        sa.Column("branch_turn", sa.Integer),
        sa.Column("started_at", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "practices_shared",
        sa.Column("practice", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(200), primary_key=True),
    )
