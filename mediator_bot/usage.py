"""The verbs and options of the command line; light enough that `--help` answers at once."""

import argparse
from pathlib import Path

VERSION = "0.1.0"


def parser() -> argparse.ArgumentParser:
    """Every verb with its options; nothing heavy is imported for it."""
    main = argparse.ArgumentParser(
        prog="mediator-bot", description="Ask case notes and guidelines; get answers that quote them."
    )
    main.add_argument("--version", action="version", version=VERSION)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE", help="settings file (default: mediator.toml)")
    common.add_argument("--home", type=Path, metavar="DIR", help="where library/ and indexes/ lie")
    common.add_argument("--as", dest="person", metavar="USER", help="look with this person's rights")
    common.add_argument("--json", action="store_true", help="print one JSON value and nothing else")
    verbs = main.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=about, description=about, parents=[common])

    verb("init", "make a home with the sample library").add_argument(
        "--empty", action="store_true", help="without the sample cases"
    )
    verb("index", "build or refresh the index").add_argument("--rebuild", action="store_true", help="from nothing")
    add = verb("add", "add files or folders")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--publish", action="store_true", help="skip review")
    add.add_argument("--again", action="store_true", help="also what was erased before")
    add.add_argument("--confidentiality", choices=("public", "training", "unit", "restricted"))
    search = verb("search", "find passages")
    search.add_argument("question", metavar="Q", help="the question, or - for standard input")
    search.add_argument("--top-k", type=_count, default=10, metavar="N")
    search.add_argument("--kind", choices=("case", "guideline", "statute"))
    ask = verb("ask", "ask a question")
    ask.add_argument("question", metavar="Q", help="the question, or - for standard input")
    ask.add_argument("--conversation", metavar="ID", help="continue a conversation")
    ask.add_argument(
        "--writer", metavar="NAME", help="chat model that words a summary (none: quotes only; default: the settings)"
    )
    ask.add_argument("--save", type=Path, metavar="FILE", help="also write the answer to a .md or .docx file")
    ask.add_argument(
        "--send-to", default="", metavar="PROVIDER", help="agree that the chat model there gets your words"
    )
    for filtered in (search, ask):
        filtered.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help="narrow the search")
    _draft_options(verb("draft", "an agreement, record, follow-up plan or summary from facts and chosen cases"))
    verb("chat", "a conversation in the terminal").add_argument("--send-to", default="", metavar="PROVIDER")
    _model_verbs(verb("models", "what may be sent to which chat model"), common)
    _conversation_verbs(verb("conversations", "what you asked before"), common)
    _feedback_verbs(verb("feedback", "what people say of the answers"), common)
    _practice_verbs(verb("practice", "mediate a simulated dispute, and learn from the score"), common)
    _library_verbs(verb("library", "manage documents"), common)
    evaluate = verb("evaluate", "measure retrieval on a BEIR-style folder")
    evaluate.add_argument("folder", type=Path, metavar="FOLDER")
    evaluate.add_argument("--exclude-self", action="store_true", help="drop the query's own document")
    evaluate.add_argument("--candidates", type=Path, metavar="FILE", help="rerank given pools {query: [ids]}")
    evaluate.add_argument("--run", type=Path, metavar="FILE", help="write a TREC run")
    doctor = verb("doctor", "what is installed, reachable, out of date; or what is wrong in a folder of notes")
    doctor.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="notes to check before they are added")
    doctor.add_argument("--mend", action="store_true", help="bring the index and the originals back to the catalogue")
    backup = verb("backup", "one file with the whole library, while others go on working")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("--with-keys", action="store_true", help="also the keys that undo pseudonyms")
    restore = verb("restore", "bring a backup back into an empty home (or database)")
    restore.add_argument("file", type=Path, metavar="FILE")
    _users_verbs(verb("users", "who may sign in, in which role and for which units"), common)
    _audit_options(verb("audit", "who asked, read, exported or changed what; `audit verify` checks the account"))
    serve = verb("serve", "the web app")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    serve.add_argument("--sign-in", action="store_true", help="people sign in with their accounts")
    serve.add_argument("--public", default="", metavar="URL", help="the https address people type; they sign in there")
    serve.add_argument("--certificate", type=Path, metavar="FILE", help="speak https with this certificate (PEM)")
    serve.add_argument("--key", type=Path, metavar="FILE", help="and this key")
    serve.add_argument("--no-token", action="store_true", help="open without the one-time token (loopback only)")
    return main


