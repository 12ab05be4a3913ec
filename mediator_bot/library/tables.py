"""The tables of the catalogue. Every change here has a migration: see `migrations/versions`, the newest of them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from mediator_bot.library.engine import writing as writing  # where those who write these tables look for it

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("document_id", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("case_id", String(200), index=True),
    Column("source", Text, nullable=False, index=True),
    Column("confidentiality", String(20), nullable=False),
    Column("unit", String(200)),
    # The version that search sees; empty while nothing is published or after the document was withdrawn.
    Column("live_version", Integer),
    Column("removed_at", String(40)),
)

versions = Table(
    "versions",
    metadata,
    Column("document_id", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", String(5), nullable=False),
    Column("origin", String(30), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("original", Text),
    Column("added_by", String(200), nullable=False),
    Column("added_at", String(40), nullable=False),
    Column("reviewed_by", JSON, nullable=False),
    Column("published_at", String(40)),
    # Meant for this level; published at another while a second person has not reviewed it.
    Column("confidentiality", String(20), nullable=False),
    Column("published_as", String(20)),
    Column("reviewed", Boolean, nullable=False),
    Column("record", JSON, nullable=False),
    Column("fields", JSON, nullable=False),
    # What rules read from a text whose record nobody has reviewed, and what a person should look at first.
    Column("proposals", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("type", String(40)),
    Column("outcome", String(20)),
    Column("level", String(20)),
    Column("year", Integer),
    ForeignKeyConstraint(["document_id"], ["documents.document_id"]),
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    # Never reused, for an index may still hold the number of a passage that is gone.
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("language", String(5), nullable=False),
    Column("heading", Text, nullable=False, default=""),
    Index("passages_of", "document_id", "version"),
    sqlite_autoincrement=True,
)

named_people = Table(
    "named_people",
    metadata,
    Column("document_id", String(200), primary_key=True),
    Column("person", String(200), primary_key=True),
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String(200), nullable=False),
    Column("action", String(20), nullable=False),
    Column("at", String(40), nullable=False),
    sqlite_autoincrement=True,
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("added_by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("person", String(200), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("at", String(40), nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", String(200), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("words", Text, nullable=False),
    # The turn as it was, for the conversation may be deleted.
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("at", String(40), nullable=False),
)

practices = Table(
    "practices",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", String(200), nullable=False, index=True),
    Column("scenario", String(200), nullable=False),
    Column("profile", String(40), nullable=False),
    # What the session was a moment ago; one more with every change, so that two windows cannot undo each other.
    Column("revision", Integer, nullable=False),
    Column("state", JSON, nullable=False),
    # Empty until the session is finished.
    Column("score", JSON),
    # The session and the turn from which this one was replayed differently.
    Column("branch_of", String(64)),
    Column("branch_turn", Integer),
    Column("started_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
)

practices_shared = Table(
    "practices_shared",
    metadata,
    Column("practice", String(64), primary_key=True),
    Column("person", String(200), primary_key=True),
)

# The chat models elsewhere that an admin has allowed, and the levels whose words may go there.
chat_providers = Table(
    "chat_providers",
    metadata,
    Column("provider", String(200), primary_key=True),
    Column("levels", JSON, nullable=False),
    Column("allowed_by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

# Who was told what goes to whom, and agreed.
chat_agreements = Table(
    "chat_agreements",
    metadata,
    Column("person", String(200), primary_key=True),
    Column("provider", String(200), primary_key=True),
    Column("levels", JSON, nullable=False),
    Column("at", String(40), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    # Counted without a gap, so that a missing entry shows.
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False, index=True),
    Column("person", String(200), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("action", String(40), nullable=False),
    Column("target", Text, nullable=False, index=True),
    Column("details", JSON, nullable=False),
    # The hash of the entry before: two entries cannot follow the same one.
    Column("before", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("units", JSON, nullable=False),
    Column("every_unit", Boolean, nullable=False),
    # Argon2id with its salt and cost in it; empty until a password is set.
    Column("password", Text, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", String(40)),
    Column("disabled", Boolean, nullable=False),
    Column("added_at", String(40), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    # SHA-256 of the token in the cookie: who reads this table can sign in as nobody.
    Column("token", String(64), primary_key=True),
    Column("person", String(200), nullable=False, index=True),
    Column("opened_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
)

import_jobs = Table(
    "import_jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(200), nullable=False, index=True),
    # waiting, running, stopped (why: `reason`), cancelled, done.
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Column("publish", Boolean, nullable=False),
    Column("confidentiality", String(20)),
    # Also what was erased before.
    Column("again", Boolean, nullable=False),
    # What was uploaded lies in a folder of the job's own until all of it is taken in.
    Column("uploaded", Boolean, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("ended_at", String(40)),
    # Who works on it, and until when nobody else may, unless that is renewed.
    Column("holder", String(200)),
    Column("held_until", String(40)),
)

import_files = Table(
    "import_files",
    metadata,
    Column("job", String(32), primary_key=True),
    Column("n", Integer, primary_key=True),
    # Bytes: a file's name need not be text.
    Column("path", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    # waiting, left_out, or what became of it as `AddReport.status`.
    Column("status", String(20), nullable=False),
    Column("reason", Text),
    Column("seconds", Float),
    Column("at", String(40)),
)

import_documents = Table(
    "import_documents",
    metadata,
    Column("job", String(32), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    # added, updated or duplicate.
    Column("status", String(20), nullable=False),
)

deidentified = Table(
    "deidentified",
    metadata,
    Column("document_id", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    # What was found, with what a reviewer decided; empty once it is replaced, for it holds the words themselves.
    Column("findings", JSON, nullable=False),
    Column("settled_at", String(40)),
    # Of the text as it was read in, so that the same file is still known.
    Column("sha256_before", String(64), nullable=False),
)

pseudonyms = Table(
    "pseudonyms",
    metadata,
    Column("document_id", String(200), primary_key=True),
    # Encrypted with a key that is no part of the database.
    Column("sealed", Text, nullable=False),
)

holds = Table(
    "holds",
    metadata,
    Column("document_id", String(200), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("placed_by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

retention = Table(
    "retention",
    metadata,
    Column("document_id", String(200), primary_key=True),
    # The last day that the document is kept for; set by a person, it counts before the record's and the settings'.
    Column("until", String(10), nullable=False),
    Column("set_by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

# What is left of a document that was erased: nothing of what it said.
tombstones = Table(
    "tombstones",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String(200), nullable=False, index=True),
    # The checksums of its versions and of its original files, so that the same content is known when it comes again.
    Column("sha256", JSON, nullable=False),
    Column("originals", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("erased_by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    # The numbers of its passages, for the index; empty `finished_at` while files may still hold something.
    Column("passages", JSON, nullable=False),
    Column("finished_at", String(40)),
)


case_drafts = Table(
    "case_drafts",
    metadata,
    Column("person", String(200), primary_key=True),
    # One more with every saving, so that two windows cannot undo each other.
    Column("revision", Integer, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("changed_at", String(40), nullable=False),
)
