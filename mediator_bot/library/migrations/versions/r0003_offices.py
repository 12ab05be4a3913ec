"""What a library shared by an office needs: the account of every change, the people who sign in, what may leave for chat
models, imports that survive a restart, names replaced before a note is published, holds, days of retention and
tombstones. This step has not been released yet.

Until it is, a table or column that is added to `tables.py` is added here in the same commit; after that, in a step of
its own. A column of an existing table that may not be empty needs a `server_default`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _audit()
    _consent()
    _people()
    _imports()
    _deidentified()
    _upkeep()


def _consent() -> None:
    op.create_table(
        "chat_providers",
        sa.Column("provider", sa.String(200), primary_key=True),
        sa.Column("levels", sa.JSON, nullable=False),
        sa.Column("allowed_by", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "chat_agreements",
        sa.Column("person", sa.String(200), primary_key=True),
        sa.Column("provider", sa.String(200), primary_key=True),
        sa.Column("levels", sa.JSON, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )


def _people() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("units", sa.JSON, nullable=False),
        sa.Column("every_unit", sa.Boolean, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.String(40)),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(200), nullable=False, index=True),
        sa.Column("opened_at", sa.String(40), nullable=False),
        sa.Column("seen_at", sa.String(40), nullable=False),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False, index=True),
        sa.Column("person", sa.String(200), nullable=False, index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("target", sa.Text, nullable=False, index=True),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("before", sa.String(64), nullable=False, unique=True),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    # Nothing in the program changes an entry; these stop what is not the program, by mistake at least.
    for statement in _ONLY_GROWS[op.get_bind().dialect.name]:
        op.execute(statement)


def _imports() -> None:
    op.create_table(
        "import_jobs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(200), nullable=False, index=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("publish", sa.Boolean, nullable=False),
        sa.Column("confidentiality", sa.String(20)),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("uploaded", sa.Boolean, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.String(40)),
        sa.Column("holder", sa.String(200)),
        sa.Column("held_until", sa.String(40)),
    )
    op.create_table(
        "import_files",
        sa.Column("job", sa.String(32), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("path", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("seconds", sa.Float),
        sa.Column("at", sa.String(40)),
    )
    op.create_table(
        "import_documents",
        sa.Column("job", sa.String(32), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("status", sa.String(20), nullable=False),
    )
    op.create_table(
        "case_drafts",
        sa.Column("person", sa.String(200), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("texts", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
    )


def _upkeep() -> None:
    op.create_table(
        "holds",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("placed_by", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "retention",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("set_by", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String(200), nullable=False, index=True),
        sa.Column("sha256", sa.JSON, nullable=False),
        sa.Column("originals", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("erased_by", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("passages", sa.JSON, nullable=False),
        sa.Column("finished_at", sa.String(40)),
    )


_ONLY_GROWS = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
        for change in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()",
    ],
}


def _deidentified() -> None:
    op.create_table(
        "deidentified",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("settled_at", sa.String(40)),
        sa.Column("sha256_before", sa.String(64), nullable=False),
    )
    op.create_table(
        "pseudonyms",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
    )