def _draft_options(draft: argparse.ArgumentParser) -> None:
    draft.add_argument("kind", choices=("agreement", "record", "follow-up", "summary"))
    draft.add_argument("facts", type=Path, metavar="FACTS", help="a .yaml or .json file: docs/drafts.md")
    draft.add_argument("--cases", default="", metavar="ID,ID", help="case notes whose terms are quoted beside yours")
    draft.add_argument("--save", type=Path, metavar="FILE", help="also write the draft to a .md or .docx file")


def _library_verbs(library: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = library.add_subparsers(dest="action", required=True, metavar="ACTION")
    verbs.add_parser("list", help="what there is", parents=[common])
    show = verbs.add_parser("show", help="one document, or one page of it", parents=[common])
    show.add_argument("document", metavar="ID")
    show.add_argument("--version", type=_number, metavar="V")
    show.add_argument("--page", type=_number, metavar="N")
    show.add_argument("--reason", default="", metavar="WORDS", help="why an auditor opens a text; it is logged")
    image = verbs.add_parser("image", help="the picture of a page of the original file (admins)", parents=[common])
    image.add_argument("document", metavar="ID")
    image.add_argument("--version", type=_number, metavar="V")
    image.add_argument("--page", type=_number, default=1, metavar="N")
    image.add_argument("--out", type=Path, metavar="FILE", help="where to write the PNG")
    propose = verbs.add_parser("propose", help="what the chat model reads in a document (admins)", parents=[common])
    propose.add_argument("document", metavar="ID")
    propose.add_argument(
        "--send-to", default="", metavar="PROVIDER", help="agree that the chat model there gets the text"
    )
    columns = verbs.add_parser("columns", help="which field each column of a register fills", parents=[common])
    columns.add_argument("path", type=Path, metavar="FILE", help="a CSV, XLSX or JSONL file")
    columns.add_argument("--save", action="store_true", help="save it beside the file, to be changed by hand")
    publish = verbs.add_parser("publish", help="let search see a document", parents=[common])
    publish.add_argument("document", metavar="ID")
    publish.add_argument("--version", type=_number, metavar="V")
    names = verbs.add_parser(
        "names", help="what may tell who somebody is: accept or reject each (admins)", parents=[common]
    )
    names.add_argument("document", metavar="ID")
    names.add_argument("--version", type=_number, metavar="V")
    names.add_argument("--accept", type=_some, default=(), metavar="all|N,N", help="replace these before publishing")
    names.add_argument("--reject", type=_some, default=(), metavar="all|N,N", help="let these stand")
    names.add_argument("--mark", action="append", default=[], metavar="KIND=WORDS", help="replace what was missed")
    reveal = verbs.add_parser(
        "reveal", help="who is behind the pseudonyms of a note (admins; it is logged)", parents=[common]
    )
    reveal.add_argument("document", metavar="ID")
    remove = verbs.add_parser("remove", help="take documents out of search", parents=[common])
    remove.add_argument("documents", nargs="*", metavar="ID")
    remove.add_argument("--origin", metavar="ORIGIN", help="all of one origin, such as synthetic")
    remove.add_argument("--purge", action="store_true", help="erase them for good, with all that was kept of them")
    remove.add_argument("--reason", default="", metavar="WORDS", help="why they are erased; it is kept")
    hold = verbs.add_parser("hold", help="forbid that a document is erased", parents=[common])
    hold.add_argument("document", metavar="ID")
    hold.add_argument("--reason", default="", metavar="WORDS", help="which matter it is kept for")
    hold.add_argument("--release", action="store_true", help="end the hold")
    retain = verbs.add_parser("retain", help="until when a document is kept", parents=[common])
    retain.add_argument("document", metavar="ID")
    retain.add_argument("--until", default="", metavar="DAY", help="2031-12-31; leave it out to take the day away")
    upkeep = verbs.add_parser(
        "upkeep", help="what is due: visits, confirmations, old articles, reviews", parents=[common]
    )
    upkeep.add_argument("--language", choices=("en", "zh"), default="en")
    verbs.add_parser("erased", help="what was erased, when, by whom and why (admins, auditors)", parents=[common])
    verbs.add_parser("quarantine", help="files that could not be read, and why", parents=[common])
    _import_verbs(verbs.add_parser("import", help="imports: what became of each file, and why"), common)
    versions = verbs.add_parser("versions", help="every version of a document", parents=[common])
    versions.add_argument("document", metavar="ID")
    restore = verbs.add_parser("restore", help="let search see an earlier version again", parents=[common])
    restore.add_argument("document", metavar="ID")
    restore.add_argument("--version", type=_number, required=True, metavar="V")
    compare = verbs.add_parser("compare", help="two versions or documents side by side", parents=[common])
    for side in ("left", "right"):
        compare.add_argument(side, metavar="ID[@V]")
    correct = verbs.add_parser("correct", help="keep a note with some fields put right (admins)", parents=[common])
    correct.add_argument("document", metavar="ID")
    correct.add_argument("fields", type=Path, metavar="FILE", help="YAML: the fields that change, null for none")
    correct.add_argument("--version", type=_number, required=True, metavar="V", help="the version you looked at")


def _import_verbs(imports: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = imports.add_subparsers(dest="what", required=True, metavar="WHAT")
    verbs.add_parser("list", help="your imports, the latest first", parents=[common])
    for name, about in (
        ("show", "how far it is, and what was not taken in and why"),
        ("cancel", "stop after the file being read; what was taken in stays"),
    ):
        verbs.add_parser(name, help=about, parents=[common]).add_argument("job", metavar="ID")
    resume = verbs.add_parser("resume", help="go on with what was broken off", parents=[common])
    resume.add_argument("job", nargs="?", metavar="ID", help="one import; left out: all that a kill left unfinished")


def _conversation_verbs(conversations: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = conversations.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = verbs.add_parser("list", help="your conversations, the latest first", parents=[common])
    listed.add_argument("words", nargs="?", default="", metavar="WORDS", help="only those that hold these words")
    for name, about in (("show", "one conversation, as you may see it today"), ("delete", "erase one")):
        verbs.add_parser(name, help=about, parents=[common]).add_argument("conversation", metavar="ID")


def _model_verbs(models: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = models.add_subparsers(dest="action", required=True, metavar="ACTION")
    verbs.add_parser("list", help="the configured model, and the providers that are allowed", parents=[common])
    for name, about in (
        ("allow", "let words go to a provider that is not this machine (admins)"),
        ("forbid", "take that back (admins)"),
        ("agree", "agree, for yourself, that the configured model gets your words"),
    ):
        verbs.add_parser(name, help=about, parents=[common]).add_argument("provider", metavar="PROVIDER")
    verbs.choices["allow"].add_argument(
        "--level", action="append", choices=LEVELS, help="whose words may go (default: public and training); repeat it"
    )


LEVELS = ("public", "training", "unit", "restricted")
PROFILES = ("facilitative", "peoples_mediation", "police_public_order")


def _practice_verbs(practice: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = practice.add_subparsers(dest="action", required=True, metavar="ACTION")
    scenarios = verbs.add_parser("scenarios", help="what there is to practise", parents=[common])
    scenarios.add_argument("--language", choices=("en", "zh"))
    play = verbs.add_parser("play", help="mediate in the terminal", parents=[common])
    play.add_argument("scenario", metavar="NAME")
    play.add_argument("--profile", choices=PROFILES)
    play.add_argument("--seed", type=_number, metavar="N", help="the same number plays the same parties")
    play.add_argument(
        "--send-to", default="", metavar="PROVIDER", help="agree that the chat model there gets the lines"
    )
    play.add_argument("--resume", metavar="ID", help="go on with a session instead")
    score = verbs.add_parser("score", help="score a transcript", parents=[common])
    score.add_argument("transcript", type=Path, metavar="TRANSCRIPT", help="JSON lines, or - for standard input")
    score.add_argument("--profile", choices=PROFILES, default="facilitative")
    score.add_argument("--scenario", metavar="NAME", help="adds its secrets and its planted danger")
    verbs.add_parser("sessions", help="your sessions, the latest first", parents=[common])
    verbs.add_parser("progress", help="your skills over time, and what to practise next", parents=[common])
    draft = verbs.add_parser(
        "draft", help="a scenario drafted from a case note, for a person to finish", parents=[common]
    )
    draft.add_argument("case", metavar="CASE_ID")
    for name, about in (("share", "let one more person read a session"), ("unshare", "take that back")):
        share = verbs.add_parser(name, help=about, parents=[common])
        share.add_argument("session", metavar="ID")
        share.add_argument("reader", metavar="USER")
    verbs.add_parser("forget", help="erase a session", parents=[common]).add_argument("session", metavar="ID")
    opinion = verbs.add_parser("opinion", help="a chat model's points beside the score", parents=[common])
    opinion.add_argument("session", metavar="ID")


def _feedback_verbs(feedback: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = feedback.add_subparsers(dest="action", required=True, metavar="ACTION")
    give = verbs.add_parser("give", help="say what an answer was worth; admins read it", parents=[common])
    give.add_argument("conversation", metavar="ID")
    give.add_argument("turn", type=_number, metavar="N", help="which answer of it, from 1")
    give.add_argument("verdict", choices=("useful", "wrong", "unsafe"))
    give.add_argument("words", nargs="?", default="", metavar="LINE", help="why, in a line")
    verbs.add_parser("list", help="everything that was said (admins)", parents=[common])
    question = verbs.add_parser("question", help="a remark as a line of an evaluation set (admins)", parents=[common])
    question.add_argument("number", type=_number, metavar="NUMBER")


ROLES = ("mediator", "trainee", "admin", "auditor")


def _users_verbs(users: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = users.add_subparsers(dest="action", required=True, metavar="ACTION")
    verbs.add_parser("list", help="every account you manage", parents=[common])
    for name, about in (("add", "make an account"), ("set", "give an account another role or other units")):
        changed = verbs.add_parser(name, help=about, parents=[common])
        changed.add_argument("name", metavar="NAME")
        changed.add_argument("--role", choices=ROLES, required=name == "add")
        changed.add_argument("--unit", action="append", metavar="UNIT", help="once for each unit")
        changed.add_argument("--every-unit", action=argparse.BooleanOptionalAction, help="an admin of all units")
    password = verbs.add_parser("password", help="set a password; it is asked for", parents=[common])
    password.add_argument("name", metavar="NAME")
    password.add_argument("source", nargs="?", choices=("-",), metavar="-", help="read it from standard input")
    abouts = {"disable": "close an account", "enable": "open it again", "unlock": "after too many failed attempts"}
    for name, about in abouts.items():
        verbs.add_parser(name, help=about, parents=[common]).add_argument("name", metavar="NAME")


def _audit_options(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("check", nargs="?", choices=("verify",), metavar="verify", help="check that nothing was changed")
    audit.add_argument(
        "--noted", metavar="HASH", help="with verify: the last hash of an earlier check, noted elsewhere"
    )
    audit.add_argument("--who", metavar="USER")
    audit.add_argument("--action", metavar="ACTION", help="such as open, ask, export, publish")
    audit.add_argument("--target", metavar="ID", help="a document, a case number, a session or an account")
    when = "a day (2026-11-16), a moment (2026-11-16T14:00) or so many days ago (7d)"
    audit.add_argument("--since", metavar="WHEN", help=when)
    audit.add_argument("--until", metavar="WHEN", help="the same; a day counts in")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 1000")
    return int(text)


def _number(text: str) -> int:
    """A page or version; one too great for any database is as good as the greatest."""
    return min(int(text), 2**31 - 1)


def _some(text: str) -> "str | tuple[int, ...]":
    """`all`, or numbers with commas between them."""
    if text == "all":
        return "all"
    return tuple(_number(part) for part in text.split(",") if part.strip())
