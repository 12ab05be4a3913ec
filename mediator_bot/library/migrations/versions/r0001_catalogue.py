"""The first catalogue: documents, their versions, pages and passages, the feed of changes, quarantine and conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _documents()
    _texts()
    _around()


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(200), index=True),
        sa.Column("source", sa.Text, nullable=False, index=True),
        sa.Column("confidentiality", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(200)),
        sa.Column("live_version", sa.Integer),
        sa.Column("removed_at", sa.String(40)),
    )
    op.create_table(
        "versions",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("origin", sa.String(30), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("original", sa.Text),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.Column("added_at", sa.String(40), nullable=False),
        sa.Column("reviewed_by", sa.JSON, nullable=False),
        sa.Column("published_at", sa.String(40)),
        sa.Column("confidentiality", sa.String(20), nullable=False),
        sa.Column("reviewed", sa.Boolean, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("type", sa.String(40)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("level", sa.String(20)),
        sa.Column("year", sa.Integer),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"]),
    )


def _texts() -> None:
    op.create_table(
        "pages",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Index("passages_of", "document_id", "version"),
        sqlite_autoincrement=True,
    )


def _around() -> None:
    op.create_table(
        "named_people",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("person", sa.String(200), primary_key=True),
    )
    op.create_table(
        "changes",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String(200), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "turns",
        sa.Column("conversation", sa.String(64), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(200), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
