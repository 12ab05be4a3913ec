"""A prepared document in; a checksum that tells two contents apart out."""

import hashlib
import json

from mediator_bot.cases.prepare import Prepared


def fingerprint(prepared: Prepared) -> str:
    """SHA-256 of pages and record. A text without a record is the same text under another file name."""
    pages = {number: text for number, text in prepared.pages.items() if number or prepared.reviewed}
    record = {key: value for key, value in prepared.record.items() if prepared.reviewed or key != "title"}
    content = json.dumps([pages, record], ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
